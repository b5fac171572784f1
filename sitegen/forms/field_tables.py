"""The tables of docs/form-fields.md, made from what forms are read with, so they cannot be stale.

``make docs`` passes the page through ``page``. Reads and writes no file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping

from sitegen.forms import consents, kinds, limits, postcodes, presets

_SHOWN: dict[str, str] = {
    "text": "A line of text",
    "email": "A line with the keys for an email address; browsers check it",
    "tel": "A line with the number keys",
    "url": "A line for a web address, which must begin with `https://`",
    "number": "A line for a real number; without `step` only whole ones",
    "range": "A slider. It always sends a value and shows none; where the number matters, use "
    "`radio`",
    "date": "A calendar",
    "time": "Hours and minutes. `min` may be later than `max`, for a night",
    "datetime-local": "Calendar and clock",
    "month": "A month. Firefox and Safari on a computer show a line of text, so `help` is needed",
    "week": "A week, with the same limit as `month`",
    "color": "A colour. It always sends a value",
    "textarea": "Several lines of text",
    "select": "A list to open, of which one can be chosen",
    "radio": "One of several, all to be seen",
    "checkbox": "One box",
    "checkboxes": "Any of several. HTML cannot demand at least one",
    "file": "A file, or several with `multiple: yes`",
    "hidden": "Nothing; `value` is sent",
}

_CHECKS: dict[str, str] = {
    "wrong_email": "a dot and an ending after the @",
    "wrong_phone": "six digits or more, in any script; spaces, brackets, dots, hyphens, strokes, "
    "a plus sign and an extension",
    "wrong_postcode": "letters, digits, spaces and hyphens, with one digit; see below for single "
    "countries",
    "wrong_year": "four digits, beginning with 19 or 20",
    "wrong_date": "a full date",
}


def page(text: str) -> str:
    """The page with each table between its two comments made anew."""
    for name, lines in _TABLES.items():
        begin, end = marks(name)
        before, found, rest = text.partition(begin)
        if found:
            table = "\n".join(lines())
            text = f"{before}{begin}\n{table}\n\n{end}{rest.partition(end)[2]}"
    return text


def marks(name: str) -> tuple[str, str]:
    """The comments between which a table stands."""
    return f"<!-- {name}: made by make docs -->\n", f"<!-- end of {name} -->"


def names() -> tuple[str, ...]:
    """The tables there are."""
    return tuple(_TABLES)


def _types() -> Iterator[str]:
    yield from _head("`type`", "What people see", "Further lines it heeds")
    for type_ in kinds.TYPES:
        heeds = [key for key, types in kinds.APPLIES.items()
                 if type_ in types and key not in ("required", "value", "inputmode")]  # fmt: skip
        yield _row(f"`{type_}`", _SHOWN[type_], ", ".join(f"`{key}`" for key in heeds))


def _refused() -> Iterator[str]:
    yield from _head("`type`", "Why not", "Instead")
    for type_, (reason, instead) in kinds.REFUSED.items():
        yield _row(f"`{type_}`", reason, instead)


def _values() -> Iterator[str]:
    yield from _head("`type`", "`min`, `max` and `value` look like")
    for type_, example in limits.EXAMPLES.items():
        yield _row(f"`{type_}`", f"`{example}`")


def _presets() -> Iterator[str]:
    yield from _head("Name", "Asks", "Type", "Browsers fill it in as", "Longest", "Lets through")
    for preset in presets.PRESETS:
        yield _row(
            f"`{preset.name}`",
            preset.label + (" (required)" if preset.required else ""),
            f"`{preset.type}`",
            f"`{preset.autocomplete}`" if preset.autocomplete else "",
            str(preset.maxlength or ""),
            _CHECKS[preset.wrong] if preset.wrong else "",
        )


def _countries() -> Iterator[str]:
    yield from _head("`country`", "A postcode there")
    for code, place in postcodes.COUNTRIES.items():
        yield _row(f"`{code}`", place.example)


def _consents() -> Iterator[str]:
    yield from _head("`purpose`", "`channel`", "Words")
    for key, text in consents.WORDINGS.items():
        _, purpose, *rest = key.split("_")
        channel = f"`{rest[0]}`" if rest else ""
        place = " where the site's `language` ends in `-US`" if rest[1:] else ""
        yield _row(f"`{purpose}`", channel + place, text)


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield "|" + "---|" * len(cells)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


_TABLES: Mapping[str, Callable[[], Iterator[str]]] = {
    "types": _types,
    "refused types": _refused,
    "values": _values,
    "ready-made fields": _presets,
    "countries": _countries,
    "ready-made consents": _consents,
}


if __name__ == "__main__":
    sys.stdout.write(page(sys.stdin.read()))
