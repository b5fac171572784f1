"""How one element of a page looks by the page's own style sheet, as far as can be known without a
browser.

A small part of CSS's cascade: type, class, id and attribute selectors, descendants and children,
custom properties, plain sizes and colours, light and dark, narrow and wide. What it does not
understand it does not guess: the answer is then None, and nothing is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from sitegen.later import later

Element = tuple[str, Mapping[str, str]]
"""An element as its tag in lower case and its attributes."""

SCREENS = tuple((dark, wide) for dark in (False, True) for wide in (False, True))
"""The screens that a page is looked at on: dark or light, wide or narrow."""

_COMMENT = later(r"/\*.*?\*/", re.S)
_STRING = later(r"\"[^\"]*\"|'[^']*'")
_NUMBER = later(r"([+-]?(?:\d+\.?\d*|\.\d+))(px|rem|em|%|pt)?")
_SIZES = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24,
          "xx-large": 32}  # fmt: skip
_SAYING = frozenset("font-size font color background background-color display visibility opacity "
                    "clip-path clip text-indent left top right inset".split())  # fmt: skip
"""The properties that are looked at, besides custom ones."""


class Look(Struct, frozen=True):
    """How an element looks on one screen: type size in CSS pixels, the colours (``#rrggbb``) of
    text and ground, None where not known; and why it cannot be seen, "" where it can."""

    size: float | None
    color: str | None
    ground: str | None
    unseen: str = ""


class _Compound(Struct, frozen=True):
    """The part of a selector that one element must match."""

    tag: str
    needs: tuple[tuple[str, str, str], ...]
    weight: tuple[int, int, int]


class _Rule(Struct, frozen=True):
    """A selector (the element's own part last) with the ways between its parts."""

    parts: tuple[_Compound, ...]
    ways: tuple[str, ...]
    weight: tuple[int, int, int]
    media: str
    declarations: tuple[tuple[str, str, bool], ...]


class Sheet:
    """A style sheet, read once. Remembers what it has been asked."""

    def __init__(self, css: str) -> None:
        self._rules = tuple(_rules(_COMMENT.sub("", css), ""))
        self._known: dict[str, tuple[Look, ...]] = {}

    def looks(self, chain: Sequence[Element]) -> tuple[Look, ...]:
        """The last element of a chain from ``html`` down, on each of ``SCREENS``."""
        name = repr([(tag, sorted(attributes.items())) for tag, attributes in chain])
        if name not in self._known:
            rules = [[(order, rule) for order, rule in enumerate(self._rules)
                      if _matches(rule, chain[: at + 1])] for at in range(len(chain))]  # fmt: skip
            self._known[name] = tuple(_look(rules, *screen) for screen in SCREENS)
        return self._known[name]


def _look(rules: Sequence[Sequence[tuple[int, _Rule]]], dark: bool, wide: bool) -> Look:
    """What the rules for each element of a chain make of the last."""
    variables: dict[str, str] = {}
    size: float | None = 16.0
    root: float | None = 16.0
    color: str | None = None
    ground: str | None = None
    unseen = ""
    for at, found in enumerate(rules):
        style = _style(found, dark, wide)
        variables.update((key, value) for key, value in style.items() if key.startswith("--"))
        own = {key: _resolved(value, variables) for key, value in style.items()
               if not key.startswith("--")}  # fmt: skip
        if own.get("font-size") is not None:
            size = _size(own["font-size"] or "", size, root)
        elif "font-size" in own or "font" in own:
            size = None
        if at == 0:
            root = size
        if "color" in own:
            color = _color(own["color"], color)
        for key in ("background", "background-color"):
            if key in own:
                ground = _ground(own[key], ground)
        unseen = unseen or _unseen(own)
    return Look(size, color, ground, unseen)


def _style(rules: Sequence[tuple[int, _Rule]], dark: bool, wide: bool) -> dict[str, str]:
    """The declarations that hold of the rules for one element, by the cascade."""
    found = [(important, rule.weight, order, key, value) for order, rule in rules
             if _on(rule.media, dark, wide)
             for key, value, important in rule.declarations]  # fmt: skip
    found.sort(key=lambda each: each[:3])
    return {key: value for _, _, _, key, value in found}


# Reading --------------------------------------------------------------------------------------


def _rules(css: str, media: str) -> Iterator[_Rule]:
    at = 0
    while True:
        opening = css.find("{", at)
        if opening < 0:
            return
        head = css[at:opening].rpartition(";")[2].strip()
        closing = _closing(css, opening)
        body = css[opening + 1 : closing]
        at = closing + 1
        if head.startswith("@media"):
            inner = head.removeprefix("@media").strip().lower()
            yield from _rules(body, f"{media} and {inner}" if media else inner)
        elif head.startswith(("@supports", "@layer")):
            yield from _rules(body, media)
        elif not head.startswith("@"):
            declarations = tuple(each for each in _declarations(body)
                                 if each[0] in _SAYING or each[0].startswith("--"))  # fmt: skip
            for selector in _split(head, ",") if declarations else ():
                rule = _rule(selector.strip(), media, declarations)
                if rule is not None:
                    yield from rule


def _closing(css: str, opening: int) -> int:
    depth = 0
    for found in re.compile(r"[{}]|\"[^\"]*\"|'[^']*'").finditer(css, opening):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                return found.start()
    return len(css)


def _split(text: str, sign: str) -> list[str]:
    """At every sign that stands in no bracket and no string."""
    parts, depth, start, quote = [], 0, 0, ""
    for at, each in enumerate(text):
        if quote:
            quote = "" if each == quote else quote
        elif each in "\"'":
            quote = each
        elif each in "([":
            depth += 1
        elif each in ")]":
            depth -= 1
        elif each == sign and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _declarations(body: str) -> Iterator[tuple[str, str, bool]]:
    while (opening := body.find("{")) >= 0:  # a nested rule speaks of other elements
        start = max(body.rfind(";", 0, opening), body.rfind("}", 0, opening)) + 1
        body = body[:start] + body[_closing(body, opening) + 1 :]
    for part in _split(body, ";"):
        key, colon, value = part.partition(":")
        if colon:
            value, important, _ = value.partition("!important")
            key = key.strip()
            yield key if key.startswith("--") else key.lower(), value.strip(), bool(important)


def _rule(
    selector: str, media: str, declarations: tuple[tuple[str, str, bool], ...]
) -> list[_Rule] | None:
    """The selector with each way to read its :is() and :where(); None where it is too much."""
    found = re.search(r":(is|where)\(", selector)
    if found:
        end = _bracket(selector, found.end() - 1)
        rules: list[_Rule] = []
        for option in _split(selector[found.end() : end], ","):
            tag = re.match(r"[a-zA-Z]", option.strip())
            before = selector[: found.start()]
            if tag and before and before[-1] not in " >":
                return None
            inner = _rule(before + option.strip() + selector[end + 1 :], media, declarations)
            rules += inner or []
        return rules
    parts: list[_Compound] = []
    ways: list[str] = []
    spaced = re.sub(r"\s*([>+~])\s*", r" \1 ", _spaces_kept(selector))
    for word in spaced.split():
        if word in "+~":
            return None
        if word == ">":
            if not parts:
                return None
            ways.append(">")
            continue
        if parts and len(ways) < len(parts):
            ways.append(" ")
        compound = _compound(word)
        if compound is None:
            return None
        parts.append(compound)
    if not parts or len(ways) != len(parts) - 1:
        return None
    a, b, c = (sum(part.weight[at] for part in parts) for at in range(3))
    return [_Rule(tuple(parts), tuple(ways), (a, b, c), media, declarations)]


def _spaces_kept(selector: str) -> str:
    """The selector without spaces inside its brackets, so that it can be split at spaces."""
    return re.sub(r"\[[^\]]*\]|\([^()]*\)", lambda part: part[0].replace(" ", ""), selector)


def _bracket(text: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return len(text)


_SIMPLE = later(r"\*|([a-zA-Z][\w-]*)|\.([\w-]+)|#([\w-]+)|\[([\w-]+)(?:=([^\]]*))?\]|:not\(([^()]*)\)|"
                     r"(:root)")  # fmt: skip


def _compound(word: str) -> _Compound | None:
    tag, needs, a, b, c, at = "", [], 0, 0, 0, 0
    while at < len(word):
        found = _SIMPLE.match(word, at)
        if found is None:
            return None
        at = found.end()
        if found[1]:
            tag, c = found[1].lower(), c + 1
        elif found[2]:
            needs.append(("class", found[2], ""))
            b += 1
        elif found[3]:
            needs.append(("id", found[3], ""))
            a += 1
        elif found[4]:
            has = found[5] is None
            needs.append(("has" if has else "is", found[4].lower(), (found[5] or "").strip("\"'")))
            b += 1
        elif found[6] is not None:
            if _compound(found[6]) is None:
                return None
            needs.append(("not", found[6], ""))
            b += 1
        elif found[7]:
            needs.append(("root", "", ""))
            b += 1
    return _Compound(tag, tuple(needs), (a, b, c))


# Matching -------------------------------------------------------------------------------------


def _matches(rule: _Rule, chain: Sequence[Element]) -> bool:
    if not _is(rule.parts[-1], chain, len(chain) - 1):
        return False

    def above(part: int, at: int) -> bool:
        """Whether the parts before ``part`` match above the element at ``at``."""
        if part == 0:
            return True
        places = (at - 1,) if rule.ways[part - 1] == ">" else range(at - 1, -1, -1)
        return any(place >= 0 and _is(rule.parts[part - 1], chain, place)
                   and above(part - 1, place) for place in places)  # fmt: skip

    return above(len(rule.parts) - 1, len(chain) - 1)


def _is(compound: _Compound, chain: Sequence[Element], at: int) -> bool:
    tag, attributes = chain[at]
    if compound.tag and compound.tag != tag:
        return False
    for kind, name, value in compound.needs:
        if kind == "class":
            good = name in attributes.get("class", "").split()
        elif kind == "id":
            good = attributes.get("id") == name
        elif kind == "has":
            good = name in attributes
        elif kind == "is":
            good = attributes.get(name) == value
        elif kind == "root":
            good = at == 0
        else:
            inner = _compound(name)
            good = inner is not None and not _is(inner, chain, at)
        if not good:
            return False
    return True


def _on(media: str, dark: bool, wide: bool) -> bool:
    """Whether a media query holds on a screen; a query that is not understood does not."""
    if not media:
        return True
    return any(all(_holds(part.strip(), dark, wide) for part in query.split(" and "))
               for query in media.split(","))  # fmt: skip


def _holds(part: str, dark: bool, wide: bool) -> bool:
    plain = part.replace(" ", "")
    if plain in ("screen", "all", "onlyscreen", ""):
        return True
    if plain.startswith("(prefers-color-scheme:"):
        return plain.endswith("dark)") == dark
    if plain.startswith(("(min-width:", "(width>")):
        return wide
    return plain.startswith(("(max-width:", "(width<")) and not wide


# Values ---------------------------------------------------------------------------------------


def _resolved(value: str, variables: Mapping[str, str], depth: int = 0) -> str | None:
    """The value with its custom properties put in; None where one is not known."""
    found = value.find("var(")
    if found < 0:
        return value
    if depth > 20:
        return None
    end = _bracket(value, found + 3)
    name, comma, otherwise = value[found + 4 : end].partition(",")
    put = variables.get(name.strip(), otherwise.strip() if comma else None)
    if put is None:
        return None
    return _resolved(value[:found] + put + value[end + 1 :], variables, depth + 1)


def _size(value: str, parent: float | None, root: float | None) -> float | None:
    """A type size in pixels; of a clamp() the least."""
    value = value.strip().lower()
    if value in ("inherit", "unset", "smaller", "larger", "initial", "revert"):
        known = {"smaller": 0.83, "larger": 1.2, "inherit": 1.0, "unset": 1.0}
        return parent * known[value] if parent is not None and value in known else None
    if value in _SIZES:
        return float(_SIZES[value])
    if value.startswith(("clamp(", "max(", "min(")) and value.endswith(")"):
        parts = [
            _size(part, parent, root) for part in _split(value[value.index("(") + 1 : -1], ",")
        ]
        known_sizes = [part for part in parts if part is not None]
        if value.startswith("clamp("):
            return parts[0]
        if value.startswith("max(") and known_sizes:
            return max(known_sizes)
        return min(known_sizes) if len(known_sizes) == len(parts) else None
    found = _NUMBER.fullmatch(value)
    if found is None:
        return None
    number, unit = float(found[1]), found[2] or ""
    if unit in ("em", "%"):
        return None if parent is None else parent * (number if unit == "em" else number / 100)
    if unit == "rem":
        return None if root is None else root * number
    if unit == "pt":
        return number * 4 / 3
    return number if unit == "px" or number == 0 else None


def _color(value: str | None, inherited: str | None) -> str | None:
    plain = (value or "").strip().lower()
    if plain in ("inherit", "unset", "currentcolor"):
        return inherited
    return _hex(plain)


def _ground(value: str | None, behind: str | None) -> str | None:
    plain = (value or "").strip().lower()
    if plain in ("none", "transparent", "initial", "unset"):
        return behind
    return _hex(plain)


def _hex(plain: str) -> str | None:
    """A plain opaque colour as ``#rrggbb``; None for anything else."""
    digits = plain.removeprefix("#") if plain.startswith("#") else \
        {"white": "ffffff", "black": "000000"}.get(plain, "")  # fmt: skip
    digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    return f"#{digits}" if re.fullmatch(r"[0-9a-f]{6}", digits) else None


def _unseen(own: Mapping[str, str | None]) -> str:
    """Why an element with these declarations, and all that is in it, cannot be seen."""
    wanted = {key: (value or "").replace(" ", "").lower() for key, value in own.items()}
    if wanted.get("display") == "none":
        return "display: none"
    if wanted.get("visibility") in ("hidden", "collapse"):
        return f"visibility: {wanted['visibility']}"
    if wanted.get("opacity", "1").rstrip("%") in ("0", "0.0", ".0"):
        return "opacity: 0"
    if re.fullmatch(r"inset\((?:50|100)%.*\)|circle\(0.*\)", wanted.get("clip-path", "")) or \
            wanted.get("clip", "").startswith("rect(0"):  # fmt: skip
        return "a clip that leaves nothing"
    if re.match(r"-\d{4}", wanted.get("text-indent", "")) or any(
        re.match(r"-\d{4}", wanted.get(side, "")) for side in ("left", "top", "right", "inset")
    ):  # fmt: skip
        return "a place outside the page"
    return ""
