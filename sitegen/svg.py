"""Drawings (SVG) rebuilt from an allowed list, so that they show and do nothing else.

The file is parsed without loading anything from outside and written anew: elements and attributes
of SVG alone, no scripts, handlers, foreign content, links, editor data, titles or comments.
It may not touch the disk or know about raster formats; embedded pictures go through a callback.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable
from typing import Any, Final
from xml.parsers import expat

from msgspec import Struct, field

from sitegen.later import later
from sitegen.problems import Problem, Span

MAX_BYTES: Final = 5_000_000
MAX_DEPTH: Final = 200
MAX_ENTITIES: Final = 40
MAX_ENTITY: Final = 100
"""Illustrator writes a score of short entities for namespaces; longer ones are an attack."""

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
XML: Final = "http://www.w3.org/XML/1998/namespace"

Embedded = Callable[[bytes], tuple[str, bytes]]

ELEMENTS: Final = frozenset((
    "svg", "g", "defs", "symbol", "use", "switch", "image", "style", "path", "rect", "circle",
    "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath", "linearGradient",
    "radialGradient", "stop", "pattern", "clipPath", "mask", "marker", "filter", "animate",
    "animateMotion", "animateTransform", "set", "mpath", "feBlend", "feColorMatrix",
    "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting",
    "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB",
    "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode", "feMorphology",
    "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
))  # fmt: skip
UNWRAPPED: Final = frozenset(("a",))
QUIET: Final = frozenset(("title", "desc", "metadata", "view", "cursor"))
"""Left out without a word: nobody sees the difference."""
WORDS: Final = {
    "script": "a script",
    "foreignObject": "foreign content",
    "iframe": "foreign content",
}

_NUMBER = later(
    r"\s*\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*(px|pt|pc|mm|cm|in|q|em|ex|rem)?\s*$", re.I
)
_UNITS: Final = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54,
                 "in": 96.0, "q": 96 / 101.6, "em": 16.0, "rem": 16.0, "ex": 8.0}  # fmt: skip
_DATA = later(r"\s*data:image/(?:png|jpe?g|gif|webp)\s*(?:;[^,;]*)*;base64\s*,", re.I)
_LOCAL = later(r"""url\(\s*(["']?)#[^)"']*\1\s*\)""", re.I)
_REACHES_OUT = later(
    r"url\s*\(|@import|@charset|@namespace|//|\\|(?:https?|ftp|file|data|javascript|vbscript)\s*:"
    r"|expression\s*\(|-moz-binding|behavior\s*:|image-set\s*\(|\bsrc\s*\(|<",
    re.I,
)


class Drawing(Struct, frozen=True):
    """A clean drawing with its size in CSS pixels; ``data`` is empty when it is refused."""

    width: int
    height: int
    data: bytes
    problems: tuple[Problem, ...]


class _RefusedError(Exception):
    """Carries the sentence for the user."""


class _Writer(Struct):
    """Receives the parser's events and writes what may stay."""

    embedded: Embedded
    out: list[str] = field(default_factory=list)
    line: Callable[[], int] = lambda: 0
    removed: dict[str, int] = field(default_factory=dict)
    closing: list[str] = field(default_factory=list)
    skip: int = 0
    style: list[str] | None = None
    entities: int = 0
    bare: bool = False
    size: tuple[int, int] = (0, 0)
    xlink: bool = False

    def drop(self, what: str) -> None:
        """Note that something is left out, and the line where it first stood."""
        self.removed.setdefault(what, self.line())

    def start(self, name: str, attributes: dict[str, str]) -> None:
        uri, _, local = name.rpartition(" ")
        if len(self.closing) + self.skip > MAX_DEPTH:
            raise _RefusedError(f"It is nested more than {MAX_DEPTH} levels deep.")
        if not self.closing and not self.skip:
            if local != "svg" or uri not in (SVG, ""):
                raise _RefusedError(f"It is a <{local}> document.")
            self.bare = uri == ""
        if self.skip or (uri != SVG and not (self.bare and uri == "")):
            self.skip += 1
            return
        if local in UNWRAPPED:
            self.closing.append("")
            return
        moved = attributes.get("attributeName", "").rpartition(":")[2].lower()
        if local not in ELEMENTS or moved == "href" or moved.startswith("on"):
            if local not in QUIET and not attributes.get("requiredExtensions"):
                self.drop(WORDS.get(local, f"<{local}>"))
            self.skip += 1
            return
        kept = self.attributes(local, attributes)
        if not self.closing:
            kept, self.size = _sized(kept)
        self.out.append(
            f"<{local}" + "".join(f' {key}="{html.escape(value)}"' for key, value in kept)
        )
        if not self.closing:
            self.out.append("\0")  # the namespaces, once it is known which are needed
        self.out.append(">")
        self.closing.append(local)
        self.style = [] if local == "style" else self.style

    def end(self, name: str) -> None:
        if self.skip:
            self.skip -= 1
            return
        local = self.closing.pop()
        if local == "style" and self.style is not None:
            css, whole = clean_css("".join(self.style))
            self.style = None
            if not whole:
                self.drop("styles that load other files")
            self.out.append(html.escape(css))
        if not local:
            return
        if self.out[-1] == ">":
            self.out[-1] = "/>"
        else:
            self.out.append(f"</{local}>")

    def text(self, text: str) -> None:
        if self.skip:
            return
        if self.style is not None:
            self.style.append(text)
        elif any(name in ("text", "tspan", "textPath") for name in self.closing[-4:]):
            self.out.append(html.escape(text))

    def entity(self, name: str, is_parameter: bool, value: str | None, *_: Any) -> None:
        self.entities += 1
        if value is None or is_parameter:
            return  # outside the file: never loaded, so it stays empty
        if "&" in value or "%" in value or len(value) > MAX_ENTITY or self.entities > MAX_ENTITIES:
            raise _RefusedError("It defines abbreviations (entities) that expand to more text.")

    def attributes(self, element: str, given: dict[str, str]) -> list[tuple[str, str]]:
        kept: list[tuple[str, str]] = []
        for name, value in given.items():
            uri, _, local = name.rpartition(" ")
            lower = local.lower()
            if lower.startswith("on"):
                self.drop("event handlers")
            elif lower == "href" and uri in (XLINK, ""):
                target = self.target(element, value)
                if target:
                    self.xlink = self.xlink or uri == XLINK
                    kept.append(("xlink:href" if uri else "href", target))
            elif uri == XML and local in ("space", "lang"):
                kept.append((f"xml:{local}", value))
            elif uri or not re.fullmatch(r"[A-Za-z][A-Za-z-]*\d?", local):
                continue  # editors' private data
            elif lower == "style":
                css, whole = clean_css(value)
                if not whole:
                    self.drop("styles that load other files")
                if css:
                    kept.append(("style", css))
            elif lower.startswith("data-") or lower in ("requiredextensions", "requiredfeatures",
                                                        "src", "srcset", "version", "baseprofile",
                                                        "contentscripttype", "zoomandpan",
                                                        "enable-background", "xmlns"):  # fmt: skip
                continue
            elif _out(value):
                self.drop("references to other files")
            else:
                kept.append((local, value))
        return kept

    def target(self, element: str, value: str) -> str:
        """What an href may become: a place in this drawing, or a clean embedded picture."""
        if re.fullmatch(r"\s*#[^\s]*\s*", value):
            return value.strip()
        found = _DATA.match(value)
        if found and element in ("image", "feImage"):
            try:
                raw = base64.b64decode(re.sub(r"\s", "", value[found.end() :]) + "==")
            except (binascii.Error, ValueError):
                raw = b""
            media, clean = self.embedded(raw)
            if clean:
                return f"data:{media};base64,{base64.b64encode(clean).decode('ascii')}"
        if value.strip():
            self.drop("references to other files")
        return ""


def clean(data: bytes, path: str, embedded: Embedded, sized: bool = True) -> Drawing:
    """Rebuild a drawing. ``embedded`` turns the bytes of a picture inside it into clean ones.

    Where ``sized`` is false, style sheets give it a size, and one without its own is taken."""
    span = Span(path)
    if len(data) > MAX_BYTES:
        return _refusal(Problem("svg-too-heavy", f"This drawing has more than "
            f"{MAX_BYTES // 1_000_000} MB.", span,
            "Simplify it, or export it as PNG or JPEG."))  # fmt: skip
    writer = _Writer(embedded)
    parser = expat.ParserCreate(namespace_separator=" ")
    writer.line = lambda: parser.CurrentLineNumber
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.EntityDeclHandler = writer.entity
    try:
        parser.Parse(data.lstrip(b" \t\r\n"), True)
    except _RefusedError as reason:
        return _refusal(Problem("svg-refused", f"This drawing cannot be made safe. {reason}",
            Span(path, parser.CurrentLineNumber),
            "Export it again from your drawing program, as plain SVG or as PNG."))  # fmt: skip
    except expat.ExpatError as error:
        where = Span(path, error.lineno, error.offset + 1)
        return _refusal(Problem("svg-broken",
            f"This drawing is not complete XML: {expat.ErrorString(error.code)}.", where,
            "Export it again from your drawing program, as plain SVG or as PNG."))  # fmt: skip
    except (ValueError, LookupError):
        return _refusal(Problem("svg-broken", "The encoding of this drawing is unknown.", span,
            "Save it as UTF-8."))  # fmt: skip
    width, height = writer.size
    if sized and not (width and height):
        return _refusal(Problem("svg-size",
            "This drawing has no size: neither width and height nor a viewBox.", span,
            'Add viewBox="0 0 WIDTH HEIGHT" to its first line.'))  # fmt: skip
    spaces = f' xmlns="{SVG}"' + (f' xmlns:xlink="{XLINK}"' if writer.xlink else "")
    at = writer.out.index("\0")
    writer.out[at] = spaces
    problems: tuple[Problem, ...] = ()
    if writer.removed:
        listed = ", ".join(writer.removed)
        problems = (Problem("svg-cleaned", f"Left out of this drawing: {listed}.",
            Span(path, min(writer.removed.values())),
            "Look at the page; if something is missing, export the drawing as plain SVG or PNG.",
            "warning"),)  # fmt: skip
    text = "".join(writer.out) + "\n"
    return Drawing(width, height, text.encode("utf-8", "replace"), problems)


def clean_css(css: str) -> tuple[str, bool]:
    """Styles without anything that reaches out of the drawing, and whether all could stay."""
    css = re.sub(r"/\*.*?(?:\*/|$)", " ", css, flags=re.S).strip()
    if not _out(css):
        return css, True
    if "{" not in css:
        parts = [part for part in css.split(";") if not _out(part)]
        kept = ";".join(parts)
    else:
        css = re.sub(r"@(?:import|charset|namespace)[^;{]*(?:;|$)", "", css, flags=re.I)
        kept = re.sub(
            r"[^{}]*\{[^{}]*\}", lambda rule: "" if _out(rule[0]) else rule[0], css
        ).strip()
    return ("" if _out(kept) else kept), False


def _refusal(problem: Problem) -> Drawing:
    return Drawing(0, 0, b"", (problem,))


def _out(text: str) -> bool:
    """True when a style or attribute may load or run something."""
    return _REACHES_OUT.search(_LOCAL.sub("", text)) is not None


def _length(value: str) -> float:
    """CSS pixels, or 0 when it is a percentage, ``auto`` or nothing."""
    found = _NUMBER.match(value)
    if not found:
        return 0.0
    return float(found[1] + (found[2] or "")) * _UNITS[(found[3] or "").lower()]


def _sized(kept: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], tuple[int, int]]:
    """The root's attributes with width, height and viewBox, each worked out from the others."""
    given = dict(kept)
    width, height = _length(given.get("width", "")), _length(given.get("height", ""))
    try:
        box = [float(part) for part in re.split(r"[\s,]+", given.get("viewBox", "").strip())]
    except ValueError:
        box = []
    if len(box) != 4 or not (0 < box[2] < 1e6 and 0 < box[3] < 1e6):
        box = [0.0, 0.0, width, height]
        given.pop("viewBox", None)
    if box[2] and box[3]:
        if width and not height:
            height = width * box[3] / box[2]
        elif height and not width:
            width = height * box[2] / box[3]
        elif not width:
            width, height = box[2], box[3]
    if not (0 < width < 1e5 and 0 < height < 1e5):
        return kept, (0, 0)
    whole = max(1, round(width)), max(1, round(height))
    given.setdefault("viewBox", f"0 0 {width:g} {height:g}")
    given["width"], given["height"] = f"{width:g}", f"{height:g}"
    return list(given.items()), whole
