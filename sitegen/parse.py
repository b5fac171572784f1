"""One Markdown file's bytes to a document and its body. No disk, no site, no address.

Everything that may change the result is in the key: the bytes, the theme's block declarations,
the HTML policy and sitegen's own code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from sitegen import contenttypes, frontmatter, languages, schema, stages, synonyms
from sitegen.contenttypes import ContentType
from sitegen.later import later
from sitegen.markdown import outline
from sitegen.model import (
    AskRef,
    Block,
    BlockSpec,
    Body,
    Details,
    Document,
    FieldValue,
    Heading,
    Pairs,
    digest,
)
from sitegen.problems import Problem, Span
from sitegen.schema import Checked, Field, Map, Node, Text

ASK = Field(
    "map",
    short="form",
    fields={
        "form": Field(), "to": Field(), "title": Field(), "text": Field(), "button": Field(),
        "stages": Field("list"),
    },
)  # fmt: skip

PAGE_FIELDS: Mapping[str, Field] = {
    "title": Field(),
    "description": Field(),
    "date": Field("date"),
    "publish": Field("date"),
    "expires": Field("date"),
    "draft": Field("flag", default=False),
    "order": Field("number", default=None),
    "image": Field(),
    "image_alt": Field(),
    "tags": Field("list"),
    "slug": Field(),
    "aliases": Field("list"),
    "layout": Field(),
    "language": Field(),
    "type": Field(),
    "ask": ASK,
    "stages": Field("list"),
}
"""The front matter every page may have. ``image_alt`` describes ``image`` where it is shown."""


def document(
    data: bytes,
    path: str,
    name: str,
    converter: Any,
    declared: Mapping[str, Field],
    types: Mapping[str, ContentType] = MappingProxyType({}),
    blocks: Mapping[str, BlockSpec] = MappingProxyType({}),
) -> tuple[Document, Details, Body]:
    """Parse one page. ``name`` is its key, ``declared`` the fields that the theme adds, ``types``
    what a page can be, ``blocks`` those of the theme."""
    text, problems = decode(data, path)
    parts = frontmatter.split(text, path)
    kind, doubtful = _kind(parts.settings, path, types)
    fields = {**declared, **kind.declared(), **PAGE_FIELDS}
    settings, renamed = synonyms.ours(parts.settings, tuple(fields), path)
    checked = schema.check(settings, fields, path)
    converted = converter.convert(parts.body, path, parts.line)
    title, html, headings = _title(checked.values["title"], converted.html, converted.headings)
    html, inner, headings = outline.close(html, converted.blocks, headings)
    anchors = _anchors(html, inner, headings)
    values = checked.values
    language, strange = _language(checked, path)
    typed = tuple((field.name, value) for field in kind.fields
                  if (value := given(values[field.name])) not in ("", (), False))  # fmt: skip
    found = [*problems, *parts.problems, *doubtful, *renamed, *checked.problems, *strange,
             *_missed(kind, typed, checked, path), *converted.problems]  # fmt: skip
    asked = ask(values["ask"], checked.lines.get("ask", 0), path, found)
    only, unknown = stages.read(values["stages"], Span(path, checked.lines.get("stages", 1)))
    found += unknown
    if not title:
        title = _from_name(path)
    uses = tuple(Block(use.name, (*use.args, *_listed(use), *_said(use, blocks)), "", (), use.line)
                 for use in inner)  # fmt: skip
    said = tuple(value for use in uses for name, value in use.args if name == "plain")
    details = Details(headings, converted.references, converted.pictures, uses)
    page = Document(
        path=path,
        key=name,
        title=_one_line(title),
        description=_one_line(values["description"]),
        date=values["date"],
        publish=values["publish"],
        expires=values["expires"],
        draft=values["draft"],
        order=values["order"],
        image=values["image"].strip(),
        image_alt=values["image_alt"].strip(),
        tags=tuple(dict.fromkeys(_one_line(tag) for tag in values["tags"] if tag.strip())),
        slug=values["slug"].strip(),
        aliases=tuple(alias.strip() for alias in values["aliases"] if alias.strip()),
        layout=values["layout"].strip(),
        language=language,
        ask=asked,
        extra=tuple((field, _plain(values[field])) for field in declared),
        type=kind.name,
        fields=typed,
        dressed=any(use.name in blocks and blocks[use.name].sheets for use in uses),
        summary=converted.summary,
        anchors=anchors,
        shows=_shows(details),
        lines=tuple(checked.lines.items()),
        problems=tuple(found),
        stages=only,
    )
    body = Body(html, tuple((use.html, use.items) for use in inner))
    return replace(page, face=_face(page, said)), details, body


def _face(page: Document, said: tuple[str, ...]) -> str:
    """A digest of what other pages may show of this one, or link to in it. ``said`` are words to be
    passed on, which a sheet gathers."""
    return digest(
        page.path, page.title, page.description, page.date, page.publish, page.expires, page.draft,
        page.order, page.image, page.image_alt, page.tags, page.slug, page.aliases, page.summary,
        page.anchors, page.shows, page.stages, page.type, page.fields, page.language,
        said,
    )  # fmt: skip


def _kind(
    settings: Node, path: str, types: Mapping[str, ContentType]
) -> tuple[ContentType, tuple[Problem, ...]]:
    """What the page is, by its settings or its place."""
    written = settings.get("type") if isinstance(settings, Map) else None
    if not isinstance(written, Text):
        return contenttypes.of(path, "", types, Span(path))
    return contenttypes.of(path, written.value.strip(), types,
                           Span(path, written.line, written.column))  # fmt: skip


def _missed(
    kind: ContentType, typed: tuple[tuple[str, FieldValue], ...], checked: Checked, path: str
) -> list[Problem]:
    """What a page of its type should say too. A page that says nothing of the kind is an ordinary
    one, which happens to lie in a folder of that name."""
    if not typed and "type" not in checked.lines:
        return []
    there = dict(typed)
    return [Problem("field-missing", f'A page of the type {kind.name} says its "{field.name}".',
                    Span(path, 2), f"Add a line: {field.name}: {field.help or '...'}", "warning")
            for field in kind.fields if field.required and field.name not in there]  # fmt: skip


def given(value: Any) -> FieldValue:
    """A field's value without what is empty in it; "" where nothing is given."""
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(text for item in value if (text := _one_line(str(item)))))
    if isinstance(value, str):
        return _one_line(value)
    number: FieldValue = "" if value is None else value
    return number


_IMAGE_NAMES = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".heic", ".bmp", ".tif", ".tiff",
)  # fmt: skip


def _is_picture(name: str) -> bool:
    return name.lower().endswith(_IMAGE_NAMES)


def _shows(details: Details) -> tuple[str, ...]:
    """The targets of all pictures: in the text, in blocks, and those linked to."""
    found = dict.fromkeys(picture.target for picture in details.pictures)
    for reference in details.references:
        if _is_picture(reference.target.partition("#")[0].partition("?")[0]):
            found[reference.target] = None
    for use in details.uses:
        found.update((value, None) for _, value in use.args if _is_picture(value))
    return tuple(found)


_LINK_MARK = later("\ufdd0L([0-9]+)\ufdd1")


def _listed(use: Block) -> Pairs:
    """Which references stand in the block, for blocks that list what their body links to."""
    numbers = _LINK_MARK.findall(use.html) if "\ufdd0L" in use.html else []
    return (("links", ",".join(numbers)),) if numbers else ()


def _said(use: Block, blocks: Mapping[str, BlockSpec]) -> Pairs:
    """A block's text as it is typed into a message: no marks, an empty line between paragraphs."""
    if use.name not in blocks or not blocks[use.name].plain:
        return ()
    text = re.sub(r"\s*<br[^<>]*>\s*", "\n", re.sub(r"\s*\n\s*", " ", use.html))
    text = re.sub(r"<li[^<>]*>", "- ", text)
    text = re.sub(r"</(?:p|h[1-6]|ul|ol|blockquote)>|<(?:ul|ol)[^<>]*>", "\n\n", text)
    text = re.sub(r"</li>", "\n", text)
    text = unescape(re.sub(r"<[^<>]*>|\ufdd0[A-Z][0-9]+\ufdd1", "", text))
    lines = [" ".join(line.split(" ")).strip() for line in text.split("\n")]
    return (("plain", re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()),)


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Bytes to text with ``\\n`` line ends. Old Windows files are read, with a warning."""
    problems: tuple[Problem, ...] = ()
    wide = _wide(data)
    if wide:
        text = data.decode(wide, "replace").removeprefix("\ufeff")
        problems = (_encoding(path, "UTF-16", 1),)
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            # Only the bytes that are not UTF-8: a file mended in two programs holds both kinds.
            text = data.decode("utf-8-sig", "surrogateescape")
            text = re.sub("[\udc80-\udcff]+", _windows, text)
            problems = (_encoding(path, "Windows-1252", data.count(b"\n", 0, error.start) + 1),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        return "", (Problem("file-binary", "This is not a text file.",
                            Span(path, text.count("\n", 0, text.index("\x00")) + 1),
                            "If it is a text, save it again as UTF-8; pictures and downloads go "
                            "into content/assets/ under their own ending."),)  # fmt: skip
    if not text.isascii():  # line ends to some programs only: counting them moves every line
        for sign in "\x85\u2028\u2029":
            text = text.replace(sign, " ")
    return text, problems


def _wide(data: bytes) -> str:
    """The name of the UTF-16 that the bytes are in, or "": old Notepads leave out the mark."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:1000]
    for name, zeros, letters in (("utf-16-le", start[1::2], start[::2]),
                                 ("utf-16-be", start[::2], start[1::2])):  # fmt: skip
        if len(zeros) > 3 and zeros.count(0) > 0.9 * len(zeros) and letters.count(0) == 0:
            return name
    return ""


def _windows(found: re.Match[str]) -> str:
    return found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _encoding(path: str, name: str, line: int) -> Problem:
    return Problem("file-encoding", f"This file is not UTF-8; I read it as {name}.",
                   Span(path, line), "Save it again as UTF-8 and check accents and quotation "
                   "marks.", "warning")  # fmt: skip


def _language(checked: Checked, path: str) -> tuple[str, tuple[Problem, ...]]:
    given = checked.values["language"].strip()
    tag = given.replace("_", "-")
    if not tag or languages.is_tag(tag):
        return tag, ()
    return "", (Problem("language-unknown", f'"{given}" is not a language tag.',
                        Span(path, checked.lines.get("language", 1)),
                        "Use a tag such as en, de or pt-BR."),)  # fmt: skip


def ask(value: Mapping[str, Any], line: int, path: str, problems: list[Problem]) -> AskRef:
    """What ``ASK`` was found to hold in ``line`` of a file."""
    if value["form"].lower() in ("none", "no", "off", "false"):
        return AskRef(none=True, line=line)
    form, to = value["form"], value["to"]
    if to.startswith("forms/"):
        form, to = to.removeprefix("forms/").removesuffix(".yaml"), ""
    only, unknown = stages.read(value["stages"], Span(path, line))
    problems += unknown
    return AskRef(form, to, value["title"], value["text"], value["button"], False, line, only)


_H1 = later(r"<h1\b[^>]*>(.*?)</h1>\s*", re.S)
_PICTURE_MARK = later("\ufdd0I[0-9]+\ufdd1")


def _title(
    given: str, html: str, headings: tuple[Heading, ...]
) -> tuple[str, str, tuple[Heading, ...]]:
    """The page's title; a first heading that is or repeats it leaves the text.

    Any other level-1 heading becomes level 2, since the template writes the page's only one.
    """
    match = _H1.search(html)
    if match is None:
        return given, html, headings
    if headings and headings[0].level == 1:
        own = _one_line(headings[0].title)
        above = re.sub("\ufdd0I[0-9]+\ufdd1|<[^<>]*>", "", html[: match.start()]).strip()
        if not above and own and (not given.strip() or _folded(own) == _folded(given)):
            left = "".join(f"<p>{mark}</p>\n" for mark in _PICTURE_MARK.findall(match[1]))
            html, headings = html[: match.start()] + left + html[match.end() :], headings[1:]
        given = given if given.strip() else own
    if "<h1" in html:
        html = re.sub(r"<(/?)h1\b", r"<\1h2", html)
        headings = tuple(
            Heading(2, head.id, head.title) if head.level == 1 else head for head in headings
        )
    return given, html, headings


def _folded(title: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFC", title)).strip().casefold()


def _anchors(
    html: str, blocks: tuple[Block, ...], headings: tuple[Heading, ...]
) -> tuple[str, ...]:
    found = {heading.id for heading in headings}
    for piece in (html, *(block.html for block in blocks)):
        if ' id="' in piece:
            found.update(re.findall(r' id="([^"]+)"', piece))
    found.add("ask")
    for number, block in enumerate(blocks, 1):
        found.add(f"{block.name}-{number}")  # as ``plan`` names them
        found.update(item.id for item in block.items)
        for item in block.items:
            if ' id="' in item.html:
                found.update(re.findall(r' id="([^"]+)"', item.html))
    return tuple(sorted(found))


def _from_name(path: str) -> str:
    parts = path.removeprefix("content/").split("/")
    stem = parts[-1].rsplit(".", 1)[0]
    if stem.lower() in ("index", "_index", "readme"):
        stem = parts[-2] if len(parts) > 1 else "Home"
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    return words[:1].upper() + words[1:] or "Page"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_plain(item) for item in value)
    return "true" if value is True else "false" if value is False else str(value)


def settings_key(
    blocks: Mapping[str, BlockSpec],
    declared: Mapping[str, Field],
    types: tuple[ContentType, ...],
    trusted: bool,
    code: str,
) -> str:
    """A digest of everything but the file that decides how it is parsed."""
    return digest(
        tuple(sorted(blocks.items())),
        tuple(sorted((name, repr(field)) for name, field in declared.items())),
        types,
        trusted,
        code,
    )
