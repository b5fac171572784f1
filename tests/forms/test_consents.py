"""Consents: one purpose and channel each, nothing chosen, wording kept with its version."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec.structs import replace
from yaml_forms import form, only, read_text

from sitegen import schema, yamltext
from sitegen.forms import consents, mail, view, wiring
from sitegen.forms.model import Consent, Form, Wording
from sitegen.forms.shown import FieldView

STRINGS = Path(__file__).resolve().parents[2] / "themes" / "base" / "strings"
LANGUAGES = ("en", "de", "fr", "es", "ar")


def words(language: str) -> dict[str, str]:
    """The base theme's words in a language."""
    node, _ = yamltext.read((STRINGS / f"{language}.yaml").read_text("utf-8"), "x")
    assert node is not None
    return {key: str(value) for key, value in schema.plain(node).items()}


def worded(consent: str, language: str = "en", org: str = "Kettle Street") -> Form:
    """A form with one consent, in words."""
    strings = words("en") | words(language.split("-", maxsplit=1)[0])
    made, problems = consents.worded(
        form(f"fields: [email]\nconsent:\n  - {consent}\n"), strings, org, language
    )
    assert problems == ()
    return made


def shown(made: Form) -> FieldView:
    """The consent as a template sees it."""
    wired = wiring.connect(replace(made, backend="mailto"))
    assert wired is not None
    return view.see(made, wired, words("en")).fields[-1]


# What is read ---------------------------------------------------------------------------------


def test_a_consent_may_not_have_the_name_of_a_field() -> None:
    problem = only("fields: [email]\nconsent: [{name: email, label: Yes}]\n")
    assert problem.code == "form-field-twice"


@pytest.mark.parametrize(
    "key", ["checked: yes", "ticked: true", "value: 'on'", "selected: yes", "default: no"]
)
def test_consent_ticked_beforehand_is_an_error(key: str) -> None:
    problem = only(f"fields: [email]\nconsent:\n  - label: Yes, write to me\n    {key}\n")
    assert (problem.code, problem.level) == ("form-consent-ticked", "error")
    assert problem.span is not None
    assert problem.span.line == 4


def test_consent_without_wording_is_an_error() -> None:
    assert only("fields: [email]\nconsent: [{name: a}]\n").code == "form-label-missing"


def test_consent_may_be_one_sentence() -> None:
    made = form("fields: [email]\nconsent: Yes, write to me.\n")
    assert made.consents == (Consent("consent", "Yes, write to me.", line=2),)


def test_a_consent_that_a_channel_names_gets_ready_made_words() -> None:
    made = form("fields: [email]\nconsent: [email, sms, Yes to all of it.]\n").consents
    assert [(item.name, item.purpose, item.channel) for item in made] == [
        ("consent_email", "campaign", "email"),
        ("consent_sms", "campaign", "sms"),
        ("consent_3", "", ""),
    ]
    assert made[2].label == "Yes to all of it."


def test_own_words_may_say_what_they_are_for() -> None:
    (made,) = form("fields: [email]\nconsent: [{channel: email, label: Write to me.}]\n").consents
    assert (made.key, made.purpose, made.channel) == ("", "campaign", "email")
    assert made.name == "consent"


@pytest.mark.parametrize("none", ["none", "no", "off"])
def test_a_form_may_say_that_it_needs_no_consent(none: str) -> None:
    made = form(f"fields: [email]\nconsent: {none}\n")
    assert (made.consents, made.without_consent) == ((), True)
    assert consents.missing(made) == ()


@pytest.mark.parametrize("kind", ["yes-no", "yes/no", "radio"])
def test_a_decision_may_be_asked_for(kind: str) -> None:
    (made,) = form(
        f"fields: [email]\nconsent: [{{channel: email, kind: {kind}, required: yes}}]\n"
    ).consents
    assert (made.kind, made.required) == ("yes-no", True)


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("{channel: whatsapp}", "form-consent-unknown", 'Did you mean "sms"?'),
        ("{purpose: newsletter}", "form-consent-unknown", 'Did you mean "campaign"?'),
        ("{label: Yes, kind: bxo}", "form-consent-kind", 'Did you mean "box"?'),
        ("{purpose: campaign}", "form-label-missing", "Add a line: channel: email"),
        (
            "{purpose: partner}",
            "form-consent-partner",
            "Add a line: partner: the other group's full name",
        ),
        (
            "{purpose: ads, required: yes}",
            "form-consent-forced",
            "Remove this line, or let people decide with kind: yes-no",
        ),
        (
            "{label: Yes, before: [[a]]}",
            "form-consent-before",
            "Write each as one line of text.",
        ),
    ],
)
def test_a_mistake_in_a_consent_is_said_with_one_way_out(line: str, code: str, hint: str) -> None:
    _, problems = read_text(f"fields: [email]\nconsent:\n  - {line}\n")
    assert (problems[0].code, problems[0].hint) == (code, hint)
    assert problems[0].span is not None
    assert problems[0].span.line == 3


def test_a_decision_about_what_is_optional_may_be_required() -> None:
    text = "fields: [email]\nconsent: [{channel: sms, kind: yes-no, required: yes}]\n"
    assert form(text).consents[0].required


# In words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", consents.WORDINGS)
def test_every_ready_made_wording_exists_in_every_language(key: str, language: str) -> None:
    text = words(language)[key]
    english = consents.WORDINGS[key]
    assert (text == english) == (language == "en")
    for part in ("{org}", "{partner}"):
        assert (part in text) == (part in english)


def test_a_ready_made_wording_names_who_asks_and_who_gets_it() -> None:
    made = worded("{purpose: partner, partner: The Other Group}")
    assert made.consents[0].label.startswith(
        "I agree that Kettle Street may pass my details on to The Other Group, who"
    )


def test_text_messages_in_the_united_states_have_words_of_their_own() -> None:
    assert "Reply STOP to end" in worded("sms", "en-US").consents[0].label
    assert "STOP" in worded("sms", "es-US").consents[0].label
    assert "STOP" not in worded("sms", "en-GB").consents[0].label


def test_a_language_without_ready_made_words_is_said() -> None:
    made = form("fields: [email]\nconsent: [email]\n")
    _, problems = consents.worded(made, words("en"), "Us", "pl")
    assert [(problem.code, problem.level) for problem in problems] == [
        ("form-consent-language", "error")
    ]


@pytest.mark.parametrize("kind", ["box", "yes-no"])
@pytest.mark.parametrize("channel", consents.CHANNELS)
def test_nothing_is_ever_chosen_beforehand(channel: str, kind: str) -> None:
    field = shown(worded(f"{{channel: {channel}, kind: {kind}}}"))
    assert field.value == ""
    assert field.consent


def test_a_decision_is_shown_as_yes_and_no() -> None:
    field = shown(worded("{channel: email, kind: yes-no, required: yes, no: Please do not}"))
    assert (field.type, field.required) == ("radio", True)
    assert [(option.value, option.label) for option in field.options] == [
        ("yes", "I agree"),
        ("no", "Please do not"),
    ]
    assert field.required_message == words("en")["needed_yes_no"]


# The version of a wording ---------------------------------------------------------------------


def test_the_version_is_the_digest_of_language_and_words() -> None:
    made = Consent("updates", "Yes, send me news.", language="en")
    digest = hashlib.sha256(b"en\nYes, send me news.").hexdigest()
    assert made.version == digest[:12]


def test_line_breaks_do_not_change_the_version_of_a_wording() -> None:
    folded = Consent("updates", "Yes,\n  send me news. ")
    assert Consent("updates", "Yes, send me news.").version == folded.version


@pytest.mark.parametrize(
    "other",
    [
        Consent("a", "Yes, send news.", language="en"),
        Consent("a", "Yes, send me news.", language="de"),
        Consent("a", "Yes, send me news.", kind="yes-no", yes="Yes", no="No", language="en"),
    ],
)
def test_other_words_or_another_language_change_the_version(other: Consent) -> None:
    assert Consent("a", "Yes, send me news.", language="en").version != other.version


def test_nothing_but_words_and_language_changes_the_version() -> None:
    one = Consent("a", "Yes.", language="en")
    two = Consent("b", "Yes.", True, purpose="ads", channel="email", language="en", line=9)
    assert one.version == two.version


def test_ready_made_words_are_agreed_to_and_own_ones_answered() -> None:
    made = worded("{label: May we write?, kind: yes-no}").consents[0]
    assert (made.yes, made.no) == ("Yes", "No")
    made = worded("{channel: post, kind: yes-no}", "de").consents[0]
    assert (made.yes, made.no) == ("Ich stimme zu", "Ich stimme nicht zu")


def test_the_answers_are_part_of_what_was_agreed_to() -> None:
    made = worded("{label: May we write?, kind: yes-no, yes: Gladly}").consents[0]
    assert made.wording == Wording("May we write?\nGladly\nNo", "en")


def test_a_record_holds_the_exact_words_the_language_and_the_form() -> None:
    made = worded("{label: 'Yes, write to me.', before: ['Yes, write.']}")
    version, earlier = Wording("Yes, write to me.", "en"), Wording("Yes, write.", "en")
    assert consents.records((made, replace(made, name="host"))) == {
        wording.version: f"Version: {wording.version}\nLanguage: en\nForm: join, host\n\n"
        f"{wording.text}\n"
        for wording in (version, earlier)
    }


def test_what_once_was_the_wording_keeps_its_version_below_before() -> None:
    old = worded("{channel: email, kind: yes-no}").consents[0]
    text = old.wording.text.replace("\n", "\n        ")
    node = f"label: New words.\n    before:\n      - |\n        {text}"
    assert old.version in consents.records((worded(node),))


def test_a_mail_asks_for_consent_in_words() -> None:
    link = mail.link(worded("email"), "us@group.org", "", words("en"))
    assert "Kettle%20Street" in link


# A form without consent -----------------------------------------------------------------------


@pytest.mark.parametrize("field", ["email", "name", "{name: x, type: tel, label: X}"])
def test_a_form_that_asks_who_somebody_is_wants_consent(field: str) -> None:
    (problem,) = consents.missing(form(f"fields:\n  - {field}\n"))
    assert (problem.code, problem.level) == ("form-no-consent", "warning")
    assert problem.span is not None
    assert problem.span.line == 1


def test_a_form_that_does_not_ask_who_somebody_is_needs_no_consent() -> None:
    assert consents.missing(form("fields: [availability, message]\n")) == ()
    assert consents.missing(form("fields: [email]\nconsent: [email]\n")) == ()


@given(st.text(max_size=40), st.text(max_size=12), st.sampled_from((*LANGUAGES, "en-US", "pl")))
@hypothesis_settings(max_examples=100, deadline=None)
def test_any_words_have_a_version_and_a_record(label: str, org: str, language: str) -> None:
    asked = Consent("a", label, kind="yes-no", partner=org)
    made, _ = consents.worded(Form("a", "x", consents=(asked,)), {}, org, language)
    (version,) = consents.records((made,))
    assert version == made.consents[0].version
    assert len(version) == 12
