"""The imprint on built pages: there, as text, to be seen and to be read."""

from __future__ import annotations

import pytest

from sitegen.checks.sheet import SCREENS, Sheet
from tests.conftest import SITE, Project

IMPRINT = """\
imprint:
  jurisdiction: uk
  who: party
  people: Joe Smith
  address: PO Box 1, Anytown
"""
LAYOUT = (
    "<!doctype html><html lang='en'><head>"
    '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{{ head.csp }}">'
    "<title>{{ head.title }}</title>"
    '<link rel="stylesheet" href="{{ head.css }}"></head><body>'
    "<main>{% block main %}{{ page.html }}{% endblock %}</main>FOOT</body></html>"
)


@pytest.fixture
def themed(empty: Project) -> Project:
    """A site whose theme has a single template, to be filled by each test."""
    empty.write("content/site.yaml", SITE + "theme: own\nask: none\n" + IMPRINT)
    empty.page("index.md", "Welcome.", title="Home", description="Welcome home.")
    empty.write("themes/own/theme.yaml", "name: own\nextends: base\ncss: [assets/own.css]\n")
    return empty.write("themes/own/assets/own.css", "")


def _layout(project: Project, foot: str, css: str = "") -> list[str]:
    """Build with this at the end of each page; gives what is wrong with the imprint."""
    project.write("themes/own/templates/layout.html", LAYOUT.replace("FOOT", foot))
    project.write("themes/own/assets/own.css", css)
    project.build()
    return sorted({code for code in project.codes() if code.startswith("imprint")})


FOOT = '<footer class="foot"><div class="imprint">{{ site.imprint }}</div></footer>'


def test_the_statement_stands_on_every_page(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\n" + IMPRINT)
    project.page("a.md", "Text.", title="A", description="A.").built()
    for path in ("index.html", "a/index.html", "404.html", "thanks/join/index.html"):
        assert "<p>Promoted by Joe Smith, PO Box 1, Anytown.</p>" in project.out(path)


@pytest.mark.parametrize("theme", ["base", "grassroots"])
def test_the_themes_that_come_along_show_it_well(theme: str, project: Project) -> None:
    project.write("content/site.yaml", SITE + f"form: join\ntheme: {theme}\n" + IMPRINT)
    project.built()
    assert [] == [code for code in project.codes() if code.startswith("imprint")]


@pytest.mark.parametrize(("foot", "code"), [
    ("", "imprint-absent"),
    ("<!-- {{ site.imprint }} -->", "imprint-absent"),
    ('<img src="{{ site.wordmark }}" alt="{{ site.imprint|striptags }}">', "imprint-absent"),
    ("<div hidden>{{ site.imprint }}</div>", "imprint-hidden"),
    ('<div aria-hidden="true">{{ site.imprint }}</div>', "imprint-hidden"),
    ("<details><summary>Who</summary>{{ site.imprint }}</details>", "imprint-hidden"),
    ("<template>{{ site.imprint }}</template>", "imprint-hidden"),
    ('<div class="unseen">{{ site.imprint }}</div>', "imprint-hidden"),
])  # fmt: skip
def test_an_imprint_that_nobody_sees_is_an_error(foot: str, code: str, themed: Project) -> None:
    assert [code] == _layout(themed, foot)
    for problem in themed.result.problems:
        if problem.code == code:
            assert "error" == problem.level
            assert "Elections Act 2022" in problem.message
            assert problem.span.path.startswith("themes/own")


@pytest.mark.parametrize(("css", "codes"), [
    ("", []),
    (".imprint{display:none}", ["imprint-hidden"]),
    ("@media(min-width:40em){.foot .imprint p{visibility:hidden}}", ["imprint-hidden"]),
    ("@media print{.imprint{display:none}}", []),
    (".imprint{font-size:.5rem}", ["imprint-small"]),
    (".foot>.imprint{font-size:clamp(8px,2vw,20px)}", ["imprint-small"]),
    (".imprint{font-size:var(--nowhere)}", []),
    (".imprint{color:#999;background:#fff}", ["imprint-faint"]),
    ("@media(prefers-color-scheme:dark){.imprint{color:#333;background:#000}}", ["imprint-faint"]),
    (".imprint{background:linear-gradient(red,blue)}", []),
    (".imprint:hover{display:none}", []),
    ("footer~.imprint,.imprint::after{display:none}", []),
    (":is(.head,.foot) .imprint{opacity:0}", ["imprint-hidden"]),
    (".imprint{display:none}body .imprint{display:block}", []),
])  # fmt: skip
def test_the_style_sheet_is_looked_at_as_far_as_it_tells(
    css: str, codes: list[str], themed: Project
) -> None:
    assert codes == _layout(themed, FOOT, css)


def test_where_nothing_is_required_a_hidden_imprint_is_a_warning(themed: Project) -> None:
    text = (themed.root / "content/site.yaml").read_text().replace("who: party", "who: group")
    themed.write("content/site.yaml", text)
    assert "imprint-hidden" in _layout(themed, f"<div hidden>{FOOT}</div>")
    assert "warning" == themed.problem("imprint-hidden").level


def test_what_is_wrong_is_remembered_with_the_page(themed: Project) -> None:
    text = (themed.root / "content/site.yaml").read_text().replace("who: party", "who: group")
    themed.write("content/site.yaml", text)
    first = _layout(themed, FOOT, ".imprint{font-size:9px}")
    again = [code for code in (themed.build() and themed.codes()) if code.startswith("imprint")]
    themed.page("index.md", "Other words.", title="Home", description="Welcome home.").build()
    assert ["imprint-small"] == first == again
    assert "imprint-small" in themed.codes()


US = """\
imprint:
  jurisdiction: us
  who: committee
  paid_by: Ruiz for Congress
  authorised: yes
"""


@pytest.mark.parametrize(("says", "wrong"), [
    ("This site is not authorized by any candidate or candidate's committee.", True),
    ("Paid for by Harbour PAC.", True),
    ("Paid for by Ruiz for Congress.", False),
    ("Our plan is paid for by a small levy.", False),
    ("We are an authorized dealer of hope.", False),
])  # fmt: skip
def test_a_page_that_contradicts_the_imprint_is_told(
    says: str, wrong: bool, project: Project
) -> None:
    project.write("content/site.yaml", SITE + "form: join\n" + US)
    project.page("privacy.md", says, title="Privacy", description="Privacy.").build()
    assert wrong is ("imprint-contradiction" in project.codes())
    if wrong:
        assert "content/privacy.md" == project.problem("imprint-contradiction").span.path


def test_a_page_may_not_claim_an_authority_that_the_imprint_denies(project: Project) -> None:
    site = US.replace("authorised: yes", "authorised: no\n  web: pac.example")
    project.write("content/site.yaml", SITE + "form: join\n" + site)
    project.page("a.md", "Authorized by Jane Smith.", title="A", description="A.").build()
    assert "imprint-contradiction" in project.codes()


def test_the_law_that_holds_on_the_day_of_the_build_is_a_part_of_it(project: Project) -> None:
    nz = IMPRINT.replace("uk", "nz").replace("PO Box 1, Anytown", "1 Quay Street, Town")
    project.write("content/site.yaml", SITE + "form: join\n" + nz + "  email: us@test.example\n")
    project.built(now="2025-12-18T12:00:00+00:00")
    assert "Joe Smith, 1 Quay Street, Town." in project.out("index.html")
    assert not project.build(now="2025-12-19T12:00:00+00:00").changed
    assert project.build(now="2025-12-20T12:00:00+00:00").changed
    assert "Joe Smith, us@test.example, 1 Quay Street, Town." in project.out("index.html")


# The style sheet ------------------------------------------------------------------------------


@pytest.mark.parametrize(("css", "size"), [
    ("html{font-size:125%}p{font-size:.8em}", 16), ("p{font-size:12pt}", 16),
    ("div{font-size:10px}p{font-size:2em}", 20), ("p{font-size:calc(1rem + 1px)}", None),
    ("p{font-size:max(12px,1vw)}", 12), ("p{font:italic 1rem serif}", None),
    (":root{--s:14px}p{font-size:var(--s)}", 14), ("p{font-size:var(--s,13px)}", 13),
    ("p{font-size:9px!important}p.x{font-size:20px}", 9), ("#i p{font-size:11px}p.x{font-size:20px}", 11),
    (":where(#i) p{font-size:11px}", 11), ("p:not(.y){font-size:15px}", 15),
    ("div{p{font-size:9px}font-size:18px}", 18), ('p[lang="en"]{font-size:19px}', 19),
    ("/* p{font-size:1px} */p{content:'}';font-size:17px}", 17),
])  # fmt: skip
def test_a_size_is_worked_out_or_not_known(css: str, size: float | None) -> None:
    chain = [("html", {}), ("div", {"id": "i"}), ("p", {"class": "x", "lang": "en"})]
    looks = Sheet(css).looks(chain)
    assert len(SCREENS) == len(looks)
    assert {size} == {look.size for look in looks}
