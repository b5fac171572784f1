"""The imprint must stand on every page as text that can be seen and read.

Looks at finished pages: that the words are in the text and not only in a picture's description,
that nothing above them hides them, and, as far as the style sheet tells, how large and how clear
they are. A free text is nobody's law and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import escape

from sitegen.checks.sheet import SCREENS, Element, Look, Sheet
from sitegen.config import Config
from sitegen.imprint import Imprint
from sitegen.later import later
from sitegen.plan.artifacts import PagePlan
from sitegen.problems import Level, Problem, Span

LEAST_SIZE = 12.0
"""CSS pixels below which an imprint is told to be small where no law names a size."""
LEAST_CONTRAST = 4.5
"""Of text on its ground (WCAG 2.2, 1.4.3)."""

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_TAG = later(r"<!--.*?-->|<(script|style|template|textarea|title)\b[^>]*>.*?</\1\s*>|"
                  r"<(/?)([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.S)  # fmt: skip
_ATTRIBUTE = later(r"([^\s\"'=<>/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")


def check(
    plan: PagePlan, html: str, config: Config, sheet: Sheet | None = None
) -> tuple[Problem, ...]:
    """What is wrong with the imprint on one page; ``sheet`` is the page's style sheet."""
    staging = config.staging
    lines = staging.statement.lines
    if staging.imprint.is_text or plan.view == "redirect" or not lines:
        return ()
    level: Level = "error" if staging.statement.required else "warning"
    template = Span(f"themes/{config.theme}/{plan.template}")
    found = []
    places = [_place(html, line) for line in lines]
    if -1 in places:
        said = "not at all" if places == [-1] * len(places) else "only in part"
        found.append(Problem("imprint-absent", f"Pages made with {plan.template} show the imprint "
            f"{said} in their text{_law(config)}.", template,
            "Put {{ site.imprint }} into the template, outside of any picture or comment.", level))  # fmt: skip
    else:
        # One fault of the theme that all pages share is one problem.
        found += _seen(html, max(places), Span(f"themes/{config.theme}"), config, sheet, level)
    found += _contradictions(plan, html, staging.imprint, lines)
    return tuple(found)


def _law(config: Config) -> str:
    law = config.staging.statement.law
    return f", which the law wants ({law})" if law else ""


def _place(html: str, line: str) -> int:
    """Where the line stands in the text of the body; -1 where it does not."""
    words = str(escape(line))
    start = max(html.find("<body"), 0)
    at = html.find(words, start)
    while at >= 0:
        if html.rfind("<", start, at) < html.rfind(">", start, at):  # not inside of a tag
            before = html[max(0, html.rfind("<!--", start, at)) : at]
            if not before.startswith("<!--") or "-->" in before:
                return at
        at = html.find(words, at + 1)
    return -1


def _seen(
    html: str, at: int, theme: Span, config: Config, sheet: Sheet | None, level: Level
) -> Iterator[Problem]:
    """What hides the words at a place of the page, or makes them hard to read."""
    chain = _chain(html, at)
    why = (
        next(filter(None, map(_hiding, chain)), "") if chain is not None else "a template element"
    )
    if why:
        yield Problem("imprint-hidden", f"The imprint is on the page, but {why} hides it"
                      f"{_law(config)}.", theme, "Put it where everybody sees it.", level)  # fmt: skip
        return
    if chain is None or sheet is None:
        return
    looks = sheet.looks(chain)
    unseen = next((look.unseen for look in looks if look.unseen), "")
    if unseen:
        yield Problem("imprint-hidden", f"A style of the theme hides the imprint ({unseen})"
                      f"{_law(config)}.", theme, "Remove that style.", level)  # fmt: skip
        return
    least = config.staging.statement.least or LEAST_SIZE
    sizes = [look.size for look in looks if look.size is not None]
    if sizes and min(sizes) < least:
        yield Problem("imprint-small", f"The imprint is set in {min(sizes):g} pixels, which is "
            f"small for many eyes{_law(config)}.", theme,
            f"Give it at least {least:g}px: font-size: 1rem", "warning")  # fmt: skip
    yield from _clear(looks, theme, config, level)


def _clear(
    looks: tuple[Look, ...], theme: Span, config: Config, level: Level
) -> Iterator[Problem]:
    from sitegen.brand import colour

    for look, (dark, _) in zip(looks, SCREENS, strict=True):
        if look.color is None or look.ground is None:
            continue
        contrast = colour.ratio(colour.from_hex(look.color[1:]), colour.from_hex(look.ground[1:]))
        if contrast < LEAST_CONTRAST:
            yield Problem("imprint-faint", f"The imprint is hard to read on {'dark' if dark else 'light'} "
                f"screens: {look.color} on {look.ground} is {contrast:.2f}:1{_law(config)}.", theme,
                f"It needs {LEAST_CONTRAST}:1: color: var(--text)", level)  # fmt: skip
            return


# Markup ---------------------------------------------------------------------------------------


def _chain(html: str, at: int) -> list[Element] | None:
    """The elements that are open at a place, from ``html`` down; None inside of raw text."""
    # What is between the main element's ends is as long as all the rest, and closed again.
    begin, end = html.find("<main"), html.rfind("</main>")
    if 0 <= begin < end < at:
        html, at = html[:begin] + html[end + 7 :], at - (end + 7 - begin)
    chain: list[Element] = []
    for tag in _TAG.finditer(html):
        if tag.start() >= at:
            break
        if tag.end() > at:
            return None
        name = (tag[3] or "").lower()
        if not name or name in VOID or (tag[4] or "").endswith("/"):
            continue
        if not tag[2]:
            chain.append((name, _attributes(tag[4])))
        elif any(open_ == name for open_, _ in chain):
            while chain.pop()[0] != name:
                pass
    return chain


def _attributes(text: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or found[4] or ""
            for found in _ATTRIBUTE.finditer(text)}  # fmt: skip


def _hiding(element: Element) -> str:
    """What of an element's own markup hides all that is in it, in words; or ""."""
    tag, attributes = element
    if "hidden" in attributes:
        return f"hidden on <{tag}>"
    if attributes.get("aria-hidden", "").lower() == "true":
        return f"aria-hidden on <{tag}>"
    if "popover" in attributes:
        return f"popover on <{tag}>"
    if tag in ("noscript", "template", "svg", "object", "iframe"):
        return f"<{tag}>"
    if tag in ("details", "dialog") and "open" not in attributes:
        return f"a closed <{tag}>"
    style = attributes.get("style", "").replace(" ", "").lower()
    if "display:none" in style or "visibility:hidden" in style:
        return f"the style of <{tag}>"
    return ""


# Other statements on the page -----------------------------------------------------------------

_NOBODY = later(r"not authori[sz]ed by (?:any|a) candidate", re.I)
_SOMEBODY = later(r"(?<!not )authori[sz]ed by (?!any\b|a candidate\b)([^.<]{3,80})", re.I)
_PAID = later(r"\bPaid for by ([A-Z][^.,<]{2,80})")


def _contradictions(
    plan: PagePlan, html: str, imprint: Imprint, lines: tuple[str, ...]
) -> Iterator[Problem]:
    """A page whose text says the opposite of its imprint of who paid or who authorised it."""
    lower = html.lower()
    if "us" not in imprint.jurisdictions or not ("paid for by" in lower or "authori" in lower):
        return
    text = html[html.find("<body") :]
    for line in lines:
        text = text.replace(str(escape(line)), " ")
    text = " ".join(re.sub(r"<[^<>]*>", " ", text).split())
    ours = " ".join(lines)
    span = Span(plan.source or plan.output)
    opposite = _SOMEBODY if imprint.authorised == "no" else _NOBODY
    said = opposite.search(text)
    paid = _PAID.search(text)
    if said is None and paid is not None and paid[1].strip().casefold() not in ours.casefold():
        said = paid
    if said is not None:
        yield Problem("imprint-contradiction", f'This page says "{said[0].strip()}", and the imprint '
            f'says "{ours}".', span, "Let the imprint alone say it, and remove it from the page.",
            "warning")  # fmt: skip
