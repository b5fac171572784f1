"""The starter content is full enough to be used: how much of each kind there is at least."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

CONTENT = Path(__file__).parent.parent / "content"
RUNGS = [rung["name"] for rung in yaml.safe_load((CONTENT / "ladder.yaml").read_text("utf-8"))]


def heads(folder: str) -> dict[str, Mapping[str, object]]:
    """The settings of every page in a folder but those that introduce others."""
    return {path.relative_to(CONTENT).as_posix(): yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
            for path in sorted((CONTENT / folder).rglob("*.md")) if path.name != "index.md"}  # fmt: skip


@pytest.mark.parametrize(("folder", "least"), [
    ("tools", 25), ("examples", 10), ("roles", 4), ("events", 6), ("groups", 4), ("people", 5),
])  # fmt: skip
def test_there_are_enough_of_each_kind(folder: str, least: int) -> None:
    assert len(heads(folder)) >= least


def test_forty_messages_in_five_channels_and_a_message_house() -> None:
    found = heads("messages")
    assert 1 == sum(head.get("type") == "house" for head in found.values())
    assert sum(head.get("type") != "house" for head in found.values()) >= 40
    channels = Counter(word for path in found for word in re.findall(
        r"^::: swipe (\w+)", (CONTENT / path).read_text("utf-8"), re.M))  # fmt: skip
    assert len([word for word, many in channels.items() if many >= 5]) >= 5, channels


def test_twenty_tactics_over_all_steps_and_one_to_begin_with_on_each() -> None:
    found = heads("tactics").values()
    assert len(found) >= 20
    assert set(RUNGS) == {head["rung"] for head in found}
    assert set(RUNGS) == {head["rung"] for head in found if head.get("start")}


def test_three_materials_can_be_downloaded_and_are_there() -> None:
    named = {line for head in heads("tactics").values()
             for line in head.get("materials") or () if "assets/materials/" in line}  # type: ignore[attr-defined]  # fmt: skip
    files = {line.rpartition("../")[2] for line in named}
    assert len(files) >= 3
    assert [] == [name for name in files if not (CONTENT / name).is_file()]


def test_every_example_names_its_source() -> None:
    assert [] == [path for path, head in heads("examples").items() if not head.get("sources")]


def test_every_step_of_the_ladder_has_figures_and_words() -> None:
    rungs = yaml.safe_load((CONTENT / "ladder.yaml").read_text("utf-8"))
    assert [] == [rung["name"] for rung in rungs
                  if not (rung.get("people") and rung.get("does") and rung.get("up"))]  # fmt: skip
    people = [rung["people"] for rung in rungs]
    assert sorted(people, reverse=True) == people


def test_every_number_of_the_group_has_its_day() -> None:
    numbers = yaml.safe_load((CONTENT / "progress.yaml").read_text("utf-8"))
    assert numbers
    assert all(number["date"] for number in numbers.values())


def test_invented_people_and_groups_are_said_to_be() -> None:
    for folder in ("people", "groups", "events"):
        assert "invented" in (CONTENT / folder / "index.md").read_text("utf-8"), folder
