"""Whatever is edited or vandalised, a build gives what a clean build of the same sources gives."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from folders import STEPS, Files, count_down, files_below, killed
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen import build
from sitegen.build import Result, Session
from sitegen.model import Options

THOROUGH = settings.get_current_profile_name() == "thorough"

NAMES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
FOLDERS = ("", "tactics/", "tactics/street/", "news/", "Été/")
DAYS = ("2026-01-05", "2026-11-03", "2026-11-10T09:00:00+02:00", "2027-02-01")
NOWS = ("2026-01-01T00:00:00+00:00", "2026-11-03T12:00:00+00:00", "2026-11-10T06:59:59+00:00",
        "2026-11-10T08:00:00+01:00", "2027-06-01T00:00:00+00:00", "2025-12-19T11:59:59+00:00")  # fmt: skip

FORM = """\
title: {title}
button: Count me in
fields: {fields}
consent: none
backend: custom
settings: {{url: "https://forms.test-street.org/{name}"}}
"""

CALLOUT = """\
<aside class="mine">{{ block.html }} at {{ page.title }} {words}</aside>
"""


@dataclass
class Page:
    """A page as the test edits it."""

    meta: dict[str, str]
    body: list[str]

    def text(self) -> bytes:
        lines = "".join(f"{name}: {value}\n" for name, value in self.meta.items())
        return f"---\n{lines}---\n\n{chr(10).join(self.body)}\n".encode()


@dataclass
class World:
    """The sources, the options, and what lies in the output that is not sitegen's."""

    root: Path
    picture: Callable[[int, int], bytes]
    pages: dict[str, Page] = field(default_factory=dict)
    site: dict[str, str] = field(default_factory=dict)
    files: Files = field(default_factory=dict)
    options: Options = field(default_factory=lambda: Options(NOWS[1]))
    foreign: Files = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    session: Session | None = None
    copies: int = 0

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def work(self) -> Path:
        return self.root / ".sitegen" / "outputs" / "output"

    def sources(self) -> Files:
        site = "".join(f"{name}: {value}\n" for name, value in self.site.items()).encode()
        pages = {f"content/{path}": page.text() for path, page in self.pages.items()}
        return {"content/site.yaml": site, **self.files, **pages}

    def save(self) -> None:
        """Bring the folder to the state of this value, touching only what differs."""
        wanted = self.sources()
        for path in self.written - wanted.keys():
            (self.root / path).unlink()
        for path, data in wanted.items():
            place = self.root / path
            if not place.is_file() or place.read_bytes() != data:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        self.written = set(wanted)

    def target(self, number: int) -> Path | None:
        """Some file of the output."""
        found = [path for path in sorted(self.output.rglob("*"))
                 if path.is_file() and not path.is_symlink()
                 and path.relative_to(self.output).as_posix() not in self.foreign]  # fmt: skip
        return found[number % len(found)] if found else None

    def forget_ours(self) -> None:
        """Without its ledger sitegen cannot know its own files, and keeps them."""
        if self.output.is_dir():
            self.unknown |= set(files_below(self.output))


Edit = Callable[[World, int, int], None]


def start(root: Path, picture: Callable[[int, int], bytes]) -> World:
    world = World(root, picture)
    world.site = {"name": "Test Street", "description": "Neighbours in tests.",
                  "url": "https://test.example", "form": "join", "theme": "mine"}  # fmt: skip
    world.files = {
        "content/forms/join.yaml": FORM.format(title="Join", fields="[email]", name="j").encode(),
        "content/assets/pic.png": picture(64, 1),
        "content/assets/flyer.txt": b"A flyer.",
        "content/static/keep.txt": b"As it is.",
        "themes/mine/theme.yaml": b"name: mine\nextends: base\ncss: [assets/mine.css]\n",
        "themes/mine/assets/mine.css": b".mine{color:var(--text)}\n",
    }
    world.pages = {
        "index.md": Page({"title": "Home", "description": "Hello."}, ["Welcome."]),
        "tactics/index.md": Page({"title": "Tactics", "order": "1"}, ["What we do."]),
        "tactics/alpha.md": Page({"title": "Alpha", "tags": "street, door"}, ["Knock."]),
        "news/beta.md": Page({"title": "Beta", "date": "2026-10-01"}, ["It happened."]),
    }
    return world


# Edits of the sources -----------------------------------------------------------------------


def some(world: World, number: int) -> tuple[str, Page]:
    paths = sorted(world.pages)
    path = paths[number % len(paths)]
    return path, world.pages[path]


def edit_body(world: World, one: int, two: int) -> None:
    target = some(world, two)[0]
    fragments = (
        "", f"Some words {two}.", f"## Heading {two % 3}\n\nText.", "**Strong** *words*.",
        f"A [link](/{target}).", "![A picture](/assets/pic.png)", "[The flyer](/assets/flyer.txt)",
        "::: callout tip\nMind **this**.\n:::", "::: signup join\n:::",
        "::: cards /tactics\n:::", "::: cards tag:street\n:::", f"[Home](/index.md#heading-{two % 3})",
        "[Address](/tactics/)", '::: quote "Ana Ruiz"\nWe won.\n:::', "[gone](/missing.md)",
        "::: button /index.md Go\n:::", "<script>alert(1)</script>", "| a | b |\n|---|---|\n| 1 | 2 |",
    )  # fmt: skip
    page = some(world, one)[1]
    if two % 5 == 0 and page.body:
        page.body.pop()
    else:
        page.body = [*page.body[-4:], fragments[two % len(fragments)]]


def edit_meta(world: World, one: int, two: int) -> None:
    values = {
        "title": f"Title {two % 7}", "description": f"Words {two % 5}", "order": str(two % 4),
        "date": DAYS[two % 4][:10], "publish": DAYS[two % 4], "expires": DAYS[two % 4],
        "draft": ("true", "false")[two % 2], "tags": ("street", "door, street", "Été", "[]")[two % 4],
        "slug": NAMES[two % 6], "aliases": (f"[/old-{two % 3}/]", "[/tactics/]")[two % 7 == 0],
        "image": "/assets/pic.png", "ask": ("none", "join", "/index.md", "host", "{form: join, stages: [candidate]}")[two % 5],
        "stages": ("[movement, campaign]", "candidate", "[archiv]")[two % 3],
        "layout": ("page", "section")[two % 2], "language": ("en", "ar", "de")[two % 3],
        "titel": "a typing error",
    }  # fmt: skip
    names = list(values)
    name = names[(two // 3) % len(names)]
    page = some(world, one)[1]
    if name in page.meta and two % 2 and name != "title":
        del page.meta[name]
    else:
        page.meta[name] = values[name]


def new_page(world: World, one: int, two: int) -> None:
    folder = FOLDERS[one % len(FOLDERS)]
    name = (*NAMES, "index", "tags", "404")[two % 9]
    suffix = ".markdown" if two % 11 == 0 else ".md"
    world.pages.setdefault(f"{folder}{name}{suffix}", Page({"title": f"New {two}"}, ["Text."]))


def remove_page(world: World, one: int, two: int) -> None:
    if len(world.pages) > 1:
        del world.pages[some(world, one)[0]]


def rename_page(world: World, one: int, two: int) -> None:
    path = some(world, one)[0]
    new = f"{FOLDERS[two % len(FOLDERS)]}{NAMES[(one + two) % 6]}.md"
    if new not in world.pages:
        world.pages[new] = world.pages.pop(path)


def edit_site(world: World, one: int, two: int) -> None:
    values = {
        "name": ("Test Street", "Another Street")[two % 2], "tagline": f"Line {two % 3}",
        "url": ("https://test.example", "https://test.example/repo", "")[two % 3],
        "brand": f"{{colour: '#{(two * 7919) % 0xFFFFFF:06x}'}}", "links": ("files", "folders")[two % 2],
        "language": ("en", "de", "ar")[two % 3], "imprint": (f"Us, {two % 3} Street",
            "{jurisdiction: nz, people: Ana, email: a@test-street.org, address: '1 Quay, Town'}",
            "{jurisdiction: uk, who: party, people: Ben}")[two % 3],
        "nav": ("[/tactics/index.md]", "[/index.md, /news/beta.md]", "[]")[two % 3],
        "footer": ("[/news/beta.md]", "[]")[two % 2], "theme": ("mine", "base", "grassroots")[two % 3],
        "host": ("plain", "github-pages", "netlify", "cloudflare-pages")[two % 4],
        "feed": ("true", "false")[two % 2], "timezone": ("UTC", "Europe/London")[two % 2],
        "share_image": "/assets/pic.png", "html": ("safe", "trusted")[two % 2],
        "ask": ("none", "{form: join, title: Come along}")[two % 2], "edit": "https://edit.example/",
        "author": f"Ana {two % 2}", "descripton": "a typing error",
        "stage": ("movement", "candidate", "polling-day", "archive", "archiv")[two % 5],
        "candidate": ("{name: Ana Ruiz, office: Mayor}", "{name: Ben}", "{}")[two % 3],
        "stages": ("{archive: {link: /index.md, date: 2026-11-01}, polling-day: {only: [index]}}",
                   f"{{candidate: {{banner: Hello {two % 2}, ask: {{to: /index.md}}}}}}")[two % 2],
    }  # fmt: skip
    name = list(values)[(two // 2) % len(values)]
    if name in world.site and two % 3 == 0 and name != "name":
        del world.site[name]
    else:
        world.site[name] = values[name]


def edit_form(world: World, one: int, two: int) -> None:
    if two % 4 == 0:
        other = "content/forms/host.yaml"
        if world.files.pop(other, None) is None:
            world.files[other] = FORM.format(title="Host", fields="[name]", name="h").encode()
        return
    fields = ("[email]", "[name, email]", "[email, phone, city]")[two % 3]
    text = FORM.format(title=f"Join {one % 3}", fields=fields, name="j")
    extra = ("", "thanks: {title: Well done, text: See you.}\n", "thanks: /news/beta.md\n")[
        one % 3
    ]
    world.files["content/forms/join.yaml"] = (text + extra).encode()


def edit_ladder(world: World, one: int, two: int) -> None:
    """Rungs come, go and change; forms land on them or name them."""
    names = ("content/ladder.yaml", "content/ladder.yml")
    ladders = (
        "- join\n- name: host\n  ask: Ask {n}\n",
        "- name: read\n  to: /news/beta.md\n  text: Text {n}.\n- join\n",
        "- name: top\n  form: join\n- name: out\n  to: https://other.example/{n}\n",
        "- name: join\n  titel: a typing error {n}\n- name: empty\n",
        "- name: flyer\n  to: /assets/flyer.txt\n- name: join\n  form: join\n",
        "- name: join\n  form: nowhere\n", "rungs: []\n",
    )  # fmt: skip
    if two % 6 == 0:
        for name in names:
            world.files.pop(name, None)
        return
    if two % 5 == 0:
        lines = (
            "next: host",
            "next: read",
            "rung: join",
            "rung: gone",
            "next: none",
            "next: /index.md",
        )
        path = ("content/forms/join.yaml", "content/forms/host.yaml")[one % 2]
        text = FORM.format(title="Step", fields="[email, {name: my_ref, type: hidden}]", name="s")
        world.files[path] = f"{text}{lines[one % 6]}\n".encode()
        return
    text = ladders[one % len(ladders)].replace("{n}", str(two % 3))
    world.files[names[two % 7 == 0]] = text.encode()


def edit_rows(world: World, one: int, two: int) -> None:
    """Entries of lists without pages, good and bad ones."""
    names = (
        "content/tactics/more.csv",
        "content/tactics/street/more.yaml",
        "content/tools/all.csv",
    )
    texts = (
        "title,evidence,effort\nTalk {n},practice,low\nStall,study,high\n",
        "title;evidence;materials\nFlyers {n};practice;/assets/flyer.txt\n",
        "title,evidence,materials\nGone,practice,/news/beta.md\n",
        "title,evidence,effrot\nTalk,practice,low\n", "title,evidence\nTalk,proof\nTalk,practice\n",
        'title,evidence\n"Talk,practice\n', "street,door\nQuay,{n}\n",
    )  # fmt: skip
    name = names[one % 3]
    if two % 4 == 0:
        world.files.pop(name, None)
    elif name.endswith(".yaml"):
        world.files[name] = f"- title: Talk {two % 3}\n  evidence: practice\n".encode()
    else:
        world.files[name] = texts[two % len(texts)].replace("{n}", str(two % 3)).encode()


def edit_letter(world: World, one: int, two: int) -> None:
    """An update that is a letter too, or is none any more."""
    page = Page({"title": f"News {one % 2}"}, [f"Words {two % 3}.", "[Home](/index.md)"])
    if two % 3:
        page.meta["mail"] = ("yes", "no")[two % 2]
    world.pages["updates/alpha.md"] = page


def edit_theme(world: World, one: int, two: int) -> None:
    choices = {
        "assets/mine.css": f".mine{{color:var(--text);order:{two}}}\n",
        "blocks/callout/block.html": CALLOUT.replace("{words}", str(two % 3)),
        "strings/en.yaml": f"home: Start {two % 3}\n",
        "templates/redirect.html": f"Moved {two % 3}: {{{{ page.target }}}}\n",
        "blocks/shout/block.yaml": "summary: Loud.\nargs: [words]\nrest: true\nbody: none\n",
        "blocks/shout/block.html": f"<b>{{{{ block.args.words }}}} {two % 3}</b>\n",
        "theme.yaml": f"name: mine\nextends: base\nversion: '{two % 3}'\ncss: [assets/mine.css]\n",
        "assets/mark.svg": f"<svg xmlns='http://www.w3.org/2000/svg' id='m{two % 3}'/>",
    }
    name = list(choices)[one % len(choices)]
    path = f"themes/mine/{name}"
    if two % 4 == 0 and path in world.files and name not in ("theme.yaml", "assets/mine.css"):
        del world.files[path]
    else:
        world.files[path] = choices[name].encode()


def edit_file(world: World, one: int, two: int) -> None:
    names = ("content/assets/pic.png", "content/assets/more.png", "content/assets/flyer.txt",
             "content/static/keep.txt", "content/static/tactics/extra.html",
             "content/strings/en.yaml", "content/assets/logo.svg")  # fmt: skip
    name = names[one % len(names)]
    if two % 4 == 0:
        world.files.pop(name, None)
    elif name.endswith(".png"):
        world.files[name] = world.picture((24, 64, 700)[two % 3], two)
    elif name.endswith(".yaml"):
        world.files[name] = f"skip_to_content: Jump {two % 3}\n".encode()
    else:
        world.files[name] = f"Version {two % 5}".encode()


def break_file(world: World, one: int, two: int) -> None:
    """Sources that cannot be built, which a later edit mends or leaves."""
    path = ("content/forms/join.yaml", "themes/mine/strings/en.yaml", "content/assets/pic.png")[
        one % 3
    ]
    world.files[path] = (b"\xff\xfe\x00broken: [", b"a: [1", b"")[two % 3]


def choose_options(world: World, one: int, two: int) -> None:
    match one % 5:
        case 4:
            world.options = replace(world.options, stage=("", "candidate", "archive")[two % 3])
        case 0:
            world.options = replace(world.options, now=NOWS[two % len(NOWS)])
        case 1:
            world.options = replace(world.options, drafts=bool(two % 2))
        case 2:
            urls = ("", "https://other.example/sub", "https://test.example")
            world.options = replace(world.options, base_url=urls[two % 3])
        case 3:
            world.options = replace(world.options, jobs=1 + two % 2)


def preview(world: World, one: int, two: int) -> None:
    """Builds that keep values in memory, as a preview does, and builds that do not."""
    world.session = Session() if one % 2 else None


# Vandalism ----------------------------------------------------------------------------------


def vandalise_output(world: World, one: int, two: int) -> None:
    place = world.target(one)
    if place is None:
        return
    match two % 7:
        case 0:
            place.write_bytes(place.read_bytes() + b"<!-- defaced -->")
        case 1:
            place.write_bytes(place.read_bytes()[: two % 50])
        case 2:
            place.unlink()
        case 3:  # same size, same time
            info = place.stat()
            data = bytearray(place.read_bytes())
            if data:
                data[len(data) // 2] ^= 1
            place.write_bytes(data)
            os.utime(place, ns=(info.st_atime_ns, info.st_mtime_ns))
        case 4:
            place.unlink()
            place.mkdir()
            (place / "inner.txt").write_text("in the way")
        case 5:
            elsewhere = world.root / "elsewhere.html"
            elsewhere.write_bytes(place.read_bytes())
            place.unlink()
            place.symlink_to(elsewhere)
        case 6:
            if place.parent != world.output:
                shutil.rmtree(place.parent)


def add_foreign(world: World, one: int, two: int) -> None:
    """Files of the owner's, some where a page may go one day."""
    name = ("notes.txt", ".git/config", "tactics/mine.html", "alpha/index.html", "news", "CNAME",
            "deep/er/file.bin", "gamma", "about/index.html")[one % 9]  # fmt: skip
    place = world.output / name
    free = not os.path.lexists(place) and all(
        part.is_dir() or not os.path.lexists(part) for part in place.parents
    )
    if world.output.is_dir() and free:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"mine %d" % two)
        world.foreign[name] = place.read_bytes()


def lose_output(world: World, one: int, two: int) -> None:
    shutil.rmtree(world.output, ignore_errors=True)
    world.foreign.clear()
    world.unknown.clear()
    if two % 2:
        world.output.mkdir(parents=True)


def damage_memory(world: World, one: int, two: int) -> None:
    """Delete, cut, garble or replace by a folder what sitegen keeps under .sitegen/."""
    places = sorted(path for path in (world.root / ".sitegen").glob("*.*") if path.is_file())
    ledgers = sorted(world.work.glob("ledger-*"))
    if two % 3 == 0:
        places = ledgers
    if not places:
        return
    place = places[one % len(places)]
    if place in ledgers:
        world.forget_ours()
    if place.is_dir():
        shutil.rmtree(place)
        return
    data = place.read_bytes()
    match (two // 3) % 5:
        case 0:
            place.unlink()
        case 1:
            place.write_bytes(data[: len(data) // 2])
        case 2:
            at = (one * 7919) % max(1, len(data))
            place.write_bytes(data[:at] + bytes([two % 256]) * 40 + data[at + 40 :])
        case 3:
            place.write_bytes(bytes((n * 37 + one) % 256 for n in range(5000)))
        case 4:
            place.unlink()
            place.mkdir()
            (place / "x").write_text("x")


def lose_memory(world: World, one: int, two: int) -> None:
    world.forget_ours()
    shutil.rmtree(world.root / ".sitegen", ignore_errors=True)


def damage_spare(world: World, one: int, two: int) -> None:
    spare = world.work / "spare"
    found = [path for path in sorted(spare.rglob("*")) if path.is_file()] if spare.is_dir() else []
    if found and two % 3:
        found[one % len(found)].write_bytes(b"rotten")
    elif two % 2:
        shutil.rmtree(spare, ignore_errors=True)
        spare.parent.mkdir(parents=True, exist_ok=True)
        spare.write_bytes(b"a file")


def move_project(world: World, one: int, two: int) -> None:
    """A copy on the same disk: all inodes and times are new, all names and bytes the same."""
    world.copies += 1
    new = world.root.parent / f"copy-{world.copies}"
    shutil.copytree(world.root, new, symlinks=True)
    world.root = new


def kill_build(world: World, one: int, two: int) -> None:
    """A build of what stands now is killed before one of its steps."""
    world.save()

    def work(patch: pytest.MonkeyPatch) -> None:
        count_down(1 + one % 160, lambda: os.kill(os.getpid(), signal.SIGKILL), patch, STEPS)
        build.run(world.root, world.output, world.options)

    killed(work)


EDITS: dict[str, Edit] = {
    each.__name__: each
    for each in (edit_body, edit_meta, new_page, remove_page, rename_page, edit_site, edit_form,
                 edit_ladder, edit_rows, edit_letter, edit_theme, edit_file, break_file, choose_options, preview, vandalise_output,
                 add_foreign, lose_output, damage_memory, lose_memory, damage_spare,
                 move_project, kill_build)
}  # fmt: skip
WEIGHTS = ("edit_body", "edit_body", "edit_meta", "edit_meta", "edit_meta", "edit_site",
           "edit_ladder", "edit_ladder", "vandalise_output", "rename_page", *EDITS)  # fmt: skip

Step = tuple[str, int, int]
STEP = st.tuples(st.sampled_from(WEIGHTS), st.integers(0, 999), st.integers(0, 999))
SCRIPT = st.lists(st.lists(STEP, min_size=1, max_size=3), min_size=4, max_size=7)


def said(result: Result) -> list[str]:
    """All problems but those about what the owner did to the output folder."""
    return sorted(f"{problem.level} {problem.code} {problem.span} {problem.message} {problem.hint}"
                  for problem in result.problems if not problem.code.startswith("output-"))  # fmt: skip


def check(world: World, fresh: Path) -> None:
    """One build of the world, and a clean one beside it, must agree."""
    world.save()
    before = files_below(world.output) if world.output.is_dir() else {}
    result = build.run(world.root, world.output, world.options, session=world.session)
    clean = fresh / "project"
    for path, data in world.sources().items():
        (clean / path).parent.mkdir(parents=True, exist_ok=True)
        (clean / path).write_bytes(data)
    reference = build.run(clean, clean / "output", replace(world.options, jobs=1))
    shutil.rmtree(clean / ".sitegen")
    after = files_below(world.output) if world.output.is_dir() else {}
    assert said(reference) == said(result)
    assert reference.failed == result.failed, result.problems
    assert [problem for problem in reference.problems if problem.code.startswith("output-")
            and problem.code != "output-twice"] == []  # fmt: skip
    if reference.failed:
        assert before == after
        return
    expected = files_below(clean / "output")
    assert reference.hidden == result.hidden
    assert reference.pages == result.pages
    assert expected == {path: after.get(path) for path in expected}
    extra = after.keys() - expected.keys()
    assert extra <= world.foreign.keys() | world.unknown | in_the_way(world, extra)
    for path, data in list(world.foreign.items()):
        if path in expected or any(
            other.startswith(f"{path}/") or path.startswith(f"{other}/") for other in expected
        ):
            kept = files_below(world.work / "replaced")
            assert data == expected.get(path) or data in kept.values()
            del world.foreign[path]
        else:
            assert data == after[path]


def in_the_way(world: World, extra: set[str]) -> set[str]:
    """A folder's inner file that the vandal left where no page lies any more is the owner's."""
    return {path for path in extra if path.endswith("/inner.txt") or (path.endswith(".html")
            and (world.output / path).is_symlink())}  # fmt: skip


@settings(
    max_examples=400 if THOROUGH else 6,
    deadline=None,
    derandomize=not THOROUGH,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(
    [
        [("preview", 1, 0)],
        [("edit_body", 1, 1)],
        [("vandalise_output", 3, 3)],
        [("edit_meta", 2, 0)],
    ]
)
@example(
    [
        [("edit_ladder", 0, 1)],
        [("edit_form", 0, 4), ("edit_body", 8, 1)],
        [("edit_ladder", 1, 2), ("edit_meta", 1, 39)],
        [("edit_body", 6, 3)],
        [("edit_ladder", 0, 6)],
    ]
)
@example(
    [
        [("edit_rows", 0, 7), ("edit_rows", 1, 1)],
        [("edit_rows", 0, 1)],
        [("edit_rows", 0, 9), ("remove_page", 2, 0)],
        [("edit_rows", 2, 2), ("edit_rows", 0, 4)],
        [("edit_rows", 0, 5)],
    ]
)
@example(
    [
        [("edit_letter", 0, 2)],
        [("edit_letter", 0, 4), ("vandalise_output", 1, 2)],
        [("edit_letter", 1, 2)],
        [("edit_site", 1, 14), ("edit_letter", 0, 1)],
    ]
)
@given(SCRIPT)
def test_every_build_gives_what_a_clean_build_of_the_same_sources_gives(
    tmp_path_factory: pytest.TempPathFactory, picture: Callable[[int, int], bytes],
    script: list[list[Step]],
) -> None:  # fmt: skip
    root = tmp_path_factory.mktemp("world")
    world = start(root / "project", picture)
    numbers = itertools.count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "FEW", 3)
        check(world, root / f"clean-{next(numbers)}")
        for steps in script:
            for name, one, two in steps:
                EDITS[name](world, one, two)
            check(world, root / f"clean-{next(numbers)}")
    shutil.rmtree(root)
