"""The rule packs: dated and sourced data, and the wordings that guidance shows."""

from __future__ import annotations

import datetime
import itertools
import re

import pytest
from declared import advice, errors, stated

from sitegen import stages
from sitegen.imprint import compile, packs
from sitegen.imprint.model import WHO

NAMES = tuple(packs.ALIASES)


@pytest.mark.parametrize("name", ["", *NAMES])
def test_every_fact_has_a_law_a_source_a_day_and_a_mark(name: str) -> None:
    for version in packs.load(name).versions:
        assert version.facts
        for _, fact in version.facts:
            assert fact.law
            assert fact.mark in packs.MARKS
            datetime.date.fromisoformat(fact.read)
            assert not fact.says.endswith(".")
            assert fact.source.startswith(("http://", "https://", "docs/"))


@pytest.mark.parametrize("name", ["", *NAMES])
def test_a_pack_names_only_what_the_program_knows(name: str) -> None:
    for version in packs.load(name).versions:
        whens = [rule.when for rule in (*version.duties, *version.needs, *version.sizes)]
        for when in (*whens, *(when for when, _ in version.words)):
            assert set(when.who) <= set(WHO)
            assert set(when.stages) <= set(stages.NAMES)
            assert set(when.media) <= {"page", "card", "print"}
        assert {need.what for need in version.needs} <= set(compile._MISSING)
        for _, texts in version.words:
            for _, text in texts:
                assert text.count("[") == text.count("]")


@pytest.mark.parametrize("name", NAMES)
def test_versions_follow_each_other_without_a_gap(name: str) -> None:
    versions = packs.load(name).versions
    for before, after in itertools.pairwise(versions):
        last = datetime.date.fromisoformat(before.valid_to)
        assert after.valid_from == (last + datetime.timedelta(days=1)).isoformat()
    assert "" == versions[-1].valid_to


def test_every_name_of_a_place_finds_its_pack() -> None:
    assert "uk" == packs.find("United Kingdom")
    assert "ca-qc" == packs.find("Québec")
    assert "" == packs.find("Atlantis")
    every = [name for names in packs.ALIASES.values() for name in names.split()]
    assert len(every) == len(set(every))


# Wordings -------------------------------------------------------------------------------------

UK = "jurisdiction: uk\nwho: candidate\npeople: Joe Smith\naddress: 110 High Street, Anytown AN1 1AN\n"
US = "jurisdiction: us\nwho: committee\npaid_by: Ruiz for Congress\n"

EXAMPLES = {
    "uk, for oneself": (UK, "page", "Promoted by Joe Smith, 110 High Street, Anytown AN1 1AN."),
    "uk, for a candidate": (
        UK + "on_behalf_of: {name: Jane Smith, address: 'PO Box 3, Anytown'}\n", "card",
        "Promoted by Joe Smith, 110 High Street, Anytown AN1 1AN, on behalf of Jane Smith, PO Box 3, Anytown.",
    ),
    "uk, in print": (
        UK + "printer: 'Armadillo Printing Ltd, 22 Elm Road, Anytown'\n", "print",
        "Printed by Armadillo Printing Ltd, 22 Elm Road, Anytown. "
        "Promoted by Joe Smith, 110 High Street, Anytown AN1 1AN.",
    ),
    "us, paid and authorised": (US + "authorised: yes\n", "page", "Paid for by Ruiz for Congress."),
    "us, authorised by itself": (
        US + "authorised_by: Ruiz for Congress\n", "page", "Paid for by Ruiz for Congress."),
    "us, paid by another": (
        "jurisdiction: us\nwho: committee\npaid_by: Harbour PAC\nauthorized_by: Ruiz for Congress\n",
        "page", "Paid for by Harbour PAC and authorized by Ruiz for Congress."),
    "us, not authorised": (
        "jurisdiction: us\nwho: committee\npaid_by: Harbour PAC\nauthorised: no\nweb: harbourpac.example\n",
        "page", "Paid for by Harbour PAC, harbourpac.example. Not authorized by any candidate or "
        "candidate's committee."),
    "australia": (
        "jurisdiction: au\nwho: party\npeople: A. Citizen\nentity: Harbour Party\ntown: Canberra\n",
        "page", "Authorised by A. Citizen, Harbour Party, Canberra."),
    "new zealand": (
        "jurisdiction: nz\nwho: party\npeople: J. Smith\nemail: j@harbour.example\n", "page",
        "Promoted or Authorised by J. Smith, j@harbour.example."),
    "canada, a candidate": (
        "jurisdiction: ca\nwho: candidate\nagent: {name: M. Roy, title: official agent}\n"
        "on_behalf_of: Jane Smith\n", "page",
        "Authorized by M. Roy, official agent, for Jane Smith."),
    "canada, a third party": (
        "jurisdiction: ca\nwho: third party\nentity: Harbour Street\nphone: 555-0100\nweb: harbour.example\n",
        "page", "Authorized by Harbour Street, 555-0100, harbour.example."),
    "québec": (
        "jurisdiction: québec\nwho: candidate\nagent: {name: Marie Roy, title: agente officielle}\n",
        "page", "Marie Roy, agente officielle"),
    "tasmania": (
        "jurisdiction: tasmania\nwho: candidate\npeople: A. Citizen\naddress: 1 Quay Street, Hobart\n",
        "page", "Authorised by A. Citizen, 1 Quay Street, Hobart."),
    "ireland, in print": (
        "jurisdiction: ie\nwho: candidate\npeople: Áine Byrne\naddress: 1 Quay Street, Galway\n"
        "printer: {name: Quay Press, address: '2 Quay Street, Galway'}\n", "print",
        "Printed by Quay Press, 2 Quay Street, Galway. Published by Áine Byrne, 1 Quay Street, Galway."),
    "the european union, paid": (
        "jurisdiction: eu\npaid_ads: yes\nentity: Harbour Street\nprocess: Council election 2026\n"
        "notice: https://harbour.example/notice/\n", "card",
        "Political advertisement. Sponsored by Harbour Street. Concerns: Council election 2026. "
        "Transparency notice: https://harbour.example/notice/"),
    "nowhere in particular": (
        "people: Ana Ruiz\nentity: Harbour Street\nemail: hello@harbour.example\n", "page",
        "Published by Ana Ruiz, Harbour Street, hello@harbour.example."),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_of_the_guidance_is_worded_so_and_nothing_is_wrong_with_it(name: str) -> None:
    text, medium, wanted = EXAMPLES[name]
    made = stated(text, "candidate", medium)
    assert (wanted,) == made.lines
    assert [] == errors(made)


@pytest.mark.parametrize(("language", "start"), [
    ("en", "Published by"), ("de", "Herausgegeben von"), ("fr", "Publié par"),
    ("es", "Publicado por"), ("ar", "الناشر"), ("nl", "Published by"),
])  # fmt: skip
def test_the_plain_words_are_in_the_language_of_the_site(language: str, start: str) -> None:
    made = stated("people: Ana Ruiz\nweb: harbour.example\n", language=language)
    assert made.lines[0].startswith(start)


# Duties ---------------------------------------------------------------------------------------


def test_the_law_before_and_after_the_change_in_new_zealand_is_chosen_by_the_day() -> None:
    text = "jurisdiction: nz\nwho: party\npeople: J. Smith\nemail: j@harbour.example\n"
    assert ["imprint-street"] == errors(stated(text, today="2025-12-19"))
    assert [] == errors(stated(text, today="2025-12-20"))
    assert "2025-12-20" == packs.load("nz").changes("2025-12-19")
    assert "" == packs.load("nz").changes("2025-12-20")


def test_an_unregistered_group_in_new_zealand_names_who_acts_for_it() -> None:
    text = "jurisdiction: nz\nentity: Harbour Street\nemail: us@harbour.example\n"
    assert ["imprint-person"] == errors(stated(text))


def test_an_email_address_is_no_address_in_the_united_kingdom() -> None:
    made = stated(
        "jurisdiction: uk\nwho: party\npeople: Joe Smith\naddress: joe@harbour.example\n"
    )
    assert ["imprint-postal"] == errors(made)
    assert "PO box" in made.problems[0].hint
    assert "home is not needed" in made.problems[0].hint


@pytest.mark.parametrize(
    "address", ["PO Box 12, Anytown", "P.O. Box 12", "1 High Street; Anytown"]
)
def test_a_po_box_is_an_address_in_the_united_kingdom(address: str) -> None:
    made = stated(f"jurisdiction: uk\nwho: party\npeople: Joe Smith\naddress: {address}\n")
    assert () == made.problems


def test_a_po_box_is_no_street_address_in_tasmania() -> None:
    made = stated(
        "jurisdiction: au-tas\nwho: party\npeople: A. Citizen\naddress: PO Box 12, Hobart\n"
    )
    assert ["imprint-street"] == errors(made)


@pytest.mark.parametrize("word", ["Agent", "the campaign team", "Treasurer", "TBC", "your name"])
def test_a_role_is_no_name(word: str) -> None:
    made = stated(f"jurisdiction: uk\nwho: party\npeople: {word}\naddress: PO Box 1, Anytown\n")
    assert ["imprint-name"] == errors(made)
    assert "is no name" in made.problems[0].hint


def test_a_principal_in_the_united_kingdom_has_an_address_too() -> None:
    made = stated(UK + "on_behalf_of: Jane Smith\n")
    assert ["imprint-principals"] == errors(made)


def test_the_same_imprint_owes_nothing_before_there_is_a_candidate() -> None:
    text = "jurisdiction: uk\nwho: unregistered group\npeople: Joe Smith\n"
    early, late = stated(text, "movement"), stated(text, "candidate")
    assert (False, True) == (early.required, late.required)
    assert ([], ["imprint-postal"]) == (errors(early), errors(late))
    assert ["imprint-postal"] == advice(early)


def test_a_paid_advert_binds_anybody_in_the_united_kingdom() -> None:
    made = stated("jurisdiction: uk\npeople: Joe Smith\npaid_ads: yes\n", "movement")
    assert made.required
    assert ["imprint-postal"] == errors(made)


def test_printed_matter_names_its_printer_where_the_law_wants_it() -> None:
    assert ["imprint-printer"] == errors(stated(UK, "candidate", "print"))
    irish = (
        "jurisdiction: ie\nwho: candidate\npeople: Áine Byrne\naddress: 1 Quay Street, Galway\n"
    )
    assert ["imprint-printer"] == errors(stated(irish, "candidate", "print"))
    assert not stated(irish, "candidate", "page").required


def test_what_was_not_read_again_gives_advice_and_says_so() -> None:
    made = stated("jurisdiction: au\nwho: candidate\npeople: A. Citizen\n", "candidate")
    assert made.required
    assert [] == errors(made)
    assert ["imprint-town"] == advice(made)
    assert "not re-read" in made.problems[0].message


def test_a_message_names_the_place_the_law_its_source_and_the_day_it_was_read() -> None:
    problem = stated("jurisdiction: uk\nwho: party\npeople: Joe Smith\n").problems[0]
    assert "In the United Kingdom" in problem.message
    assert "Elections Act 2022, section 41(3)" in problem.message
    assert re.search(r"https://www\.legislation\.gov\.uk/\S+, read 2026-11-28", problem.message)
    assert ("content/site.yaml", 1) == (problem.span.path, problem.span.line)


def test_that_it_is_no_legal_advice_is_said_once() -> None:
    made = stated("jurisdiction: uk\nwho: party\n")
    assert 2 == len(made.problems)
    assert 1 == sum("not legal advice" in problem.hint for problem in made.problems)


def test_a_committee_that_does_not_say_who_authorised_it_is_told() -> None:
    made = stated(US)
    assert ["imprint-authorisation"] == errors(made)


def test_nobody_and_somebody_cannot_both_have_authorised_it() -> None:
    made = stated(US + "authorised: no\nauthorised_by: Jane Smith\n")
    assert "imprint-contradiction" in errors(made)


def test_type_in_print_has_a_least_size_where_one_is_known() -> None:
    assert 12 == stated(US + "authorised: yes\n", "candidate", "print").least
    assert 0 == stated(US + "authorised: yes\n", "candidate", "page").least


def test_a_third_party_in_canada_may_give_a_web_address_and_no_street() -> None:
    text = (
        "jurisdiction: ca\nwho: registered campaigner\nentity: Harbour Street\nphone: 555-0100\n"
    )
    assert ["imprint-contact"] == errors(stated(text))
    assert [] == errors(stated(text + "web: harbour.example\n"))


def test_what_a_group_publishes_itself_owes_no_label_in_the_european_union() -> None:
    assert not stated("jurisdiction: eu\nentity: Harbour Street\n").required
    paid = stated("jurisdiction: eu\nentity: Harbour Street\npaid_ads: yes\n")
    assert ["imprint-process", "imprint-notice"] == errors(paid)


def test_two_places_make_two_statements() -> None:
    made = stated("jurisdiction: [au, au-tas]\nwho: candidate\npeople: A. Citizen\ntown: Hobart\n"
                  "address: 1 Quay Street, Hobart\n")  # fmt: skip
    assert ("Authorised by A. Citizen, Hobart.", "Authorised by A. Citizen, 1 Quay Street, Hobart.") \
        == made.lines  # fmt: skip


def test_a_free_text_is_shown_as_it_is_and_no_law_is_looked_at() -> None:
    made = stated("|\n  Us & them\n\n  1 High Street\n", "candidate")
    assert (("Us & them", "1 High Street"), False, ()) == (
        made.lines,
        made.required,
        made.problems,
    )


def test_text_of_ones_own_follows_the_statement() -> None:
    made = stated(UK + "text: Our books are open.\n")
    assert "Our books are open." == made.lines[-1]


@pytest.mark.parametrize("place", ["none", *NAMES])
@pytest.mark.parametrize("medium", ["page", "card", "print"])
def test_nothing_is_said_twice(place: str, medium: str) -> None:
    made = stated(f"jurisdiction: {place}\nwho: registered campaigner\npeople: Ana Ruiz\nentity: Pier\n"
                  "address: 1 Quay, Port\ntown: Elsewhere\nemail: a@b.example\nphone: 555-0100\n"
                  "web: c.example\nauthorised: no\nagent: {name: M. Roy, title: agente}\n",
                  medium=medium)  # fmt: skip
    for words in (
        "Ana Ruiz",
        "Pier",
        "1 Quay",
        "Elsewhere",
        "a@b.example",
        "555",
        "c.example",
        "Roy",
    ):
        assert 1 >= sum(line.count(words) for line in made.lines), made.lines
    assert made.lines
