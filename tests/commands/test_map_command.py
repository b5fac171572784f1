"""``sitegen map``: the way up a site's ladder as text, as a picture and as data."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sitegen import chart
from sitegen.plan.journey import FormStop, Journey, RungStop, Step
from sitegen.problems import Problem, Span
from tests.conftest import FORM, SITE, Project

SVG = "{http://www.w3.org/2000/svg}"
LADDER = "- name: join\n  ask: Come along\n- name: host\n  title: Gastgeberin\n- name: far\n  to: https://far.org/x\n"


@pytest.fixture
def made(tmp_path: Path) -> Project:
    project = Project(tmp_path / "site")
    project.write("content/site.yaml", SITE + "form: join\n")
    project.write("content/forms/join.yaml", FORM)
    project.write("content/forms/host.yaml", FORM.replace("Join us", "Host <us> & all"))
    project.write("content/forms/shop.yaml", FORM)
    project.write("content/ladder.yaml", LADDER)
    project.page("index.md", "Welcome.", title="Home", description="H.")
    return project.page("quiet.md", "Hush.", title="Quiet", description="Q.", ask="none")


TEXT = """\
How visitors move through Test Street

2 pages, 1 of them ask for something; 1 for nothing on purpose.

  1 Join
    "Come along"
    asked on  1 page: /
    with      the form join
    then      thanks on /thanks/join/
    leads to  2 Gastgeberin
    |
    v
  2 Gastgeberin
    "Host <us> & all"
    asked on  the thanks for join
    with      the form host
    then      thanks on /thanks/host/
    leads to  3 Far
    |
    v
  3 Far
    asked on  somewhere
    with      https://far.org/x

Beside the ladder

! Join us
    asked on  nowhere: visitors cannot reach it
    with      the form shop
    then      thanks on /thanks/shop/
    leads to  nothing: a dead end

1 dead end:
! content/forms/shop.yaml:1: Nothing comes after the form "shop": its thank-you
  page asks for nothing.
    Add a line such as next: join, or rung: with the level that it leads to
    (join, host, far). Write next: none if this is the end on purpose.
"""


def test_the_map_is_drawn_in_words(made: Project, sitegen_main: Callable[..., Any]) -> None:
    ran = sitegen_main("map", "-C", made.root)
    assert (0, TEXT, "") == (ran.code, ran.out, ran.err)


@pytest.mark.parametrize("columns", [1, 40, 57, 80, 300])
def test_lines_fit_the_terminal(made: Project, columns: int) -> None:
    seen, _ = chart.look(made.root, _options())
    assert seen is not None
    lines = chart.text(seen.journey, columns)
    assert max(40, min(100, columns)) >= max(map(len, lines))
    assert "".join(TEXT.split()) == "".join("".join(lines).split())


def test_signs_of_double_width_are_counted_as_two() -> None:
    journey = Journey("街" * 15 + " " + "街" * 15, 1, 1, (), 0, (), (), ())
    lines = chart.text(journey, 40)
    assert ["How visitors move through", "街" * 15, "街" * 15] == list(lines[:3])


def test_the_picture_stands_alone_and_can_be_read_aloud(
    made: Project, tmp_path: Path, sitegen_main: Callable[..., Any]
) -> None:
    ran = sitegen_main("map", "-C", made.root, "--svg", tmp_path / "way.svg")
    assert (0, "") == (ran.code, ran.err)
    assert "way.svg" in ran.out
    text = (tmp_path / "way.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert ("img", "title desc") == (root.get("role"), root.get("aria-labelledby"))
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert "How visitors move through Test Street" == title.text
    for words in ("Step 1, Join", "leads to 2 Gastgeberin", "Nothing comes after the form"):
        assert words in str(described.text)
    shown = "".join(root.itertext())
    assert "Host <us> & all" in shown
    assert "prefers-color-scheme:dark" in text
    assert "{" not in shown.replace(str(root.findtext(f"{SVG}style")), "")
    for forbidden in ("<script", "http://", "https://far", "@import", "url(h", "href"):
        assert forbidden not in text.replace('xmlns="http://www.w3.org/2000/svg"', "").replace(
            "the page https://far", "").replace(">https://far", "").replace(
            "with https://far", "")  # fmt: skip


def test_boxes_and_words_lie_within_the_picture(made: Project) -> None:
    seen, _ = chart.look(made.root, _options())
    assert seen is not None
    root = ElementTree.fromstring(chart.svg(seen))
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    for box in root.iter(f"{SVG}rect"):
        assert float(box.get("x", "0")) + float(box.get("width", "0")) <= width
        assert float(box.get("y", "0")) + float(box.get("height", "0")) <= height
    words = list(root.iter(f"{SVG}text"))
    assert words
    assert all(0 < float(text.get("y", "0")) < height for text in words)


def test_the_map_as_data(made: Project, sitegen_main: Callable[..., Any]) -> None:
    ran = sitegen_main("map", "-C", made.root, "--json")
    data = json.loads(ran.out)
    assert {"all": 2, "asking": 1, "silent": [], "silent_on_purpose": 1} == data["pages"]
    assert ["join", "host", "far"] == [rung["name"] for rung in data["rungs"]]
    forms = {form["name"]: form for form in data["forms"]}
    assert [{"kind": "rung", "name": "host", "title": "Gastgeberin"}] == forms["join"]["next"]
    assert [True, False] == [forms["host"]["reached"], forms["shop"]["reached"]]
    assert ["form-leads-nowhere"] == [end["code"] for end in data["dead_ends"]]


def test_the_same_site_gives_the_same_picture(made: Project) -> None:
    one, two = (chart.look(made.root, _options())[0] for _ in range(2))
    assert one is not None
    assert two is not None
    assert chart.svg(one) == chart.svg(two)


def test_a_site_without_a_ladder_is_drawn_too(
    made: Project, sitegen_main: Callable[..., Any]
) -> None:
    made.remove("content/ladder.yaml")
    ran = sitegen_main("map", "-C", made.root)
    assert 0 == ran.code
    assert "name its rungs in content/ladder.yaml" in " ".join(ran.out.split())
    assert "3 dead ends:" in ran.out


def test_what_cannot_be_built_is_said_and_nothing_is_written(
    made: Project, tmp_path: Path, sitegen_main: Callable[..., Any]
) -> None:
    made.write("content/site.yaml", "name: [\n")
    ran = sitegen_main("map", "-C", made.root, "--svg", tmp_path / "way.svg")
    assert (1, "") == (ran.code, ran.out)
    assert "content/site.yaml:" in ran.err
    assert not (tmp_path / "way.svg").exists()
    assert 1 == sitegen_main("map", "-C", tmp_path / "nowhere").code


def test_a_picture_that_cannot_be_written_is_said(
    made: Project, tmp_path: Path, sitegen_main: Callable[..., Any]
) -> None:
    ran = sitegen_main("map", "-C", made.root, "--svg", tmp_path / "no" / "way.svg")
    assert (1, "") == (ran.code, ran.out)
    assert "Name another file" in ran.err


def test_a_rung_nobody_reaches_and_a_way_round_are_drawn() -> None:
    end = Problem("rung-unreached", "Nothing leads there.", Span("content/ladder.yaml", 3), "Do.")
    stop = FormStop("a", "A", "a.yaml", "one", ("/",), (), True, "/t/",
                    (Step("rung", "three", "Three"), Step("page", "/p/", "A page"),
                     Step("form", "b", "B"), Step("address", "https://x.org", "")), False)  # fmt: skip
    rungs = tuple(RungStop(name, name.title(), "", form, "", (), reached)
                  for name, form, reached in (("one", "a", True), ("two", "", False),
                                              ("three", "b", True)))  # fmt: skip
    other = replace(stop, name="b", rung="three", pages=(), after=("a",), next=(), thanks="/u/")
    journey = Journey("Site", 3, 2, ("/x/",), 0, rungs, (stop, other), (end,))
    text = "\n".join(chart.text(journey, 80))
    assert "leads to  3 Three, A page (/p/), the form b, https://x.org" in text
    assert "! 2 Two\n    asked on  nowhere" in text
    assert "|" not in text
    picture = chart.svg(chart.Seen(journey, *_colours()))
    assert "H840V" in picture  # round by the right edge
    assert "Nothing leads there." in picture


def _options() -> Any:
    from sitegen.model import Options

    return Options("2026-11-03T12:00:00+00:00")


def _colours() -> Any:
    from sitegen.brand import tokens

    made = tokens.compile(tokens.Brand("teal", ""), Span("x"))
    return made.light, made.dark
