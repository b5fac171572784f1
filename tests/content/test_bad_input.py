"""Bad input: a problem that names the file and what to do, or it works; never anything worse."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

import pytest

from sitegen import build, config, sources, theme
from sitegen import problems as reports
from sitegen.cache import Cache
from sitegen.config import SITE_FIELDS
from sitegen.forms import read as forms
from sitegen.model import Options
from sitegen.parse import PAGE_FIELDS
from sitegen.synonyms import OTHER_NAMES
from tests.conftest import FORM, NOW, SITE, Project

MISSING = ("home-missing", "site-missing")
"""Problems that name a file because it is not there."""

WRONG = {
    "nothing": "",
    "null": "~",
    "a word": "word",
    "a number": "-12.5",
    "a date": "2024-01-01",
    "a list": "[a, b]",
    "an empty list": "[]",
    "a list of lists": "[[a], [[b]]]",
    "a list of maps": "[{a: b, c: d}, {to: [x]}]",
    "a list with holes": '[1, "", ~, ]',
    "a map": "{a: b}",
    "an empty map": "{}",
    "deep maps": "{a: {b: {c: [d]}}, form: {a: b}, to: {a: b}}",
    "a map without names": '{"": x}',
    "a path": "../../x",
    "half an address": "//[x",
    "a broken address": "http://[x",
    "a script": "javascript:alert(1)",
    "signs of HTML": '"<b>&\\"\'</b>"',
    "signs of templates": '"{{ x }}{% x %}"',
    "lines": '"a\\nb"',
    "control characters": '"\\0\\x1b\\ufdd0L0\\ufdd1"',
    "other scripts": '"ü ✊ עברית"',
    "long text": f'"{"x" * 3_000}"',
}


@pytest.fixture
def full(project: Project) -> Project:
    """A site that uses every setting's neighbours: a block, a date, a tag, an ask."""
    body = "Welcome.\n\n::: signup\n:::\n\n::: callout note Hello\nText\n:::"
    project.page("index.md", body, title="Home", date="2026-01-01", tags="[a]", ask="join")
    return project


def sound(project: Project) -> None:
    """Every problem of the last build has a file that exists, a line in it, and a way out."""
    lines: dict[Path, int] = {}
    for problem in project.result.problems:
        assert problem.span is not None, problem
        place = project.root / problem.span.path
        if not os.path.lexists(place):  # themes that come with the program lie there
            place = sources.bundled("themes").parent / problem.span.path
        assert os.path.lexists(place) or problem.code in MISSING, problem
        if problem.span.line:
            if place not in lines:
                lines[place] = len(re.findall(rb"\r\n?|\n", place.read_bytes())) + 1
            assert problem.span.line <= lines[place], problem
        assert problem.message
        assert problem.message.endswith((".", "?", ":")), problem
        assert problem.hint, problem
        assert 2 >= reports.text(problem).count("\n") + 1
        assert 1_300 > len(reports.text(problem))


def unharmed(project: Project, before: dict[str, bytes]) -> None:
    """A build with errors left the last good output as it was."""
    sound(project)
    assert project.result.failed
    assert before == project.outputs()


# Settings of each wrong shape ---------------------------------------------------------------

GROUPS = {
    "brand": ("colour", "accent", "logo"), "backend": ("name", "settings"),
    "ask": ("form", "to", "title", "text", "button"), "nav": ("to", "title", "children"),
    "social": ("mastodon", "email"), "theme_settings": ("x",),
}  # fmt: skip


@pytest.mark.parametrize("shape", WRONG)
def test_all_settings_of_a_site_may_have_the_same_wrong_shape(full: Project, shape: str) -> None:
    value = WRONG[shape]
    lines = [f"{name}: {value}\n" for name in SITE_FIELDS if name != "theme"]
    full.write("content/site.yaml", "".join(lines)).build()
    sound(full)
    lines = [f"{group}:\n" + "".join(f"  {name}: {value}\n" for name in names)
             for group, names in GROUPS.items()]  # fmt: skip
    full.write("content/site.yaml", "name: Us\n" + "".join(lines)).build()
    sound(full)
    full.write("content/site.yaml", f"{SITE}theme: {value}\n").build()
    sound(full)


@pytest.mark.parametrize("name", SITE_FIELDS)
def test_each_setting_of_a_site_may_have_every_wrong_shape(full: Project, name: str) -> None:
    good = "".join(line for line in SITE.splitlines(keepends=True)
                   if not line.startswith(f"{name}:"))  # fmt: skip
    for value in WRONG.values():
        full.write("content/site.yaml", f"{good}{name}: {value}\n")
        made, found = config.read(sources.scan(full.root), Options(NOW), Cache(None))
        assert made is not None
        assert {"content/site.yaml"} >= {p.span.path for p in found if p.span}
        full.result = build.Result(found)
        sound(full)


FORM_PARTS = [*forms._FORM, "fields.type", "fields.name", "fields.label", "fields.options",
              "fields.maxlength", "settings.url", "settings.names", "settings.hidden",
              "consent.label", "consent.name", "thanks.page", "thanks.next"]  # fmt: skip


@pytest.mark.parametrize("shape", WRONG)
def test_each_setting_of_a_form_may_have_every_wrong_shape(full: Project, shape: str) -> None:
    value = WRONG[shape]
    for part in FORM_PARTS:
        group, _, name = part.partition(".")
        rest = "".join(line for line in FORM.splitlines(keepends=True)
                       if not line.startswith(f"{group}:"))  # fmt: skip
        lines = f"{group}: {value}\n"
        if group == "fields" and name:
            lines = f"fields:\n  - {{name: a, label: A}}\n  - type: text\n    {name}: {value}\n"
        elif name:
            lines = f"{group}:\n  {name}: {value}\n"
        full.write(f"content/forms/{part.replace('.', '-')}.yaml", rest + lines)
    full.build()
    sound(full)


@pytest.fixture
def themed(full: Project) -> Project:
    """The same site in a theme of its own, built once."""
    full.write("content/site.yaml", f"{SITE}form: join\ntheme: mine\n")
    full.write("themes/mine/theme.yaml", "extends: base\n")
    return full.page("a.md", "Text.", title="A").built()


def test_all_settings_of_a_theme_may_have_every_wrong_shape(themed: Project) -> None:
    names = [name for name in theme.THEME_FIELDS if name != "extends"]
    for value in WRONG.values():
        lines = "".join(f"{name}: {value}\n" for name in names)
        themed.write("themes/mine/theme.yaml", f"extends: base\n{lines}").build()
        sound(themed)
        lines = "".join(f"{group}:\n  x: {value}\n  title: {value}\n  y:\n    type: {value}\n"
                        f"    default: {value}\n" for group in ("settings", "page_fields"))  # fmt: skip
        themed.write("themes/mine/theme.yaml", f"extends: base\n{lines}").build()
        sound(themed)
        themed.write("themes/mine/theme.yaml", f"extends: {value}\n").build()
        sound(themed)


def test_each_setting_of_a_block_may_have_every_wrong_shape(themed: Project) -> None:
    parts = [*theme.BLOCK_FIELDS, "fields.kind", "choices.kind"]
    names = {part: f"b{number}" for number, part in enumerate(parts)}
    themed.page("a.md", "\n\n".join(f"::: {name} x\nText\n:::" for name in names.values()))
    for name in names.values():
        themed.write(f"themes/mine/blocks/{name}/block.html", "<p>{{ block.html }}</p>")
    for value in WRONG.values():
        for part, name in names.items():
            group, _, inner = part.partition(".")
            lines = (
                f"args: [kind]\n{group}:\n  {inner}: {value}\n" if inner else f"{part}: {value}\n"
            )
            themed.write(f"themes/mine/blocks/{name}/block.yaml", lines)
        themed.build()
        sound(themed)


def test_every_key_of_a_page_may_have_every_wrong_shape(full: Project) -> None:
    # All keys of one shape at once: a page is the same whichever of them is wrong.
    keys = [*PAGE_FIELDS, *OTHER_NAMES, "published", "unknown"]
    for shape, value in WRONG.items():
        for key in keys:
            full.write(f"content/pages/{key}.md", f"---\n{key}: {value}\n---\nText.\n")
        for key in ("form", "to", "title", "text", "button"):
            full.write(f"content/pages/ask-{key}.md", f"---\nask:\n  {key}: {value}\n---\nText.\n")
        full.build()
        sound(full)
        assert {p.span.path for p in full.result.problems if p.span}, shape


# Whole files --------------------------------------------------------------------------------

FILES = {
    "empty": b"",
    "a byte-order mark only": b"\xef\xbb\xbf",
    "line ends only": b"\r\n\r\n\r\r\n",
    "spaces only": b"   \t  ",
    "NUL bytes": b"\0\0\0\0",
    "a NUL byte": b"title: a\n\nbe\0fore\n",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
    "old Windows text": "title: Für Ä – “so”\n".encode("cp1252"),
    "UTF-16": "title: Für uns\n".encode("utf-16"),
    "UTF-16 without a mark": "title: Fuer uns\n".encode("utf-16-le"),
    "UTF-32": "title: x\n".encode("utf-32"),
    "bytes of no kind": bytes(range(128, 256)) * 20,
    "half a character": "title: ü".encode()[:-1],
    "surrogates": b"title: \xed\xa0\x80\xed\xb0\x80\n",
    "old Mac line ends": b"title: a\rdescription: b\r",
    "mixed line ends": b"title: a\r\ndescription: b\nlanguage: en\r",
    "control characters": bytes(range(1, 32)) + b"\x7f",
    "signs that part lines": "title: a\u2028b\x85c\u2029d\x0be\x0cf\n".encode(),
    "broken YAML": b"title: [a\n  b: {c\n",
    "a tab": b"title: a\n\tdescription: b\n",
    "a twice named key": b"title: a\ntitle: b\n",
    "two documents": b"title: a\n---\ntitle: b\n---\n",
    "a list": b"- a\n- b\n",
    "a number": b"42",
    "a tag": b"!!python/object/apply:os.system [echo]\n",
    "an alias to nothing": b"title: *gone\n",
    "an alias to itself": b"title: &a [*a]\n",
    "a merge": b"base: &b {x: y}\ntitle: {<<: *b}\n",
    "bytes of a file system": b"title: caf\xe9\n",
    "10 000 brackets": b"title: " + b"[" * 10_000,
    "10 000 dashes": b"- " * 10_000,
    "10 000 levels": b"".join(b" " * n + b"a:\n" for n in range(500)) + b"a: " + b"{a: " * 10_000,
    "aliases without end": b"a0: &a0 [x,x,x,x,x,x,x,x]\n" + b"".join(
        b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 30)),
    "a long line": b"title: " + b"x" * 1_000_000,
    "many lines": b"x: y\n" * 100_000,
    "a million spaces": b"title:" + b" " * 1_000_000 + b"x\n",
}  # fmt: skip

PLACES = [
    ("content/site.yaml",),
    ("content/forms/join.yaml", "content/forms/new.yaml", "content/strings/en.yaml",
     "content/a.md", "content/index.md"),
    ("themes/mine/theme.yaml",),
    ("themes/mine/blocks/callout/block.yaml", "themes/mine/strings/en.yaml"),
    ("themes/mine/templates/page.html", "themes/mine/assets/a.css"),
]  # fmt: skip


@pytest.mark.parametrize("paths", PLACES, ids=lambda paths: paths[0])
def test_a_file_of_any_content_in_any_place_is_read_or_explained(
    themed: Project, paths: tuple[str, ...]
) -> None:
    if "themes/mine/assets/a.css" in paths:
        themed.write("themes/mine/assets/a.css", "")
        themed.write("themes/mine/theme.yaml", "extends: base\ncss: [assets/a.css]\n").built()
    good = themed.outputs()
    kept = {path: (themed.root / path).read_bytes() for path in paths
            if (themed.root / path).exists()}  # fmt: skip
    for name, data in FILES.items():
        for path in paths:
            themed.write(path, data)
        before = themed.outputs()
        started = time.process_time()
        themed.build()
        assert 20.0 > time.process_time() - started, name
        sound(themed)
        assert not themed.result.failed or before == themed.outputs(), name
    for path in paths:
        if path in kept:
            themed.write(path, kept[path])
        else:
            themed.remove(path)
    assert good == themed.built().outputs()


@pytest.mark.parametrize("name", ["NUL bytes", "a picture", "broken YAML", "a tag"])
def test_a_broken_site_yaml_is_one_problem_and_not_a_hundred(full: Project, name: str) -> None:
    full.write("content/site.yaml", FILES[name]).build()
    (problem,) = full.result.problems
    assert "content/site.yaml" == (problem.span.path if problem.span else "")


def test_a_site_yaml_under_another_name_is_explained(project: Project) -> None:
    project.write("content/site.yml", SITE).remove("content/site.yaml").build()
    assert (
        'Rename "content/site.yml" to content/site.yaml.' == project.problem("site-missing").hint
    )


def test_no_project_at_all_is_explained(empty: Project) -> None:
    empty.build()
    assert ["site-missing"] == empty.codes()
    assert "sitegen new" in empty.result.problems[0].hint
    assert not (empty.root / "output").exists()


@pytest.mark.parametrize("path", ["content/site.yaml", "content/a.md", "content/forms/join.yaml",
                                  "themes/mine/templates/page.html"])  # fmt: skip
def test_a_text_of_50_megabytes_is_refused_and_the_output_stays(full: Project, path: str) -> None:
    site = (full.root / "content/site.yaml").read_text()
    full.write("content/site.yaml", f"{site}theme: mine\n")
    full.write("themes/mine/theme.yaml", "extends: base\n").built()
    before = full.outputs()
    (full.root / path).parent.mkdir(parents=True, exist_ok=True)
    with (full.root / path).open("wb") as file:
        file.truncate(50_000_000)
    full.build()
    assert path == (full.problem("file-too-large").span or reports.Span("")).path
    assert "site-missing" not in full.codes()
    assert before == full.outputs()


def test_a_large_download_is_published(full: Project) -> None:
    full.write("content/assets/film.bin", b"0123456789" * 5_000_000).build()
    assert 50_000_000 == (full.root / "output/assets/film.bin").stat().st_size


PICTURES = ("a.jpg", "b.png", "c.gif", "d.webp", "e.svg", "f.heic", "g.tif", "h.avif", "i.bmp")


@pytest.mark.parametrize("data", [b"", b"no picture", b"\0" * 5_000, b"GIF89a\xff\xff\xff\xff",
                                  b"\xff\xd8\xff\xe0", b"<svg", b"<svg>" * 20_000])  # fmt: skip
def test_a_picture_that_is_none_is_explained(full: Project, data: bytes) -> None:
    before = full.built().outputs()
    for name in PICTURES:
        full.write(f"content/{name}", data)
    full.page("a.md", "\n\n".join(f"![A march]({name})" for name in PICTURES), title="A").build()
    sound(full)
    said = {p.span.path for p in full.result.problems if p.span}
    assert {f"content/{name}" for name in PICTURES} - said <= {"content/e.svg"}
    assert not full.result.failed or before == full.outputs()


# Nesting ------------------------------------------------------------------------------------

N = 10_000
NESTED = {
    "list, four spaces": "".join(" " * (4 * n) + "- a\n" for n in range(600)),
    "list, two spaces": "".join(" " * (2 * n) + "- a\n" for n in range(1_000)),
    "list on one line": "- " * N + "a",
    "numbers on one line": "1. " * N + "a",
    "quotes": "> " * N + "a",
    "quotes line by line": "".join("> " * n + "a\n" for n in range(1_000)),
    "brackets": "[" * N + "a" + "]" * N,
    "links in links": "[a](" * N,
    "pictures": "![" * N,
    "empty links": "[](" * N,
    "emphasis": "**a *a " * N,
    "stars": "*" * 3 * N,
    "backticks": " ".join("`" * n for n in range(1, 500)),
    "html": "<div>" * N + "a" + "</div>" * N,
    "html line by line": "<div>\n\n" * N,
    "half tags": "<a " * N,
    "comments": "<!-- " * N,
    "entities": "&amp;" * N,
    "directives": "::: callout\n" * N + "a\n" + ":::\n" * N,
    "directives of growing length": "".join(":" * (3 + n) + " callout\n" for n in range(500)),
    "fences": "```\n" * N,
    "tables": "|" * N + "\n" + "|-" * N + "|\n",
    "definitions": "a\n: b\n" * 2_000,
    "footnotes": "".join(f"[^{n}]: [^{n + 1}]\n\n" for n in range(2_000)) + "[^0]",
    "abbreviations": "".join(f"*[A{n}]: b\n" for n in range(3_000)) + "A1 " * 1_000,
    "liquid": "{{ " * N + "{% " * N,
    "headings": "# a\n" * 5_000,
    "attributes": "a {: " * N,
    "one word": "a" * 1_000_000,
    "addresses": "https://a.example/(" * 5_000,
    "mail addresses": "a@" * N,
}


@pytest.mark.parametrize("name", NESTED)
def test_hostile_text_is_converted_or_explained_in_bounded_time(full: Project, name: str) -> None:
    full.page("a.md", NESTED[name], title="A")
    started = time.process_time()
    full.build()
    assert 20.0 > time.process_time() - started
    sound(full)


# Names --------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize(
    "name", [b"a\nb", b"a\x1b[31m", b"caf\xe9", b"a\\b", "a\u2028b".encode(), b"a\x7fb"]
)
def test_unusable_names_stop_the_build_with_a_problem_that_can_be_printed(
    full: Project, name: bytes
) -> None:
    full.write("themes/mine/theme.yaml", "extends: base\n")
    before = full.built().outputs()
    folders = ("content", "content/assets", "content/forms", "content/static", "themes",
               "themes/mine")  # fmt: skip
    places = [os.fsencode(full.root / folder) + b"/" + name + b".md" for folder in folders]
    for place in places:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(b"text")
    full.build()
    for place in places:
        os.unlink(place)
    assert ["name-unusable"] * 6 == full.codes()
    for problem in full.result.problems:
        assert all(line.isprintable() for line in reports.text(problem).split("\n"))
        assert 1 == reports.text(problem).count("\n")
    assert before == full.outputs()


ODD = ["100% ours", "what?", "a#b", "it's", 'say "hi"', "a&b", "<x>", "ü ✊", "a b", "a:b", "$(x)",
       "a+b", "a;b", "[x]", "{{ x }}", "-dash", "a,b", "a=b", "a@b", "a~b!", "(a)", "a|b",
       "con", "%41", "&amp;"]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse some of them")
def test_files_of_odd_names_are_published_under_addresses_that_lead_there(full: Project) -> None:
    for name in ODD:
        full.write(f"content/static/{name}.txt", name)
        full.write(f"content/assets/{name}/f.bin", name)
    full.built()
    for name in ODD:
        assert (name, name) == (full.out(f"{name}.txt"), full.out(f"assets/{name}/f.bin"))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse some of them")
def test_pages_and_pictures_of_odd_names_are_built(full: Project) -> None:
    for number, name in enumerate(ODD):
        full.page(f"s{number}/{name}/{name}.md", "Text.", title="T")
        full.write(f"content/s{number}/{name}.svg",
                   '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')  # fmt: skip
        full.page(f"s{number}/show.md", "Text.", title="Show", image=f'"{_escaped(name)}.svg"')
    full.build()
    sound(full)
    assert not full.result.failed


def _escaped(name: str) -> str:
    from urllib.parse import quote

    return quote(name)


# Symbolic links and places ------------------------------------------------------------------


def test_links_out_of_the_project_stop_the_build_and_publish_nothing(
    full: Project, tmp_path: Path
) -> None:
    full.built()
    before = full.outputs()
    for number, target in enumerate(("/etc/passwd", "/etc", "../../..", tmp_path.parent)):
        (full.root / "content" / f"out{number}.md").symlink_to(target)
    (full.root / "content" / "assets").mkdir()
    (full.root / "content" / "assets" / "keys").symlink_to("/etc/ssl")
    full.build()
    assert {"link-outside"} == set(full.codes())
    unharmed(full, before)


def test_links_that_loop_stop_the_build(full: Project) -> None:
    full.built()
    before = full.outputs()
    (full.root / "content" / "again").symlink_to(".")
    (full.root / "content" / "self.md").symlink_to("self.md")
    full.build()
    assert {"link-loop", "link-broken"} == set(full.codes())
    unharmed(full, before)


def test_a_folder_with_the_name_of_a_page_or_a_form_does_no_harm(full: Project) -> None:
    for path in ("content/a.md", "content/forms/b.yaml", "content/c.jpg", "content/assets/d.pdf"):
        (full.root / path).mkdir(parents=True)
    full.build()
    sound(full)
    full.remove("content/site.yaml")
    (full.root / "content/site.yaml").mkdir()
    full.build()
    assert ["site-missing"] == full.codes()


def test_many_folders_without_an_index_are_quick(full: Project) -> None:
    full.page("/".join("abcdefghij" * 3) + "/page.md", "Text.", title="Deep")
    started = time.process_time()
    full.built()
    assert 10.0 > time.process_time() - started


# Themes -------------------------------------------------------------------------------------

TEMPLATES = {
    "an endless loop": "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}"
    "{% endfor %}",
    "an endless string": '{{ "x" * 999999999999 }}',
    "a large number": "{{ 10 ** 100000 }}",
    "itself": '{% include "templates/page.html" %}',
    "a name that is not there": "{{ nosuch }}",
    "an attribute that is not there": "{{ page.nosuch.deeper }}",
    "a filter that is not there": "{{ page.title | nosuch }}",
    "a template that is not there": '{% extends "templates/nosuch.html" %}',
    "half a tag": "{% if page.title %}",
    "half an expression": "{{ page.title ",
    "a way out": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "a division by zero": "{{ 1 / 0 }}",
    "bytes of no kind": b"\xfb\xfc {{ \xfd",
    "nothing": "",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_broken_template_is_explained_and_the_output_stays(themed: Project, name: str) -> None:
    before = themed.outputs()
    themed.write("themes/mine/templates/page.html", TEMPLATES[name])
    started = time.process_time()
    themed.build()
    assert 60.0 > time.process_time() - started
    if name != "nothing":
        assert themed.result.failed
        found = {p.span.path for p in themed.result.problems if p.span and p.level == "error"}
        assert "themes/mine/templates/page.html" in found
        assert before == themed.outputs()


@pytest.mark.parametrize("css", ["", "a{", "}}}}", "/*", "@import url(//x.example);", "\0", "\\",
                                 "a{b:url(", "{" * 10_000, '@charset "x', "a" * 1_000_000])  # fmt: skip
def test_a_broken_style_sheet_does_no_harm(themed: Project, css: str) -> None:
    themed.write("themes/mine/theme.yaml", "extends: base\ncss: [assets/a.css]\n")
    themed.write("themes/mine/assets/a.css", css).build()
    sound(themed)


@pytest.mark.parametrize("text", ["extends: mine\n", "extends: other\n", "extends: ../base\n"])
def test_themes_that_extend_each_other_or_nothing_are_explained(
    themed: Project, text: str
) -> None:
    before = themed.outputs()
    themed.write("themes/other/theme.yaml", "extends: mine\n")
    themed.write("themes/mine/theme.yaml", text).build()
    assert themed.codes()[0] in ("theme-loop", "theme-missing")
    assert before == themed.outputs()


def test_the_fixtures_of_this_file_build_without_a_problem(full: Project) -> None:
    assert () == full.build().problems
    assert FORM == (full.root / "content/forms/join.yaml").read_text()
