"""Content types: which page is of which, what it may hold, and the site's own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sitegen import contenttypes, schema, yamltext
from sitegen.contenttypes import ContentType
from sitegen.problems import Span
from tests.conftest import Project

ROOT = Path(__file__).parents[2]
BASE = ROOT / "themes" / "base"
FILES = sorted((BASE / "types").glob("*.yaml"))
TACTICS = ContentType("tactic", folder="tactics")
NEWS = ContentType("update", folder="updates")
TYPES = {"tactic": TACTICS, "update": NEWS}


def read(text: str, name: str = "thing", path: str = "content/types/thing.yaml") -> tuple[
    ContentType, tuple[str, ...]
]:  # fmt: skip
    node, problems = yamltext.read(text, path)
    assert isinstance(node, schema.Map)
    assert not problems
    (kind,), said = contenttypes.join([(name, path, node)], ("title", "date"))
    return kind, tuple(problem.code for problem in said)


def kind_of(path: str, given: str = "") -> str:
    return contenttypes.of(path, given, TYPES, Span(path))[0].name


def test_a_page_is_of_the_type_of_its_folder() -> None:
    assert "tactic" == kind_of("content/tactics/stall.md")
    assert "tactic" == kind_of("content/doors/tactics/early/stall.md")
    assert "page" == kind_of("content/about.md")


def test_the_innermost_folder_decides() -> None:
    assert "update" == kind_of("content/tactics/updates/stall.md")


def test_a_folders_own_page_introduces_the_others_and_is_none_of_them() -> None:
    assert "page" == kind_of("content/tactics/index.md")
    assert "page" == kind_of("content/tactics/README.md")


def test_a_page_can_name_its_type_or_refuse_one() -> None:
    assert "update" == kind_of("content/tactics/stall.md", "update")
    assert "page" == kind_of("content/tactics/stall.md", "page")


def test_a_type_of_another_generator_is_nobodys_mistake_but_a_slip_is_named() -> None:
    assert () == contenttypes.of("content/a.md", "posts", TYPES, Span("content/a.md"))[1]
    kind, problems = contenttypes.of("content/a.md", "tactik", TYPES, Span("content/a.md", 3))
    assert "page" == kind.name
    assert [("type-unknown", 3, 'Did you mean "tactic"?')] == [
        (problem.code, problem.span.line if problem.span else 0, problem.hint)
        for problem in problems
    ]


def test_choices_may_have_words_of_their_own() -> None:
    kind, said = read("fields:\n  size: {type: choice, choices: {s: Small, l: Large}}\n")
    assert () == said
    assert (("s", "Small"), ("l", "Large")) == kind.fields[0].choices


@pytest.mark.parametrize(("text", "code"), [
    ("fields:\n  title: text\n", "type-field-taken"),
    ("fields:\n  size: {type: choice}\n", "type-choices"),
    ("fields:\n  size: {type: chioce}\n", "value-kind"),
    ("fields:\n  size: text\nlist: {facts: [sise]}\n", "type-list"),
    ("fields:\n  size: text\nlist: {filters: [size]}\n", "type-list"),
    ("fields: {}\nfolders: things\n", "key-unknown"),
])  # fmt: skip
def test_a_mistake_in_a_type_is_named(text: str, code: str) -> None:
    assert (code,) == read(text)[1]


def test_two_types_cannot_take_one_folder(project: Project) -> None:
    project.write("content/types/idea.yaml", "folder: tactics\n").build()
    assert "content/types/idea.yaml" == project.problem("type-folder").span.path  # type: ignore[union-attr]


def test_a_sites_own_type_needs_one_file(project: Project) -> None:
    project.write("content/types/pledge.yaml", "folder: pledges\nfields:\n"
                  "  who: {type: text, required: true, help: Ada}\n"
                  "  size: {type: choice, choices: {s: Small, l: Large}, label: How large}\n"
                  "list: {facts: [size]}\n")  # fmt: skip
    project.page("pledges/index.md", "Ours.", title="Pledges", description="P.")
    project.page("pledges/one.md", "I will.", title="One", description="O.", who="Ada", size="l")
    project.built()
    assert "<dt>How large</dt>\n<dd>Large</dd>" in project.out("pledges/one/index.html")
    assert "<li>How large: Large</li>" in project.out("pledges/index.html")


def test_what_a_page_must_say_and_what_it_may_is_told_with_the_line(project: Project) -> None:
    project.page("tactics/stall.md", "Text.", title="Stall", description="S.", effort="lo",
                 rung="jion", form="nobody", materials="[missing.pdf]").build()  # fmt: skip
    found = [(problem.code, problem.span.line, problem.hint) for problem in project.result.problems
             if problem.span and problem.span.path == "content/tactics/stall.md"]  # fmt: skip
    assert ("field-missing", 2, "Add a line: evidence: practice") in found
    assert ("value-kind", 4, 'Did you mean "low"?') in found


def test_an_ordinary_page_in_such_a_folder_owes_nothing(project: Project) -> None:
    project.page("tactics/stall.md", "Text.", title="Stall", description="S.").built()
    project.page(
        "tactics/stall.md", "Text.", title="Stall", description="S.", type="tactic"
    ).build()
    assert "warning" == project.problem("field-missing").level


def test_names_that_lead_nowhere_are_told_with_the_line(project: Project) -> None:
    project.page("tactics/stall.md", "Text.", title="Stall", description="S.", evidence="practice",
                 rung="jion", form="jion", materials="[missing.pdf]",
                 messages="[../index.md, https://example.org/]").build()  # fmt: skip
    found = [(problem.code, problem.span.line) for problem in project.result.problems
             if problem.span and problem.span.path == "content/tactics/stall.md"]  # fmt: skip
    assert [
        ("rung-missing", 5),
        ("form-missing", 6),
        ("link-missing", 7),
        ("field-page", 8),
    ] == found


def test_a_new_type_reaches_pages_that_were_built_before(project: Project) -> None:
    project.page("pledges/one.md", "I will.", title="One", description="O.", who="Ada").build()
    assert "key-unknown" in project.codes()
    project.write("content/types/pledge.yaml", "folder: pledges\nfields: {who: text}\n").build()
    assert "key-unknown" not in project.codes()
    assert "<dd>Ada</dd>" in project.out("pledges/one/index.html")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_type_of_base_can_be_read_and_has_words_in_every_language(file: Path) -> None:
    node, problems = yamltext.read(file.read_text(encoding="utf-8"), file.name)
    assert () == problems
    assert isinstance(node, schema.Map)
    (kind,), said = contenttypes.join([(file.stem, file.name, node)], ("title", "date", "tags"))
    assert () == said
    wanted = {f"fact_{field.name}" for field in kind.fields if field.shown}
    wanted |= {f"{field.name}_{value}" for field in kind.fields for value, _ in field.choices}
    for words in sorted((BASE / "strings").glob("*.yaml")):
        there = yaml.safe_load(words.read_text(encoding="utf-8"))
        assert set() == wanted - there.keys(), words.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_required_field_says_what_to_write(file: Path) -> None:
    fields = yaml.safe_load(file.read_text(encoding="utf-8"))["fields"]
    assert [] == [name for name, field in fields.items()
                  if field.get("required") and not field.get("help")]  # fmt: skip
