"""What docs/forms.md shows is what sitegen reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen import yamltext
from sitegen.forms import backends, kinds, presets, read, wiring
from sitegen.schema import Map

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "forms.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_is_read_without_a_problem(block: str) -> None:
    text = block if re.search(r"^fields:", block, re.MULTILINE) else "fields: [email]\n" + block
    if "name: custom" in text:  # the part of site.yaml about the backend
        node, problems = yamltext.read(block, "content/site.yaml")
        assert isinstance(node, Map)
        backend = node.get("backend")
        assert isinstance(backend, Map)
        settings = backend.get("settings")
        assert isinstance(settings, Map)
        default = wiring.Default("custom", settings, "content/site.yaml")
        text = "fields: [email]\n"
    else:
        default = wiring.Default()
    node, problems = yamltext.read(text, "content/forms/join.yaml")
    assert problems == ()
    form, problems = read.form(node, "content/forms/join.yaml")
    assert problems == ()
    assert form is not None
    if form.backend or default.backend:
        wired = wiring.connect(form, default, "https://your-group.org/thanks/")
        assert wired is not None
        assert wired.problems == ()


def test_every_preset_type_and_setting_is_explained() -> None:
    for preset in presets.PRESETS:
        assert f"`{preset.name}`" in TEXT
    for type_ in kinds.TYPES:
        assert f"`{type_}`" in TEXT
    for backend in backends.TABLE:
        assert f"`backend: {backend.name}`" in TEXT
        for setting in backend.settings:
            assert re.search(rf"\b{setting.name}\b", TEXT)


def test_every_problem_in_the_table_exists() -> None:
    room = Path(read.__file__).parent
    code = "".join(path.read_text("utf-8") for path in sorted(room.rglob("*.py")))
    listed = re.findall(r"^\| `(form-[a-z-]+)` \|", TEXT, re.MULTILINE)
    assert listed
    assert [name for name in listed if f'"{name}"' not in code] == []
