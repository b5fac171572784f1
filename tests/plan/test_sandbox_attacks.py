"""More attacks from a theme, by people who know Jinja: each is a problem with its line, at once.

The first attempts are in test_sandbox.py; here are those that need several steps, that hide in
compiling a template, or that would keep the interpreter busy within one of its own steps.
"""

from __future__ import annotations

import time

import pytest
from jinja2.exceptions import SecurityError, TemplateError
from test_sandbox import refusals, refused, shown, themed

from sitegen import sandbox
from sitegen.theme import Theme
from sitegen.views import LinkView
from tests.conftest import Project

__all__ = ["themed"]

BARE = Theme(**dict.fromkeys(Theme.__struct_fields__, ()) | {"templates": (("a", "a"),)})  # type: ignore[arg-type]

CODES = ("template-unsafe", "template-error", "template-syntax", "template-too-large",
         "template-missing")  # fmt: skip

REACHING = (
    "{% macro m() %}{% endmacro %}\n{{ m._func.__globals__ }}",
    "{% macro m() %}{% endmacro %}\n{{ m.__call__.__func__.__globals__ }}",
    "{% macro m() %}{% endmacro %}\n{{ m.environment }}",
    "\n{% for x in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "\n{% for x in [1] %}{{ loop.cycle.__func__ }}{% endfor %}",
    "\n{% for x in [1] %}{{ loop._recurse }}{% endfor %}",
    "{% block b %}\n{{ self.b.__call__.__globals__ }}{% endblock %}",
    "{% block b %}\n{{ self.b._context }}{% endblock %}",
    "{% block b %}\n{{ super.__init__ }}{% endblock %}",
    "{% macro m() %}\n{{ caller.__class__ }}{% endmacro %}{% call m() %}{% endcall %}",
    "\n{{ ([1]|map('string')).gi_frame.f_globals }}",
    "\n{{ ([1]|map('string')).gi_code }}",
    "\n{{ ([1]|select('odd')).gi_yieldfrom }}",
    "\n{{ ([1]|map(attribute='__class__'))|list|first|string ~ 1 + 1 }}",
    "\n{{ namespace(a=1)._Namespace__attrs }}",
    "\n{{ namespace.mro() }}",
    "\n{{ dict.fromkeys(range(9)) }}",
    "\n{{ dict([('a', 1)]) }}",
    "\n{{ dict.__globals__ }}",
    "\n{{ range.mro() }}",
    "\n{{ asset.__func__ }}",
    "\n{{ page.html.format('x') }}",
    "\n{{ (page.html|attr('format'))('x') }}",
    "\n{{ ([page.html]|map(attribute='format')|first)('x') }}",
    "\n{{ [page]|map('format', 1)|list }}",
    "\n{{ ['{0.__class__}']|map('attr', 'format')|map('attr', '__self__')|list|first + 1 }}",
    "\n{% set f = '{0.__class__}'.format %}{{ f(page) }}",
    "\n{% set f = '{x}'.format_map %}{{ f({'x': 1}) }}",
    "\n{{ page.html % 'x' }}",
    "\n{{ 'a'.encode('idna') }}",
    "\n{{ 'a'.maketrans('a', 'b') }}",
    "\n{{ 'a'.translate({97: 'x' * 9}) }}",
    "\n{{ [page]|selectattr('__class__')|list|first + 1 }}",
    "\n{{ ([page]|groupby('__struct_fields__')|first)[0] }}",
    "\n{{ [page]|sort(attribute='__doc__,__struct_fields__')|first|length + 'x' }}",
    "\n{{ [t]|map(attribute='__class__.__mro__')|list|first|first + 1 }}",
    "\n{{ undefined.__class__ }}",
    "\n{{ page.nothing.__class__ }}",
    "\n{{ page.nothing is defined and page.nothing.x or page.nothing }}",
    "\n{% include page %}",
    "\n{% include {} %}",
    "\n{% include ['templates/none.html', 'theme.yaml'] %}",
    "\n{% import 'sitegen.cli' as x %}",
    "\n{% include 'templates/page.html\\x00' %}",
    "\n{% include '..\\\\..\\\\content\\\\site.yaml' %}",
    "\n{% include 'templates\\\\page.html' %}",
    "\n{% include 'templates/./page.html' %}",
    "\n{% include 'themes/base/templates/page.html' %}",
    "\n{{ asset('../theme.yaml') }}",
    "\n{{ asset('form.js\\x00.svg') }}",
    "\n{{ asset(page) }}",
    "\n{{ asset([]) }}",
    "\n{{ ''|open('/etc/passwd') }}",
    "\n{{ open('/etc/passwd') }}",
    "\n{{ get_flashed_messages.__globals__ }}",
    "\n{{ __import__('os') }}",
    "\n{{ (1).to_bytes.__self__ }}",
    "\n{{ none.__init__ }}",
    "\n{{ page|tojson|length and self|tojson }}",
)


def late(found: dict[str, tuple[str, int]], tried: tuple[str, ...]) -> list[str]:
    """Those of the templates that were not refused with a problem in their second line."""
    return [each for each in tried
            if found.get(each, ("", 0))[0] not in CODES or found[each][1] != 2]  # fmt: skip


def test_nothing_can_be_reached_by_detours(themed: Project) -> None:
    assert [] == late(refusals(themed, REACHING), REACHING)


def doubled(kind: str, then: str) -> str:
    """Something that holds itself 2 to the 90th times, and a step that walks through all of it."""
    return ("{% set ns = namespace(x='ab') %}\n{% for i in range(90) %}{% set ns.x = "
            + kind + " %}{% endfor %}" + then)  # fmt: skip


BIG = "{% set a = 'a' * 999999 %}"
HEAVY = (
    doubled("[ns.x, ns.x]", "{{ ns.x }}"),
    doubled("(ns.x, ns.x)", "{{ ns.x ~ '' }}"),
    doubled("{1: ns.x, 2: ns.x}", "{{ ns.x|tojson }}"),
    doubled("dict(a=ns.x, b=ns.x)", "{{ ns.x|string }}"),
    doubled("[ns.x] * 2", "{{ ns.x == ns.x[0] }}"),
    doubled("[ns.x] + [ns.x]", "{{ {ns.x: 1} }}"),
    doubled("[ns.x, ns.x]|list", "{{ ns.x in [ns.x] }}"),
    doubled("[ns.x, ns.x]|batch(2)|list", "{{ ns.x|sort }}"),
    doubled("namespace(a=ns)", "{{ ns.x }}"),
    doubled("[ns]", "{{ ns.x }}"),
    doubled("(ns.x,)", "{{ {ns.x: 1} }}"),
    "{% macro m() %}{{ varargs }}\n{{ m(varargs, varargs) }}{% endmacro %}{{ m(1, 2) }}",
    BIG + "\n{% for i in range(99999) %}{% set x = a ~ i %}{% endfor %}",
    BIG + "{% set ns = namespace(x=[]) %}\n{% for i in range(9999) %}{% set ns.x = ns.x + [a|upper] %}{% endfor %}",
    BIG + "\n{% for i in range(9999) %}{% set x = a[1:] %}{% endfor %}",
    BIG + "\n{% for i in range(9999) %}{% set x = a.upper() %}{% endfor %}",
    BIG + "\n{% for i in range(9999) %}{% set x = a|e|forceescape %}{% endfor %}",
    BIG + "\n{% for i in range(9999) %}{% set x = a|list %}{% endfor %}",
    BIG + "\n{% for i in range(9999) %}{% set x %}{{ a }}{% endset %}{% endfor %}",
    BIG + "\n{{ a|trim('b' * 999999) }}",
    BIG + "\n{{ a.strip('b' * 999999) }}",
    BIG + "\n{{ a.rstrip('b' * 999999) }}",
    BIG + "\n{{ a.rfind('b' ~ a[500000:]) }}",
    BIG + "\n{{ a.rsplit('b' ~ a[500000:]) }}",
    BIG + "\n{{ ''.join(range(99999)|map('replace', '', a)) }}",
    BIG + "\n{{ range(99999)|list|reverse|join(a) }}",
    BIG + "\n{{ {1: a, 2: a}.values()|join(a) }}",
    BIG + "\n{{ [a] * 99999 }}",
    BIG + "\n{{ a|list|join(a) }}",
    BIG + "\n{{ a|wordwrap(1, wrapstring=a) }}",
    BIG + "\n{{ a|indent(999) ~ (a.replace('a', '\\n')|indent(999)) }}",
    BIG + "\n{{ a|replace('a', '&'*99)|urlencode }}",
    BIG + "\n{{ a|map('replace', 'a', a)|list }}",
    "\n{{ ([range(100)|list] * 9999)|sum(start=[]) }}",
    "\n{{ ([range(100)|list] * 9999)|sum(none, []) }}",
    "\n{{ '9' * 99999|int + 1 }}",
    "\n{{ (10 ** 1200)|string|int ** 900 }}",
    "\n{{ range(10 ** 400) }}",
    "\n{{ range(0, 1, 0)|list }}",
    "\n{{ page|xmlattr }}",
    "\n{{ a|urlize }}",
    "\n{{ 'a'|center(999999) }}",
    "\n{{ [1, 2]|slice(99999999)|list }}",
    "\n{{ [1, 2]|batch(2, 'x' * 999999)|list|join('x' * 999999) }}{{ 1 + 'x' }}",
    "\n{{ {'a': [1]}|tojson(9999999) }}",
    "\n{% for x in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
    "{% macro a() %}\n{{ b() }}{% endmacro %}{% macro b() %}\n{{ a() }}{% endmacro %}{{ a() }}",
)  # fmt: skip


@pytest.mark.parametrize("heavy", HEAVY)
def test_nothing_can_be_made_that_is_too_heavy_to_print_or_to_keep(heavy: str) -> None:
    made = sandbox.environment(BARE, lambda path: heavy, frozenset())
    start = time.monotonic()
    with pytest.raises((sandbox.TooLarge, TemplateError, TypeError, ValueError, ArithmeticError,
                        RecursionError)):  # fmt: skip
        sandbox.joined(made.get_template("a").generate(page={"html": "x"}))
    assert time.monotonic() - start < 8


@pytest.mark.parametrize("heavy", [HEAVY[0], HEAVY[14], HEAVY[24]])
def test_what_is_too_heavy_is_said_with_its_line(themed: Project, heavy: str) -> None:
    code, line, _ = refused(themed, heavy)
    assert (True, 2) == (code in CODES, line)


NESTED = (
    "<p>\n{{ " + "(" * 300 + "1" + ")" * 300 + " }}",
    "<p>\n{{ " + "1+(" * 150 + "1" + ")" * 150 + " }}",
    "<p>\n{{ " + "not " * 3000 + "1 }}",
    "<p>\n{{ " + "[" * 400 + "]" * 400 + " }}",
    "<p>\n{{ " + "1~" * 5000 + "1 }}",
    "<p>\n{{ " + "-" * 3000 + "1 }}",
    "<p>\n{{ page" + ".html" * 3000 + " }}",
    "<p>\n{{ page" + "|upper" * 3000 + " }}",
    "<p>\n{{ " + "9" * 5000 + " }}",
    "<p>\n{{ 1e99999 * 0 ~ 'x' + 1 }}",
    "<p>\n" + "{% for x in [1] %}" * 30 + "{% endfor %}" * 30,
    "<p>\n" + "{% if 1 %}" * 900 + "{% endif %}" * 900,
    "<p>\n" + "{% block b" + "%}{% block b".join(map(str, range(400))) + "%}" + "{% endblock %}" * 400,
    "<p>\n{% macro m(" + ",".join(f"a{n}" for n in range(300)) + ") %}{% endmacro %}{{ m(b) }}",
)  # fmt: skip


def test_a_template_that_python_cannot_read_is_a_mistake_of_the_theme(themed: Project) -> None:
    """Some of these are deep and yet can be read; none may be taken for a mistake of ours."""
    start = time.monotonic()
    for number, template in enumerate(NESTED):
        themed.write(f"themes/own/templates/n{number}.html", template)
        themed.page(f"n{number}.md", "Text.", title="N", description="N.", layout=f"n{number}")
    themed.build()
    assert set(themed.codes()) <= set(CODES)
    assert len(themed.result.problems) >= 8
    assert {2} == {problem.span.line for problem in themed.result.problems if problem.span}
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("tag", ["extends", "include", "import"])
def test_a_ring_of_templates_is_said(themed: Project, tag: str) -> None:
    ending = " as x" if tag == "import" else ""
    themed.write("themes/own/templates/a.html", f"\n{{% {tag} 'templates/page.html'{ending} %}}")
    themed.write("themes/own/templates/page.html", f"\n{{% {tag} 'templates/a.html'{ending} %}}")
    themed.build()
    (problem,) = themed.result.problems
    assert problem.span is not None
    assert ("template-error", 2) == (problem.code, problem.span.line)
    assert problem.span.path.startswith("themes/own/templates/")


def test_a_template_longer_than_any_theme_needs_is_not_read(themed: Project) -> None:
    themed.write("themes/own/templates/page.html", "{{ page.title }}\n" * 20_000).build()
    problem = themed.problem("file-too-large")
    assert problem.span is not None
    assert "themes/own/templates/page.html" == problem.span.path


def test_what_one_page_made_does_not_count_for_the_next(
    themed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MADE_LIMIT", 30_000)
    for number in range(9):
        themed.page(f"m{number}.md", "Text.", title="M", description="M.")
    assert "aaaa" in shown(themed, "{{ 'a' * 9999 }}{{ page.title }}")


@pytest.mark.parametrize(("template", "made"), [
    ("{{ [1, (2, 3), {'a': page.title}]|length }}", "3"),
    ("{% set ns = namespace(rows=[]) %}{% for i in range(50) %}{% set ns.rows = ns.rows + [(i, [i])] %}"
     "{% endfor %}{{ ns.rows|length }}", "50"),
    ("{% macro m() %}{{ varargs|join('-') }}{{ kwargs.x }}{% endmacro %}{{ m(1, 2, x=3) }}", "1-23"),
    ("{{ dict(a=1, b=[2]).b[0] }}", "2"),
    ("{{ [3, 1]|sort|join }}{{ [1, 2]|sum }}{{ [page]|sum(attribute='title', start=0) if 0 }}", "133"),
    ("{{ '  x '.strip() }}{{ 'x '|trim }}{{ 'abc'[1:] }}", "xxbc"),
    ("{% for a, b in [(1, 2)] %}{{ a + b }}{% endfor %}", "3"),
])  # fmt: skip
def test_what_themes_do_every_day_is_not_disturbed(
    themed: Project, template: str, made: str
) -> None:
    assert made == shown(themed, template)


def test_a_view_weighs_what_it_shows() -> None:
    heavy = LinkView("x" * 100_000, "index.html")
    assert sandbox.weighed([heavy]) == [heavy]
    with pytest.raises(SecurityError, match="too many values"):
        sandbox.weighed([heavy] * 4000)
