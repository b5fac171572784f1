"""Whole sites with a form for every backend, made of the examples in the backends' own files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml

from sitegen import build, formbook
from sitegen.cache import Cache
from sitegen.formbook import Book
from sitegen.forms import backends
from sitegen.forms.backend import Backend
from sitegen.model import Options

NOW = "2026-11-03T12:00:00+00:00"
FIELDS: tuple[dict[str, Any], ...] = (
    {"preset": "email", "required": True},
    {"preset": "first_name"},
    {"preset": "message"},
    {"name": "skills", "type": "checkboxes", "label": "Skills", "options": ["Talk", "Cook, bake"]},
)
CONSENT = {"name": "updates", "label": "Write to me."}
LACKING = {"listmonk": {"message", "skills", "updates"}}
"""What a backend has no place for, so that its sample form does not ask for it."""


class Sample(NamedTuple):
    """One site: its host, the folder it was built into, its forms, what the build said."""

    host: str
    folder: Path
    book: Book
    said: tuple[Any, ...]


def form(backend: Backend, all_settings: bool, file: bool) -> dict[str, Any]:
    """A form's file. ``all_settings`` gives optional ones too."""
    lacking = LACKING.get(backend.name, set())
    if backend.name == "mailchimp" and not all_settings:
        lacking = {"skills"}  # several answers need the number of a group there
    fields = [field for field in FIELDS if field.get("preset", field.get("name")) not in lacking]
    if backend.name == "mailchimp":
        fields = [{**field, "options": [{"value": "1", "label": "Talk"}, {"value": "2",
                  "label": "Cook"}]} if field.get("name") == "skills" else field
                  for field in fields]  # fmt: skip
    if file:
        fields.append({"name": "cv", "type": "file", "label": "A picture"})
    names = {field.get("preset", field.get("name")) for field in fields} | {"updates"}
    settings = {}
    for setting in backend.settings:
        value = yaml.safe_load(setting.example)
        if setting.name in ("names", "entries"):
            value = {name: theirs for name, theirs in value.items() if name in names}
        needed = setting.field.required or (backend.name == "civicrm" and setting.name == "names")
        if needed or (all_settings and value and setting.name != "form_name"):
            settings[setting.name] = value
    made: dict[str, Any] = {"title": backend.title, "fields": fields, "backend": backend.name}
    if settings:
        made["settings"] = settings
    made["consent"] = "none" if "updates" in lacking else [CONSENT]
    return made


def make(root: Path, host: str, all_settings: bool, files: bool = False) -> Sample:
    """Build a site in which every backend has a page with its form."""
    content = root / "content"
    (content / "forms").mkdir(parents=True)
    (content / "site.yaml").write_text(f"name: Harbour Street\nurl: https://{host}\n")
    (content / "index.md").write_text("# Home\n\nWelcome.\n")
    for backend in backends.TABLE:
        file = files and backend.limits.files
        text = yaml.safe_dump(form(backend, all_settings, file), allow_unicode=True)
        (content / "forms" / f"{backend.name}.yaml").write_text(text)
        (content / f"{backend.name}.md").write_text(
            f"---\ntitle: {backend.title}\nask: none\n---\n::: signup {backend.name}\n:::\n"
        )
    options = Options(NOW, jobs=1)
    result = build.run(root, root / "output", options)
    assert [] == [problem for problem in result.problems
                  if problem.level != "info" and problem.code != "form-host"]  # fmt: skip
    book = formbook.read(root, options, Cache(None))
    return Sample(host, root / "output", book, result.problems)
