"""Every block of every theme renders its own example, and says what is wrong in a page.

A new block needs no test here: a folder with block.yaml, block.html and example.md is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from bs4 import Tag
from reading import csp, hrefs, one, photo, soup, words

from tests.conftest import FORM, SITE, Project

THEMES = Path(__file__).parents[2] / "themes"
USED = [path.parent.name for path in sorted(THEMES.glob("*/theme.yaml"))]
BLOCKS = sorted(THEMES.glob("*/blocks/*/block.yaml"))


def ids(path: Path) -> str:
    return f"{path.parts[-4]}-{path.parts[-2]}"


def named(example: str, shapes: str) -> Iterator[str]:
    """What an example names of these endings, outside of addresses of other sites."""
    bare = re.sub(r"https?://\S+", "", example)
    yield from re.findall(rf"[\w/.-]+\.(?:{shapes})\b", bare)


def example_site(project: Project, theme: str, example: str) -> Tag:
    """A page that holds the example, with the pages, pictures and sections that it names."""
    project.write("content/site.yaml", f"{SITE}form: join\ntheme: {theme}\n")
    for name in named(example, "md"):
        project.page(name, "Text.", title="Named", description="Named by an example.")
    for name in named(example, "jpe?g|png|webp"):
        project.write(f"content/{name}", photo(900, 600))
    for form in re.findall(r"::: signup (\w+)", example):
        project.write(f"content/forms/{form}.yaml", FORM)
    project.write("content/progress.yaml", "members: {count: 43, goal: 100, date: 2026-11-01}\n")
    project.write("content/ladder.yaml", "- {name: join, form: join, people: 43}\n")
    for number in range(1, 5):
        project.page(f"tactics/{number}.md", "Text.", title=f"Tactic {number}", description="T.",
                     tags="street")  # fmt: skip
    if "::: start" in example:
        project.page("tactics/first.md", "Text.", title="First", description="F.", start="yes",
                     rung="join", evidence="practice")  # fmt: skip
    project.page("example.md", example, title="Example", description="E.", ask="none").built()
    return soup(project, "example/index.html")


def test_there_are_blocks_and_themes() -> None:
    assert len(BLOCKS) >= 9
    assert {"base", "grassroots"} <= set(USED)


@pytest.mark.parametrize("path", BLOCKS, ids=ids)
def test_every_block_declares_itself(path: Path) -> None:
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert declared["summary"].endswith(".")
    assert {"summary", "args", "body"} <= set(declared)
    assert set(declared.get("choices", {})) <= {*declared["args"], *declared.get("fields", {})}
    example = (path.parent / "example.md").read_text(encoding="utf-8")
    assert re.search(rf"^::: ?{path.parent.name}\b", example, re.M)


@pytest.mark.parametrize("theme", USED)
@pytest.mark.parametrize("path", BLOCKS, ids=ids)
def test_every_block_renders_its_example_in_every_theme(
    project: Project, path: Path, theme: str
) -> None:
    example = (path.parent / "example.md").read_text(encoding="utf-8")
    tree = one(example_site(project, theme, example), "main .prose")
    text = " ".join(tree.get_text().split())
    assert ":::" not in text
    seen = {str(tag["id"]) for tag in tree.select("[id]")}
    assert len(seen) == len(tree.select("[id]"))
    written = [line for line in example.splitlines()
               if line and ":::" not in line and not re.match(r"[a-z_]+: ", line)]  # fmt: skip
    for line in written:
        plain = re.sub(r"^(?:[-#]+|\d+\.)\s+|[*_`]", "", line)
        if "](" not in plain:
            assert plain in text, (line, text)
    assert tree.find(True) is not None


def in_page(project: Project, text: str) -> Tag:
    """The text of a page that holds this Markdown."""
    project.page("a.md", text, title="A", description="A.", ask="none").build()
    return one(soup(project, "a/index.html"), ".prose")


def said(project: Project, text: str, code: str) -> tuple[int, str]:
    """Line and hint of the problem that this Markdown brings, when nothing is written."""
    project.page("a.md", text, title="A", description="A.").build()
    problem = project.problem(code)
    assert problem.span is not None
    assert "content/a.md" == problem.span.path
    return problem.span.line, problem.hint


def test_cards_list_a_section_up_to_a_limit(project: Project) -> None:
    for number in range(1, 5):
        project.page(f"t/{number}.md", "Text.", title=f"T {number}", description="D.")
    tree = in_page(project, "::: cards t/\nlimit: 2\n:::")
    assert ["T 1", "T 2"] == words(tree, ".card-title")
    assert ["../t/1/index.html", "../t/2/index.html"] == hrefs(tree, ".card a")


@pytest.mark.parametrize("text", ["::: cards tag:Street\n:::", "::: cards\ntag: street\n:::"])
def test_cards_list_a_tag(project: Project, text: str) -> None:
    project.page("t/1.md", "Text.", title="T 1", description="D.", tags="Street")
    project.page("t/2.md", "Text.", title="T 2", description="D.", tags="Other")
    assert ["T 1"] == words(in_page(project, text), ".card-title")


def test_cards_list_what_their_text_links_to(project: Project) -> None:
    project.page("t/1.md", "Text.", title="T 1", description="D.")
    project.page("t/2.md", "Text.", title="T 2", description="D.")
    tree = in_page(project, "::: cards\n- [Two](t/2.md)\n- [One](/t/1/)\n- [Again](t/2.md)\n:::")
    assert ["T 2", "T 1"] == words(tree, ".card-title")


def test_blocks_may_stand_in_blocks(project: Project) -> None:
    tree = in_page(project, ":::: callout tip Do it\n::: button index.md Go home\n:::\n::::")
    assert ["Go home"] == words(tree, ".callout a.button")
    assert ["../index.html"] == hrefs(tree, ".callout a.button")


def test_text_in_arguments_is_text(project: Project) -> None:
    tree = in_page(project, '::: quote <b>"Ana" & Co</b>\nSaid.\n:::')
    assert ['<b>"Ana" & Co</b>'] == words(tree, "figcaption")


@pytest.mark.parametrize(
    ("text", "code", "line", "hint"),
    [
        ("Text.\n\n::: button\n:::", "block-field-missing", 7, "::: button TO LABEL"),
        ("::: button nowhere.md Go\n:::", "link-missing", 5, "Check the name"),
        ("::: image index.md\nalt: x\nalign: wdie\n:::", "block-choice", 5, "wide"),
        ("::: cards t\nlimit: three\n:::", "block-number", 5, "limit: 3"),
        ("::: cards t\nlimit: ²\n:::", "block-number", 5, "limit: 3"),
        ("::: cards tag:stret\n:::", "tag-unknown", 5, 'Did you mean "Street"?'),
        ("::: signup jion\n:::", "form-missing", 5, 'Did you mean "join"?'),
        ("::: calout\nx\n:::", "block-unknown", 5, "callout"),
    ],
)
def test_a_mistake_in_a_block_is_said_with_its_line(
    project: Project, text: str, code: str, line: int, hint: str
) -> None:
    project.page("t/1.md", "Text.", title="T 1", description="D.", tags="Street")
    found, given = said(project, text, code)
    assert line == found
    assert hint in given


def test_a_sign_up_without_any_form_is_said(project: Project) -> None:
    project.write("content/site.yaml", SITE)
    line, hint = said(project, "::: signup\n:::", "form-unnamed")
    assert 5 == line
    assert "::: signup join" in hint


def test_a_sign_up_in_a_page_may_be_sent(project: Project) -> None:
    in_page(project, "::: signup join\n:::")
    assert ["'self'", "https://forms.test-street.org"] == csp(soup(project, "a/index.html"))[
        "form-action"]  # fmt: skip
