"""Blocks: what a page wrote between ``:::`` lines, with its arguments resolved.

The theme declares what each argument is; a wrong or missing one is a problem with its line.
"""

from __future__ import annotations

from sitegen import assemble
from sitegen.assemble import Page
from sitegen.markdown.directives import unmarked
from sitegen.model import Block
from sitegen.plan import passing, steps
from sitegen.plan.artifacts import BlockPlan, BlockValue
from sitegen.plan.asks import Asks
from sitegen.plan.parts import Parts
from sitegen.problems import Span, did_you_mean
from sitegen.theme import BlockDef, BlockField


class Blocks:
    """The blocks of one planning run."""

    def __init__(self, parts: Parts, asks: Asks) -> None:
        self._parts, self._asks, self._site = parts, asks, parts.site
        self._known = {block.spec.name: block for block in self._site.theme.blocks}

    def plan(self, page: Page, number: int, use: Block, targets: tuple[str, ...]) -> BlockPlan:
        """The page's block of this number. ``targets`` are the addresses of the page's links."""
        definition = self._known.get(use.name)
        if definition is None:
            return BlockPlan(use.name)
        span = Span(page.doc.path, use.line)
        id_ = f"{use.name}-{number + 1}"
        given = dict(use.args)
        args: list[tuple[str, BlockValue]] = []
        for field in definition.fields:
            value = given.get(field.name, "")
            self._judge(use.name, field, value, definition, span)
            args.append((field.name, self._value(page, given, field, value, span, id_, targets)))
        addresses = tuple(field.name for field in definition.fields if field.kind == "link")
        return BlockPlan(use.name, definition.template, id_, tuple(args), addresses)

    def _judge(
        self, name: str, field: BlockField, value: str, definition: BlockDef, span: Span
    ) -> None:
        if field.required and not value:
            words = " ".join(word.upper() for word in definition.spec.args)
            self._parts.say("block-field-missing", f'The block "{name}" needs {field.name}.', span,
                            f"Write for example:  ::: {name} {words}".rstrip())  # fmt: skip
        if field.kind == "choice" and value and value not in field.choices:
            known = "Choices: " + ", ".join(field.choices)
            self._parts.say("block-choice",
                f'"{value}" is not a {field.name} of the block "{name}".', span,
                did_you_mean(value, field.choices, known))  # fmt: skip
        if field.kind == "number" and value and not value.isdecimal():
            self._parts.say("block-number", f'{field.name} must be a number, not "{value}".', span,
                            f"Write for example:  {field.name}: 3")  # fmt: skip

    def _value(
        self,
        page: Page,
        given: dict[str, str],
        field: BlockField,
        value: str,
        span: Span,
        id_: str,
        targets: tuple[str, ...],
    ) -> BlockValue:
        source = page.doc.path
        match field.kind:
            case "link":
                return self._parts.link(source, value, span)[0] if value else ""
            case "image":
                alt = given.get("alt", "")
                return self._parts.picture(source, value, alt, span) if value else None
            case "form":
                name = value or self._site.config.form
                if name:
                    return self._asks.form(name, id_, span)
                self._parts.say("form-unnamed",
                    "This sign-up names no form, and the site has no default.", span,
                    "Write ::: signup join, or add form: join to site.yaml.")  # fmt: skip
                return None
            case "pages":
                pages = self._listed(page, given, value, span, targets)
                limit = given.get("limit", "")
                if limit.isdecimal() and int(limit):
                    pages = pages[: int(limit)]
                return tuple(self._parts.card(each) for each in pages)
            case "ladder":
                return steps.ladder(self._parts, span)
            case "picks":
                return steps.picks(self._parts, value, span) if value else ()
            case "progress":
                return steps.progress(self._parts, value, span) if value else None
            case "share":
                return passing.of(self._parts, page, given, span)
            case "number":
                return value if value.isdecimal() else ""
            case "text":
                return unmarked(value)
        return value

    def _listed(
        self, page: Page, given: dict[str, str], value: str, span: Span, targets: tuple[str, ...]
    ) -> tuple[Page, ...]:
        """The pages that a block lists: a tag's, a section's or a content type's, as far as their
        fields are as asked, or those that its body links to."""
        found = self._among(page, given, value, span, targets)
        kind, fields = given.get("type", ""), self._parts.fields
        if kind and kind not in fields.types:
            self._parts.say("type-unknown", f'There is no content type "{kind}".', span,
                            did_you_mean(kind, fields.types, "Types: " + ", ".join(fields.types)))  # fmt: skip
        return fields.matching(found, given.get("where", ""), span)

    def _among(
        self, page: Page, given: dict[str, str], value: str, span: Span, targets: tuple[str, ...]
    ) -> tuple[Page, ...]:
        tag = given.get("tag", "") or (value[4:] if value.startswith("tag:") else "")
        if tag:
            known = self._parts.tags.get(assemble.slugify(tag))
            if known is None:
                names = [words for words, _, _ in self._site.tags]
                self._parts.say("tag-unknown", f'No page has the tag "{tag}".', span,
                                did_you_mean(tag, names), "warning")  # fmt: skip
            return known[2] if known else ()
        if given.get("type") and not value:
            rows = [row for group in self._site.entries.values() for row in group]
            pages = [each for each in (*self._site.pages, *rows) if each.doc.type == given["type"]]
            return self._parts.fields.listed(pages)[0]
        if value:
            _, section = self._parts.link(page.doc.path, value, span)
            if section is None:
                return ()
            rows = list(self._site.entries.get(section.url, ()))
            return (*self._site.children.get(section.url, ()), *rows) or (section,)
        numbers = [int(number) for number in given.get("links", "").split(",") if number]
        urls = [targets[number].partition("#")[0] for number in numbers if number < len(targets)]
        found = dict.fromkeys(url for url in urls if url in self._site.by_url)
        return tuple(self._site.by_url[url] for url in found)
