"""``imprint:`` as people write it, and what is said of what cannot be read."""

from __future__ import annotations

import pytest
from declared import declared

from sitegen import yamltext
from sitegen.imprint import Imprint, Party
from sitegen.imprint import read as reading
from sitegen.problems import Problem


def _problem(text: str) -> Problem:
    node, _ = yamltext.read(text, "content/site.yaml")
    _, found = reading.imprint(node, "en", None)
    wrong = [problem for problem in found if problem.level != "info"]
    assert 1 == len(wrong), found
    return wrong[0]


@pytest.mark.parametrize("written", [
    "people: Ana Ruiz\n", "people: [Ana Ruiz]\n", "people:\n  - name: Ana Ruiz\n", "name: Ana Ruiz\n",
    "people: {name: Ana Ruiz}\n",
])  # fmt: skip
def test_a_name_may_be_written_in_any_of_these_ways(written: str) -> None:
    assert ["Ana Ruiz"] == [party.name for party in declared(written).people]


def test_an_address_behind_a_name_is_an_address() -> None:
    (party,) = declared("on_behalf_of: Jane Smith, 12 Elm Road, Anytown\n").on_behalf_of
    assert ("Jane Smith", "12 Elm Road, Anytown") == (party.name, party.address)


def test_an_address_on_several_lines_is_one() -> None:
    made = declared("address: |\n  1 High Street,\n  Anytown\n  AN1 1AN\n")
    assert "1 High Street, Anytown, AN1 1AN" == made.address


def test_the_candidate_stands_in_for_a_name_once_there_is_one() -> None:
    text = "on_behalf_of: candidate\nauthorised_by: candidate\n"
    before, after = declared(text), declared(text, candidate=Party("Ana Ruiz", "", "PO Box 1"))
    assert ((), "") == (before.on_behalf_of, before.authorised_by)
    assert ("Ana Ruiz", "Ana Ruiz") == (after.on_behalf_of[0].name, after.authorised_by)


def test_an_unknown_place_is_said_with_the_one_that_was_meant() -> None:
    problem = _problem("jurisdiction: ireland-ie\n")
    assert ("imprint-jurisdiction", 1) == (problem.code, problem.span.line)
    assert 'Did you mean "ireland"?' == problem.hint


def test_a_place_without_rules_is_told_to_write_its_own_text() -> None:
    assert "text:" in _problem("jurisdiction: atlantis\n").hint


def test_an_unknown_kind_of_publisher_is_said_with_the_one_that_was_meant() -> None:
    problem = _problem("jurisdiction: uk\nwho: canditate\n")
    assert ("imprint-who", 2, 'Did you mean "candidate"?') == (
        problem.code, problem.span.line, problem.hint)  # fmt: skip


def test_an_unknown_key_is_said_with_the_one_that_was_meant() -> None:
    problem = _problem("jurisdiction: uk\nadress: PO Box 1\n")
    assert ("key-unknown", 'Did you mean "address"?') == (problem.code, problem.hint)


def test_a_list_is_no_imprint() -> None:
    assert "value-kind" == _problem("- Ana\n").code


def test_a_group_without_a_place_is_fine() -> None:
    for text in ("people: Ana Ruiz\n", "people: Ana Ruiz\njurisdiction: none\n"):
        node, _ = yamltext.read(text, "content/site.yaml")
        made, found = reading.imprint(node, "en", None)
        assert ((), ()) == (made.jurisdictions, found)


def test_nothing_and_text_are_texts() -> None:
    assert Imprint().is_text
    assert declared("Us, 1 High Street\n").is_text
    assert not declared("people: Ana Ruiz\n").is_text


def test_facts_laid_over_replace_key_by_key_and_a_text_replaces_all() -> None:
    below, _ = yamltext.read("people: Ana Ruiz\nweb: a.example\n", "x")
    above, _ = yamltext.read("web: b.example\n", "x")
    text, _ = yamltext.read("By us\n", "x")
    made, _ = reading.imprint(reading.laid_over(below, above), "en", None)
    assert ("Ana Ruiz", "b.example") == (made.people[0].name, made.web)
    assert text == reading.laid_over(below, text)
    assert below == reading.laid_over(below, None)
