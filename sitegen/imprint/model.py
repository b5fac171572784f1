"""Who publishes, as a site declares it, and the statement that comes of it.

Immutable values; nothing here knows a law.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model import Pairs
from sitegen.problems import Problem, Span

PATH = "content/site.yaml"

WHO = (
    "unregistered-group", "registered-campaigner", "party", "committee", "future-candidate",
    "candidate", "office-holder",
)  # fmt: skip
"""What a publisher may be in election law. ``committee`` is a political committee of US law."""

CONTACTS = ("address", "email", "phone", "web")
"""Ways to reach a publisher, as keys of the group."""


class Party(Struct, frozen=True):
    """A person or body that the imprint names."""

    name: str
    title: str = ""
    address: str = ""
    line: int = 0


class Imprint(Struct, frozen=True):
    """The imprint of a site: a free text, or the facts of which the law of a place makes one.

    ``jurisdictions`` are names of packs; with none there is no law to look at. ``who`` is "" where
    the site does not say. ``authorised`` is "yes", "no" or "". ``facts`` are what only some packs
    ask for, by key.
    """

    text: str = ""
    jurisdictions: tuple[str, ...] = ()
    who: str = ""
    people: tuple[Party, ...] = ()
    entity: str = ""
    address: str = ""
    town: str = ""
    email: str = ""
    phone: str = ""
    web: str = ""
    on_behalf_of: tuple[Party, ...] = ()
    printer: Party | None = None
    agent: Party | None = None
    paid_by: str = ""
    authorised_by: str = ""
    authorised: str = ""
    paid_ads: bool = False
    facts: Pairs = ()
    language: str = "en"
    lines: tuple[tuple[str, int], ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether it is only a free text, which no pack looks at."""
        return (
            not self.jurisdictions and replace(self, text="", language="en", lines=()) == Imprint()
        )

    def at(self, key: str = "") -> Span:
        """The place of a key in site.yaml; of the imprint itself for none that was written."""
        lines = dict(self.lines)
        return Span(PATH, lines.get(key) or lines.get("", 1))


class Statement(Struct, frozen=True):
    """The words to show, each line by itself; whether the declared stage and place require them;
    the least size of type (points in print, CSS pixels else; 0 for none known); and why they
    cannot be made. A problem of the level error means: do not publish this. ``law`` cites what
    requires them, "" where nothing does."""

    lines: tuple[str, ...] = ()
    required: bool = False
    least: float = 0.0
    problems: tuple[Problem, ...] = ()
    law: str = ""
