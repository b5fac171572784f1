"""Form and backend together: addresses, names, hidden fields, honeypot, the way back."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote

import pytest

from sitegen import schema, yamltext
from sitegen.forms import mail, read, wiring
from sitegen.forms.backend import MULTIPART, URLENCODED
from sitegen.forms.model import Form
from sitegen.problems import Problem, Span

PATH = "content/forms/join.yaml"
SITE = "https://harbour-street.org"
THANKS = SITE + "/thank-you/"


def form(text: str) -> Form:
    """A form from YAML text."""
    node, _ = yamltext.read(text, PATH)
    made, _ = read.form(node, PATH)
    assert made is not None
    return made


def settings(text: str) -> schema.Map:
    """Settings from YAML text."""
    node, _ = yamltext.read(text, "content/site.yaml")
    assert isinstance(node, schema.Map)
    return node


def wire(text: str, thanks: str = THANKS, site: str = SITE) -> wiring.Wiring:
    """A form's wiring as the build makes it."""
    made = wiring.connect(form(text), None, thanks, site)
    assert made is not None
    return made


def custom(lines: str = "", fields: str = "email", more: str = "") -> wiring.Wiring:
    """A form with the custom backend and further settings."""
    return wire(
        f"fields: [{fields}]\nbackend: custom\n"
        f"settings:\n  url: https://crm.group.org/join\n{lines}{more}"
    )


def codes(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Codes and levels."""
    return [(problem.code, problem.level) for problem in problems]


# Which backend ------------------------------------------------------------------------------


def test_a_form_without_a_backend_takes_the_sites() -> None:
    default = wiring.Default(
        "custom", settings("url: https://crm.group.org/all"), "content/site.yaml"
    )
    made = wiring.connect(form("fields: [email]\n"), default, THANKS, SITE)
    assert made is not None
    assert (made.action, made.problems) == ("https://crm.group.org/all", ())


def test_a_forms_own_settings_win_one_by_one() -> None:
    default = wiring.Default(
        "custom",
        settings("url: https://crm.group.org/all\nredirect_field: next"),
        "content/site.yaml",
    )
    made = wiring.connect(
        form("fields: [email]\nsettings: {url: 'https://crm.group.org/join'}\n"), default, THANKS
    )
    assert made is not None
    assert made.action == "https://crm.group.org/join"
    assert made.hidden == (("next", THANKS),)


def test_a_form_with_another_backend_takes_none_of_the_sites_settings() -> None:
    default = wiring.Default("custom", settings("url: https://crm.group.org/all"), "site.yaml")
    text = "fields: [email]\nbackend: mailto\nsettings: {address: us@group.org}\n"
    made = wiring.connect(form(text), default, THANKS)
    assert made is not None
    assert (made.backend, made.action, made.problems) == ("mailto", "", ())


def test_the_sites_settings_for_other_backends_are_no_typing_mistakes() -> None:
    default = wiring.Default(
        "custom", settings("url: https://crm.group.org/all\nform_id: x"), "content/site.yaml"
    )
    made = wiring.connect(form("fields: [email]\n"), default)
    assert made is not None
    assert made.problems == ()


def test_no_backend_anywhere_is_explained() -> None:
    made = form("fields: [email]\n")
    assert wiring.connect(made) is None
    problem = wiring.missing(made)
    assert (problem.code, problem.level) == ("form-no-backend", "error")
    assert problem.span == Span(PATH, 1)


def test_an_unknown_backend_is_guessed() -> None:
    made = form("fields: [email]\nbackend: mail-to\n")
    assert wiring.connect(made) is None
    problem = wiring.missing(made)
    assert (problem.code, problem.hint) == ("form-backend-unknown", 'Did you mean "mailto"?')
    assert problem.span == Span(PATH, 2)


# Custom -------------------------------------------------------------------------------------


def test_the_custom_backend_posts_to_its_address() -> None:
    made = custom()
    assert made.action == "https://crm.group.org/join"
    assert made.method == "post"
    assert made.enctype == URLENCODED
    assert made.names == (("email", "email"),)
    assert made.form_action_origins == ("https://crm.group.org",)
    assert made.problems == ()


def test_the_custom_backend_has_a_honeypot_unless_told_otherwise() -> None:
    assert custom().honeypot == "_gotcha"
    assert custom("  honeypot: bot_field\n").honeypot == "bot_field"
    assert custom("  honeypot: none\n").honeypot == ""
    assert custom(more="honeypot: none\n").honeypot == ""
    assert custom("  honeypot: a_field\n", more="honeypot: b_field\n").honeypot == "b_field"


def test_names_hidden_values_and_the_way_back_are_the_receivers() -> None:
    made = custom(
        "  names: {email: EMAIL, postcode: 'person[zip]'}\n"
        "  hidden: {list: news, source: website}\n"
        "  redirect_field: next\n"
        "  enctype: multipart\n",
        fields="email, postcode, city",
    )
    assert made.names == (("email", "EMAIL"), ("postcode", "person[zip]"), ("city", "city"))
    assert made.name("postcode") == "person[zip]"
    assert made.hidden == (("list", "news"), ("source", "website"), ("next", THANKS))
    assert made.enctype == MULTIPART
    assert made.form_action_origins == ("https://crm.group.org", SITE)
    assert made.problems == ()


def test_hidden_fields_of_the_form_are_sent_along() -> None:
    made = custom(fields="email, {name: campaign, type: hidden, value: harbour}")
    assert made.hidden == (("campaign", "harbour"),)


def test_the_wording_of_every_consent_is_sent_along() -> None:
    made = custom(more="consent:\n  - {name: updates, label: 'Yes, send me news.'}\n")
    assert made.hidden == (("consent_wording", "updates=71c7e8b8ca74"),)


def test_a_file_changes_the_encoding() -> None:
    made = custom(fields="{name: photo, type: file, label: Photo}")
    assert (made.enctype, made.problems) == (MULTIPART, ())


def test_a_file_in_the_wrong_encoding_is_an_error() -> None:
    made = custom("  enctype: urlencoded\n", fields="{name: photo, type: file, label: Photo}")
    assert codes(made.problems) == [("form-file", "error")]


def test_a_missing_address_is_an_error_with_an_example() -> None:
    made = wire("fields: [email]\nbackend: custom\n")
    assert codes(made.problems) == [("form-setting-missing", "error")]
    assert made.problems[0].hint == "Add under settings: url: https://crm.your-group.org/join"


def test_an_unknown_setting_is_guessed() -> None:
    made = custom("  redirectfield: next\n")
    assert codes(made.problems) == [("key-unknown", "warning")]
    assert made.problems[0].hint == 'Did you mean "redirect_field"?'


def test_a_mapped_name_that_no_field_has_is_guessed() -> None:
    made = custom("  names: {emial: EMAIL}\n")
    assert codes(made.problems) == [("form-name-unused", "warning")]
    assert made.problems[0].hint == 'Did you mean "email"?'


def test_two_fields_sent_under_one_name_are_an_error() -> None:
    made = custom("  names: {first_name: NAME, last_name: NAME}\n", "first_name, last_name")
    assert codes(made.problems) == [("form-field-twice", "error")]


@pytest.mark.parametrize("name", ["email", "EMAIL", "list"])
def test_a_honeypot_that_is_a_real_field_is_an_error_and_left_out(name: str) -> None:
    made = custom(
        f"  names: {{email: EMAIL}}\n  hidden: {{list: news}}\n  honeypot: {name}\n",
    )
    assert codes(made.problems) == [("form-honeypot", "error")]
    assert made.honeypot == ""


def test_the_way_back_needs_the_sites_address() -> None:
    text = (
        "fields: [email]\nbackend: custom\n"
        "settings: {url: 'https://crm.group.org/join', redirect_field: next}\n"
    )
    made = wire(text, "/thank-you/", "")
    assert codes(made.problems) == [("form-thanks-address", "warning")]
    assert made.hidden == ()


# Addresses and secrets ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "code", "level"),
    [
        ("http://crm.group.org/join", "form-http", "error"),
        ("crm.group.org/join", "form-address", "error"),
        ("/join", "form-address", "error"),
        ("ftp://group.org/join", "form-address", "error"),
        ("javascript:alert(1)", "form-address", "error"),
        ("https://", "form-address", "error"),
        ("https://group.org:port/", "form-address", "error"),
        ("https://group.org/a form", "form-address", "error"),
        ("us@group.org", "form-address", "error"),
        ("https://formspree.io/f/YOUR_FORM_ID", "form-placeholder", "error"),
        ("https://formspree.io/f/your-form-id", "form-placeholder", "error"),
        ("https://formspree.io/f/votre-id", "form-placeholder", "error"),
        ("https://formspree.io/f/{form_id}", "form-placeholder", "error"),
        ("https://formspree.io/f/<id>", "form-placeholder", "error"),
        ("https://formspree.io/f/xxxxxxxx", "form-placeholder", "error"),
        ("https://api.service.org/YOUR_ACCESS_KEY_HERE", "form-placeholder", "error"),
        ("https://...", "form-placeholder", "error"),
        ("https://user:word@crm.group.org/join", "form-secret", "error"),
        ("https://forms.example/join", "form-example", "warning"),
        ("https://example.com/join", "form-example", "warning"),
    ],
)
def test_an_address_that_cannot_receive_a_form_is_said(url: str, code: str, level: str) -> None:
    made = wire(f"fields: [email]\nbackend: custom\nsettings:\n  url: '{url}'\n")
    assert codes(made.problems) == [(code, level)]
    assert made.problems[0].span == Span(PATH, 4, 3)
    assert made.problems[0].hint


@pytest.mark.parametrize(
    "url",
    [
        "https://crm.group.org/join",
        "http://127.0.0.1:8000/join",
        "http://localhost/join",
        "http://[::1]:8000/join",
        "https://crm.group.org/your-campaign/join?list=3&x=%20",
        "https://formspree.io/f/xwkgzyxa",
        "https://bücher.group.org/join",
    ],
)
def test_an_ordinary_address_is_no_problem(url: str) -> None:
    made = wire(f"fields: [email]\nbackend: custom\nsettings:\n  url: '{url}'\n")
    assert made.problems == ()
    assert made.action == url


def test_an_example_site_may_have_an_example_receiver() -> None:
    text = "fields: [email]\nbackend: custom\nsettings: {url: 'https://forms.example/join'}\n"
    made = wire(text, "https://harbour-street.example/thanks/", "https://harbour-street.example")
    assert codes(made.problems) == [("form-example", "info")]


@pytest.mark.parametrize(
    "line",
    [
        "hidden: {api_secret: abc}",
        "hidden: {password: abc}",
        "hidden: {auth: 'Bearer abcdefgh123'}",
        "hidden: {key: patABCDEFGHIJKLMN.0123456789abcdef0123456789abcdef"
        "0123456789abcdef0123456789abcdef}",
        "hidden: {key: ghp_0123456789abcdefghijklmnopqrstuvwx}",
        # {"role":"service_role"} between two meaningless parts
        "hidden: {key: eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2ln}",
        "names: {email: sk_live_0123456789abcdefXYZ}",
    ],
)
def test_a_secret_in_the_settings_is_an_error(line: str) -> None:
    made = custom(f"  {line}\n")
    assert [item for item in codes(made.problems) if item[0] == "form-secret"] == [
        ("form-secret", "error")
    ]


def test_a_secret_in_a_hidden_field_is_an_error() -> None:
    made = custom(fields="email, {name: api_token, type: hidden, value: abc}")
    assert codes(made.problems) == [("form-secret", "error")]


def test_a_public_key_is_no_secret() -> None:
    # {"role":"anon"}
    anon = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln"
    key = "5f0f6c3e-1a2b-4c3d-8e9f-0a1b2c3d4e5f"
    made = custom(f"  hidden: {{access_key: {key}, apikey: {anon}, token: harbour-2026}}\n")
    assert made.problems == ()


# Mailto -------------------------------------------------------------------------------------


def mailto(lines: str, fields: str = "email") -> wiring.Wiring:
    """A form with the mailto backend."""
    return wire(f"title: Join us\nfields: [{fields}]\nbackend: mailto\nsettings:\n{lines}")


def test_mailto_is_a_link_and_no_form() -> None:
    made = mailto("  address: hello@group.org\n", "email, first_name")
    assert made.action == ""
    assert made.form_action_origins == ()
    assert made.honeypot == ""
    assert made.link == (
        "mailto:hello@group.org?subject=Join%20us"
        "&body=Email%20address%3A%20%0D%0A%0D%0AFirst%20name%3A%20%0D%0A"
    )
    assert made.problems == ()


def test_a_mail_program_reads_the_questions_as_they_were_written() -> None:
    made = wire(
        "title: Join\nfields:\n"
        "  - {name: a, label: 'Pay & conditions? 100 % + more'}\n"
        "  - {name: b, label: Größe, type: radio, options: [S, M]}\n"
        "consent: [{name: c, label: 'Yes, write to me.'}]\n"
        "backend: mailto\nsettings: {address: hello@group.org, subject: 'Tables & chairs #1'}\n"
    )
    query = parse_qs(made.link.partition("?")[2], keep_blank_values=True)
    assert query["subject"] == ["Tables & chairs #1"]
    assert query["body"] == [
        "Pay & conditions? 100 % + more: \r\n\r\nGröße (S, M): \r\n\r\n"
        "Yes, write to me. (yes or no): \r\n"
    ]
    assert "+" not in made.link


def test_several_addresses_keep_their_commas_and_odd_signs_are_escaped() -> None:
    made = mailto("  address: 'a&b@group.org, c?d@group.org'\n")
    address = made.link.partition(":")[2].partition("?")[0]
    assert address == "a%26b@group.org,c%3Fd@group.org"
    assert unquote(address) == "a&b@group.org,c?d@group.org"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("hello", "form-address"),
        ("hello@group", "form-address"),
        ("https://group.org", "form-address"),
        ("your-email@group.org", "form-placeholder"),
        ("hello@example.org", "form-example"),
        ("ok@group.org, nope", "form-address"),
    ],
)
def test_an_address_that_receives_no_mail_is_said(address: str, code: str) -> None:
    made = mailto(f"  address: '{address}'\n")
    assert [problem.code for problem in made.problems] == [code]


def test_a_file_cannot_be_asked_for_by_mail() -> None:
    made = mailto("  address: a@group.org\n", "{name: photo, type: file, label: Photo}")
    assert codes(made.problems) == [("form-file", "error")]


def test_a_mail_that_is_too_long_to_open_is_a_warning() -> None:
    fields = ", ".join(f"{{name: f{n}, label: {'long words ' * 20}}}" for n in range(10))
    made = mailto("  address: a@group.org\n", fields)
    assert codes(made.problems) == [("form-mail-long", "warning")]
    assert len(made.link) > mail.LIMIT


def test_the_prepared_mail_speaks_the_themes_language() -> None:
    text = "title: Mitmachen\nfields: [email]\nbackend: mailto\nsettings: {address: a@group.org}\n"
    made = wiring.connect(form(text), None, "", "", {"field_email": "E-Mail-Adresse"})
    assert made is not None
    assert "E-Mail-Adresse" in made.link


# Origins ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://A.example:8443/x?y#z", "https://a.example:8443"),
        ("https://me:pw@a.example/x", "https://a.example"),
        ("/thanks/", ""),
        ("mailto:a@b.org", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_the_origin_of_an_address_holds_no_more_than_a_policy_may(url: str, origin: str) -> None:
    assert origin == wiring.origin(url)
