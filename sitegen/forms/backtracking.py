"""Whether a pattern can freeze the page of a visitor whose answer does not fit.

Browsers match by trying: where one text can be read in two ways inside a repetition, a text of n
signs has 2^n readings, and all are tried before it is refused (``(\\w+ ?)*``). The pattern becomes
a Glushkov automaton; it is exponentially ambiguous if and only if some state leads back to itself
by two different ways over the same signs (Weber and Seidl, 1991). Judges patterns that
``patterns.check`` found right; a doubtful one is let through.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sitegen.later import later

LONGEST, STATES = 1000, 90
"""Signs and repeated states beyond which a pattern is not examined, for the time it would take."""
MANY = 10
"""A repetition that may go on further than this counts as endless."""

_SAMPLE = "aZ0_ -.\n" + "\u00e9\u0663\u2013\u2603\u4e2d"
"""Signs of every kind that a set might hold, besides those that a pattern names."""
_ESCAPE = later(
    r"\\(?:[pP]\{[^}]*\}|u\{[0-9A-Fa-f]+\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|k<\w+>|\d+|.)",
    re.DOTALL,
)
_REPEAT = later(r"(?:[*+?]|\{(\d+)(,?)(\d*)\})\??")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "f": "\f", "0": "\0"}


class _Node(Struct, frozen=True):
    """A part of a pattern: ``set``, ``cat``, ``alt`` or ``rep`` (from ``low``; endless for -1)."""

    kind: str
    parts: tuple[_Node, ...] = ()
    signs: frozenset[str] = frozenset()
    low: int = 0
    high: int = 0


_EMPTY = _Node("cat")


def freezes(pattern: str) -> bool:
    """Whether some text of moderate length would keep a browser busy for ever."""
    if len(pattern) > LONGEST:
        return False
    reader = _Reader(pattern)
    try:
        roots = [reader.alternatives(), *reader.asides]
        return any(_ambiguous(root) for root in roots)
    except RecursionError:
        return False


class _Reader:
    """A pattern to nodes. ``asides`` are the insides of lookaheads, which are matched apart."""

    def __init__(self, pattern: str) -> None:
        self.text, self.at = pattern, 0
        self.asides: list[_Node] = []
        named = (_sign(found[0]) for found in _ESCAPE.finditer(pattern))
        self.alphabet = frozenset((*_SAMPLE, *pattern, *(sign for sign in named if sign)))

    def alternatives(self) -> _Node:
        """Everything up to the closing bracket or the end."""
        found = [self.sequence()]
        while self.text[self.at : self.at + 1] == "|":
            self.at += 1
            found.append(self.sequence())
        return found[0] if len(found) == 1 else _Node("alt", tuple(found))

    def sequence(self) -> _Node:
        parts = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            part = self.atom()
            if repeat := _REPEAT.match(self.text, self.at):
                self.at = repeat.end()
                part = _Node("rep", (part,), low=_low(repeat), high=_high(repeat))
            parts.append(part)
        return _Node("cat", tuple(parts))

    def atom(self) -> _Node:
        sign = self.text[self.at]
        if sign == "(":
            return self.group()
        if sign == "[":
            return _Node("set", signs=self.members())
        if sign == "\\":
            found = _ESCAPE.match(self.text, self.at)
            escape = found[0] if found else "\\"
            self.at += len(escape)
            if escape[1:2] in "bBk" or re.fullmatch(r"\\[1-9]\d*", escape):
                return _EMPTY
            return _Node("set", signs=self.of(escape))
        self.at += 1
        if sign in "^$":
            return _EMPTY
        return _Node("set", signs=self.alphabet - {"\n"} if sign == "." else frozenset(sign))

    def group(self) -> _Node:
        opening = re.compile(r"\((?:\?(?::|[=!]|<[=!]|<\w+>))?").match(self.text, self.at)
        start = opening[0] if opening else "("
        self.at += len(start)
        inside = self.alternatives()
        self.at += 1
        if start.endswith(("=", "!")):
            self.asides.append(inside)
            return _EMPTY
        return inside

    def members(self) -> frozenset[str]:
        """The signs of a set, whose opening bracket is next."""
        self.at += 1
        negated = self.text[self.at : self.at + 1] == "^"
        self.at += negated
        start, found = self.at, set[str]()
        before = ""
        while self.at < len(self.text) and self.text[self.at] != "]":
            if self.text[self.at : self.at + 2] in ("&&", "--"):  # sets of sets: anything
                found |= self.alphabet
            match = _ESCAPE.match(self.text, self.at)
            piece = match[0] if match else self.text[self.at]
            self.at += len(piece)
            if piece == "-" and before and self.at > start + 1:
                match = _ESCAPE.match(self.text, self.at)
                last = match[0] if match else self.text[self.at : self.at + 1]
                self.at += len(last)
                low, high = _sign(before) or before, _sign(last) or last
                found |= {sign for sign in self.alphabet if low <= sign <= high}
                before = ""
                continue
            found |= self.of(piece) if piece[0] == "\\" else {piece}
            before = piece
        self.at += 1
        return self.alphabet - found if negated else frozenset(found)

    def of(self, escape: str) -> frozenset[str]:
        """The signs that one escape stands for."""
        letter = escape[1:2] or "\\"
        if letter in "dDwWsS":
            flags = re.ASCII if letter in "dDwW" else 0
            return frozenset(sign for sign in self.alphabet if re.fullmatch(escape, sign, flags))
        if letter in "pP":
            kind = escape[3:-1].rpartition("=")[2]
            short = kind[:2] if len(kind) <= 2 else kind[:1]
            known = {"L", "M", "N", "P", "S", "Z", "C"}
            inside = frozenset(
                sign for sign in self.alphabet
                if short[:1] not in known or unicodedata.category(sign).startswith(short)
            )  # fmt: skip
            return inside if letter == "p" else self.alphabet - inside
        return frozenset(_sign(escape) or letter)


def _sign(escape: str) -> str:
    """The single sign that an escape stands for, or ``""``."""
    if re.fullmatch(r"\\(?:u\{[0-9A-Fa-f]+\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})", escape):
        code = int(escape[2:].strip("{}"), 16)
        return chr(code) if code <= 0x10FFFF else ""
    if escape[:1] != "\\" or len(escape) != 2 or escape[1] in "dDwWsSbBk":
        return ""
    return _CONTROLS.get(escape[1], escape[1])


def _low(repeat: re.Match[str]) -> int:
    return int(repeat[1]) if repeat[1] else int(repeat[0][0] == "+")


def _high(repeat: re.Match[str]) -> int:
    if repeat[1] is None:
        return 1 if repeat[0][0] == "?" else -1
    high = int(repeat[3]) if repeat[3] else (-1 if repeat[2] else int(repeat[1]))
    return -1 if high > MANY else high


# The automaton --------------------------------------------------------------------------------


State = TypeVar("State", int, tuple[int, int])


class _Part(Struct, frozen=True):
    """Whether a part can be empty, and the states it begins and ends with, as often as it does."""

    empty: bool
    first: tuple[int, ...]
    last: tuple[int, ...]


class _Automaton:
    """One state per sign to match; ``edges`` counts in how many ways one follows another."""

    def __init__(self) -> None:
        self.signs: list[frozenset[str]] = []
        self.edges: Counter[tuple[int, int]] = Counter()

    def add(self, node: _Node) -> _Part:
        if node.kind == "set":
            self.signs.append(node.signs)
            state = (len(self.signs) - 1,)
            return _Part(False, state, state)
        if node.kind == "alt":
            parts = [self.add(part) for part in node.parts]
            return _Part(
                any(part.empty for part in parts),
                tuple(state for part in parts for state in part.first),
                tuple(state for part in parts for state in part.last),
            )
        if node.kind == "rep":
            return self.repeated(node)
        made = _Part(True, (), ())
        for part in node.parts:
            made = self.joined(made, self.add(part))
        return made

    def joined(self, one: _Part, two: _Part) -> _Part:
        self.edges.update((last, first) for last in one.last for first in two.first)
        return _Part(
            one.empty and two.empty,
            one.first + two.first if one.empty else one.first,
            two.last + one.last if two.empty else two.last,
        )

    def repeated(self, node: _Node) -> _Part:
        (body,) = node.parts
        if node.high < 0:
            made = self.add(body)
            self.edges.update((last, first) for last in made.last for first in made.first)
            return replace(made, empty=made.empty or node.low == 0)
        if node.high == 0 or len(self.signs) > STATES * 2:
            return _Part(True, (), ())
        made = self.add(body)
        if node.high > 1:  # x{1,3} is x(x(x)?)?
            rest = _Node("rep", (body,), low=max(node.low - 1, 0), high=node.high - 1)
            made = self.joined(made, self.repeated(rest))
        return replace(made, empty=made.empty or node.low == 0)


def _ambiguous(root: _Node) -> bool:
    machine = _Automaton()
    machine.add(root)
    after: dict[int, set[int]] = {}
    for start, end in machine.edges:
        after.setdefault(start, set()).add(end)
    loops = _loops(after)
    where = {state: number for number, loop in enumerate(loops) for state in loop}
    for (start, end), ways in machine.edges.items():
        if ways > 1 and machine.signs[end] and start in where and where[start] == where.get(end):
            return True
    return any(len(loop) <= STATES and _two_ways(loop, after, machine.signs) for loop in loops)


def _two_ways(loop: set[int], after: dict[int, set[int]], signs: list[frozenset[str]]) -> bool:
    """Whether two different ways through a loop lead back to where both began."""
    pairs: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for one in loop:
        for two in loop:
            pairs[one, two] = {
                (left, right)
                for left in after.get(one, set()) & loop
                for right in after.get(two, set()) & loop
                if signs[left] & signs[right]
            }
    return any(
        any(one == two for one, two in found) and any(one != two for one, two in found)
        for found in _loops(pairs)
    )


def _loops(after: dict[State, set[State]]) -> list[set[State]]:
    """The strongly connected parts of a graph that hold an edge (Kosaraju)."""
    order: list[State] = []
    seen: set[State] = set()
    for start in after:
        stack = [(start, False)]
        while stack:
            state, done = stack.pop()
            if done:
                order.append(state)
            elif state not in seen:
                seen.add(state)
                stack.append((state, True))
                stack += ((other, False) for other in after.get(state, ()) if other not in seen)
    before: dict[State, set[State]] = {}
    for start, ends in after.items():
        for end in ends:
            before.setdefault(end, set()).add(start)
    found: list[set[State]] = []
    placed: set[State] = set()
    for start in reversed(order):
        if start in placed:
            continue
        part, stack_ = {start}, [start]
        placed.add(start)
        while stack_:
            for other in before.get(stack_.pop(), ()):
                if other not in placed:
                    placed.add(other)
                    part.add(other)
                    stack_.append(other)
        if len(part) > 1 or start in after.get(start, ()):
            found.append(part)
    return found
