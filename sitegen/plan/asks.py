"""Forms connected to their receivers, and what each page asks for.

An ask is a form or a link, named as such or as a rung of the ladder. Where a page says nothing, the
site's ask stands; where a page shows the form already, it is not asked for twice. After a form comes
what the form names, else the rung above its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from sitegen import assemble, stages
from sitegen.assemble import Page
from sitegen.config import PATH
from sitegen.forms import consents, view, wiring
from sitegen.forms.backend import Backend
from sitegen.forms.model import Form
from sitegen.forms.shown import FormView, ThanksView
from sitegen.ladder import Rung
from sitegen.model import AskRef
from sitegen.plan.artifacts import Ask
from sitegen.plan.parts import Parts
from sitegen.plan.thanks import Thanks
from sitegen.policy import Forms
from sitegen.problems import Problem, Span, did_you_mean, suggest

NOTHING = ("none", "no", "nothing")
"""What is written after ``next:`` where nothing is meant to follow."""


class Asks:
    """The forms and asks of one planning run."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._site, self._config = parts, parts.site, parts.site.config
        self._staging = self._config.staging
        self.thanking = Thanks(parts)
        self._default = wiring.Default(
            self._config.backend, self._config.backend_settings, PATH, self._site.backends,
            self._config.host, self._config.line("backend"),
        )  # fmt: skip
        self._wirings = {form.name: self._wire(form) for form in self._site.forms}
        parts.note(wiring.together(self.connected(), self._default))
        self._views: dict[tuple[str, str], FormView] = {}
        self._ladder = self._site.ladder
        self._general = self._of_the_site()
        self.rung_urls = {rung.name: parts.link(rung.path, rung.to, rung.at("to"))[0]
                          for rung in self._ladder.rungs if rung.to}  # fmt: skip

    def shut(self, form: Form | None) -> bool:
        """Whether the stage of the campaign keeps a form closed."""
        staging = self._staging
        return form is not None and (
            staging.closed or not stages.applies(form.stages, staging.stage)
        )

    def _of_the_site(self) -> AskRef:
        """What the site asks for in its stage; with a ``none``, nothing but what pages ask."""
        staging, word = self._staging, self._parts.word
        if staging.ask.form or staging.ask.to or staging.ask.none:
            return staging.ask
        if staging.closed or (staging.stage == "polling-day" and staging.link):
            closed = "stage_next" if staging.closed else "stage_vote"
            button = staging.link_title or word(closed)
            return AskRef(to=staging.link, title=button, button=button, none=not staging.link,
                          line=staging.line)  # fmt: skip
        return self._open(self._config.ask)

    def _open(self, ask: AskRef) -> AskRef:
        """The ask, or an empty one where the stage of the campaign has no place for it."""
        rung = self._ladder.rung(ask.form or ask.to)
        form = self._site.form(rung.form if rung else _name(ask.form))
        apart = self._staging.closed and not ask.none
        if apart or self.shut(form) or not stages.applies(ask.stages, self._staging.stage):
            return AskRef(line=ask.line)
        return ask

    def _wire(self, form: Form) -> wiring.Wiring | None:
        if self.shut(form):
            return None
        config = self._config
        thanks = config.url + self.thanks_url(form)
        wired = wiring.connect(form, self._default, thanks, config.url, self._parts.words)
        self._parts.note(wired.problems if wired else (wiring.missing(form, self._default),))
        if wired and not wired.link:  # a service's own page asks for consent itself
            self._parts.note(consents.missing(form))
        if config.offline and wired and not wired.mode:
            self._parts.note((Problem("form-offline", f'What is typed into the form "{form.name}" '
                f"cannot wait for a network: {wired.backend} takes no form from a script.",
                form.at("backend"), "Use another backend for a stall without a network.",
                "info"),))  # fmt: skip
        return wired

    @property
    def backends(self) -> tuple[Backend, ...]:
        """The backends of the site's own making."""
        return self._site.backends

    def connected(self) -> tuple[tuple[Form, wiring.Wiring | None], ...]:
        """Every form with its wiring, None where nothing receives it or it is closed."""
        return tuple((form, self._wirings[form.name]) for form in self._site.forms)

    def thanks_url(self, form: Form) -> str:
        """Where a visitor arrives after the form: a page of the site, or one made for it."""
        page = self._site.by_path.get(assemble.thanks_path(form))
        if page is None and form.thanks.page:
            span = Span(form.path, form.line)
            page = self._parts.link(form.path, form.thanks.page, span)[1]
        if page is not None:
            return page.url
        return "/" if form.thanks.page else f"/thanks/{assemble.slugify(form.name)}/"

    def lost(self, ask: AskRef) -> bool:
        """Whether the form that is asked for is not there."""
        rung = self._ladder.rung(ask.form)
        return bool(ask.form) and rung is None and self._site.form(_name(ask.form)) is None

    def form(self, name: str, prefix: str, span: Span) -> FormView | None:
        """A form, by name or by its file, for one place on a page; ``prefix`` keeps ids apart."""
        name = _name(name)
        if (name, prefix) in self._views:
            return self._views[name, prefix]
        form = self._site.form(name)
        if form is None:
            names = [form.name for form in self._site.forms]
            known = f"Forms here: {', '.join(names) or 'none yet'}. A form is a file in " \
                    "content/forms/."  # fmt: skip
            self._parts.say("form-missing", f'There is no form "{name}".', span,
                            did_you_mean(name, names, known))  # fmt: skip
            return None
        if self.shut(form):
            return self._views.setdefault((name, prefix), self._closed(form, prefix))
        wired = self._wirings[name]
        if wired is None:
            return None
        in_page = view.InPage(self._config.script, self._config.script and self._config.offline)
        seen = view.see(form, wired, self._parts.words, prefix, thanks=self._thanks(form),
                        in_page=in_page)  # fmt: skip
        return self._views.setdefault((name, prefix), self._private(seen))

    def _closed(self, form: Form, prefix: str) -> FormView:
        """The form with a sentence in its place, and, where the campaign is over, the way on."""
        staging, link = self._staging, ""
        url = ""
        if staging.closed and staging.link:
            url, _ = self._parts.link(PATH, staging.link, Span(PATH, staging.line))
            link = staging.link_title or self._parts.word("stage_next")
        return view.shut(form, prefix, self._parts.word("form_closed"), url, link)

    def _private(self, form: FormView) -> FormView:
        """The form with who handles what is written, and the way to the privacy notice."""
        config = self._config
        if (form.link and not form.script) or not (config.privacy or config.handled_by):
            return form
        if config.handled_by:
            text = self._parts.word("privacy_handled").replace("{backend}", config.handled_by)
            form = replace(form, handled=text)
        if config.privacy:
            url, _ = self._parts.link(PATH, config.privacy, Span(PATH, config.line("privacy")))
            form = replace(form, privacy=self._parts.word("privacy_more"), privacy_href=url)
        return form

    def _thanks(self, form: Form) -> ThanksView:
        """What the thank-you page says, for the page that the form stands on."""
        page = self._site.by_path.get(assemble.thanks_path(form))
        if page is not None:
            return ThanksView(page.doc.title, page.doc.description or page.doc.summary,
                                   page.url, self.thanking.happens(form))  # fmt: skip
        return ThanksView(self.thanking.title(form), self.thanking.text(form),
                               self.thanks_url(form), self.thanking.happens(form))  # fmt: skip

    def needs(self, forms: Iterable[FormView]) -> Forms:
        """What the forms of a page need of its policy."""
        shown = [(form, wired) for form in forms if (wired := self._wirings.get(form.name))]
        sent = [wired for form, wired in shown if not form.link]

        def joined(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(origin for found in lists for origin in found))

        return Forms(
            posts=bool(sent),
            origins=joined(wired.form_action_origins for wired in sent),
            script=any(form.guarded for form, _ in shown),
            queue=any(form.offline for form, _ in shown),
            connect=joined(wired.connect_origins for form, wired in shown if form.script),
            frames=joined(wired.frame_origins for form, wired in shown if form.embed),
        )

    def of(self, page: Page, shown: Iterable[FormView]) -> Ask | None:
        """The page's ask, else the site's with the page's words; None where nothing is asked."""
        own, site = self._open(page.doc.ask), self._general
        if own.none or (site.none and own == AskRef(line=own.line)):
            return None
        if page.view == "thanks" and not own.line:
            return self._after_any(page, shown)
        if own.form or own.to:
            wanted, source, span = own, page.doc.path, Span(page.doc.path, own.line)
        else:
            form = "" if site.to or site.none else site.form
            default = self._config.form
            if self.shut(self._site.form(_name(default))):
                default = ""
            wanted = AskRef(form or default, site.to, own.title or site.title,
                            own.text or site.text, own.button or site.button)  # fmt: skip
            source, span = PATH, Span(PATH, site.line or self._config.line("form"))
        rung = self._ladder.rung(wanted.form or wanted.to)
        if rung is not None:
            return self._rung(rung, wanted, page, shown)
        if wanted.to or self._is_link(wanted.form):
            return self._link(wanted, source, span, page)
        if not wanted.form or any(form.name == _name(wanted.form) for form in shown):
            return None
        return self._form(wanted, span)

    def after(self, form: Form) -> Ask | None:
        """The next step that a form's thank-you page offers."""
        follow = form.thanks.next or form.next
        if follow.lower() in NOTHING or self._staging.closed:
            return None
        span = form.at("thanks" if form.thanks.next else "next")
        rung = self._ladder.rung(follow) if follow else self._ladder.after(form)
        if rung is not None:
            return self._rung(rung, AskRef())
        if not follow:
            return None
        if self._site.form(_name(follow)) is not None:
            return self._form(AskRef(follow), span)
        names = [rung.name for rung in self._ladder.rungs]
        names += [form.name for form in self._site.forms]
        near = suggest(follow, names)
        if near and not self._parts.leads(form.path, follow):
            self._parts.say("next-missing", f'There is no rung, form or page "{follow}".', span,
                            f'Did you mean "{near}"?')  # fmt: skip
            return None
        return self._link(AskRef(to=follow), form.path, span)

    def happens(self, page: Page) -> str:
        """What visitors still have to do on a thank-you page of the site's own: what is true after
        every form that leads to it, else ""."""
        said = {self.thanking.happens(form) for form in self._leading_to(page)}
        return said.pop() if len(said) == 1 else ""

    def _leading_to(self, page: Page) -> list[Form]:
        return [form for form in self._site.forms if self.thanks_url(form) == page.url]

    def _after_any(self, page: Page, shown: Iterable[FormView]) -> Ask | None:
        """What comes after the forms that lead to this page of the site's own: the lowest step."""
        rungs = self._ladder.rungs

        def height(form: Form) -> int:
            own = self._ladder.of(form)
            return rungs.index(own) if own is not None else len(rungs)

        for form in sorted(self._leading_to(page), key=height):
            found = self.after(form)
            if found is None or found.url == page.url:
                continue
            if found.form is None or all(each.name != found.form.name for each in shown):
                return found
        return None

    def _rung(
        self, rung: Rung, wanted: AskRef, page: Page | None = None, shown: Iterable[FormView] = ()
    ) -> Ask | None:  # fmt: skip
        """The ask that leads to a rung; the page's own words come first."""
        title, text = wanted.title or rung.ask, wanted.text or rung.text
        ask = AskRef(rung.form, rung.to, title, text, wanted.button or rung.button)
        if rung.to:
            return self._link(replace(ask, title=title or rung.title), rung.path, rung.at("to"),
                              page)  # fmt: skip
        if not rung.form or any(form.name == rung.form for form in shown):
            return None
        return self._form(ask, rung.at("form"))

    def _is_link(self, target: str) -> bool:
        """Whether what was written where a form may stand can only be a page or an address."""
        return ("/" in target or "." in target) and self._site.form(_name(target)) is None

    def _form(self, wanted: AskRef, span: Span) -> Ask | None:
        form = self.form(wanted.form, "ask", span)
        if form is None or form.closed:
            return None
        return Ask(wanted.title or form.title, wanted.text, wanted.button or form.button, "", form)

    def _link(
        self, wanted: AskRef, source: str, span: Span, page: Page | None = None
    ) -> Ask | None:
        """An ask that leads somewhere, in the words of the page there; none to ``page`` itself."""
        url, target = self._parts.link(source, wanted.to or wanted.form, span)
        if target is not None and target is page:
            return None
        title, text = (target.doc.title, target.doc.description) if target else ("", "")
        button = wanted.button or self._parts.word("ask_button", "Go")
        return Ask(wanted.title or title or button, wanted.text or text, button, url, None)


def _name(written: str) -> str:
    """A form's name, where its file may have been written."""
    name = written.strip("/").removeprefix("content/").removeprefix("forms/")
    return name.removesuffix(".yaml").removesuffix(".yml")
