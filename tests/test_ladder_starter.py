"""The starter's own ladder: whoever begins on any page can climb it to the top."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sitegen import chart
from sitegen.model import Options
from sitegen.plan.journey import Journey
from sitegen.scaffold import Answers, create

ROOT = Path(__file__).parent.parent
NOW = Options("2026-11-23T12:00:00+00:00")


@pytest.fixture(scope="module", params=["sample", "new"])
def journey(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """The sample as it is, and the site that ``sitegen new`` makes of it."""
    site = tmp_path_factory.mktemp("starter") / "site"
    if request.param == "new":
        assert () == create(site, Answers("Elm", "teal", "join@elm-street.org"))
    else:
        shutil.copytree(ROOT / "content", site / "content")
    seen, problems = chart.look(site, NOW)
    assert () == problems
    assert seen is not None
    return seen.journey


def test_there_is_no_dead_end(journey: Journey) -> None:
    assert () == journey.dead_ends
    assert () == journey.silent
    assert 1 == journey.still  # the privacy notice, which is not the place to ask


def test_each_rung_has_a_form_that_pages_ask_for_and_that_leads_to_the_next(
    journey: Journey,
) -> None:
    names = [rung.name for rung in journey.rungs]
    assert ["follow", "join", "act", "host", "lead"] == names
    forms = {form.rung: form for form in journey.forms}
    assert set(names) == set(forms)
    for rung, above in zip(names, [*names[1:], None], strict=True):
        assert forms[rung].pages
        steps = [(step.kind, step.name) for step in forms[rung].next]
        assert steps == ([("rung", above)] if above else [])


def test_every_rung_says_what_it_asks_in_words_of_its_own(journey: Journey) -> None:
    asks = [rung.ask for rung in journey.rungs]
    assert all(asks)
    assert len(set(asks)) == len(asks)
