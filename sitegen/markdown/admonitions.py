"""Blocks that MkDocs writers mark by indentation: ``!!! note``, ``??? note`` and ``=== "Tab"``.

They become the same tokens as blocks between colons; the text inside is moved to the left, because
further right it would be code. Lines are neither added nor taken away.
"""

from __future__ import annotations

from msgspec import Struct

from sitegen.later import later
from sitegen.markdown.directives import CALLOUT, KINDS
from sitegen.markdown.draft import BEGIN, CLOSE, END, OPEN, Draft, Opening

_LINE = later(r"(!!!|\?\?\?\+?|===[!+]?)[ ]+([\w ]*?)[ ]*(?:\"(.*)\"|'(.*)')?[ ]*$")


class _Open(Struct):
    """A block whose body is being read."""

    number: int
    base: int  # column where its first line begins
    shift: int = 0  # columns that its body loses; 0 before the body begins


def blocks(draft: Draft) -> None:
    """Replace each such line by a token, and close the block where its indentation ends."""
    text = draft.text
    if "!!! " not in text and "??? " not in text and "???+ " not in text and "=== " not in text:
        return
    result: list[str] = []
    stack: list[_Open] = []
    last = -1  # the last line that is not blank
    for number, line in enumerate(text.split("\n")):
        stripped = line.lstrip(" ")
        if stripped:
            indent = len(line) - len(stripped)
            while stack and indent < stack[-1].base + 2:
                _close(result, stack.pop(), last)
            if stack and not stack[-1].shift:
                stack[-1].shift = indent - stack[-1].base
            moved = min(sum(block.shift for block in stack), indent)
            line = line[moved:]
            last = len(result)
            if stripped[0] in "!?=" and (opening := _opening(draft, stripped, number)):
                token = draft.token("", stripped, "", BEGIN)
                stack.append(_Open(len(draft.html) - 1, indent))
                draft.openings[stack[-1].number] = opening
                line = line[: indent - moved] + token
        result.append(line)
    while stack:
        _close(result, stack.pop(), last)
    draft.text = "\n".join(result)


def _close(result: list[str], block: _Open, last: int) -> None:
    """Put the closing token on the blank line behind the body, or else at the end of the body."""
    token = f"{OPEN}{END}{block.number}{CLOSE}"
    if last + 1 < len(result):
        result[last + 1] += token
    else:
        result[last] += token


def _opening(draft: Draft, line: str, number: int) -> Opening | None:
    match = _LINE.match(line)
    if match is None:
        return None
    sign, words, *titles = match.groups()
    title = next((title for title in titles if title is not None), None)
    if sign[0] == "=":
        return None if title is None or words else Opening("", [("", f"**{title}**")], 0)
    kind = words.split(" ")[0].lower()
    if kind not in KINDS and title is None:
        return None
    args = [("kind", KINDS.get(kind, "note"))]
    if title:
        args.append(("title", draft.plain_text(title)))
    before = draft.text.split("\n", number)[:number]
    return Opening(CALLOUT, args, draft.line(sum(map(len, before)) + number))
