"""Small slips of the hand that have one sensible reading, mended in the source.

Each is one regular expression behind one cheap test. None adds or removes a line, so that places
stay right; what cannot be mended with certainty is left alone.
"""

from __future__ import annotations

import re

from sitegen.markdown.draft import CLOSE, GONE, OPEN, Draft
from sitegen.markdown.later import later

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
_BREAK = later(
    r"(?:  (?<![ |]  )[ ]*|\\(?<=[^\\\n]\\))\n(?=[ ]*[^\s])"
)  # a row of a table ends in |
_STRONG = later(r"\*\*+")
_NEW_BLOCK = later(r"\n[ ]*(?:\n|#|(?:[-*+]|[0-9]+[.)])[ ])")
_STRONG_END = later(r"(?:(?!\n[ ]*\n)[^*]|\*{4}(?!\*)){1,2000}(?<!\*)\*\*(?!\*)")
_ONE_MORE = later(r"(?=\S)[^*\n]{1,300}(?<=\S)\*\*(?!\*)(?![^\n]*\*\*)")
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
_LONE_HASHES = later(
    r"^([ ]{0,3}#{1,6})[ ]*\n(?=[ ]{0,3}(?![-*+>|#]\s|[0-9]+[.)]\s)[^\s#>|=<`\ufdd0][^\n]{0,99}(?:\n[ ]*\n|\n?\Z))"
    r"|^([ ]{0,3}#{1,6})[ ]+$",
    re.MULTILINE,
)
_BOLD_HASHES = later(r"^([ ]{0,3}\*\*)#{2,6}[ ]+(?=\S)", re.MULTILINE)
_WIKI_HEADING = later(r"^(={2,6})[ ]+([^=\s][^=\n]{0,98})[ ]+\1[ ]*$", re.MULTILINE)
_WIKI_ITEM = later(r"^(\*{2,5})[ ]+(?=\S)", re.MULTILINE)
_HASHES_TWICE = later(r"^([ ]{0,3})(?:#{1,6}[ ]+)+(?=#{1,6}[ ]+[^\s#])", re.MULTILINE)
_RULE_HEADING = later(r"^([ ]{0,3})#{1,6}[ ]+(?=(?:\*{3,}|-{3,}|_{3,})[ ]*$)", re.MULTILINE)
_BOLD_ITEM = later(
    r"^([ ]{0,3})(\*\*|__)[-•–][ ]+(?=[^\s*_])([^\n]*[^\s*_–-])\2(?=[ ]*$)", re.MULTILINE
)
_INCLUSIVE = later(
    r"(?<![\w*])(\*\*|)([^\W\d_](?:[\w-]|\*(?=(?:in|innen|r|e|n)\b))*)\*(?=[^\W\d_A-ZÄÖÜ]+(?:\*?[rns])?(?![\w]|\*\w))"
    r"|(?<![\w*])(\*)([^\W\d_][\w-]*)\*(?=in(?:nen)?\b[^*\n]*[^*\s]\*(?!\w))"
)
_INWARD = later(r"\*(?<=[^\W\d_]\*)(?=[^\W\d_])")
_SINGLE_STAR = later(r"(?<![*\\])\*(?!\*)")
_MARKED = later(
    r"(?<![=\w])==(?=[^\s=])((?:[^=\n]|=(?!=)|\n(?![ ]*\n)){1,600}?)(?<=[^\s=])==(?![=\w])"
)
_BACKSLASH_END = later(r"(?<!\S)(?![A-Za-z]:)([^\s\\]*)\\(?=\n[ ]*(?:\n|\Z)|\Z)")
_BACKSLASH = later(r"(?<=[.!?:;,*_)”\"])[ ]\\[ ](?=\S)")
_TICK = later(r"(?<!`)`(?!`)")
_LONE_IN_ITEM = later(r"[ >]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ ]+|(?<=>[ ]))$")
_THREE_TWO = later(
    r"(?<![*\\\w])\*\*\*(?=[^\s*])([^*\n]{1,300})(?<=[^\s*])\*\*(?![*\w])(?![^\n]*\*)"
)
_ENDS_BELOW = later(
    r"^(\*\*\*)(?=[^\s*])([^*\n]+?)[ ]*\n\*\*\*(?=[ ]*(?:\n[ ]*\n|\n?\Z))", re.MULTILINE
)
_LONE_STAR = later(r" \*(?<=(?:[^\W\d_]|[,:;]) \*)(?=[^\W\d_])(?![^*\n]*+\*(?<=\S\*)(?![\w*]))")
_HEADING_STAR = later(r"^([ ]{0,3}#{1,6}[ ]+)\*(?=[^\W_])(?=[^*\n]*$)", re.MULTILINE)
_END_STAR = later(r"\*(?<=[.!?”\"»)]\*)(?!\*)(?=[”\"»]?[ ]*(?:\n[ ]*(?:\n|[-*+>][ ])|\n?\Z))")
_STAR_ITEM = later(r"^[ >]*\*[ ]", re.MULTILINE)
_LEGEND = later(
    r"^[ >|]*\*{1,3}[^\s*][^*\n]*$|^[ >|]*\*\*[ ]|>[ ]*\*{1,3}[ ]?[^\s*][^*\n]*$|\(\*{1,3}\)|[=:][ ]?\*(?!\S)|(?<!\S)\*[ ]?[=:]",
    re.MULTILINE,
)
_LINK_IN_BOLD = later(r"\[\*\*(?=[^\s*])([^\[\]*\n]+)(\]\([^\s()]+\))\*\*(?!\*)")
_BOLD_IN_LINK = later(r"\[([^\[\]*\n]*[^\s\[\]*])\*\*(\]\([^\s()]+\))(?!\*)")
_CONFLICT = later(r"^(?:<{7}[ ][^\n]*|={7}|>{7}[ ][^\n]*|\|{7}[ ][^\n]*)$", re.MULTILINE)
_EMPTY_OPENED = later(r"(?<![!\]\w])\[\](?=[^\s\[\]()][^\[\]\n]{0,200}\]\()")
_LINK_GAP = later(
    r"(?<=[^\s\]])\]([ ]|\n)\((?=<?(?:https?://|www\.|mailto:|/|\./|\.\./)[^\s()]+\))"
)
_SCHEMES = later(r"\]\(\s*(https?)(?::/|//|:)(?![/])(?=[\w-]+\.)", re.IGNORECASE)
_HEADING_BULLET = later(r"^([ ]*)[-*+][ ]*\n(?=[ ]{0,3}\S)", re.MULTILINE)
_SETEXT_BREAK = later(f"{OPEN}i[0-9]+{CLOSE}(?=\n[ ]*(?:=+|-+)[ ]*$)", re.MULTILINE)
BR = "<br>"
LONG = 4000  # characters of a paragraph that are searched for a partner; more would take too long


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
            text = _BULLET.sub(r"\1- ", text)
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
    if "*" in text:
        draft.text = text
        if _INWARD.search(text):
            text = draft.text = _INCLUSIVE.sub(lambda m: _inclusive(draft, m), text)
        if "\n** " in text:
            text = draft.text = _wiki_items(text)
        if "**- " in text or "**• " in text or "**– " in text:
            text = draft.text = _bold_items(text)
        if "***" in text:
            text = draft.text = _THREE_TWO.sub(r"**\1**", text)
            if "\n***" in text:
                text = draft.text = _ENDS_BELOW.sub(rf"\1\2\1{GONE}", text)
        if "**" in text:
            if "[**" in text:
                text = draft.text = _LINK_IN_BOLD.sub(r"**[\1\2**", text)
            if "**](" in text:
                text = draft.text = _BOLD_IN_LINK.sub(r"[\1\2**", text)
            text = draft.text = _strong(draft, text)
        if "# *" in text:
            text = draft.text = _HEADING_STAR.sub(r"\1", text)
        if " *" in text and _LONE_STAR.search(text) and not _explained(draft, text):
            text = draft.text = _LONE_STAR.sub(_lone_star, text)
        if _END_STAR.search(text) and not _explained(draft, text):
            text = _END_STAR.sub(lambda m: "*" if _answered(m) else "", text)
    if "==" in text:
        text = _WIKI_HEADING.sub(lambda m: f"{'#' * len(m[1])} {m[2]}", text)
        text = _MARKED.sub(lambda m: _marked(draft, m), text)
    if "`" in text:
        text = _TICK.sub(_tick, text)
    if "[]" in text:
        text = _EMPTY_OPENED.sub("[", text)
    if "] (" in text or "]\n(" in text:
        text = _LINK_GAP.sub(lambda m: f"{GONE * (m[1] != ' ')}](", text)
    if "](http" in text or "]( http" in text:
        text = _SCHEMES.sub(r"](\1://", text)
    draft.text = text


def breaks(draft: Draft) -> None:
    """Two spaces or a backslash at the end of a line."""
    text = draft.text
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


def _inclusive(draft: Draft, match: re.Match[str]) -> str:
    """The star of a word such as Bürger*innen is a letter of that word, unless it closes emphasis."""
    text = match.string
    start = text.rfind("\n", 0, match.start()) + 1
    stop = text.find("\n", match.end())
    rest = text[start : stop if stop >= 0 else len(text)][:LONG]
    inside = len(_INWARD.findall(rest))
    if match[3] is None and (len(_SINGLE_STAR.findall(rest)) - inside) % 2 and inside == 1:
        return match[0]
    star = draft.token("*", "*", "*")
    word = match[2] or match[4]
    if "*" in word:
        word = word.replace("*", star)
    return f"{match[1] or match[3] or ''}{word}{star}"


def _bold_items(text: str) -> str:
    """``**- words**`` on several lines: the dash belongs in front of the bold text."""
    if len(_BOLD_ITEM.findall(text)) < 2:
        return text
    return _BOLD_ITEM.sub(r"\1- \2\3\2", text)


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


def _explained(draft: Draft, text: str) -> bool:
    """Whether a line of the page begins with a star, so that one behind a word may refer to it."""
    return "\\*" in draft.source or _LEGEND.search(text) is not None


def _lone_star(match: re.Match[str]) -> str:
    """A star in front of a word that no other in its paragraph answers goes away."""
    return match[0] if _answered(match, 1) else " "


def _answered(match: re.Match[str], most: int = LONG) -> bool:
    """Whether the paragraph of a star may hold its partner, or has more than ``most`` of them."""
    text = match.string
    start = text.rfind("\n\n", 0, match.start()) + 1
    stop = text.find("\n\n", match.end())
    paragraph = text[start : stop if stop >= 0 else len(text)]
    if len(paragraph) > LONG:
        return True
    count = _STAR_ITEM.sub("", paragraph).replace("**", "").count("*")
    return count > most or count % 2 == 0


def _wiki_items(text: str) -> str:
    """``* a`` and under it ``** b``, as wikis nest their lists."""
    lines = text.split("\n")
    listed = False
    for number, line in enumerate(lines):
        match = _WIKI_ITEM.match(line)
        if match is None:
            listed = line.startswith("* ")
        elif listed:
            lines[number] = f"{'  ' * (len(match[1]) - 1)}* {line[match.end() :]}"
    return "\n".join(lines)


def _marked(draft: Draft, match: re.Match[str]) -> str:
    """``==words==`` as notebooks write it."""
    opened = draft.token("<mark>", "==", "")
    return f"{opened}{match[1]}{draft.token('</mark>', '==', '')}"


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
    """Dashes make a list when at least two lines in a row begin with one; a single one is a dash."""
    lines = text.split("\n")
    dashed = [match[2] if (match := _DASH.match(line)) else "" for line in lines]
    for number, dash in enumerate(dashed):
        if dash and dash in (dashed[number - 1 : number] + dashed[number + 1 : number + 2]):
            lines[number] = _DASH.sub(r"\1- ", lines[number])
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


def _strong(draft: Draft, text: str) -> str:
    """``** text**`` and ``**text **``: the spaces go outside; ``****`` and a lone ``**`` go away.

    Signs are paired in the order in which they stand in a paragraph. A sign without a partner that
    clearly opens reaches to the end of its line.
    """
    edits: list[tuple[int, int, str]] = []
    opened: re.Match[str] | None = None
    mixed = joined = False
    last = 0
    for match in _STRONG.finditer(text):
        sign = match[0]
        if (opened is not None or mixed or joined) and _NEW_BLOCK.search(
            text, last, match.start()
        ):
            if opened is not None and not mixed:
                _lone(draft, text, opened, edits)
            opened = None
            mixed = joined = False
        last = match.end()
        if sign == "****":
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            if opened is None and not mixed and _nothing(line, _rest(text, match.end())):
                edits.append((match.start(), match.end(), ""))
            elif opened is None and not mixed and _ONE_MORE.match(text, match.end()):
                edits.append((match.start(), match.end(), "**"))  # opened twice, closed once
                opened, joined = match, True
            elif opened is not None and not mixed and _STRONG_END.match(text, match.end()):
                edits.append((match.start(), match.end(), ""))  # bold ends and begins again
                joined = True
            elif opened is not None and not mixed:
                edits.append((match.start(), match.end(), "**"))  # closed twice
                opened = None
        elif len(sign) % 4 == 0 and opened is not None and not mixed:
            edits.append((match.start(), match.end(), ""))  # bold that ends and begins twice
        elif sign != "**":
            opened = None
            mixed = True  # bold and italic begin or end together: which sign is alone is unclear
        elif opened is None:
            opened = match
        else:
            start, end = opened.end(), match.start()
            inner = text[start:end]
            opened = None
            if joined:
                joined = False
                continue
            bare = inner.strip(" \u00a0\n")
            if bare and bare != inner:
                left = inner[: len(inner) - len(inner.lstrip(" \u00a0\n"))]
                right = inner[len(inner.rstrip(" \u00a0\n")) :]
                if "\n" in bare and "\n" not in left + right:
                    continue  # two that need not belong together
                if not text[: start - 2][-1:].strip():
                    left = GONE * left.count("\n")  # a space would move the content of an item
                left, right = _joined(left), _joined(right)
                edits.append((start - 2, match.end(), f"{left}**{bare}**{right}"))
    if opened is not None and not mixed:
        _lone(draft, text, opened, edits)
    if not edits:
        return text
    pieces: list[str] = []
    done = 0
    for start, end, new in edits:
        pieces.append(text[done:start])
        pieces.append(new)
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def _joined(gap: str) -> str:
    """The gap between a sign and its words on one line, so that the paragraph is not cut in two."""
    return f" {GONE * gap.count(chr(10))}" if "\n" in gap else gap


def _rest(text: str, start: int) -> str:
    """What follows on the same line."""
    stop = text.find("\n", start)
    return text[start : stop if stop >= 0 else len(text)]


def _nothing(before: str, after: str) -> bool:
    """Whether ``****`` marks nothing there; behind a letter it may stand for others left out."""
    if not before.strip(" >"):
        return after[:1] == " " and after.strip(" *") != ""
    return not before[-1].isalnum() and not after[:1].strip(" .,;:!?")


def _lone(
    draft: Draft, text: str, match: re.Match[str], edits: list[tuple[int, int, str]]
) -> None:
    """A ``**`` that nothing closes, or that closes nothing."""
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    rest = text[end:stop].rstrip(" " + GONE)
    if not rest and text[text.rfind("\n", 0, start) + 1 : start].strip(" >") == "":
        edits.append((start, end, ""))  # alone on its line
        return
    if "*" in rest or "`" in rest:
        return
    if (
        (not before.strip() or before > "\u2e7f" or text.endswith("&nbsp;", 0, start))
        and (after.isalnum() or after in '[“"' + OPEN)
        and rest
    ):
        edits.append((end + len(rest), end + len(rest), "**"))
    elif (not after.strip() and (before in '.!?:;,)]”"' + CLOSE) and before) or (
        start > 2
        and text[start - 3 : start].isalpha()
        and (not after.strip() or after in ".,;:!?)")
        and not _explained(draft, text)
    ):
        edits.append((start, end, ""))
    elif (after == " " and _LONE_IN_ITEM.match(text[text.rfind("\n", 0, start) + 1 : start])) or (
        after == " " == before
        and (text[start - 2 : start - 1] + text[end + 1 : end + 2]).isalpha()
    ):
        edits.append((start, end + 1, ""))
    else:
        return
    line, column = draft.place(start)
    draft.problem(
        "emphasis-open", "These two asterisks have no partner in this paragraph.", line,
        "Add ** where the bold text begins or ends.", "warning", column,
    )  # fmt: skip
