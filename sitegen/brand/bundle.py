"""The whole kit as files: what ``sitegen brand --to`` writes, and what the zip holds.

Everything in it is drawn from ``Facts``, the tokens and the fonts; nothing is read and nothing is
written here. What may not be made is left out and said.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec import Struct

from sitegen.brand import (
    boilerplate,
    dtcg,
    emblem,
    look,
    paint,
    pdf,
    pieces,
    screens,
    swatches,
    voices,
    wordmark,
)
from sitegen.brand import cards as sharing
from sitegen.brand.facts import Facts, lacking
from sitegen.brand.look import Voices
from sitegen.brand.tokens import Tokens

CARDS: Final = (("wide", sharing.WIDE), ("square", sharing.SQUARE), ("tall", sharing.TALL))
SHOWN: Final = ("flyer-a5", "poster-a4", "table-card-a4", "stickers-a4")
"""Pieces of which a picture stands on the kit's page."""


Tell = Callable[[int, int], None]
"""Called with how much is drawn and how much there is."""


class File(Struct, frozen=True):
    """A path within the kit, and its bytes."""

    path: str
    data: bytes


class Said(Struct, frozen=True):
    """A page or message that gets cards: a name for its files, its title and a few words."""

    name: str
    title: str
    text: str = ""


class Extras(Struct, frozen=True):
    """What the kit holds that is made elsewhere: icons, tokens, boilerplate."""

    drawing: bytes = b""
    files: tuple[File, ...] = ()
    asks: tuple[str, ...] = ()
    display: str = ""
    text: str = ""


class Kit(Struct, frozen=True):
    """The files by path, and what is not among them: (what, why)."""

    files: tuple[File, ...]
    refused: tuple[tuple[str, str], ...]

    @property
    def lacking(self) -> tuple[tuple[str, str, str], ...]:
        """What is not there, why, and what to do: once for each reason."""
        return lacking(self.refused)


def make(
    facts: Facts, tokens: Tokens, said: Sequence[Said], extras: Extras, tell: Tell | None = None
) -> Kit:
    """All files of the kit, in the order of their paths."""
    whole = len(CARDS) * len(said) + 2 * len(pieces.PIECES) + 8
    done = 0

    def told(count: int = 1) -> None:
        nonlocal done
        done += count
        if tell is not None:
            tell(done, whole)

    speaking = voices.of(extras.display, extras.text)
    inks = look.inks(tokens)
    files: list[File] = list(extras.files)
    refused: list[tuple[str, str]] = []
    files += _wordmarks(facts, tokens, speaking, extras.drawing)
    told(4)
    sign = emblem.of(facts, tokens)
    for name, size in CARDS:
        deck = sharing.Deck(facts, inks, speaking, sign, size)
        if deck.refused:
            refused.append((f"share cards {size[0]}x{size[1]}", deck.refused))
            continue
        for each in said:
            card = deck.card(each.title, each.text)
            told()
            if card is not None:
                files.append(File(f"cards/{name}/{each.name}.png", card))
    files += print_files(facts, tokens, speaking, refused, told)
    for name, drawn in (("email-header", screens.email(facts, inks, speaking, sign)),
                        ("video-background", screens.video(facts, inks, speaking, sign))):  # fmt: skip
        files.append(File(f"screen/{name}.png", paint.png(paint.scene(drawn, 1), 128)))
    colours = swatches.sheet(facts, tokens, speaking)
    files.append(File("colours/colours.png", paint.png(paint.scene(colours, 2), 128)))
    files.append(File("colours/colours.pdf", pdf.write([pdf.Page(colours)],
                      f"{facts.name}: colours", "en", facts.name)))  # fmt: skip
    files.append(File("colours/brand.tokens.json", dtcg.write(tokens, facts.name).encode()))
    parts = boilerplate.pool(facts.name, facts.tagline, facts.description, extras.asks, facts.url)
    files.append(File("words/about-us.md", boilerplate.text(parts).encode()))
    files.append(File("README.md", readme(facts, files, refused).encode()))
    return Kit(tuple(sorted(files, key=lambda file: file.path)), tuple(refused))


def _wordmarks(facts: Facts, tokens: Tokens, speaking: Voices, drawing: bytes) -> Iterable[File]:
    for mark in wordmark.make(facts, tokens, speaking, drawing):
        yield File(f"wordmark/{mark.name}", mark.data)
        wide = round(mark.width / mark.height * 280)
        png = emblem.raster(mark.data, min(1800, wide))
        if png:
            yield File(f"wordmark/{mark.name.removesuffix('.svg')}.png", png)


def print_files(
    facts: Facts, tokens: Tokens, speaking: Voices, refused: list[tuple[str, str]],
    told: Callable[[], None],
) -> list[File]:  # fmt: skip
    """Every print piece in its colours and in one ink; what cannot be made goes to ``refused``."""
    files = []
    for folder, single in (("colour", False), ("one-ink", True)):
        inks = look.BLACK if single else look.inks(tokens)
        press = pieces.Press(facts, inks, speaking, emblem.of(facts, tokens, single))
        for piece in pieces.PIECES:
            sheet = press.sheet(piece)
            told()
            if sheet.page is None:
                if not single:
                    refused.append((piece.name, sheet.refused))
                continue
            title = f"{facts.name}: {piece.name.replace('-', ' ')}"
            data = pdf.write([sheet.page], title, facts.language, facts.name, single)
            files.append(File(f"print/{folder}/{piece.name}.pdf", data))
        files += _looks(press) if not single else ()
    return files


def _looks(press: pieces.Press) -> Iterable[File]:
    """Small pictures of some print pieces, for a page that shows the kit."""
    for piece in pieces.PIECES:
        page = press.sheet(piece).page if piece.name in SHOWN else None
        if page is not None:
            scale = 600 / (page.scene.height - 2 * page.margin)
            whole = paint.scene(page.scene, scale)
            edge = round(page.margin * scale)
            cut = whole.crop((edge, edge, whole.width - edge, whole.height - edge))
            yield File(f"look/{piece.name}.png", paint.png(cut, 64))


def zipped(files: Sequence[File], folder: str) -> bytes:
    """A zip of the files below one folder: the same bytes whenever and wherever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for file in files:
            entry = zipfile.ZipInfo(f"{folder}/{file.path}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = (zipfile.ZIP_STORED if file.path.endswith((".png", ".ico"))
                                   else zipfile.ZIP_DEFLATED)  # fmt: skip
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, file.data)
    return out.getvalue()


_ABOUT: Final = (
    ("wordmark/", "The name as a drawing (SVG) and as a picture (PNG). `-mono` is black for one ink, "
     "`-reversed` white for dark ground, `-stacked` for narrow places. Leave it room all around."),
    ("icons/", "For the browser's tab and the home screen; the site has them already."),
    ("cards/", "Pictures to post, one folder for each size: wide for links, square for feeds, tall "
     "for stories. Each carries the imprint: do not cut it off."),
    ("print/colour/", "For a print shop: 3 mm bleed, crop marks, text as text. Say: print to the "
     "trim box, no scaling. Sticker sheets fit labels as they are sold (A4: 99.1 by 67.7 mm, Letter: "
     "4 by 3 1/3 in) and are printed at 100 %."),
    ("print/one-ink/", "For a copier or an office printer: black on white paper, at 100 %."),
    ("screen/", "The head of a newsletter (shown 600 wide) and a background for video calls."),
    ("colours/", "Every colour with its figures and what may stand on it; the same for programs."),
    ("words/", "About us in 25, 50 and 100 words, to copy."),
)  # fmt: skip


def readme(facts: Facts, files: Sequence[File], refused: Sequence[tuple[str, str]]) -> str:
    """What is in the kit and how to use it, for somebody who has only the zip."""
    lines = [f"# {facts.name}: brand kit", "",
             "Made by sitegen from the site's own settings. Change those, not these files.", ""]  # fmt: skip
    for start, words in _ABOUT:
        if any(file.path.startswith(start) for file in files):
            lines += [f"**`{start}`** {words}", ""]
    if facts.address and any(file.path.endswith(".pdf") for file in files):
        lines += [f"The codes lead to {facts.tagged('TAG')} where TAG is flyer, poster, table or "
                  "sticker: with each sign-up you see which of them worked.", ""]  # fmt: skip
    if refused:
        lines += ["## Not in this kit", ""]
        lines += [f"- {what}: {why} {do}".rstrip() for what, why, do in lacking(refused)]
        lines += [""]
    return "\n".join(lines)
