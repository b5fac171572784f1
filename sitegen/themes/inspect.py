"""``sitegen theme check``: everything that can be wrong with a theme, found before a site uses it.

A small site that uses every block and every kind of page is built with it in a folder of its own;
its styles are read for pairs of colours that no brand could make legible, for files and for weight.
"""

from __future__ import annotations

import gzip
import posixpath
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen import build, sources
from sitegen import theme as themes
from sitegen import themes as wardrobe
from sitegen.brand import tokens
from sitegen.cache import Cache
from sitegen.model import Options
from sitegen.problems import Problem, Span, sort
from sitegen.sources import Tree
from sitegen.theme import Theme

PAGE_BUDGET = 14_336
FONT_BUDGET = 60_000
NOW = "2026-01-05T12:00:00+00:00"
BRANDS = (("#ffdd00", ""), ("#000000", ""), ("#e4003b", ""), ("#00a85a", ""),
          ("#0087dc", "#fdbb30"), ("#808080", ""))  # fmt: skip
"""Colours with which something that cannot always be read shows itself."""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_LITERAL = re.compile(r"(?<![\w-])(?:color|background|background-color|border(?:-[\w-]+)?|fill|stroke)"
                      r"\s*:[^;}]*?(#[0-9a-f]{3,8}\b|(?:rgb|hsl|oklch|oklab|lab|lch|hwb)a?\()", re.I)  # fmt: skip
_LEGIBLE = 4.5


class Found(Struct, frozen=True):
    """What a check found: problems, and the weight of the heaviest page and of all fonts."""

    problems: tuple[Problem, ...]
    blocks: int = 0
    pages: int = 0
    heaviest: int = 0
    fonts: int = 0


def check(project: Path, name: str, cache: Cache) -> Found:
    """Look at one theme of a project from all sides."""
    tree = sources.scan(project)
    wrong = wardrobe.missing(tree, name)
    if wrong:
        return Found(wrong)
    root = f"themes/{name}/"
    said = [
        problem for problem in tree.problems if problem.span and problem.span.path.startswith(root)
    ]
    loaded, problems = themes.load(tree, name, "en", {}, cache, Span(f"{root}theme.yaml"),
                                   scripts=(name,))  # fmt: skip
    said += problems
    if loaded is None:
        return Found(sort(said))
    said += _files(tree, loaded)
    said += _colours(tree, loaded)
    made, pages, heaviest = _build(project, tree, loaded)
    said += made
    fonts = sum(tree.files[path].size for inner, path in loaded.assets
                if inner.endswith((".woff2", ".woff", ".ttf", ".otf")))  # fmt: skip
    if heaviest > PAGE_BUDGET:
        said.append(Problem("theme-too-heavy", f"A page and its styles have {heaviest} bytes compressed; "
            f"on a poor line {PAGE_BUDGET} arrive at once.", Span(f"{root}theme.yaml"),
            "Shorten the style sheets.", "warning"))  # fmt: skip
    if fonts > FONT_BUDGET:
        said.append(Problem("theme-too-heavy", f"Its fonts have {fonts // 1000} kB; {FONT_BUDGET // 1000} "
            "kB are enough for two faces.", Span(f"{root}theme.yaml"),
            "Take fewer faces, or reduce them to the letters you need.", "warning"))  # fmt: skip
    return Found(sort(said), len(loaded.blocks), pages, heaviest, fonts)


# Files --------------------------------------------------------------------------------------


def _files(tree: Tree, theme: Theme) -> Iterator[Problem]:
    """Files of the theme itself that nothing uses, and blocks that say too little."""
    root = f"themes/{theme.name}/"
    texts = [tree.data(path).decode("utf-8", "replace") for path in dict(theme.templates).values()]
    texts += [tree.data(path).decode("utf-8", "replace") for name, path in theme.assets
              if name.endswith((".css", ".js"))]  # fmt: skip
    for file in tree.under(root):
        inner = file.path.removeprefix(root)
        base = posixpath.basename(inner)
        if inner.startswith("assets/"):
            if inner.lower().endswith((".txt", ".md")) or "licen" in inner.lower():
                continue
            if inner.endswith(".css"):
                if inner not in (*theme.css, *theme.sheets):
                    yield Problem("theme-file-unused", "No page uses this style sheet.", Span(file.path),
                                  f"Add it to css in {root}theme.yaml, or remove it.", "warning")  # fmt: skip
            elif not any(base in text for text in texts) and not (
                inner.endswith(".js") and tree.is_ours(file.path)  # pages ask for these themselves
            ):
                yield Problem("theme-file-unused", "No template and no style sheet names this file.",
                              Span(file.path), "Remove it, or name it.", "warning")  # fmt: skip
        elif not re.fullmatch(r"theme\.yaml|templates/.+\.html|blocks/[^/]+/(?:block\.(?:yaml|html)|example\.md)"
                              r"|(?:strings|types)/[^/]+\.ya?ml|[^/]+\.(?:md|txt)|LICEN[^/]*", inner):  # fmt: skip
            yield Problem("theme-file-unused", "This is no part of a theme.", Span(file.path),
                          "Remove it, or check the name of its folder.", "warning")  # fmt: skip
    for block in theme.blocks:
        if f"{root}{block.template}" in tree.files:
            example = f"{root}blocks/{block.spec.name}/example.md"
            if example not in tree.files:
                yield Problem("block-example-missing", f'The block "{block.spec.name}" shows no example.',
                    Span(f"{root}{block.template}"), f"Write one into {example}", "warning")  # fmt: skip


# Colours ------------------------------------------------------------------------------------


def _colours(tree: Tree, theme: Theme) -> Iterator[Problem]:
    """Pairs in one rule that some brand makes illegible, and colours that are no role."""
    schemes = [dict(pairs) for brand in BRANDS for made in (tokens.compile(tokens.Brand(*brand)),)
               for pairs in (made.light, made.dark)]  # fmt: skip
    places = dict(theme.assets)
    for sheet in (*theme.css, *theme.sheets):
        path = places[sheet]
        if not path.startswith(f"themes/{theme.name}/"):
            continue
        text = tree.data(path).decode("utf-8-sig", "replace")
        text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        plain = re.sub(r"@media[^{]*print[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}",
                       lambda match: re.sub(r"[^\n]", " ", match[0]), text)  # fmt: skip
        for rule in _RULE.finditer(plain):
            inks = re.findall(r"(?:^|[;\s])color\s*:\s*var\(--([\w-]+)", rule[2])
            grounds = re.findall(r"background(?:-color)?\s*:\s*var\(--([\w-]+)\)", rule[2])
            line = text.count("\n", 0, rule.start(2)) + 1
            for ink, ground in zip(inks[-1:], grounds[-1:], strict=False):
                if ink in schemes[0] and ground in schemes[0] and ink != ground:
                    worst = min(_ratio(scheme[ink], scheme[ground]) for scheme in schemes)
                    if worst < _LEGIBLE:
                        hint = f"Use --on-{ground} there." if f"on-{ground}" in schemes[0] else (
                            "On --surface and --surface-2: --text, --muted, --link or --brand-strong.")  # fmt: skip
                        yield Problem("theme-contrast", f"--{ink} on --{ground} cannot be read with some "
                            f"brands: {worst:.1f} to 1, where {_LEGIBLE} are needed.", Span(path, line),
                            hint, "warning")  # fmt: skip
        for found in _LITERAL.finditer(plain):
            if re.fullmatch(r"#(?:000|fff|000000|ffffff)", found[1], re.I):
                continue
            yield Problem("theme-colour", f"{found[1].rstrip('(')} is a colour of its own: it stays the same "
                "with every brand, and at night.", Span(path, text.count("\n", 0, found.start(1)) + 1),
                "Name a role, such as var(--accent).", "info")  # fmt: skip


def _ratio(one: str, two: str) -> float:
    """Contrast of two colours ``#rrggbb`` (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# A site that uses everything ----------------------------------------------------------------


def _build(project: Path, tree: Tree, theme: Theme) -> tuple[list[Problem], int, int]:
    """Problems of the theme in a build of a small site; its pages; bytes of the heaviest one."""
    with tempfile.TemporaryDirectory(prefix="sitegen-") as folder:
        site = Path(folder)
        if tree.bundle != str(project / "themes") and (project / "themes").is_dir():
            shutil.copytree(project / "themes", site / "themes", symlinks=True)
        examples = _content(site / "content", tree, theme)
        result = build.run(site, site / "output", Options(NOW))
        problems = []
        for problem in result.problems:
            span = problem.span
            if span is not None and span.path in examples:
                span = Span(examples[span.path], max(0, span.line - 4))
            if problem.level == "error" or (span and span.path.startswith("themes/")):
                problems.append(replace(problem, span=span))
        output = site / "output"
        css = b"".join(
            path.read_bytes() for path in sorted(output.glob("assets/built/site.*.css"))
        )
        packed = len(gzip.compress(css, 9))
        sizes = [
            len(gzip.compress(path.read_bytes(), 9)) + packed for path in output.rglob("*.html")
        ]
    return problems, len(sizes), max(sizes, default=0)


def _content(content: Path, tree: Tree, theme: Theme) -> dict[str, str]:
    """Write the small site; gives the example behind each page that was made from one."""

    def put(path: str, text: str) -> None:
        place = content / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")

    def page(
        path: str, title: str, body: str = "Text with a [link](/index.md).", more: str = ""
    ) -> None:
        put(path, f"---\ntitle: {title}\ndescription: About {title}.\n{more}---\n{body}\n")

    put("site.yaml", f"name: Example\nurl: https://example.org\nform: join\ntheme: {theme.name}\n"
        f"theme_scripts: [{theme.name}]\nimprint: Published by Example.\n")  # fmt: skip
    put("forms/join.yaml", "title: Join us\nbutton: Join\nfields:\n  - name\n  - email\n  - phone\n"
        "consent: [email]\nbackend: custom\nsettings: {url: \"https://forms.example.net/join\"}\n")  # fmt: skip
    page("index.md", "Home", "Welcome.\n\n## A heading\n\nText.\n")
    for number in range(1, 5):
        page(f"tactics/{number}.md", f"Tactic {number}", more=f"tags: street\ndate: 2025-12-0{number}\n"
             f"start: yes\nrung: join\naliases: [/old/{number}/]\n")  # fmt: skip
    page("tactics/index.md", "Tactics")
    page("long.md", "A long page", "\n\n".join(f"## Part {n}\n\nText, a list:\n\n- one\n- two\n\n"
         "| a | b |\n|---|---|\n| 1 | 2 |" for n in range(1, 6)))  # fmt: skip
    put("ladder.yaml", "- {name: join, form: join, people: 43}\n")
    for kind in theme.types:
        lines = [f"{field.name}: {_quoted(field.help)}\n" for field in kind.fields
                 if field.help and field.kind in ("text", "choice", "date", "number", "link", "links")
                 and (field.required or field.shown)
                 and (field.kind not in ("link", "links") or "https://" in field.help)]  # fmt: skip
        page(f"{kind.folder or kind.name}/one.md", f"A page of the type {kind.name}",
             more=f"type: {kind.name}\n{''.join(lines)}")  # fmt: skip
    examples: dict[str, str] = {}
    numbers: dict[str, None] = {}
    names: dict[str, None] = {}
    for part in theme.chain:
        for block in theme.blocks:
            path = f"themes/{part}/blocks/{block.spec.name}/example.md"
            target = f"example-{block.spec.name}.md"
            if path in tree.files and f"content/{target}" not in examples:
                text = tree.data(path).decode("utf-8-sig", "replace")
                page(target, block.spec.name.capitalize(), text)
                examples[f"content/{target}"] = path
                bare = re.sub(r"https?://\S+", "", text)
                numbers |= dict.fromkeys(re.findall(r"::: progress (\w+)", text))
                names |= dict.fromkeys(re.findall(r"[\w/.-]+\.(?:md|jpe?g|png|webp|svg)\b", bare))
                for form in set(re.findall(r"::: signup (\w+)", text)) - {"join"}:
                    shutil.copy(
                        content / "forms" / "join.yaml", content / "forms" / f"{form}.yaml"
                    )
    put(
        "progress.yaml",
        "".join(f"{name}: {{count: 43, goal: 100, date: 2025-12-01}}\n" for name in numbers),
    )
    for name in names:
        place = content / name
        if ".." not in name and not name.startswith("/") and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            if name.endswith(".md"):
                page(name, "Named")
            else:
                place.write_bytes(_picture())
    return examples


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "").replace('"', "") + '"'


def _picture() -> bytes:
    import io

    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (900, 600), "#887766").save(made, "PNG")
    return made.getvalue()
