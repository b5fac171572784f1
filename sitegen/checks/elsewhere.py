"""A page may load from other hosts only what the site's settings name.

A form's service in a frame that opens on a click is named by the form's settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen import policy
from sitegen.config import Config
from sitegen.later import later
from sitegen.plan.artifacts import PagePlan
from sitegen.problems import Problem, Span

_ADDRESS = later(r"=[\"']?(?:[hH][tT][tT][pP][sS]?:)?//")
_LOADS = later(
    r"<(?:script|iframe|img|video|audio|source|embed|track|input)\b[^>]*?\s(?:src|srcset|poster)="
    r"[\"']?(?:https?:)?//([^/\"' >]+)"
    r"|<link\b(?=[^>]*\brel=[\"']?(?:stylesheet|icon|preload|manifest))[^>]*\bhref=[\"']?"
    r"(?:https?:)?//([^/\"' >]+)"
    r"|<object\b[^>]*\bdata=[\"']?(?:https?:)?//([^/\"' >]+)",
    re.I,
)


def _tags(html: str) -> Iterator[str]:
    """The tags with an address elsewhere: a page has few of them, and looking for these first takes
    a fifth of the time."""
    for address in _ADDRESS.finditer(html):
        start = html.rfind(">", 0, address.start()) + 1
        yield html[start : html.find(">", address.end()) + 1 or None]


def check(plan: PagePlan, html: str, config: Config) -> tuple[Problem, ...]:
    """One warning for each host that the page asks and the settings do not name."""
    hosts = dict.fromkeys(
        (match[1] or match[2] or match[3]).lower()
        for tag in _tags(html)
        for match in _LOADS.finditer(tag)
    )
    frames = [origin.partition("//")[2] for origin in plan.forms.frames]
    return tuple(
        Problem("loads-elsewhere",
                f"This page loads something from {host}, which would learn of every visitor; "
                "browsers are told to block it.", Span(plan.source or plan.output),
                f"Remove it, or allow it in site.yaml: hosts_allowed: [{host}]", "warning")
        for host in hosts if not (policy.allows(config, host) or host in frames)
    )  # fmt: skip
