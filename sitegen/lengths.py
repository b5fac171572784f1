"""How long a message is on the channel that it is written for, by that channel's own way of counting.

Sources: SMS, 3GPP TS 23.038 (the GSM 7 bit alphabet, 160 and 153 characters; UCS-2, 70 and 67);
X, twitter-text's configuration 3 (weights, links of 23, emoji of 2); Bluesky, the lexicon
app.bsky.feed.post (300 graphemes and 3,000 bytes); Mastodon, docs.joinmastodon.org "Posting" (500,
links of 23); Telegram 4,096; WhatsApp 65,536; Facebook 63,206. Pure: texts in, numbers out.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from msgspec import Struct

from sitegen.later import later

GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE: Final = frozenset("\f^{}\\[~]|€")
"""Signs that an SMS writes with an escape before them."""

ALIKE: Final = {
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "…": "...",
    "\u00a0": " ",
}
"""What typing programs put in and an SMS has under another sign."""

LINK: Final = later(r"https?://\S+")
LINK_COUNTS: Final = 23
"""What every link counts on X and on Mastodon, however long it is."""

SUBJECT: Final = 60
"""More of a subject line is not seen in most mail programs' lists; advice, not a rule."""

PLAIN: Final = {"telegram": 4096, "whatsapp": 65_536, "facebook": 63_206}


class Length(Struct, frozen=True):
    """``used`` of ``limit`` in the channel's own unit. ``parts`` is how many SMS it takes, ``culprit``
    the first sign that makes them half as long."""

    used: int
    limit: int
    parts: int = 1
    culprit: str = ""

    @property
    def over(self) -> int:
        """By how much it is too long; 0 where it fits."""
        return max(0, self.used - self.limit)


def of(channel: str, text: str) -> Length | None:
    """The length of ``text`` on a channel; None where nobody counts."""
    match channel:
        case "sms":
            return _sms(text)
        case "x":
            return Length(_weighted(unicodedata.normalize("NFC", text)), 280)
        case "mastodon":
            return Length(len(_graphemes(LINK.sub("-" * LINK_COUNTS, text))), 500)
        case "bluesky":
            used = len(_graphemes(text))
            # Whichever of its two limits is nearer.
            return Length(max(used, -(-len(text.encode()) // 10)), 300)
        case "telegram" | "whatsapp" | "facebook":
            return Length(len(text), PLAIN[channel])
    return None


def _sms(text: str) -> Length:
    foreign = next((sign for sign in text if sign not in GSM and sign not in GSM_TWICE), "")
    if foreign:
        used, single, joined = len(text.encode("utf-16-le")) // 2, 70, 67
    else:
        used = len(text) + sum(sign in GSM_TWICE for sign in text)
        single, joined = 160, 153
    parts = 1 if used <= single else -(-used // joined)
    return Length(used, single, parts, foreign)


def _weighted(text: str) -> int:
    links = len(LINK.findall(text))
    rest = LINK.sub("", text)
    if rest.isascii():
        return len(rest) + links * LINK_COUNTS
    return links * LINK_COUNTS + sum(_weight(cluster) for cluster in _graphemes(rest))


def _weight(cluster: str) -> int:
    """An emoji of any make is 2; else 1 for most alphabets' signs and 2 for the others."""
    import regex

    if regex.search(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3", cluster) and (
        len(cluster) > 1 or ord(cluster) > 0x2FF
    ):
        return 2
    return sum(1 if _light(ord(sign)) else 2 for sign in cluster)


def _light(point: int) -> bool:
    return (
        point <= 0x10FF or 0x2000 <= point <= 0x200D or 0x2010 <= point <= 0x201F
        or 0x2032 <= point <= 0x2037
    )  # fmt: skip


def _graphemes(text: str) -> list[str]:
    """What people take for single signs (Unicode Standard Annex 29)."""
    if text.isascii():
        return list(text.replace("\r\n", "\n"))
    import regex

    found: list[str] = regex.findall(r"\X", text)
    return found
