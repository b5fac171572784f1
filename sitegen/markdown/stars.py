"""Asterisks that are no Markdown as they stand: spaces inside bold, lost partners, words with a star.

Called with a text that holds at least one. None of the mends adds or removes a line; a star that
may refer to something is left alone.
"""

from __future__ import annotations

import re

from sitegen.later import later
from sitegen.markdown.draft import CLOSE, GONE, OPEN, Draft

_STRONG = later(r"\*\*+")
_NEW_BLOCK = later(r"\n[ ]*(?:\n|#|(?:[-*+]|[0-9]+[.)])[ ])")
_STRONG_END = later(r"(?:(?!\n[ ]*\n)[^*]|\*{4}(?!\*)){1,2000}(?<!\*)\*\*(?!\*)")
_ONE_MORE = later(r"(?=\S)[^*\n]{1,300}(?<=\S)\*\*(?!\*)(?![^\n]*\*\*)")
_WIKI_ITEM = later(r"^(\*{2,5})[ ]+(?=\S)", re.MULTILINE)
_BOLD_ITEM = later(
    r"^([ ]{0,3})(\*\*|__)[-•–][ ]+(?=[^\s*_])([^\n]*[^\s*_–-])\2(?=[ ]*$)", re.MULTILINE
)
_INCLUSIVE = later(
    r"(?<![\w*])(\*\*|)([^\W\d_](?:[\w-]|\*(?=(?:in|innen|r|e|n)\b))*)\*(?=[^\W\d_A-ZÄÖÜ]+(?:\*?[rns])?(?![\w]|\*\w))"
    r"|(?<![\w*])(\*)([^\W\d_][\w-]*)\*(?=in(?:nen)?\b[^*\n]*[^*\s]\*(?!\w))"
)
_INWARD = later(r"\*(?<=[^\W\d_]\*)(?=[^\W\d_])")
_SINGLE_STAR = later(r"(?<![*\\])\*(?!\*)")
_SPACE_INSIDE = later(
    r"^([^*\n]*)(?<![\w\\])\*(?=[^\s*])([^*\n]{1,300})(?<=[.,;:!?\"”»])[ ]\*(?=\w)([^*\n]*)$",
    re.MULTILINE,
)
_LATE_STAR = later(r"^([^*\n]*)(?<![\w*\\])\*(?=[^\s*])([^*\n]+?)[ ]+\*[ ]*$", re.MULTILINE)
# *.pdf, DATA_* and REPORT-*: any name that begins or ends so
_ANY_NAME = later(
    r"\*(?<![\w*\\]\*)(?=\.[a-z][a-z0-9]{1,4}(?![\w*]))"
    r"|\*(?<=[A-Z0-9][_-]\*)(?<![*_][A-Z]{2}[_-]\*)(?=[\s.,;:!?)]|\Z)"
)
_ANY_WORD = later(r"(?<![\w*-])[A-Z][A-Z0-9_-]+\Z")
_OPENS = later(r"(?<![\w*\\])\*(?=[^\s*])")
# a quotation at the beginning of a paragraph in which there is no other star
_QUOTED = later(
    r"\*(?:(?<=\n\n\*)|(?<=\A\*))(?=[„“”«»\"‘][^\s*][^*\n]*(?:\n(?![ ]*\n)[^*\n]*)*(?:\n[ ]*\n|\n?\Z))"
)
_BREAK = later(r"<br[ ]*/?>")
_LONE_IN_ITEM = later(r"[ >]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ ]+|(?<=>[ ]))$")
_THREE_TWO = later(
    r"(?<![*\\\w])\*\*\*(?=[^\s*])([^*\n]{1,300})(?<=[^\s*])\*\*(?![*\w])(?![^\n]*\*)"
)
_TWO_ONE = later(
    r"\*\*(?:(?<=\n\*\*)|(?<=\n[ ]\*\*)|(?<=\n[ ]{2}\*\*)|(?<=\n[ ]{3}\*\*)|(?<=\A\*\*))"
    r"(?=[^\s*])([^*\n]{2,2000})(?<=[^\s*])\*(?=[ ]*$)",
    re.MULTILINE,
)
_REFERS = later(r"\w[.,;:!?]?\*(?![\w*])")
_ENDS_BELOW = later(
    r"^(\*\*\*)(?=[^\s*])([^*\n]+?)[ ]*\n\*\*\*(?=[ ]*(?:\n[ ]*\n|\n?\Z))", re.MULTILINE
)
_LONE_STAR = later(
    r" \*(?<=(?:[^\W\d_]|[,:;]) \*)(?=[^\W\d_]|[\"“”„«‘])(?![^*\n]*+\*(?<=\S\*)(?![\w*]))"
)
_HEADING_STAR = later(r"^([ ]{0,3}#{1,6}[ ]+)\*(?=[^\W_])(?=[^*\n]*$)", re.MULTILINE)
_END_STAR = later(r"\*(?<=[.!?”\"»)]\*)(?!\*)(?=[”\"»]?[ ]*(?:\n[ ]*(?:\n|[-*+>][ ])|\n?\Z))")
_STAR_ITEM = later(r"^[ >]*\*[ ]", re.MULTILINE)
_LEGEND = later(
    r"^[ >|]*\*{1,3}[^\s*][^*\n]*$|^[ >|]*\*\*[ ]|>[ ]*\*{1,3}[ ]?[^\s*][^*\n]*$|\(\*{1,3}\)|=[ ]?\*(?!\S)|(?<!\S)\*[ ]?[=:]",
    re.MULTILINE,
)
_LINK_IN_BOLD = later(r"\[\*\*(?=[^\s*])([^\[\]*\n]+)(\]\([^\s()]+\))\*\*(?!\*)")
_BOLD_IN_LINK = later(r"\[([^\[\]*\n]*[^\s\[\]*])\*\*(\]\([^\s()]+\))(?!\*)")
# **Words, an empty line, and ** more: a break inside bold that a converter made a paragraph's end
_BOLD_OVER_GAP = later(
    r"^([ ]*(?:[-*+][ ]+)?)\*\*(?=[^\s*])([^*\n]+?)[ ]*(\n[ ]*\n[ ]*)\*\*[ ](?=[^\s*])",
    re.MULTILINE,
)
_BOLD_BEFORE_GAP = later(
    r"^[ ]{0,3}\*\*[ ]*(\n[ ]*\n[ ]*)(?=[^\s*#>|-])([^*\n]+\*\*)(?!\*)([^\n]*)", re.MULTILINE
)
_GAP = later(r"\n[ ]*\*\*(?:[ ]|\n)")
"""What both of these need: two stars at the start of a line, and nothing right behind them."""
_EMPTY_BOLD = later(r"^[ >]*(?:\*\*|__)[ ]+(?:\*\*|__)[ ]*$", re.MULTILINE)
_BORN = later(r"(?<=\()\*(?=[ ]?[0-9][^*()\n]*\))")  # (*1987)
_INSIDE_LINK = later(r"\[([^\[\]*\n]*)\*\*([^\[\]*\n]*)(?=\]\()")
LONG = 4000  # characters of a paragraph that are searched for a partner; more would take too long


def mend(draft: Draft, text: str) -> str:
    """The text with every star that has one sensible reading put right."""
    if "(*" in text:
        text = draft.text = _BORN.sub(lambda m: draft.token("*", "*", "*"), text)
    if _INWARD.search(text):
        text = draft.text = _INCLUSIVE.sub(lambda m: _inclusive(draft, m), text)
    if "*." in text or "_*" in text or "-*" in text:
        text = draft.text = _ANY_NAME.sub(lambda m: _any_name(draft, m), text)
    if "\n** " in text:
        text = draft.text = _wiki_items(text)
    if "**- " in text or "**• " in text or "**– " in text:
        text = draft.text = _bold_items(text)
    if "***" in text:
        text = draft.text = _THREE_TWO.sub(r"**\1**", text)
        if "\n***" in text:
            text = draft.text = _ENDS_BELOW.sub(rf"\1\2\1{GONE}", text)
    if "**" in text:
        if "\n**" in text and _GAP.search(f"\n{text}"):
            text = _BOLD_OVER_GAP.sub(r"\1**\2**\3", text)
            text = draft.text = _BOLD_BEFORE_GAP.sub(_bold_before_gap, text)
        if "** **" in text or "__ __" in text or "**  " in text:
            text = draft.text = _EMPTY_BOLD.sub("", text)
        if _TWO_ONE.search(text):
            text = draft.text = _TWO_ONE.sub(lambda m: _two_one(draft, m), text)
        if "[**" in text:
            text = draft.text = _LINK_IN_BOLD.sub(r"**[\1\2**", text)
        if "**](" in text:
            text = draft.text = _BOLD_IN_LINK.sub(r"[\1\2**", text)
        if "](" in text:
            text = draft.text = _INSIDE_LINK.sub(_inside_link, text)
        text = draft.text = _strong(draft, text)
    if ("\n\n*" in text or text[:1] == "*") and _QUOTED.search(text) and not _REFERS.search(text):
        text = draft.text = _QUOTED.sub("", text)
    if "# *" in text:
        text = draft.text = _HEADING_STAR.sub(r"\1", text)
    if " *\n" in text or text.endswith(" *"):
        text = draft.text = _LATE_STAR.sub(r"\1*\2*", text)
    if ", *" in text or ". *" in text or '" *' in text:
        text = draft.text = _space_inside(text)
    if " *" in text and _LONE_STAR.search(text) and not _explained(draft, text):
        text = draft.text = _LONE_STAR.sub(_lone_star, text)
    if _END_STAR.search(text) and not _explained(draft, text):
        text = _END_STAR.sub(lambda m: "*" if _answered(m) else "", text)
    return text


def _space_inside(text: str) -> str:
    """``*words. *more``: the space belongs behind the second of a line's two stars."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if " *" in line and line.count("*") == 2:
            lines[number] = _SPACE_INSIDE.sub(r"\1*\2* \3", line)
    return "\n".join(lines)


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


def _any_name(draft: Draft, match: re.Match[str]) -> str:
    """A star that stands for any letters is no sign of Markdown."""
    text, start = match.string, match.start()
    if text[match.end() : match.end() + 1] != ".":
        line = max(text.rfind("\n", 0, start) + 1, start - 400)  # a name, and what may have opened
        if not _ANY_WORD.search(text, max(line, start - 40), start) or _OPENS.search(
            text, line, start
        ):
            return "*"
    return draft.token("*", "*", "*")


def _inside_link(match: re.Match[str]) -> str:
    """Two stars in the words of a link go away where the link as a whole is bold already."""
    text = match.string
    stop = text.find("\n", match.end())
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    after = text[match.end() : stop if stop >= 0 else len(text)]
    if before.count("**") % 2 and after.count("**") % 2:
        return f"[{match[1]}{match[2]}"
    return match[0]


def _bold_before_gap(match: re.Match[str]) -> str:
    """Two stars alone on a line belong to the line below, where two others have no partner."""
    gap, words, rest = match.groups()
    return match[0] if rest.count("**") % 2 else f"{gap}**{words}{rest}"


def _two_one(draft: Draft, match: re.Match[str]) -> str:
    """``**words*`` as a whole line: a note in italics where words of the page bear its star, else bold."""
    words = match[1]
    if _REFERS.search(match.string[: match.start()]):
        return f"{draft.token('*', '*', '*')}*{words}*"
    return f"**{words}**"


def _bold_items(text: str) -> str:
    """``**- words**`` on several lines: the dash belongs in front of the bold text."""
    if len(_BOLD_ITEM.findall(text)) < 2:
        return text
    return _BOLD_ITEM.sub(r"\1- \2\3\2", text)


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
            if (opened is None and not mixed and _nothing(line, _rest(text, match.end()))) or (
                opened is None and not mixed and _begins_alone(text, line, match.end())
            ):
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
            if inner[-1:] == "\n" and text[match.end() : match.end() + 1].isalnum():
                if not joined:
                    _lone(draft, text, opened, edits)
                opened, joined = match, False  # at the beginning of a line it opens
                continue
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
                if "\n" in right and text[match.end() : match.end() + 1] in ".,;:!?)":
                    right = _joined(right).lstrip(" ")
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


def _begins_alone(text: str, before: str, start: int) -> bool:
    """Whether ``****`` begins a paragraph in which there is no other star."""
    stop = text.find("\n\n", start)
    paragraph = text[start : stop if stop >= 0 else len(text)]
    return not before.strip(" >") and paragraph[:1].strip() != "" and "*" not in paragraph


def _last_of_pair(text: str, start: int, rest: str) -> bool:
    """Whether ``**`` ends a line in which something else is bold."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return not rest and before[-1:].isalnum() and before.count("**") == 2


def _lone(
    draft: Draft, text: str, match: re.Match[str], edits: list[tuple[int, int, str]]
) -> None:
    """A ``**`` that nothing closes, or that closes nothing."""
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    rest = text[end:stop].rstrip(" " + GONE)
    if rest[:3] == "<br" and _BREAK.fullmatch(rest):
        rest, after = "", "\n"
    if not rest and text[text.rfind("\n", 0, start) + 1 : start].strip(" >") == "":
        edits.append((start, end, ""))  # alone on its line
        return
    if before == ">" and rest[:2] == "</" and "*" not in rest:
        edits.append((start, end, ""))  # between the ends of two tags
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
        and (text[start - 3 : start].isalpha() or _last_of_pair(text, start, rest))
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
