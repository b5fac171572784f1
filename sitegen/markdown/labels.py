"""What a text defines in lines of their own: labels of links, notes and abbreviations.

Definitions are taken out of the text before links are read, because a link may stand above the line
that says where it leads. This module does not know what a link looks like.
"""

from __future__ import annotations

import re

from sitegen.later import later
from sitegen.markdown.draft import CLOSE, GONE, OPEN, Draft

_DEFINITION = later(
    r"^[ ]{0,3}\[(?!\^)((?:[^\[\]\n]){1,999})\]:[ ]*\n?[ ]*"
    r"(?:<([^<>\n]*)>|([^\s\"'(][^\s]*?)(?:(?<=[\w/])\"(?=[ ]+\"))?|\"(?=https?:)([^\s\"]+)\")"
    r"(?:[ ]*\n?[ ]+(?:\"([^\n]*)\"|'([^\n]*)'|\(([^\n]*)\)))?[ ]*$",
    re.MULTILINE,
)
_ABBREVIATION = later(r"^[ ]{0,3}\*\[([^\[\]\n]{1,99})\][ ]?:[ ]*([^\n]+)$", re.MULTILINE)
_NOTE = later(
    rf"^(?:[ ]|>|[-*+][ ]|[0-9]+[.)][ ]|{OPEN}[a-z][0-9]+{CLOSE})*\[\^([^\]\s]+)\]:", re.MULTILINE
)
_NOTE_USE = later(r"\[\^([^\]\s]{1,99})\](?!:)")


def definitions(draft: Draft) -> dict[str, tuple[str, str, tuple[int, int]]]:
    """Take ``[label]: target "title"`` lines out of the text."""
    found: dict[str, tuple[str, str, tuple[int, int]]] = {}
    text = draft.text
    pieces = []
    done = 0
    for match in _DEFINITION.finditer(text):
        number = next(n for n in (2, 3, 4) if match[n] is not None)
        target = match[number]
        target = draft.restore(target)
        if f"{OPEN}I" in target:
            continue
        label = name(draft, match[1])
        title = next((v for v in match.groups()[4:] if v is not None), "")
        place = draft.place(match.start(number))
        found.setdefault(label, (target, draft.restore(title), place))
        pieces.append(text[done : match.start()])
        pieces.append(GONE * (match[0].count("\n") + match[0].count(GONE)))
        done = match.end()
    if found:
        pieces.append(text[done:])
        draft.text = "".join(pieces)
    return found


def notes(draft: Draft) -> None:
    """Say which notes are referred to but not written."""
    written: dict[str, int] = {}

    def once(match: re.Match[str]) -> str:
        """A second note of one name would replace the first, so it gets a name of its own."""
        count = written[match[1]] = written.get(match[1], 0) + 1
        if count == 1:
            return match[0]
        draft.problem(
            "note-twice", f"There are two notes called [^{draft.restore(match[1])}].",
            draft.line(match.start()), "Give one of them another number.",
        )  # fmt: skip
        return match[0].replace("]:", f"-{count}]:")

    draft.text = _NOTE.sub(once, draft.text)
    missing: set[str] = set()
    for match in _NOTE_USE.finditer(draft.text):
        if (
            match[1] not in written
            and match[1] not in missing
            and draft.text[match.end() : match.end() + 1] != "("
        ):
            missing.add(match[1])
            line, column = draft.place(match.start())
            name = draft.restore(match[1])
            draft.problem(
                "note-missing", f"The note [^{name}] is referred to but never written.", line,
                f"Add a line that begins with [^{name}]: and says it.", "warning", column,
            )  # fmt: skip
    if any(name.isdigit() for name in missing):  # a reader should see a number and no signs
        draft.text = _NOTE_USE.sub(
            lambda m: draft.token(f"<sup>{m[1]}</sup>", m[0], m[1])
            if m[1] in missing and m[1].isdigit() else m[0],
            draft.text,
        )  # fmt: skip


def abbreviations(draft: Draft) -> None:
    """Take ``*[ABC]: meaning`` lines out of the text."""

    def take(match: re.Match[str]) -> str:
        draft.abbreviations[draft.plain_text(match[1]).strip()] = draft.plain_text(
            match[2]
        ).strip()
        return ""

    draft.text = _ABBREVIATION.sub(take, draft.text)


def name(draft: Draft, text: str) -> str:
    """The name of a label as it is compared: case and spaces do not matter."""
    return " ".join(draft.restore(text).split()).casefold() if text else ""
