"""The settings a form has for its backend: the site's and its own, joined and checked.

Knows the backend's declarations only; what the values do is decided in ``wiring``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from sitegen import schema
from sitegen.forms import guards
from sitegen.forms.backend import Backend, Setting
from sitegen.forms.model import Form
from sitegen.problems import Problem, Span


class Default(NamedTuple):
    """The site's own choice for forms that name no backend, with the file it stands in."""

    backend: str = ""
    settings: schema.Map | None = None
    path: str = ""


class Settings(NamedTuple):
    """Values by name (text, or a map of text) and the place of each."""

    values: Mapping[str, Any]
    spans: Mapping[str, Span]

    def maps(self, name: str) -> dict[str, str]:
        """A setting that holds free names and values; empty for none."""
        value = self.values.get(name) if name else None
        return {str(key): str(item) for key, item in value.items()} if value else {}

    def text(self, name: str) -> str:
        """A setting that holds text; "" for none."""
        return str(self.values.get(name) or "") if name else ""


def join(form: Form, backend: Backend, default: Default) -> tuple[Settings, tuple[Problem, ...]]:
    """Both places checked by kind; the form's own win one by one."""
    problems: list[Problem] = []
    relaxed = {name: replace(field, required=False) for name, field in backend.fields().items()}
    values: dict[str, Any] = dict(schema.check(None, relaxed, form.path).values)
    spans: dict[str, Span] = {}
    for node, path in ((default.settings, default.path), (form.settings, form.path)):
        if node is None:
            continue
        checked = schema.check(node, relaxed, path, "settings.")
        # The site's settings may serve several backends; only a form's own can be typing mistakes.
        problems.extend(
            problem
            for problem in checked.problems
            if path == form.path or problem.code != "key-unknown"
        )
        for key, _ in node.entries:
            if key.value in relaxed:
                values[key.value] = checked.values[key.value]
                spans[key.value] = Span(path, key.line, key.column)
    for setting in backend.settings:
        if setting.field.required and not values[setting.name]:
            problems.append(
                Problem(
                    "form-setting-missing",
                    f'The form "{form.name}" lacks "{setting.name}", which the backend '
                    f'"{backend.name}" needs.',
                    spans.get(setting.name, form.at("settings")),
                    f"Add under settings: {setting.name}: {setting.example}",
                )
            )
    return Settings(values, spans), tuple(problems)


def judge(
    settings: Settings, backend: Backend, here: Span, example: bool
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Every text value by name, with the named groups of patterns, and what is wrong with them.

    ``here`` is the place for a setting that stands nowhere; ``example`` allows example addresses.
    """
    known: dict[str, str] = {}
    problems: list[Problem] = []
    for setting in backend.settings:
        span = settings.spans.get(setting.name, here)
        known.update(dict.fromkeys(re.findall(r"\(\?P<(\w+)>", setting.pattern), ""))
        if setting.field.kind == "pairs":
            for name, text in settings.maps(setting.name).items():
                problems.extend(guards.secret(f"{setting.name}.{name}", text, span))
            continue
        value = known[setting.name] = settings.text(setting.name).strip()
        if value:
            groups, found = _judge(setting, value, span, example)
            known.update(groups)
            problems.extend(found)
    return known, tuple(problems)


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
    found = re.fullmatch(setting.pattern, value)
    if found is None:
        message = f'"{value}" cannot be the "{setting.name}".'
        hint = f"It should be {setting.expects}, for example {setting.example}"
        return {}, (*problems, Problem("form-setting", message, span, hint))
    return {name: text or "" for name, text in found.groupdict().items()}, problems
