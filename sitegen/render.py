"""Artifacts to bytes, through the theme's templates.

Templates are a stranger's data and run in ``sandbox``. What fails in one is a problem with its file
and line; the pages after a template that never ends are not tried.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateError
from markupsafe import Markup, escape

from sitegen import __version__, guard, languages, policy, sandbox, showing, views
from sitegen.config import Config
from sitegen.forms.shown import FieldView, FormView, OptionView, ThanksView
from sitegen.later import later
from sitegen.model import Body, Pairs
from sitegen.plan.artifacts import (
    CARD_SIZE,
    SCRIPT,
    Artifact,
    BlockPlan,
    Card,
    Link,
    PagePlan,
    PicturePlan,
    Shared,
)
from sitegen.plan.share import Share
from sitegen.problems import Problem, Span
from sitegen.showing import Showing
from sitegen.theme import Theme

if TYPE_CHECKING:
    from jinja2.bccache import BytecodeCache

TIME_LIMIT = 10.0
"""Seconds for one page; a page of this size takes a thousandth of it."""
GENERATOR = f"sitegen {__version__}"
TITLE_MAX = 60

_MARK = later("\ufdd0([LIB])([0-9]+)\ufdd1")

_VIEWS = frozenset((
    views.LinkView, views.PictureView, views.CardView, views.AskView, views.HeadingView,
    views.SocialView, views.ShareLinkView, views.ShareView, views.KitFileView, views.KitView, views.SiteView, views.PageView, views.IconView, views.ThemeColorView,
    views.FactView, views.FilterView, views.StepView, views.ProgressView, views.SheetRowView, views.SheetGroupView, views.OptionView,
    views.HeadView, views.ItemView, views.BannerView, views.CandidateView, views.BlockView, FormView, FieldView, OptionView,
    ThanksView,
))  # fmt: skip


def imprint(config: Config) -> str:
    """The statement of who publishes, as HTML: one paragraph, line by line."""
    declared, made = config.staging.imprint, config.staging.statement
    written = declared.text.strip().split("\n") if declared.is_text else made.lines
    lines = [str(escape(line.strip())) for line in written if line or made.lines]
    return f"<p>{'<br>'.join(lines)}</p>" if lines else ""


class Renderer:
    """Renders the pages of one site, which have ``shared`` in common. ``bodies`` gives a document's converted text by key.

    ``made`` is the environment of an earlier run with the same theme, its templates compiled.
    """

    def __init__(
        self,
        shared: Shared,
        theme: Theme,
        read: Callable[[str], str],
        bodies: Callable[[str], Body],
        imprint: str,
        made: sandbox.Sandbox | None = None,
        compiled: BytecodeCache | None = None,
    ) -> None:
        self._shared = shared
        self._theme = theme
        self._bodies = bodies
        self._imprint = imprint
        self.environment = made or sandbox.environment(theme, read, _VIEWS, compiled)
        self._strings = dict(theme.strings)
        self._settings = dict(theme.settings)
        self._fonts = bool(shared.fonts) or any(
            name.endswith((".woff2", ".woff", ".ttf", ".otf")) for name, _ in theme.assets
        )
        self._read = read
        scripts = {output for name, output in shared.assets if name.endswith(".js")}
        self._guard = guard.Guard(frozenset(name.rpartition("/")[2] for name in scripts),
                                  shared.config.trusted)  # fmt: skip
        self._own_scripts = bool(shared.config.theme_scripts)
        self._navs: dict[tuple[str, str], tuple[views.LinkView, ...]] = {}
        self._sites: dict[tuple[str, str], views.SiteView] = {}
        self._depths: dict[str, Showing] = {}
        self._said_words: dict[bool, str] = {}
        self._watch: sandbox.Watch | None = None
        self._hopeless: tuple[Problem, ...] = ()
        self._said: dict[tuple[str, Span], Problem] = {}

    def close(self) -> None:
        """Let go of the watching thread."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None

    def page(self, artifact: Artifact) -> tuple[bytes, tuple[Problem, ...]]:
        """The bytes of a page, or none and a problem that names template and line."""
        plan = artifact.page
        assert plan is not None
        if self._hopeless:
            return b"", self._hopeless
        if self._watch is None:
            self._watch = sandbox.Watch()
        self.environment.made = 0
        try:
            with self._watch.limit(TIME_LIMIT):
                if artifact.kind == "mail":
                    return self._mail(artifact, plan)
                text, found = self._page(plan)
            if found is not None:
                return b"", (self._sneaked(found, plan),)
            return text.encode("utf-8", "replace"), ()
        except sandbox.TooLong as error:
            # The next page would most likely take as long; nothing will be written anyway.
            self._hopeless = (Problem("template-endless",
                f"Rendering {plan.output} took more than {TIME_LIMIT:g} seconds.",
                self._where(error, plan), "Look for a loop that never ends."),)  # fmt: skip
            return b"", self._hopeless
        except sandbox.TooLarge as error:
            self._hopeless = (Problem("template-too-large",
                f"{plan.output} grew beyond {sandbox.SIZE_LIMIT // 1_000_000} million characters.",
                self._where(error, plan), "Look for a loop that repeats too often."),)  # fmt: skip
            return b"", self._hopeless
        except Exception as error:  # what a template sets off can end in nearly any of Python's
            if not isinstance(error, TemplateError) and not self._where(error, plan).line:
                raise  # no template had a hand in it
            return b"", (self._explain(error, plan),)

    def _place(self, template: str) -> str:
        return dict(self._theme.templates).get(template, template)

    def _page(self, plan: PagePlan) -> tuple[str, guard.Found | None]:
        prefix = self._shared.config.base_path if plan.depth < 0 else "../" * plan.depth
        context = self._context(plan, self._showing(prefix))
        template = self.environment.get_template(plan.template)
        text = sandbox.joined(template.generate(context))
        page = context["page"]
        return text, self._guard.page(text, context["head"].csp, plan, page.redirect, page.html)

    def _mail(self, artifact: Artifact, plan: PagePlan) -> tuple[bytes, tuple[Problem, ...]]:
        """The page as a letter, in HTML or as text, and whether it is too long for one."""
        from sitegen import mail

        config = self._shared.config
        show = self._showing(f"{config.url}/")

        def complete(url: str) -> str:
            return url if ":" in url or url[:2] == "//" else config.url + url

        ask = plan.ask
        asked = (ask.title, ask.text, ask.button, f"{plan.canonical}#ask" if ask.form
                 else complete(ask.url)) if ask else None  # fmt: skip
        image = plan.image
        language = plan.language or config.language
        # Complete addresses are those of folders, as in the head of each page.
        html = str(self._body(plan, show, self._ground(plan, show)))
        html = html.replace('/index.html"', '/"').replace("/index.html#", "/#")
        letter = mail.Letter(
            plan.title, plan.description, html, plan.canonical, language,
            languages.direction(language), config.name, self._strings.get("mail_web", plan.canonical),
            asked, (complete(image.src), image.width, image.height, image.alt) if image else None,
            self._imprint, mail.Colours(*self._shared.letters),
        )  # fmt: skip
        if artifact.path.endswith(".txt"):
            return mail.text(letter).encode(), ()
        data = mail.document(letter).encode()
        if len(data) <= mail.CLIPPED:
            return data, ()
        return data, (Problem("mail-long", f"As a letter this has {len(data) // 1000} KB; Gmail shows "
                      "102 and hides the rest.", Span(plan.source), "Send its beginning, and lead to "
                      "the page for the rest.", "warning"),)  # fmt: skip

    def _sneaked(self, found: guard.Found, plan: PagePlan) -> Problem:
        """What a page holds that a theme may not put there."""
        where = guard.place(found, dict(self._theme.templates), self._read,
                            self._place(plan.template))  # fmt: skip
        lacks = "has" if found.sign == "<head" else "holds"
        problem = Problem("theme-markup", f"The page {plan.output} {lacks} {found.what}.", where,
                          found.hint)  # fmt: skip
        return self._said.setdefault((found.what, where), problem)

    def _explain(self, error: Exception, plan: PagePlan) -> Problem:
        """The place in a theme's own file, which is what its author can mend."""
        where = self._where(error, plan)
        if isinstance(error, TemplateNotFound):
            if not where.line:
                where = Span(f"themes/{self._theme.name}/{error.name}")
            return Problem("template-missing", f'The theme has no template "{error.name}".', where,
                           "Add the file, or extend a theme that has it.")  # fmt: skip
        cause = str(error).rstrip(".") or type(error).__name__
        if isinstance(error, TemplateSyntaxError):
            return Problem("template-syntax", f"This template cannot be read: {cause}.",
                           Span(error.filename or plan.template, error.lineno),
                           "Check the brackets and the names of the tags in this line.")  # fmt: skip
        code = "template-unsafe" if isinstance(error, SecurityError) else "template-error"
        found = Problem(code, f"This template fails on {plan.output}: {cause}.", where,
                        "docs/themes.md lists every name a template can use.")  # fmt: skip
        # One fault that all pages share is said once, of the first page.
        return self._said.setdefault((cause, where), found)

    def _where(self, error: Exception, plan: PagePlan) -> Span:
        """The innermost line of a template that led to the error; line 0 where there is none."""
        places = set(dict(self._theme.templates).values())
        span = Span(self._place(plan.template))
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename in places:
                span = Span(frame.filename, frame.lineno or 0)
        return span

    def _words(self, queue: bool) -> str:
        """What the script for forms says, as JSON by the names it knows."""
        if queue not in self._said_words:
            prefixes = ("script_", "queue_") if queue else ("script_",)
            words = {name.partition("_")[2]: text for name, text in self._strings.items()
                     if name.startswith(prefixes)}  # fmt: skip
            self._said_words[queue] = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
        return self._said_words[queue]

    def _showing(self, prefix: str) -> Showing:
        """What makes the views for pages from which ``prefix`` leads to the top."""
        if prefix not in self._depths:
            self._depths[prefix] = Showing(prefix, self._shared.config.folders)
        return self._depths[prefix]

    # What a template sees ------------------------------------------------------------------

    def _ground(self, plan: PagePlan, show: Showing) -> dict[str, Any]:
        """What all templates see, those of blocks too."""
        return {
            "site": self._site(plan, show),
            "t": self._strings,
            "theme": self._settings,
            "asset": _Assets(show, self._shared.assets),
        }

    def _context(self, plan: PagePlan, show: Showing) -> dict[str, Any]:
        context = self._ground(plan, show)
        html = self._body(plan, show, context)
        language = plan.language or self._shared.config.language
        context["page"] = views.PageView(
            plan.title, plan.description, html, plan.view, plan.layout, plan.date, plan.date_text,
            tuple(show.link(tag) for tag in plan.tags),
            show.picture(plan.image),
            tuple(views.HeadingView(*heading) for heading in plan.headings),
            tuple(show.link(link) for link in plan.trail),
            tuple(show.card(card) for card in plan.children),
            tuple(show.card(card) for card in plan.sections),
            show.link(plan.prev) if plan.prev else None,
            show.link(plan.next) if plan.next else None,
            show.ask(plan.ask), language, languages.direction(language), plan.edit,
            plan.draft, plan.canonical,
            show.href(plan.targets[0]) if plan.view == "redirect" else "", (), plan.extra,
            plan.happens, showing.share(plan.share), show.kit(plan.kit), plan.type,
            show.facts(plan.facts),
            tuple(views.FilterView(each.name, each.label, tuple(
                views.OptionView(option.number, option.title, option.id, option.many)
                for option in each.options)) for each in plan.filters),
            tuple(show.link(link) for link in plan.downloads),
            tuple(views.SheetGroupView(group.title, show.href(group.url), group.facts,
                                       group.rows, group.language, showing.direction(group.language))
                  for group in plan.sheet),
            plan.brief,
            tuple(show.link(link) for link in plan.map),
            show.href(plan.search) if plan.search else "",
        )  # fmt: skip
        context["head"] = self._head(plan, show, str(html))
        return context

    def _site(self, plan: PagePlan, show: Showing) -> views.SiteView:
        config = self._shared.config
        trail = frozenset(link.url for link in plan.trail if link.url != "/")
        marked = plan.url if any(plan.url == link.url for link in _flat(self._shared.nav)) else ""
        active = next((link.url for link in self._shared.nav if link.url in trail), "")
        foot = plan.url if any(plan.url == link.url for link in self._shared.footer) else ""
        name = (show.prefix, f"{marked} {active} {foot}")
        found = self._sites.get(name)
        if found is None:
            shared = self._shared
            nav = tuple(show.link(link, marked, trail) for link in shared.nav)
            found = self._sites[name] = views.SiteView(
                config.name, config.tagline, config.description, config.language,
                languages.direction(config.language), config.url, show.href("/"),
                show.href(shared.feed) if shared.feed else "", nav,
                Markup(self._imprint),
                tuple(show.link(link, plan.url) for link in shared.footer),
                show.href(shared.logo.src) if shared.logo else "",
                show.picture(shared.logo),
                tuple(views.SocialView(label, href) for label, href in shared.social),
                config.movement, config.staging.stage, _candidate(shared),
                show.banner(shared.banner), show.link(shared.map) if shared.map else None,
            )  # fmt: skip
        return found

    def _head(self, plan: PagePlan, show: Showing, html: str) -> views.HeadView:
        shared, config = self._shared, self._shared.config
        title = _full_title(plan, config.name, config.tagline)
        description = plan.description or config.description or config.tagline
        og: list[tuple[str, str]] = [
            ("og:type", "article" if plan.date and plan.view == "page" else "website"),
            ("og:site_name", config.name),
            ("og:title", plan.title),
        ]
        if description:
            og.append(("og:description", description))
        if plan.canonical:
            og.append(("og:url", plan.canonical))
        og.append(("og:locale", (plan.language or config.language).replace("-", "_")))
        shown_by = (
            (plan.card, *CARD_SIZE, plan.card_words or plan.title) if plan.card else shared.share
        )
        if shown_by and config.url:
            src, width, height, alt = shown_by
            og += [("og:image", config.url + src if src[:1] == "/" else src), ("og:image:width", str(width)),
                   ("og:image:height", str(height)), ("og:image:alt", alt)]  # fmt: skip
        shown = _pictures(plan, shared.logo) if config.hosts_allowed else ()
        elsewhere = dict.fromkeys(picture.src for picture in shown if "//" in picture.src)
        places = dict(shared.assets)
        scripts = tuple(show.href(places[name]) for name in plan.scripts if name in places)
        card = "summary_large_image" if shown_by and config.url else "summary"
        return views.HeadView(
            title, description, plan.canonical, show.href(shared.css),
            tuple(views.IconView(rel, show.href(url), kind, sizes)
                  for rel, url, kind, sizes in shared.icons),
            tuple(og), (("twitter:card", card),),
            tuple(Markup(body) for body in plan.jsonld),
            policy.page(config, html, plan.forms, elsewhere, self._fonts,
                        bool(scripts) or self._own_scripts, bool(plan.search)),
            GENERATOR, plan.robots,
            tuple(views.ThemeColorView(media, content) for media, content in shared.theme_colors),
            show.href(dict(shared.assets).get(SCRIPT, "")) if plan.forms.script else "",
            self._words(plan.forms.queue) if plan.forms.script else "",
            scripts,
            tuple(show.href(places[name]) for name in plan.styles if name in places),
        )  # fmt: skip

    # Bodies --------------------------------------------------------------------------------

    def _body(self, plan: PagePlan, show: Showing, context: dict[str, Any]) -> Markup:
        if not plan.body:
            return Markup("")
        body = self._bodies(plan.body)
        return Markup(self._fill(body.html, plan, body, show, context, 0))

    def _fill(
        self, html: str, plan: PagePlan, body: Body, show: Showing, context: dict[str, Any],
        depth: int,
    ) -> str:  # fmt: skip
        """Put addresses, images and blocks where the markers stand."""
        if "\ufdd0" not in html:
            return html

        def put(match: re.Match[str]) -> str:
            kind, number = match[1], int(match[2])
            if kind == "L" and number < len(plan.targets):
                return str(escape(show.href(plan.targets[number])))
            if kind == "I" and number < len(plan.pictures):
                picture = plan.pictures[number]
                if isinstance(picture, str):
                    return str(escape(picture))
                return self._include("templates/picture.html", context,
                                     picture=show.picture(picture)).strip()  # fmt: skip
            if kind == "B" and number < len(plan.blocks) and depth < 10:
                inner, items = body.blocks[number]
                filled = self._fill(inner, plan, body, show, context, depth + 1)
                block = plan.blocks[number]
                if not block.template:
                    return filled
                shown = tuple(
                    views.ItemView(
                        Markup(self._fill(item.title, plan, body, show, context, depth + 1)),
                        item.id,
                        Markup(self._fill(item.html, plan, body, show, context, depth + 1)),
                    )
                    for item in items
                )
                return self._block(block, Markup(filled), shown, show, context)
            return ""

        return _MARK.sub(put, html)

    def _block(
        self, block: BlockPlan, html: Markup, items: tuple[views.ItemView, ...], show: Showing,
        context: dict[str, Any],
    ) -> str:  # fmt: skip
        args: dict[str, object] = {}
        for name, value in block.args:
            if name in block.links and isinstance(value, str):
                args[name] = show.href(value)
            elif isinstance(value, PicturePlan):
                args[name] = show.picture(value)
            elif isinstance(value, FormView):
                args[name] = show.form(value)
            elif isinstance(value, Share):
                args[name] = showing.share(value)
            elif value is None or isinstance(value, str):
                args[name] = value or ""
            elif isinstance(value, views.ProgressView):
                args[name] = value
            else:
                args[name] = tuple([show.entry(each) for each in value])
        if any(value is None for _, value in block.args):
            return str(html)  # its form or picture is missing, which has been said
        view = views.BlockView(block.name, block.id, args, html, items)
        return self._include(block.template, context, block=view)

    def _include(self, template: str, context: dict[str, Any], **extra: object) -> str:
        return sandbox.joined(
            self.environment.get_template(template).generate({**context, **extra})
        )


class _Assets:
    """``asset(name)`` in a template: the address of one of the theme's own files."""

    def __init__(self, show: Showing, assets: Pairs) -> None:
        self._show, self._assets = show, assets

    def __call__(self, name: str) -> str:
        places = dict(self._assets)
        for known in (name, f"assets/{name}"):
            if known in places:
                return self._show.href(places[known])
        raise LookupError(f'the theme has no file "{name}" in its assets')


def _pictures(plan: PagePlan, logo: PicturePlan | None) -> Iterator[PicturePlan]:
    """Every picture that the page can show."""
    cards = [*plan.children, *plan.sections]
    values: list[object] = [logo, plan.image, *plan.pictures]
    for block in plan.blocks:
        for _, value in block.args:
            if isinstance(value, tuple):
                cards += [each for each in value if isinstance(each, Card)]
            else:
                values.append(value)
    values += [card.image for card in cards]
    yield from (value for value in values if isinstance(value, PicturePlan))


def _candidate(shared: Shared) -> views.CandidateView | None:
    who = shared.config.staging.candidate
    if who is None:
        return None
    return views.CandidateView(who.name, who.office, who.area, who.slogan, shared.standing)


def _flat(menu: tuple[Link, ...]) -> Iterator[Link]:
    for link in menu:
        yield link
        yield from link.children


def _full_title(plan: PagePlan, name: str, tagline: str) -> str:
    """For tabs and search results: the page, then the site, as far as it stays readable."""
    if plan.view == "home":
        full = f"{name}: {tagline}" if tagline and tagline != name else name
        return full if len(full) <= TITLE_MAX + 10 else name
    full = f"{plan.title} – {name}"
    return full if len(full) <= TITLE_MAX + 10 or len(plan.title) < 10 else plan.title
