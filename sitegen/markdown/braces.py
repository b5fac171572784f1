"""kramdown's attribute lists, and what else stands in braces without being a template tag.

What they give to an element is kept where it is harmless; braces that give nothing go away.
"""

from __future__ import annotations

import re

from sitegen.later import later
from sitegen.markdown.draft import ATTRIBUTES, OPEN, Draft
from sitegen.markdown.leftovers import hidden, lines_only, paired

_KRAMDOWN = (later(r"\{::comment()\}"), later(r"\{:/(?:comment)?\}"))
_ATTRIBUTE_LINE = later(r"^([ >]*+)\{:?[ ]*((?:[#.][\w-]|[\w-]+=)[^{}%\n]*)\}[ ]*$", re.MULTILINE)
_COLON_LINE = later(r"^([ >]*+)\{:[ ]*([^{}\n]*)\}[ ]*$", re.MULTILINE)
_BRACES = later(
    r"\{:?[ ]*((?:[#.][\w-])[^{}%\n]*|[\w-]+=[^{}%\n]*)\}(?=[ ]*+#*+[ ]*+(\n(?:=+|-+)[ ]*+)?$)",
    re.MULTILINE,
)
_HEADING = later(r"[ ]{0,3}#{1,6}(?=[^\n]*[^\s#])")
_UNNUMBERED = later(r"^([ ]{0,3}#{1,6}[ ][^\n]*\S)[ ]+\{-\}(?=[ ]*$)", re.MULTILINE)  # Pandoc's
_TOC = later(r"^[ ]*(?:[-*+]|1\.)[ ]+[^\n]*\n[ ]*\{:[ ]*toc\b[^{}\n]*\}[ ]*$|^[ ]*\{:[ ]*toc\b[^{}\n]*\}[ ]*$"
                  r"|^[ ]*\[\[?_?TOC_?\]?\][ ]*$", re.MULTILINE | re.IGNORECASE)  # fmt: skip
_OPTIONS = later(r"\{::(?:options|nomarkdown|comment)\b[^{}\n]*/?\}|\{:/[a-z]*\}")
_AFTER_SPAN = later(r"(?<=[*_~:\w\"”\ufdd1\ufdd2])\{(?::|[ ]?[.#][A-Za-z])[^{}\n]*\}")
_RAW_CODE = later(r"(?<=\ufdd1)\{=[a-z0-9]+\}")  # what Pandoc does with code
_LINE_END = later(r"(?<=[^\s>])[ ]+\{[ ]?[.#][A-Za-z][^{}\n]*\}[ ]*$", re.MULTILINE)
_PAIR = later(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))|\.([^\s.#]+)|#([^\s.#]+)")


def attributes(draft: Draft) -> None:
    """kramdown and attr_list: lines, heads and leftovers in braces; ``{% ... %}`` is never one."""
    text = draft.text
    if (
        ("c]" in text or "C]" in text or "c_]" in text or "C_]" in text)
        and ("toc]" in text.lower() or "toc_]" in text.lower())
    ) or (":" in text and "toc" in text):
        draft.text = text = _TOC.sub(lines_only, text)
    if "{" not in text:
        return
    if "{:" in text:
        if "{::comment}" in text:
            text = paired(draft, text, *_KRAMDOWN, hidden)
        text = _OPTIONS.sub("", text)
    if "{-}" in text:
        text = _UNNUMBERED.sub(r"\1", text)
    text = _BRACES.sub(lambda m: _of_heading(draft, m), text)
    if "{=" in text:
        text = _RAW_CODE.sub("", text)
    if "{." in text or "{#" in text or "{ ." in text:
        text = _LINE_END.sub("", text)
    text = _ATTRIBUTE_LINE.sub(lambda m: f"{m[1]}{_token(draft, m[2], m)}", text)
    if "{:" in text:
        text = _COLON_LINE.sub(lambda m: f"{m[1]}{_token(draft, m[2], m)}", text)
    if "{:" in text or "{." in text or "{#" in text or "{ ." in text:
        text = _AFTER_SPAN.sub("", text)
    draft.text = text


def _of_heading(draft: Draft, match: re.Match[str]) -> str:
    """Braces at the end of a heading become a token there; others stay for the next step."""
    text, end = match.string, match.start()
    line = text[text.rfind("\n", 0, end) + 1 : end]
    if _HEADING.match(line) or (match[2] and line.strip(" #>")):
        return _token(draft, match[1], match)
    return match[0]


def _token(draft: Draft, source: str, match: re.Match[str]) -> str:
    token = draft.token("", draft.restore("{" + source + "}"), "", ATTRIBUTES)
    draft.attributes[len(draft.html) - 1] = pairs(draft.restore(source))
    return token


def pairs(source: str) -> list[tuple[str, str]]:
    """Attribute pairs out of ``.class #id key=value``; only harmless names are kept."""
    found: list[tuple[str, str]] = []
    classes: list[str] = []
    for match in _PAIR.finditer(source):
        key, *values, css, anchor = match.groups()
        if css:
            classes.append(css)
        elif anchor:
            found.append(("id", anchor))
        else:
            value = next((value for value in values if value is not None), "")
            if key == "class":
                classes.extend(value.split())
            elif key in ("id", "lang", "dir", "title", "width", "height", "start"):
                found.append((key, value))
    if classes:
        found.append(("class", " ".join(classes)))
    return found


def take(draft: Draft, text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without an attribute token at its end, and what that token said."""
    if OPEN not in text:
        return text, []
    match = re.search(f"[ ]*{OPEN}{ATTRIBUTES}([0-9]+)\ufdd1[ ]*#*[ ]*$", text)
    if match is None:
        return text, []
    words = text[: match.start()]
    bare = words.rstrip("#")  # ## Title ## {#name}
    if bare != words and bare[-1:] in ("", " "):
        words = bare.rstrip(" ")
    return words, draft.attributes[int(match[1])]
