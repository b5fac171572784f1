"""``sitegen theme new``: a folder that somebody who knows CSS can fill at once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from msgspec.structs import replace

from sitegen import disk, sources
from sitegen import themes as wardrobe
from sitegen.brand import tokens
from sitegen.problems import Problem, Span
from sitegen.themes import install

ROLES = {
    "surface": "the ground of the page", "surface-2": "a second ground, for areas that stand out",
    "text": "text on both grounds", "muted": "quieter text on both grounds",
    "line": "lines that mean something, such as the edge of a field",
    "hairline": "lines that only decorate", "link": "links in text",
    "link-hover": "links under the pointer", "brand": "your true colour, for large areas",
    "on-brand": "text on brand", "brand-strong": "your colour as text on both grounds",
    "accent": "the second colour, for areas", "on-accent": "text on accent",
    "button": "buttons", "on-button": "text on buttons", "button-hover": "buttons under the pointer",
    "hero": "the large area at the top of the home page", "on-hero": "text on hero",
    "hero-muted": "quieter text on hero", "focus": "the ring around what the keyboard is on",
    "focus-contrast": "a second ring around that one", "success": "what went well, as text",
    "error": "what is wrong, as text", "on-error": "text on error",
}  # fmt: skip


def create(project: Path, name: str, parent: str) -> tuple[Problem, ...]:
    """Make ``themes/<name>/``; on any problem nothing is left behind."""
    found = install.unusable(name)
    if found:
        return tuple(replace(problem, hint=problem.hint.replace("--as ", "")) for problem in found)
    tree = sources.scan(project)
    wrong = wardrobe.missing(tree, parent)
    if wrong:
        return wrong
    target = project / "themes" / name
    if os.path.lexists(target):
        return (Problem("theme-taken", f"There is a theme {name} already.", Span(f"themes/{name}"),
                        "Give the new one another name."),)  # fmt: skip
    waiting = target.with_name(f".{name}.new-{os.getpid()}")
    try:
        for inner, text in files(name, parent):
            place = waiting / inner
            place.parent.mkdir(parents=True, exist_ok=True)
            disk.write(place, text.encode())
        os.rename(waiting, target)
    except OSError as error:
        shutil.rmtree(waiting, ignore_errors=True)
        return (Problem("folder-unwritable", f"The theme cannot be made here: "
            f"{error.strerror or error}.", Span(f"themes/{name}"),
            "Check the permissions of the folder themes/."),)  # fmt: skip
    return ()


def files(name: str, parent: str) -> tuple[tuple[str, str], ...]:
    """Each file of a new theme: path in its folder, and text."""
    block = f"{name}-note"
    return (
        ("theme.yaml", _settings(name, parent)),
        (f"assets/{name}.css", _styles(block, parent)),
        (f"blocks/{block}/block.yaml", "summary: A note on a slip of paper, with a name under it.\n"
         "args: [who]        # the words after ::: " + block + "\nrest: true         # all of them are one name\n"
         "body: markdown     # between the ::: lines stands text\n"),
        (f"blocks/{block}/block.html", f'<figure class="{block}">\n{{{{ block.html }}}}\n'
         "{% if block.args.who %}\n<figcaption>{{ block.args.who }}</figcaption>\n{% endif %}\n</figure>\n"),
        (f"blocks/{block}/example.md", f"::: {block} Ana, at the bakery\nBread is two "
         "coins dearer than last year. Ask me why.\n:::\n"),
    )  # fmt: skip


def _settings(name: str, parent: str) -> str:
    return f"""\
name: {name}
version: 0.1.0
summary: What it looks like, in one sentence.
extends: {parent}          # everything that is not in this folder is taken from there
css:
  - assets/{name}.css
settings:                # what a site may choose, in site.yaml under theme_settings
  corners:
    type: choice
    choices: [square, round]
    default: square
    help: How the corners of pictures and cards look.
"""


def _styles(block: str, parent: str) -> str:
    names = [name for name, _ in tokens.compile(tokens.Brand()).light]
    names = [*(name for name in ROLES if name in names), *(n for n in names if n not in ROLES)]
    rows = "\n".join(f"   --{name + ' ' * max(1, 16 - len(name))}{ROLES.get(name, 'see docs/themes.md')}"
                     for name in names)  # fmt: skip
    return f"""\
/* These rules come after those of "{parent}"; write only what is to be different.

   Colours. Name a role, never a colour: the brand of each site fills the roles, by day and by
   night, so that everything can be read.

{rows}

   Pairs that can always be read: --text, --muted, --link and --brand-strong on --surface and
   --surface-2; each --on-x on its --x; --hero-muted on --hero.

   Sizes. Use rem, em and %, and the logical names (margin-inline-start, not margin-left): then
   large type and languages that run from right to left work by themselves. */

/* The page */
body {{ background: var(--surface); color: var(--text); }}
h1, h2, h3 {{ line-height: 1.15; }}

/* Top and foot */
.top {{ border-block-end: .25rem solid var(--brand); }}
.foot {{ background: var(--surface-2); color: var(--text); }}

/* The home page's first screen, and the one thing that is asked at the end of a page */
.hero {{ background: var(--hero); color: var(--on-hero); }}
.ask {{ background: var(--surface-2); color: var(--text); }}

/* Buttons, cards, call-outs */
.button {{ background: var(--button); color: var(--on-button); border-radius: .25rem; }}
.button:hover {{ background: var(--button-hover); }}
.card {{ border: 1px solid var(--line); }}
.callout {{ border-inline-start: .4rem solid var(--accent); padding-inline-start: 1rem; }}

/* The block of this theme: blocks/{block}/ */
.{block} {{ background: var(--surface-2); color: var(--text); padding: 1rem 1.5rem; margin-inline: 0; }}
.{block} figcaption {{ color: var(--muted); }}
.{block} figcaption::before {{ content: "\\2014  "; }}
"""
