"""The name as outlines, with a place for a candidate's."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest
from kits import FACTS, NAMES, compiled, speaking
from msgspec.structs import replace

from sitegen.brand import wordmark
from sitegen.brand.facts import Facts

SVG = "{http://www.w3.org/2000/svg}"


def marks(facts: Facts = FACTS, drawing: bytes = b"") -> dict[str, bytes]:
    made = wordmark.make(facts, compiled("#7b1e4b"), speaking(), drawing)
    return {mark.name: mark.data for mark in made}


def spans(data: bytes) -> list[tuple[float, float]]:
    """The highest and lowest point of each line of outlines."""
    root = ElementTree.fromstring(data)
    found = []
    for path in root.findall(f"{SVG}path"):
        numbers = [float(part) for part in re.findall(r"-?[\d.]+", path.attrib["d"])]
        found.append((min(numbers[1::2]), max(numbers[1::2])))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_name_has_its_mark_in_colour_in_one_ink_and_reversed(name: str) -> None:
    made = marks(replace(FACTS, name=name))
    assert {"wordmark.svg", "wordmark-mono.svg", "wordmark-reversed.svg"} <= made.keys()
    for data in made.values():
        root = ElementTree.fromstring(data)
        assert f"{SVG}svg" == root.tag
        assert not root.findall(f".//{SVG}text")  # outlines: no font is asked for
        title = root.find(f"{SVG}title")
        assert title is not None
        assert name == title.text


def test_only_a_name_of_several_words_is_stacked() -> None:
    assert "wordmark-stacked.svg" in marks()
    assert "wordmark-stacked.svg" not in marks(replace(FACTS, name="Go"))


def test_one_ink_is_one_ink() -> None:
    colours = set(re.findall(rb'"(#[0-9a-f]{6})"', marks()["wordmark-mono.svg"]))
    assert {b"#000000", b"#ffffff"} == colours


def test_the_slot_is_empty_before_there_is_a_candidate_and_the_name_stands_in_the_middle() -> None:
    root = ElementTree.fromstring(marks()["wordmark.svg"])
    [(top, bottom)] = spans(marks()["wordmark.svg"])
    middle = float(root.attrib["height"]) / 2
    assert pytest.approx(middle, abs=9) == (top + bottom) / 2


def test_a_candidate_stands_below_the_name_within_the_same_height() -> None:
    before = ElementTree.fromstring(marks()["wordmark.svg"])
    made = marks(replace(FACTS, candidate="Maya Okoye"))["wordmark.svg"]
    after = ElementTree.fromstring(made)
    assert before.attrib["height"] == after.attrib["height"]
    (_, above), (below, _) = spans(made)
    assert above < below
    assert "Harbour Street Together – Maya Okoye" == after[0].text


def test_the_groups_own_drawing_takes_the_place_of_the_letter() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10"/>'
    )
    made = marks(drawing=drawing)
    assert b"data:image/svg+xml;base64," in made["wordmark.svg"]
    assert b"data:" not in made["wordmark-mono.svg"]  # it may have colours


def test_a_name_that_no_face_can_write_has_no_mark() -> None:
    assert {} == marks(replace(FACTS, name="港街"))


def test_signs_of_markup_in_a_name_stay_text() -> None:
    title = ElementTree.fromstring(marks(replace(FACTS, name="R&D <now>"))["wordmark.svg"])[0]
    assert "R&D <now>" == title.text
