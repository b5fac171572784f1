"""The contract of every backend in the table, and proof that the type can describe the others.

The services described at the end are not offered; they stand here so that the type keeps room for
every dialect that is known: ids in addresses, one pasted address that gives several values, name
prefixes, attributes, site-relative ways back, and services that can only be linked to.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from sitegen import schema, yamltext
from sitegen.forms import backends, presets, wiring
from sitegen.forms.backend import (
    URLENCODED,
    Backend,
    Honeypot,
    Limits,
    Names,
    Redirect,
    Setting,
)
from sitegen.forms.model import Consent, Form, FormField, Option
from sitegen.schema import Field

THANKS = "https://group.org/thank-you/"
FORM = Form(
    name="join",
    path="content/forms/join.yaml",
    title="Join us",
    fields=(
        FormField("email", "email", "Email", preset="email", required=True),
        FormField("first_name", "text", "First name", preset="first_name"),
        FormField("message", "textarea", "Message", preset="message"),
        FormField("skills", "checkboxes", "Skills", options=(Option("a", "A"), Option("b", "B"))),
    ),
    consents=(Consent("updates", "Yes, send me news."),),
)


def values(backend: Backend) -> dict[str, Any]:
    """The examples of a backend as settings, read the way a file is read."""
    text = "\n".join(f"{setting.name}: {setting.example}" for setting in backend.settings)
    node, problems = yamltext.read(text, "example.yaml")
    assert problems == ()
    checked = schema.check(node, backend.fields(), "example.yaml")
    assert checked.problems == ()
    return checked.values


def wire(backend: Backend, given: dict[str, Any] | None = None) -> wiring.Wiring:
    """The wiring of the sample form, with the backend's examples unless settings are given."""
    return wiring.wire(FORM, backend, values(backend) if given is None else given, THANKS)


@pytest.mark.parametrize("backend", backends.TABLE, ids=lambda backend: backend.name)
class TestEveryBackend:
    """What holds for each line of the table."""

    def test_it_is_described_completely(self, backend: Backend) -> None:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", backend.name)
        assert backend.title
        assert backend.region
        assert backend.documentation.startswith("https://")
        assert datetime.date.fromisoformat(backend.checked) <= datetime.date(2100, 1, 1)
        assert backend.confidence in ("high", "medium", "low")
        assert backend.encodings
        assert backends.find(backend.name) is backend

    def test_every_setting_has_help_and_a_valid_example(self, backend: Backend) -> None:
        for setting in backend.settings:
            assert re.fullmatch(r"[a-z][a-z_]*", setting.name)
            assert setting.example
            assert setting.field.help or setting.field.choices
            if setting.pattern:
                assert re.fullmatch(setting.pattern, setting.example)
                assert setting.expects

    def test_every_word_in_a_template_is_a_setting(self, backend: Backend) -> None:
        known = {"form", "honeypot", "name", "NAME", "kind"}
        known |= {setting.name for setting in backend.settings}
        for setting in backend.settings:
            known |= set(re.findall(r"\(\?P<(\w+)>", setting.pattern))
        templates = [backend.action, backend.link, backend.names.others, backend.honeypot.name]
        templates += [backend.redirect.name]
        templates += [value for _, value in (*backend.hidden, *backend.attributes)]
        used = set(re.findall(r"\{(\w+)\}", " ".join(templates)))
        assert used <= known

    def test_settings_named_by_rules_exist(self, backend: Backend) -> None:
        names = {setting.name for setting in backend.settings} | {""}
        assert backend.names.from_setting in names
        assert backend.honeypot.from_setting in names
        assert backend.hidden_setting in names
        assert backend.encoding_setting in names

    def test_it_always_gives_a_visitor_without_scripts_a_way(self, backend: Backend) -> None:
        made = wire(backend)
        assert bool(made.action) != bool(made.link)
        assert not backend.needs_js or made.link

    def test_its_wiring_is_complete_and_clean(self, backend: Backend) -> None:
        made = wire(backend)
        assert [problem for problem in made.problems if problem.level == "error"] == []
        assert made == wire(backend)
        assert "{" not in made.action + made.link + made.honeypot
        if made.action:
            assert made.method == "post"
            assert made.enctype in backend.encodings
            assert dict(made.names).keys() == {
                "email", "first_name", "message", "skills", "updates",
            }  # fmt: skip
            sent = [*dict(made.names).values(), *dict(made.hidden)]
            assert sorted(set(sent)) == sorted(sent)
            assert made.honeypot not in sent
            assert all(origin.startswith("https://") for origin in made.form_action_origins)

    def test_without_settings_it_explains_and_does_not_crash(self, backend: Backend) -> None:
        made = wiring.connect(
            Form("join", "join.yaml", backend=backend.name, fields=FORM.fields), None, THANKS
        )
        assert made is not None
        needed = [item.name for item in backend.settings if item.field.required]
        assert [item.code for item in made.problems] == ["form-setting-missing"] * len(needed)


def test_names_in_the_table_are_different() -> None:
    names = [backend.name for backend in backends.TABLE]
    assert sorted(set(names)) == sorted(names)


def test_rules_for_names_speak_of_presets_that_exist() -> None:
    known = {preset.name for preset in presets.PRESETS} | {"consent"}
    for backend in (*backends.TABLE, *OTHERS):
        assert {name for name, _ in backend.names.fixed} <= known


# Services that are not offered yet ------------------------------------------------------------


def service(name: str, *settings: Setting, **rules: Any) -> Backend:
    """A service with the parts that do not matter here filled in."""
    return Backend(
        name=name, title=name, settings=settings, documentation="https://docs.example",
        checked="2026-11-23", confidence="low", region="somewhere", **rules,
    )  # fmt: skip


def setting(name: str, example: str, pattern: str = "") -> Setting:
    """A required setting."""
    return Setting(name, Field(required=True, help=name), example, pattern, "as shown")


FORMSPREE = service(
    "formspree",
    setting("form_id", "xwkgzyxa", r"[a-z]{8}"),
    action="https://formspree.io/f/{form_id}",
    honeypot=Honeypot("fixed", "_gotcha"),
    redirect=Redirect("field", "_next"),
    fetch="json",
)
NETLIFY = service(
    "netlify",
    hidden=(("form-name", "{form}"),),
    attributes=(("name", "{form}"), ("data-netlify", "true"), ("netlify-honeypot", "{honeypot}")),
    honeypot=Honeypot("own", "bot-field"),
    redirect=Redirect("action"),
    fetch="html",
    host="netlify",
)
MAILCHIMP = service(
    "mailchimp",
    setting(
        "url",
        "https://group.us1.list-manage.com/subscribe/post?u=0a1b&id=2c3d&f_id=4e5f",
        r"https://[\w.-]+\.list-manage\.com/subscribe/post\?u=(?P<u>\w+)&id=(?P<id>\w+).*",
    ),
    action="{url}",
    encodings=(URLENCODED,),
    names=Names((("email", "EMAIL"), ("first_name", "FNAME")), "{NAME}", longest=10),
    honeypot=Honeypot("fixed", "b_{u}_{id}"),
    redirect=Redirect("dashboard", note="Set it in the audience's form builder:"),
    limits=Limits(files=False),
    double_opt_in="setting",
)
BUTTONDOWN = service(
    "buttondown",
    setting("username", "harbour", r"[\w-]+"),
    action="https://buttondown.com/api/emails/embed-subscribe/{username}",
    encodings=(URLENCODED,),
    names=Names((("email", "email"),), "metadata__{name}"),
    hidden=(("embed", "1"),),
    honeypot=Honeypot("none"),
    double_opt_in="always",
)
FORMINIT = service(
    "forminit",
    setting("form_id", "a1b2c3"),
    action="https://forminit.com/f/{form_id}",
    names=Names(
        (("email", "fi-sender-email"), ("first_name", "fi-sender-firstName")),
        "fi-{kind}-{name}",
        kinds=(("textarea", "text"), ("tel", "text"), ("checkboxes", "checkbox"),
               ("hidden", "text")),
    ),
    limits=Limits(fields=50),
    fetch="json",
)  # fmt: skip
ACTION_NETWORK = service(
    "action-network",
    setting("slug", "join-harbour-street", r"[\w-]+"),
    delivery="link",
    link="https://actionnetwork.org/forms/{slug}",
    honeypot=Honeypot("none"),
)
GOOGLE_FORMS = service(
    "google-forms",
    setting("form_id", "1FAIpQLSdharbour"),
    Setting("entries", Field("pairs", help="our name: entry.N"), "{email: entry.1}"),
    action="https://docs.google.com/forms/d/e/{form_id}/formResponse",
    names=Names(others="", from_setting="entries"),
    honeypot=Honeypot("none"),
    fetch="opaque",
)
STATICMAN = service(
    "staticman",
    setting("root", "https://comments.group.org"),
    action="{root}/v3/entry/github/a/b/main/c",
    names=Names(others="fields[{name}]", repeated="[]"),
    redirect=Redirect("field", "options[redirect]"),
    honeypot=Honeypot("none"),
)
HUBSPOT = service(
    "hubspot", setting("portal", "123"), needs_js=True, link="https://share.group.org/{portal}"
)
OTHERS = (FORMSPREE, NETLIFY, MAILCHIMP, BUTTONDOWN, FORMINIT, ACTION_NETWORK, GOOGLE_FORMS,
          STATICMAN, HUBSPOT)  # fmt: skip


def test_an_id_completes_an_address() -> None:
    made = wire(FORMSPREE)
    assert made.action == "https://formspree.io/f/xwkgzyxa"
    assert made.honeypot == "_gotcha"
    assert made.hidden[-1] == ("_next", THANKS)
    assert made.form_action_origins == ("https://formspree.io", "https://group.org")
    assert made.problems == ()


@pytest.mark.parametrize("wrong", ["YOUR_FORM_ID", "https://formspree.io/f/xwkgzyxa", "short"])
def test_a_wrong_id_is_an_error(wrong: str) -> None:
    made = wire(FORMSPREE, {"form_id": wrong})
    assert [problem.level for problem in made.problems] == ["error"]


def test_a_value_cannot_escape_from_its_place_in_an_address() -> None:
    loose = service("loose", setting("id", "x"), action="https://a.org/f/{id}/send")
    made = wire(loose, {"id": "x/../../y?z#w"})
    assert made.action == "https://a.org/f/x%2F..%2F..%2Fy%3Fz%23w/send"


def test_a_service_on_the_same_host_gets_attributes_and_a_path() -> None:
    made = wire(NETLIFY)
    assert made.action == "/thank-you/"
    assert made.attributes == (
        ("name", "join"),
        ("data-netlify", "true"),
        ("netlify-honeypot", "bot-field"),
    )
    assert made.honeypot == "bot-field"
    assert made.hidden[0] == ("form-name", "join")
    assert made.form_action_origins == ()


def test_without_a_honeypot_no_attribute_speaks_of_one() -> None:
    made = wiring.wire(
        Form("join", "join.yaml", fields=FORM.fields, honeypot="none"), NETLIFY, {}, THANKS
    )
    assert made.attributes == (("name", "join"), ("data-netlify", "true"))


@pytest.mark.parametrize(
    ("thanks", "action"),
    [
        ("https://group.org/thanks.html", "/thanks"),
        ("https://group.org/thanks/index.html", "/thanks/"),
        ("https://group.org/card-index.html", "/card-index"),
        ("/thanks/", "/thanks/"),
        ("", "/"),
    ],
)
def test_a_way_back_that_is_the_action_is_a_path_without_ending(thanks: str, action: str) -> None:
    assert action == wiring.wire(FORM, NETLIFY, {}, thanks).action


def test_one_pasted_address_gives_several_values() -> None:
    made = wire(MAILCHIMP)
    assert made.action == MAILCHIMP.settings[0].example
    assert made.honeypot == "b_0a1b_2c3d"
    assert made.names == (
        ("email", "EMAIL"),
        ("first_name", "FNAME"),
        ("message", "MESSAGE"),
        ("skills", "SKILLS"),
        ("updates", "UPDATES"),
    )
    assert [problem.code for problem in made.problems] == ["form-thanks-dashboard"]
    assert made.problems[0].hint.endswith(THANKS)


def test_a_name_longer_than_the_service_allows_is_an_error() -> None:
    long = Form("a", "a.yaml", fields=(FormField("availability", "text", "When"),))
    made = wiring.wire(long, MAILCHIMP, values(MAILCHIMP), "")
    assert [problem.code for problem in made.problems] == ["form-name-long"]


def test_names_can_have_a_prefix() -> None:
    made = wire(BUTTONDOWN)
    assert made.name("email") == "email"
    assert made.name("first_name") == "metadata__first_name"
    assert ("embed", "1") in made.hidden
    assert ("metadata__consent_wording", "updates=71c7e8b8ca74") in made.hidden


def test_names_can_tell_the_kind_of_a_field() -> None:
    assert wire(FORMINIT).names == (
        ("email", "fi-sender-email"),
        ("first_name", "fi-sender-firstName"),
        ("message", "fi-text-message"),
        ("skills", "fi-checkbox-skills"),
        ("updates", "fi-checkbox-updates"),
    )


def test_a_service_that_takes_no_form_gets_a_link() -> None:
    made = wire(ACTION_NETWORK)
    assert made.link == "https://actionnetwork.org/forms/join-harbour-street"
    assert (made.action, made.hidden, made.honeypot) == ("", (), "")


def test_a_service_that_needs_a_script_gets_a_link() -> None:
    assert wire(HUBSPOT).link == "https://share.group.org/123"


def test_a_service_with_numbers_for_names_wants_every_one() -> None:
    made = wire(GOOGLE_FORMS)
    assert made.name("email") == "entry.1"
    assert [problem.code for problem in made.problems] == ["form-name-unmapped"] * 4


def test_several_answers_can_be_marked_in_the_name() -> None:
    made = wire(STATICMAN)
    assert made.name("skills") == "fields[skills][]"
    assert ("options[redirect]", THANKS) in made.hidden


def test_too_many_fields_for_a_service_are_an_error() -> None:
    many = Form("a", "a.yaml", fields=tuple(FormField(f"f{n}", "text", "F") for n in range(51)))
    made = wiring.wire(many, FORMINIT, values(FORMINIT), "")
    assert [problem.code for problem in made.problems] == ["form-fields-many"]


def test_a_service_without_files_says_so() -> None:
    upload = Form("a", "a.yaml", fields=(FormField("photo", "file", "Photo"),))
    made = wiring.wire(upload, MAILCHIMP, values(MAILCHIMP), "")
    assert [problem.code for problem in made.problems] == ["form-file"]


def test_a_dictated_honeypot_wins_over_a_chosen_one_and_says_so() -> None:
    own = Form("a", "a.yaml", fields=FORM.fields, honeypot="mine")
    made = wiring.wire(own, FORMSPREE, values(FORMSPREE), "")
    assert made.honeypot == "_gotcha"
    assert [problem.code for problem in made.problems] == ["form-honeypot"]
