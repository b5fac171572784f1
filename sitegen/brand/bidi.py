"""The order in which a line is seen: Unicode's bidirectional algorithm (UAX 9) for single lines.

Texts here are names, titles and imprints, so embeddings and isolates written as control signs are
left out before; everything else of the algorithm is here, brackets included. Knows no font.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from sitegen.later import later

CONTROLS: Final = later("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_PAIRS: Final = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "“": "”", "«": "»"}
_NEUTRAL: Final = ("B", "S", "WS", "ON", "BN")
_STRONG: Final = ("L", "R", "AL")


def leads_right(text: str) -> bool | None:
    """Whether the first letter runs from right to left; None without any letter (rules P2, P3)."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in _STRONG:
            return kind != "L"
    return None


def levels(text: str, rtl: bool) -> list[int]:
    """The embedding level of each sign; odd ones run from right to left."""
    edge = "R" if rtl else "L"
    first = [unicodedata.bidirectional(sign) or "L" for sign in text]
    kinds = _weak(first, edge)
    _brackets(text, kinds, edge)
    _neutral(kinds, edge)
    found = []
    for kind in kinds:  # rules I1 and I2
        if rtl:
            found.append(1 if kind == "R" else 2)
        else:
            found.append({"R": 1, "AN": 2, "EN": 2}.get(kind, 0))
    for at in range(len(text) - 1, -1, -1):  # L1: spaces at the end stay where the line ends
        if first[at] not in ("WS", "S", "B", "BN"):
            break
        found[at] = int(rtl)
    return found


def _weak(first: Sequence[str], edge: str) -> list[str]:
    """Rules W1 to W7."""
    kinds = list(first)
    before = edge
    for at, kind in enumerate(kinds):  # W1
        kinds[at] = before if kind == "NSM" else kind
        before = kinds[at]
    strong = edge
    for at, kind in enumerate(kinds):  # W2
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for at in range(1, len(kinds) - 1):  # W4
        around = kinds[at - 1], kinds[at + 1]
        if around == ("EN", "EN") and kinds[at] in ("ES", "CS"):
            kinds[at] = "EN"
        elif around == ("AN", "AN") and kinds[at] == "CS":
            kinds[at] = "AN"
    at = 0
    while at < len(kinds):  # W5 and W6
        if kinds[at] != "ET":
            if kinds[at] in ("ES", "CS"):
                kinds[at] = "ON"
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        number = (at and kinds[at - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
        kinds[at:end] = ["EN" if number else "ON"] * (end - at)
        at = end
    strong = edge
    for at, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
    return kinds


def _side(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else kind if kind == "L" else ""


def _brackets(text: str, kinds: list[str], edge: str) -> None:
    """Rule N0: a pair of brackets belongs to what it encloses, or to what is around it."""
    waiting: list[tuple[str, int]] = []
    pairs = []
    for at, sign in enumerate(text):
        if kinds[at] != "ON":
            continue
        if sign in _PAIRS:
            waiting.append((_PAIRS[sign], at))
        else:
            for deep in range(len(waiting) - 1, -1, -1):
                if waiting[deep][0] == sign:
                    pairs.append((waiting[deep][1], at))
                    del waiting[deep:]
                    break
    for start, end in sorted(pairs):
        inside = {_side(kind) for kind in kinds[start + 1 : end]} - {""}
        if edge in inside:
            kinds[start] = kinds[end] = edge
        elif inside:
            before = next(
                (side for kind in reversed(kinds[:start]) if (side := _side(kind))), edge
            )
            kinds[start] = kinds[end] = before


def _neutral(kinds: list[str], edge: str) -> None:
    """Rules N1 and N2: signs between two sides join the one that is on both, or the line's."""
    at = 0
    while at < len(kinds):
        if kinds[at] not in _NEUTRAL:
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        one = _side(kinds[at - 1]) if at else edge
        two = _side(kinds[end]) if end < len(kinds) else edge
        kinds[at:end] = [one if one == two else edge] * (end - at)
        at = end


def order(found: Sequence[int]) -> list[int]:
    """The places of ``found``, the levels of signs or of whole runs, from left to right (L2)."""
    places = list(range(len(found)))
    for level in range(max(found, default=0), 0, -1):
        at = 0
        while at < len(places):
            if found[places[at]] < level:
                at += 1
                continue
            end = at
            while end < len(places) and found[places[end]] >= level:
                end += 1
            places[at:end] = reversed(places[at:end])
            at = end
    return places
