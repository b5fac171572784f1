"""Print pieces: boxes for the printer, codes that scan, text that is text, an imprint or nothing."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
import zxingcpp
from kits import COLOURS, FACTS, MISSING, NAMES, logo, piece, press
from msgspec.structs import replace

from sitegen.brand import paint, pdf, scene
from sitegen.brand.facts import Imprint
from sitegen.brand.pieces import MM, PIECES, Piece, Sheet

SIZES = {"a6": (105, 148), "a5": (148, 210), "a4": (210, 297), "a3": (297, 420),
         "letter": (215.9, 279.4), "half-letter": (139.7, 215.9)}  # fmt: skip
LONG = "A statement that goes on and on, with names and streets. " * 25


def read(sheet: Sheet, grey: bool = False) -> pypdf.PdfReader:
    assert sheet.page is not None, sheet.refused
    return pypdf.PdfReader(io.BytesIO(pdf.write([sheet.page], "A piece", "en", "Harbour", grey)))


def scanned(sheet: Sheet, dpi: int = 150) -> list[str]:
    """What a phone reads on the printed page."""
    assert sheet.page is not None
    found = zxingcpp.read_barcodes(paint.scene(sheet.page.scene, dpi / 72))
    return [code.text for code in found]


def words(items: tuple[scene.Item | scene.Turned, ...]) -> list[scene.Words]:
    found = []
    for item in items:
        if isinstance(item, scene.Turned):
            found += words(item.items)
        elif isinstance(item, scene.Words):
            found.append(item)
    return found


@pytest.mark.parametrize("each", PIECES, ids=lambda each: each.name)
def test_a_piece_has_its_size_three_millimetres_of_bleed_and_crop_marks(each: Piece) -> None:
    page = read(press().sheet(each)).pages[0]
    size = next(size for end, size in sorted(SIZES.items(), key=lambda row: -len(row[0]))
                if each.name.endswith(end))  # fmt: skip
    trim = page.trimbox
    assert size == pytest.approx((float(trim.width) / MM, float(trim.height) / MM), abs=0.1)
    bleed = (float(page.bleedbox.width) - float(trim.width)) / 2 / MM
    if each.kind.startswith("stickers"):  # labels are cut already
        assert 0 == bleed
        assert page.mediabox == trim
        return
    assert pytest.approx(3, abs=0.01) == bleed
    assert float(page.mediabox.width) > float(page.bleedbox.width) + 8 * MM


@pytest.mark.parametrize("each", PIECES, ids=lambda each: each.name)
def test_for_one_ink_a_piece_is_black_on_plain_paper(each: Piece) -> None:
    page = read(press(single=True).sheet(each), grey=True).pages[0]
    assert page.mediabox == page.trimbox == page.bleedbox
    content = page.get_contents()
    assert content is not None
    assert b" rg" not in content.get_data()
    assert b"1 g" in content.get_data()


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("each", PIECES, ids=lambda each: each.name)
def test_the_code_leads_to_the_form_and_says_what_it_was_printed_on(
    each: Piece, single: bool
) -> None:
    found = scanned(press(single=single).sheet(each))
    expected = f"https://harbour-street.example/?ref={each.tag}#ask"
    assert {expected} == set(found)
    if each.kind.startswith("stickers"):
        assert len(found) == (8 if each.name.endswith("a4") else 6)
    if each.kind == "tent":
        assert 2 == len(found)


@pytest.mark.parametrize("tint", COLOURS)
def test_the_code_scans_in_every_colour(tint: str) -> None:
    assert scanned(press(colour=tint).sheet(piece("flyer-a6")))
    assert scanned(press(colour=tint).sheet(piece("table-card-a4")), dpi=75)


@pytest.mark.parametrize("each", PIECES, ids=lambda each: each.name)
def test_words_are_text_and_the_imprint_is_among_them(each: Piece) -> None:
    text = " ".join(read(press().sheet(each)).pages[0].extract_text().split())
    assert "Published by Harbour Street Together, 1" in text.replace("\u00a0", " ")
    assert "Neighbours who get things done" in text
    assert "Join us" in text
    assert "harbour-street.example" in text


def test_fonts_are_embedded_as_subsets_and_the_document_says_what_it_is() -> None:
    made = read(press().sheet(piece("flyer-a5")))
    assert made.metadata is not None
    assert ("A piece", "Harbour") == (made.metadata.title, made.metadata.author)
    assert "en" == made.root_object["/Lang"]
    assert made.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    fonts = made.pages[0]["/Resources"]["/Font"]
    assert fonts
    for font in fonts.values():
        inner = font["/DescendantFonts"][0].get_object()
        assert re.match("/[A-Z]{6}[+]", inner["/BaseFont"])
        assert len(inner["/FontDescriptor"]["/FontFile2"].get_data()) < 120_000
        assert "/ToUnicode" in font


def test_arabic_can_be_copied_in_the_order_it_is_written() -> None:
    facts = replace(FACTS, name="حملة شارع الميناء", tagline="جيران معاً 2026", rtl=True)
    page = read(press(facts).sheet(piece("poster-a4"))).pages[0]
    content = page.get_contents()
    assert content is not None
    said = re.findall(rb"/ActualText <FEFF([0-9A-F]+)>", content.get_data())
    assert "جيران معاً 2026" in " ".join(bytes.fromhex(each.decode()).decode("utf-16-be")
                                        for each in said)  # fmt: skip


@pytest.mark.parametrize("each", PIECES, ids=lambda each: each.name)
def test_no_imprint_no_print(each: Piece) -> None:
    sheet = press(replace(FACTS, print=MISSING)).sheet(each)
    assert sheet.page is None
    assert "The law asks for an imprint on it, and there is none." == sheet.refused


def test_an_imprint_that_would_be_too_small_refuses_the_piece_and_no_larger_one() -> None:
    made = press(replace(FACTS, print=Imprint((LONG[:400],), True, 12)))
    assert "too long to be legible" in made.sheet(piece("stickers-a4")).refused
    assert "too long to be legible" in made.sheet(piece("flyer-a6")).refused
    assert made.sheet(piece("poster-a3")).page is not None


def test_type_is_as_large_as_the_law_wants() -> None:
    strict = Imprint(("By A. Organiser, 1 Harbour Street, Anytown.",), True, 12)
    for each in PIECES:
        sheet = press(replace(FACTS, print=strict)).sheet(each)
        assert sheet.page is not None, each.name
        assert sheet.imprint >= 12
        shown = [
            item.size for item in words(sheet.page.scene.items) if "Organiser" in item.line.text
        ]
        assert shown
        assert min(shown) >= 12


def test_a_piece_without_a_duty_is_made_without_an_imprint() -> None:
    sheet = press(replace(FACTS, print=Imprint())).sheet(piece("flyer-a6"))
    assert sheet.page is not None
    assert 0 == sheet.imprint


def test_nothing_readable_is_smaller_than_six_points_on_paper() -> None:
    for each in PIECES:
        for single in (False, True):
            assert press(single=single).sheet(each).smallest >= 5.5, each.name


@pytest.mark.parametrize("name", NAMES)
def test_no_word_leaves_the_paper_that_is_left_after_cutting(name: str) -> None:
    for facts in (replace(FACTS, name=name, tagline=name), replace(FACTS, candidate=name)):
        made = press(replace(facts, rtl=name == "حملة شارع الميناء", logo=logo()))
        for each in PIECES:
            sheet = made.sheet(each)
            assert sheet.page is not None
            page, edge = sheet.page.scene, sheet.page.margin
            for item in words(page.items):
                assert item.x >= edge + 3 * MM, (each.name, item.line.text)
                end = item.x + item.line.width * item.size
                assert end <= page.width - edge - 3 * MM, (each.name, item.line.text)
                assert item.y <= page.height - edge - 2 * MM, (each.name, item.line.text)


def test_without_an_address_a_piece_has_no_code_and_still_has_its_words() -> None:
    sheet = press(replace(FACTS, address="", url="")).sheet(piece("poster-a4"))
    assert [] == scanned(sheet, 72)
    assert "Neighbours" in read(sheet).pages[0].extract_text()


def test_the_same_facts_give_the_same_bytes() -> None:
    def made() -> bytes:
        page = press(replace(FACTS, logo=logo())).sheet(piece("flyer-a6")).page
        assert page is not None
        return pdf.write([page], "A", "de", "B")

    assert made() == made()
    assert b"Date" not in made()
