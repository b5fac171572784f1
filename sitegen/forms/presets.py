"""The ready-made fields a form may name with one word.

Data only: what each preset asks for, how browsers fill it in, what fits, what is said when it does
not, and the other words people use for the same thing. This module may not read a form or decide
what is a mistake. Patterns let through everything a careful person would type: browsers check them
before anything is sent, and a supporter who is refused is lost.
"""

from __future__ import annotations

from msgspec import Struct

from sitegen.forms import postcodes

EMAIL = r"[^\s@]+@[^\s@]+\.[^\s@.]{2,}"
"""Browsers let through name@host; on the web the host always has a dot and an ending."""

PHONE = (
    r"(?:[\s\(\)+\-\u2010-\u2015.\/]*\p{Nd}){6,18}[\s\(\)\-.\/]*"
    r"(?:(?:[Ee][Xx][Tt]|[Xx]|#)[.:\s]*\p{Nd}{1,6}\s*)?"
)
"""Six digits or more in any script, any spaces, brackets, dots, strokes and hyphens, a plus sign,
an extension. ITU-T E.164 allows fifteen digits; a written (0) and 00 in front make eighteen."""

YEAR = r"\s*(?:19|20)\d{2}\s*"


class Choice(Struct, frozen=True):
    """One option of a preset: what is sent, what is shown, and its key in the theme's strings.

    ``key`` is "" for what is called the same in every language, such as the name of a language.
    """

    value: str
    label: str
    key: str


class Preset(Struct, frozen=True):
    """A ready-made field; ``key`` is looked up in the theme's strings, ``label`` is English.

    ``wrong`` and ``needed`` are the theme's strings for an answer that does not fit and for one
    that is missing; ``example`` is a right answer for the first.
    """

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
    pattern: str = ""
    wrong: str = ""
    needed: str = ""
    example: str = ""


def _text(name: str, label: str, autocomplete: str = "", maxlength: int = 80) -> Preset:
    return Preset(name, label, f"field_{name}", autocomplete=autocomplete, maxlength=maxlength)


def _phone(name: str, label: str, autocomplete: str) -> Preset:
    """Never of type "number", which drops the leading zero and the plus sign."""
    return Preset(name, label, f"field_{name}", "tel", autocomplete, "tel", maxlength=40,
                  pattern=PHONE, wrong="wrong_phone")  # fmt: skip


def _choices(name: str, *choices: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(value, label, f"field_{name}_{value.replace('-', '_')}") for value, label in choices
    )


PRESETS: tuple[Preset, ...] = (
    # At most 254 characters (RFC 5321, 4.5.3.1.3 with erratum 1690).
    Preset("email", "Email address", "field_email", "email", "email", "email", maxlength=254,
           required=True, pattern=EMAIL, wrong="wrong_email", needed="needed_email"),
    # One box fits the widest range of names; two only where a service needs them apart.
    _text("name", "Your name", "name", 120),
    _text("first_name", "First name", "given-name"),
    _text("last_name", "Last name", "family-name"),
    _phone("phone", "Phone number", "tel"),
    _phone("mobile", "Mobile number", "mobile tel"),
    Preset("postcode", "Postcode", "field_postcode", autocomplete="postal-code", maxlength=16,
           pattern=postcodes.ANY, wrong="wrong_postcode"),
    _text("address", "Address", "address-line1", 120),
    _text("address2", "Address, second line", "address-line2", 120),
    _text("city", "Town or city", "address-level2"),
    _text("region", "County, state or region", "address-level1"),
    _text("country", "Country", "country-name"),
    _text("organisation", "Organisation", "organization", 120),
    _text("role", "Role or job", "organization-title", 120),
    Preset("message", "Your message", "field_message", "textarea", maxlength=3000, rows=6),
    # Never the whole date where the year is enough to know that somebody is old enough.
    Preset("birth_year", "Year of birth", "field_birth_year", autocomplete="bday-year",
           inputmode="numeric", maxlength=8, pattern=YEAR, wrong="wrong_year", example="1984"),
    Preset("birth_date", "Date of birth", "field_birth_date", "date", "bday", wrong="wrong_date"),
    # The languages' names for themselves; what is sent are BCP 47 tags, as browsers fill in.
    Preset("language", "Language you would like us to use", "field_language", "select", "language",
           choices=tuple(Choice(tag, label, "") for tag, label in (
               ("ar", "العربية"), ("zh", "中文"), ("de", "Deutsch"), ("en", "English"),
               ("es", "Español"), ("fr", "Français"), ("it", "Italiano"), ("nl", "Nederlands"),
               ("pl", "Polski"), ("pt", "Português"), ("ro", "Română"), ("tr", "Türkçe"),
               ("uk", "Українська"), ("ur", "اردو")))),
    Preset("skills", "What would you like to help with?", "field_skills", "checkboxes",
           choices=_choices("skills",
               ("conversations", "Talking with people"),
               ("hosting", "Hosting a meeting"),
               ("writing", "Writing and editing"),
               ("design", "Design, photos or video"),
               ("social-media", "Social media"),
               ("data", "Lists and spreadsheets"),
               ("languages", "Another language"),
               ("driving", "Driving and carrying"))),
    Preset("availability", "When do you usually have time?", "field_availability", "checkboxes",
           choices=_choices("availability",
               ("weekday-daytime", "Weekdays in the day"),
               ("weekday-evening", "Weekday evenings"),
               ("weekend-daytime", "Weekends in the day"),
               ("weekend-evening", "Weekend evenings"))),
    Preset("how_heard", "How did you hear of us?", "field_how_heard", "select",
           choices=_choices("how_heard",
               ("friend", "From somebody I know"),
               ("door", "Somebody came to my door"),
               ("stall", "At a stall or in the street"),
               ("event", "At a meeting or event"),
               ("social-media", "On social media"),
               ("news", "In the news"),
               ("search", "I searched for it"),
               ("other", "Some other way"))),
)  # fmt: skip

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
    "cell": "mobile",
    "cellphone": "mobile",
    "mobile_phone": "mobile",
    "sms": "mobile",
    "zip": "postcode",
    "zipcode": "postcode",
    "zip_code": "postcode",
    "postal_code": "postcode",
    "street": "address",
    "address1": "address",
    "address_line_1": "address",
    "address_line_2": "address2",
    "address_2": "address2",
    "state": "region",
    "county": "region",
    "province": "region",
    "job": "role",
    "job_title": "role",
    "occupation": "role",
    "year_of_birth": "birth_year",
    "birthyear": "birth_year",
    "age": "birth_year",
    "date_of_birth": "birth_date",
    "dob": "birth_date",
    "birthday": "birth_date",
    "birthdate": "birth_date",
    "locale": "language",
    "source": "how_heard",
    "heard": "how_heard",
    "referral": "how_heard",
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


def language(tag: str) -> str:
    """What a language is called by those who speak it; the tag itself where that is not known."""
    own = find("language")
    names = {choice.value: choice.label for choice in own.choices} if own else {}
    return names.get(tag) or names.get(tag.partition("-")[0].lower(), tag)
