"""A site without a designer still has a face: its icons."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ElementTree

import pytest
from PIL import Image

from sitegen.brand import icons, letters, tokens
from sitegen.brand.tokens import Brand

TEAL = tokens.compile(Brand("#00a699"))
NAMES = ("Harbour Commons", "The Green Wave", "Écoles pour tous", "Москва", "حملة", "", "350",
         "🙂", "ẞ", "\u0301", "<script>", "W")  # fmt: skip


def picture(width: int, height: int, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_every_name_gets_all_icons(name: str) -> None:
    for colour in ("#ffffff", "#000000", "#ffd700", ""):
        made = tokens.compile(Brand(colour))
        ico, scalable, touch = icons.make(name, made)
        with Image.open(io.BytesIO(ico.data)) as opened:
            assert {(16, 16), (32, 32), (48, 48)} == opened.info["sizes"]
            opened.load()
        assert "{http://www.w3.org/2000/svg}svg" == ElementTree.fromstring(scalable.data).tag
        with Image.open(io.BytesIO(touch.data)) as opened:
            assert ("RGB", (180, 180)) == (opened.mode, opened.size)


def test_the_same_name_and_brand_give_the_same_bytes() -> None:
    assert icons.make("Harbour", TEAL) == icons.make("Harbour", TEAL)
    assert icons.more("Harbour", TEAL) == icons.more("Harbour", TEAL)


def test_the_smallest_icon_shows_ground_letter_and_band() -> None:
    pixels = icons.draw("Harbour", TEAL, 16).convert("RGB")
    brand, accent = TEAL.colours()["brand"], TEAL.colours()["accent"]
    assert brand == pixels.getpixel((2, 4))
    assert accent == pixels.getpixel((8, 14))
    seen = pixels.getcolors(256)
    assert seen is not None
    assert any(max(colour) < 60 for _, colour in seen if isinstance(colour, tuple))


def test_a_dark_brand_gets_a_brighter_icon_in_dark_mode() -> None:
    navy = icons.favicon("Harbour", tokens.compile(Brand("#101a4a"))).decode()
    assert "prefers-color-scheme:dark" in navy
    assert "prefers-color-scheme" not in icons.favicon("Harbour", TEAL).decode()


def test_an_article_does_not_lend_its_letter() -> None:
    assert letters.GLYPHS["G"] == letters.initial("The Green Wave")
    assert letters.GLYPHS["T"] == letters.initial("The")


def test_a_square_logo_becomes_the_icons() -> None:
    made = icons.make("Harbour", TEAL, picture(300, 300))
    assert ["favicon.ico", "icon-192.png", "apple-touch-icon.png"] == [icon.name for icon in made]
    with Image.open(io.BytesIO(made[1].data)) as opened:
        assert (192, 192) == opened.size


def test_a_transparent_logo_stands_on_paper_on_the_home_screen() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(out, "PNG")
    touch = icons.make("Harbour", TEAL, out.getvalue())[-1]
    with Image.open(io.BytesIO(touch.data)) as opened:
        assert TEAL.colours()["surface"] == opened.convert("RGB").getpixel((90, 90))


def test_a_square_drawing_becomes_the_scalable_icon_cleaned() -> None:
    head = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="x()">'
    logo = head + b'<path d="M0 0"/></svg>'
    scalable = icons.make("Harbour", TEAL, logo)[1]
    assert "icon.svg" == scalable.name
    assert b"onload" not in scalable.data
    assert b"M0 0" in scalable.data


@pytest.mark.parametrize("logo", [b"no picture", picture(600, 100), picture(20, 20)])
def test_a_logo_that_cannot_be_an_icon_leaves_the_letter(logo: bytes) -> None:
    assert icons.make("Harbour", TEAL) == icons.make("Harbour", TEAL, logo)


def test_every_stroke_can_be_drawn_and_has_a_size() -> None:
    for path in (*letters.GLYPHS.values(), letters.MEGAPHONE):
        left, top, right, bottom = letters.bounds(path)
        assert -7 < top <= bottom < 19
        assert -4 < left <= right < 15


@pytest.mark.parametrize("logo", [b"", picture(300, 300)])
def test_an_installed_site_has_large_icons_one_of_which_may_be_cut_to_any_shape(
    logo: bytes,
) -> None:
    *made, manifest = icons.more("Harbour Commons", TEAL, logo)
    told = json.loads(manifest.data)
    files = {icon.name: icon.data for icon in made}
    assert set(files) == {icon["src"] for icon in told["icons"]}
    for icon in told["icons"]:
        with Image.open(io.BytesIO(files[icon["src"]])) as opened:
            assert icon["sizes"] == f"{opened.width}x{opened.height}"
    [masked] = [icon["src"] for icon in told["icons"] if icon.get("purpose") == "maskable"]
    with Image.open(io.BytesIO(files[masked])) as opened:
        assert "RGB" == opened.mode  # nothing shows through where a phone cuts
    assert "Harbour Commons" == told["name"]
    assert len(told["short_name"]) <= 12
