"""What docs/form-fields.md shows is what sitegen reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from yaml_forms import read_text

from sitegen.forms import consents, field_tables, fields, read
from sitegen.forms.model import Wording

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "form-fields.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(?!# content/site)(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_the_tables_are_made_from_what_forms_are_read_with() -> None:
    assert field_tables.page(TEXT) == TEXT, "run make docs"
    for name in field_tables.names():
        assert all(TEXT.count(mark) == 1 for mark in field_tables.marks(name))


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_is_read_without_a_problem(block: str) -> None:
    text = block if re.search(r"^fields:", block, re.MULTILINE) else "fields: [email]\n" + block
    made, problems = read_text(text)
    assert problems == ()
    assert made is not None
    _, problems = consents.worded(made, {}, "Us", "en")
    assert problems == ()


def test_every_line_of_a_field_and_of_a_consent_is_explained() -> None:
    refused = {"checked", "ticked", "selected", "default", "value"}
    assert [key for key in consents.FIELDS if f"`{key}`" not in TEXT and key not in refused] == []
    both = TEXT + (Path(__file__).resolve().parents[2] / "docs" / "forms.md").read_text("utf-8")
    assert [key for key in fields.FIELDS
            if f"`{key}`" not in both and f"{key}:" not in both and key not in refused] == []  # fmt: skip


def test_every_problem_in_the_table_exists() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(read.__file__).parent.glob("*.py"))
    listed = re.findall(r"^\| `(form-[a-z-]+)` \|", TEXT, re.MULTILINE)
    assert len(listed) > 10
    assert [name for name in listed if f'"{name}"' not in code] == []


def test_every_problem_of_these_modules_is_in_a_table() -> None:
    room = Path(read.__file__).parent
    code = "".join((room / f"{name}.py").read_text("utf-8") for name in ("judge", "consents"))
    both = TEXT + (Path(__file__).resolve().parents[2] / "docs" / "forms.md").read_text("utf-8")
    rare = {"form-no-effect", "form-length", "form-number", "form-pattern-help"}
    said = set(re.findall(r'"(form-[a-z-]+)"', code)) - rare
    assert [name for name in sorted(said) if f"`{name}`" not in both] == []


def test_the_version_in_the_example_is_that_of_its_words() -> None:
    assert f"updates={Wording('Yes, write to me.', 'en').version}" in TEXT
