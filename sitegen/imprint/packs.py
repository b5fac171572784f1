"""The rule packs: what the law of a place asks of an imprint, as dated and sourced data.

Each pack is a YAML file beside this module; docs/imprint.md describes its keys. A pack that cannot
be read is a bug of ours and raises; ``tests/imprint`` reads every one.
"""

from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen.model import Pairs
from sitegen.problems import suggest
from sitegen.schema import Field, Map, check

FOLDER = "packs"

ALIASES = {
    "uk": "uk gb britain great-britain united-kingdom england scotland wales northern-ireland",
    "us": "us usa united-states us-federal",
    "au": "au australia australia-federal au-federal",
    "au-tas": "au-tas tasmania",
    "nz": "nz new-zealand aotearoa",
    "ca": "ca canada canada-federal",
    "ca-qc": "ca-qc qc quebec québec",
    "ie": "ie ireland eire éire",
    "eu": "eu european-union",
}  # fmt: skip
"""The packs, each with the names by which a site may call it."""

MARKS = ("statute", "guidance", "not re-read")
"""How sure a fact is: the text of the law was read, official guidance was read, or neither. What
was not re-read gives advice and never an error."""

_WHEN = {"who": Field("list"), "stages": Field("list"), "media": Field("list"),
         "has": Field("list"), "lacks": Field("list"), "paid": Field("flag", None)}  # fmt: skip
_FACT = {"law": Field(required=True), "says": Field(required=True), "source": Field(required=True),
         "read": Field("date", required=True),
         "mark": Field("choice", choices=MARKS, required=True)}  # fmt: skip
_RULE = {**_WHEN, "fact": Field(required=True)}
_NEED = {**_WHEN, "fact": Field(required=True), "what": Field(required=True), "of": Field("list"),
         "write": Field(required=True)}  # fmt: skip
_WORDS = {**_WHEN, "text": Field("pairs", required=True)}
_SIZE = {**_WHEN, "fact": Field(required=True), "least": Field("number", 0)}
_VERSION = {
    "valid_from": Field("date"), "valid_to": Field("date"),
    "facts": Field("pairs", item=Field("map", fields=_FACT)),
    "duties": Field("list", item=Field("map", fields=_RULE)),
    "needs": Field("list", item=Field("map", fields=_NEED)),
    "words": Field("list", item=Field("map", fields=_WORDS)),
    "sizes": Field("list", item=Field("map", fields=_SIZE)),
    "contact": Field("list"),
    "freeze": Field(),
}  # fmt: skip
_PACK = {"title": Field(required=True), "place": Field(required=True),
         "versions": Field("list", item=Field("map", fields=_VERSION))}  # fmt: skip


class Fact(Struct, frozen=True):
    """One thing that a law says, in our words; where, read when, and how sure that is."""

    law: str
    says: str
    source: str
    read: str
    mark: str

    @property
    def binds(self) -> bool:
        """Whether the fact was read closely enough to stop a build."""
        return self.mark != MARKS[2]

    @property
    def cited(self) -> str:
        """The law, its source and the date, as a message names them."""
        sure = "" if self.binds else "; from memory, not re-read"
        return f"{self.law}, {self.source}, read {self.read}{sure}"


class When(Struct, frozen=True):
    """In which cases something holds; empty lists hold in every case."""

    who: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    paid: bool | None = None


class Rule(Struct, frozen=True):
    """A duty, or a least size, with its fact."""

    when: When
    fact: Fact
    least: float = 0.0


class Need(Struct, frozen=True):
    """Something that the statement must hold, and what to write for it."""

    when: When
    fact: Fact
    what: str
    of: tuple[str, ...]
    write: str


class Version(Struct, frozen=True):
    """The rules of one place from one day up to another; "" where there is no such day.

    ``words`` are tried in order, each a pattern by language. ``contact`` names the ways to reach
    the publisher that the place allows, the most private first. ``freeze`` is what may not
    happen on polling day.
    """

    valid_from: str
    valid_to: str
    duties: tuple[Rule, ...]
    needs: tuple[Need, ...]
    words: tuple[tuple[When, Pairs], ...]
    sizes: tuple[Rule, ...]
    contact: tuple[str, ...]
    freeze: Fact | None
    facts: tuple[tuple[str, Fact], ...] = ()


class Pack(Struct, frozen=True):
    """A place with its rules, oldest first. ``place`` is how a sentence names it."""

    name: str
    title: str
    place: str
    versions: tuple[Version, ...]

    def on(self, day: str) -> Version:
        """The rules that hold on a day; before the first and after the last the nearest."""
        found = [version for version in self.versions if version.valid_from <= day]
        return found[-1] if found else self.versions[0]

    def changes(self, day: str) -> str:
        """The next day on which other rules hold, or ""."""
        later = sorted(version.valid_from for version in self.versions if version.valid_from > day)
        return later[0] if later else ""


def find(written: str) -> str:
    """The name of the pack that is meant, or ""."""
    name = "-".join(written.casefold().replace("_", " ").replace("-", " ").split())
    return next((pack for pack, names in ALIASES.items() if name in names.split()), "")


def near(written: str) -> str:
    """The name that a typist most likely meant, or ""."""
    return suggest(written, [name for names in ALIASES.values() for name in names.split()])


def load(name: str) -> Pack:
    """The pack of that name; "" is the one for a site that names no place."""
    from sitegen import yamltext

    path = Path(__file__).parent / FOLDER / f"{name or 'any'}.yaml"
    node, problems = yamltext.read(path.read_text(encoding="utf-8"), path.name)
    checked = check(node, _PACK, path.name, unknown="error")
    wrong = (*problems, *checked.problems)
    if wrong or not isinstance(node, Map):
        raise ValueError(f"{path.name}: {wrong}")
    value = checked.values
    versions = tuple(_version(each, path.name) for each in value["versions"])
    return Pack(name, value["title"], value["place"], versions)


def _version(value: dict[str, Any], file: str) -> Version:
    facts = {key: Fact(**fact) for key, fact in value["facts"].items()}

    def fact(name: str) -> Fact:
        if name not in facts:
            raise ValueError(f"{file}: there is no fact {name}")
        return facts[name]

    return Version(
        value["valid_from"], value["valid_to"],
        tuple(Rule(_when(row), fact(row["fact"])) for row in value["duties"]),
        tuple(Need(_when(row), fact(row["fact"]), row["what"], row["of"], row["write"])
              for row in value["needs"]),
        tuple((_when(row), tuple(row["text"].items())) for row in value["words"]),
        tuple(Rule(_when(row), fact(row["fact"]), float(row["least"])) for row in value["sizes"]),
        value["contact"],
        fact(value["freeze"]) if value["freeze"] else None,
        tuple(sorted(facts.items())),
    )  # fmt: skip


def _when(row: dict[str, Any]) -> When:
    return When(**{name: row[name] for name in _WHEN})
