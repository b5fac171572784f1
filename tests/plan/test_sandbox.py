"""A theme is a stranger's data: it can fail, but it cannot reach, hang, fill or fetch anything.

Each case must be a problem with the file and line, and nothing may be written.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sitegen import render
from tests.conftest import SITE, Project

LIMIT = 1.5
"""Seconds in which an ordinary page is made even on a busy machine, templates compiled."""

PAGE = "themes/own/templates/page.html"


@pytest.fixture
def themed(project: Project) -> Project:
    """A site with a theme of its own, one page, and a good build in the output folder."""
    project.write("content/site.yaml", SITE + "form: join\ntheme: own\n")
    project.write("themes/own/theme.yaml", "name: own\nextends: base\n")
    return project.page("a.md", "Text.", title="A", description="A.", ask="none").built()


def refused(project: Project, template: str, path: str = PAGE) -> tuple[str, int, str]:
    """Code, line and message of the one problem that this template brings."""
    before = project.outputs()
    project.write(path, template).build()
    assert before == project.outputs()
    assert project.result.failed
    (problem,) = project.result.problems
    assert problem.span is not None
    assert path == problem.span.path
    assert problem.hint
    return problem.code, problem.span.line, problem.message


def refusals(project: Project, templates: tuple[str, ...]) -> dict[str, tuple[str, int]]:
    """Code and line of the problem of each template, each used by a page of its own."""
    before = project.outputs()
    for number, template in enumerate(templates):
        project.write(f"themes/own/templates/t{number}.html", template)
        project.page(f"p{number}.md", "Text.", title="P", description="P.", layout=f"t{number}",
                     ask="none")  # fmt: skip
    project.build()
    assert before == project.outputs()
    found: dict[str, tuple[str, int]] = {}
    for problem in project.result.problems:
        assert problem.span is not None
        name = problem.span.path.removeprefix("themes/own/templates/t").removesuffix(".html")
        assert templates[int(name)] not in found
        found[templates[int(name)]] = (problem.code, problem.span.line)
    return found


def shown(project: Project, template: str) -> str:
    """What a template makes of the page."""
    project.write(PAGE, template).built()
    return project.out("a/index.html").strip()


# Reaching out of the sandbox ----------------------------------------------------------------


EXPRESSIONS = (
    "''.__class__",
    "''.__class__.__mro__[1].__subclasses__()",
    "''['__class__']",
    "''|attr('__class__')",
    "''|attr('\\x5f\\x5fclass\\x5f\\x5f')",
    "(['']|map(attribute='__class__')|list)[0].x",
    "([page]|groupby('__class__')|list)[0].x",
    "([page]|sum(attribute='__class__')).x",
    "page.__class__",
    "page.html.__html__.__globals__",
    "site.nav.__class__",
    "asset._renderer",
    "asset.__call__.__globals__",
    "self.__init__",
    "self._TemplateReference__context",
    "cards.__globals__",
    "page.html.format.__self__.__class__",
    "loop._iterable",
    "namespace.__init__.__globals__",
    "dict.__mro__",
    "range.__class__",
    "namespace(a=1).__class__",
    "'{0.__class__}'.format(page)",
    "'{0.__class__}'|safe.format(page)",
    "'{x.__class__.__mro__}'.format_map({'x': page})",
    "'%s' % page",
    "'%(a)s' % {'a': 1}",
    "config.name",
    "lipsum(5)",
    "cycler('a').next()",
    "joiner()()",
    "request",
    "[1, 2]|random",
    "page|pprint",
    "'%s'|format(page)",
    "t.update({'menu': 'x'})",
    "theme.clear()",
    "t.__setitem__('menu', 'x')",
    "t.setdefault('x', 'y')",
    "[].append(1)",
    "page.html.__add__",
    "().__class__.__bases__",
    "(x for x in ())",
    "(1).__class__",
    "none.__class__",
    "true.__class__",
    "context.environment",
    "undefined_name",
    "page.nothing",
    "t.nothing",
    "page.title.nothing",
    "asset('no.svg')",
    "asset('../../../content/site.yaml')",
    "1 / 0",
    "page.title + 1",
    "page.title()",
    "[][1]",
    "'x'|no_filter",
    "'x' is no_test",
)


def test_an_expression_that_reaches_too_far_or_fails_is_said_with_its_line(
    themed: Project,
) -> None:
    templates = {"<p>\n{{ " + expression + " }}\n</p>": expression for expression in EXPRESSIONS}
    found = refusals(themed, tuple(templates))
    codes = ("template-unsafe", "template-error", "template-syntax")
    assert [] == [templates[each] for each in templates
                  if each not in found or found[each][0] not in codes or found[each][1] != 2]  # fmt: skip
    for reaching in EXPRESSIONS[:2]:
        assert "template-unsafe" == found["<p>\n{{ " + reaching + " }}\n</p>"][0]


TAGS = (
    "{% do [].append(1) %}",
    "{% import 'os' as os %}",
    "{% if %}",
    "{% endfor %}",
    "{{ 'unfinished",
    "{% for x in page.title() %}{% endfor %}",
)


def test_a_tag_that_cannot_be_is_said_with_its_line(themed: Project) -> None:
    found = refusals(themed, tuple("<p>\n" + tag for tag in TAGS))
    assert [] == [tag for tag in TAGS if found.get("<p>\n" + tag, ("", 0))[1] != 2]


def test_nothing_that_pages_share_can_be_changed(themed: Project) -> None:
    code, _, message = refused(themed, "<p>{% set page.title = 'x' %}")
    assert "template-error" == code
    assert "cannot assign attribute" in message


NAMES = ("../../content/site.yaml", "/etc/passwd", "templates/../../../content/site.yaml",
         "file:///etc/passwd", "content/site.yaml", "templates/none.html", "theme.yaml")  # fmt: skip


@pytest.mark.parametrize("tag", ["include", "extends", "import"])
def test_only_templates_of_the_theme_can_be_used(themed: Project, tag: str) -> None:
    ending = " as x" if tag == "import" else ""
    templates = tuple("\n{% " + f"{tag} {name!r}{ending}" + " %}" for name in NAMES)
    assert dict.fromkeys(templates, ("template-missing", 2)) == refusals(themed, templates)


def test_a_template_folder_cannot_be_left_by_a_blocks_name(themed: Project) -> None:
    themed.write("themes/own/blocks/x/block.yaml", "summary: X.\nargs: []\nbody: none\n")
    themed.write("themes/own/blocks/x/block.html", "{% include '../../../content/site.yaml' %}")
    themed.page("a.md", "::: x\n:::", title="A", description="A.").build()
    assert "../../../content/site.yaml" in themed.problem("template-missing").message


# Hanging and filling ------------------------------------------------------------------------

LONG = "{% set ns = namespace(x='ab', n=[1, 2], i=9) %}\n"


TOO_MUCH = (
    "\n{{ range(999999999)|list }}",
    "\n{{ 'a' * 999999999 }}",
    "\n{{ 999999999 * 'a' }}",
    "\n{{ 'a'.encode() * 9999999999 }}",
    "\n{{ [1] * 999999999 }}",
    "\n{{ (1, 2) * 999999999 }}",
    "\n{{ 9 ** 999999999 }}",
    "\n{{ 9 ** 63 ** 63 }}",
    "\n{{ 2.0 ** 99999 }}",
    "\n{{ '{:>999999999}'.format(1) }}",
    "\n{{ '%0999999999d' % 1 }}",
    "\n{{ b }}{{ 'a'.encode() % 1 }}",
    "\n{{ 'a'.center(999999999) }}",
    "\n{{ 'a'.ljust(9999999999) }}",
    "\n{{ 'a'.zfill(9999999999) }}",
    "\n{{ '\\t'.expandtabs(9999999999) }}",
    "\n{{ ('a' * 100000).replace('', 'b' * 100000) }}",
    "\n{{ ('a' * 100000)|replace('', 'b' * 100000) }}",
    "\n{{ ('a' * 100000)|replace('a', 'b' * 100000) }}",
    "\n{{ ('b' * 100000).join('a' * 100000) }}",
    "\n{{ range(99999)|join('b' * 100000) }}",
    "\n{{ 'a\\nb'|indent(999999999) }}",
    "\n{{ [1]|batch(999999999, 'x')|list }}",
    "\n{{ [1]|slice(999999999)|list }}",
    "\n{{ 2.5|round(999999999, 'ceil') }}",
    "\n{{ {'a': 1}|tojson(indent=999999999) }}",
    LONG + "{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    LONG + "{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    LONG + "{% for i in range(40) %}{% set ns.n = ns.n + ns.n %}{% endfor %}",
    LONG + "{% for i in range(40) %}{% set ns.x = [ns.x, ns.x]|join %}{% endfor %}",
    LONG + "{% for i in range(40) %}{% set ns.i = ns.i * ns.i %}{% endfor %}",
    LONG + "{% for i in range(40) %}{% set ns.i = ns.i ** 9 %}{% endfor %}",
    "{% macro m(n) %}\n{{ m(n) }}{% endmacro %}{{ m(1) }}",
    "\n{% include 'templates/t33.html' %}",
)


def test_what_would_fill_the_memory_is_refused_at_once(themed: Project) -> None:
    start = time.monotonic()
    found = refusals(themed, TOO_MUCH)
    codes = ("template-unsafe", "template-error", "template-too-large")
    assert [] == [each for each in TOO_MUCH
                  if found.get(each, ("", 0))[0] not in codes or found[each][1] != 2]  # fmt: skip
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    "loop",
    [
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "{% set f = range(90000) %}{{ f|map('string')|map('list')|map('join')|list|length }}"
        "{% for a in f %}{{ f|list|length and '' }}{% endfor %}",
    ],
)
def test_a_loop_that_does_not_end_is_ended_and_said(
    themed: Project, monkeypatch: pytest.MonkeyPatch, loop: str
) -> None:
    monkeypatch.setattr(render, "TIME_LIMIT", LIMIT)
    for number in range(5):
        themed.page(f"b/{number}.md", "Text.", title="B", description="B.", ask="none")
    start = time.monotonic()
    code, line, message = refused(themed, "<p>\n" + loop)
    assert ("template-endless", 2) == (code, line)
    assert f"{LIMIT} seconds" in message
    assert time.monotonic() - start < 5 * LIMIT  # six pages, of which one was tried


@pytest.mark.parametrize(
    "growing",
    [
        "{% for a in range(90000) %}{{ 'abc' * 300000 }}{% endfor %}",
        "{% set ns = namespace(x='ab') %}{% for i in range(40) %}"
        "{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}{% endfor %}",
        "{% macro m() %}{{ 'abc' * 300000 }}{% endmacro %}{% for i in range(90) %}{{ m() }}"
        "{% endfor %}",
    ],
)
def test_a_page_that_never_stops_growing_is_ended_and_said(themed: Project, growing: str) -> None:
    code, line, _ = refused(themed, "<p>\n" + growing)
    assert ("template-too-large", 2) == (code, line)


def test_the_next_build_after_an_endless_one_works(
    themed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "TIME_LIMIT", LIMIT)
    loop = "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}"
    refused(themed, loop)
    assert "<p>A</p>" == shown(themed, "<p>{{ page.title }}</p>")


# What themes need still works ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ("{{ page.title|lower ~ '-' ~ 1 }}", "a-1"),
        ("{{ '<b>' ~ page.title }}", "&lt;b&gt;A"),
        ("{{ 2 ** 10 + 3 * 4 % 5 }}", "1026"),
        ("{{ '-' * 3 }}", "---"),
        ("{{ [1, 2, 3]|join(', ') }}", "1, 2, 3"),
        ("{{ 'a b'.replace(' ', '_')|upper }}", "A_B"),
        ("{{ page.html|replace('Text', 'Word') }}", "<p>Word.</p>"),
        ("{{ 2.567|round(1) }}", "2.6"),
        ("{% for row in [1, 2, 3]|batch(2, 0) %}{{ row|join }};{% endfor %}", "12;30;"),
        ("{% set ns = namespace(n=0) %}{% for i in range(4) %}{% set ns.n = ns.n + i %}{% endfor %}"
         "{{ ns.n }}", "6"),
        ("{{ theme.toc }} {{ t.menu }}", "True Menu"),
        ("{% include 'templates/none.html' ignore missing %}x", "x"),
    ],
)  # fmt: skip
def test_ordinary_templates_work(themed: Project, template: str, made: str) -> None:
    assert made == shown(themed, template)


def test_the_text_of_a_page_is_never_a_template(themed: Project) -> None:
    themed.page("a.md", "`{{ site.name }} {% raw %}`", title="'{{ 1 + 1 }}'",
                description="D.").built()  # fmt: skip
    text = themed.out("a/index.html")
    assert "<h1>{{ 1 + 1 }}</h1>" in text
    assert "{{ site.name }} {% raw %}" in text


def test_a_broken_template_of_a_parent_theme_is_named_with_its_own_path(themed: Project) -> None:
    themed.write("themes/mine/theme.yaml", "name: mine\nextends: own\n")
    themed.write("content/site.yaml", SITE + "form: join\ntheme: mine\n").built()
    code, line, _ = refused(themed, "<p>\n\n{{ nothing }}")
    assert ("template-error", 3) == (code, line)


def test_a_broken_part_is_named_and_not_the_page_that_uses_it(themed: Project) -> None:
    code, line, _ = refused(themed, "\n{{ nothing }}", "themes/own/templates/layout.html")
    assert ("template-error", 2) == (code, line)


def test_a_broken_block_is_named_with_its_line(themed: Project) -> None:
    themed.page("a.md", "::: callout\nText.\n:::", title="A", description="A.").built()
    code, line, _ = refused(themed, "\n\n{{ block.args.colour }}",
                            "themes/own/blocks/callout/block.html")  # fmt: skip
    assert ("template-error", 3) == (code, line)


# Styles -------------------------------------------------------------------------------------


SHEETS = (
    ("a { background: url(http://evil.com/a.png) }", "theme-elsewhere"),
    ("a { background: url( 'https://evil.com/a.png' ) }", "theme-elsewhere"),
    ('a { background: url("//evil.com/a\'b.png") }', "theme-elsewhere"),
    ('a { background: URL("https://evil.com/(a).png") }', "theme-elsewhere"),
    ("a { background: u\\72l(https://evil.com/a.png) }", "theme-elsewhere"),
    ('a { background: image-set("https://evil.com/a.png" 1x) }', "theme-elsewhere"),
    ("@font-face { src: url(ftp://evil.com/a.woff2) }", "theme-elsewhere"),
    ("a { background: url(javascript:x) }", "theme-elsewhere"),
    ("a { background: url('data:image/png;base64,AAAA') }", "theme-data"),
    ('@import "other.css";', "theme-import"),
    ("@IMPORT url(other.css);", "theme-import"),
    ("@\\69mport 'other.css';", "theme-import"),
    ("a { background: url(none.png) }", "theme-asset-missing"),
    ("a { background: url(../../../content/site.yaml) }", "theme-asset-missing"),
    ("a { background: url(/etc/passwd) }", "theme-asset-missing"),
)


def test_a_style_sheet_that_fetches_anything_is_refused_with_its_line(themed: Project) -> None:
    names = [f"assets/{number}.css" for number in range(len(SHEETS))]
    themed.write("themes/own/theme.yaml", "name: own\nextends: base\ncss: "
                 f"[{', '.join(names)}]\n")  # fmt: skip
    before = themed.outputs()
    for name, (css, _) in zip(names, SHEETS, strict=True):
        themed.write(f"themes/own/{name}", f"/* one\n url(http://fine.com) */\n\n{css}\n")
    themed.build()
    assert before == themed.outputs()
    found = {(problem.span.path, problem.span.line, problem.code)
             for problem in themed.result.problems if problem.span}  # fmt: skip
    wanted = {(f"themes/own/{name}", 4, code)
              for name, (_, code) in zip(names, SHEETS, strict=True)}  # fmt: skip
    assert wanted <= found
    assert {4} == {line for _, line, _ in found}


def test_a_style_sheet_names_its_own_files_by_their_published_names(themed: Project) -> None:
    themed.write("themes/own/theme.yaml", "name: own\nextends: base\ncss: [assets/own.css]\n")
    themed.write("themes/own/assets/img/it's.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    themed.write("themes/own/assets/own.css",
                 'a { background: url("img/it\'s.svg?v=1") }\nb { clip-path: url(#shape) }\n')  # fmt: skip
    themed.built()
    css = next(path for path in themed.outputs() if path.endswith(".css"))
    names = [
        path for path in themed.outputs() if path.endswith(".svg") and "it" in Path(path).name
    ]
    assert 2 >= len(names) >= 1
    published = next(Path(path).name for path in names if "built" in path)
    assert published in themed.out(css)
    assert "url(#shape)" in themed.out(css)
