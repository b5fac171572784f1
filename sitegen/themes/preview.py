"""``sitegen theme preview``: the site's own pages in every theme, side by side in one page.

Each theme is built into a folder below ``.sitegen/themes``; output/ is not touched. The page that
shows them needs no script: frames at the width of a phone and of a desk, by day and by night.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen import build, disk
from sitegen.model import Options
from sitegen.problems import Problem, text

FOLDER = Path(".sitegen") / "themes"
MOST_PAGES = 12

_CSS = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;padding:1rem 1.5rem 4rem}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-block:.5rem 1rem}
nav a{padding:.25rem 0}
[aria-current]{font-weight:700;text-decoration:none}
section{border-block-start:2px solid;margin-block-start:2rem;padding-block-start:.5rem}
h2{margin:0}
.row{display:flex;gap:1rem;overflow-x:auto;padding-block:.5rem}
figure{margin:0}
figcaption{font-size:.875rem}
iframe{border:1px solid;background:Canvas;block-size:44rem}
.phone{inline-size:24rem}
.desk{inline-size:80rem}
.day{color-scheme:light}
.night{color-scheme:dark}
pre{white-space:pre-wrap}
"""


class Shown(Struct, frozen=True):
    """One theme: its name, what it is, where it was built, and what stood in its way."""

    name: str
    summary: str
    pages: tuple[str, ...]
    problems: tuple[Problem, ...]


def make(
    project: Path, themes: tuple[tuple[str, str], ...], options: Options,
    progress: Callable[[str], None],
) -> tuple[Path, tuple[Shown, ...]]:  # fmt: skip
    """Build the site once for each theme (name, summary); gives the page that shows them.

    Raises OSError where that page cannot be written.
    """
    folder = project / FOLDER
    shown = []
    for name, summary in themes:
        progress(name)
        result = build.run(project, folder / name, replace(options, theme=name))
        failed = tuple(problem for problem in result.problems if problem.level == "error")
        shown.append(Shown(name, summary, () if failed else _pages(folder / name), failed))
    first = next((each.pages for each in shown if each.pages), ())
    pages = sorted(first, key=lambda page: (page.count("/"), page != "index.html", page))[
        :MOST_PAGES
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages or [""]):
        name = "index.html" if not number else f"page-{number}.html"
        disk.write(folder / name, _index(page, pages, shown).encode())
    return folder / "index.html", tuple(shown)


def _pages(folder: Path) -> tuple[str, ...]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return tuple(sorted(page for page in found if not page.startswith("tags/")))


def _index(page: str, pages: list[str], shown: list[Shown]) -> str:
    links = []
    for number, other in enumerate(pages):
        name = "index.html" if not number else f"page-{number}.html"
        here = ' aria-current="page"' if other == page else ""
        words = other.removesuffix("index.html").rstrip("/") or "home"
        links.append(f'<a href="{name}"{here}>{html.escape(words)}</a>')
    parts = [_section(each, page) for each in shown]
    jumps = "".join(f'<a href="#{each.name}">{html.escape(each.name)}</a>' for each in shown)
    return (f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" '
            f'content="width=device-width, initial-scale=1">\n<title>Your site in every theme</title>\n'
            f'<style>{_CSS}</style>\n</head>\n<body>\n<h1>Your site in every theme</h1>\n'
            f'<nav aria-label="Pages">{"".join(links)}</nav>\n<nav aria-label="Themes">{jumps}</nav>\n'
            f'{"".join(parts)}</body>\n</html>\n')  # fmt: skip


def _section(each: Shown, page: str) -> str:
    head = (f'<section id="{each.name}"><h2>{html.escape(each.name)}</h2>'
            f'<p>{html.escape(each.summary)} To use it: <code>theme: {each.name}</code> in '
            "content/site.yaml.</p>")  # fmt: skip
    if each.problems:
        said = "\n".join(text(problem) for problem in each.problems[:20])
        return f"{head}<p>It cannot be built:</p><pre>{html.escape(said)}</pre></section>\n"
    if page not in each.pages:
        return f"{head}<p>It has no such page.</p></section>\n"
    frames = []
    for kind, words in (("phone", "Phone"), ("desk", "Desk")):
        for light, when in (("day", "by day"), ("night", "at night")):
            frames.append(
                f'<figure><figcaption>{words}, {when}</figcaption><iframe class="{kind} {light}" '
                f'src="{each.name}/{html.escape(page)}" loading="lazy" title="{each.name}, '
                f'{words.lower()}, {when}"></iframe></figure>')  # fmt: skip
    return f'{head}<div class="row" tabindex="0">{"".join(frames)}</div></section>\n'
