"""Links, images, notes and bare addresses: found in the source, where their lines are known.

A bracket scanner in one pass replaces each link by an opening and a closing token, each image by
its marker and each note by its number, so that nothing later reads a target. Inside brackets the
text stays Markdown. What lands in code after all is restored.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from sitegen.markdown import allowed
from sitegen.markdown.draft import (
    ATTRIBUTES,
    CLOSE,
    GONE,
    LINK,
    LINK_END,
    LINK_RICH,
    OPEN,
    Draft,
    escape,
    escape_attribute,
)
from sitegen.markdown.later import later

_BRACKET = later(r"!\[|\[|\]|\n[ \t>\ufdd2]*\n")
_ANGLE = later(r"\(\s*<([^<>\n]*)>\s*(?:(\"[^\"]*\"|'[^']*')\s*)?\)")
_SIMPLE = later(r"\(([^\s()\"'<>]*+)\)")
_TITLE = later(
    r"[\s\ufdd2]+(?:\"((?:[^\"]|\"(?!\s*$))*)\"|“([^“”]*)”|'((?:[^']|'(?!\s*$))*)'|\(([^()]*)\))[\s\ufdd2]*$",
    re.DOTALL,
)
_DEFINITION = later(
    r"^[ ]{0,3}\[(?!\^)((?:[^\[\]\n]){1,999})\]:[ ]*\n?[ ]*(?:<([^<>\n]*)>|([^\s\"'(][^\s]*))"
    r"(?:[ ]*\n?[ ]+(?:\"([^\n]*)\"|'([^\n]*)'|\(([^\n]*)\)))?[ ]*$",
    re.MULTILINE,
)
_ABBREVIATION = later(r"^[ ]{0,3}\*\[([^\[\]\n]{1,99})\][ ]?:[ ]*([^\n]+)$", re.MULTILINE)
_NOTE = later(
    rf"^(?:[ ]|>|[-*+][ ]|[0-9]+[.)][ ]|{OPEN}[a-z][0-9]+{CLOSE})*\[\^([^\]\s]+)\]:", re.MULTILINE
)
_NOTE_USE = later(r"\[\^([^\]\s]{1,99})\](?!:)")
_SCHEME = later(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_MARKS_IN_ALT = later(
    r"\]\([^()]*\)|\[|[*`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)"
)
_AFTER = later(r"\{:?[ ]*([#.\w][^{}%\n]*)\}")
_TURNED = later(r"https?://[^\s\ufdd0-\ufdd4]+")
_WORDS = later(r"\(([^()\n]*[^\W\d_][^()\n]*)\)")
# [[Page]], [[page|words]] and [[words -> page]] of wikis and notebooks
_WIKI = later(r"(?<![\w\]\[\\])(!?)\[\[(?![\^_])([^\[\]\n]{1,300})\]\](?![(\[:\]\w])")
_ARROW = later(r"(.*\S)\s*[-=]+(?:>|&gt;)\s*(\S+)")
_NESTED = later(r"\]\([^\s()\[\]]*\[[^\[\]\n]*\]\((https?://[^\s()]+)\)\)")
_NEVER_CLOSED = later(r"\((https?://[^\s()<>\[\]]+)(?=[ ]*(?:\n|\Z))")
_LOST = later(r"\((?:https?://|www\.|mailto:)[^\s()]+\)")
_ONLY_PICTURE = later(r"\s*(?:!\[[^\[\]\n]*\]\([^()\n]*\)|\ufdd0I[0-9]+\ufdd1)\s*")
# Letters of scripts that put spaces between words. Where there are none, an address may follow a
# word at once: 網址https://example.org
_LETTER = "0-9A-Za-z\u00aa-\u1fff"  # no underscore: _a@b.org_ is emphasis
_BARE = later(
    f"{OPEN}[{LINK}{LINK_RICH}][0-9]+{CLOSE}.*?{OPEN}{LINK_END}[0-9]+{CLOSE}"
    rf"|(?P<url>(?:(?<![{_LETTER}/@=&?#%+~])(?:https?|ftp)://|(?<![{_LETTER}/@.:=&?#%+~-])www\.(?=[\w-]+\.))"
    r"(?:(?!\*\*)[^\s<>\"`|\ufdd0-\ufdd4\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u2018-\u201f«»])+"
    rf"|(?<![{_LETTER}])mailto:[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?<![{_LETTER}@/.:+-])(?P<mail>[a-zA-Z0-9](?:[\w.+-]*[\w+-])?@[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)+)(?![{_LETTER}@])",
    re.DOTALL,
)
_SENTENCE_END = ".,;:!?'\"*_~…—–"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def decoded(target: str) -> str:
    """A target as the writer means it: entities, escapes and percent signs resolved."""
    target = target.strip().replace("\n", " ")
    if "&" in target:
        target = unescape(target)
    return target


def address(
    draft: Draft, target: str, line: int, column: int, title: str = ""
) -> tuple[str, bool]:
    """The opening tag of a link, and whether there is one: an unsafe target gives no tag."""
    target = decoded(target)
    if not target:
        draft.problem(
            "link-empty", "This link leads nowhere.", line, "Write its address between ( and ).",
            "warning", column,
        )  # fmt: skip
        return "", False
    more = f' title="{escape_attribute(title)}"' if title else ""
    scheme = _SCHEME.match(target)
    if target.startswith("//"):
        return f'<a href="{escape_attribute(target)}"{more}>', True
    if scheme is not None and len(scheme[1]) > 1:
        name = scheme[1].lower()
        if name in ("http", "https") or name in allowed.SCHEMES:
            if name in ("http", "https") and not target[scheme.end() :].startswith("//"):
                target = f"{name}://{target[scheme.end() :].lstrip('/')}"
            elif target[scheme.end() : scheme.end() + 1] == " ":
                target = f"{name}:{target[scheme.end() :].lstrip()}"
            return f'<a href="{escape_attribute(_encoded(target))}"{more}>', True
        if re.match(r"[\w.-]+:[0-9]+(?:/|$)", target):  # localhost:8000
            return f'<a href="http://{escape_attribute(_encoded(target))}"{more}>', True
        if name in (
            "javascript",
            "data",
            "vbscript",
            "file",
            "blob",
            "about",
            "view-source",
            "filesystem",
        ):
            what = "a file on your own computer" if name == "file" else "no page"
            draft.problem(
                "link-unsafe", f"This link leads to {what} ({name}:), so it was taken out.", line,
                "Link to a page, a file in the assets folder or a web address.", "warning", column,
            )  # fmt: skip
            return "", False
    if re.match(r"[^\s/@:?#]+@[\w-]+(?:\.[\w-]+)+$", target):
        return f'<a href="mailto:{escape_attribute(target)}"{more}>', True
    if target.lower().startswith("www."):
        return f'<a href="https://{escape_attribute(_encoded(target))}"{more}>', True
    if "%" in target:
        head, sign, tail = target.partition("#")
        path, mark, query = head.partition("?")
        target = unquote(path) + mark + query + sign + unquote(tail)
    return f'<a href="{draft.refer(target, line, column)}"{more}>', True


def _encoded(target: str) -> str:
    """A web address without the signs that HTML or browsers stumble over."""
    if " " in target:
        target = target.replace(" ", "%20")
    return target.replace('"', "%22") if '"' in target else target


def brackets(draft: Draft) -> None:
    """Every link, image and note of the text becomes tokens."""
    text = draft.text
    if "]" not in text or ("[" not in text and "](" not in text):
        return
    if "[^" in text:
        _notes(draft)
    if "*[" in text:
        _abbreviations(draft)
        text = draft.text
    if "]:" in text:
        definitions = _definitions(draft)
        text = draft.text
    else:
        definitions = {}
    if "[[" in text:
        text = draft.text = _WIKI.sub(lambda m: _wiki(draft, m, definitions), text)
    if "](" in text and "))" in text:
        text = draft.text = _NESTED.sub(r"](\1)", text)
    # An edit is (start, end, text). They are collected in the order of their start.
    edits: list[tuple[int, int, str]] = []
    stack: list[tuple[int, int, bool]] = []  # start, end of the bracket, still usable
    consumed = 0
    for match in _BRACKET.finditer(text):
        start, end = match.span()
        if start < consumed:
            continue
        sign = match[0]
        if sign[0] == "\n":
            stack.clear()
            continue
        if sign != "]":
            stack.append((start, end, True))
            continue
        if not stack:
            if text.startswith("](", start) and _LOST.match(text, end):
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
        if found is None or (not usable and not image):
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
            continue
        target, title, stop, place = found
        line, column = place or draft.place(opened)
        extra: list[tuple[str, str]] = []
        if stop < len(text) and text[stop] == "{" and (after := _AFTER.match(text, stop)):
            from sitegen.markdown.leftovers import pairs

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


def _wiki(
    draft: Draft,
    match: re.Match[str],
    definitions: dict[str, tuple[str, str, tuple[int, int]]],
) -> str:
    """The same link in brackets and parentheses; a name in brackets that is defined stays."""
    inner = match[2]
    if arrow := _ARROW.fullmatch(inner.strip()):
        shown, target = arrow[1], arrow[2]
    elif inner != inner.strip():
        return match[0]
    else:
        target, _, shown = (part.strip() for part in inner.partition("|"))
        if not shown and target.isupper():  # [[YOUR TOWN]] waits to be filled in
            return match[0]
        shown = shown or target
    target = draft.restore(target)
    if (
        _label(draft, inner) in definitions
        or not any(character.isalpha() for character in target)
        or any(character in target for character in '<>,;={}"')
    ):
        return match[0]
    ends = GONE * match[0].count(GONE)
    return f"{match[1]}[{shown}](<{target}>){ends}"


def _link(
    draft: Draft, edits: list[tuple[int, int, str]], text: str, span: tuple[int, int, int, int],
    target: str, title: str, place: tuple[int, int], extra: list[tuple[str, str]],
) -> None:  # fmt: skip
    opened, inner, start, stop = span
    shown = text[inner:start]
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
    scheme = _SCHEME.match(target)
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
        return _inline(draft, text, end)
    if not definitions:
        return None
    if following == "[" or text[end : end + 2] == " [":
        at = text.index("[", end)
        close = text.find("]", at, at + 1000)
        if close > 0:
            label = _label(draft, text[at + 1 : close] or shown)
            if label in definitions:
                target, title, place = definitions[label]
                return target, title, close + 1, place
    label = _label(draft, shown)
    if label in definitions and following != ":":
        target, title, place = definitions[label]
        return target, title, end, place
    return None


def _inline(draft: Draft, text: str, start: int) -> tuple[str, str, int, None] | None:
    """A target with spaces, quotes or brackets in it, read up to the bracket that closes it."""
    depth = 0
    limit = min(len(text), start + 4000)
    stop = -1
    last = -1
    lines = 0
    for match in re.compile(r"[()\n]").finditer(text, start, limit):
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
    if not _plausible(target):
        return None
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", target), draft.restore(title), stop + 1, None


def _plausible(target: str) -> bool:
    """Whether something with spaces in it is a target and no remark in brackets."""
    words = target.split()
    if len(words) <= 1:
        return True
    if _SCHEME.match(target) or target.startswith(("/", "#", "./", "../", "www.", "?")):
        return True
    return bool(re.search(r"\.\w{1,5}(?:$|[?#])|/", target)) or "%20" in target


def _definitions(draft: Draft) -> dict[str, tuple[str, str, tuple[int, int]]]:
    """Take ``[label]: target "title"`` lines out of the text."""
    found: dict[str, tuple[str, str, tuple[int, int]]] = {}
    text = draft.text
    pieces = []
    done = 0
    for match in _DEFINITION.finditer(text):
        target = match[2] if match[2] is not None else match[3]
        target = draft.restore(target)
        if f"{OPEN}I" in target:
            continue
        label = _label(draft, match[1])
        title = next((v for v in match.groups()[3:] if v is not None), "")
        start = match.start(2) if match[2] is not None else match.start(3)
        found.setdefault(label, (target, draft.restore(title), draft.place(start)))
        pieces.append(text[done : match.start()])
        pieces.append(GONE * (match[0].count("\n") + match[0].count(GONE)))
        done = match.end()
    if found:
        pieces.append(text[done:])
        draft.text = "".join(pieces)
    return found


def _notes(draft: Draft) -> None:
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


def _abbreviations(draft: Draft) -> None:
    """Take ``*[ABC]: meaning`` lines out of the text."""

    def take(match: re.Match[str]) -> str:
        draft.abbreviations[draft.plain_text(match[1]).strip()] = draft.plain_text(
            match[2]
        ).strip()
        return ""

    draft.text = _ABBREVIATION.sub(take, draft.text)


def _label(draft: Draft, text: str) -> str:
    return " ".join(draft.restore(text).split()).casefold() if text else ""


def bare(draft: Draft) -> None:
    """Web and e-mail addresses that are not links yet."""
    text = draft.text
    if "://" not in text and "www." not in text and "@" not in text:
        return
    draft.text = _BARE.sub(lambda m: _bare(draft, m), text)


def _bare(draft: Draft, match: re.Match[str]) -> str:
    if match["mail"]:
        mail = match["mail"]
        return draft.token(f'<a href="mailto:{mail}">{mail}</a>', mail, mail)
    url = match["url"]
    if not url:
        return match[0]
    rest = ""
    while url:
        last = url[-1]
        if last in _SENTENCE_END or (last in _PAIRS and url.count(last) > url.count(_PAIRS[last])):
            rest, url = last + rest, url[:-1]
        elif last == ";" and (entity := re.search(r"&\w+;$", url)):
            rest, url = url[entity.start() :] + rest, url[: entity.start()]
        else:
            break
    if "](" in url:
        cut = url.index("](")
        rest, url = url[cut:] + rest, url[:cut]
    if not re.search(r"(?:://|www\.|mailto:)[\w\[]", url):
        return match[0]
    shown = unescape(url) if "&" in url else url
    target = f"https://{shown}" if shown[:4].lower() == "www." else shown
    html = f'<a href="{escape_attribute(target)}">{escape(shown)}</a>'
    return draft.token(html, url, shown) + rest


__all__ = ["ATTRIBUTES", "address", "bare", "brackets", "decoded"]
