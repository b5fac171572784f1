"""The ``autocomplete`` tokens of the HTML Standard, and the names browsers guess them from.

Source: HTML Standard, 4.10.18.7 "Autofill". This module judges a token or a name; it knows
nothing of forms and files.
"""

from __future__ import annotations

import re

from sitegen.problems import did_you_mean

_TEXT = (
    "name honorific-prefix given-name additional-name family-name honorific-suffix nickname "
    "organization-title organization address-line1 address-line2 address-line3 address-level4 "
    "address-level3 address-level2 address-level1 country country-name postal-code cc-name "
    "cc-given-name cc-additional-name cc-family-name cc-number cc-csc cc-type "
    "transaction-currency language sex one-time-code"
)
_TEXT_CONTACT = (
    "tel-country-code tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix "
    "tel-extension"
)
_GROUPS: dict[str, tuple[str, ...]] = {
    "text": tuple((_TEXT + " " + _TEXT_CONTACT).split()),
    "multiline": ("street-address",),
    "password": ("new-password", "current-password"),
    "url": ("url", "photo", "impp"),
    "email": ("email", "username"),
    "tel": ("tel",),
    "numeric": ("cc-exp-month", "cc-exp-year", "transaction-amount", "bday-day", "bday-month",
                "bday-year"),
    "month": ("cc-exp",),
    "date": ("bday",),
}  # fmt: skip
TOKENS: dict[str, str] = {token: group for group, members in _GROUPS.items() for token in members}
"""Each field token and the group of controls it belongs to."""

_CONTACT = frozenset(("tel", "email", "impp", *_TEXT_CONTACT.split()))
_KINDS = frozenset(("home", "work", "mobile", "fax", "pager"))

_WEARERS: dict[str, frozenset[str]] = {
    "text": frozenset(("hidden", "text", "textarea", "select")),
    "multiline": frozenset(("hidden", "textarea", "select")),
    "password": frozenset(("hidden", "text", "textarea", "select")),
    "url": frozenset(("hidden", "text", "url", "textarea", "select")),
    "email": frozenset(("hidden", "text", "email", "textarea", "select")),
    "tel": frozenset(("hidden", "text", "tel", "textarea", "select")),
    "numeric": frozenset(("hidden", "text", "number", "textarea", "select")),
    "month": frozenset(("hidden", "text", "month", "textarea", "select")),
    "date": frozenset(("hidden", "text", "date", "textarea", "select")),
}
"""Which field types may wear a token of each group."""

_WORDS: dict[str, str] = {
    "first-name": "given-name",
    "firstname": "given-name",
    "first_name": "given-name",
    "fname": "given-name",
    "last-name": "family-name",
    "lastname": "family-name",
    "last_name": "family-name",
    "surname": "family-name",
    "lname": "family-name",
    "fullname": "name",
    "full-name": "name",
    "mail": "email",
    "e-mail": "email",
    "email-address": "email",
    "phone": "tel",
    "telephone": "tel",
    "mobile": "tel",
    "zip": "postal-code",
    "zip-code": "postal-code",
    "postcode": "postal-code",
    "post-code": "postal-code",
    "postal": "postal-code",
    "city": "address-level2",
    "town": "address-level2",
    "state": "address-level1",
    "county": "address-level1",
    "region": "address-level1",
    "street": "address-line1",
    "address": "address-line1",
    "company": "organization",
    "organisation": "organization",
    "birthday": "bday",
    "dob": "bday",
    "website": "url",
    "no": "off",
    "none": "off",
    "false": "off",
    "yes": "on",
    "true": "on",
}

_GUESSABLE = (
    "name firstname lastname fname lname surname givenname familyname fullname username nickname "
    "email mail phone tel telephone mobile cell fax address street city town state county region "
    "province country zip zipcode postcode postal postalcode company organisation organization "
    "business url website web homepage site title birthday bday dob password card cc"
)
_GUESSED = frozenset(_GUESSABLE.split())
"""Words in a field's name from which browsers and password managers guess what belongs in it."""


def check(value: str, type: str) -> tuple[str, str]:
    """What is wrong with an ``autocomplete`` value on a field of this type, and a hint.

    Two empty strings when it is right. The order is the Standard's: an optional ``section-...``,
    ``shipping`` or ``billing``, ``home``/``work``/``mobile``/``fax``/``pager`` before a contact
    token, then one field token; or only ``on`` or ``off``.
    """
    if type in ("radio", "checkbox", "checkboxes", "file"):
        return f'A field of type "{type}" cannot be filled in by a browser.', "Remove the line."
    words = value.lower().split()
    if words in (["on"], ["off"]):
        return "", ""
    rest = list(words)
    if rest and rest[-1] == "webauthn":
        rest.pop()
    if rest and rest[0].startswith("section-"):
        rest.pop(0)
    if rest and rest[0] in ("shipping", "billing"):
        rest.pop(0)
    kind = rest.pop(0) if rest and rest[0] in _KINDS else ""
    if not rest:
        return f'"{value}" does not say what belongs in the field.', "For example: tel"
    token = rest[0]
    if token not in TOKENS:
        meant = _WORDS.get(token, "")
        hint = f'Did you mean "{meant}"?' if meant else did_you_mean(token, (*TOKENS, "on", "off"))
        return f'"{token}" is no autocomplete word that browsers know.', hint or (
            "Use one such as name, email, tel, postal-code, or remove the line."
        )
    if len(rest) > 1:
        return f'"{" ".join(rest[1:])}" may not follow "{token}".', f"Write: {token}"
    if kind and token not in _CONTACT:
        return f'"{kind}" may only stand before tel or email.', f"Write: {token}"
    if type not in _WEARERS[TOKENS[token]]:
        hint = (
            "Use address-line1 here, or make this field a textarea."
            if token == "street-address"
            else "Change the type or remove the line."
        )
        return f'"{token}" does not fit a field of type "{type}".', hint
    return "", ""


def guessed_from(name: str) -> str:
    """The word in a field's name that makes browsers fill it in by themselves, or ``""``.

    A honeypot with such a name silently drops real people.
    """
    folded = name.lower()
    words = re.findall(r"[a-z]+|\d+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())
    joined = "".join(re.findall(r"[a-z0-9]+", folded))
    return next((word for word in (*words, joined) if word in _GUESSED), "")
