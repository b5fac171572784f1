"""Raw HTML in the text: each tag becomes a token, and what is no tag stays Markdown.

Tags that build blocks stand on lines of their own afterwards. Text between them is Markdown
wherever a reader of the source would think so: after a blank line, under a lone opening tag,
after a closing one. Whether a tag may stay is decided by ``allowed``; this module only names the
ones that will not.
"""

from __future__ import annotations

import re
from html import unescape

from sitegen.later import later
from sitegen.markdown import allowed
from sitegen.markdown.addresses import address, decoded
from sitegen.markdown.draft import (
    BEGIN,
    BREAK,
    CLOSE,
    END,
    GONE,
    HTML,
    OPEN,
    RAW,
    WALL,
    Draft,
    Opening,
    escape,
    escape_attribute,
)
from sitegen.markdown.elements import BLOCKS, HOLDERS, LEAVES, VOIDS

TAG = later(
    r"<(?:(?P<close>/)?(?P<name>[a-zA-Z][a-zA-Z0-9-]*+)"
    r"(?P<attributes>(?:[\s\ufdd2]++[^\s\"'<>/=\ufdd2]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+)*+)[\s\ufdd2]*+(?P<empty>/?)>"
    r"|(?P<url>[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]++)>"
    r"|(?P<mail>[^\s<>@()\[\]]+@[\w-]+(?:\.[\w-]+)+)>)"
)
_ATTRIBUTE = later(r"([^\s\"'<>/=\ufdd2]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_UNCLOSED = later(r'(<a\b[^<>"]*\shref="[^"<>\s]+)(?=>[^"<>\n]*</a>)', re.IGNORECASE)
_GLUED = later(
    r"(?<==\")([^\"<>\n]*\")(?=[a-zA-Z-]+=[\"'])|(?<==')([^'\"<>\n]*')(?=[a-zA-Z-]+=[\"'])"
)
_HALF_QUOTED = later(r"(?<=[a-z])=(?=[^\s\"'<>=]+\"[\s/>])")
_QUOTED = later(
    r"<(?:img|a|abbr|div|span|figure|iframe|input|select|table|td|tr|th|p|ul|ol|li|button|form)\s[^<>\n]*>",
    re.IGNORECASE,
)
_VALUE = later(r'="(.*?)"(?=\s+[\w:-]+=|\s*/?>)')
_ESCAPED_END = later(r"(<([a-z]+)\b[^<>]*>)&lt;/\2&gt;", re.IGNORECASE)
_ESCAPED_START = later(r'&lt;(a\s+href="[^"<>\s]*")&gt;([^<>\n]{0,300}</a>)', re.IGNORECASE)
_WIKI_TAGS = frozenset(("includeonly", "noinclude", "nowiki", "onlyinclude"))
_AUTOCLOSE = frozenset(["p", "li", "td", "th", "tr", "dt", "dd", "option"])
_RAW_LINE = later(f"[ ]*{OPEN}{RAW}([0-9]+){CLOSE}")
_RAW_TOKENS = later(f"{OPEN}{RAW}([0-9]+){CLOSE}")
_LABEL = later(r"(?:^|\n)[ >]*\[[^\[\]\n]+\]:[ ]?\Z")  # what a definition of a link begins with
_ADDRESS_START = later(r"(?<=[a-zA-Z])(?=://)|(?<=www)(?=\.)|(?<=[\w])(?=@)")


def cut(draft: Draft) -> None:
    """Replace tags by tokens and lay out the lines that are HTML."""
    if "<" not in draft.text and f"{OPEN}{RAW}" not in draft.text:
        return
    if '="' in draft.text or "='" in draft.text or "&lt;" in draft.text:
        draft.text = _mended(draft.text)
    text = draft.text
    names: dict[int, tuple[str, bool]] = {}
    pieces: list[str] = []
    done = 0
    anchors = 0
    for match in TAG.finditer(text):
        start = match.start()
        between = text[done:start]
        if anchors and ("://" in between or "www." in between or "@" in between):
            between = _ADDRESS_START.sub(WALL, between)
        pieces.append(between)
        done = match.end()
        before = text[max(0, start - 3) : start].rstrip(" ")
        if before.endswith("](") or (
            before.endswith("]:") and _LABEL.search(text, max(0, start - 200), start)
        ):
            pieces.append(match[0])  # the target of a link
            continue
        if match["url"] or match["mail"]:
            pieces.append(_autolink(draft, match))
            continue
        name = match["name"].lower()
        closing = bool(match["close"])
        if name not in allowed.TAGS and name not in allowed.DROPPED and not draft.trusted:
            pieces.append(_unknown(draft, match, text))
            continue
        if name == "a":
            anchors = max(0, anchors - 1) if closing else anchors + 1
        new, number = _tag(draft, match, name, closing)
        pieces.append(new)
        if closing and name in BLOCKS and text[done : done + 1].isalnum():
            pieces.append(" ")  # words on both sides stay two, also where nothing was opened
        if number >= 0 and name in BLOCKS:
            names[number] = (name, closing)
            if name == "aside":
                draft.openings[number] = Opening("", [], draft.line(start))
    pieces.append(text[done:])
    draft.text = "".join(pieces)
    if names or f"{OPEN}{RAW}" in draft.text:
        _lay_out(draft, names)


def _mended(text: str) -> str:
    """Tags with a quote mark too few or too many, and half escaped ones of a real pair."""
    if '="' in text or "='" in text:
        text = _UNCLOSED.sub(r'\1"', text)
        text = _QUOTED.sub(_inner_quotes, text)
    if "&lt;" in text:
        text = _ESCAPED_END.sub(r"\1</\2>", text)
        text = _ESCAPED_START.sub(r"<\1>\2", text)
    return text


def _inner_quotes(match: re.Match[str]) -> str:
    """Quote marks inside a quoted value, as they can only be meant."""
    tag = match[0]
    if _GLUED.search(tag):
        tag = _GLUED.sub(lambda m: f"{m[0]} ", tag)
    if tag.count('"') % 2:
        tag = _HALF_QUOTED.sub('="', tag)
    if tag.count('"') == 2 * tag.count('="'):
        return tag
    return _VALUE.sub(lambda m: f'="{m[1].replace(chr(34), "&quot;")}"', tag)


def _autolink(draft: Draft, match: re.Match[str]) -> str:
    source = draft.restore(match[0])
    shown = decoded(draft.restore(match["url"] or match["mail"]))
    target = shown if match["url"] else f"mailto:{shown}"
    opened, ok = address(draft, target, *draft.place(match.start()))
    shown = re.sub(r"^(?:mailto|tel):", "", shown)
    return draft.token(f"{opened}{escape(shown)}</a>" if ok else escape(source), source, shown)


def _tag(draft: Draft, match: re.Match[str], name: str, closing: bool) -> tuple[str, int]:
    """What stands for one tag, and its number if it is kept as a raw one."""
    source = draft.restore(match[0])
    place = draft.place(match.start())
    ends = GONE * (match[0].count("\n") + match[0].count(GONE))
    if closing:
        if not draft.trusted and name in allowed.DROPPED:
            return draft.token(" ", source, " ", RAW), len(draft.html) - 1
        html = f"</{name}>"
        return draft.token(html, source, "", RAW), len(draft.html) - 1
    attributes = [
        (m[1].lower(), unescape(next((v for v in m.groups()[1:] if v is not None), "")))
        for m in _ATTRIBUTE.finditer(draft.restore(match["attributes"]))
    ] if match["attributes"] else []  # fmt: skip
    values = dict(reversed(attributes))
    if not draft.trusted:
        allowed.report(draft, name, values, place)
        if name in allowed.DROPPED:
            return draft.token(" ", source, " ", RAW) + ends, len(draft.html) - 1
    if values.get("id"):
        if values["id"] in draft.ids:
            draft.problem(
                "id-twice", f'The id "{values["id"]}" is given to two elements of this page.', place[0],
                "Give the second one another id.", "warning", place[1],
            )  # fmt: skip
            attributes = [pair for pair in attributes if pair[0] != "id"]
        draft.ids.add(values["id"])
    if name == "source" and "srcset" in values and "src" not in values:
        return draft.token("", source) + ends, -1  # sizes of a picture are made from its <img>
    if name == "img":
        return _image(draft, values, place) + ends, -1
    draft.raw = True
    kept = []
    for key, value in attributes:
        if key == "markdown" or (not draft.trusted and key.startswith("on")):
            continue
        if key == "href" and name in ("a", "area"):
            opened, ok = address(draft, value, *place)
            if ok:
                kept.append(opened[3:-1])
            continue
        if key in ("src", "poster") and name in ("video", "audio", "source", "track") and value:
            opened, ok = address(draft, value, *place)
            if ok:
                kept.append(
                    f"{key}={opened[opened.index(chr(34)) : -1]}" if 'href="' in opened else ""
                )
            continue
        kept.append(f'{key}="{escape_attribute(value)}"' if value or key in ("alt",) else key)
    html = f"<{' '.join([name, *filter(None, kept)])}>"
    token = draft.token(html, source, " " if name == "br" else "", RAW)
    return token, len(draft.html) - 1


def _unknown(draft: Draft, match: re.Match[str], text: str) -> str:
    """``<your name>`` is text; a pair of tags or one with values is markup we do not know."""
    source = draft.restore(match[0])
    name = match["name"]
    markup = (
        "=" in match["attributes"] or match["empty"] or match["close"]
        if match["attributes"] is not None
        else True
    )
    if markup or name.lower() in _WIKI_TAGS or f"</{name}" in text:
        if not match["close"]:
            draft.problem(
                "html-unknown", f"<{name}> is no element that pages may hold; its text stays.",
                draft.line(match.start()), "Set html: trusted in site.yaml if you need it.",
            )  # fmt: skip
        draft.raw = True
        return draft.token("", source, "", RAW)
    return draft.token(escape(source), source, source)


def _image(draft: Draft, values: dict[str, str], place: tuple[int, int]) -> str:
    target = values.get("src") or values.get("data-src") or ""
    if not target:
        return draft.token(escape(values.get("alt", "")), "", values.get("alt", ""))
    keep = ("width", "height", "class", "id", "lang", "dir", "loading", "align")
    attributes = tuple((key, values[key]) for key in keep if values.get(key))
    return draft.picture(
        decoded(target), values.get("alt", ""), values.get("title", ""), place, attributes
    )


def _lay_out(draft: Draft, names: dict[int, tuple[str, bool]]) -> None:
    """Put the lines that are HTML on lines of their own, each behind an HTML token."""
    result: list[str] = []
    stack: list[str] = []
    in_html = False  # the line before was HTML and no blank line came since
    markdown = False  # Markdown goes on until a blank line or a tag
    margin = ""
    cut_off = 0
    lone = False
    for line in draft.text.split("\n"):
        stripped = line.lstrip(" ")
        if not stripped.strip(GONE + " "):
            if in_html or markdown:
                while stack and stack[-1] in LEAVES:
                    stack.pop()
            in_html = markdown = False
            result.append(stripped if stack else line)
            continue
        match = _RAW_LINE.match(stripped)
        block = match is not None and int(match[1]) in names
        first = _first(draft, match)
        if match is not None and not block and first == "pre":
            block = True
        if block or (in_html and not markdown and _stays(stack, match is not None, lone)):
            if not in_html and not stack:
                margin = line[: len(line) - len(stripped)]
            aside = _aside(draft, stripped, names, match)
            if aside:
                result.append(margin + "".join(aside))
                in_html, markdown = False, True
                continue
            body = stripped.rstrip(" ")
            new_block = (
                not in_html or not result or not result[-1].lstrip(" ").startswith(f"{OPEN}{HTML}")
            )
            if new_block:
                result.append(f"{margin}{OPEN}{HTML}{0}{CLOSE}{body}")
            else:
                result[-1] += BREAK + body
            _track(stack, names, stripped)
            lone = _ends_with_opening(stripped, names, stack)
            in_html, markdown = True, False
            continue
        if in_html and not markdown:
            cut_off = len(line) - len(stripped)
            result.append(margin + line[min(cut_off, len(line)) :])
            in_html, markdown = False, True
            continue
        if stack and not markdown:
            cut_off = len(line) - len(stripped)
            markdown = True
        if stack:
            indent = len(line) - len(stripped)
            line = margin + line[min(cut_off, indent) :]
            if indent < cut_off:
                cut_off = indent
        result.append(line)
        lone = False
    draft.text = "\n".join(result)


def _first(draft: Draft, match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    return (
        "pre"
        if draft.source[int(match[1])][:4].lower() in ("<pre", "<scr", "<sty", "<svg", "<mat")
        else ""
    )


def _stays(stack: list[str], tag: bool, lone: bool) -> bool:
    """Whether a line right under HTML is HTML as well."""
    if not stack:
        return False
    if stack[-1] in HOLDERS:
        return tag or not lone
    return True


def _ends_with_opening(line: str, names: dict[int, tuple[str, bool]], stack: list[str]) -> bool:
    """Whether nothing follows the last tag of the line, so that Markdown may begin under it."""
    found = list(_RAW_TOKENS.finditer(line))
    if not found or not stack:
        return False
    last = found[-1]
    return not line[last.end() :].strip(" " + GONE) and int(last[1]) in names


def _track(stack: list[str], names: dict[int, tuple[str, bool]], line: str) -> None:
    """Keep the stack of open elements up to date."""
    for match in _RAW_TOKENS.finditer(line):
        name, closing = names.get(int(match[1]), ("", False))
        if not name or name in VOIDS:
            continue
        if closing:
            if name in stack:
                while stack.pop() != name:
                    pass
        else:
            if (stack and stack[-1] == "p") or (
                stack and name in _AUTOCLOSE and stack[-1] == name
            ):
                stack.pop()
            if len(stack) < 200:
                stack.append(name)


_EMOJI = {"💡": "idea", "⚠": "warning", "❗": "important", "‼": "important", "🚨": "warning",
          "📌": "note", "ℹ": "note", "📝": "note", "✅": "tip", "👉": "tip", "🛑": "warning"}  # fmt: skip


def _aside(
    draft: Draft, line: str, names: dict[int, tuple[str, bool]], match: re.Match[str] | None
) -> list[str]:
    """Notion's call-out: a bare ``<aside>``, with or without text behind the tag."""
    if match is None or names.get(int(match[1]), ("", False))[0] != "aside":
        return _aside_end(draft, line, names)
    number = int(match[1])
    if names[number][1]:
        if not draft.asides:
            return []
        opened = draft.asides.pop()
        rest = line[match.end() :].strip(" " + GONE)
        return [f"{OPEN}{END}{opened}{CLOSE}", *([rest] if rest else [])]
    if draft.source[number].strip("<>").strip().lower() != "aside":
        return []
    rest = line[match.end() :].lstrip(" ")
    kind = "note"
    for sign, meaning in _EMOJI.items():
        if rest.startswith(sign):
            kind, rest = meaning, rest[len(sign) :].lstrip("\ufe0f ")
            break
    draft.openings[number] = Opening("callout", [("kind", kind)], draft.openings[number].line)
    draft.asides.append(number)
    opening = f"{OPEN}{BEGIN}{number}{CLOSE}"
    end = _aside_end(draft, rest, names)
    return [opening, *(end or ([rest] if rest else []))]


def _aside_end(draft: Draft, line: str, names: dict[int, tuple[str, bool]]) -> list[str]:
    """Text that is followed by ``</aside>`` on the same line."""
    for match in _RAW_TOKENS.finditer(line):
        if names.get(int(match[1])) == ("aside", True):
            if not draft.asides:
                return []
            opened = draft.asides.pop()
            before, rest = line[: match.start()].strip(), line[match.end() :].strip(" " + GONE)
            return [
                *([before] if before else []),
                f"{OPEN}{END}{opened}{CLOSE}",
                *([rest] if rest else []),
            ]
    return []
