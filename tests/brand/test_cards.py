"""Share cards: the right size, legible when small, with the imprint or not at all."""

from __future__ import annotations

import io

import pytest
from kits import COLOURS, FACTS, MISSING, NAMES, compiled, deck, logo
from msgspec.structs import replace
from PIL import Image

from sitegen.brand import cards, colour
from sitegen.brand.facts import Imprint

SIZES = (cards.WIDE, cards.SQUARE, cards.TALL)
TITLE = "Knock on ten doors: a first evening"


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    with Image.open(io.BytesIO(data)) as seen:
        assert "PNG" == seen.format
        return seen.convert("RGB")


@pytest.mark.parametrize("size", SIZES)
def test_a_card_has_its_size_and_is_light(size: tuple[int, int]) -> None:
    data = deck(size=size).card(TITLE, "Bring one friend and a pen.")
    assert size == opened(data).size
    assert len(data or b"") < 130_000


@pytest.mark.parametrize("name", NAMES)
def test_every_name_in_every_colour_gives_a_card(name: str) -> None:
    for tint in COLOURS[:3]:
        facts = replace(FACTS, name=name, rtl=name == "حملة شارع الميناء")
        made = deck(facts, colour=tint)
        assert "" == made.refused
        assert cards.WIDE == opened(made.card(name)).size


def test_titles_are_legible_where_a_preview_is_300_pixels_wide() -> None:
    """Running text has capitals of 10 to 11 pixels; the smallest title has more than 9."""
    for title in (TITLE, "word " * 60, "a" * 300, "Donaudampfschifffahrtsgesellschaft " * 3):
        block, _ = deck().title(title)
        assert block is not None
        small = block.size * 300 / 1200
        assert small >= 14
        assert block.width <= 1200 - 2 * 64 + 1


def test_the_smallest_words_are_legible_on_a_phone() -> None:
    """A preview fills a phone of 390 CSS pixels; the card itself is one tap away."""
    for size in SIZES:
        made = deck(replace(FACTS, candidate="Maya Okoye"), size=size)
        assert made.smallest * 390 / size[0] >= 6.5
        _, text = made.title(TITLE, "A few words more, which stand below the title.")
        assert text is not None
        assert text.size * 390 / size[0] >= 11


def test_a_law_that_wants_larger_type_gets_it() -> None:
    strict = Imprint(("By A. B., 1 Harbour Street.",), True, 20)
    tall = deck(replace(FACTS, card=strict))
    assert "" == tall.refused
    assert opened(tall.card("x")).tobytes() != opened(deck().card("x")).tobytes()


def test_without_the_imprint_that_the_law_wants_there_is_no_card() -> None:
    made = deck(replace(FACTS, card=MISSING))
    assert "The law asks for an imprint on it, and there is none." == made.refused
    assert made.card(TITLE) is None


def test_an_imprint_that_would_have_to_be_too_small_refuses_the_card() -> None:
    made = deck(replace(FACTS, card=Imprint(("A very long statement. " * 30,), True, 0)))
    assert "too long to be legible" in made.refused
    assert made.card(TITLE) is None


def test_a_card_without_a_duty_needs_no_imprint() -> None:
    made = deck(replace(FACTS, card=Imprint()))
    assert "" == made.refused
    assert made.card(TITLE) is not None


def test_what_no_law_asks_for_is_shortened_by_whole_lines() -> None:
    long = Imprint(
        ("Published by Harbour.", *(f"Line {n} with more about us." for n in range(20)))
    )
    first = Imprint(("Published by Harbour.",))
    assert "" == deck(replace(FACTS, card=long)).refused
    assert long.texts[-1] == first.texts[0]


def test_an_imprint_that_lacks_something_refuses_the_card_and_says_what() -> None:
    made = deck(replace(FACTS, card=Imprint(("By us.",), True, 0, "The printer is missing.")))
    assert "The printer is missing." == made.refused


def test_an_imprint_in_letters_that_no_face_has_is_no_imprint() -> None:
    made = deck(replace(FACTS, card=Imprint(("港街一号",), True, 0)))
    assert "in letters that no font here has" in made.refused


def test_the_imprint_is_drawn_into_the_foot() -> None:
    other = replace(
        FACTS,
        card=Imprint(
            ("Published by Harbour Street Forever, 2 Harbour Street, Anytown.",), True, 0
        ),
    )
    one, two = opened(deck().card(TITLE)), opened(deck(other).card(TITLE))
    assert one.crop((0, 180, 1200, 470)).tobytes() == two.crop((0, 180, 1200, 470)).tobytes()
    assert one.crop((0, 500, 1200, 630)).tobytes() != two.crop((0, 500, 1200, 630)).tobytes()


def test_a_title_in_letters_that_no_face_has_gives_the_sites_own_card() -> None:
    made = deck()
    assert made.card("港街的邻居") == made.card(FACTS.tagline)


def test_a_site_in_letters_that_no_face_has_shows_its_sign_alone() -> None:
    facts = replace(FACTS, name="港街", tagline="邻居")
    data = deck(facts).card("港街")
    seen = opened(data).getcolors(100_000)
    assert seen is not None
    assert len(seen) > 10


@pytest.mark.parametrize("tint", COLOURS)
def test_the_title_reads_on_its_ground(tint: str) -> None:
    """The commonest colour of the middle is the ground, the one furthest from it the title."""
    middle = opened(deck(colour=tint).card("HHHH HHHH")).crop((60, 220, 700, 400))
    found = middle.getcolors(200_000) or []
    ordered = [value for _, value in sorted(found, reverse=True)]  # type: ignore[type-var]
    ground = ordered[0]
    assert max(colour.ratio(ground, other) for other in ordered[:8]) >= 4.5  # type: ignore[arg-type]


def test_the_same_words_give_the_same_bytes() -> None:
    assert deck().card(TITLE) == deck().card(TITLE)
    made = deck()
    first = made.card(TITLE)
    made.card("Another title in between")
    assert first == made.card(TITLE)


def test_a_logo_in_the_colour_of_the_ground_stands_on_paper() -> None:
    paper = compiled("#7b1e4b").colours()["surface"]
    for clear in (True, False):
        data = deck(replace(FACTS, logo=logo(clear=clear))).card(TITLE)
        seen = opened(data).crop((64, 64, 140, 140)).getcolors(10_000) or []
        assert any(colour.ratio(value, paper) < 1.05 for _, value in seen)  # type: ignore[arg-type]


def test_a_wide_logo_holds_the_name_itself() -> None:
    facts = replace(FACTS, logo=logo(900, 300))
    renamed = replace(facts, name="Somebody else entirely")
    assert deck(facts).card(TITLE) == deck(renamed).card(TITLE)
