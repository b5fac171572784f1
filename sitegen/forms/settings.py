"""The settings a form has for its backend: the site's and its own, joined and checked.

Knows the backends' declarations only; what the values do is decided in ``wiring``. Both places
may hold settings for several backends, each in a group under the backend's name, so that naming
another backend is a change of one line; the site's may hold some for single forms under ``forms``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sitegen import schema
from sitegen.forms import backends, guards
from sitegen.forms.backend import Backend, Setting
from sitegen.forms.model import Form
from sitegen.problems import SHOWN, Problem, Span, did_you_mean


class Default(Struct, frozen=True):
    """The site's own choice for forms that name no backend, with the file and line it stands in.

    ``own`` are the backends of the site's own making, ``host`` is where it says it is served.
    """

    backend: str = ""
    settings: schema.Map | None = None
    path: str = ""
    own: tuple[Backend, ...] = ()
    host: str = ""
    line: int = 0

    def at(self) -> Span:
        """The place of the choice."""
        return Span(self.path, self.line)


class Settings(Struct, frozen=True):
    """Values by name (text, a flag, a list or a map of text) and the place of each."""

    values: Mapping[str, Any]
    spans: Mapping[str, Span]

    def maps(self, name: str) -> dict[str, str]:
        """A setting that holds free names and values; empty for none."""
        value = self.values.get(name) if name else None
        return {str(key): str(item) for key, item in value.items()} if value else {}

    def text(self, name: str) -> str:
        """A setting that holds text; "" for none or no, "yes" for a flag."""
        value = self.values.get(name) if name else None
        return "yes" if value is True else str(value or "")

    def list(self, name: str) -> tuple[str, ...]:
        """A setting that holds several texts."""
        value = self.values.get(name) if name else None
        return tuple(str(item).strip() for item in value) if isinstance(value, tuple) else ()


class Known(Struct, frozen=True):
    """What templates may use: texts by name, lists by name, and which texts a pattern has cut
    out, so that they can hold nothing but what belongs into an address."""

    texts: dict[str, str]
    lists: dict[str, tuple[str, ...]]
    cut: frozenset[str]


class _Layer(Struct, frozen=True):
    """One group of settings; ``shared`` when it may hold those of other backends too."""

    node: schema.Map
    path: str
    shared: bool = False


def join(form: Form, backend: Backend, default: Default) -> tuple[Settings, tuple[Problem, ...]]:
    """All places checked by kind; the nearer to the form wins, one setting at a time."""
    problems: list[Problem] = []
    relaxed = {name: replace(field, required=False) for name, field in backend.fields().items()}
    values: dict[str, Any] = dict(schema.check(None, relaxed, form.path).values)
    spans: dict[str, Span] = {}
    for layer in _layers(form, backend, default, problems):
        checked = schema.check(layer.node, relaxed, layer.path, "settings.")
        problems += [problem for problem in checked.problems
                     if not layer.shared or problem.code != "key-unknown"]  # fmt: skip
        for key, value in layer.node.entries:
            span = Span(layer.path, key.line, key.column)
            if key.value in relaxed:
                values[key.value] = checked.values[key.value]
                spans[key.value] = span
            elif isinstance(value, schema.Text):
                problems += guards.secret(key.value, value.value, span)
    for setting in backend.settings:
        if setting.field.required and not values[setting.name]:
            problems.append(_missing(setting, form, backend, default, spans.get(setting.name)))
    return Settings(values, spans), tuple(problems)


def _missing(
    setting: Setting, form: Form, backend: Backend, default: Default, span: Span | None
) -> Problem:
    """A setting that nobody gives, said where the backend was chosen: the site's choice once."""
    line = f"{setting.name}: {setting.example}"
    if form.backend:
        return Problem("form-setting-missing", f'The form "{form.name}" lacks "{setting.name}", '
                       f'which the backend "{backend.name}" needs.', span or form.at("settings"),
                       f"Add under settings: {line}")  # fmt: skip
    return Problem("form-setting-missing", f'"{setting.name}" is missing, which the backend '
                   f'"{backend.name}" needs.', span or default.at(),
                   f"Add under backend, settings, {backend.name}: {line}")  # fmt: skip


def _layers(
    form: Form, backend: Backend, default: Default, problems: list[Problem]
) -> Iterator[_Layer]:
    """Every group that holds settings for this form and backend, the farthest first."""
    if default.settings is not None:
        mine = default.backend in ("", backend.name)
        flat, block = _split(default.settings, backend, default, problems, default.path)
        for node, shared in ((flat, True), (block, False)):
            if node is not None and (mine or not shared):
                common = node.get("forms")
                yield _Layer(_without(node, "forms"), default.path, shared)
                if isinstance(common, schema.Map):
                    one = common.get(form.name)
                    if isinstance(one, schema.Map):
                        yield _Layer(one, default.path)
    if form.settings is not None:
        flat, block = _split(form.settings, backend, default, problems, form.path)
        yield _Layer(flat, form.path)
        if block is not None:
            yield _Layer(block, form.path)


def _split(
    node: schema.Map, backend: Backend, default: Default, problems: list[Problem], path: str
) -> tuple[schema.Map, schema.Map | None]:
    """The settings that stand alone, and the group for this backend; others' groups are left."""
    alone, block = [], None
    names = backends.names(default.own)
    for key, value in node.entries:
        single = key.value in backend.fields() or key.value == "forms"
        if single or not isinstance(value, schema.Map):
            alone.append((key, value))
        elif key.value == backend.name:
            block = value
        elif key.value not in names:
            span = Span(path, key.line, key.column)
            known = (*backend.fields(), *names)
            problems.append(Problem("key-unknown",
                f'"settings.{key.value}" is neither a setting nor a backend.', span,
                did_you_mean(key.value, known, "Known here: "
                             + ", ".join(backend.fields()) + "."), "warning"))  # fmt: skip
    return schema.Map(tuple(alone), node.line, node.column), block


def _without(node: schema.Map, name: str) -> schema.Map:
    entries = tuple(entry for entry in node.entries if entry[0].value != name)
    return schema.Map(entries, node.line, node.column)


# Judging ------------------------------------------------------------------------------------


def judge(
    settings: Settings, backend: Backend, here: Span, example: bool, form: str = ""
) -> tuple[Known, tuple[Problem, ...]]:
    """Every value by name, with the named groups of patterns, and what is wrong with them.

    ``here`` is the place for a setting that stands nowhere; ``example`` allows example addresses.
    """
    texts: dict[str, str] = {"form": form}
    lists: dict[str, tuple[str, ...]] = {}
    cut: set[str] = set()
    problems: list[Problem] = []
    for setting in backend.settings:
        span = settings.spans.get(setting.name, here)
        groups = re.findall(r"\(\?P<(\w+)>", setting.pattern)
        texts.update(dict.fromkeys(groups, ""))
        cut.update(groups)
        if setting.field.kind == "pairs":
            for name, text in settings.maps(setting.name).items():
                problems += guards.secret(f"{setting.name}.{name}", text, span)
                problems += _match(setting, text.strip(), span)[1] if setting.pattern else ()
            continue
        if setting.field.kind == "list":
            lists[setting.name] = settings.list(setting.name)
            for text in lists[setting.name]:
                problems += _judge(setting, text, span, example)[1]
            continue
        value = settings.text(setting.name).strip()
        if setting.kind == "url":  # copied from a page's source
            value = value.replace("&amp;", "&")
        if value:
            found, more = _judge(setting, value, span, example)
            texts.update(found)
            problems += more
        else:
            value = re.sub(r"\{(\w+)\}", lambda word: texts.get(word[1], ""), setting.default)
        texts[setting.name] = dict(setting.words).get(value, value)
    return Known(texts, lists, frozenset(cut)), tuple(problems)


def _judge(
    setting: Setting, value: str, span: Span, example: bool
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    problems = guards.secret(setting.name, value, span)
    if problems:
        return {}, problems
    if setting.kind == "url":
        problems = guards.address(value, setting.name, span, example)
    elif setting.kind == "email":
        problems = guards.email(value, setting.name, span, example)
    elif unfilled := guards.placeholder(value):
        expects = setting.expects or setting.field.help
        message = f'"{unfilled}" in "{setting.name}" was never filled in.'
        problems = (Problem("form-placeholder", message, span, f"It should be {expects}."),)
    if not setting.pattern or any(problem.level == "error" for problem in problems):
        return {}, problems
    groups, more = _match(setting, value, span)
    return groups, (*problems, *more)


def _match(setting: Setting, value: str, span: Span) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The named groups of the pattern, or why the value cannot be right."""
    found = re.fullmatch(setting.pattern, value) if len(value) <= MAX else None
    if found is None:
        message = f'"{value[:SHOWN]}" cannot be the "{setting.name}".'
        hint = f"It should be {setting.expects}, for example {setting.example}"
        return {}, (Problem("form-setting", message, span, hint),)
    return {name: text or "" for name, text in found.groupdict().items()}, ()


MAX = 500
"""Characters of a setting that a pattern is tried on; no address of a service is longer."""
