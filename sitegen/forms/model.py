"""The immutable types of a form, as its file in ``content/forms/`` describes it.

A form knows nothing of the service that receives it, of a theme or of a page; ``read.form`` makes
one, ``wiring`` connects it to a backend and ``view`` prepares it for a template.
"""

import hashlib

from msgspec import Struct

from sitegen import schema
from sitegen.problems import Span


class Option(Struct, frozen=True):
    """One choice. ``key`` names the theme's string for the label; "" when the file gives it."""

    value: str
    label: str
    key: str = ""


class FormField(Struct, frozen=True):
    """One question. ``preset`` is the ready-made field it comes from, or ``""``.

    ``key`` names the theme's string for the label, with ``label`` as the English fallback; it is
    empty when the file gives the label. Zero means that a length or a number of rows is not set.
    ``min``, ``max`` and ``step`` are in HTML's formats, "" for none.

    ``message`` is what is said about an answer that does not fit, ``required_message`` about one
    that is missing; where the file gives none, ``message_key`` and ``required_key`` name the
    theme's strings, in which ``{label}``, ``{example}``, ``{min}`` and ``{max}`` stand for these.
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
    min: str = ""
    max: str = ""
    step: str = ""
    multiple: bool = False
    message: str = ""
    message_key: str = ""
    required_message: str = ""
    required_key: str = ""
    example: str = ""


class Wording(Struct, frozen=True):
    """The exact words of a consent, which are the label, and below it the answers if there are
    two, each on one line; and the language they are in."""

    text: str
    language: str = ""

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that stand for these words, to prove what was agreed to.

        The beginning of the SHA-256 of language, line feed and words. They change with any change
        of words or language and with nothing else: repeated spaces do not count.
        """
        return hashlib.sha256(f"{self.language}\n{self.text}".encode()).hexdigest()[:12]


class Consent(Struct, frozen=True):
    """What a visitor may agree to. Never ticked beforehand (GDPR, recital 32).

    ``kind`` is ``box``, or ``yes-no`` for two answers of which none is chosen at the start. For a
    ready-made wording ``key`` names the theme's string, and ``label`` is "" until
    ``consents.worded`` has filled it in. ``yes`` and ``no`` are the two answers, ``before`` the
    wordings that stood here earlier, ``line`` the place in the form's file.
    """

    name: str
    label: str
    required: bool = False
    kind: str = "box"
    purpose: str = ""
    channel: str = ""
    key: str = ""
    partner: str = ""
    yes: str = ""
    no: str = ""
    language: str = ""
    before: tuple[Wording, ...] = ()
    line: int = 0

    @property
    def wording(self) -> Wording:
        """What a visitor sees and agrees to."""
        parts = (self.label, self.yes, self.no) if self.kind == "yes-no" else (self.label,)
        text = "\n".join(" ".join(part.split()) for part in parts)
        return Wording(text, self.language)

    @property
    def version(self) -> str:
        """The version of the wording."""
        return self.wording.version


class Thanks(Struct, frozen=True):
    """What comes after: a page of the site (as written), or a title and text for one of ours.

    All empty when the file says nothing.

    ``next`` is the next step offered there, a page or form as written.
    """

    page: str = ""
    title: str = ""
    text: str = ""
    next: str = ""


class Form(Struct, frozen=True):
    """A form as its file describes it; ``backend`` is "" when the site decides.

    ``next`` is the next step after it: a rung, a form, a page or an address, as written. ``rung`` is
    the level that it leads to, "" for the rung that asks with it.
    ``honeypot`` is "" for the backend's own choice and "none" for no honeypot. ``settings`` are
    kept as written; only the backend knows what they must be. ``country`` is the one that
    postcodes must be of. ``without_consent`` says that the file declares to need no consent.
    ``stages`` are those of the campaign in which it is open, all where there are none.
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
    country: str = ""
    without_consent: bool = False
    rung: str = ""
    stages: tuple[str, ...] = ()
    line: int = 1
    lines: tuple[tuple[str, int], ...] = ()

    def at(self, key: str = "") -> Span:
        """The place of a key such as ``backend`` or ``thanks``; the form's own for none."""
        return Span(self.path, dict(self.lines).get(key, self.line))

    @property
    def has_files(self) -> bool:
        """Whether visitors can send files, which needs another encoding."""
        return any(field.type == "file" for field in self.fields)
