"""Which names a field, a form or a honeypot may have. Judges single names; reads nothing."""

from __future__ import annotations

import re

from sitegen.forms import autofill
from sitegen.later import later
from sitegen.problems import Problem, Span

_USABLE = later(r"[A-Za-z_][A-Za-z0-9_.\-]*(\[[A-Za-z0-9_.\-]*\])*")

_FORM_PROPERTIES = (
    "action acceptcharset accept-charset autocomplete checkvalidity elements encoding enctype "
    "length method novalidate rellist reportvalidity requestsubmit reset submit target "
    "attributes children childnodes classlist dataset firstchild innerhtml nodename nodetype "
    "parentnode parentelement style tagname textcontent constructor prototype __proto__ "
    "_charset_ isindex"
)
_RESERVED = frozenset(_FORM_PROPERTIES.split())
"""Names that replace a property of the form itself (``form.submit``), so that scripts and some
password managers fail on it, or that browsers treat specially (HTML Standard, 4.10.3, 4.10.22)."""

HONEYPOTS = frozenset((
    "_gotcha", "gotcha", "_honey", "_honeypot", "honeypot", "honey_pot", "bot-field", "bot_field",
    "botcheck", "bot_check", "email_address_check",
))  # fmt: skip
"""Names that services use for a trap for robots, so that no person may be asked by them."""


def usable(name: str) -> str:
    """The nearest name a form can send: plain letters, digits and underscores."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_").lower()
    return words if words and not words[0].isdigit() else f"field_{words}".rstrip("_")


def form(name: str, path: str) -> tuple[Problem, ...]:
    """What is wrong with the name of a form, which is that of its file."""
    if _USABLE.fullmatch(name):
        return ()
    return (
        Problem(
            "form-name",
            f'"{name}" cannot be the name of a form.',
            Span(path),
            f"Rename the file to {usable(name)}.yaml.",
        ),
    )


def field(name: str, span: Span) -> tuple[Problem, ...]:
    """What is wrong with the name of a field; such a field cannot be shown."""
    if not _USABLE.fullmatch(name):
        return (
            Problem(
                "form-name",
                f'"{name}" cannot be the name of a field.',
                span,
                f"Use plain letters, digits and underscores: {usable(name)}",
            ),
        )
    if name.lower() in _RESERVED:
        return (
            Problem(
                "form-name-reserved",
                f'A field named "{name}" breaks the form in browsers.',
                span,
                f"Choose another name, such as your_{usable(name)}.",
            ),
        )
    return ()


def honeypot(name: str, taken: set[str], span: Span) -> tuple[Problem, ...]:
    """What makes this a bad name for the field that only robots fill in."""
    if not name:
        return ()
    if name in taken:
        return (
            Problem(
                "form-honeypot",
                f'The honeypot "{name}" is also a field that people fill in.',
                span,
                "Give the honeypot another name, such as _gotcha.",
            ),
        )
    if word := autofill.guessed_from(name):
        return (
            Problem(
                "form-honeypot",
                f'Browsers may fill in the honeypot "{name}" by themselves because of the word '
                f'"{word}", and then real people are thrown away.',
                span,
                "Give it a name that means nothing to a browser, such as _gotcha.",
                "warning",
            ),
        )
    return field(name, span)
