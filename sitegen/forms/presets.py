"""The ready-made fields a form may name with one word, and the kinds of field there are.

Data only: what each preset asks for, how browsers fill it in, and the other words people use for
the same thing. This module may not read a form or decide what is a mistake.
"""

from __future__ import annotations

from typing import NamedTuple

TYPES: tuple[str, ...] = (
    "text",
    "email",
    "tel",
    "url",
    "number",
    "date",
    "textarea",
    "select",
    "radio",
    "checkbox",
    "checkboxes",
    "file",
    "hidden",
)

CHOICE_TYPES = frozenset(("select", "radio", "checkboxes"))
"""Types that ask to choose from a list, so they need ``options``."""

TYPED_IN = frozenset(("text", "email", "tel", "url", "textarea"))
"""Types into which a visitor writes free text."""

APPLIES: dict[str, frozenset[str]] = {
    "maxlength": TYPED_IN,
    "minlength": TYPED_IN,
    "pattern": TYPED_IN - {"textarea"},
    "placeholder": TYPED_IN | {"number"},
    "inputmode": TYPED_IN | {"number"},
    "rows": frozenset(("textarea",)),
    "accept": frozenset(("file",)),
    "options": CHOICE_TYPES,
    # A box that is ticked beforehand decides for the visitor.
    "value": frozenset(TYPES) - {"checkbox", "file"},
    # HTML has no way to ask for at least one of several boxes.
    "required": frozenset(TYPES) - {"checkboxes", "hidden"},
}
"""Where a browser takes notice of an attribute (HTML Standard, 4.10.5.1 and 4.10.11)."""

INPUTMODES: tuple[str, ...] = (
    "none",
    "text",
    "decimal",
    "numeric",
    "tel",
    "search",
    "email",
    "url",
)

TYPE_WORDS: dict[str, str] = {
    "string": "text",
    "input": "text",
    "line": "text",
    "mail": "email",
    "e-mail": "email",
    "phone": "tel",
    "telephone": "tel",
    "mobile": "tel",
    "link": "url",
    "website": "url",
    "integer": "number",
    "day": "date",
    "datetime": "date",
    "paragraph": "textarea",
    "multiline": "textarea",
    "longtext": "textarea",
    "message": "textarea",
    "dropdown": "select",
    "list": "select",
    "choice": "radio",
    "radios": "radio",
    "tick": "checkbox",
    "tickbox": "checkbox",
    "boolean": "checkbox",
    "yesno": "checkbox",
    "checklist": "checkboxes",
    "multiselect": "checkboxes",
    "multiple": "checkboxes",
    "upload": "file",
    "attachment": "file",
    "password": "text",
}
"""Words of other tools for our types, for the hint after a typing mistake."""


class Choice(NamedTuple):
    """One option of a preset: what is sent, what is shown, and its key in the theme's strings."""

    value: str
    label: str
    key: str


class Preset(NamedTuple):
    """A ready-made field; ``key`` is looked up in the theme's strings, ``label`` is English."""

    name: str
    label: str
    key: str
    type: str = "text"
    autocomplete: str = ""
    inputmode: str = ""
    maxlength: int = 0
    rows: int = 0
    required: bool = False
    choices: tuple[Choice, ...] = ()


PRESETS: tuple[Preset, ...] = (
    # At most 254 characters (RFC 5321, 4.5.3.1.3 with erratum 1690).
    Preset(
        "email",
        "Email address",
        "field_email",
        type="email",
        autocomplete="email",
        inputmode="email",
        maxlength=254,
        required=True,
    ),
    # One box fits the widest range of names; two only where a service needs them apart.
    Preset("name", "Your name", "field_name", autocomplete="name", maxlength=120),
    Preset(
        "first_name", "First name", "field_first_name", autocomplete="given-name", maxlength=80
    ),
    Preset("last_name", "Last name", "field_last_name", autocomplete="family-name", maxlength=80),
    # Never "number": it drops the leading zero and the plus sign.
    Preset(
        "phone",
        "Phone number",
        "field_phone",
        type="tel",
        autocomplete="tel",
        inputmode="tel",
        maxlength=30,
    ),
    Preset("postcode", "Postcode", "field_postcode", autocomplete="postal-code", maxlength=12),
    Preset("address", "Address", "field_address", autocomplete="address-line1", maxlength=120),
    Preset("city", "Town or city", "field_city", autocomplete="address-level2", maxlength=80),
    Preset("country", "Country", "field_country", autocomplete="country-name", maxlength=80),
    Preset(
        "organisation",
        "Organisation",
        "field_organisation",
        autocomplete="organization",
        maxlength=120,
    ),
    Preset("message", "Your message", "field_message", type="textarea", maxlength=3000, rows=6),
    Preset(
        "skills",
        "What would you like to help with?",
        "field_skills",
        type="checkboxes",
        choices=(
            Choice("conversations", "Talking with people", "field_skills_conversations"),
            Choice("hosting", "Hosting a meeting", "field_skills_hosting"),
            Choice("writing", "Writing and editing", "field_skills_writing"),
            Choice("design", "Design, photos or video", "field_skills_design"),
            Choice("social-media", "Social media", "field_skills_social_media"),
            Choice("data", "Lists and spreadsheets", "field_skills_data"),
            Choice("languages", "Another language", "field_skills_languages"),
            Choice("driving", "Driving and carrying", "field_skills_driving"),
        ),
    ),
    Preset(
        "availability",
        "When do you usually have time?",
        "field_availability",
        type="checkboxes",
        choices=(
            Choice("weekday-daytime", "Weekdays in the day", "field_availability_weekday_daytime"),
            Choice("weekday-evening", "Weekday evenings", "field_availability_weekday_evening"),
            Choice("weekend-daytime", "Weekends in the day", "field_availability_weekend_daytime"),
            Choice("weekend-evening", "Weekend evenings", "field_availability_weekend_evening"),
        ),
    ),
)

PRESET_WORDS: dict[str, str] = {
    "mail": "email",
    "e-mail": "email",
    "email_address": "email",
    "fullname": "name",
    "full_name": "name",
    "your_name": "name",
    "firstname": "first_name",
    "given_name": "first_name",
    "surname": "last_name",
    "lastname": "last_name",
    "family_name": "last_name",
    "tel": "phone",
    "telephone": "phone",
    "mobile": "phone",
    "zip": "postcode",
    "zipcode": "postcode",
    "zip_code": "postcode",
    "postal_code": "postcode",
    "street": "address",
    "town": "city",
    "organization": "organisation",
    "company": "organisation",
    "group": "organisation",
    "comment": "message",
    "comments": "message",
    "text": "message",
    "help": "skills",
    "times": "availability",
    "when": "availability",
}
"""Words people use for a preset, for the hint."""


def find(name: str) -> Preset | None:
    """The preset of this name; hyphens and spaces count as underscores."""
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    return next((preset for preset in PRESETS if preset.name == wanted), None)
