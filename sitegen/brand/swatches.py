"""The colour sheet: every colour of the brand with its figures, and what may stand on what.

One page to print or to look at. The pairs and their least contrast come from ``pairs``; the figures
are cut, never rounded up.
"""

from __future__ import annotations

from typing import Final

from sitegen.brand import colour, pairs, scene
from sitegen.brand.facts import Facts
from sitegen.brand.look import Voices
from sitegen.brand.pieces import MM
from sitegen.brand.scene import Item, Scene
from sitegen.brand.tokens import Tokens
from sitegen.brand.typeset import Block, Type, clean

WIDE, HIGH = 210 * MM, 297 * MM
SHOWN: Final = (("brand", "on-brand", "Brand"), ("accent", "on-accent", "Second colour"),
                ("button", "on-button", "Buttons"), ("brand-strong", "surface", "Words in colour"),
                ("text", "surface", "Text"), ("muted", "surface", "Small print"),
                ("surface", "text", "Paper"), ("surface-2", "text", "Tinted paper"))  # fmt: skip
INK, PALE, RULE = "#1a1a1a", "#595959", "#c8c8c8"
"""The sheet's own words are in no brand's colour."""


def sheet(facts: Facts, tokens: Tokens, voices: Voices) -> Scene:
    """An A4 page."""
    display, text = voices.display, voices.text
    day = tokens.scheme("light")
    items: list[Item] = [scene.box(0, 0, WIDE, HIGH, "#ffffff")]

    def put(type: Type, said: str, x: float, y: float, size: float, fill: str, room: float,
            right: bool = False) -> None:  # fmt: skip
        block: Block = type.fit(said, room, size * 2, size, size * 0.6, 1.2, None, 1)
        items.extend(scene.words(type, block, x, y, fill, room if right else 0.0, right)[0])

    edge = 16 * MM
    width = WIDE - 2 * edge
    name = clean(facts.name)
    put(display, name if display.covers(name) else "Colours", edge, edge, 22, INK, width)
    given = f"Colours. Given: {tokens.main} and {tokens.accent}. Contrast by WCAG 2.2, light set."
    put(text, given, edge, edge + 24, 9.5, PALE, width)
    gap = 5 * MM
    field = (width - 3 * gap) / 4
    tall = 27 * MM
    top = edge + 46
    for number, (role, on, what) in enumerate(SHOWN):
        x = edge + number % 4 * (field + gap)
        y = top + number // 4 * (tall + 17 * MM)
        ground = colour.to_hex(day[role])
        items.append(scene.box(x - 0.5, y - 0.5, field + 1, tall + 1, RULE))
        items.append(scene.box(x, y, field, tall, ground))
        over = colour.to_hex(day[on])
        put(display, "Aa", x + 8, y + 9, 24, over, field)
        figure = f"{pairs.shown(colour.ratio(day[role], day[on]))}:1"
        put(text, figure, x + 8, y + tall - 15, 9.5, over, field - 12)
        put(display, what, x, y + tall + 6, 9.5, INK, field)
        put(text, ground, x, y + tall + 18, 9.5, INK, field)
        red, green, blue = day[role]
        put(text, f"rgb {red} {green} {blue}", x, y + tall + 29.5, 8.5, PALE, field)
    y = top + 2 * (tall + 17 * MM) + 5
    put(display, "What may stand on what", edge, y, 12, INK, width)
    y += 20
    lowest: dict[pairs.Pair, pairs.Measured] = {}
    for row in pairs.measure("light", day):
        if row.pair not in lowest or row.ratio < lowest[row.pair].ratio:
            lowest[row.pair] = row
    for row in lowest.values():
        items.append(scene.box(edge, y, width, 0.5, RULE))
        over, under = colour.to_hex(day[row.pair.top]), colour.to_hex(day[row.ground])
        items.append(scene.box(edge, y + 3.5, 60, 15, RULE))
        items.append(scene.box(edge + 0.5, y + 4, 59, 14, under))
        put(display, "Sample", edge + 8, y + 7.6, 8.5, over, 46)
        put(text, f"{row.pair.top} on {' and '.join(row.pair.grounds)}", edge + 70, y + 7.6, 8.5,
            INK, 156)  # fmt: skip
        put(text, row.pair.what, edge + 232, y + 7.6, 8.5, PALE, 172)
        put(text, f"{pairs.shown(row.ratio)}:1", edge + width - 100, y + 7.6, 8.5, INK, 44, True)
        put(text, f"of {pairs.least_shown(row.needed)}", edge + width - 48, y + 7.6, 8.5, PALE, 48,
            True)  # fmt: skip
        y += 21.5
    return Scene(WIDE, HIGH, tuple(items))
