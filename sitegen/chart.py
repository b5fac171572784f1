"""``sitegen map``: how visitors can move through a site, drawn as text, as SVG and as data.

Looks at the site as the next build would see it. Draws what ``plan.journey`` found; decides nothing.
The same journey gives the same bytes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from markupsafe import escape
from msgspec import Struct
from msgspec.structs import asdict

from sitegen import drawing
from sitegen.build import Look
from sitegen.cache import Cache
from sitegen.model import Options
from sitegen.plan.journey import FormStop, Journey, RungStop, Step
from sitegen.problems import Problem, as_data, errors

NARROWEST, WIDEST = 40, 100
"""Columns of the drawing on a terminal; it takes what there is in between."""

NAMED = 4
"""How many pages are named that ask for one thing."""


class Seen(Struct, frozen=True):
    """A site's journey, with the colours to draw it in: token and value for light and for dark."""

    journey: Journey
    light: tuple[tuple[str, str], ...]
    dark: tuple[tuple[str, str], ...]


def look(project: Path, options: Options) -> tuple[Seen | None, tuple[Problem, ...]]:
    """The journey of the project's site and what is wrong with the site; None where it cannot be
    planned. Dead ends are part of the journey and not said twice."""
    cache = Cache(project / ".sitegen")
    try:
        found = Look(project, options, cache)
    finally:
        cache.close()
    if found.site is None or found.plan is None:
        return None, found.problems
    colours = drawing.tokens(found.site.config, found.tree)
    return Seen(found.plan.journey, colours.light, colours.dark), errors(found.problems)


# Rows ---------------------------------------------------------------------------------------


class _Row(Struct, frozen=True):
    """One stop of the drawing: a form or a page, on a rung or beside the ladder."""

    number: int
    title: str
    ask: str
    what: str
    pages: tuple[str, ...]
    after: tuple[str, ...]
    thanks: str
    next: tuple[Step, ...]
    reached: bool
    dead_end: bool


def _rows(journey: Journey) -> list[_Row]:
    rows: list[_Row] = []
    for number, rung in enumerate(journey.rungs, 1):
        forms = [form for form in journey.forms if form.rung == rung.name]
        forms.sort(key=lambda form: (form.name != rung.form, form.name))
        if not rung.form:
            rows.append(_page_row(number, rung))
        rows += [_form_row(number, form, rung) for form in forms]
    rows += [_form_row(0, form, None) for form in journey.forms if not form.rung]
    return rows


def _page_row(number: int, rung: RungStop) -> _Row:
    what = f"the page {rung.url}" if rung.url[:1] == "/" else rung.url or "nothing yet"
    return _Row(number, rung.title, rung.ask, what, rung.pages, (), "", (), rung.reached, False)


def _form_row(number: int, form: FormStop, rung: RungStop | None) -> _Row:
    named = rung is not None and rung.form == form.name
    title = rung.title if rung else form.title or form.name
    ask = rung.ask if rung and named and rung.ask else form.title
    return _Row(number, title, ask if ask != title else "", f"the form {form.name}", form.pages,
                form.after, form.thanks, form.next, form.reached, form.dead_end)  # fmt: skip


def _number(journey: Journey, name: str) -> int:
    return next((at for at, rung in enumerate(journey.rungs, 1) if rung.name == name), 0)


def _step(journey: Journey, step: Step) -> str:
    match step.kind:
        case "rung":
            return f"{_number(journey, step.name)} {step.title}"
        case "form":
            return f"the form {step.name}"
        case "page":
            return f"{step.title} ({step.name})"
        case "address":
            return step.name


def _count(number: int, what: str = "page") -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _leads(journey: Journey, row: _Row) -> str:
    """Where a stop leads, in words."""
    if row.next:
        return ", ".join(_step(journey, step) for step in row.next)
    if row.dead_end:
        return "nothing: a dead end"
    return "the end of the ladder" if row.number else "nothing, on purpose"


def _asked(row: _Row) -> str:
    """What leads to a stop, in words."""
    parts = []
    if row.pages:
        near = sorted(row.pages, key=lambda url: (url.count("/"), url))
        named = ", ".join(near[:NAMED])
        more = f" and {len(row.pages) - NAMED} more" if len(row.pages) > NAMED else ""
        parts.append(f"{_count(len(row.pages))}: {named}{more}")
    if row.after:
        parts.append("the thanks for " + ", ".join(row.after))
    if not parts:
        return "somewhere" if row.reached else "nowhere: visitors cannot reach it"
    return "; ".join(parts)


# Text ---------------------------------------------------------------------------------------


def text(journey: Journey, columns: int) -> tuple[str, ...]:
    """The journey as lines for a terminal with that many columns."""
    width = max(NARROWEST, min(WIDEST, columns))
    lines = [*_wrap(f"How visitors move through {journey.site}", width), ""]
    lines += _wrap(_pages(journey), width)
    rows = _rows(journey)
    ladder = [row for row in rows if row.number]
    for at, row in enumerate(ladder):
        if lines[-1][-1:] != "v":
            lines.append("")
        lines += _stop(journey, row, width)
        if at + 1 < len(ladder) and _goes_on(journey, row, ladder[at + 1]):
            lines += ["    |", "    v"]
    aside = [row for row in rows if not row.number]
    if aside:
        lines += ["", "Beside the ladder" if journey.rungs else "Forms"]
        for row in aside:
            lines += ["", *_stop(journey, row, width)]
    if not journey.rungs:
        lines += [
            "",
            *_wrap("There is no ladder yet: name its rungs in content/ladder.yaml.", width),
        ]
    lines += ["", *_ends(journey, width)]
    return tuple(lines)


def _pages(journey: Journey) -> str:
    said = [f"{_count(journey.pages)}, {journey.asking} of them ask for something"]
    if journey.silent:
        said.append(f"{len(journey.silent)} for nothing")
    if journey.still:
        said.append(f"{journey.still} for nothing on purpose")
    return "; ".join(said) + "."


def _stop(journey: Journey, row: _Row, width: int) -> Iterator[str]:
    mark = "!" if row.dead_end or not row.reached else " "
    head = f"{row.number} {row.title}" if row.number else row.title
    yield from _wrap(head, width, f"{mark} ", "    ")
    if row.ask:
        yield from _wrap(f'"{row.ask}"', width, "    ", "    ")
    facts = [("asked on", _asked(row)), ("with", row.what)]
    if row.thanks:
        facts += [("then", f"thanks on {row.thanks}"), ("leads to", _leads(journey, row))]
    for name, words in facts:
        yield from _wrap(words, width, f"    {name:<10}", " " * 14)


def _goes_on(journey: Journey, row: _Row, below: _Row) -> bool:
    numbers = [_number(journey, step.name) for step in row.next if step.kind == "rung"]
    return below.number in numbers


def _ends(journey: Journey, width: int) -> Iterator[str]:
    if not journey.dead_ends:
        yield "No dead ends."
        return
    yield f"{_count(len(journey.dead_ends), 'dead end')}:"
    for problem in journey.dead_ends:
        place = f"{problem.span.path}:{problem.span.line}: " if problem.span else ""
        yield from _wrap(place + problem.message, width, "! ", "  ")
        yield from _wrap(problem.hint, width, "    ", "    ")


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes (Unicode Standard Annex 11)."""
    return sum(0 if unicodedata.combining(sign) else
               2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)  # fmt: skip


def _wrap(words: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The words in lines that fit, the first after ``first`` and the others after ``rest``. A word
    that is wider than the line stands alone."""
    made: list[str] = []
    now, empty = first, True
    for word in words.split():
        longer = now + word if empty else f"{now} {word}"
        if not empty and _columns(longer) > width:
            made.append(now)
            longer = rest + word
        now, empty = longer, False
    return [*made, now]


# Data ---------------------------------------------------------------------------------------


def data(journey: Journey) -> dict[str, Any]:
    """The journey as plain data, for other programs."""
    return {
        "site": journey.site,
        "pages": {"all": journey.pages, "asking": journey.asking, "silent": list(journey.silent),
                  "silent_on_purpose": journey.still},
        "rungs": [_plain(rung) for rung in journey.rungs],
        "forms": [{**_plain(form), "next": [_plain(step) for step in form.next]}
                  for form in journey.forms],
        "dead_ends": [as_data(problem) for problem in journey.dead_ends],
    }  # fmt: skip


def _plain(value: RungStop | FormStop | Step) -> dict[str, Any]:
    return {name: list(part) if isinstance(part, tuple) else part
            for name, part in asdict(value).items()}  # fmt: skip


# SVG ----------------------------------------------------------------------------------------

_LEFT, _MIDDLE, _RIGHT, _END = 24, 236, 556, 900
_BOX, _GAP, _TOP = 104, 36, 112
FITS = 29
"""Signs that fit into a box of the picture in every usual font."""

_STYLE = """\
.ground{{fill:{surface}}}text{{font:14px system-ui,sans-serif;fill:{text}}}
.name{{font-size:26px;font-weight:700}}.rung{{font-size:19px;font-weight:700}}.small{{fill:{muted}}}
.pages{{fill:{surface-2};stroke:{line}}}.thanks{{fill:{accent};stroke:{line}}}.thanks+text,.thanks+text+text{{fill:{on-accent}}}
.form{{fill:{brand};stroke:{line}}}.form~.on{{fill:{on-brand}}}.end{{fill:{surface};stroke:{error};stroke-width:3;stroke-dasharray:7 5}}
.dead{{fill:{error};font-weight:700}}.way{{fill:none;stroke:{text};stroke-width:3}}.head{{fill:{text}}}
"""


def svg(seen: Seen) -> str:
    """The journey as a picture that stands alone: no script, no font, light and dark."""
    journey = seen.journey
    rows = _rows(journey)
    bottom = _TOP + len(rows) * (_BOX + _GAP)
    height = bottom + (20 + 22 * min(len(journey.dead_ends), 12) if journey.dead_ends else 0) + 36
    light, dark = (
        _STYLE.format_map(dict(pairs)).replace("\n", "") for pairs in (seen.light, seen.dark)
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_END} {height}" width="{_END}" '
        f'height="{height}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(f"How visitors move through {journey.site}")}</title>',
        f'<desc id="desc">{escape(_described(journey, rows))}</desc>',
        f"<style>{light}@media(prefers-color-scheme:dark){{{dark}}}</style>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="5" '
        'markerHeight="5" orient="auto"><path class="head" d="M0 0 10 5 0 10z"/></marker></defs>',
        f'<rect class="ground" width="{_END}" height="{height}"/>',
        _words(_LEFT, 50, "name", journey.site, 60),
        _words(_LEFT, 80, "small", _pages(journey), 105),
    ]  # fmt: skip
    for at, row in enumerate(rows):
        parts += _drawn(journey, rows, at, row)
    for at, problem in enumerate(journey.dead_ends[:12]):
        parts.append(_words(_LEFT, bottom + 20 + 22 * at, "dead", problem.message, 105))
    return "\n".join(part for part in parts if part) + "\n</svg>\n"


def save(seen: Seen, place: Path) -> None:
    """Write the picture into the file that the user named; raises OSError."""
    place.write_text(svg(seen), encoding="utf-8", newline="\n")


def _drawn(journey: Journey, rows: list[_Row], at: int, row: _Row) -> Iterator[str]:
    """One row: the pages that ask, the form, its thanks, and the ways between them."""
    y = _TOP + at * (_BOX + _GAP)
    middle = y + _BOX // 2
    yield f'<g><rect class="{"pages" if row.reached else "end"}" x="{_LEFT}" y="{y}" width="160" height="{_BOX}"/>'
    if row.pages:
        yield _words(_LEFT + 14, y + 42, "rung", _count(len(row.pages)), 14)
        yield _words(_LEFT + 14, y + 68, "small", "ask for this", 18)
    else:
        yield _words(_LEFT + 14, y + 42, "small" if row.reached else "dead",
                     "no page asks" if row.reached else "not reached", 18)  # fmt: skip
    yield f'</g><g><rect class="form" x="{_MIDDLE}" y="{y}" width="268" height="{_BOX}"/>'
    yield _words(_MIDDLE + 16, y + 34, "rung on", f"{row.number or ''} {row.title}".strip(), 24)
    yield _words(_MIDDLE + 16, y + 60, "on", row.ask, FITS)
    yield _words(_MIDDLE + 16, y + 84, "on", row.what, FITS)
    yield "</g>"
    if row.pages:
        yield _way(f"M{_LEFT + 160} {middle}H{_MIDDLE - 4}")
    if not row.thanks:
        return
    yield f'<g><rect class="{"end" if row.dead_end else "thanks"}" x="{_RIGHT}" y="{y}" width="268" height="{_BOX}"/>'
    leads = _leads(journey, row)
    yield _words(_RIGHT + 16, y + 42, "", f"Thanks on {row.thanks}", FITS)
    yield _words(_RIGHT + 16, y + 68, "dead" if row.dead_end else "", f"then {leads}", FITS)
    yield "</g>" + _way(f"M{_MIDDLE + 268} {middle}H{_RIGHT - 4}")
    targets = dict.fromkeys(_place(journey, rows, step) for step in row.next)
    for number, target in enumerate(targets):
        if target is not None and target != at:
            yield _way_on(at, target, number)


def _place(journey: Journey, rows: list[_Row], step: Step) -> int | None:
    """The row that a step leads to."""
    for at, row in enumerate(rows):
        if step.kind == "rung" and row.number and row.number == _number(journey, step.name):
            return at
        if step.kind == "form" and row.what == f"the form {step.name}":
            return at
    return None


def _way_on(at: int, target: int, number: int) -> str:
    """From a row's thanks to another row: straight down, or round by the right edge."""
    y = _TOP + at * (_BOX + _GAP) + _BOX
    to = _TOP + target * (_BOX + _GAP)
    end = _MIDDLE + 134
    if target == at + 1:
        return _way(f"M{_RIGHT + 134} {y}V{y + _GAP // 2}H{end}V{to - 4}")
    edge = _RIGHT + 268 + 16 + 10 * ((at + number) % 5)
    start = y - _BOX // 2
    return _way(f"M{_RIGHT + 268} {start}H{edge}V{to - 12}H{end}V{to - 4}")


def _way(path: str) -> str:
    return f'<path class="way" d="{path}" marker-end="url(#tip)"/>'


def _words(x: int, y: int, kind: str, words: str, most: int) -> str:
    """A line of text, cut to what fits: a wide sign counts as two."""
    words = "".join(sign for sign in words if sign.isprintable())
    while _columns(words) > most:
        words = words[:-2].rstrip() + "…"
    return f'<text x="{x}" y="{y}" class="{kind}">{escape(words)}</text>' if words else ""


def _described(journey: Journey, rows: Iterable[_Row]) -> str:
    """The picture in words, for those who cannot see it."""
    said = [_pages(journey)]
    for row in rows:
        name = (
            f"Step {row.number}, {row.title}" if row.number else f"Beside the ladder, {row.title}"
        )
        then = f"; leads to {_leads(journey, row)}" if row.thanks else ""
        said.append(f"{name}: asked on {_asked(row)}; with {row.what}{then}.")
    said += [problem.message for problem in journey.dead_ends]
    return " ".join(said)
