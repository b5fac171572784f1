"""A file of design tokens (Design Tokens Format Module 2025.10) to a flat list of tokens with places.

Names, groups, types, aliases in both spellings and ``$extends`` are resolved here; what a token
means for a site is decided in ``dtcg``. Nothing raises on input.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from sitegen.later import later
from sitegen.problems import Level, Problem, Span, did_you_mean, short

TYPES: Final = (
    "color", "dimension", "fontFamily", "fontWeight", "duration", "cubicBezier", "number",
    "strokeStyle", "border", "transition", "shadow", "gradient", "typography",
)  # fmt: skip
LARGEST: Final = 2_000_000
"""Signs in one file; the largest design systems have a tenth of it."""
DEEPEST: Final = 40
MOST: Final = 50_000
"""Steps that resolving a file may take: aliases of aliases could otherwise multiply without end."""

Path = tuple[str, ...]
_LEXEME = later(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class Token(Struct, frozen=True):
    """One token: its value with every alias resolved and as written, its type ("" where there is none, and
    possibly one that does not exist, which has been said), its place."""

    path: Path
    value: Any
    written: Any
    type: str
    span: Span
    extensions: Mapping[str, Any]

    @property
    def name(self) -> str:
        """``group.name``, as an alias writes it."""
        return ".".join(self.path)


def read(
    text: str, path: str, matters: Callable[[Path], bool]
) -> tuple[tuple[Token, ...], tuple[Problem, ...]]:
    """Every token of a file in the order written; none where it is not JSON.

    What is wrong is an error where the token ``matters`` to the caller, and a warning elsewhere: a
    file may hold much that is no business of a site.
    """
    found, problem = _parsed(text, path)
    if problem is not None:
        return (), (problem,)
    places, depth = _places(text)
    if depth > DEEPEST:
        return (), (Problem("tokens-too-deep", f"Groups are nested more than {DEEPEST} levels deep.",
                            Span(path, 1), "Export the file again, with fewer levels."),)  # fmt: skip
    reader = _Reader(found, places, path, matters)
    tokens = tuple(reader.tokens())
    return tokens, tuple(reader.problems.values())


def _parsed(text: str, path: str) -> tuple[dict[str, Any], Problem | None]:
    hint = "Export the file again, or mend it in a text editor."
    if len(text) > LARGEST:
        return {}, Problem("tokens-too-large", "This file is larger than any set of design tokens.",
                           Span(path), "Export only the colours.")  # fmt: skip
    try:
        found = json.loads(text.removeprefix("\ufeff"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        if re.match(r"\s*[}\]]", error.doc[error.pos :]) and "," in error.doc[: error.pos][-80:]:
            hint = "Remove the comma before the closing bracket."
        elif "delimiter" in error.msg:
            hint = "A comma or a colon is missing before this place."
        return {}, Problem("tokens-json", f"This file is not valid JSON: {error.msg}.",
                           Span(path, error.lineno, error.colno), hint)  # fmt: skip
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        return {}, Problem(
            "tokens-json", f"This file is not valid JSON: {why}.", Span(path, 1), hint
        )
    if not isinstance(found, dict):
        return {}, Problem("tokens-json", "A file of design tokens begins with { and holds groups.",
                           Span(path, 1), hint)  # fmt: skip
    return found, None


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _places(text: str) -> tuple[dict[Path, tuple[int, int]], int]:
    """The line and column of every name of a text that is valid JSON, and how deep it is nested."""
    places: dict[Path, tuple[int, int]] = {}
    stack: list[list[Any]] = []  # of [is a list, the name or number that comes or came last]
    line, start, at, naming, depth = 1, 0, 0, False, 0
    for found in _LEXEME.finditer(text):
        breaks = text.count("\n", at, found.start())
        if breaks:
            line += breaks
            start = text.rfind("\n", at, found.start()) + 1
        at = found.start()
        sign = found[0]
        if naming and sign[0] == '"':
            stack[-1][1], naming = json.loads(sign), False
            places[tuple(str(level[1]) for level in stack)] = (line, at - start + 1)
        elif sign in "{[":
            stack.append([sign == "[", 0])
            naming, depth = sign == "{", max(depth, len(stack))
        elif sign in "}]":
            stack.pop()
            naming = False
        elif sign == "," and stack:
            if stack[-1][0]:
                stack[-1][1] += 1
            naming = not stack[-1][0]
    return places, depth


class _Loop(Exception):  # noqa: N818  no error of ours: it ends one look-up
    """An alias that leads back to itself, or to nothing."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class _Reader:
    """One file; holds what resolving shares and is thrown away."""

    def __init__(
        self, root: dict[str, Any], places: Mapping[Path, tuple[int, int]], path: str,
        matters: Callable[[Path], bool],
    ) -> None:  # fmt: skip
        self.root, self.places, self.path, self.matters = root, places, path, matters
        self.problems: dict[tuple[str, Span], Problem] = {}
        self.work = 0
        self.found: dict[Path, tuple[dict[str, Any], str, Path]] = {}
        """Tokens by path: as written, the type of their group, where they stand in the file."""

    def tokens(self) -> Iterator[Token]:
        """Every token, with what is wrong said once."""
        self.walk(self.root, (), (), "", ())
        for path, (node, _, place) in self.found.items():
            span = self.span(place)
            try:
                value = self.resolved(self.value(node), (path,))
                kind = self.type(path, ())
            except _Loop as wrong:
                self.say("tokens-alias", wrong.message, place, wrong.hint)
                continue
            extensions = node.get("$extensions")
            yield Token(
                path,
                value,
                node.get("$value"),
                kind,
                span,
                extensions if isinstance(extensions, dict) else {},
            )

    def walk(
        self, group: dict[str, Any], path: Path, place: Path, kind: str, extended: tuple[Path, ...]
    ) -> None:
        """Collect the tokens of a group, first those that it extends, then its own."""
        self.work += len(group) + 1
        if len(path) > DEEPEST or self.work > MOST:
            self.say("tokens-too-deep", "Groups that extend each other make this file endless.",
                     place, "Flatten this part.")  # fmt: skip
            return
        kind = self.kind(group, place, kind)
        wanted = group.get("$extends", group.get("$ref") if "$value" not in group else None)
        if wanted is not None:
            self.extend(wanted, path, place, kind, extended)
        for name, node in group.items():
            inside, at = (*path, name), (*place, name)
            if name.startswith("$") and name != "$root":
                continue
            if not isinstance(node, dict):
                self.say("tokens-shape", f'"{short(name)}" is neither a token nor a group.', at,
                         'Write it as {"$type": "color", "$value": {...}}.')  # fmt: skip
            elif "$value" in node or ("$ref" in node and not self.is_group(node)):
                self.kind(node, at, kind)
                self.found[inside] = (node, kind, at)
                self.both(node, at)
            else:
                self.walk(node, inside, at, kind, extended)

    def both(self, node: dict[str, Any], place: Path) -> None:
        inner = [name for name in node if not name.startswith("$")]
        if inner:
            self.say("tokens-shape", f'"{place[-1]}" has a value and holds "{short(inner[0])}" too.',
                     place, f'Put the value into a token "$root" inside "{place[-1]}".')  # fmt: skip

    def kind(self, node: dict[str, Any], place: Path, above: str) -> str:
        """The type written at a node, or that of the group above."""
        written = node.get("$type")
        if written is None:
            return above
        if written not in TYPES:
            hint = did_you_mean(str(written)[:80], TYPES, f"Types are: {', '.join(TYPES)}.")
            self.say("tokens-type", f'"{short(str(written))}" is not a type of design tokens.',
                     (*place, "$type"), hint)  # fmt: skip
        return str(written)

    def is_group(self, node: dict[str, Any]) -> bool:
        """Whether a node with ``$ref`` stands for a group, and is not a token itself."""
        try:
            target = self.node(_steps(node.get("$ref")))
        except _Loop:
            return False
        return isinstance(target, dict) and not {"$value", "$ref"} & target.keys()

    def extend(
        self, wanted: object, path: Path, place: Path, kind: str, extended: tuple[Path, ...]
    ) -> None:
        try:
            steps = _steps(wanted)
            if steps in extended or path[: len(steps)] == steps:
                raise _Loop(f'The group "{".".join(place)}" extends itself.', "Break the loop.")
            target = self.node(steps)
            if not isinstance(target, dict) or "$value" in target:
                raise _Loop(f'"{short(str(wanted))}" is not a group.', "Name a group.")
        except _Loop as wrong:
            self.say("tokens-alias", wrong.message, place, wrong.hint)
            return
        self.walk(target, path, steps, kind, (*extended, steps))

    # Aliases -------------------------------------------------------------------------------

    def value(self, node: dict[str, Any]) -> object:
        return node["$value"] if "$value" in node else {"$ref": node["$ref"]}

    def type(self, path: Path, seen: tuple[Path, ...]) -> str:
        """Its own type, or that of the token it stands for, or that of its group."""
        node, above, _ = self.found[path]
        written = node.get("$type")
        if written is not None:
            return str(written)
        target = self.target(self.value(node))
        if target in self.found and target not in seen:
            return self.type(target, (*seen, path))
        return above

    def target(self, value: object) -> Path:
        """The path of the token that a value stands for, () where it is no alias."""
        if isinstance(value, dict) and set(value) == {"$ref"}:
            steps = _steps(value["$ref"])
            return steps[:-1] if steps and steps[-1] == "$value" else steps
        return _steps(value) if isinstance(value, str) and value[:1] == "{" else ()

    def resolved(self, value: Any, seen: tuple[Path, ...]) -> Any:
        """A value with every alias in it replaced. Raises _Loop."""
        self.work += 1
        if len(seen) > DEEPEST or self.work > 2 * MOST:
            raise _Loop("This alias leads through too many others.", "Write the value itself.")
        if isinstance(value, str) and value.startswith("{"):
            return self.followed(_steps(value), value, seen)
        if isinstance(value, dict) and "$ref" in value:
            steps = _steps(value["$ref"])
            if steps in self.found:
                return self.followed(steps, value["$ref"], seen)
            if steps in seen:
                raise self.loop(seen, steps)
            return self.resolved(self.node(steps), (*seen, steps))
        if isinstance(value, dict):
            return {name: self.resolved(inner, seen) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.resolved(inner, seen) for inner in value]
        return value

    def followed(self, steps: Path, written: str, seen: tuple[Path, ...]) -> Any:
        if steps in seen:
            raise self.loop(seen, steps)
        if steps not in self.found:
            names = {".".join(path): path for path in self.found}
            what = "a group, not a token" if self.grouped(steps) else "not in this file"
            raise _Loop(f'"{short(str(written))}" is {what}.',
                        did_you_mean(".".join(steps)[:80], names, "Name a token of this file."))  # fmt: skip
        return self.resolved(self.value(self.found[steps][0]), (*seen, steps))

    def loop(self, seen: tuple[Path, ...], steps: Path) -> _Loop:
        way = " -> ".join(".".join(path) for path in (*seen[seen.index(steps) :], steps))
        return _Loop(f"These aliases lead in a circle: {short(way)}.", "Give one of them a value.")

    def grouped(self, steps: Path) -> bool:
        return any(path[: len(steps)] == steps for path in self.found)

    def node(self, steps: Path) -> Any:
        """What stands at a place of the file. Raises _Loop where there is nothing."""
        at: Any = self.root
        for step in steps:
            if (
                isinstance(at, list)
                and step.isascii()
                and step.isdigit()
                and int(step[:9]) < len(at)
            ):
                at = at[int(step[:9])]
            elif isinstance(at, dict) and step in at:
                at = at[step]
            else:
                raise _Loop(f'There is nothing at "{short("/".join(steps))}" in this file.',
                            "Correct the reference.")  # fmt: skip
        return at

    def span(self, place: Path) -> Span:
        while place and place not in self.places:
            place = place[:-1]
        return Span(self.path, *self.places.get(place, (1, 1)))

    def say(self, code: str, message: str, place: Path, hint: str) -> None:
        span = self.span(place)
        at = place[:-1] if place[-1:] in (("$type",), ("$value",)) else place
        level: Level = "error" if self.matters(at) else "warning"
        self.problems.setdefault((code, span), Problem(code, message, span, hint, level))


def _steps(written: object) -> Path:
    """``{group.name}`` or ``#/group/name`` (RFC 6901) as steps. Raises _Loop for anything else."""
    if isinstance(written, str):
        if re.fullmatch(r"\{[^{}]+\}", written):
            return tuple(written[1:-1].split("."))
        if written.startswith("#/"):
            from urllib.parse import unquote

            return tuple(unquote(step).replace("~1", "/").replace("~0", "~")
                         for step in written[2:].split("/"))  # fmt: skip
    raise _Loop(f'"{short(str(written))}" is no reference.', "Write it like {brand.primary}.")
