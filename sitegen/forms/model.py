"""The immutable types of a form, as its file in ``content/forms/`` describes it.

A form knows nothing of the service that receives it, of a theme or of a page; ``read.form`` makes
one, ``wiring`` connects it to a backend and ``view`` prepares it for a template.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from sitegen import schema
from sitegen.problems import Span


class Option(NamedTuple):
    """One choice. ``key`` names the theme's string for the label; "" when the file gives it."""

    value: str
    label: str
    key: str = ""


class FormField(NamedTuple):
    """One question. ``preset`` is the ready-made field it comes from, or ``""``.

    ``key`` names the theme's string for the label, with ``label`` as the English fallback; it is
    empty when the file gives the label. Zero means that a length or a number of rows is not set.
    """

    name: str
    type: str = "text"
    label: str = ""
    key: str = ""
    preset: str = ""
    help: str = ""
    required: bool = False
    autocomplete: str = ""
    inputmode: str = ""
    maxlength: int = 0
    minlength: int = 0
    pattern: str = ""
    placeholder: str = ""
    value: str = ""
    rows: int = 0
    accept: str = ""
    options: tuple[Option, ...] = ()


class Consent(NamedTuple):
    """What a visitor may agree to. Never ticked beforehand (GDPR, recital 32)."""

    name: str
    label: str
    required: bool = False

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that stand for this wording, to prove what was agreed to.

        Changes with any change of words and with nothing else: line breaks and repeated
        spaces do not count.
        """
        words = " ".join(self.label.split())
        return hashlib.sha256(words.encode()).hexdigest()[:12]


class Thanks(NamedTuple):
    """What comes after: a page of the site (as written), or a title and text for one of ours.

    All empty when the file says nothing.

    ``next`` is the next step offered there, a page or form as written.
    """

    page: str = ""
    title: str = ""
    text: str = ""
    next: str = ""


class Form(NamedTuple):
    """A form as its file describes it; ``backend`` is "" when the site decides.

    ``next`` is the next step after it: a rung, a form, a page or an address, as written. ``rung`` is
    the level that it leads to, "" for the rung that asks with it.
    ``honeypot`` is "" for the backend's own choice and "none" for no honeypot. ``settings`` are
    kept as written; only the backend knows what they must be.
    """

    name: str
    path: str
    title: str = ""
    intro: str = ""
    button: str = ""
    note: str = ""
    fields: tuple[FormField, ...] = ()
    consents: tuple[Consent, ...] = ()
    backend: str = ""
    settings: schema.Map | None = None
    honeypot: str = ""
    thanks: Thanks = Thanks()
    next: str = ""
    rung: str = ""
    line: int = 1
    lines: tuple[tuple[str, int], ...] = ()

    def at(self, key: str = "") -> Span:
        """The place of a key such as ``backend`` or ``thanks``; the form's own for none."""
        return Span(self.path, dict(self.lines).get(key, self.line))

    @property
    def has_files(self) -> bool:
        """Whether visitors can send files, which needs another encoding."""
        return any(field.type == "file" for field in self.fields)
