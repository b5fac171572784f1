"""Content types: what a page is, as data. A theme brings them, a site can add its own.

A type names the folder whose pages are of it, the settings that such a page has besides those of
every page, and how lists show it. Nothing here knows one type by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen import schema
from sitegen.model import Pairs
from sitegen.problems import Problem, Span, did_you_mean
from sitegen.schema import Field, Map

KINDS: Mapping[str, Field] = {
    "text": Field(),
    "quote": Field(),
    "number": Field("number", default=None),
    "flag": Field("flag", default=False),
    "date": Field("date"),
    "choice": Field("choice"),
    "choices": Field("list"),
    "list": Field("list"),
    "link": Field(),
    "links": Field("list"),
    "page": Field(),
    "pages": Field("list"),
    "form": Field(),
    "rung": Field(),
}
"""What a field of a type may be, and how it is read; ``plan`` finds what links, pages, forms and
rungs mean. A quote is somebody's words, set as a quotation."""

COUNTABLE = ("choice", "choices", "list", "rung", "flag", "language")
"""Kinds with few different values, by which a list can be filtered."""

_FIELD = Field(
    "map",
    short="type",
    fields={
        "type": Field("choice", default="text", choices=tuple(KINDS)),
        "choices": Field("any", default=()),
        "required": Field("flag", default=False),
        "label": Field(),
        "help": Field(),
        "shown": Field("flag", default=True),
    },
)

_TYPE: Mapping[str, Field] = {
    "title": Field(),
    "summary": Field(),
    "folder": Field(),
    "template": Field(),
    "brief": Field("flag", default=False),
    "fields": Field("pairs", item=_FIELD),
    "list": Field("map", fields={
        "facts": Field("list"), "filters": Field("list"), "sort": Field("list"),
        "sheet": Field("flag", default=False), "past": Field("flag", default=False),
    }),
}  # fmt: skip


class TypeField(Struct, frozen=True):
    """One setting that pages of a type have. A ``required`` one is missed where a page gives others. ``choices`` are values with their words, "" where the
    theme's strings name them; ``shown`` is False for what is used and not shown as it is."""

    name: str
    kind: str = "text"
    choices: Pairs = ()
    required: bool = False
    label: str = ""
    help: str = ""
    shown: bool = True

    def field(self) -> Field:
        """How the setting is read."""
        values = tuple(value for value, _ in self.choices)
        plain = KINDS[self.kind]
        if self.kind == "choice":
            return Field("choice", choices=values)
        if self.kind == "choices":
            return Field("list", item=Field("choice", choices=values))
        return plain


LANGUAGE = TypeField("language", "language")
"""A setting of every page that lists may use: pages in several languages can be told apart by it."""


class ContentType(Struct, frozen=True):
    """What a page can be. ``facts`` are the fields on its card, ``filters`` those by which a list
    of such pages can be narrowed, ``sort`` the fields that order it, before a page's title. With
    ``sheet`` the words to be passed on that they hold are gathered on one page; with
    ``past`` its pages have a time (``starts``, ``ends``) and are folded away when it is over; with
    ``brief`` they are printed as a briefing, on one sheet of paper."""

    name: str
    title: str = ""
    folder: str = ""
    template: str = ""
    fields: tuple[TypeField, ...] = ()
    facts: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    sheet: bool = False
    past: bool = False
    brief: bool = False

    def declared(self) -> dict[str, Field]:
        """Its fields, for the reader of settings."""
        return {field.name: field.field() for field in self.fields}

    def field(self, name: str) -> TypeField | None:
        """The field of that name, or None."""
        return next((field for field in (*self.fields, LANGUAGE) if field.name == name), None)


PLAIN = ContentType("page")
"""A page of no further type."""


def join(
    files: Iterable[tuple[str, str, Map]], reserved: Iterable[str]
) -> tuple[tuple[ContentType, ...], tuple[Problem, ...]]:
    """The types in ``files`` (name, path, settings), where a later one of the same name replaces an
    earlier one. ``reserved`` are the settings that every page has."""
    problems: list[Problem] = []
    taken = frozenset(reserved)
    found: dict[str, ContentType] = {}
    folders: dict[str, str] = {}
    for name, path, node in files:
        kind = found[name] = _read(name, node, path, taken, problems)
        other = folders.setdefault(kind.folder, name)
        if kind.folder and other != name:
            problems.append(Problem("type-folder",
                f'The types "{other}" and "{name}" both take the folder "{kind.folder}".',
                Span(path), "Give one of them another folder."))  # fmt: skip
    return tuple(found[name] for name in sorted(found)), tuple(problems)


def of(
    path: str, given: str, types: Mapping[str, ContentType], span: Span
) -> tuple[ContentType, tuple[Problem, ...]]:
    """A page's type: the one it names, else that of the innermost folder that has one.

    A folder's own page introduces the others and is none of them. A word that names no type is
    somebody else's, as in the files of other generators, unless it looks like a slip.
    """
    if given in types:
        return types[given], ()
    problems: tuple[Problem, ...] = ()
    near = did_you_mean(given, types) if given and given != PLAIN.name else ""
    if near:
        problems = (Problem("type-unknown", f'There is no content type "{given}".', span, near,
                            "warning"),)  # fmt: skip
    *folders, name = path.removeprefix("content/").split("/")
    if given == PLAIN.name or name.rpartition(".")[0].lower() in ("index", "_index", "readme"):
        return PLAIN, problems
    homes = {kind.folder: kind for kind in types.values() if kind.folder}
    for folder in reversed(folders):
        if folder in homes:
            return homes[folder], problems
    return PLAIN, problems


def _read(
    name: str, node: Map, path: str, reserved: frozenset[str], problems: list[Problem]
) -> ContentType:
    checked = schema.check(node, _TYPE, path)
    problems += checked.problems
    value = checked.values
    fields = []
    for key, entry in value["fields"].items():
        place = Span(path, checked.lines.get(f"fields.{key}", 1))
        if key in reserved:
            problems.append(Problem("type-field-taken",
                f'Every page has a setting "{key}"; a type cannot change what it means.', place,
                "Give this field another name."))  # fmt: skip
            continue
        choices = _choices(entry["choices"])
        if entry["type"] in ("choice", "choices") and not choices:
            problems.append(Problem("type-choices", f'The field "{key}" has no choices.', place,
                                    "Write for example:  choices: [low, high]"))  # fmt: skip
            continue
        fields.append(TypeField(key, entry["type"], choices, entry["required"], entry["label"],
                                entry["help"], entry["shown"]))  # fmt: skip
    names = [*(field.name for field in fields), LANGUAGE.name]
    counted = [field.name for field in (*fields, LANGUAGE) if field.kind in COUNTABLE]
    listed = {}
    for part, known in (("facts", names), ("filters", counted), ("sort", names)):
        listed[part] = tuple(word for word in value["list"][part] if word in known)
        for word in value["list"][part]:
            if word not in known:
                problems.append(Problem("type-list", f'"{word}" cannot stand in {part}.',
                    Span(path, checked.lines.get(f"list.{part}", 1)),
                    did_you_mean(word, known, "Fields that can: " + ", ".join(known) + ".")))  # fmt: skip
    return ContentType(name, value["title"], value["folder"].strip("/"), value["template"],
                       tuple(fields), listed["facts"], listed["filters"], listed["sort"],
                       value["list"]["sheet"], value["list"]["past"], value["brief"])  # fmt: skip


def _choices(written: object) -> Pairs:
    """``[low, high]`` or ``{low: A little, high: A lot}``."""
    if isinstance(written, dict):
        return tuple((str(value), str(words)) for value, words in written.items())
    if isinstance(written, tuple):
        return tuple((str(value), "") for value in written)
    return tuple((part.strip(), "") for part in str(written).split(",") if part.strip())
