"""Words that the group's message house avoids, wherever a page says them."""

from __future__ import annotations

import re
from html import unescape

from sitegen.config import Config
from sitegen.later import later
from sitegen.plan.artifacts import PagePlan
from sitegen.problems import Problem, Span

_MAIN = later(r"(?s)<main\b.*?</main>")
_TAG = later(r"(?s)<(?:script|style|pre|code|blockquote|template)\b.*?</[^>]*>|<[^>]*>")


def check(plan: PagePlan, html: str, config: Config) -> tuple[Problem, ...]:
    """A warning for each such word. What is quoted, and what a house itself lists, may stand."""
    if not plan.avoid:
        return ()
    main = _MAIN.search(html)
    text = " ".join(unescape(_TAG.sub(" ", main[0] if main else html)).split())
    found = []
    for words, instead in plan.avoid:
        match = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.I)
        if match:
            around = text[max(0, match.start() - 30) : match.end() + 30].strip()
            found.append(Problem("word-avoided",
                f'Your message house avoids "{words}", and the page says: ...{around}...',
                Span(plan.source or plan.output),
                f"Say instead: {instead}" if instead else "Find another word.", "warning"))  # fmt: skip
    return tuple(found)
