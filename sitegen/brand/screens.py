"""Pictures for screens that are no share cards: the head of an e-mail, the wall of a video call.

A picture here carries no statement of its own: it stands in a mail or a call whose sender is known.
"""

from __future__ import annotations

from typing import Final

from sitegen.brand import look, scene
from sitegen.brand.emblem import Emblem, signature
from sitegen.brand.facts import Facts
from sitegen.brand.look import Inks, Voices
from sitegen.brand.scene import Item, Scene
from sitegen.brand.typeset import clean

EMAIL: Final = (1200, 300)
"""Shown at 600 by 150, which is how wide mail programs make a mail."""
VIDEO: Final = (1920, 1080)


def email(facts: Facts, inks: Inks, voices: Voices, emblem: Emblem) -> Scene:
    """A band with the name, to stand at the top of a newsletter."""
    wide, high = EMAIL
    items: list[Item] = [scene.box(0, 0, wide, high, inks.ground),
                         *look.rays(0, 0, wide, high - 16, inks.ray, _centre(facts)),
                         scene.box(0, high - 16, wide, 16, inks.accent)]  # fmt: skip
    items += signature(facts, emblem, voices, inks, 60, 74, wide - 120, 136, inks.on)
    return Scene(wide, high, tuple(items))


def video(facts: Facts, inks: Inks, voices: Voices, emblem: Emblem) -> Scene:
    """A wall for video calls: name and address stand in the upper corners, beside the head."""
    wide, high = VIDEO
    stripe = 26
    items: list[Item] = [scene.box(0, 0, wide, high, inks.ground),
                         *look.rays(0, 0, wide, high - stripe, inks.ray, (0.5, 1.02)),
                         scene.box(0, high - stripe, wide, stripe, inks.accent)]  # fmt: skip
    edge = 72
    left, right = edge, wide / 2 + 330
    here, there = (right, left) if facts.rtl else (left, right)
    items += signature(facts, emblem, voices, inks, here, edge, wide - edge - right, 120, inks.on)
    host = clean(facts.host)
    if host:
        block = voices.display.fit(host, wide - edge - right, 120, 44, 22, 1.1, False, 2)
        down = edge + (120 - scene.height(voices.display, block)) / 2
        items += scene.words(voices.display, block, there, down, inks.on, wide - edge - right,
                             not facts.rtl)[0]  # fmt: skip
    return Scene(wide, high, tuple(items))


def _centre(facts: Facts) -> tuple[float, float]:
    return (0.1, 1.0) if facts.rtl else (0.9, 1.0)
