"""Code, comments, escapes and verbatim elements: cut out first, because nothing in them is Markdown.

Leftmost wins: a backtick inside a comment is no code, a comment inside code is no comment.
All searches move forward only, so that a page made of backticks costs no more than another.
This module may not look at any other sign.
"""

from __future__ import annotations

import re

from sitegen.later import later
from sitegen.markdown import allowed
from sitegen.markdown.draft import (
    FENCE,
    GONE,
    INLINE,
    OPEN,
    RAW,
    Draft,
    escape,
    escape_attribute,
)

_FENCE = later(
    r"^(?P<before>[ \t>]*+(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?)"
    r"(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)$",
    re.MULTILINE,
)
_INFO = later(
    r"[ \t]*(?:[\w.#+:-]*[=!]?|\{[^`\n]*\}|[\w.#+:-]+[ ,{\t][^`\n]*[=}\])\"'][^`\n]*|[\w.#+:-]+(?:[ \t]+[\w.:/-]+){1,2})[ \t]*$"
)
_PROSE = later(r"(?:[ \t]*+[^\s={}]++){4}(?:[ \t]++[^\s={}]++)*+[ \t]*$")
_LANGUAGE = later(r"[{\s.]*([\w#+-][\w.#+-]*)")
_INTERESTING = later(
    r"\\(?:[!-/:-@\[-`{-~])|``*|<!--|<(script|style|pre|textarea|svg|math)(?=[\s>/])|<[?]|<!\[CDATA\["
    r"|<!doctype\b[^<>\n]*>",
    re.IGNORECASE,
)
_END_MARK = later(r"(?<=\n\n)[ ]{0,3}\\#{2,6}[ ]*(?=\n|\Z)")  # "###" under a press release
# What was typed into an editor that writes Markdown by itself: a line across, and items of a list
_ESCAPED_RULE = later(
    r"(?:(?<=\n\n)|\A)[ ]{0,3}(?:#{1,6}[ ]+)?(?:\\-+(?:\\?-){2,}|\\_(?:\\?_){2,}|(?:\\\*){3,}|\\?={5,})[ ]*(?=\n|\Z)"
)
_ESCAPED_ITEMS = later(
    r"(?:(?<=\n\n)|(?<=\n)|\A)([ ]{0,3}\\[-+*•])[ ]+[^\s*][^\n]*(?:\n(?:[ ]*\n)?\1[ ]+[^\s*][^\n]*){2,}"
)
_HALF_ESCAPED = later(r"^([ ]{0,3})\\\*(?=\w)([^*\n]+[^\s*\\])\*(?=[ ]*$)", re.MULTILINE)
_ESCAPED_SIGN = later(r"^([ ]{0,3})\\(?=[-+*•][ ])", re.MULTILINE)
_ONLY_BACKSLASH = later(r"^[ ]*\\$", re.MULTILINE)
_BACKTICKS = later("``*")  # begins with a literal, so that it is found at once
_BLANK_LINE = later(r"\n[ \t]*\n")
_NEW_BLOCK = later(r"\n[ \t]*(?:[-*+][ \t]|[0-9]{1,9}[.)][ \t]|>|#{1,6}[ \t]|\|)")
_LIST_LINE = later(r" {0,3}(?:[-*+•]|[0-9]{1,9}[.)])(?: |$)|\[\^[^\]]+\]:| {0,3}:[ ]|:::")
_LIST_SIGNS = " -*+•0123456789[:"
_TAG_LIKE = later(r"</?([a-zA-Z!?][\w-]*)")
_TAGS = later(r"<(/?)(div|section|article|aside|details|main|header|footer|nav|center|ul|ol|li|"
                   r"table|tbody|thead|tr|td|th|dl|dd|figure|form|fieldset|p|blockquote)\b", re.IGNORECASE)  # fmt: skip


def fences(draft: Draft) -> None:
    """Fenced code, also inside list items and quotes, becomes a line of its own."""
    text = draft.text
    if "```" not in text and "~~~" not in text:
        return
    pieces: list[str] = []
    done = 0
    comments = "<!--" in text
    while match := _FENCE.search(text, done):
        marks, info = match["marks"], match["info"]
        if comments and (start := text.rfind("<!--", done, match.start())) >= 0:
            end = text.find("-->", start)
            if end > match.start():  # a fence inside a comment is no fence
                pieces.append(text[done : end + 3])
                done = end + 3
                continue
        if len(info) > 300 or not _INFO.match(
            info
        ):  # inline code, or text that happens to begin so
            if "`" not in info and _PROSE.match(info):
                text = _unfenced(text, match)
                continue
            pieces.append(text[done : match.end()])
            done = match.end()
            continue
        before = match["before"]
        quoted = before.count(">")
        closing = re.compile(
            rf"^[ \t]*(?:>[ \t]?){{{quoted}}}[ \t]*{re.escape(marks[0])}{{{len(marks)},}}[ \t]*$",
            re.MULTILINE,
        )
        start = min(match.end() + 1, len(text))
        close = closing.search(text, start)
        stop, end = (close.start(), close.end()) if close else (len(text), len(text))
        if quoted and close is None:  # a quote's fence ends with the quote at the latest
            rest = re.compile(r"^(?![ \t]*>)", re.MULTILINE).search(text, start)
            stop = end = rest.start() - 1 if rest else len(text)
            end = stop = max(stop, match.end())
        if close is None:
            draft.text = text
            draft.problem(
                "fence-open", "This code fence is never closed, so the rest of the text is code.",
                draft.line(match.start()), f"Add a line of {marks} where the code ends.",
            )  # fmt: skip
        width = len(before.expandtabs(4)) if not quoted else 0
        lines = text[start:stop].split("\n")
        if close is not None and lines and not lines[-1].strip():
            lines.pop()
        if quoted:
            lines = [re.sub(rf"^[ \t]*(?:>[ ]?){{1,{quoted}}}", "", line) for line in lines]
        elif width:
            lines = [_outdent(line, width) for line in lines]
        source = text[match.start() + len(before) : end]
        block = fenced(draft, "\n".join(lines), info, source)
        pieces.append(f"{text[done : match.start()]}{before}{block}")
        done = end
    pieces.append(text[done:])
    draft.text = "".join(pieces)


def _unfenced(text: str, opening: re.Match[str]) -> str:
    """The text without a fence whose first line is prose, and without the line that closes it.

    Text out of a PDF looks so. As code its first line would be lost, because nobody sees the words
    behind a fence.
    """
    marks, start, end = opening["marks"], opening.start("marks"), opening.end()
    close = re.compile(rf"(?<![`~]){marks}[ \t]*$", re.MULTILINE).search(text, end)
    after = text[end:]
    if close is not None:
        after = text[end : close.start()] + text[close.end() :]
    return text[:start] + text[opening.end("marks") : end] + after


def fenced(draft: Draft, code: str, info: str, source: str) -> str:
    """A token for one block of code."""
    language = _LANGUAGE.match(info)
    name = f' class="language-{escape_attribute(language[1])}"' if language else ""
    rest = info.strip()[language.end() if language else 0 :].strip(" \t{}").lstrip("=")
    name = f'{name} data-info="{escape_attribute(rest)}"' if rest else name
    html = f"<pre><code{name}>{escape(code)}\n</code></pre>"
    return draft.token(html, source, code, FENCE)


def _outdent(line: str, width: int) -> str:
    """At most ``width`` columns of white space taken off the front."""
    if "\t" in line[:width]:
        line = line.expandtabs(4)
    stripped = line.lstrip(" ")
    return line[min(len(line) - len(stripped), width) :]


def indented(draft: Draft) -> None:
    """Indented code is cut out unless it may belong to a list, a note or an open element."""
    text = draft.text
    if "\n    " not in text and not text.startswith("    "):
        return
    lines = text.split("\n")
    result: list[str] = []
    listed = False  # whether the last line at the margin was an item
    depth = 0  # open elements of raw HTML
    number = 0
    while number < len(lines):
        line = lines[number]
        if not line.startswith("    "):
            result.append(line)
            if line:
                if not listed or (line[0] != " " and (not lines[number - 1] or line[0] == "#")):
                    listed = line[0] in _LIST_SIGNS and bool(_LIST_LINE.match(line))
                if "<" in line:
                    depth = max(0, depth + _opened(line))
            number += 1
            continue
        stop = number
        while stop < len(lines) and (lines[stop].startswith("    ") or not lines[stop].strip(" ")):
            stop += 1
        end = stop
        while not lines[end - 1].strip(" "):
            end -= 1
        run = lines[number:end]
        before = lines[number - 1].strip(" ") if number else ""
        meant = listed or depth or before or _LIST_LINE.match(run[0].lstrip(" "))
        if meant or (OPEN in run[0]):
            result.extend(lines[number:stop])
            if "<" in "".join(run):
                depth = max(0, depth + sum(map(_opened, run)))
        else:
            source = "\n".join(run)
            code = draft.restore("\n".join(line[4:] for line in run))
            html = f"<pre><code>{escape(code)}\n</code></pre>"
            result.append(draft.token(html, source, code, FENCE))
            result.extend(lines[end:stop])
        number = stop
    draft.text = "\n".join(result)


def _opened(line: str) -> int:
    """How many more elements the line opens than it closes."""
    return sum(-1 if m[1] else 1 for m in _TAGS.finditer(line))


def spans(draft: Draft) -> None:
    """Code spans, escapes, comments and verbatim elements, leftmost first."""
    text = draft.text
    if "`" not in text and "\\" not in text and "<" not in text:
        return
    if "\n\\#" in text or "\n\\\n" in text:
        text = _END_MARK.sub("---", text)
        text = draft.text = _ONLY_BACKSLASH.sub("", text)
    if "\\-" in text or "\\*" in text or "\\_" in text or "\\+" in text:
        text = _ESCAPED_RULE.sub("---", text)
        text = _HALF_ESCAPED.sub(r"\1*\2*", text)
        text = _ESCAPED_ITEMS.sub(lambda m: _ESCAPED_SIGN.sub(r"\1", m[0]), text)
        draft.text = text
    pieces: list[str] = []
    done = 0
    runs: dict[int, list[int]] | None = None
    blank = -1
    position = 0
    unclosed: set[str] = set()
    while match := _INTERESTING.search(text, position):
        start, end = match.span()
        found = match[0]
        position = end
        new: str | None = None
        if found[0] == "\\":
            if found[1] == "\\" and text[end : end + 1] in ("\n", ""):
                after = text[
                    end + 1 : text.find("\n", end + 1) if "\n" in text[end + 1 :] else None
                ]
                new = draft.token(
                    "<br>" if after.strip() else "", found, " "
                )  # a break in kramdown
            else:
                new = draft.token(escape(found[1]), found, found[1])
        elif found[0] == "`":
            if runs is None:
                runs = _runs(text)
            if blank < end and blank != len(text):
                gap = _BLANK_LINE.search(text, end)
                blank = gap.start() if gap else len(text)
            close = _next_run(runs, len(found), end)
            if close < 0 or close > blank:
                continue
            code = text[end:close]
            if "\n" in code and _NEW_BLOCK.search(code):
                continue
            end = close + len(found)
            new = _code(draft, code, text[start:end])
        else:
            closer = _closer(found, match[1])
            if closer in unclosed:
                continue
            if closer:
                last = text.find(closer, end)
                if last < 0 and closer.startswith("</"):
                    last = text.lower().find(closer, end) if len(text) == len(text.lower()) else -1
                if last < 0:
                    unclosed.add(closer)
                    continue
                end = last + len(closer)
                if closer.startswith("</"):
                    bracket = text.find(">", last)
                    end = bracket + 1 if bracket >= 0 else end
            draft.text = text
            if found == "<!--" or not match[1]:
                new, start, end = _comment(text, start, end)
            else:
                new = _verbatim(draft, match[1].lower(), text[start:end], start)
        pieces.append(text[done:start])
        pieces.append(new)
        done = position = end
    pieces.append(text[done:])
    draft.text = "".join(pieces)


def _closer(found: str, name: str | None) -> str:
    if name:
        return f"</{name.lower()}"
    if found == "<!--":
        return "-->"
    if found == "<?":
        return "?>"
    return "]]>" if found.upper() == "<![CDATA[" else ""


def _runs(text: str) -> dict[int, list[int]]:
    """Where runs of backticks begin, by their length; descending, so that the next is at the end."""
    runs: dict[int, list[int]] = {}
    for match in _BACKTICKS.finditer(text):
        runs.setdefault(len(match[0]), []).append(match.start())
    for places in runs.values():
        places.reverse()
    return runs


def _next_run(runs: dict[int, list[int]], length: int, after: int) -> int:
    """The next run of this length, or -1; earlier ones are forgotten."""
    places = runs.get(length, [])
    while places and places[-1] < after:
        places.pop()
    return places[-1] if places else -1


def _code(draft: Draft, code: str, source: str) -> str:
    inner = " ".join(code.split("\n")) if "\n" in code else code
    inner = draft.restore(inner)
    if inner.strip(" ") and inner[0] == " " == inner[-1]:
        inner = inner.strip(" ")
    return draft.token(f"<code>{escape(inner)}</code>", source, inner, INLINE)


def _comment(text: str, start: int, end: int) -> tuple[str, int, int]:
    """What to put in place of a comment: nothing, but the lines stay counted.

    A comment on lines of its own ends a paragraph, but must not loosen a list around it.
    """
    lines = text.count("\n", start, end)
    before = text.rfind("\n", 0, start) + 1
    after = text.find("\n", end)
    after = len(text) if after < 0 else after
    if text[before:start].strip() or text[end:after].strip():
        return GONE * lines, start, end
    following = text[after + 1 : after + 60].lstrip(" ")
    if (
        after < len(text)
        and _LIST_LINE.match(following)
        and before
        and text[before - 2 : before - 1] != "\n"
    ):
        return GONE * (lines + 1), before - 1, after
    return GONE * lines, before, after


def _verbatim(draft: Draft, name: str, source: str, start: int) -> str:
    """An element whose content is no Markdown: kept as it is, or left out with a problem."""
    line = draft.line(start)
    source = draft.restore(source)
    if name == "pre" or draft.trusted:
        draft.raw = True
        if not draft.trusted:
            source = _TAG_LIKE.sub(
                lambda m: m[0] if m[1].lower() in allowed.TAGS else f"&lt;{m[0][1:]}", source
            )
        return draft.token(source, source, re.sub(r"<[^>]*>", "", source), RAW)
    if name == "textarea":
        words = re.sub(r"<[^>]*>", " ", source)
        draft.problem(
            "html-dropped", "A <textarea> was left out: pages hold no loose form fields.", line,
            'Use the block "::: signup" to ask for something.',
        )  # fmt: skip
        return draft.token(words, source, words)
    what = {"script": "script", "style": "style sheet", "svg": "drawing (<svg>)"}.get(
        name, "formula"
    )
    hint = {
        "style": "Put styles into your theme, or set html: trusted in site.yaml.",
        "svg": "Save the drawing as a file and show it with ![description](drawing.svg).",
        "math": "Show the formula as an image, or set html: trusted in site.yaml.",
    }.get(name, "If you trust every writer of this site, set html: trusted in site.yaml.")
    draft.problem("html-dropped", f"A {what} in the text was left out.", line, hint)
    if name in ("svg", "math"):
        words = " ".join(re.sub(r"<[^>]*>|\{[{%][^{}]*\}+", " ", source).split())
        return draft.token(escape(words), source, words)
    return draft.token("", source)
