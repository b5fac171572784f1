"""The inbox as a page: what each post would have given its backend. Pure; every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sitegen.inbox.store import Entry, Row

ADDRESS = "/-/inbox/"
STYLE = ADDRESS + "style.css"
ERASE = ADDRESS + "erase"
POLICY = ("default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
          "frame-ancestors 'none'")  # fmt: skip

CSS = """
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-inline-size:46rem;margin:0 auto;padding:1rem;
background:Canvas;color:CanvasText;overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:0}h3{font-size:1rem;margin:1rem 0 0}
article{border:1px solid GrayText;border-inline-start-width:.5rem;border-radius:.25rem;
padding:1rem;margin:1rem 0}
.kept{border-inline-start-color:#15803d}.refused{border-inline-start-color:#b91c1c}
.robot{border-inline-start-color:#b45309}
.verdict{font-weight:700;margin:.5rem 0 0}
dl{margin:.25rem 0}dt{margin-block-start:.5rem}dd{margin:0 0 0 1rem;white-space:pre-wrap}
dd.nothing{font-style:italic;opacity:.75}
code{font-family:ui-monospace,monospace;font-size:.9em}
button{font:inherit;padding:.35rem .9rem;min-block-size:2.75rem;cursor:pointer}
:focus-visible{outline:3px solid Highlight;outline-offset:2px}
nav{display:flex;gap:1rem;flex-wrap:wrap;align-items:center;margin:1rem 0}
nav a{display:inline-block;padding:.6rem 0}
"""


def write(entries: Iterable[Entry], trouble: str, home: str) -> str:
    """The whole page. ``trouble`` says why posts cannot be kept, ``home`` is the site's address."""
    posts = list(entries)
    count = f"{len(posts)} post{'s' if len(posts) != 1 else ''}" if posts else "Nothing yet"
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{count} - form inbox</title>"
        f'<link rel="stylesheet" href="{STYLE}"></head><body><main><h1>Form inbox</h1>',
        "<p>In this preview every form goes to a stand-in on this computer, which answers as its "
        "backend would. Nobody else receives anything.</p>",
        f'<nav aria-label="Inbox"><a href="{escape(home)}">Back to the site</a> '
        f'<a href="{ADDRESS}">Look again</a> {_erase(None, "Erase all") if posts else ""}</nav>',
    ]
    if trouble:
        parts.append(
            f'<p role="alert"><strong>Posts cannot be kept:</strong> {escape(trouble)}</p>'
        )
    parts.append(f"<p>{count}. The newest comes first.</p>" if posts else
                 "<p>Nothing yet. Fill a form of the site in and send it.</p>")  # fmt: skip
    parts += [_post(entry) for entry in posts]
    return "".join((*parts, "</main></body></html>"))


def _post(entry: Entry) -> str:
    kind = "kept" if entry.stored else "robot" if entry.honeypot == "caught" else "refused"
    words = {"kept": "Received", "robot": "Thrown away as a robot's", "refused": "Not received"}
    said = f"{words[kind]}: {entry.reason}" if entry.reason else f"{words[kind]}."
    head = f"post-{entry.id}"
    parts = [
        f'<article class="{kind}" aria-labelledby="{head}"><h2 id="{head}">'
        f"{escape(entry.form)} to {escape(entry.backend)}</h2>",
        f'<time datetime="{escape(entry.at)}">{escape(entry.at.replace("T", " ")[:19])} UTC</time>',
        f'<p class="verdict">{escape(said)}</p>',
    ]
    if entry.mend:
        parts.append(f"<p>{escape(entry.mend)}</p>")
    if entry.advice:
        parts.append("<h3>To mend</h3><ul>")
        parts += [f"<li>{escape(each)}</li>" for each in entry.advice]
        parts.append("</ul>")
    kept = "What would be kept" if entry.stored else "What was sent"
    parts.append(_rows(kept, entry.rows))
    if entry.files:
        parts.append("<h3>Files</h3><ul>")
        parts += [f"<li>{escape(name)} ({_size(size)}), sent as <code>{escape(field)}</code></li>"
                  for field, name, size in entry.files]  # fmt: skip
        parts.append("</ul>")
    parts.append(_rows("What tells the backend what to do", entry.control))
    parts.append(_rows("What the backend would ignore", entry.dropped))
    if entry.honeypot == "empty":
        parts.append("<p>The field that only robots fill in was empty, as it should be.</p>")
    sender = "the page's script" if entry.by_script else "the browser"
    led = f", then to {entry.led}" if entry.led else ""
    parts.append(f"<p>Sent by {sender} to <code>{escape(entry.address)}</code> as "
                 f"{escape(entry.encoding or 'something that cannot be read')}. Answer: "
                 f"{entry.status}{escape(led)}.</p>")  # fmt: skip
    parts.append(f"{_erase(entry.id, 'Erase')}</article>")
    return "".join(parts)


def _rows(title: str, rows: tuple[Row, ...]) -> str:
    if not rows:
        return ""
    parts = [f"<h3>{title}</h3><dl>"]
    for row in rows:
        ours = f" (<code>{escape(row.ours)}</code>)" if row.ours not in ("", row.name) else ""
        label = f"{escape(row.label)}: " if row.label else ""
        value = f"<dd>{escape(row.value)}</dd>" if row.value else '<dd class="nothing">empty</dd>'
        parts.append(f"<dt>{label}<code>{escape(row.name)}</code>{ours}</dt>{value}")
    return "".join((*parts, "</dl>"))


def _erase(id_: int | None, words: str) -> str:
    which = f'<input type="hidden" name="id" value="{id_}">' if id_ is not None else ""
    about = f' aria-describedby="post-{id_}"' if id_ is not None else ""
    return (f'<form method="post" action="{ERASE}">{which}'
            f'<button type="submit"{about}>{words}</button></form>')  # fmt: skip


def _size(size: int) -> str:
    return f"{size} bytes" if size < 10_000 else f"{size / 1024:.0f} KB"
