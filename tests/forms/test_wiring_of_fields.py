"""What kinds of field and consent mean for the receiver's names."""

from __future__ import annotations

from yaml_forms import form

from sitegen.forms import view, wiring
from sitegen.forms.backend import Backend, Names
from sitegen.forms.wiring import Wiring

BACKEND = Backend("x", "X", (), "", "", "high", "", action="https://x.org/",
                  names=Names(others="{kind}-{name}", repeated="{name}[]"))  # fmt: skip


def wired(text: str) -> Wiring:
    """A form at a receiver whose names hold the type of each field."""
    made = wiring.wire(form(text), BACKEND, {}, "")
    assert made.problems == ()
    return made


def test_a_decision_is_sent_as_one_of_several() -> None:
    made = wired("fields: [email]\nconsent: [email, {channel: sms, kind: yes-no}]\n")
    assert made.name("consent_email") == "checkbox-consent_email"
    assert made.name("consent_sms") == "radio-consent_sms"


def test_several_files_are_named_as_several_answers() -> None:
    made = wired("fields:\n  - {name: a, type: file, label: A, multiple: yes}\n"
                 "  - {name: b, type: file, label: B}\n")  # fmt: skip
    assert (made.name("a"), made.name("b")) == ("file-a[]", "file-b")


def test_messages_are_filled_in_for_the_template() -> None:
    asked = form(
        "fields:\n  - {name: a, type: number, label: 'Chairs?', min: 1, max: 9, required: yes}\n"
        "  - {preset: postcode}\ncountry: GB\n"
    )
    words = {"wrong_number_between": "{min} to {max}", "needed_text": "Fill in {label}.",
             "wrong_postcode_like": "Like {example}."}  # fmt: skip
    seen = view.see(asked, wiring.wire(asked, BACKEND, {}, ""), words)
    assert [(field.message, field.required_message) for field in seen.fields] == [
        ("1 to 9", "Fill in Chairs."),
        ("Like SW1A 1AA.", ""),
    ]
