"""What a brand's drawn things say: a group's own words, already worded and checked elsewhere.

Complete: together with the tokens, the fonts and the code it determines every byte of the kit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.brand.typeset import clean


class Imprint(Struct, frozen=True):
    """The statement of who publishes, for one medium. ``required``: nothing may be made without
    it. ``least`` is the smallest lawful size in points (print) or CSS pixels, 0 if none is known;
    ``wrong`` is what the law asks for and the statement lacks; what to do is its second line."""

    lines: tuple[str, ...] = ()
    required: bool = False
    least: float = 0.0
    wrong: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The statement in one go, a house number with its street. Where no law asks for it, its
        first lines alone may stand for it where there is little room; they follow."""
        said = [clean(line) for line in self.lines if clean(line)]
        least = len(said) if self.required else 1
        return tuple(re.sub(r"(?<!\S)(\d{1,4}[a-zA-Z]?) (?=[^\W\d])", "\\1\u00a0", " ".join(said[:count]))
                     for count in range(len(said), least - 1, -1) if count)  # fmt: skip

    @property
    def refusal(self) -> str:
        """Why nothing may be made with this statement; "" where something may."""
        if not self.required or (self.texts and not self.wrong):
            return ""
        return self.wrong or "The law asks for an imprint on it, and there is none."


class Words(Struct, frozen=True):
    """What the pieces say besides the group's own words, in the site's language."""

    scan: str = "Scan this with your phone, or go to"
    join: str = "Take part"
    fold: str = "fold here"


class Facts(Struct, frozen=True):
    """``candidate`` stands in the name's slot, "" until there is one, with ``office`` below.
    ``address`` is where the codes lead, with ``{tag}`` where the source goes; "" if the site has
    no address yet. ``call`` is what is asked for, ``why`` a sentence about it. ``logo`` is a
    picture (PNG), ``drawing`` the same as SVG where it is one."""

    name: str
    tagline: str = ""
    description: str = ""
    url: str = ""
    language: str = "en"
    rtl: bool = False
    candidate: str = ""
    office: str = ""
    call: str = ""
    why: str = ""
    address: str = ""
    card: Imprint = Imprint()
    print: Imprint = Imprint()
    logo: bytes = b""
    words: Words = Words()

    @property
    def host(self) -> str:
        """The site's address as people type it."""
        parts = urlsplit(self.url)
        return (parts.netloc.removeprefix("www.") + parts.path).rstrip("/")

    def tagged(self, tag: str) -> str:
        """The address for the code of one piece."""
        return self.address.replace("{tag}", tag)


def lacking(refused: Iterable[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    """What is refused for one reason, together: (names, reason, what to do)."""
    found: dict[str, list[str]] = {}
    for what, why in refused:
        found.setdefault(why, []).append(what)
    made = []
    for why, names in found.items():
        reason, _, do = why.partition("\n")
        made.append((", ".join(names), reason.strip(), do.strip()))
    return tuple(made)
