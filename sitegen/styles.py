"""A theme's style sheets and a brand's tokens to one small file with a name of its own. Pure.

Also the theme's other files, scripts made smaller.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping

from sitegen import svg
from sitegen.brand import faces, pagefonts
from sitegen.later import later
from sitegen.model import BUILT, Pairs
from sitegen.problems import Problem, Span
from sitegen.sources import Tree
from sitegen.theme import Theme

_COMMENT = later(r"/\*.*?(?:\*/|\Z)", re.S)
_URL = later(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\"'\s]*))\s*\)", re.I)
_ELSEWHERE = later(r"[\"'(\s](?:https?:)?//[\w\[]", re.I)
"""An address of another host that stands outside ``url()``, as in ``image-set("//...")``."""
_BARE = later(
    r"url\(|(?:(?<![\w-])|-)(?:image|image-set|cross-fade|src|paint)\((?:[^)\"']|type\([^)]*\))*[\"']",
    re.I,
)
"""A name outside of a whole ``url(...)``: browsers take it as an address, we cannot."""
_STARTS: Mapping[str, bytes | tuple[bytes, ...]] = {
    ".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff",
    ".gif": (b"GIF87a", b"GIF89a"), ".webp": b"RIFF", ".ico": b"\0\0\1\0", ".woff2": b"wOF2",
    ".woff": b"wOFF", ".ttf": (b"\0\1\0\0", b"true"), ".otf": b"OTTO",
    ".webm": b"\x1a\x45\xdf\xa3", ".ogg": b"OggS",
}  # fmt: skip
"""How files of a kind begin (their own specifications)."""
_HEAD = 100
_ESCAPE = later(r"\\([0-9a-fA-F]{1,6})[ \t]?|\\([^0-9a-fA-F\n])")


def fingerprint(name: str, data: bytes) -> str:
    """``assets/built/name.0123456789.ext``: the digest of the final bytes stands in the name, so that a
    browser may keep the file for ever."""
    stem, extension = posixpath.splitext(posixpath.basename(name))
    code = hashlib.blake2b(data, digest_size=5).hexdigest()
    return f"{BUILT}{stem}.{code}{extension}"


def assets(
    tree: Tree, theme: Theme
) -> tuple[tuple[tuple[str, str, bytes], ...], tuple[Problem, ...]]:
    """(name in the theme, output path, bytes) of every theme file but style sheets and notices.

    A file that is not what its name says is refused, and drawings are rebuilt without scripts: an
    address of the site shows them as they are.
    """
    import rjsmin

    found = []
    problems: list[Problem] = []
    for name, path in theme.assets:
        if not name.lower().endswith((".css", ".txt", ".md")) and "LICEN" not in name.upper():
            data = tree.data(path)
            if name.lower().endswith(".svg"):
                drawing = svg.clean(data, path, _no_picture, sized=False)
                problems += drawing.problems
                data = drawing.data or b"<svg xmlns='http://www.w3.org/2000/svg'/>"
            elif name.endswith(".js"):
                text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
                data = rjsmin.jsmin(text).encode()
            elif not data.startswith(_STARTS.get(posixpath.splitext(name)[1].lower(), b"")) or (
                data[:_HEAD].lower().lstrip().startswith((b"<!doctype", b"<html", b"<script"))
            ):
                problems.append(Problem("theme-file-kind",
                    "This file is not what the end of its name says.", Span(path),
                    "Put the right file in its place, or remove it."))  # fmt: skip
            found.append((name, fingerprint(name, data), data))
    return tuple(found), tuple(problems)


def _no_picture(data: bytes) -> tuple[str, bytes]:
    """Photographs inside a theme's drawing are left out: pages block addresses that hold data."""
    return "", b""


def fonts(theme: Theme, font: str, language: str) -> tuple[str, Pairs]:
    """(style rules, files) of what a site's pages are set in; a file is (output path, its place).

    ``font`` is the site's own choice for headlines, or "system" for no files at all.
    """
    if font == pagefonts.SYSTEM:
        return "", ()
    display, text = faces.get(font or theme.fonts[0]), faces.get(theme.fonts[1])
    chosen = pagefonts.choose(display, text, language)
    outputs = {one: fingerprint(one.name, faces.data(one.file)) for one in chosen}
    rules = pagefonts.css(display, text, chosen, lambda one: posixpath.basename(outputs[one]))
    return rules, tuple((output, one.file) for one, output in outputs.items())


def join(
    tree: Tree, theme: Theme, tokens: str, files: tuple[tuple[str, str, bytes], ...]
) -> tuple[str, bytes, tuple[Problem, ...]]:
    """(output path, bytes, problems) of the site's one style sheet: tokens, then the cascade."""
    import rcssmin

    problems: list[Problem] = []
    outputs = {name: output for name, output, _ in files}
    places = dict(theme.assets)
    parts = [tokens]
    for sheet in theme.css:
        text = tree.data(places[sheet]).decode("utf-8-sig", "replace")
        parts.append(_sheet(text, sheet, places[sheet], outputs, problems))
    data = rcssmin.cssmin("\n".join(parts)).encode()
    return fingerprint("site.css", data), data, tuple(problems)


def sheets(
    tree: Tree, theme: Theme, files: tuple[tuple[str, str, bytes], ...]
) -> tuple[tuple[tuple[str, str, bytes], ...], tuple[Problem, ...]]:
    """The style sheets that only some pages load, as (name in the theme, output path, bytes)."""
    import rcssmin

    problems: list[Problem] = []
    outputs = {name: output for name, output, _ in files}
    places = dict(theme.assets)
    found = []
    for sheet in theme.sheets:
        text = tree.data(places[sheet]).decode("utf-8-sig", "replace")
        data = rcssmin.cssmin(_sheet(text, sheet, places[sheet], outputs, problems)).encode()
        found.append((sheet, fingerprint(sheet, data), data))
    return tuple(found), tuple(problems)


def _sheet(
    text: str, sheet: str, path: str, outputs: Mapping[str, str], problems: list[Problem]
) -> str:
    """One style sheet with the final names of its files, and nothing from elsewhere."""
    # Line breaks stay, so that a problem's line is right.
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n") or " ", text)

    def said(code: str, message: str, hint: str, at: int) -> None:
        problems.append(Problem(code, message, Span(path, text.count("\n", 0, at) + 1), hint))

    def target(match: re.Match[str]) -> str:
        return _ESCAPE.sub(_unescaped, match[1] or match[2] or match[3] or "").strip()

    def output(target: str) -> str:
        bare = target.partition("#")[0].partition("?")[0]
        return outputs.get(posixpath.normpath(posixpath.join(posixpath.dirname(sheet), bare)), "")

    def address(match: re.Match[str]) -> str:
        wanted = target(match)
        return match[0] if wanted[:1] == "#" else f"url({posixpath.basename(output(wanted))})"

    plain = _ESCAPE.sub(_unescaped, text)
    for match in _URL.finditer(plain):
        wanted = target(match)
        if wanted[:5].lower() == "data:":
            said("theme-data", "Pages block files that are written into a style sheet.",
                 "Put the file into the theme's assets and name it there.", match.start())  # fmt: skip
        elif "//" in wanted or re.match(r"[a-z][a-z0-9+.-]*:", wanted, re.I):
            said("theme-elsewhere", f"This style sheet asks another site for {wanted}.",
                 "Put the file into the theme's assets and name it there.", match.start())  # fmt: skip
        elif wanted[:1] != "#" and not output(wanted):
            said("theme-asset-missing", f'There is no file "{wanted}".',
                 "Correct the name in url(...).", match.start())  # fmt: skip
    if found := re.search(r"@import\b", plain, re.I):
        said("theme-import", "Style sheets are joined; @import is not used.",
             "List the file under css in theme.yaml.", found.start())  # fmt: skip
    rest = _URL.sub(lambda match: " " * len(match[0]), plain)
    if found := _BARE.search(rest):
        said("theme-url", "The name of a file stands here without a whole url(...) around it.",
             "Write url(name.svg), with both brackets.", found.start())  # fmt: skip
    if found := _ELSEWHERE.search(rest):
        said("theme-elsewhere", "This style sheet asks another site for a file.",
             "Put the file into the theme's assets and name it there.", found.start())  # fmt: skip
    return _URL.sub(address, text)


def _unescaped(match: re.Match[str]) -> str:
    """The sign that a CSS escape stands for (CSS Syntax 3, 4.3.7)."""
    number = int(match[1], 16) if match[1] else 0
    return match[2] or (chr(number) if 0 < number < 0x110000 else "\ufffd")
