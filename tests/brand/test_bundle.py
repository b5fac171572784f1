"""The kit as a whole: what is in it, what is left out and why, and the same bytes each time."""

from __future__ import annotations

import io
import zipfile

import pytest
from kits import FACTS, MISSING, compiled
from msgspec.structs import replace
from PIL import Image

from sitegen.brand import boilerplate, bundle
from sitegen.brand.bundle import Extras, File, Kit, Said

EXTRAS = Extras(files=(File("icons/favicon.ico", b"x"),), asks=("Come to one evening a month.",))


@pytest.fixture(scope="module")
def kit() -> Kit:
    return bundle.make(FACTS, compiled("#7b1e4b"), [Said("home", "A street that acts")], EXTRAS)


def test_the_kit_holds_one_of_everything(kit: Kit) -> None:
    paths = {file.path for file in kit.files}
    assert {
        "README.md", "words/about-us.md", "colours/colours.pdf", "colours/colours.png", "colours/brand.tokens.json",
        "wordmark/wordmark.svg", "wordmark/wordmark-mono.png", "icons/favicon.ico",
        "cards/wide/home.png", "cards/square/home.png", "cards/tall/home.png",
        "print/colour/poster-a3.pdf", "print/one-ink/flyer-half-letter.pdf",
        "screen/email-header.png", "screen/video-background.png",
    } <= paths  # fmt: skip
    assert () == kit.refused


@pytest.mark.parametrize(
    ("path", "size"),
    [("cards/wide/home.png", (1200, 630)), ("cards/square/home.png", (1080, 1080)),
     ("cards/tall/home.png", (1080, 1920)), ("screen/email-header.png", (1200, 300)),
     ("screen/video-background.png", (1920, 1080))],
)  # fmt: skip
def test_pictures_have_the_size_that_is_asked_for(
    kit: Kit, path: str, size: tuple[int, int]
) -> None:
    data = next(file.data for file in kit.files if file.path == path)
    with Image.open(io.BytesIO(data)) as opened:
        assert size == opened.size


def test_without_an_imprint_that_the_law_wants_the_kit_has_no_cards_and_nothing_to_print() -> None:
    facts = replace(FACTS, card=MISSING, print=MISSING)
    made = bundle.make(facts, compiled("#7b1e4b"), [Said("home", "A")], EXTRAS)
    paths = [file.path for file in made.files]
    assert [] == [path for path in paths if path.startswith(("cards/", "print/", "look/"))]
    assert "wordmark/wordmark.svg" in paths
    refused = dict(made.refused)
    assert "flyer-a6" in refused
    assert "share cards 1200x630" in refused
    told = next(file.data for file in made.files if file.path == "README.md").decode()
    assert 1 == told.count("The law asks for an imprint on it, and there is none.")
    assert "flyer-a6, flyer-a5" in told


def test_the_readme_names_only_what_there_is(kit: Kit) -> None:
    told = next(file.data for file in kit.files if file.path == "README.md").decode()
    for start in ("wordmark/", "icons/", "cards/", "print/colour/", "words/"):
        assert f"`{start}`" in told
    assert "https://harbour-street.example/?ref=TAG#ask" in told


def test_the_zip_opens_and_is_the_same_each_time(kit: Kit) -> None:
    data = bundle.zipped(kit.files, "brand-kit")
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        assert [f"brand-kit/{file.path}" for file in kit.files] == opened.namelist()
        assert {(1980, 1, 1, 0, 0, 0)} == {info.date_time for info in opened.infolist()}
    again = bundle.make(FACTS, compiled("#7b1e4b"), [Said("home", "A street that acts")], EXTRAS)
    assert data == bundle.zipped(again.files, "brand-kit")


# Boilerplate ----------------------------------------------------------------------------------

SENTENCES = ("We knock. " * 12) + "We listen to what people say and come back with an answer. " * 6


@pytest.mark.parametrize("length", boilerplate.LENGTHS)
def test_about_us_keeps_to_its_length_and_ends_with_the_address(length: int) -> None:
    asks = ("Come to one evening a month.", "Bring a friend along to the next one")
    parts = boilerplate.pool("Harbour", "Neighbours who act", SENTENCES, asks, "https://h.example")
    said = boilerplate.of(parts, length)
    assert len(said.split()) <= length
    assert said.startswith("Harbour: Neighbours who act.")
    assert said.endswith("https://h.example")


def test_more_words_say_more() -> None:
    parts = boilerplate.pool("H", "T", " ".join(f"Sentence number {n} is here." for n in range(30)),
                             (), "")  # fmt: skip
    lengths = [len(boilerplate.of(parts, length).split()) for length in boilerplate.LENGTHS]
    assert lengths == sorted(lengths)
    assert lengths[-1] > 90


def test_a_sentence_too_long_for_the_shortest_is_cut_with_dots() -> None:
    parts = boilerplate.pool("Harbour", "word " * 60, "", (), "")
    assert len(boilerplate.of(parts, 25).split()) <= 25
    assert boilerplate.of(parts, 25).endswith("…")
