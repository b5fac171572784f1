"""What a theme may not sneak into a page: scripts, frames, foreign forms, requests to others.

The policy of a page (``policy``) is what browsers obey. This module sees to it that the policy
stands where it works, that the page holds nothing beyond it, and that whoever wrote a theme is told
file and line. It reads text only; it decides nothing about what authors write in their own pages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping

from markupsafe import escape
from msgspec import Struct

from sitegen.forms.shown import FormView
from sitegen.later import later
from sitegen.plan.artifacts import PagePlan
from sitegen.problems import Problem, Span

_BEFORE = later(
    r"\s*<!doctype html>\s*<html(?:\s+(?:lang|dir|class|id|prefix|data-[\w-]+)="
    r"(?:\"[^\"<>]*\"|'[^'<>]*'|[\w-]+))*\s*>\s*<head>\s*"
    r"(?:<meta charset=[\"']?utf-8[\"']?\s*/?>\s*|<title>[^<]*</title>\s*|<meta name=\"[^\"<>]*\" content=\"[^\"<>]*\"\s*/?>\s*)*\Z",
    re.I,
)
"""All that may stand before the policy: nothing that loads or runs."""


def _either(word: str) -> str:
    """A word in small or large letters, for a pattern that is tried at every tag of every page: a
    set of two letters is passed over many times faster than a pattern that ignores case."""
    return "".join(f"[{sign}{sign.upper()}]" if sign.isalpha() else sign for sign in word)


_NAMES = ("script", "style", "iframe", "frame", "form", "fencedframe", "link", "base", "object",
          "embed")  # fmt: skip
_TAG = later(
    "<(?=[sSiIfFlLbBoOeEmM])(?:(" + "|".join(map(_either, _NAMES)) + r")\b|(" + _either("meta") + r")\b(?=[^>]*?"
    + _either("http-e") + ")|(" + _either("button") + "|" + _either("input") + r")\b(?=[^>]*?"
    + _either("formaction") + "))([^>]*)"
)  # fmt: skip
"""What has to be looked at: its name in the first, second or third group, then what it holds."""
_ANY = later(
    r"<(?:script|iframe|form|link|meta|base|object|embed|applet|frame|portal|fencedframe|style|img|svg|math"
    r"|video|audio|source|track|input|button)\b|<[a-z][^>]*[\s\"'/](?:on[a-z]+|style|ping|background)\s*=|(?:java|vb)script:",
    re.I,
)
_ATTRIBUTE = later(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?", re.S)
_LINKS = frozenset(("stylesheet", "canonical", "alternate", "icon", "apple-touch-icon", "manifest",
                    "mask-icon", "preload", "me", "author", "license", "next", "prev", "help",
                    "search", "shortcut", "shortlink", "index", "up", "privacy-policy"))  # fmt: skip
_LOADING = frozenset(("stylesheet", "icon", "apple-touch-icon", "manifest", "mask-icon", "preload",
                      "shortcut"))  # fmt: skip
_HINT = "Remove it: a theme is text and styles. docs/themes.md says what a theme may do."


class Found(Struct, frozen=True):
    """Something that may not be: a name for it, and text by which its place can be found."""

    what: str
    sign: str
    hint: str = _HINT


def attributes(text: str) -> dict[str, str]:
    """A tag's attributes by name in small letters; of one that is given twice the first counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), html.unescape(value).strip())
    return found


# A finished page ----------------------------------------------------------------------------


class Guard:
    """Looks through the pages of one site. ``scripts`` are the names of files that may run; tags
    that were found harmless are remembered, since most stand on every page."""

    def __init__(self, scripts: frozenset[str], trusted: bool) -> None:
        self._scripts, self._trusted = scripts, trusted
        self._fine: set[str] = set()

    def page(self, text: str, csp: str, plan: PagePlan, redirect: str, body: str) -> Found | None:
        """The first thing in a page that may not be. ``body`` is what its author wrote."""
        meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(csp)}">'
        at = text.find(meta)
        if at < 0 or _BEFORE.match(text, 0, at) is None:
            if _ANY.search(text) is None:
                return None  # words and links: there is nothing that a policy could forbid
            return Found("no security policy at the beginning of its head", "<head",
                         'Extend "templates/layout.html", or write directly below <head>: '
                         '<meta charset="utf-8"> and <meta http-equiv="Content-Security-Policy" '
                         'content="{{ head.csp }}">')  # fmt: skip
        fine = self._fine
        for match in _TAG.finditer(text):
            tag = match[0]
            if tag in fine or match.start() == at:
                continue
            if match[3]:
                return Found("a button that sends a form elsewhere (formaction)", "formaction")
            name = (match[1] or match[2]).lower()
            if name in ("meta", "link", "script"):
                wrong = self._alike(name, match[4], plan, redirect)
                if not wrong and name != "meta":
                    if len(fine) < 5_000:
                        fine.add(tag)
                    continue
            else:
                wrong = _unlike(name, match[4], plan)
            if wrong and not (self._trusted and tag in body):
                return Found(wrong, f"<{name}")
        return None

    def _alike(self, name: str, inside: str, plan: PagePlan, redirect: str) -> str:
        """What is wrong with a tag that is judged without its page; "" if nothing is."""
        given = attributes(inside)
        if name == "meta":
            fine = plan.view == "redirect" and given.get("http-equiv", "").lower() == "refresh"
            if fine and given.get("content") == f"0; url={redirect}":
                return ""
            return f'<meta http-equiv="{given.get("http-equiv", "")}">'
        if name == "link":
            kinds = set(given.get("rel", "").lower().split())
            if not kinds <= _LINKS or "imagesrcset" in given:
                return f'<link rel="{given.get("rel", "")}">'
            away = re.match(r"[\s\x00-\x1f]*(?:[a-z][a-z0-9+.-]*:|[\\/][\s]*[\\/])",
                            given.get("href", ""), re.I)  # fmt: skip
            return "a <link> to a file of another site" if away and kinds & _LOADING else ""
        if given.get("type", "").lower() == "application/ld+json" and "src" not in given:
            return ""
        source = given.get("src", "").rpartition("/")[2]
        return "" if source and source in self._scripts and "//" not in given["src"] else (
            "a script" + (f" ({given['src']})" if given.get("src") else "")
        )  # fmt: skip


def _unlike(name: str, inside: str, plan: PagePlan) -> str:
    """What is wrong with a tag that depends on the page's own forms; "" if nothing is."""
    given = attributes(inside)
    if name == "form":
        known = {form.action for form in _forms(plan)} | {""}
        return (
            ""
            if given.get("action", "") in known
            else "a form that is sent to a place of the theme's own"
        )
    if name == "iframe":
        known = {form.embed for form in _forms(plan) if form.embed}
        return "" if given.get("src") in known and "srcdoc" not in given else "a frame (<iframe>)"
    return f"<{name}>"


def _forms(plan: PagePlan) -> Iterator[FormView]:
    if plan.ask is not None and plan.ask.form is not None:
        yield plan.ask.form
    for block in plan.blocks:
        for _, value in block.args:
            if isinstance(value, FormView):
                yield value


# Templates as written -----------------------------------------------------------------------

_JINJA = later(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
_FILLED = "\ufdd2"
_OPEN = later(r"<([a-z][\w-]*)\b((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)", re.I)
_HANDLER = later(r"on[a-z]+\Z")
_LOADS = {"img": "src", "script": "src", "iframe": "src", "video": "src", "audio": "src",
          "source": "src", "track": "src", "embed": "src", "input": "src", "object": "data",
          "image": "href", "use": "href", "form": "action"}  # fmt: skip


def template(text: str, path: str) -> tuple[Problem, ...]:
    """What may not stand in a template, with the line of each. What a template fills in by itself
    is judged on the finished page."""
    plain = _JINJA.sub(
        lambda match: ("" if match[0][1] == "#" else _FILLED if match[0][1] == "{" else " ")
        + "\n" * match[0].count("\n"), text)  # fmt: skip
    problems: list[Problem] = []

    def said(what: str, at: int) -> None:
        problems.append(Problem("theme-markup", f"A theme's template may not hold {what}.",
                                Span(path, plain.count("\n", 0, at) + 1), _HINT))  # fmt: skip

    for match in _OPEN.finditer(plain):
        name, given = match[1].lower(), attributes(match[2])
        for key, value in given.items():
            if _HANDLER.match(key) or key in ("style", "formaction", "srcdoc", "ping"):
                said(f"the attribute {key}=", match.start())
            elif re.match(r"[\s\x00-\x1f]*(?:javascript|vbscript|data):", value, re.I):
                said(f"an address that holds a program or data ({key}=)", match.start())
        if name in ("style", "base", "object", "embed", "applet", "frame", "portal"):
            said(f"<{name}>", match.start())
        elif name == "meta" and given.get("http-equiv", _FILLED).lower() not in (
            "content-security-policy", "refresh", _FILLED):  # fmt: skip
            said(f'<meta http-equiv="{given["http-equiv"]}">', match.start())
        elif name == "link" and not set(given.get("rel", "").lower().split()) <= {
            *_LINKS,
            _FILLED,
        }:
            said(f'<link rel="{given["rel"]}">', match.start())
        elif name == "script" and "src" not in given and (
            given.get("type", "").lower() != "application/ld+json"):  # fmt: skip
            said("a script; put it into assets/, and the site's author decides", match.start())
        target = given.get("href" if name == "link" else _LOADS.get(name, ""), "")
        linked = name != "link" or set(given.get("rel", "").lower().split()) & _LOADING
        if linked and re.match(r"(?:https?:)?[\\/]{2}", target, re.I):
            said(f"<{name}> with a file of another site", match.start())
        elif name in ("form", "iframe", "script") and target and _FILLED not in target:
            said(f"<{name}> with an address of its own", match.start())
    return tuple(problems)


def place(found: Found, templates: Mapping[str, str], read: Callable[[str], str],
          likely: str) -> Span:  # fmt: skip
    """The template and line where something most likely comes from; else the page's template."""
    order = sorted(set(templates.values()), key=lambda path: (path != likely, path))
    for path in order:
        text = read(path).lower()
        for match in re.finditer(re.escape(found.sign), text):
            if template(read(path), path) or path == likely:
                return Span(path, text.count("\n", 0, match.start()) + 1)
    return Span(likely, 1)
