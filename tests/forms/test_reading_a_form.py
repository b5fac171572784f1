"""A form's YAML becomes a form; every mistake is said once, with its line and one way out."""

from __future__ import annotations

import pytest
from yaml_forms import PATH, form, only, read_text

from sitegen import schema
from sitegen.forms.model import Consent, Thanks


def test_a_form_has_the_name_of_its_file() -> None:
    made, problems = read_text("fields: [email]\n", "content/forms/host-a-meeting.yaml")
    assert problems == ()
    assert made is not None
    assert made.name == "host-a-meeting"


def test_everything_a_file_can_say_is_read() -> None:
    made = form(
        "title: Join us\n"
        "intro: One line.\n"
        "button: Count me in\n"
        "note: We answer within two days.\n"
        "fields: [email]\n"
        "consent:\n"
        "  - {name: updates, label: 'Yes, send me news.', required: true}\n"
        "backend: custom\n"
        "settings: {url: 'https://crm.group.org/join'}\n"
        "honeypot: _gotcha\n"
        "thanks: ../thank-you.md\n"
        "next: forms/host\n"
    )
    assert made.title == "Join us"
    assert made.intro == "One line."
    assert made.button == "Count me in"
    assert made.note == "We answer within two days."
    assert made.consents == (Consent("updates", "Yes, send me news.", required=True, line=7),)
    assert made.backend == "custom"
    assert made.settings is not None
    assert schema.plain(made.settings) == {"url": "https://crm.group.org/join"}
    assert made.honeypot == "_gotcha"
    assert made.thanks == Thanks(page="../thank-you.md")
    assert made.next == "forms/host"


def test_a_form_needs_nothing_but_fields() -> None:
    made = form("fields: [email]\n")
    assert (made.backend, made.settings, made.honeypot) == ("", None, "")
    assert made.thanks == Thanks()


def test_fields_may_stand_on_one_line_with_commas() -> None:
    assert [item.name for item in form("fields: email, postcode\n").fields] == [
        "email",
        "postcode",
    ]


def test_thanks_may_be_a_title_a_text_and_a_next_step() -> None:
    made = form(
        "fields: [email]\nthanks:\n  title: Hello\n  text: Check your mail.\n  next: about.md\n"
    )
    assert made.thanks == Thanks("", "Hello", "Check your mail.", "about.md")


def test_thanks_with_both_a_page_and_a_title_is_said() -> None:
    assert only("fields: [email]\nthanks: {page: a.md, title: Hi}\n").code == "form-thanks"


@pytest.mark.parametrize("word", ["none", "no", "off", "false"])
def test_a_honeypot_can_be_switched_off(word: str) -> None:
    assert form(f"fields: [email]\nhoneypot: {word}\n").honeypot == "none"


@pytest.mark.parametrize("text", ["title: Join\n", "fields: []\n", "fields:\n", ""])
def test_a_form_that_asks_for_nothing_is_an_error(text: str) -> None:
    made, problems = read_text(text)
    assert made is None
    assert [problem.code for problem in problems] == ["form-no-fields"]


def test_an_unknown_setting_is_guessed() -> None:
    problem = only("fields: [email]\nbuton: Go\n")
    assert (problem.code, problem.hint) == ("key-unknown", 'Did you mean "button"?')


def test_a_name_used_twice_names_the_first_line() -> None:
    problem = only("fields:\n  - email\n  - {preset: email, label: Again}\n")
    assert problem.code == "form-field-twice"
    assert "line 2" in problem.message
    assert problem.span is not None
    assert problem.span.line == 3


def test_a_form_file_with_an_unusable_name_is_an_error() -> None:
    made, problems = read_text("fields: [email]\n", "content/forms/join us.yaml")
    assert [problem.hint for problem in problems] == ["Rename the file to join_us.yaml."]
    assert made is not None
    assert made.name == "join_us"


def test_get_is_an_error() -> None:
    problem = only("fields: [email]\nmethod: GET\n")
    assert (problem.code, problem.level) == ("form-get", "error")


def test_post_is_said_silently() -> None:
    assert form("fields: [email]\nmethod: post\n").fields[0].name == "email"


@pytest.mark.parametrize(
    ("name", "code", "level"),
    [
        ("email", "form-honeypot", "error"),
        ("website", "form-honeypot", "warning"),
        ("url", "form-honeypot", "warning"),
        ("phone2", "form-honeypot", "warning"),
        ("company_website", "form-honeypot", "warning"),
        ("companyName", "form-honeypot", "warning"),
        ("my trap", "form-name", "error"),
        ("submit", "form-name-reserved", "error"),
    ],
)
def test_a_honeypot_with_a_dangerous_name_is_said(name: str, code: str, level: str) -> None:
    problem = only(f"fields: [email]\nhoneypot: {name}\n")
    assert (problem.code, problem.level) == (code, level)


@pytest.mark.parametrize("name", ["_gotcha", "bot-field", "b_1234_56", "leave_this_alone"])
def test_an_ordinary_honeypot_is_no_problem(name: str) -> None:
    assert form(f"fields: [email]\nhoneypot: {name}\n").honeypot == name


@pytest.mark.parametrize(
    "text",
    [
        "fields: {email: yes}\n",
        "fields: [[email]]\n",
        "fields: [email]\nsettings: [a]\n",
        "fields: [email]\nconsent: {a: {b: c}}\n",
        "fields: [email]\nthanks: [a, b]\n",
        "fields: [{name: [a], label: {b: c}}]\n",
        "fields: [{preset: email, required: perhaps}]\n",
        "- just\n- a list\n",
        "only words\n",
    ],
)
def test_any_shape_of_yaml_gives_problems_and_never_a_crash(text: str) -> None:
    _, problems = read_text(text)
    assert problems
    assert all(problem.span is not None and problem.span.path == PATH for problem in problems)


# The trap for robots and the country ----------------------------------------------------------


def test_two_traps_are_an_error_and_the_first_counts() -> None:
    text = "fields: [email]\nhoneypot: [_gotcha, _honey]\n"
    problem = only(text)
    assert (problem.code, problem.level) == ("form-honeypot-twice", "error")
    assert problem.hint == "Write: honeypot: _gotcha"
    assert read_text(text)[0].honeypot == "_gotcha"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["_gotcha", "bot-field", "honeypot"])
def test_a_field_that_is_a_second_trap_is_an_error(name: str) -> None:
    problem = only(f"fields:\n  - email\n  - {{name: {name}, type: hidden}}\n")
    assert problem.code == "form-honeypot-twice"
    assert problem.span is not None
    assert problem.span.line == 3


def test_a_trap_without_a_name_is_an_error() -> None:
    assert only("fields: [email]\nhoneypot: {a: b}\n").code == "form-honeypot"


@pytest.mark.parametrize(
    ("written", "code"), [("GB", "GB"), ("gb", "GB"), ("UK", "GB"), ("br", "BR")]
)
def test_a_country_is_two_letters(written: str, code: str) -> None:
    assert form(f"fields: [postcode]\ncountry: {written}\n").country == code


@pytest.mark.parametrize("written", ["Germany", "D", "G1"])
def test_what_is_no_country_is_an_error(written: str) -> None:
    assert only(f"fields: [email]\ncountry: {written}\n").code == "form-country"
