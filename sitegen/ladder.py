"""``content/ladder.yaml``: the rungs that a supporter can climb, in order, each with its ask.

Reads and judges values; knows no page, no address and no theme. ``read`` gives the rungs as written,
``connect`` finds each rung's form.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from sitegen import schema
from sitegen.forms.model import Form
from sitegen.problems import Problem, Span, did_you_mean
from sitegen.schema import Field, Map, Node, Seq, Text

PATHS = ("content/ladder.yaml", "content/ladder.yml")

_RUNG: dict[str, Field] = {
    "name": Field(),
    "title": Field(),
    "text": Field(),
    "ask": Field(),
    "form": Field(),
    "to": Field(),
    "button": Field(),
    "does": Field(),
    "up": Field(),
    "people": Field("number", default=None),
}

_EXAMPLE = "Write for example:  - name: join"


class Rung(Struct, frozen=True):
    """One level of engagement. ``title`` names it, ``ask`` is the request that leads to it and
    ``text`` says why; it asks with a form, or leads to a page or address with ``to``. ``does``
    is what people do there, ``up`` what moves them on, ``people`` how many there are."""

    name: str
    title: str = ""
    text: str = ""
    ask: str = ""
    form: str = ""
    to: str = ""
    button: str = ""
    does: str = ""
    up: str = ""
    people: float | None = None
    path: str = PATHS[0]
    line: int = 1
    lines: tuple[tuple[str, int], ...] = ()

    def at(self, key: str = "") -> Span:
        """The place of one of its keys; its first line for none."""
        return Span(self.path, dict(self.lines).get(key, self.line))


class Ladder(Struct, frozen=True):
    """The rungs from the first step up; none where the site has no ladder."""

    rungs: tuple[Rung, ...] = ()

    def rung(self, name: str) -> Rung | None:
        """The rung of that name, or None."""
        return next((rung for rung in self.rungs if rung.name == name), None)

    def of(self, form: Form) -> Rung | None:
        """The rung on which a form lands: the one it names, else the first that asks with it."""
        if form.rung:
            return self.rung(form.rung)
        return next((rung for rung in self.rungs if rung.form == form.name), None)

    def after(self, form: Form) -> Rung | None:
        """The rung above the form's own; None at the top, and for a form that lands on none."""
        own = self.of(form)
        if own is None:
            return None
        at = self.rungs.index(own) + 1
        return self.rungs[at] if at < len(self.rungs) else None

    def is_top(self, form: Form) -> bool:
        """Whether the form lands on the last rung."""
        return bool(self.rungs) and self.of(form) == self.rungs[-1]


NO_LADDER = Ladder()

# Reading ------------------------------------------------------------------------------------


def read(node: Node | None, path: str) -> tuple[tuple[Rung, ...], tuple[Problem, ...]]:
    """The rungs of one file, as written. A list of rungs is meant; ``rungs:`` above it, a name as
    the key of each, and bare names are understood as well."""
    problems: list[Problem] = []
    found: list[Rung] = []
    for named, item in _items(node, path, problems):
        checked = schema.check(item, _RUNG, path)
        problems += checked.problems
        value, line = checked.values, named.line if named else item.line
        name = _name(value["name"] or (named.value if named else ""), value, Span(path, line),
                     problems)  # fmt: skip
        other = next((rung for rung in found if rung.name == name), None)
        if other is not None:
            problems.append(Problem("rung-twice",
                f'There are two rungs called "{name}"; the first is in line {other.line}.',
                Span(path, checked.lines.get("name", line)), "Give one of them another name."))  # fmt: skip
        if not name or other is not None:
            continue
        if value["form"] and value["to"]:
            problems.append(Problem("rung-two-ways",
                f'The rung "{name}" names both a form and a page.', Span(path, checked.lines["to"]),
                "Keep one of the two lines; the form is used.", "warning"))  # fmt: skip
            value["to"] = ""
        found.append(Rung(name, value["title"] or _words(name), value["text"], value["ask"],
                          _form_name(value["form"]), value["to"], value["button"], value["does"], value["up"],
                          value["people"], path, line,
                          tuple(checked.lines.items())))  # fmt: skip
    return tuple(found), tuple(problems)


def _items(
    node: Node | None, path: str, problems: list[Problem]
) -> list[tuple[Text | None, Map]]:  # fmt: skip
    """Each rung's own lines, and its name where that is written as the key above them."""
    if isinstance(node, Map) and len(node.entries) == 1 and node.entries[0][0].value == "rungs":
        node = node.entries[0][1]
    if node is None or (isinstance(node, Text) and not node.value.strip()):
        return []
    found: list[tuple[Text | None, Map]] = []
    entries = [pair for pair in node.entries if pair[0].value in _RUNG] if isinstance(
        node, Map) else []  # fmt: skip
    if isinstance(node, Map) and entries:  # one rung, without the dash that makes a list
        node = Seq((node,), node.line, node.column)
    if isinstance(node, Map):  # join: {ask: ...}
        node = Seq(tuple(Map((pair,), pair[0].line, pair[0].column) for pair in node.entries))
    for item in node.items if isinstance(node, Seq) else (node,):
        if isinstance(item, Text) and item.value.strip():
            found.append((item, Map((), item.line, item.column)))
            continue
        if isinstance(item, Map):
            key, value = item.entries[0] if item.entries else (None, None)
            if key is None or len(item.entries) > 1 or key.value in _RUNG:
                found.append((None, item))
                continue
            if isinstance(value, Map):
                found.append((key, value))
                continue
            if isinstance(value, Text) and not value.value:
                found.append((key, Map((), key.line, key.column)))
                continue
        problems.append(Problem("rung-unreadable", "A rung must be a group of name: value lines.",
                        Span(path, item.line, item.column), _EXAMPLE))  # fmt: skip
    return found


def _name(written: str, value: dict[str, str], span: Span, problems: list[Problem]) -> str:
    """A rung's name: small letters, digits and hyphens, made from what is there."""
    source = written or _form_name(value["form"]) or value["title"] or value["ask"]
    name = re.sub(r"[^\w]+", "-", source.strip().lower().replace("_", "-")).strip("-")
    if not name:
        problems.append(Problem("rung-nameless", "A rung has no name.", span, _EXAMPLE))
    elif written and name != written:
        problems.append(Problem("rung-name", f'I read the name "{written}" as "{name}".', span,
            f"Write it in small letters, without spaces: name: {name}", "warning"))  # fmt: skip
    return name


def _words(name: str) -> str:
    return name[:1].upper() + name[1:].replace("-", " ")


def _form_name(written: str) -> str:
    """A form's name, where its file may have been written."""
    name = written.strip("/").removeprefix("content/").removeprefix("forms/")
    return name.removesuffix(".yaml").removesuffix(".yml")


# Connecting ---------------------------------------------------------------------------------


def connect(
    rungs: tuple[Rung, ...], forms: tuple[Form, ...]
) -> tuple[Ladder, tuple[Problem, ...]]:
    """The ladder with every rung's form found; what names nothing is said.

    A rung that names neither form nor page asks with the form of its own name.
    """
    names = [form.name for form in forms]
    problems: list[Problem] = []
    found = []
    for rung in rungs:
        if not rung.form and not rung.to and rung.name in names:
            rung = replace(rung, form=rung.name)
        if rung.form and rung.form not in names:
            known = f"Forms here: {', '.join(names) or 'none yet'}. A form is a file in " \
                    "content/forms/."  # fmt: skip
            problems.append(Problem("form-missing", f'There is no form "{rung.form}".',
                rung.at("form"), did_you_mean(rung.form, names, known)))  # fmt: skip
            rung = replace(rung, form="")
        elif not rung.form and not rung.to:
            problems.append(Problem("rung-empty", f'The rung "{rung.name}" asks for nothing.',
                rung.at(), did_you_mean(rung.name, names, "Add a line with a form or a page, such "
                f"as form: {names[0] if names else 'join'}"), "warning"))  # fmt: skip
        elif rung.name in names and rung.form != rung.name:
            problems.append(Problem("rung-other-form",
                f'The rung "{rung.name}" has the name of a form that it does not ask with; '
                f'"{rung.name}" then means the rung.', rung.at("name"),
                "Rename the rung or the form.", "warning"))  # fmt: skip
        found.append(rung)
    ladder = Ladder(tuple(found))
    for form in forms:
        if form.rung and ladder.rung(form.rung) is None:
            there = [rung.name for rung in rungs]
            hint = "Rungs: " + ", ".join(there) + "." if there else \
                "Name the rungs in content/ladder.yaml, or remove this line."  # fmt: skip
            problems.append(Problem("rung-missing", f'There is no rung "{form.rung}".',
                form.at("rung"), did_you_mean(form.rung, there, hint)))  # fmt: skip
    return ladder, tuple(problems)
