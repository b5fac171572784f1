"""Links and images: found in the source, where their lines are known.

A bracket scanner in one pass replaces each link by an opening and a closing token, each image by
its marker, so that nothing later reads a target. Inside brackets the text stays Markdown. What lands in code after all is restored.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from sitegen.later import later
from sitegen.markdown import labels
from sitegen.markdown.addresses import SCHEME, address, decoded
from sitegen.markdown.draft import (
    CLOSE,
    FENCE,
    GONE,
    LINK,
    LINK_END,
    LINK_RICH,
    OPEN,
    Draft,
    escape,
    escape_attribute,
)

_BRACKET = later(r"!\[|\[|\]")
_BLANK = later(r"\n[ \t>\ufdd2]*\n")
_ANGLE = later(r"\(\s*<([^<>\n]*)>\s*(?:(\"[^\"]*\"|'[^']*')\s*)?\)")
_SIMPLE = later(r"\(([^\s()\"'<>]*+)\)")
_TITLE = later(
    r"[\s\ufdd2]+(?:\"((?:[^\"]|\"(?!\s*$))*)\"|“([^“”]*)”|'((?:[^']|'(?!\s*$))*)'|\(([^()]*)\))[\s\ufdd2]*$",
    re.DOTALL,
)
_MARKS_IN_ALT = later(
    r"\]\([^()]*\)|\[|[*`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)"
)
_AFTER = later(r"\{:?[ ]*([#.\w][^{}\n]*)\}")
_ENDS = later(r"[()\n]")
_TURNED = later(r"https?://[^\s\ufdd0-\ufdd4]+")
_WORDS = later(r"\(([^()\n]*[^\W\d_][^()\n]*)\)")
# [[Page]], [[page|words]] and [[words -> page]] of wikis and notebooks
_WIKI = later(
    r"(?<![\w\]\[\\])(!?)\[\[(?![\^_])((?:[^\[\]\n]|\n(?![ ]*\n)){1,300})\]\](?![(\[:\]\w])"
)
_PAGES = later(r"\[\[[^\[\]\n]*[a-zß-öø-ÿ0-9_][^\[\]\n]*\]\]")  # names of pages, and no gaps
_IMAGE = later(r"\.(?:jpe?g|png|gif|webp|svg|avif)(?:[?#]|\Z)", re.IGNORECASE)
_ARROW = later(r"(.*\S)\s*[-=]+(?:>|&gt;)\s*(\S+)")
# "words":https://address of Textile
_TEXTILE = later(
    r"(?<![\w=\"{,:])[\"“]([^\s\"“”\n](?:[^\"“”\n]{0,198}[^\s\"“”\n])?)[\"”]:(https?://[^\s<>\"\[\]\ufdd0-\ufdd4]*[^\s<>\"\[\]\ufdd0-\ufdd4.,;:!?)'*_])"
)
_NESTED = later(r"\]\([^\s()\[\]]*\[([^\[\]\n]*)\]\(([^\s()]+)\)\)")
_NEVER_CLOSED = later(
    r"\(((?:https?://|mailto:)[^\s()<>\[\]\ufdd0]+)(?:>(?=[ ]*(?:\n|\Z))|(?=[ ]*(?:\n|\Z|\ufdd0t)))"
)
_ENDED_BY_SPACE = later(
    r"\((https?://[^\s()<>\[\]\ufdd0]*[^\s()<>\[\]\ufdd0.,;:!?])(?=[.,;:!?]?\s)"
)
_UNFINISHED = later(r"(?!sic$).{0,400}?[^\W\d_]{2}", re.IGNORECASE | re.DOTALL)
_REMARK = later(r"\(([^()\n\[\]]*[^\W\d_][^()\n\[\]]*)\)")
_UNKNOWN_LABEL = later(
    r"\[(?:[a-z][^\s\[\]]*[-_.0-9][^\s\[\]]*|[a-z][^\s\[\]]{2,}(?<=[a-z]))\](?![\[(])"
)
_NUMBER = later(r"\[[0-9]{1,3}\](?![\[(:])")
_LOST = later(r"\((?:https?://|www\.|mailto:)[^\s()]+\)")
_ONLY_PICTURE = later(r"\s*(?:!\[[^\[\]\n]*\]\([^()\n]*\)|\ufdd0I[0-9]+\ufdd1)\s*")


def brackets(draft: Draft) -> None:
    """Every link, image and note of the text becomes tokens."""
    text = draft.text
    if ("]" not in text or ("[" not in text and "](" not in text)) and ":http" not in text:
        return
    if "[^" in text:
        labels.notes(draft)
    if "*[" in text:
        labels.abbreviations(draft)
        text = draft.text
    if "]:" in text:
        definitions = labels.definitions(draft)
        text = draft.text
    else:
        definitions = {}
    if "[[" in text:
        text = draft.text = _WIKI.sub(lambda m: _wiki(draft, m, definitions), text)
    if '":http' in text or "”:http" in text:
        text = draft.text = _TEXTILE.sub(r"[\1](\2)", text)
    if "](" in text and "))" in text:
        text = draft.text = _NESTED.sub(_nested, text)
    # An edit is (start, end, text). They are collected in the order of their start.
    edits: list[tuple[int, int, str]] = []
    stack: list[tuple[int, int, bool]] = []  # start, end of the bracket, still usable
    failed: tuple[int, int, bool] | None = None  # the last bracket that opened nothing
    consumed = last = 0
    for match in _BRACKET.finditer(text):
        start, end = match.span()
        if start < consumed:
            continue
        sign = match[0]
        if (stack or failed) and _BLANK.search(text, max(last, consumed), start):
            stack.clear()
            failed = None
        last = end
        if sign != "]":
            stack.append((start, end, True))
            continue
        if (
            not stack
            and failed
            and text.startswith("](", start)
            and "\n" not in text[failed[0] : start]
        ):
            stack.append(failed)  # [a] b](address): the first bracket is text
        if not stack:
            if text.startswith("]()", start):
                edits.append((start, start + 3, ""))  # nothing begins and nothing is named
                consumed = start + 3
            elif text.startswith("](", start) and _LOST.match(text, end):
                edits.append((start, end, " "))  # word](https://...): the address is a link itself
                draft.problem(
                    "link-not-open", "A link ends here, but nothing says where it begins.",
                    draft.line(start), "Write [ in front of the first word of the link.",
                )  # fmt: skip
            continue
        opened, inner, usable = stack.pop()
        image = text[opened] == "!"
        if text[end : end + 2] in ("{.", "{#") and (span := _AFTER.match(text, end)):
            edits += [(opened, inner, ""), (start, span.end(), "")]  # [words]{.class} of Pandoc
            consumed = span.end()
            continue
        found = _target(draft, text, end, definitions, text[inner:start])
        failed = (
            (opened, inner, True) if found is None and len(text[inner:start].strip()) > 1 else None
        )
        if found is not None and not usable and not image:
            _around(draft, edits, text, (opened, inner, start), found)
            consumed = found[2]
            continue
        if found is None:
            if (
                not image
                and (turned := _TURNED.fullmatch(text, inner, start))
                and (words := _WORDS.match(text, end))
            ):  # [address](words): the two have changed places
                line, column = draft.place(opened)
                tag, _ = address(draft, turned[0], line, column)
                source = text[opened : words.end()]
                shown = escape(draft.plain_text(words[1]))
                edits.append(
                    (opened, words.end(), draft.token(f"{tag}{shown}</a>", source, words[1]))
                )
                consumed = words.end()
            elif text.startswith("(", end) and _ONLY_PICTURE.fullmatch(text, inner, start):
                edits += [
                    (opened, inner, ""),
                    (start, end, " "),
                ]  # words where an address should be
            elif found is None and not image and _UNFINISHED.match(text, inner, start):
                _unfinished(draft, edits, text, (opened, inner, start, end))
            continue
        target, title, stop, place = found
        line, column = place or draft.place(opened)
        extra: list[tuple[str, str]] = []
        if stop < len(text) and text[stop] == "{" and (after := _AFTER.match(text, stop)):
            from sitegen.markdown.braces import pairs

            extra = pairs(draft.restore(after[1]))
            stop = after.end()
        shown = text[inner:start]
        if image:
            while edits and edits[-1][0] >= opened:
                edits.pop()
            edits.append((opened, stop, _image(draft, target, shown, title, (line, column), extra)
                          + GONE * text.count(GONE, opened, stop) + GONE * text.count("\n", opened, stop)))  # fmt: skip
        else:
            _link(
                draft,
                edits,
                text,
                (opened, inner, start, stop),
                target,
                title,
                (line, column),
                extra,
            )
            stack = [(a, b, text[a] == "!") for a, b, _ in stack]
        consumed = stop
    if edits:
        edits.sort(key=lambda edit: edit[0])
        pieces = []
        done = 0
        for start, end, new in edits:
            pieces.append(text[done:start])
            pieces.append(new)
            done = end
        pieces.append(text[done:])
        draft.text = "".join(pieces)


def _around(
    draft: Draft, edits: list[tuple[int, int, str]], text: str, span: tuple[int, int, int],
    found: tuple[str, str, int, tuple[int, int] | None],
) -> None:  # fmt: skip
    """A link that holds another: what stands behind the inner one is the outer one's words."""
    opened, inner, start = span
    target, title, stop, place = found
    edits.append((opened, inner, ""))
    behind = max(edit[1] for edit in edits)
    words = text[behind:start]
    if any(character.isalpha() for character in words):
        gap = len(words) - len(words.lstrip())
        edits.append((behind, behind + gap, words[:gap]))
        behind += gap
        where = place or draft.place(opened)
        _link(draft, edits, text, (behind, behind, start, stop), target, title, where, [])
    else:
        ends = GONE * (text.count("\n", start, stop) + text.count(GONE, start, stop))
        edits.append((start, stop, ends))


def _unfinished(
    draft: Draft, edits: list[tuple[int, int, str]], text: str, span: tuple[int, int, int, int]
) -> None:
    """A link that was never given an address: its words stay, and so does a remark behind them."""
    opened, inner, start, end = span
    if _REMARK.match(text, end):
        edits += [(opened, inner, ""), (start, end, " ")]
    elif (label := _UNKNOWN_LABEL.match(text, end)) and (
        " " in text[inner:start] or not label[0][1:-1].isalpha()
    ):
        edits += [
            (opened, inner, ""),
            (start, label.end(), draft.token("", text[start : label.end()])),
        ]
    elif text.startswith("[]", end) and " " in text[inner:start].strip():
        edits += [(opened, inner, ""), (start, end + 2, draft.token("", "][]"))]
    elif (number := _NUMBER.match(text, end)) and f"\n{number[0]} " in text:
        edits += [(opened, inner, ""), (start, end, " ")]  # a citation: it stands below
    else:
        return
    line, column = draft.place(opened)
    draft.problem(
        "link-empty", "This link has no address.", line, "Write its address between ( and ).",
        "warning", column,
    )  # fmt: skip


def _nested(match: re.Match[str]) -> str:
    """A link where only its address should be: its words stay, unless they repeat the address."""
    words, target = match[1], match[2]
    if words.strip().rstrip("/") in target:
        return f"]({target})"
    if _TURNED.fullmatch(words.strip()):
        return f']({target} "{words.strip()}")'
    return f"]({target}) ([{words}]({target}))"


def _wiki(
    draft: Draft,
    match: re.Match[str],
    definitions: dict[str, tuple[str, str, tuple[int, int]]],
) -> str:
    """The same link in brackets and parentheses; a name in brackets that is defined stays."""
    inner = " ".join(match[2].split()) if "\n" in match[2] else match[2]
    if arrow := _ARROW.fullmatch(inner.strip()):
        shown, target = arrow[1], arrow[2]
    elif inner != inner.strip():
        return _spaced(draft, match, inner) or match[0]
    else:
        target, _, shown = (part.strip() for part in inner.partition("|"))
        if not shown and target.isupper() and not _PAGES.search(match.string):
            return match[0]  # [[YOUR TOWN]] waits to be filled in
        shown = shown or target
    target, shown = draft.restore(target), draft.restore(shown)
    if _TURNED.fullmatch(shown) and not _TURNED.match(target):
        target, shown = shown, target  # [[words|address]]
    if (
        labels.name(draft, inner) in definitions
        or not (target != shown or any(character.isalpha() for character in target))
        or any(character in target for character in '<>"')
        or (not _TURNED.match(target) and any(character in target for character in ",;={}"))
    ):
        return match[0]
    ends = GONE * (match[0].count(GONE) + match[0].count("\n"))
    return f"{match[1]}[{shown}](<{target}>){ends}"


def _spaced(draft: Draft, match: re.Match[str], inner: str) -> str:
    """``[[ address words ]]``: a picture with words under it, or a link; "" where it is neither."""
    target, *words = inner.split()
    if not _TURNED.fullmatch(target):
        return ""
    leads = words.pop() if words and _TURNED.fullmatch(words[-1]) else ""
    shown = " ".join(words)
    text, (start, end) = match.string, match.span()
    if not _IMAGE.search(target):
        new = f"[{shown or target}](<{target}>)"
    elif shown and text[start - 1 : start].strip(" \n") == "" == text[end : end + 1].strip("\n"):
        place = draft.place(start)
        marker = draft.picture(target, shown, "", place)
        caption = escape(shown)
        if leads:
            caption = f"{address(draft, leads, *place)[0]}{caption}</a>"
        html = f"<figure>{marker}<figcaption>{caption}</figcaption></figure>"
        return draft.token(html, match[0], shown, FENCE)
    else:
        new = f"![{shown}](<{target}>)"
        new = f"[{new}](<{leads}>)" if leads else new
    return f"{new}{GONE * (match[0].count(GONE) + match[0].count(chr(10)))}"


def _link(
    draft: Draft, edits: list[tuple[int, int, str]], text: str, span: tuple[int, int, int, int],
    target: str, title: str, place: tuple[int, int], extra: list[tuple[str, str]],
) -> None:  # fmt: skip
    opened, inner, start, stop = span
    shown = text[inner:start]
    if not target.strip() and _TURNED.fullmatch(shown.strip()):
        target = shown.strip()  # [https://...](): the address is there
    tag, ok = address(draft, target, *place, title)
    if extra and ok:
        tag = tag[:-1] + "".join(f' {k}="{escape_attribute(v)}"' for k, v in extra) + ">"
    rich = "*" in shown or "_" in shown or "~" in shown
    if not shown.strip():  # an empty link would be invisible
        source = draft.restore(text[opened:stop])
        label = target
        if OPEN in label or not label:
            label = draft.restore(label)
        edits.append(
            (
                opened,
                stop,
                draft.token(f"{tag}{escape(label)}</a>" if ok else escape(label), source, label),
            )
        )
        return
    first = draft.token(tag, text[opened:inner], "", LINK_RICH if rich else LINK)
    number = len(draft.html) - 1
    if not ok:
        draft.html[number] = ""
    draft.html.append("</a>" if ok else "")
    draft.source.append(text[start:stop])
    draft.plain.append("")
    ends = GONE * (text.count("\n", start, stop) + text.count(GONE, start, stop))
    edits.append((opened, inner, first))
    edits.append((start, stop, f"{OPEN}{LINK_END}{number + 1}{CLOSE}{ends}"))


def _image(
    draft: Draft, target: str, shown: str, title: str, place: tuple[int, int],
    extra: list[tuple[str, str]],
) -> str:  # fmt: skip
    alt = draft.plain_text(_MARKS_IN_ALT.sub("", shown))
    target = decoded(target)
    scheme = SCHEME.match(target)
    if scheme is None and "%" in target:
        target = unquote(target)
    if not target:
        return draft.token(escape(alt), f"![{shown}]()", alt)
    return draft.picture(target, " ".join(unescape(alt).split()), title, place, tuple(extra))


def _target(
    draft: Draft,
    text: str,
    end: int,
    definitions: dict[str, tuple[str, str, tuple[int, int]]],
    shown: str,
) -> tuple[str, str, int, tuple[int, int] | None] | None:
    """What a closing bracket at ``end`` points to: target, title, end, place of a definition."""
    following = text[end : end + 1]
    if following == "(":
        if simple := _SIMPLE.match(text, end):
            return draft.restore(simple[1]), "", simple.end(), None
        if angle := _ANGLE.match(text, end):
            return draft.restore(angle[1]), draft.restore(angle[2] or "")[1:-1], angle.end(), None
        found = _inline(draft, text, end, shown)
        if found is None and (rest := _ENDED_BY_SPACE.match(text, end)):
            return draft.restore(rest[1]), "", rest.end(), None
        return found
    if not definitions:
        return None
    if following == "[" or text[end : end + 2] == " [":
        at = text.index("[", end)
        close = text.find("]", at, at + 1000)
        if close > 0:
            label = labels.name(draft, text[at + 1 : close] or shown)
            if label in definitions:
                target, title, place = definitions[label]
                return target, title, close + 1, place
    label = labels.name(draft, shown)
    if label in definitions and following != ":":
        target, title, place = definitions[label]
        return target, title, end, place
    return None


def _inline(draft: Draft, text: str, start: int, shown: str) -> tuple[str, str, int, None] | None:
    """A target with spaces, quotes or brackets in it, read up to the bracket that closes it."""
    depth = 0
    limit = min(len(text), start + 4000)
    stop = -1
    last = -1
    lines = 0
    if text.find(")", start, limit) < 0:
        limit = start  # nothing to find
    for match in _ENDS.finditer(text, start, limit):
        sign = match[0]
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            last = match.start()
            if depth == 0:
                stop = match.start()
                break
        else:
            lines += 1
            if lines > 1 or not text[match.end() : match.end() + 1].strip() or (
                re.match(r"[ ]*(?:[-*+]|[0-9]+[.)])[ ]", text[match.end() : match.end() + 12])
            ):  # fmt: skip
                break
    if stop < 0:
        if last < 0 or "\n" in text[start:last]:
            rest = _NEVER_CLOSED.match(text, start)
            return (draft.restore(rest[1]), "", rest.end(), None) if rest else None
        stop = last  # more opened than closed: the last one on the line ends it
    inner = text[start + 1 : stop]
    # A title may hold brackets: ("(a" or "b)") in quotes is rare, and ends at the same bracket.
    title = ""
    quoted = _TITLE.search(inner)
    if quoted:
        title = next((group for group in quoted.groups() if group is not None), "")
        inner = inner[: quoted.start()]
    target = draft.restore(inner).replace("\n", " ").strip()
    if "](" in target or (len(target) > 2000 and not target.startswith("data:")):
        return None
    if target.startswith("<") and target.endswith(">"):
        target = target[1:-1]
    if not _plausible(target) and " ".join(shown.split()) != target:
        return None  # [Page](Page) names a page, as [[Page]] does
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", target), draft.restore(title), stop + 1, None


def _plausible(target: str) -> bool:
    """Whether something with spaces in it is a target and no remark in brackets."""
    words = target.split()
    if len(words) <= 1:
        return True
    if SCHEME.match(target) or target.startswith(("/", "#", "./", "../", "www.", "?")):
        return True
    return bool(re.search(r"\.\w{1,5}(?:$|[?#])|/", target)) or "%20" in target
