"""Whether a browser would accept a ``pattern``, a regular expression in JavaScript's ``v`` mode.

Browsers silently ignore a pattern they cannot compile, so the check would simply not happen. The
rules are those of ECMA-262 (22.2.1, with ``UnicodeSetsMode``) as far as ordinary patterns go:
what JavaScript has of its own is read here, the shape that remains is left to Python's compiler.
Knows nothing of forms.
"""

from __future__ import annotations

import re

from sitegen.later import later

_ESCAPE = later(
    r"\\(?:p\{[\w=]+\}|P\{[\w=]+\}|u\{[0-9A-Fa-f]+\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]"
    r"|k<\w+>|[dDwWsSbBtnrvf0]|[1-9]\d?|[\^$\\.*+?()\[\]{}|/])"
)
_SET_ESCAPE = later(r"\\[-&!#%,:;<=>@`~]")
_SET_SYNTAX = frozenset("()[{}/|")
_DOUBLED = frozenset("!#$%*+,.:;<=>?@^`~")
_QUANTIFIER = later(r"(?:[*+?]|\{\d+(?:,\d*)?\})\??")
_GROUP = later(r"\(\?(?:[:=!]|<[=!]|<[A-Za-z_]\w*>)")


class _PatternError(Exception):
    pass


def check(pattern: str) -> str:
    """What stops a browser from using this pattern, or ``""``."""
    try:
        re.compile(_in_python(pattern))
    except _PatternError as wrong:
        return str(wrong)
    except re.error as error:
        return str(error)
    except (OverflowError, RecursionError):
        return "it is too large"
    return ""


def _in_python(pattern: str) -> str:
    """The pattern with everything that Python spells differently replaced by the same shape."""
    made: list[str] = []
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            escape = _escape(pattern, at)
            made.append(_atom(escape))
            at += len(escape)
        elif sign == "[":
            piece, at = _set(pattern, at + 1)
            made.append(piece)
        elif sign == "(" and pattern.startswith("(?", at):
            group = _GROUP.match(pattern, at)
            if group is None:
                raise _PatternError(f'"{pattern[at : at + 4]}" begins no group that browsers know')
            made.append(re.sub(r"^\(\?<(?![=!])", "(?P<", group[0]))
            at = group.end()
        elif found := _QUANTIFIER.match(pattern, at):
            if pattern[found.end() : found.end() + 1] in ("*", "+", "?"):
                raise _PatternError(f'"{pattern[at : found.end() + 1]}" repeats a repetition')
            made.append(found[0])
            at = found.end()
        elif sign in "{}]":
            raise _PatternError(f'"{sign}" must be written "\\{sign}"')
        else:
            made.append(re.escape(sign) if sign.isspace() or sign == "#" else sign)
            at += 1
    return "".join(made)


def _escape(pattern: str, at: int, inside: bool = False) -> str:
    """The whole escape that begins here."""
    found = _ESCAPE.match(pattern, at) or (_SET_ESCAPE.match(pattern, at) if inside else None)
    if found is None:
        shown = pattern[at : at + 2]
        if len(shown) < 2:
            raise _PatternError("it ends with a backslash")
        raise _PatternError(f'"{shown}" means nothing here; write "{shown[1]}"')
    return found[0]


def _atom(escape: str) -> str:
    """One escape as Python writes it."""
    if escape[1] in "pP":
        return "\\w"
    if escape[1] in "uxc":
        return "x"
    if escape.startswith("\\k<"):
        return f"(?P={escape[3:-1]})"
    return "\\/" if escape == "\\/" else escape


def _set(pattern: str, at: int) -> tuple[str, int]:
    """The set whose inside begins here, as a Python set, and where the pattern goes on.

    A hyphen between two single characters is a range; anywhere else it must be escaped.
    """
    if pattern[at : at + 1] == "^":
        at += 1
    ranges: list[str] = []
    before = ""
    while at < len(pattern):
        sign = pattern[at]
        if sign == "]":
            return (f"[{''.join(ranges)}]" if ranges else "[x]"), at + 1
        if pattern[at : at + 2] in ("&&", "--"):  # sets of sets: too rare to look into
            end = re.compile(r"(?<!\\)\]").search(pattern, at)
            if end is None:
                break
            return "[x]", end.end()
        if sign in _DOUBLED and pattern[at : at + 2] == sign * 2:
            raise _PatternError(f'"{sign * 2}" inside [...] has no meaning yet')
        if sign in _SET_SYNTAX:
            raise _PatternError(f'"{sign}" inside [...] must be written "\\{sign}"')
        if sign == "-":
            after = pattern[at + 1 : at + 2]
            if not before or after in ("]", ""):
                raise _PatternError('a hyphen inside [...] must be written "\\-"')
            last = _escape(pattern, at + 1, inside=True) if after == "\\" else after
            if len(before) == 1 and len(last) == 1 and before > last:
                raise _PatternError(f'"{before}-{last}" runs backwards')
            if re.match(r"\\[dDwWsSpP]", before) or re.match(r"\\[dDwWsSpP]", last):
                raise _PatternError(f'"{before}-{last}" is no range')
            at += 1 + len(last)
            before = ""
            continue
        before = _escape(pattern, at, inside=True) if sign == "\\" else sign
        if before in ("\\B", "\\k"):
            raise _PatternError(f'"{before}" means nothing inside [...]')
        ranges.append(re.escape(before) if len(before) == 1 else "\\w")
        at += len(before)
    raise _PatternError("a bracket [ is never closed")
