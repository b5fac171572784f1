"""What a preview adds to a page on its way to the browser, and to nothing on disk.

The reload script, the problems over the last good page, how the page reads, and a policy that lets
them work.
"""

from __future__ import annotations

import html
import re

from sitegen.problems import Problem
from sitegen.readability import LONG_SENTENCE, Reading

ADDRESS = "127.0.0.1"
_LANG = re.compile(rb'<html\b[^>]*?\blang="([A-Za-z0-9-]+)"')
_CSP = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
CSS = """
#sitegen-problems{position:fixed;inset:auto 0 0 0;max-block-size:60vh;overflow:auto;z-index:2147483647;
background:#1c1917;color:#fafaf9;font:16px/1.5 system-ui,sans-serif;padding:1rem 1.5rem;
border-block-start:6px solid #f59e0b;margin:0;text-align:start;direction:ltr}
#sitegen-problems.error{border-color:#ef4444}
#sitegen-problems summary{cursor:pointer;font-weight:700;min-block-size:24px}
#sitegen-problems ul{list-style:none;padding:0;margin:.5rem 0 0}
#sitegen-problems li{margin:0 0 .75rem;max-inline-size:none}
#sitegen-problems code{font:14px/1.4 ui-monospace,monospace;color:#fcd34d;background:none;padding:0}
#sitegen-problems .hint{display:block;color:#d6d3d1}
#sitegen-reading{position:fixed;inset:auto .75rem .75rem auto;max-inline-size:min(30rem,calc(100vw - 1.5rem));
z-index:2147483646;background:#1c1917;color:#fafaf9;font:14px/1.5 system-ui,sans-serif;border:1px solid #a8a29e;
border-radius:.5rem;text-align:start;direction:ltr;opacity:1}
#sitegen-reading details{margin:0;padding:0;border:0;background:none;color:inherit;box-shadow:none}
#sitegen-reading summary{cursor:pointer;min-block-size:24px;padding:.25rem .75rem;font:600 14px/1.5 system-ui,sans-serif;
color:inherit;background:none;letter-spacing:0;text-transform:none}
#sitegen-reading summary:focus-visible{outline:3px solid #fcd34d;outline-offset:2px}
#sitegen-reading p,#sitegen-reading ul{margin:0;padding:.25rem .75rem .75rem}
#sitegen-reading ul{list-style:none;max-block-size:40vh;overflow:auto}
#sitegen-reading li{margin:0 0 .5rem;padding:0 0 0 .75rem;border-inline-start:3px solid #f59e0b;color:#fafaf9;max-inline-size:none}
#sitegen-problems~#sitegen-reading{inset-block-end:4.5rem}
@media print{#sitegen-problems,#sitegen-reading{display:none}}
"""


def on_the_wire(
    page: bytes, problems: tuple[Problem, ...], port: int, reading: Reading | None = None
) -> bytes:
    """A page as the preview sends it: with the reload script, the problems, how its text reads, and
    a policy that lets them work and changes nothing else."""
    page = _CSP.sub(lambda match: match[1] + _widened(match[2], port) + match[3], page, count=1)
    head = (f'<link rel="stylesheet" href="/sitegen-preview.css">'
            f'<script src="/livereload.js?port={port}" defer></script>').encode()  # fmt: skip
    page = page.replace(b"</head>", head + b"</head>", 1)
    visible = shown(problems)
    added = _overlay(visible) if visible else ""
    if reading is not None and reading.words:
        added += _badge(reading, language(page))
    if not added:
        return page
    start, end, rest = page.rpartition(b"</body>")
    return start + added.encode() + end + rest if end else page + added.encode()


def language(page: bytes) -> str:
    """The language that a page says it is in; "" for none."""
    found = _LANG.search(page)
    return found[1].decode() if found else ""


def _widened(policy: bytes, port: int) -> bytes:
    """A content security policy (escaped for HTML) with our own script, style and socket in it."""
    rules: dict[str, list[str]] = {}
    for rule in html.unescape(policy.decode()).split(";"):
        if words := rule.split():
            rules[words[0]] = words[1:]
    for name, ours in (
        ("script-src", ["'self'"]),
        ("style-src", ["'self'"]),
        ("connect-src", ["'self'", f"ws://{ADDRESS}:{port}", f"ws://localhost:{port}"]),
    ):
        given = [value for value in rules.get(name, ()) if value != "'none'"]
        rules[name] = list(dict.fromkeys((*given, *ours)))
    return html.escape("; ".join(" ".join((name, *rules[name])) for name in rules)).encode()


def shown(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.level != "info")


def _overlay(problems: tuple[Problem, ...]) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    words = f"{len(problems)} thing{'s' if len(problems) != 1 else ''} to mend"
    if errors:
        words += ". This is the last good page."
    rows = []
    for problem in problems[:50]:
        span = problem.span
        place = f"{span.path}:{span.line}" if span and span.line else span.path if span else ""
        rows.append(f"<li><code>{html.escape(place)}</code> {html.escape(problem.message)}"
                    f'<span class="hint">{html.escape(problem.hint)}</span></li>')  # fmt: skip
    if len(problems) > 50:
        rows.append(f"<li>and {len(problems) - 50} more, which the terminal shows</li>")
    kind = "error" if errors else "warning"
    return (f'<details id="sitegen-problems" class="{kind}"{" open" if errors else ""}>'
            f"<summary>{words}</summary><ul>{''.join(rows)}</ul></details>")  # fmt: skip


def _badge(reading: Reading, language: str) -> str:
    """How the page reads, small; the long sentences show when it is opened."""
    many = len(reading.long)
    words = [f"{reading.minutes} min"]
    if reading.score is not None:
        words.append(f"LIX {reading.score}, {reading.level}")
    words.append(f"{many} long sentence{'s' if many != 1 else ''}" if many else "no long sentence")
    rows = [f'<li lang="{html.escape(language)}" dir="auto">{html.escape(sentence)}</li>'
            for sentence in reading.long]  # fmt: skip
    inner = (f'<ul tabindex="0" aria-label="Long sentences">{"".join(rows)}</ul>' if rows else
             f"<p>No sentence has more than {LONG_SENTENCE} words.</p>")  # fmt: skip
    return ('<aside id="sitegen-reading" lang="en" dir="ltr" aria-label="How this page reads">'
            f"<details><summary>{' · '.join(words)}</summary>{inner}</details></aside>")  # fmt: skip
