"""How hard a text is to read, and how long it takes: advice for writers, never shown to visitors.

LIX (C. H. Björnsson, Läsbarhet, 1968; compared for eleven languages in Reading Research Quarterly 18/4,
1983): words in a sentence plus the percentage of words of more than six letters. Minutes by the
reading speeds of the International Reading Speed Texts (Trauzettel-Klosinski and Dietz, 2012). A
sentence of more than 25 words is long (the limit of the United Kingdom's style guide for government
pages). A score knows nothing of whether a text is true or needed. Pure.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from msgspec import Struct

from sitegen.later import later

LIX_LANGUAGES: Final = frozenset(
    ("da", "de", "en", "es", "fi", "fr", "it", "nb", "nn", "no", "pt", "ru", "sv")
)
"""Where the formula was tried; elsewhere only sentences are looked at."""

LEVELS: Final = (
    (30, "very easy"),
    (40, "easy"),
    (50, "medium"),
    (60, "hard"),
    (1000, "very hard"),
)
"""Björnsson's steps: below 30 children's books, from 60 on the language of offices."""

SPEED: Final = {"ar": 138, "de": 179, "en": 228, "es": 218, "fi": 161, "fr": 195, "he": 187, "it": 188,
                "nl": 202, "pl": 166, "pt": 181, "ru": 184, "sl": 180, "sv": 199, "tr": 166}  # fmt: skip
"""Words a minute, read aloud; silent reading is somewhat faster."""

LONG_SENTENCE: Final = 25
LONG_WORD: Final = 6
FEWEST: Final = 60
"""Words below which a score says nothing."""

_WORD = later(r"[^\W_]+(?:['’\-][^\W_]+)*")
_END = later(r"(?<=[.!?…؟。])[\"'”’»)\]]*\s+|\n+")
_SHORT = later(
    r"\b(?:[A-Za-z]|e\.g|i\.e|etc|z\.B|d\.h|bzw|ca|Dr|Mr|Mrs|Ms|St|No|Nr|p\.ex|Sr|Sra|vs)\.$"
)
"""What ends in a full stop and ends no sentence."""


class Reading(Struct, frozen=True):
    """What a text asks of its reader. ``score`` is None where it says nothing."""

    words: int
    sentences: int
    minutes: int
    score: int | None
    long: tuple[str, ...]

    @property
    def level(self) -> str:
        """The score in a word."""
        return next((word for most, word in LEVELS if (self.score or 0) < most), "")


def of(text: str, language: str) -> Reading:
    """How the text reads in the language (a tag such as ``en`` or ``pt-BR``)."""
    tag = language.split("-")[0].lower()
    sentences = [words for part in _sentences(text) if (words := _WORD.findall(part))]
    long = tuple(part for part in _sentences(text) if len(_WORD.findall(part)) > LONG_SENTENCE)
    words = [word for sentence in sentences for word in sentence]
    score = None
    if tag in LIX_LANGUAGES and len(words) >= FEWEST:
        heavy = sum(len(word) > LONG_WORD for word in words)
        score = round(len(words) / len(sentences) + 100 * heavy / len(words))
    minutes = -(-len(words) // SPEED.get(tag, 200))
    return Reading(len(words), len(sentences), minutes, score, long)


def plain(html: str) -> str:
    """A page's text, a line for each paragraph; headings, tables and code are no sentences."""
    html = re.sub(r"(?s)<(pre|table|h[1-6]|script|style)\b.*?</\1>", "\n", html)
    html = re.sub(r"\s+", " ", html)
    html = re.sub(
        r"</?(?:p|li|ul|ol|div|blockquote|dt|dd|dl|br|hr|figure|figcaption)\b[^>]*>", "\n", html
    )
    return unescape(re.sub(r"<[^>]*>|\ufdd0[A-Z][0-9]+\ufdd1", "", html)).strip()


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    held = ""
    for part in _END.split(text):
        held = f"{held} {part}".strip() if held else part.strip()
        if _SHORT.search(held):
            continue
        found.append(held)
        held = ""
    return [part for part in (*found, held) if part]
