"""Headings of a page go down one level at a time, whatever levels its writer chose."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Project

CASES = (
    ("### a\n\n### b\n\n#### c\n\n## d\n\n### e", "2 2 3 2 3"),
    ("## a\n\n#### b\n\n##### c\n\n### d", "2 3 4 3"),
    ("# a\n\nwords\n\n# b\n\n### c", "2 2 3"),
    ("###### a", "2"),
    ("<h4>a</h4>\n\n## b\n\n<h5>c</h5>", "2 2 3"),
    ("## a\n\n### b\n\n## c", "2 3 2"),
    ("#### a\n\n::: callout\n#### b\n\n##### c\n:::\n\n##### d", "2 2 3 3"),
)


@pytest.mark.parametrize(("text", "levels"), CASES)
def test_no_level_is_left_out(project: Project, text: str, levels: str) -> None:
    project.page("a.md", f"Words.\n\n{text}\n", title="Page").build()
    main = project.out("a/index.html").partition("<main")[2].partition("</article>")[0]
    found = re.findall(r"<h([2-6])\b[^>]*>.*?</h([2-6])>", main, re.S)
    assert all(start == end for start, end in found)
    given = [level for level, _ in found]
    assert levels.split() == given[: len(levels.split())]


def test_what_lists_the_headings_knows_their_levels(project: Project) -> None:
    project.write("themes/own/theme.yaml", "name: own\nextends: base\n")
    project.write(
        "themes/own/templates/page.html",
        '{% extends "templates/layout.html" %}{% block main %}'
        "{% for each in page.headings %}({{ each.level }} {{ each.title }}){% endfor %}"
        "{{ page.html }}{% endblock %}",
    )
    site = (project.root / "content/site.yaml").read_text(encoding="utf-8")
    project.write("content/site.yaml", f"{site}\ntheme: own\n")
    project.page("a.md", "Words.\n\n#### b\n\n##### c\n", title="Page").build()
    assert "(2 b)(3 c)" in project.out("a/index.html")
