"""Facts of invented groups, for tests of what is drawn."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw

from sitegen.brand import cards, emblem, look, tokens, voices
from sitegen.brand.facts import Facts, Imprint
from sitegen.brand.look import Voices
from sitegen.brand.pieces import PIECES, Piece, Press
from sitegen.brand.tokens import Tokens

SAID = Imprint(("Published by Harbour Street Together,", "1 Harbour Street, Anytown."), True, 0)
MISSING = Imprint((), True, 0)
ADDRESS = "https://harbour-street.example/?ref={tag}#ask"
FACTS = Facts(
    "Harbour Street Together", "Neighbours who get things done",
    "A local group of neighbours who listen, act and help each other to lead.",
    "https://harbour-street.example", card=SAID, print=SAID, address=ADDRESS, call="Join us",
)  # fmt: skip
NAMES = (
    "Go", "Harbour Street Together", "The Association of Tenants of Northern Harbour",
    "Wohnungsbaugenossenschaftsgründung", "حملة شارع الميناء", "רחוב הנמל ביחד", "Нова громада",
)  # fmt: skip
COLOURS = ("#7b1e4b", "#ffd700", "#000000", "#fce4ec", "#e4003b", "#ffffff")


@lru_cache(maxsize=8)
def compiled(colour: str) -> Tokens:
    return tokens.compile(tokens.Brand(colour))


@lru_cache(maxsize=1)
def speaking() -> Voices:
    return voices.of()


def deck(
    facts: Facts = FACTS, size: tuple[int, int] = cards.WIDE, colour: str = "#7b1e4b"
) -> cards.Deck:
    made = compiled(colour)
    sign = emblem.of(facts, made, pixels=emblem.CARD)
    return cards.Deck(facts, look.inks(made), speaking(), sign, size)


def press(facts: Facts = FACTS, single: bool = False, colour: str = "#7b1e4b") -> Press:
    made = compiled(colour)
    inks = look.BLACK if single else look.inks(made)
    return Press(facts, inks, speaking(), emblem.of(facts, made, single, emblem.CARD))


def piece(name: str) -> Piece:
    return next(each for each in PIECES if each.name == name)


def logo(width: int = 300, height: int = 300, clear: bool = True) -> bytes:
    """A ring, or a bar of one colour."""
    seen = Image.new("RGBA", (width, height), (0, 0, 0, 0) if clear else "#7b1e4b")
    ImageDraw.Draw(seen).ellipse((20, 20, height - 20, height - 20), outline="#0b6e4f", width=40)
    out = io.BytesIO()
    seen.save(out, "PNG")
    return out.getvalue()
