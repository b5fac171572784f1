"""The ladder and the group's numbers, as blocks show them."""

from __future__ import annotations

from sitegen.assemble import Page
from sitegen.ladder import Rung
from sitegen.plan.artifacts import Link, Pick, Step
from sitegen.plan.parts import Parts
from sitegen.problems import Span, did_you_mean
from sitegen.views import ProgressView

FEWEST = 4
"""Tenths of a percent of the width: a step with hardly anybody is still seen."""

ROW = 12
"""Height of a step in the drawing, whose width is 100."""


def ladder(parts: Parts, span: Span) -> tuple[Step, ...]:
    """Every rung with its ask, what serves it, and its place in the drawing."""
    rungs = parts.site.ladder.rungs
    if not rungs:
        parts.say("ladder-none", "There is no ladder to show.", span,
                  "Describe its rungs in content/ladder.yaml.", "warning")  # fmt: skip
    most = max((rung.people or 0 for rung in rungs), default=0)
    counted = most > 0 and all(rung.people is not None for rung in rungs)
    found = []
    for number, rung in enumerate(rungs):
        width = max(100 * (rung.people or 0) / most, FEWEST) if counted else 0
        found.append(Step(
            rung.name, rung.title, rung.ask, rung.text, rung.does, rung.up,
            _number(rung.people) if rung.people is not None else "", round(width, 1),
            round(50 - width / 2, 1), (len(rungs) - 1 - number) * ROW, _where(parts, rung),
            _serving(parts, rung, "tactic"), _serving(parts, rung, "message"),
        ))  # fmt: skip
    return tuple(found)


def picks(parts: Parts, kind: str, span: Span) -> tuple[Pick, ...]:
    """The pages of a content type that say ``start: yes``, by the rung that they serve."""
    types = parts.fields.types
    if kind not in types:
        parts.say("type-unknown", f'There is no content type "{kind}".', span,
                  did_you_mean(kind, types, "Types: " + ", ".join(types)))  # fmt: skip
        return ()
    pages = [page for page in parts.site.pages if page.doc.type == kind
             and dict(page.doc.fields).get("start")]  # fmt: skip
    pages = list(parts.fields.listed(pages)[0])
    found = []
    for rung in parts.site.ladder.rungs:
        cards = tuple(parts.card(page) for page in pages
                      if dict(page.doc.fields).get("rung") == rung.name)  # fmt: skip
        if cards:
            found.append(Pick(rung.title, rung.ask, _where(parts, rung), cards))
    if not found:
        parts.say("start-none", f'No {kind} says what to begin with.', span,
                  f"Write  start: yes  and a rung at the top of a {kind} or two.", "warning")  # fmt: skip
    return tuple(found)


def progress(parts: Parts, name: str, span: Span) -> ProgressView | None:
    """One of the group's numbers."""
    known = {each.name: each for each in parts.site.progress}
    found = known.get(name)
    if found is None:
        hint = "Numbers: " + ", ".join(known) + "." if known else \
            "Write numbers into content/progress.yaml."  # fmt: skip
        parts.say("progress-missing", f'There is no number "{name}".', span,
                  did_you_mean(name, known, hint))  # fmt: skip
        return None
    share = min(100, int(100 * found.reached / found.goal)) if found.goal else 0
    return ProgressView(found.label, _number(found.reached), _number(found.goal) if found.goal else "",
                        share, parts.date(found.date), found.date[:10])  # fmt: skip


def _where(parts: Parts, rung: Rung) -> str:
    """Where somebody can take the step: the page it names, else the first one that asks for it."""
    if rung.to:
        return parts.link(rung.path, rung.to, rung.at("to"))[0]
    names = {rung.name, rung.form} - {""}
    page = next((each for each in parts.site.pages if {each.doc.ask.form, each.doc.ask.to} & names),
                None)  # fmt: skip
    return f"{page.url}#ask" if page else ""


def _serving(parts: Parts, rung: Rung, kind: str) -> tuple[Link, ...]:
    """The pages of a content type that serve the rung; those to begin with come first."""

    def early(page: Page) -> bool:
        return not dict(page.doc.fields).get("start")

    pages = [page for page in parts.site.pages if page.doc.type == kind
             and dict(page.doc.fields).get("rung") == rung.name]  # fmt: skip
    return tuple(Link(page.doc.title, page.url) for page in sorted(pages, key=early))


def _number(value: float | None) -> str:
    whole = value or 0
    return f"{whole:,.0f}".replace(",", "\u202f") if whole == int(whole) else f"{whole:g}"
