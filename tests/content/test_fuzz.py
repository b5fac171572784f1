"""Random input: nothing raises, the same input gives the same answer, every place is real."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import string
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen import assemble, config, dates, frontmatter, parse, schema, sources, yamltext
from sitegen import problems as reports
from sitegen.build import Session
from sitegen.cache import Cache
from sitegen.links import Links
from sitegen.model import Options
from sitegen.problems import Problem, Span
from sitegen.theme import Theme
from tests.conftest import FORM, NOW, SITE, Project

EXAMPLES = int(os.environ.get("SITEGEN_FUZZ", "1"))
"""How many times as long to search as in everyday tests."""


def often(count: int) -> settings:
    """Everyday runs try the same inputs each time, so that they can be trusted and repeated."""
    return settings(max_examples=count * EXAMPLES, deadline=None, database=None,
                    derandomize=EXAMPLES == 1,
                    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                                           HealthCheck.filter_too_much])  # fmt: skip


# What people and accidents type -------------------------------------------------------------

SIGNS = "\t\r\n\x00\x0b\x0c\x1b\x85\u2028\u200b\ufeff\ufffd\ufdd0\ufdd1 \u00a0:;,.#-_*+=~`'\"!?&%@$^|\\/<>()[]{}"
words = st.sampled_from(
    ["title", "date", "tags", "draft", "yes", "no", "null", "2026-11-03", "12:30", "03/04/2024",
     "---", "+++", "...", "- ", "  - ", ": ", ":", "|", ">", ">-", "&a", "*a", "!", "!!str", "<<",
     "ü", "日本", "✊", "x", "https://a.org/?x=1", "a.md", "[x](y.md)", "![x](p.jpg)", "::: callout",
     ":::", "::: signup", "::: faq", "::: cards tag:a", "::: button index.md Go", "# ", "## ",
     "```", "> ", "1. ", "{{ x }}", "{% y %}", "{: .c}", "[^1]", "[^1]: n", "<div>", "</div>",
     "<a ", "<!--", "-->", "<script>", "\n", "\n\n", "    "]
)  # fmt: skip
pieces = st.one_of(words, st.text(SIGNS + string.ascii_letters + string.digits, max_size=6),
                   st.characters(exclude_categories=("Cs",)))  # fmt: skip
texts = st.lists(pieces, max_size=30).map("".join)
lines = st.lists(texts.map(lambda text: text.replace("\n", " ")), max_size=8).map("\n".join)

keys = st.sampled_from(
    [*parse.PAGE_FIELDS, "published", "summary", "cover", "layout", "x", "Title"]
)
values = st.one_of(
    texts.map(lambda text: text.replace("\n", " ")[:60]),
    st.sampled_from(["", "yes", "no", "a, b", "[a, b]", "{a: b}", "3", "2026-01-01", '"q"', "'q",
                     "join", "index.md", "/old/", "über", "[", "a: b", "|\n  long\n  text"]),
    st.lists(st.sampled_from(["a", "b c", "ü", "x: y"]), max_size=3).map(
        lambda items: "".join(f"\n- {item}" for item in items)),
)  # fmt: skip
headers = st.lists(st.tuples(keys, values), max_size=5).map(
    lambda pairs: "".join(f"{key}: {value}\n" for key, value in pairs)
)
fenced = st.one_of(
    headers.map(lambda head: f"---\n{head}---\n"),
    headers,
    headers.map(lambda head: f"---\n{head}"),
    headers.map(lambda head: "+++\n" + head.replace(":", " =") + "+++\n"),
    lines.map(lambda text: f"---\n{text}\n---\n"),
    st.just(""),
)
pages = st.tuples(fenced, texts).map("".join)


def in_file(problems: tuple[Problem, ...], text: str, path: str) -> None:
    """Every problem stands in this file, in a line that it has."""
    for problem in problems:
        assert problem.span is not None
        assert path == problem.span.path
        assert problem.span.line <= text.count("\n") + 1, problem
        assert problem.message
        assert (
            "\n" not in reports.text(problem).removesuffix(f"\n    {problem.hint}").split("]")[0]
        )


# Parts --------------------------------------------------------------------------------------


@often(600)
@given(pages)
def test_any_text_is_parted_into_settings_and_a_body_that_is_its_end(page: str) -> None:
    text, _ = parse.decode(page.encode(), "p.md")
    found = frontmatter.split(text, "p.md")
    assert found == frontmatter.split(text, "p.md")
    assert text.lstrip("\ufeff").endswith(found.body)
    rest = text.split("\n")[found.line - 1 :]
    assert found.body == "\n".join(rest) or found.line == 1
    in_file(found.problems, text, "p.md")


@often(400)
@given(headers)
def test_no_word_of_a_plain_value_gets_lost(head: str) -> None:
    text, _ = parse.decode(f"---\n{head}---\nBody".encode(), "p.md")
    found = frontmatter.split(text, "p.md")
    if any(problem.level == "error" for problem in found.problems):
        return
    plain = repr(schema.plain(found.settings)) + found.body
    repeated = {p.code for p in found.problems} & {"key-twice"}
    for line in text.split("\n"):
        match = re.fullmatch(r"(title|description): ([A-Za-z ]+)", line)
        if match is not None and not repeated:
            assert match[2].strip() in plain


@often(600)
@given(st.one_of(texts, headers, lines))
def test_any_text_is_read_as_yaml_or_explained(text: str) -> None:
    text, _ = parse.decode(text.encode(), "p.yaml")
    node, problems = yamltext.read(text, "p.yaml")
    assert (node, problems) == yamltext.read(text, "p.yaml")
    assert node is not None or problems or not re.sub(r"#.*|---|\.\.\.|\s", "", text) or True
    in_file(problems, text, "p.yaml")
    for fields in (parse.PAGE_FIELDS, config.SITE_FIELDS):
        checked = schema.check(node, fields, "p.yaml")
        assert set(fields) == set(checked.values)
        in_file(checked.problems, text, "p.yaml")


@often(400)
@given(st.one_of(texts, st.text("0123456789-/.:T +Zz", max_size=25),
                 st.datetimes().map(str), st.dates().map(lambda day: day.strftime("%d %B %Y"))))  # fmt: skip
def test_any_text_is_a_date_or_explained(text: str) -> None:
    iso, problem = dates.date(text.strip(), Span("p.md", 1))
    assert bool(iso) or problem is not None
    if iso:
        stamp = datetime.datetime.fromisoformat(iso)
        assert dates.FIRST_YEAR <= stamp.year <= dates.LAST_YEAR
        stamp.replace(tzinfo=stamp.tzinfo or datetime.UTC).astimezone(datetime.UTC)


@often(400)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_explained(data: bytes) -> None:
    text, problems = parse.decode(data, "p.md")
    assert "\r" not in text
    text.encode()
    assert text or problems or not data.strip(b"\xef\xbb\xbf")


@often(500)
@given(st.text(max_size=40))
def test_a_slug_is_one_part_of_an_address_and_stays_as_it_is(text: str) -> None:
    slug = assemble.slugify(text)
    assert slug == assemble.slugify(slug)
    assert not set(slug) & set("/\\?#%&<>\"' \t\n:") | {slug} & {".", ".."}
    assert all(sign.isprintable() for sign in slug) or not slug.isascii()


# Links --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Links:
    """The links of a small site."""
    project = Project(tmp_path_factory.mktemp("links"))
    project.write("content/site.yaml", SITE)
    for path in ("content/files/a b.pdf", "content/100%.txt", "content/static/x.txt"):
        project.write(path, "x")
    tree = sources.scan(project.root)
    made, _ = config.read(tree, Options(NOW), Cache(None))
    assert made is not None
    documents = tuple(
        assemble.Document(f"content/{path}", path, path, anchors=("one", "über"), tags=("a",))
        for path in ("index.md", "a.md", "s/index.md", "s/über uns.md", "s/t/deep.md")
    )
    theme = Theme("t", (), "", (), (), (), (), (), (), (), (), ())
    site, _ = assemble.site(made, theme, documents, (), Options(NOW))
    anchors = {page.doc.path: page.doc.anchors for page in site.pages}
    return Links(site, tree.files, anchors, {"content/hidden.md": "it is a draft"})


targets = st.one_of(
    texts,
    st.lists(st.sampled_from(["/", "..", ".", "a.md", "A.MD", "s", "über uns", "über%20uns.md", "#",
                              "?", "one", "files", "a b.pdf", "100%.txt", "%", "%2e%2e", "index.md",
                              "http:", "//", "[", "mailto:", "javascript:", "tags", "hidden.md",
                              "\\", "deep.html"]), max_size=8).map("".join),
)  # fmt: skip


@often(800)
@given(targets, st.sampled_from(["content/index.md", "content/s/t/deep.md", "content/site.yaml"]))
def test_any_link_leads_somewhere_or_is_explained(
    resolver: Links, target: str, source: str
) -> None:
    first: list[Problem] = []
    url, page, file = resolver.resolve(source, target, Span(source, 1), first)
    again: list[Problem] = []
    assert (url, page, file) == resolver.resolve(source, target, Span(source, 1), again)
    assert [p.code for p in first] == [p.code for p in again]
    assert not file or file in resolver.files
    if page is not None:
        assert url.startswith((page.url, "#"))
    if url.startswith("/") and not url.startswith("//"):
        assert url.isascii()
        assert not set(url) & set('<>" \t\n\\')
        assert ".." not in unquote(url.partition("?")[0].partition("#")[0]).split("/")
    assert not re.match(r"(?i)\s*(?:javascript|data|vbscript):", url)
    in_file(tuple(first), "x", source)


# Whole builds -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One project for all examples: building on what an earlier one left is part of the test."""
    project = Project(tmp_path_factory.mktemp("street"))
    project.write("content/site.yaml", SITE + "form: join\n").write(
        "content/forms/join.yaml", FORM
    )
    project.page("index.md", "Welcome. [A](a.md)", title="Home")
    project.write(
        "content/p.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    )
    project.session = Session()
    return project


def sound(project: Project) -> None:
    for problem in project.result.problems:
        assert problem.span is not None, problem
        place = project.root / problem.span.path
        assert place.exists(), problem
        data = place.read_bytes()
        assert problem.span.line <= len(re.findall(rb"\r\n?|\n", data)) + 1, problem


def html_is_whole(project: Project) -> None:
    for path, data in project.outputs().items():
        if path.endswith((".html", ".xml")):
            text = data.decode()
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]", text)
            assert (
                "javascript:" not in re.sub(r">[^<]*<", "><", text).lower() or path == "404.html"
            )
        if path.endswith(".xml"):
            from xml.etree import ElementTree

            ElementTree.fromstring(data)


@often(120)
@given(first=pages, second=pages)
def test_any_two_pages_are_built_or_explained_and_alike_each_time(
    street: Project, first: str, second: str
) -> None:
    street.write("content/a.md", first).write("content/s/b.md", second)
    assert street.session is not None
    before = street.outputs()
    result = street.build()
    sound(street)
    html_is_whole(street)
    if result.failed:
        assert before == street.outputs()
    fresh = street.root.parent / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(street.root / "content", fresh / "content")
    # Compiling the templates is most of a small build, and they never change here.
    clean = Project(fresh, Session(environment=street.session.environment))
    clean.build()
    assert [reports.text(p) for p in clean.result.problems] == [
        reports.text(p) for p in result.problems
    ]
    if not result.failed:
        assert clean.outputs() == street.outputs()


@often(60)
@given(st.lists(st.tuples(st.sampled_from([*config.SITE_FIELDS]), values), max_size=6), texts)
def test_any_settings_of_a_site_are_used_or_explained(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]], more: str
) -> None:
    project = Project(tmp_path_factory.getbasetemp() / "settings")
    written = "".join(f"{key}: {value}\n" for key, value in pairs)
    project.write("content/site.yaml", f"name: Us\n{written}{more}\n")
    project.write("content/forms/join.yaml", FORM)
    project.page("index.md", "Welcome.", title="Home", date="2026-01-01", tags="[a]").build()
    sound(project)
    html_is_whole(project)


@often(60)
@given(st.lists(st.tuples(st.sampled_from(["title", "fields", "consent", "backend", "settings",
                                           "honeypot", "thanks", "next", "x"]), values), max_size=6),
       texts)  # fmt: skip
def test_any_form_is_shown_or_explained(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]], more: str
) -> None:
    project = Project(tmp_path_factory.getbasetemp() / "forms")
    written = "".join(f"{key}: {value}\n" for key, value in pairs)
    project.write("content/site.yaml", SITE)
    project.write("content/forms/join.yaml", f"{FORM}{written}{more}\n")
    project.page("index.md", "::: signup join\n:::\n", title="Home").build()
    sound(project)
    html_is_whole(project)
