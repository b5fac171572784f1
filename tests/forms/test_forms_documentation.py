"""What docs/forms.md shows is what sitegen reads, and its tables are those of the backends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen import yamltext
from sitegen.forms import backends, documentation, kinds, own, presets, read, wiring
from sitegen.schema import Map

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "forms.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
FORMS = [block for block in BLOCKS if "name: custom" not in block and "title: Our" not in block]
TOLD = ("form-thanks-dashboard", "form-raw-reply", "form-name-unused")
"""What the shortest example rightly tells its reader."""


@pytest.mark.parametrize("block", FORMS)
def test_every_example_of_a_form_is_read_without_a_problem(block: str) -> None:
    text = block if re.search(r"^fields:", block, re.MULTILINE) else "fields: [email]\n" + block
    node, problems = yamltext.read(text, "content/forms/join.yaml")
    assert problems == ()
    form, problems = read.form(node, "content/forms/join.yaml")
    assert problems == ()
    assert form is not None
    if form.backend:
        wired = wiring.connect(form, None, "https://your-group.org/thanks/")
        assert wired is not None
        assert [problem for problem in wired.problems if problem.code not in TOLD] == []


@pytest.mark.parametrize("chosen", ["custom", "formspree"])
def test_the_example_for_the_whole_site_holds_for_each_of_its_backends(chosen: str) -> None:
    (block,) = [block for block in BLOCKS if "name: custom" in block]
    node, problems = yamltext.read(block, "content/site.yaml")
    assert problems == ()
    assert isinstance(node, Map)
    backend = node.get("backend")
    assert isinstance(backend, Map)
    settings = backend.get("settings")
    assert isinstance(settings, Map)
    default = wiring.Default(chosen, settings, "content/site.yaml")
    for name in ("join", "volunteer"):
        form, _ = read.form(yamltext.read("fields: [email]", "f")[0], f"content/forms/{name}.yaml")
        assert form is not None
        wired = wiring.connect(form, default, "https://your-group.org/thanks/")
        assert wired is not None
        assert wired.problems == ()
        last = {"join": "xwkgzyxa", "volunteer": "mnqrvbya"}[name] if chosen == "formspree" else ""
        assert wired.action.endswith(last)


def test_the_example_of_an_own_backend_is_one() -> None:
    (block,) = [block for block in BLOCKS if "title: Our" in block]
    backend, problems = own.read(
        yamltext.read(block, "b")[0], "content/backends/branch-office.yaml"
    )
    assert problems == ()
    assert backend is not None


def test_every_line_of_an_own_backend_is_explained() -> None:
    table = TEXT[TEXT.index("### Your own receiver") : TEXT.index("## The trap for robots")]
    assert [name for name in own.FIELDS if f"`{name}`" not in table] == []


def test_every_preset_and_type_is_explained() -> None:
    for preset in presets.PRESETS:
        assert f"`{preset.name}`" in TEXT
    for type_ in kinds.TYPES:
        assert f"`{type_}`" in TEXT


def test_the_tables_are_those_of_the_backends() -> None:
    assert documentation.page(TEXT) == TEXT, "run: make docs"


def test_every_backend_has_its_row_its_heading_and_its_settings() -> None:
    for backend in backends.TABLE:
        assert f"](#{documentation._anchor(backend.title)}) | `{backend.name}` |" in TEXT
        part = TEXT[TEXT.index(f"\n### {backend.title}\n") :].partition("\n### ")[2]
        part = part.partition("\n### ")[0]
        assert f"backend: {backend.name}\n" in part
        assert [each.name for each in backend.settings if f"| `{each.name}` |" not in part] == []
        assert backend.documentation in part


def test_headings_have_different_anchors() -> None:
    anchors = [documentation._anchor(backend.title) for backend in backends.TABLE]
    assert sorted(set(anchors)) == sorted(anchors)


def test_every_problem_in_the_table_exists() -> None:
    room = Path(read.__file__).parent
    code = "".join(path.read_text("utf-8") for path in sorted(room.rglob("*.py")))
    listed = re.findall(r"^\| `((?:form|backend)-[a-z-]+)` \|", TEXT, re.MULTILINE)
    assert len(listed) > 15
    assert [name for name in listed if f'"{name}"' not in code] == []
