"""What a preview adds to a page on its way to the browser, and to nothing on disk.

The reload script, the problems over the last good page, and a policy that lets both work.
"""

from __future__ import annotations

import html
import re

from sitegen.problems import Problem

ADDRESS = "127.0.0.1"
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
@media print{#sitegen-problems{display:none}}
"""


def on_the_wire(page: bytes, problems: tuple[Problem, ...], port: int) -> bytes:
    """A page as the preview sends it: with the reload script, the problems, and a policy that lets
    them work and changes nothing else."""
    page = _CSP.sub(lambda match: match[1] + _widened(match[2], port) + match[3], page, count=1)
    head = (f'<link rel="stylesheet" href="/sitegen-preview.css">'
            f'<script src="/livereload.js?port={port}" defer></script>').encode()  # fmt: skip
    page = page.replace(b"</head>", head + b"</head>", 1)
    visible = shown(problems)
    if not visible:
        return page
    start, end, rest = page.rpartition(b"</body>")
    return (
        start + _overlay(visible).encode() + end + rest
        if end
        else page + _overlay(visible).encode()
    )


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
