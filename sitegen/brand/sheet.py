"""The sheet of colours: every role, the contrast of every pair, what was changed and why. Pure.

Tokens in, lines and plain data out. ``paint`` puts a colour before its number where the terminal
can; it gives "" where it cannot.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec.structs import asdict

from sitegen.brand import colour, pairs, tokens
from sitegen.brand.pairs import SCHEMES, Measured
from sitegen.brand.tokens import Tokens

Paint = Callable[[colour.Rgb], str]

WIDEST: Final = 100
_HEADS: Final = ("light", "dark", "contrast", "contrast-dark", "ink")


def text(made: Tokens, name: str, width: int, paint: Paint) -> Iterator[str]:
    """The sheet as lines for people, without the signs that could steer a terminal but ``paint``'s."""
    swatch = paint(colour.from_hex(made.main))
    yield f"{name or 'Your brand'}: {swatch}{made.main} and {paint(colour.from_hex(made.accent))}{made.accent}"
    yield ""
    yield "Colours"
    yield f"  {'':16}" + "".join(f"{head:14}" for head in _HEADS).rstrip()
    for role in pairs.ROLES:
        cells = [dict(made.pairs(scheme))[role] for scheme in SCHEMES]
        painted = [f"{paint(colour.from_hex(value))}{value}" for value in cells]
        gap = " " * (14 - 7 - (3 if swatch else 0))
        yield f"  {role:16}" + gap.join(painted)
    yield ""
    yield "Contrast of each pair, and the least that is needed (with more contrast, or in print)"
    yield f"  {'':26}" + "".join(f"{head.replace('contrast', 'more'):>10}" for head in _HEADS)
    for rows in _by_pair(made):
        first = rows[0]
        needs = f"{first.needed:g}" + (
            "" if rows[-1].needed == first.needed else f" ({rows[-1].needed:g})"
        )
        yield (f"  {first.pair.top + ' on ' + first.ground:26}"
               + "".join(f"{pairs.shown(row.ratio):>10}" for row in rows) + f"   {needs}")  # fmt: skip
    yield ""
    yield from _changed(made, min(width, WIDEST))


def _by_pair(made: Tokens) -> list[tuple[Measured, ...]]:
    return list(zip(*(pairs.measure(name, made.scheme(name)) for name in SCHEMES), strict=True))


def _changed(made: Tokens, width: int) -> Iterator[str]:
    rows = tokens.changes(made)
    if not rows:
        yield "Your colours stand everywhere as they are."
        return
    yield "Where your colour could not stand, and what stands there"
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for row in rows:
        alike.setdefault((row.scheme, row.chosen, row.wanted, row.why), []).append(row.role)
    for (scheme, chosen, wanted, why), roles in alike.items():
        are = " and ".join(filter(None, (", ".join(roles[:-1]), roles[-1])))
        are += " are" if len(roles) > 1 else " is"
        said = f"{scheme}: {are} {chosen}, not {wanted}: {why}."
        yield from textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="    ",
                                 break_on_hyphens=False)  # fmt: skip


def data(made: Tokens, name: str) -> dict[str, Any]:
    """The sheet for programs."""
    return {
        "name": name,
        "colour": made.main,
        "accent": made.accent,
        "schemes": {scheme: dict(made.pairs(scheme)) for scheme in SCHEMES},
        "pairs": [
            {"scheme": row.scheme, "top": row.pair.top, "ground": row.ground, "what": row.pair.what,
             "ratio": int(row.ratio * 1000) / 1000, "needed": row.needed, "holds": row.holds}
            for scheme in SCHEMES for row in pairs.measure(scheme, made.scheme(scheme))
        ],
        "changes": [asdict(row) for row in tokens.changes(made)],
    }  # fmt: skip
