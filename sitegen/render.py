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
from msgspec.structs import replace

from sitegen import __version__, guard, languages, policy, sandbox, views
from sitegen.config import Config
from sitegen.forms.shown import FieldView, FormView, OptionView, ThanksView
from sitegen.later import later
from sitegen.model import Body, Pairs
from sitegen.plan.artifacts import (
    CARD_SIZE,
    SCRIPT,
    Artifact,
    Ask,
    Banner,
    BlockPlan,
    Card,
    Fact,
    KitFile,
    KitPage,
    Link,
    PagePlan,
    Pick,
    PicturePlan,
    Shared,
    Step,
)
from sitegen.plan.share import Share
from sitegen.problems import Problem, Span
from sitegen.theme import Theme

if TYPE_CHECKING:
    from jinja2.bccache import BytecodeCache

TIME_LIMIT = 10.0
"""Seconds for one page; a page of this size takes a thousandth of it."""
GENERATOR = f"sitegen {__version__}"
SIZES = "(min-width: 60rem) 50rem, 100vw"
"""How wide a picture is shown, for browsers that choose among sizes."""
TITLE_MAX = 60

_PIXELS = later(r"\s*([1-9][0-9]{0,4})(?:px)?\s*")
_WRITTEN = frozenset(("src", "srcset", "sizes", "width", "height", "alt", "title", "loading", "decoding",
                      "fetchpriority"))  # fmt: skip
"""Attributes of a picture that templates write themselves."""
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
        self._hrefs: dict[tuple[str, str], str] = {}
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
        context = self._context(plan, prefix)
        template = self.environment.get_template(plan.template)
        text = sandbox.joined(template.generate(context))
        page = context["page"]
        return text, self._guard.page(text, context["head"].csp, plan, page.redirect, page.html)

    def _mail(self, artifact: Artifact, plan: PagePlan) -> tuple[bytes, tuple[Problem, ...]]:
        """The page as a letter, in HTML or as text, and whether it is too long for one."""
        from sitegen import mail

        config = self._shared.config
        prefix = f"{config.url}/"

        def complete(url: str) -> str:
            return url if ":" in url or url[:2] == "//" else config.url + url

        ask = plan.ask
        asked = (ask.title, ask.text, ask.button, f"{plan.canonical}#ask" if ask.form
                 else complete(ask.url)) if ask else None  # fmt: skip
        image = plan.image
        language = plan.language or config.language
        # Complete addresses are those of folders, as in the head of each page.
        html = str(self._body(plan, prefix, self._ground(plan, prefix)))
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

    # Addresses -----------------------------------------------------------------------------

    def _href(self, prefix: str, url: str) -> str:
        """An address from the top of the site as one that works from here, on any host or disk."""
        if url[:1] != "/" or url[:2] == "//":
            return url
        name = (prefix, url)
        found = self._hrefs.get(name)
        if found is None:
            at = min((n for n in (url.find("?"), url.find("#")) if n >= 0), default=len(url))
            path, tail = url[:at], url[at:]
            if path.endswith("/") and not self._shared.config.folders:
                path += "index.html"
            found = self._hrefs[name] = (prefix + path[1:] or "./") + tail
        return found

    def _link(self, prefix: str, link: Link, at: str = "", trail: frozenset[str] = frozenset()
              ) -> views.LinkView:  # fmt: skip
        children = tuple(self._link(prefix, child, at, trail) for child in link.children)
        here = link.url == at
        return views.LinkView(link.title, self._href(prefix, link.url), here,
                              here or link.url in trail, children, link.count)  # fmt: skip

    def _picture(self, prefix: str, picture: PicturePlan | None) -> views.PictureView | None:
        if picture is None:
            return None
        sizes = SIZES if picture.files or picture.webp else ""
        width, height, attributes = _sized(picture)
        return views.PictureView(
            self._href(prefix, picture.src),
            ", ".join(f"{self._href(prefix, url)} {width}w" for url, width in picture.files),
            ", ".join(f"{self._href(prefix, url)} {width}w" for url, width in picture.webp),
            sizes, width, height, picture.alt, picture.title, attributes,
        )  # fmt: skip

    def _card(self, prefix: str, card: Card) -> views.CardView:
        return views.CardView(
            card.title, self._href(prefix, card.url), card.description, card.date, card.date_text,
            self._picture(prefix, card.image),
            tuple(self._link(prefix, tag) for tag in card.tags),
            tuple(self._link(prefix, child) for child in card.children),
            card.type, self._facts(prefix, card.facts), card.marks, card.past,
        )  # fmt: skip

    def _kit(self, prefix: str, kit: KitPage | None) -> views.KitView | None:
        if kit is None:
            return None

        def one(file: KitFile) -> views.KitFileView:
            return views.KitFileView(file.title, self._href(prefix, file.url), file.size)

        def all_(files: tuple[KitFile, ...]) -> tuple[views.KitFileView, ...]:
            return tuple(one(file) for file in files)

        return views.KitView(
            one(kit.zip), all_(kit.wordmarks), all_(kit.colour), all_(kit.single),
            all_(kit.pictures), all_(kit.screen), one(kit.sheet), kit.colours,
        )  # fmt: skip

    def _facts(self, prefix: str, facts: tuple[Fact, ...]) -> tuple[views.FactView, ...]:
        return tuple([views.FactView(fact.name, fact.label,
                                     tuple([self._link(prefix, item) for item in fact.items]), fact.quoted)
                      for fact in facts])  # fmt: skip

    def _entry(
        self, prefix: str, entry: Card | Step | Pick
    ) -> views.CardView | views.StepView | views.PickView:
        """What a block lists."""
        if isinstance(entry, Step):
            return self._step(prefix, entry)
        if isinstance(entry, Pick):
            return views.PickView(entry.title, entry.ask, self._href(prefix, entry.url) if entry.url else "",
                                  tuple(self._card(prefix, card) for card in entry.cards))  # fmt: skip
        return self._card(prefix, entry)

    def _step(self, prefix: str, step: Step) -> views.StepView:
        return views.StepView(
            step.name,
            step.title,
            step.ask,
            step.text,
            step.does,
            step.up,
            step.people,
            step.width,
            step.x,
            step.y,
            self._href(prefix, step.url) if step.url else "",
            tuple(self._link(prefix, link) for link in step.tactics),
            tuple(self._link(prefix, link) for link in step.messages),
        )

    def _ask(self, prefix: str, ask: Ask | None) -> views.AskView | None:
        if ask is None:
            return None
        href = self._href(prefix, ask.url) if ask.form is None else ""
        form = self._form(prefix, ask.form) if ask.form else None
        return views.AskView(ask.title, ask.text, ask.button, href, form)

    def _form(self, prefix: str, form: FormView) -> FormView:
        thanks = replace(form.thanks, href=self._href(prefix, form.thanks.href))
        return replace(form, intro=Markup(form.intro), thanks=thanks,
                       privacy_href=self._href(prefix, form.privacy_href),
                       closed_href=self._href(prefix, form.closed_href))  # fmt: skip

    def _banner(self, prefix: str, banner: Banner | None) -> views.BannerView | None:
        if banner is None:
            return None
        return views.BannerView(banner.text, self._href(prefix, banner.url), banner.link)

    def _words(self, queue: bool) -> str:
        """What the script for forms says, as JSON by the names it knows."""
        if queue not in self._said_words:
            prefixes = ("script_", "queue_") if queue else ("script_",)
            words = {name.partition("_")[2]: text for name, text in self._strings.items()
                     if name.startswith(prefixes)}  # fmt: skip
            self._said_words[queue] = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
        return self._said_words[queue]

    # What a template sees ------------------------------------------------------------------

    def _ground(self, plan: PagePlan, prefix: str) -> dict[str, Any]:
        """What all templates see, those of blocks too."""
        return {
            "site": self._site(plan, prefix),
            "t": self._strings,
            "theme": self._settings,
            "asset": _Assets(self, prefix),
        }

    def _context(self, plan: PagePlan, prefix: str) -> dict[str, Any]:
        context = self._ground(plan, prefix)
        html = self._body(plan, prefix, context)
        language = plan.language or self._shared.config.language
        context["page"] = views.PageView(
            plan.title, plan.description, html, plan.view, plan.layout, plan.date, plan.date_text,
            tuple(self._link(prefix, tag) for tag in plan.tags),
            self._picture(prefix, plan.image),
            tuple(views.HeadingView(*heading) for heading in plan.headings),
            tuple(self._link(prefix, link) for link in plan.trail),
            tuple(self._card(prefix, card) for card in plan.children),
            tuple(self._card(prefix, card) for card in plan.sections),
            self._link(prefix, plan.prev) if plan.prev else None,
            self._link(prefix, plan.next) if plan.next else None,
            self._ask(prefix, plan.ask), language, languages.direction(language), plan.edit,
            plan.draft, plan.canonical,
            self._href(prefix, plan.targets[0]) if plan.view == "redirect" else "", (), plan.extra,
            plan.happens, _share(plan.share), self._kit(prefix, plan.kit), plan.type,
            self._facts(prefix, plan.facts),
            tuple(views.FilterView(each.name, each.label, tuple(
                views.OptionView(option.number, option.title, option.id, option.many)
                for option in each.options)) for each in plan.filters),
            tuple(self._link(prefix, link) for link in plan.downloads),
            tuple(views.SheetGroupView(group.title, self._href(prefix, group.url), group.facts,
                                       group.rows, group.language, _direction(group.language))
                  for group in plan.sheet),
            plan.brief,
            tuple(self._link(prefix, link) for link in plan.map),
            self._href(prefix, plan.search) if plan.search else "",
        )  # fmt: skip
        context["head"] = self._head(plan, prefix, str(html))
        return context

    def _site(self, plan: PagePlan, prefix: str) -> views.SiteView:
        config = self._shared.config
        trail = frozenset(link.url for link in plan.trail if link.url != "/")
        marked = plan.url if any(plan.url == link.url for link in _flat(self._shared.nav)) else ""
        active = next((link.url for link in self._shared.nav if link.url in trail), "")
        name = (prefix, f"{marked} {active}")
        found = self._sites.get(name)
        if found is None:
            shared = self._shared
            nav = tuple(self._link(prefix, link, marked, trail) for link in shared.nav)
            found = self._sites[name] = views.SiteView(
                config.name, config.tagline, config.description, config.language,
                languages.direction(config.language), config.url, self._href(prefix, "/"),
                self._href(prefix, shared.feed) if shared.feed else "", nav,
                Markup(self._imprint),
                tuple(self._link(prefix, link, plan.url) for link in shared.footer),
                self._href(prefix, shared.logo.src) if shared.logo else "",
                self._picture(prefix, shared.logo),
                tuple(views.SocialView(label, href) for label, href in shared.social),
                config.movement, config.staging.stage, _candidate(shared),
                self._banner(prefix, shared.banner), self._link(prefix, shared.map) if shared.map else None,
            )  # fmt: skip
        return found

    def _head(self, plan: PagePlan, prefix: str, html: str) -> views.HeadView:
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
        scripts = tuple(
            self._href(prefix, places[name]) for name in plan.scripts if name in places
        )
        card = "summary_large_image" if shown_by and config.url else "summary"
        return views.HeadView(
            title, description, plan.canonical, self._href(prefix, shared.css),
            tuple(views.IconView(rel, self._href(prefix, url), kind, sizes)
                  for rel, url, kind, sizes in shared.icons),
            tuple(og), (("twitter:card", card),),
            tuple(Markup(body) for body in plan.jsonld),
            policy.page(config, html, plan.forms, elsewhere, self._fonts,
                        bool(scripts) or self._own_scripts, bool(plan.search)),
            GENERATOR, plan.robots,
            tuple(views.ThemeColorView(media, content) for media, content in shared.theme_colors),
            self._href(prefix, dict(shared.assets).get(SCRIPT, "")) if plan.forms.script else "",
            self._words(plan.forms.queue) if plan.forms.script else "",
            scripts,
            tuple(self._href(prefix, places[name]) for name in plan.styles if name in places),
        )  # fmt: skip

    # Bodies --------------------------------------------------------------------------------

    def _body(self, plan: PagePlan, prefix: str, context: dict[str, Any]) -> Markup:
        if not plan.body:
            return Markup("")
        body = self._bodies(plan.body)
        return Markup(self._fill(body.html, plan, body, prefix, context, 0))

    def _fill(
        self, html: str, plan: PagePlan, body: Body, prefix: str, context: dict[str, Any],
        depth: int,
    ) -> str:  # fmt: skip
        """Put addresses, images and blocks where the markers stand."""
        if "\ufdd0" not in html:
            return html

        def put(match: re.Match[str]) -> str:
            kind, number = match[1], int(match[2])
            if kind == "L" and number < len(plan.targets):
                return str(escape(self._href(prefix, plan.targets[number])))
            if kind == "I" and number < len(plan.pictures):
                picture = plan.pictures[number]
                if isinstance(picture, str):
                    return str(escape(picture))
                return self._include("templates/picture.html", context,
                                     picture=self._picture(prefix, picture)).strip()  # fmt: skip
            if kind == "B" and number < len(plan.blocks) and depth < 10:
                inner, items = body.blocks[number]
                filled = self._fill(inner, plan, body, prefix, context, depth + 1)
                block = plan.blocks[number]
                if not block.template:
                    return filled
                shown = tuple(
                    views.ItemView(
                        Markup(self._fill(item.title, plan, body, prefix, context, depth + 1)),
                        item.id,
                        Markup(self._fill(item.html, plan, body, prefix, context, depth + 1)),
                    )
                    for item in items
                )
                return self._block(block, Markup(filled), shown, prefix, context)
            return ""

        return _MARK.sub(put, html)

    def _block(
        self, block: BlockPlan, html: Markup, items: tuple[views.ItemView, ...], prefix: str,
        context: dict[str, Any],
    ) -> str:  # fmt: skip
        args: dict[str, object] = {}
        for name, value in block.args:
            if name in block.links and isinstance(value, str):
                args[name] = self._href(prefix, value)
            elif isinstance(value, PicturePlan):
                args[name] = self._picture(prefix, value)
            elif isinstance(value, FormView):
                args[name] = self._form(prefix, value)
            elif isinstance(value, Share):
                args[name] = _share(value)
            elif value is None or isinstance(value, str):
                args[name] = value or ""
            elif isinstance(value, views.ProgressView):
                args[name] = value
            else:
                args[name] = tuple([self._entry(prefix, each) for each in value])
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

    def __init__(self, renderer: Renderer, prefix: str) -> None:
        self._renderer, self._prefix = renderer, prefix

    def __call__(self, name: str) -> str:
        places = dict(self._renderer._shared.assets)
        for known in (name, f"assets/{name}"):
            if known in places:
                return self._renderer._href(self._prefix, places[known])
        raise LookupError(f'the theme has no file "{name}" in its assets')


def _sized(picture: PicturePlan) -> tuple[int, int, Pairs]:
    """Width and height in pixels as the text wants them, in the picture's own shape where it names
    one of them, and the attributes that are left. A share of the line's width is the theme's."""
    wanted = dict(picture.attributes)
    rest = tuple(pair for pair in picture.attributes if pair[0] not in _WRITTEN)
    across, down = (int(found[1]) if (found := _PIXELS.fullmatch(wanted.get(name, ""))) else 0
                    for name in ("width", "height"))  # fmt: skip
    width, height = picture.width, picture.height
    if not (width and height) or not (across or down):
        return across or width, down or height, rest
    return (across or max(1, round(down * width / height)),
            down or max(1, round(across * height / width)), rest)  # fmt: skip


def _pictures(plan: PagePlan, logo: PicturePlan | None) -> Iterator[PicturePlan]:
    """Every picture that the page can show."""
    cards = [*plan.children, *plan.sections]
    values: list[object] = [logo, plan.image, *plan.pictures]
    for block in plan.blocks:
        for _, value in block.args:
            if isinstance(value, tuple) and not isinstance(value, PicturePlan | FormView):
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


def _share(share: Share | None) -> views.ShareView | None:
    if share is None:
        return None
    links = tuple(views.ShareLinkView(link.name, link.title, link.url) for link in share.links)
    return views.ShareView(share.url, share.title, share.text, links, share.size, share.language,
                           _direction(share.language))  # fmt: skip


def _direction(language: str) -> str:
    """Which way words run; where nothing says in which language they are, the reader's program looks."""
    return languages.direction(language) if language else "auto"


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
