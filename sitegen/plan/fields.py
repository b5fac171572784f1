"""What the settings of a content type come to on a page, on its card, and over a list of pages.

Finds the pages, forms and rungs that fields name; a name that leads nowhere is said on the page that
has it, not on those that list it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from sitegen import assemble
from sitegen.assemble import Page
from sitegen.contenttypes import LANGUAGE, PLAIN, ContentType, TypeField
from sitegen.forms import presets
from sitegen.later import later
from sitegen.model import Document, FieldValue, Pairs
from sitegen.plan.artifacts import Fact, Filter, Link, Option
from sitegen.problems import Span, did_you_mean

if TYPE_CHECKING:
    from sitegen.plan.parts import Parts

_FORM = later(r"(?:\.\.?/|/)*forms/([\w-]+)(?:\.ya?ml)?")
"""A form, named as its file."""

WITHHELD = ("address", "online")
"""Fields that a page with ``hidden`` tells only those who signed up."""

MOST = 40
"""Values by which one list can be narrowed: as many as the style sheet has rules for."""


class Fields:
    """The typed fields of one planning run."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._site = parts, parts.site
        self.types = {kind.name: kind for kind in self._site.theme.types}

    def type(self, doc: Document) -> ContentType:
        """What the page is."""
        return self.types.get(doc.type, PLAIN)

    def facts(self, page: Page) -> tuple[Fact, ...]:
        """Every field of the page that is given and shown, with what is wrong in them said."""
        kind, doc = self.type(page.doc), page.doc
        given = dict(doc.fields)
        found = []
        for field in kind.fields:
            if field.name in given:
                items = self._items(doc, field, given[field.name], aloud=True)
                if field.name in WITHHELD and given.get("hidden"):
                    items = (Link(self._parts.word("withheld"), ""),)
                if items and field.shown:
                    found.append(Fact(field.name, self.label(field), items, field.kind == "quote"))
        if LANGUAGE.name in kind.facts and self.foreign(doc):
            found.append(self._language(doc))
        return tuple(found)

    def brief(self, page: Page) -> tuple[Fact, ...]:
        """The fields that stand on the page's card; nothing in them leads anywhere."""
        kind, given = self.type(page.doc), dict(page.doc.fields)
        found = []
        for name in kind.facts:
            field = kind.field(name)
            if field is LANGUAGE and self.foreign(page.doc):
                found.append(self._language(page.doc))
            elif field is not None and name in given:
                items = self._items(page.doc, field, given[name], aloud=False)
                if items:
                    found.append(Fact(name, self.label(field),
                                      tuple(replace(item, url="") for item in items),
                                      field.kind == "quote"))  # fmt: skip
        return tuple(found)

    def foreign(self, doc: Document) -> bool:
        """Whether the page's words are in another language than the site's."""
        return doc.language not in ("", self._site.config.language)

    def _language(self, doc: Document) -> Fact:
        items = (Link(self.word(LANGUAGE, doc.language), ""),)
        return Fact(LANGUAGE.name, self.label(LANGUAGE), items)

    def _known(self, doc: Document, name: str) -> FieldValue:
        """What the page says in a field by which lists tell pages apart."""
        if name == LANGUAGE.name:
            return doc.language or self._site.config.language
        return dict(doc.fields).get(name, "")

    def form(self, doc: Document) -> tuple[str, Span]:
        """The form that a field of the page names, and where; "" for none."""
        for field in self.type(doc).fields:
            value = dict(doc.fields).get(field.name)
            if field.kind == "form" and isinstance(value, str):
                return value, Span(doc.path, doc.line(field.name))
        return "", Span(doc.path)

    def leads(self, doc: Document) -> str:
        """Where the page's own ``link`` leads, as written; "" for nowhere."""
        value = dict(doc.fields).get("link", "")
        return _titled(value)[1] if isinstance(value, str) else ""

    def avoided(self) -> Pairs:
        """Words that the site's message houses avoid, each with what to say instead, if any."""
        found: dict[str, str] = {}
        for page in self._site.pages:
            for words in _several(dict(page.doc.fields).get("avoid", "")):
                bad, _, better = words.partition("|")
                found.setdefault(bad.strip(), better.strip())
        return tuple((bad, better) for bad, better in found.items() if bad)

    # Lists -----------------------------------------------------------------------------------

    def listed(self, pages: Sequence[Page]) -> tuple[tuple[Page, ...], ContentType]:
        """The pages in the order that their type wants, and that type if they have one in common."""
        names = {page.doc.type for page in pages if page.view in ("page", assemble.ENTRY)}
        kind = self.types.get(names.pop(), PLAIN) if len(names) == 1 else PLAIN
        if not kind.sort:
            return tuple(pages), kind
        return tuple(sorted(pages, key=lambda page: self._rank(kind, page.doc))), kind

    def filters(self, pages: Iterable[Page], kind: ContentType) -> tuple[Filter, ...]:
        """By what a list of these pages can be narrowed: fields in which they differ."""
        docs = [page.doc for page in pages if page.doc.type == kind.name]
        found: list[Filter] = []
        number = 0
        for name in kind.filters:
            field = kind.field(name)
            if field is None:
                continue
            counts: dict[str, int] = {}
            for doc in docs:
                for value in _several(self._known(doc, name)):
                    counts[value] = counts.get(value, 0) + 1
            if len(counts) < 2 or number + len(counts) > MOST:
                continue
            options = []
            for value in sorted(counts, key=lambda value: self._order(field, value)):
                number += 1
                id_ = assemble.slugify(f"{name}-{value}")
                options.append(
                    Option(
                        number, _first_large(self.word(field, value)), id_, counts[value], value
                    )
                )
            found.append(Filter(name, self.label(field), tuple(options)))
        return tuple(found)

    def matching(self, pages: tuple[Page, ...], where: str, span: Span) -> tuple[Page, ...]:
        """Those of the pages whose fields are as ``where`` says: ``rung=host, effort=low``."""
        for condition in filter(None, (part.strip() for part in where.split(","))):
            name, sign, value = (part.strip() for part in condition.partition("="))
            known = {field.name for page in pages for field in self.type(page.doc).fields}
            known.add(LANGUAGE.name)
            if not sign or (pages and name not in known):
                self._parts.say("where-field", f'"{condition}" says nothing of these pages.', span,
                    did_you_mean(name, known, "Write for example:  where: rung=join"))  # fmt: skip
                continue
            pages = tuple(page for page in pages
                          if value in _several(self._known(page.doc, name)))  # fmt: skip
        return pages

    def marks(self, page: Page, filters: tuple[Filter, ...]) -> tuple[int, ...]:
        """The numbers of the options under which the page falls."""
        return tuple(option.number for each in filters for option in each.options
                     if option.value in _several(self._known(page.doc, each.name)))  # fmt: skip

    def _rank(self, kind: ContentType, doc: Document) -> tuple[Any, ...]:
        ranks: list[Any] = []
        for name in kind.sort:
            field, value = kind.field(name), self._known(doc, name)
            first = _several(value)[:1]
            ranks += [not first, self._order(field, first[0]) if field and first else ()]
        return (doc.order is None, doc.order or 0, *ranks, doc.title.casefold(), doc.path)

    def _order(self, field: TypeField, value: str) -> tuple[float, str]:
        """Rungs by the ladder, choices as they are declared, numbers by size, words by letters."""
        if field.kind == "rung":
            names = [rung.name for rung in self._site.ladder.rungs]
        else:
            names = [choice for choice, _ in field.choices]
        if value in names:
            return names.index(value), ""
        try:
            return (float(value) if field.kind == "number" else len(names)), value.casefold()
        except ValueError:
            return len(names), value.casefold()

    # Words -----------------------------------------------------------------------------------

    def label(self, field: TypeField) -> str:
        """What the field is called on a page."""
        return field.label or self._parts.word(f"fact_{field.name}") or _words(field.name)

    def word(self, field: TypeField, value: str) -> str:
        """What a value is called on a page."""
        if field.kind == "rung":
            rung = self._site.ladder.rung(value)
            return rung.title if rung else value
        if field.kind == "flag":
            return self._parts.word("said_yes", "Yes")
        if field.kind == "language":
            return presets.language(value)
        if field.kind not in ("choice", "choices"):
            return value
        own = dict(field.choices).get(value, "")
        return own or self._parts.word(f"{field.name}_{value}") or _words(value)

    # Values ----------------------------------------------------------------------------------

    def _items(
        self, doc: Document, field: TypeField, value: FieldValue, aloud: bool
    ) -> tuple[Link, ...]:
        span = doc.place(field.name)
        found: list[Link] = []
        for text in _several(value):
            match field.kind:
                case "link" | "links" | "page" | "pages":
                    item = self._link(doc, field, text, span, aloud)
                case "form":
                    item = self._form(text, span, aloud)
                case "rung":
                    item = self._rung(text, span, aloud)
                case "date":
                    item = Link(self._date(text), "")
                case _:
                    item = Link(self.word(field, text), "")
            if item is not None:
                found.append(item)
        return tuple(found)

    def _link(
        self, doc: Document, field: TypeField, text: str, span: Span, aloud: bool
    ) -> Link | None:
        title, target = _titled(text)
        if not aloud:
            return Link(title or target, "")
        named = _FORM.fullmatch(target) if field.kind in ("link", "links") else None
        if named:
            return self._form_page(named[1], title, span)
        url, page = self._parts.link(doc.path, target, span)
        if page is None and field.kind in ("page", "pages") and url != "/":
            self._parts.say("field-page", f'"{target}" is no page of this site.', span,
                            f"Name a file for {field.name}, such as tactics/street-stall.md")  # fmt: skip
        path, size = self._parts.file(doc.path, target)
        if path:
            stem, _, ending = path.rpartition("/")[2].rpartition(".")
            what = ", ".join(filter(None, (ending.upper(), file_size(size) if size else "")))
            return Link(f"{title or _words(stem)} ({what})", url)
        return Link(title or (page.doc.title if page else _shown(target)), url)

    def _form_page(self, name: str, title: str, span: Span) -> Link | None:
        """The page that asks with a form: the first one that names it, else the home page where the
        whole site asks with it."""
        shown = self._form(name, span, aloud=True)
        if shown is None:
            return None
        for page in self._site.pages:
            if name in (page.doc.ask.form, page.doc.ask.to, self.form(page.doc)[0]):
                return Link(title or shown.title, f"{page.url}#ask")
        if name in (self._site.config.form, self._site.config.ask.form):
            return Link(title or shown.title, "/#ask")
        self._parts.say("form-nowhere", f'No page asks with the form "{name}", so nothing can lead '
                        "to it.", span, f"Add to a page:  ask: {name}", "warning")  # fmt: skip
        return None

    def _form(self, name: str, span: Span, aloud: bool) -> Link | None:
        plain = name.removeprefix("forms/").removesuffix(".yaml")
        form = self._site.form(plain)
        if form is None and aloud:
            names = [each.name for each in self._site.forms]
            self._parts.say("form-missing", f'There is no form "{name}".', span,
                            did_you_mean(plain, names, f"Forms here: {', '.join(names)}."))  # fmt: skip
        return Link(form.title, "") if form else None

    def _rung(self, name: str, span: Span, aloud: bool) -> Link | None:
        rung = self._site.ladder.rung(name)
        if rung is None and aloud:
            names = [each.name for each in self._site.ladder.rungs]
            known = f"Rungs: {', '.join(names)}." if names else \
                "Rungs are described in content/ladder.yaml."  # fmt: skip
            self._parts.say("rung-missing", f'The ladder has no rung "{name}".', span,
                            did_you_mean(name, names, known))  # fmt: skip
        return Link(rung.title, "") if rung else None

    def _date(self, iso: str) -> str:
        time = iso[11:16]
        return f"{self._parts.date(iso)}, {time}" if time and time != "00:00" else \
            self._parts.date(iso)  # fmt: skip


def file_size(length: int) -> str:
    """How large a file is, as people say it."""
    return f"{length / 1e6:.1f} MB" if length >= 1e6 else f"{max(1, round(length / 1000))} KB"


def _several(value: FieldValue) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return ("yes",) if value is True else (str(value),) if value != "" else ()


def _titled(text: str) -> tuple[str, str]:
    """``Words | address`` or ``[Words](address)`` as both, else only the address."""
    if text.startswith("[") and text.endswith(")") and "](" in text:
        title, _, target = text[1:-1].partition("](")
        return title.strip(), target.strip()
    title, bar, target = text.rpartition(" | ")
    return (title.strip(), target.strip()) if bar else ("", text)


def _shown(address: str) -> str:
    """An address as people say it."""
    return (
        address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    )


def _words(name: str) -> str:
    return _first_large(name.replace("_", " ").replace("-", " "))


def _first_large(words: str) -> str:
    return words[:1].upper() + words[1:]
