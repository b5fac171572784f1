"""The tables of docs/ about colours, made from the table of pairs, so that they cannot be stale.

``make docs`` passes each page through ``page``. Reads and writes no file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from sitegen.brand import pairs

BEGIN = "<!-- What follows is made from the table of pairs: make docs -->\n"
END = "<!-- Here ends what is made from the table of pairs. -->\n"


def page(text: str) -> str:
    """The page with what lies between the two marks made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + "\n" + "\n".join(_lines()) + "\n\n" + END + after


def _lines() -> Iterator[str]:
    yield "| May stand | on | Least, light and dark | With more contrast, in print | What it is for |"
    yield "|---|---|---|---|---|"
    for pair in pairs.PAIRS:
        grounds = " ".join(f"`--{ground}`" for ground in pair.grounds)
        plain, more = (pairs.least_shown(pairs.needed(pair.least, scheme))
                       for scheme in ("light", "contrast"))  # fmt: skip
        yield f"| `--{pair.top}` | {grounds} | {plain} | {more} | {pair.what} |"
    for role, what in pairs.DECORATION:
        yield f"| `--{role}` | anything | none | none | {what} |"


if __name__ == "__main__":
    sys.stdout.write(page(sys.stdin.read()))
