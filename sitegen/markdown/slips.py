"""Small slips of the hand that have one sensible reading, mended in the source.

Each is one regular expression behind one cheap test. None adds or removes a line, so that places
stay right; what cannot be mended with certainty is left alone.
"""

from __future__ import annotations

import re

from sitegen.later import later
from sitegen.markdown import stars
from sitegen.markdown.draft import GONE, OPEN, Draft

_CLOSED_UP = later(  # literal signs first: most pages are searched for them
    r"##(?<![^\s>]##)(#{0,4})(?=[^\s#!.,;:)\]/0-9\ufdd0]|[0-9]+[.) ]|\ufdd0)"
)
_WRAPPED_HEADING = later(r"^([ ]{0,3})(\*\*|~~|__)(#{2,6})[ ]+(\S[^\n]*?)\2[ ]*$", re.MULTILINE)
_HASHTAG = later(r"^([ >]*+(?:[-*+][ ]+|[0-9]+[.)][ ]+)?)#(?=[^\s#])([^\n]*)$", re.MULTILINE)
_HASH_WORD = later(r"#(?=[^\s#])")
_ONLY_TAGS = later(r"#?[\w&'’-]+(?:[\s,;|·]+#[\w&'’-]+)*[\s,;.!]*$")
_LOWER_AFTER = later(r"[\w&'’-]+[.,:;!?]*\s+[^\s#A-Z]")
_BULLET = later(
    r"^([ >]*+)(?:[-*+][ ]+)?[•●▪◦‣○■➢➤►▶][ \u00a0\u2003\u2002\u2009]+(?=\S)", re.MULTILINE
)
_DOT = later(r"^([ ]*)([·∙])[ \u00a0\u2003\u2002\u2009]+(?=\S)", re.MULTILINE)
_BULLETS = later(r"[•●▪◦‣∙·○■➢➤►▶]")
_SPACES = later(r"[\u00a0\u2007\u202f\u3000]")
_DASH = later(r"^([ ]*)([–—])[ \u00a0]+(?=\S)", re.MULTILINE)
_NO_BREAK_BEFORE = later(
    r"^[ ]*[\u00a0\u2007\u202f\u3000][ \u00a0\u2007\u202f\u3000]*(?=(?:[-*+]|[0-9]{1,3}[.)]|#{1,6}|>)[ ])",
    re.MULTILINE,
)
_NO_BREAK = later(
    r"^([ >]*+(?:[-*+]|[0-9]{1,3}[.)]|#{1,6}))[\u00a0\u2007\u202f\u3000]+[ ]*",
    re.MULTILINE,
)
_BREAK = later(r"(?:  [ ]*|\\(?<=[^\\\n]\\))\n(?=[ ]*[^\s])")
_RULE_END = later(r"^([ >]*(?:[-*_=][ ]?){2,}[-*_=])[ ]+$", re.MULTILINE)
_ROW_END = later(r"^([ >]*\|[^\n]*\|)[ ]+$", re.MULTILINE)
_TWICE = later(r"&amp;(?=(?:amp|nbsp|quot|#[0-9]{2,5}|#[xX][0-9a-fA-F]{2,5});)")
_LINKED_DASH = later(r"^([ ]*)\[[-–•][ \u00a0]+(?=[^\W\d_]|\*\*)(?=[^\[\]\n]*\]\()", re.MULTILINE)
_ODD_RULE = later(
    r"(?:\A|(?<=\n\n))[ ]{0,3}(?:=[ ]?){5,}[ ]*(?=\n|\Z)"
    r"|(?:\A|(?<=\n\n))[ ]{0,3}(?:[–—][ ]?){3,}[ ]*(?=\n\n|\n?\Z)"
)
_SUMMARY_ENDS = later(r"(?:(?<=\n\n)|\A)===(?=\n[ ]*(?:\n|\Z))")  # as Grav marks it
_TYPED_RULE = later(
    r"<p>(?:\s|</?b>|</?strong>|<br[ ]*/?>)*+([-*=_~])\1{4,}(?:\s|</?b>|</?strong>|<br[ ]*/?>)*+</p>",
    re.IGNORECASE,
)
_TYPED_RULE_LINE = later(
    r"^[ ]{0,3}([-*=_])\1{4,}[ ]*<br[ ]*/?>[ ]*$", re.MULTILINE | re.IGNORECASE
)
_DASHED_ITEM = later(r"(<li(?:\s[^<>]*)?>[ ]*)[-–•·][ \u00a0]+(?=[^\W\d_])", re.IGNORECASE)
_GUILLEMETS = later(r"<<(?=[^\W\d_])([^<>\n]{0,200}[\w.!?…])>>(?!>)")
_LONE_TICKS = later(r"^[ ]*``[ ]*$", re.MULTILINE)
_LATE_UNDERSCORE = later(r"^([^_\n]*)(?<![\w_])_(?=[^\s_])([^_\n]+?)[ ]+_[ ]*$", re.MULTILINE)
_TILDES = later(r"^([ >]*)~~[ ]+(?=[^\s~][^~\n]*$)", re.MULTILINE)
_LONE_PIPE = later(
    r"\n\n[ ]\|(?:[ ]*\|)*[ ]+(?=[^\s|][^|\n]*(?:\n[ ]*\n|\n?\Z))"
)  # a row of one cell
# 1.One and 2.Two on the next line, or with a space in some of them
_NUMBERED = later(r"\n1\.[ ]?(?=[^\W\d_])[^\n]*(?:\n[2-9][0-9]?\.[ ]?(?=[^\W\d_])[^\n]*)+")
_CLOSED_NUMBER = later(r"^([0-9]{1,2}\.)(?=[^\W\d_])", re.MULTILINE)
_IN_PARAGRAPH = later(r"[ ]*<p[ >]", re.IGNORECASE)
_LONE_HASHES = later(
    r"^([ ]{0,3}#{1,6})[ ]*\n(?=[ ]{0,3}(?![-*+>|#]\s|[0-9]+[.)]\s)[^\s#>|=<`\ufdd0][^\n]{0,99}(?:\n[ ]*\n|\n?\Z))"
    r"|^([ ]{0,3}#{1,6})[ ]+$",
    re.MULTILINE,
)
_BOLD_HASHES = later(r"^([ ]{0,3}\*\*)#{2,6}[ ]+(?=\S)", re.MULTILINE)
_WIKI_HEADING = later(r"^(={2,6})[ ]+([^=\s][^=\n]{0,98})[ ]+\1[ ]*$", re.MULTILINE)
_HASHES_TWICE = later(r"^([ ]{0,3})(?:#{1,6}[ ]+)+(?=#{1,6}[ ]+[^\s#])", re.MULTILINE)
_RULE_HEADING = later(r"^([ ]{0,3})#{1,6}[ ]+(?=(?:\*{3,}|-{3,}|_{3,})[ ]*$)", re.MULTILINE)
_MARKED = later(
    r"(?<![=\w])==(?=[^\s=])((?:[^=\n]|=(?!=)|\n(?![ ]*\n)){1,600}?)(?<=[^\s=])==(?![=\w])"
)
_BACKSLASH_END = later(r"(?<!\S)(?![A-Za-z]:)([^\s\\]*)\\(?=\n[ ]*(?:\n|\Z)|\Z)")
_BACKSLASH = later(r"(?<=[.!?:;,*_)”\"])[ ]\\[ ](?=\S)")
_TICK = later(r"(?<!`)`(?!`)")
_CONFLICT = later(r"^(?:<{7}[ ][^\n]*|={7}|>{7}[ ][^\n]*|\|{7}[ ][^\n]*)$", re.MULTILINE)
_EMPTY_OPENED = later(r"(?<![!\]\w])\[\](?=[^\s\[\]()][^\[\]\n]{0,200}\]\()")
_LINK_GAP = later(
    r"(?<=[^\s\]])\]([ ]|\n[ ]*)\((?=<?(?:https?://|www\.|mailto:|/|\./|\.\./)[^\s()]+\))"
)
_SCHEMES = later(r"\]\(\s*(https?)(?::/|//|:)(?![/])(?=[\w-]+\.)", re.IGNORECASE)
BR = "<br>"


def mend(draft: Draft) -> None:
    """All slips but those inside tokens."""
    text = draft.text
    if "<<<<<<< " in text and "\n=======\n" in text:
        text = draft.text = _merged(draft, text)
    if "#" in text:
        if "##" in text:
            text = _CLOSED_UP.sub(_spaced, text)
            if "**##" in text or "~~##" in text or "__##" in text:
                text = _WRAPPED_HEADING.sub(r"\1\3 \2\4\2", text)
                text = _BOLD_HASHES.sub(r"\1", text)
            if "# *" in text or "# -" in text or "# _" in text or "#  " in text:
                text = _RULE_HEADING.sub(r"\1", text)
            if "# #" in text:
                text = _HASHES_TWICE.sub(r"\1", text)
        if "#\n" in text or " \n" in text:
            text = _LONE_HASHES.sub(_lone_hashes, text)
        draft.text = text
        if _HASH_WORD.search(text):
            text = _HASHTAG.sub(lambda m: _hash(draft, m), text)
    if not draft.ascii:
        if _BULLETS.search(text):
            text = _BULLET.sub(_bullet, text)
        if ("·" in text or "∙" in text) and _DOT.search(text):
            text = _dots(text)
        if ("–" in text or "—" in text) and _DASH.search(text):
            text = _dashes(text)
        if _SPACES.search(text):
            text = _NO_BREAK.sub(r"\1 ", text)
            text = _NO_BREAK_BEFORE.sub(lambda m: " " * len(m[0]), text)
    if "&amp;" in text:
        text = _TWICE.sub("&", text)
    if "[-" in text or "[•" in text or "[–" in text:
        text = _LINKED_DASH.sub(r"\1- [", text)
    if "\n===\n" in text:
        text = _SUMMARY_ENDS.sub("", text)
    if "===" in text or "––" in text or "——" in text:
        text = _ODD_RULE.sub("---", text)
    if "</p>" in text:
        text = _TYPED_RULE.sub(lambda m: f"{GONE * m[0].count(chr(10))}<hr>", text)
    if "<" in text:
        if "<<" in text:
            text = _GUILLEMETS.sub(r"«\1»", text)
        if "<br" in text:
            text = _TYPED_RULE_LINE.sub("<hr>", text)
        if "<li" in text:
            text = _DASHED_ITEM.sub(r"\1", text)
    if "*" in text:
        draft.text = text
        text = stars.mend(draft, text)
    if "==" in text:
        text = _WIKI_HEADING.sub(lambda m: f"{'#' * len(m[1])} {m[2]}", text)
        text = _MARKED.sub(lambda m: _marked(draft, m), text)
    if "`" in text:
        text = _LONE_TICKS.sub("", text) if "``" in text else text
        text = _TICK.sub(_tick, text)
    if "~~ " in text and len(_TILDES.findall(text)) > 1:
        text = _TILDES.sub(r"\1- ", text)
    if "\n1." in text:
        text = _NUMBERED.sub(lambda m: _CLOSED_NUMBER.sub(r"\1 ", m[0]), text)
    if "\n\n |" in text:
        text = _LONE_PIPE.sub("\n\n", text)
    if " _\n" in text or text.endswith(" _"):
        text = _LATE_UNDERSCORE.sub(r"\1_\2_", text)
    if "[]" in text:
        text = _EMPTY_OPENED.sub("[", text)
    if "] (" in text or "]\n" in text:
        text = _LINK_GAP.sub(lambda m: f"{GONE * (m[1] != ' ')}](", text)
    if "](http" in text or "]( http" in text:
        text = _SCHEMES.sub(r"](\1://", text)
    draft.text = text


def breaks(draft: Draft) -> None:
    """Two spaces or a backslash at the end of a line."""
    text = draft.text
    if "|  \n" in text:
        draft.text = text = _ROW_END.sub(r"\1", text)
    if "-  \n" in text or "*  \n" in text or "_  \n" in text or "=  \n" in text:
        draft.text = text = _RULE_END.sub(r"\1", text)
    if "  \n" in text or "\\\n" in text:
        token = draft.token(BR, "  ", " ")
        draft.text = text = _BREAK.sub(token + "\n", text)
    if "\\\n" in text or text.endswith("\\"):
        draft.text = text = _BACKSLASH_END.sub(r"\1", text)
    if " \\ " in text:
        draft.text = _BACKSLASH.sub(f" {draft.token(BR, chr(92), ' ')} ", text)


def _spaced(match: re.Match[str]) -> str:
    """Hashes at the beginning of a line make a heading, with a space behind them or without."""
    text, start = match.string, match.start()
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return match[0] if before.strip(" >") else f"{match[0]} "


def _merged(draft: Draft, text: str) -> str:
    """Both versions of a passage that two people changed, without the lines of the version control."""
    line = draft.line(text.index("<<<<<<< "))
    draft.problem(
        "merge-conflict", "Two versions of this passage stand here one after the other.", line,
        "Keep one of them.",
    )  # fmt: skip
    return _CONFLICT.sub("", text)


def _lone_hashes(match: re.Match[str]) -> str:
    """Hashes whose heading slipped to the next line; without one they are no heading at all."""
    return f"{match[1]} {GONE}" if match[1] else match[2]


def _tick(match: re.Match[str]) -> str:
    """A backtick without a partner: an accent or apostrophe, a quotation mark, or a slip."""
    text, start, end = match.string, *match.span()
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if (before.isalnum() and after.isalnum()) or (not before.strip() and not after.strip()):
        return "`"
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if before.isalnum() and line.count("‘") > line.count("’"):
        return "’"
    if before.isalnum() and (" '" in line or line[:1] == "'") and line.count("'") % 2:
        return "'"
    if after.isalnum() and re.match(r"[\w ]{1,60}'(?!\w)", text[end : end + 64]):
        return "'"
    return ""


def _marked(draft: Draft, match: re.Match[str]) -> str:
    """``==words==`` as notebooks write it."""
    opened = draft.token("<mark>", "==", "")
    return f"{opened}{match[1]}{draft.token('</mark>', '==', '')}"


def _bullet(match: re.Match[str]) -> str:
    """A typed bullet makes an item, unless it stands in a paragraph of HTML, which holds no list."""
    text = match.string
    paragraph = text.rfind("\n\n", 0, match.start())
    if _IN_PARAGRAPH.match(text, paragraph + 2 if paragraph >= 0 else 0):
        return match[0]
    return f"{match[1]}- "


def _hash(draft: Draft, match: re.Match[str]) -> str:
    """A single ``#Word``: a hashtag if it reads as one, else a heading, and say so."""
    before, rest = match.groups()
    listed = before.strip(" >") != ""
    plain = rest.strip(" " + GONE)
    if plain[:1] == OPEN:
        return f"{before}# {rest}" if not listed else match[0]
    if listed or _ONLY_TAGS.match("#" + plain) or _LOWER_AFTER.match(plain) or plain[:1].isdigit() or (
        plain[:1].islower() and plain.count(" ") > 2
    ) or (
        not (plain[:1].isalnum() or plain[:1] in "*_[\"'“‘(¿¡")
    ):  # fmt: skip
        return f"{before}{draft.token('#', '#', '#')}{rest}"
    line, column = draft.place(match.start() + len(before))
    draft.problem(
        "heading-or-hashtag", f'"#{draft.plain_text(plain)[:40]}" was taken for a heading.', line,
        "Write a space after the # for a heading, or \\# for a hashtag.", "info", column,
    )  # fmt: skip
    return f"{before}# {rest}"


def _dashes(text: str) -> str:
    """Dashes make a list when at least two lines in a row begin with one; a single one is a dash,
    unless its paragraph holds such a list above it."""
    lines = text.split("\n")
    dashed = [match[2] if (match := _DASH.match(line)) else "" for line in lines]
    listed = ""
    for number, dash in enumerate(dashed):
        if not lines[number].strip():
            listed = ""
        elif dash and dash in (
            *dashed[max(0, number - 1) : number], *dashed[number + 1 : number + 2], listed
        ):  # fmt: skip
            lines[number] = _DASH.sub(r"\1- ", lines[number])
            listed = dash
    return "\n".join(lines)


def _dots(text: str) -> str:
    """A middle dot is a bullet unless it goes on with a line of text, as between links in a row."""
    lines = text.split("\n")
    dotted = False
    for number, line in enumerate(lines):
        before = lines[number - 1].rstrip() if number else ""
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if not _DOT.match(line):
            dotted = dotted and bool(line.strip())
        elif dotted or not before or before[-1] == ":" or _DOT.match(after):
            lines[number] = _DOT.sub(r"\1- ", line)
            dotted = True
    return "\n".join(lines)
