"""How a visitor can move through a site: from its pages to forms, their thanks, and on up the ladder.

Pure. Works from what each page leads to, which is remembered with the page's plan, so that the
journey of a site is right when only one of its pages had to be planned. Finds the dead ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from sitegen.assemble import Page, Site
from sitegen.config import PATH
from sitegen.forms.model import Form
from sitegen.forms.shown import FormView
from sitegen.ladder import Rung
from sitegen.model import AskRef
from sitegen.plan.artifacts import PagePlan
from sitegen.plan.asks import NOTHING, Asks
from sitegen.problems import Problem, Span

NAMED = 10
"""Pages without an ask that are named one by one; of more only the number is said."""

Leads = list[list[str]]
"""Where a page leads: ``["form", name]``, ``["to", address]`` for what it asks, ``["link", address]``
for a link in its text to what a rung asks for."""


def leads(plan: PagePlan, rung_urls: Iterable[str]) -> Leads:
    """What one page asks for, and the rungs that its text links to."""
    found: dict[tuple[str, str], None] = {}
    if plan.ask is not None:
        form = plan.ask.form
        found["form" if form else "to", form.name if form else plan.ask.url] = None
    for block in plan.blocks:
        for name, value in block.args:
            if isinstance(value, FormView):
                if value.closed:
                    continue
                found["form", value.name] = None
            elif name in block.links and isinstance(value, str) and value:
                found["to", value] = None
    wanted = set(rung_urls)
    found.update((("link", url), None) for url in plan.targets if url in wanted)
    return [list(each) for each in found]


class Step(Struct, frozen=True):
    """What comes next: a ``rung``, a ``form`` that is on none, a ``page``, or an ``address``."""

    kind: Literal["rung", "form", "page", "address"]
    name: str
    title: str


class FormStop(Struct, frozen=True):
    """A form: the pages that show it, and where its thank-you page leads."""

    name: str
    title: str
    path: str
    rung: str
    pages: tuple[str, ...]
    after: tuple[str, ...]
    reached: bool
    thanks: str
    next: tuple[Step, ...]
    dead_end: bool


class RungStop(Struct, frozen=True):
    """A rung: what asks for it, and the form or the address it asks with. ``pages`` are those
    that lead to its address, where it has one."""

    name: str
    title: str
    ask: str
    form: str
    url: str
    pages: tuple[str, ...]
    reached: bool


class Journey(Struct, frozen=True):
    """The whole way. ``silent`` are the pages that ask for nothing, ``still`` the number of those
    that do so on purpose. ``dead_ends`` are problems."""

    site: str
    pages: int
    asking: int
    silent: tuple[str, ...]
    still: int
    rungs: tuple[RungStop, ...]
    forms: tuple[FormStop, ...]
    dead_ends: tuple[Problem, ...]


def of(site: Site, asks: Asks, where: Mapping[str, Sequence[Sequence[str]]]) -> Journey:
    """The journey of a site; ``where`` gives the ``leads`` of every page by its address."""
    return _Survey(site, asks, where).journey()


class _Survey:
    """One look at a site; holds what its steps share."""

    def __init__(
        self, site: Site, asks: Asks, where: Mapping[str, Sequence[Sequence[str]]]
    ) -> None:
        self.site, self.asks, self.where = site, asks, where
        self.thanks = {form.name: asks.thanks_url(form) for form in site.forms}
        self.open = [page for page in site.pages if page.view != "thanks"]
        self.forms, self.urls = self._reached()
        # The pages that show a form, and those that lead to an address.
        self.showing: dict[str, list[str]] = {}
        self.leading: dict[str, list[str]] = {}
        for page in self.open:
            for kind, target in where.get(page.url, ()):
                index = self.showing if kind == "form" else self.leading
                index.setdefault(target, []).append(page.url)

    def journey(self) -> Journey:
        silent = [page for page in self.open if not self._asks(page)]
        # A form that is not there is told where it is asked for; that is one mistake, not two.
        quiet = [page for page in silent
                 if not self._on_purpose(page) and not self.asks.lost(page.doc.ask)]  # fmt: skip
        rungs = tuple(self._rung(rung) for rung in self.site.ladder.rungs)
        forms = tuple(self._form(form) for form in self._in_order())
        ends = (*self._quiet(quiet), *self._leads_nowhere(forms), *self._unreached(rungs))
        return Journey(self.site.config.name, len(self.open), len(self.open) - len(silent),
                       tuple(page.url for page in quiet), len(silent) - len(quiet), rungs, forms,
                       ends)  # fmt: skip

    def _reached(self) -> tuple[set[str], set[str]]:
        """The forms and addresses that visitors are led to who begin at any page."""
        forms: set[str] = set()
        urls: set[str] = set()
        waiting = [page.url for page in self.open]
        seen = set(waiting)
        while waiting:
            for kind, target in self.where.get(waiting.pop(), ()):
                if kind == "form":
                    forms.add(target)
                    target = self.thanks.get(target, "")
                else:
                    urls.add(target)
                if target in self.where and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return forms, urls

    def _in_order(self) -> list[Form]:
        """The forms as they come on the ladder, then the others by name."""
        places = {rung.name: at for at, rung in enumerate(self.site.ladder.rungs)}

        def key(form: Form) -> tuple[int, str]:
            own = self.site.ladder.of(form)
            return (places[own.name] if own else len(places), form.name)

        return sorted(self.site.forms, key=key)

    # Stops -----------------------------------------------------------------------------------

    def _asks(self, page: Page) -> bool:
        return any(kind != "link" for kind, _ in self.where.get(page.url, ()))

    def _on_purpose(self, page: Page) -> bool:
        """Whether somebody wrote that nothing is asked here; a page of ours is nobody's fault."""
        own = page.doc.ask
        return own.none or page.generated or (self.site.config.ask.none
                                              and own == AskRef(line=own.line))  # fmt: skip

    def _rung(self, rung: Rung) -> RungStop:
        url = self.asks.rung_urls.get(rung.name, "")
        pages = tuple(dict.fromkeys(self.leading.get(url, ())))
        reached = rung.form in self.forms if rung.form else url in self.urls
        return RungStop(rung.name, rung.title, rung.ask, rung.form, url, pages, reached)

    def _form(self, form: Form) -> FormStop:
        own = self.site.ladder.of(form)
        pages = tuple(self.showing.get(form.name, ()))
        after = tuple(other.name for other in self.site.forms if other is not form
                      and self._shows(self.thanks[other.name], form.name))  # fmt: skip
        thanks = self.thanks[form.name]
        next_ = tuple(self._step(kind, target) for kind, target in self.where.get(thanks, ())
                      if kind != "link")  # fmt: skip
        # What the page itself shows again is no step on.
        next_ = tuple(step for step in next_ if step.name != form.name or step.kind != "form")
        return FormStop(form.name, form.title, form.path, own.name if own else "", pages, after,
                        form.name in self.forms, thanks, next_,
                        not next_ and not self._may_end(form))  # fmt: skip

    def _shows(self, url: str, form: str) -> bool:
        return any(kind == "form" and target == form for kind, target in self.where.get(url, ()))

    def _may_end(self, form: Form) -> bool:
        """Whether nothing need come after: it is the top of the ladder, or somebody wrote so."""
        page = self.site.by_url.get(self.thanks[form.name])
        quiet = page is not None and page.view == "thanks" and page.doc.ask.none
        follow = (form.thanks.next or form.next).lower()
        return self.site.ladder.is_top(form) or follow in NOTHING or quiet

    def _step(self, kind: str, target: str) -> Step:
        for rung in self.site.ladder.rungs:
            if target == (rung.form if kind == "form" else self.asks.rung_urls.get(rung.name)):
                return Step("rung", rung.name, rung.title)
        if kind == "form":
            form = self.site.form(target)
            return Step("form", target, form.title if form else target)
        page = self.site.by_url.get(target.partition("#")[0].partition("?")[0])
        return Step("page", target, page.doc.title) if page else Step("address", target, target)

    # Dead ends -------------------------------------------------------------------------------

    def _quiet(self, pages: list[Page]) -> list[Problem]:
        rungs = self.site.ladder.rungs
        first = rungs[0].name if rungs else next((form.name for form in self.site.forms), "join")
        hint = f"Add a line such as ask: {first}; or ask: none, if nothing is meant to be asked."
        found = [Problem("page-asks-nothing", "This page asks for nothing: whoever has read it is "
                         "not led on.", Span(page.doc.path, page.doc.line("ask")), hint, "warning")
                 for page in pages[:NAMED]]  # fmt: skip
        if len(pages) > NAMED:
            found.append(Problem("page-asks-nothing",
                f"{len(pages) - NAMED} more pages ask for nothing.", Span(PATH),
                f"Add a line to site.yaml that holds for all pages: ask: {first}", "warning"))  # fmt: skip
        return found

    def _leads_nowhere(self, forms: tuple[FormStop, ...]) -> list[Problem]:
        rungs = [rung.name for rung in self.site.ladder.rungs]
        hint = (f"Add a line such as next: {rungs[0]}, or rung: with the level that it leads to "
                f"({', '.join(rungs)})." if rungs else "Add a line next: with a form, a page or an "
                "address.") + " Write next: none if this is the end on purpose."  # fmt: skip
        found = []
        for stop in forms:
            form = self.site.form(stop.name)
            if form is not None and stop.dead_end and not self.asks.shut(form):
                found.append(Problem("form-leads-nowhere", f'Nothing comes after the form '
                    f'"{form.name}": its thank-you page asks for nothing.',
                    form.at("next" if form.next else "thanks"), hint, "warning"))  # fmt: skip
        return found

    def _unreached(self, rungs: tuple[RungStop, ...]) -> list[Problem]:
        found = []
        for stop in rungs:
            rung = self.site.ladder.rung(stop.name)
            if rung is None or stop.reached or not (stop.form or stop.url):
                continue
            if self.asks.shut(self.site.form(stop.form)):
                continue
            found.append(Problem("rung-unreached", f'Nothing leads to the rung "{rung.name}": no '
                "page asks for it, and no form that visitors can reach.", rung.at(),
                f"Add to a page the line ask: {rung.name}, or to a form the line next: {rung.name}",
                "warning"))  # fmt: skip
        return found
