"""What a group says about itself in 25, 50 and 100 words, put together from its own sentences.

Nothing is written here that the group did not write: whole sentences are taken in order as long as
they fit. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sitegen.later import later

LENGTHS: Final = (25, 50, 100)

_ENDS: Final = later(r"(?<=[.!?…。؟])\s+")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each with its end."""
    return tuple(part for part in _ENDS.split(" ".join(text.split())) if part)


def pool(
    name: str, tagline: str, description: str, asks: Sequence[str], address: str
) -> tuple[str, ...]:
    """All that can be said, the most telling first. The address comes last and is always kept."""
    first = f"{name}: {tagline.rstrip('.')}." if tagline and tagline != name else f"{name}."
    said = [first, *sentences(description), *(line for ask in asks for line in sentences(ask))]
    made = [part if re.search(r"[.!?…。؟]$", part) else f"{part}." for part in said]
    return (*dict.fromkeys(part for part in made if part.strip(". ")), address)


def of(parts: Sequence[str], words: int) -> str:
    """As many of the sentences as that many words hold, in their order, and the address."""
    *said, address = parts
    left = words - len(address.split())
    chosen = []
    for number, part in enumerate(said):
        length = len(part.split())
        if length <= left:
            chosen.append(part)
            left -= length
        elif number == 0:
            chosen.append(" ".join(part.split()[: max(1, left)]).rstrip(",;:") + "…")
            break
        else:
            break
    return " ".join([*chosen, address] if address else chosen)


def text(parts: Sequence[str]) -> str:
    """All lengths as a Markdown file."""
    rows = []
    for number in LENGTHS:
        said = of(parts, number)
        rows.append(f"## {number} words\n\n{said}\n")
    return "\n".join(["# About us, to copy\n", *rows])
