"""Lines of colons that open and close a block, with its arguments and fields.

Each such line becomes a token on a line of its own; ``structure`` puts what stands between the two
into the block, so that a page is still read in one pass and its notes and links are shared.
This module may not look at the text inside a block.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.later import later
from sitegen.markdown.draft import BEGIN, CLOSE, END, GONE, OPEN, Draft, Opening
from sitegen.model import BlockSpec
from sitegen.problems import did_you_mean

DEEPEST = 8
_LINE = later(r"^([ \t>]*+)(:{3,})[ \t]*+([^\n]*)$", re.MULTILINE)
_WORD = later(
    r"([\w-]+)=(?:\"([^\"]*)\"|“([^“”]*)”|'([^']*)'|(\S*))|\"([^\"]*)\"|“([^“”]*)”|(\S+)"
)
_FIELD = later(r"[ \t]*([A-Za-z][\w-]*)[ \t]*:(?:[ \t]++([^\n]*))?$")
_NAME = later(r"\{?[.]?([^\W\d_][\w-]*)\}?")
_MARKS = later(
    r"(?<![\w*_~])(\*{1,3}|_{1,3}|~~)(?=[^\s*_~])((?:(?!\1)[^\n])*[^\s*_~])\1(?![\w*_])"
)
_LONG_TITLE = 100  # characters; more are a sentence that was meant to be read, not a heading
_ALERT = later(
    r"^([ \t]*+>[ \t>]*+)\[!([A-Za-z][\w-]*)(?:\|[^\]\n]*)?\][+-]?[ \t]*+([^\n]*)$",
    re.MULTILINE,
)
CALLOUT = "callout"
KINDS: Mapping[str, str] = {
    "note": "note", "info": "note", "abstract": "note", "summary": "note", "quote": "note",
    "example": "note", "details": "note", "default": "note", "primary": "note", "secondary": "note",
    "seealso": "note", "todo": "note", "question": "note", "help": "note", "faq": "note",
    "cite": "note", "tldr": "note", "spoiler": "note", "admonition": "note",
    "tip": "tip", "hint": "tip", "success": "tip", "check": "tip", "done": "tip",
    "important": "important", "attention": "important",
    "warning": "warning", "caution": "warning", "danger": "warning", "error": "warning",
    "bug": "warning", "failure": "warning", "fail": "warning", "missing": "warning",
    "alert": "warning",
    "idea": "idea",
}  # fmt: skip


def unmarked(words: str) -> str:
    """An argument without the signs of emphasis, which would be shown where only text can stand."""
    if "*" not in words and "_" not in words and "~" not in words:
        return words
    return _MARKS.sub(r"\2", _MARKS.sub(r"\2", words))


def alerts(draft: Draft) -> None:
    """``> [!NOTE] Title`` as GitHub, Obsidian and others write it becomes a call-out."""
    if "[!" not in draft.text:
        return

    def replace(match: re.Match[str]) -> str:
        kind = KINDS.get(match[2].lower(), "note")
        args = [("kind", kind)]
        title = draft.plain_text(match[3].strip().rstrip("\\"))
        if title:
            args.append(("title", title))
        token = draft.token("", draft.restore(match[0][len(match[1]) :]), title, BEGIN)
        draft.openings[len(draft.html) - 1] = Opening(CALLOUT, args, draft.line(match.end(1)))
        return match[1] + token

    draft.text = _ALERT.sub(replace, draft.text)


def lines(draft: Draft, blocks: Mapping[str, BlockSpec]) -> None:
    """Replace every opening and closing line by its token and read the arguments."""
    text = draft.text
    if ":::" not in text:
        return
    pieces: list[str] = []
    stack: list[tuple[Opening, int]] = []
    done = 0
    for match in _LINE.finditer(text):
        if match.start() < done:
            continue  # a field line that looked like one
        before, colons, rest = match.groups()
        rest = rest.rstrip()
        name = _NAME.match(rest)
        start, end = match.span()
        line = draft.line(start + len(before))
        if not rest or (rest and not rest.strip(":")):
            closed = _close(draft, stack, len(colons))
            if closed is None:
                draft.problem(
                    "block-not-open", "This line of colons closes a block, but none is open.", line,
                    "Delete the line, or write ::: and a block's name where the block begins.",
                )  # fmt: skip
                new = ""
            else:
                new = before + closed
        elif name is None:
            continue
        elif len(stack) >= DEEPEST:
            draft.problem(
                "nesting-too-deep", f"Blocks are nested more than {DEEPEST} deep here.", line,
                "Close an outer block first.", "error",
            )  # fmt: skip
            new = before + draft.token("", draft.restore(match[0]))
        else:
            opening, one_line, lead = _open(draft, blocks, name, rest, line)
            token = draft.token("", draft.restore(match[0].strip()), "", BEGIN)
            number = len(draft.html) - 1
            draft.openings[number] = opening
            opening.end = number
            fields, end = _fields(draft, blocks, opening, text, end, line)
            new = before + token + lead + GONE * fields
            if one_line:
                new += f"{OPEN}{END}{number}{CLOSE}"
            else:
                stack.append((opening, len(colons)))
        pieces.append(text[done:start])
        pieces.append(new)
        done = end
    pieces.append(text[done:])
    if stack:
        tail = "".join(f"\n{OPEN}{END}{opening.end}{CLOSE}" for opening, _ in reversed(stack))
        pieces.append("\n" + tail)
        for opening, _ in stack:
            draft.problem(
                "block-not-closed", f'The block "{opening.name}" is never closed.', opening.line,
                "Add a line with ::: where the block ends.",
            )  # fmt: skip
    draft.text = "".join(pieces)


def _close(draft: Draft, stack: list[tuple[Opening, int]], colons: int) -> str | None:
    """The token that closes the block this line ends: of equal length if there is one, else the
    innermost that is not longer."""
    if not stack:
        return None
    index = len(stack) - 1
    if stack[index][1] > colons:
        return None if all(length > colons for _, length in stack) else _close_at(stack, index)
    if any(length == colons for _, length in stack):
        while stack[index][1] != colons:
            index -= 1
    return _close_at(stack, index)


def _close_at(stack: list[tuple[Opening, int]], index: int) -> str:
    tokens = [f"{OPEN}{END}{opening.end}{CLOSE}" for opening, _ in reversed(stack[index:])]
    del stack[index:]
    return "".join(tokens)


def _open(
    draft: Draft, blocks: Mapping[str, BlockSpec], name: re.Match[str], rest: str, line: int
) -> tuple[Opening, bool, str]:
    """What the opening line asks for, whether it closes itself (``::: button /join :::``), and the
    words on it that belong into the block."""
    word = name[1]
    arguments = rest[name.end() :]
    one_line = bool(re.search(r"[ \t]:{3,}$", arguments))
    if one_line:
        arguments = re.sub(r"[ \t]+:{3,}$", "", arguments)
    spec = blocks.get(word) or blocks.get(word.lower())
    kind = ""
    if spec is None and word.lower() in KINDS and CALLOUT in blocks:
        kind = KINDS[word.lower()]
        spec = blocks[CALLOUT]
        arguments = re.sub(r"^\[(.*)\]", r" \1", arguments.strip())  # Docusaurus: :::note[Title]
        arguments = re.sub(r"\s*\{[^{}]*\}\s*$", "", arguments)
    if spec is None:
        draft.problem(
            "block-unknown", f'There is no block called "{word}".', line,
            did_you_mean(word, blocks, f"There are: {', '.join(sorted(blocks)) or 'none'}."),
            "error",
        )  # fmt: skip
        words_left = re.sub(r"\{[^{}\n]*\}", "", arguments).strip()
        return Opening("", [], line, lead=bool(words_left)), one_line, words_left
    opening = Opening(spec.name, [], line, body=spec.body)
    words = []
    for match in _WORD.finditer(arguments):
        key, *quoted = match.groups()[:5]
        if key is not None and (key in spec.args or key in spec.fields):
            opening.args.append((key, next((v for v in quoted if v is not None), "")))
        else:
            words.append(next((v for v in match.groups()[5:] if v is not None), match[0]))
    given = {key for key, _ in opening.args}
    if kind:
        opening.args.append(("kind", kind))
        title = " ".join(words)
        if "](" in title or len(title) > _LONG_TITLE:
            opening.lead = True
            return opening, one_line, arguments.strip()
        if title:
            opening.args.append(("title", draft.plain_text(title)))
        return opening, one_line, ""
    names = [key for key in spec.args if key not in given]
    while names and words:
        key = names.pop(0)
        if not names and spec.rest and key == spec.args[-1]:
            opening.args.append((key, draft.restore(" ".join(words))))
            words = []
        else:
            opening.args.append((key, draft.restore(words.pop(0))))
    if words:
        extra = " ".join(words)
        draft.problem(
            "block-argument", f'The block "{spec.name}" has no use for "{draft.restore(extra)}".', line,
            f"It understands: {', '.join(spec.args + spec.fields) or 'no words at all'}.",
        )  # fmt: skip
    opening.args = [(key, draft.restore(value)) for key, value in opening.args]
    return opening, one_line, ""


def _fields(
    draft: Draft, blocks: Mapping[str, BlockSpec], opening: Opening, text: str, end: int, line: int
) -> tuple[int, int]:
    """Read ``field: value`` lines right under the opening; how many, and where the body begins."""
    spec = blocks.get(opening.name)
    if spec is None:
        return 0, end
    allowed = spec.fields + spec.args
    count = 0
    while end < len(text):
        stop = text.find("\n", end + 1)
        stop = len(text) if stop < 0 else stop
        match = _FIELD.match(text[end + 1 : stop])
        if match is None:
            break
        key, value = match[1], draft.restore((match[2] or "").rstrip())
        name = key if key in allowed else key.lower().replace("-", "_")
        if name not in allowed:
            hint = did_you_mean(key, allowed)
            after = text[stop + 1 : stop + 200].split("\n", 1)[0]
            alone = (
                spec.body == "none" or (not after.strip() and count > 0) or after.startswith(":::")
            )
            if not hint and not (alone and key.islower() and spec.body == "none"):
                break
            draft.problem(
                "block-field", f'The block "{spec.name}" has no field "{key}".', line + count + 1,
                hint or f"It understands: {', '.join(allowed)}.",
            )  # fmt: skip
            if spec.body != "none":
                break
        else:
            opening.args.append((name, value))
        count += 1
        end = stop
    return count, end
