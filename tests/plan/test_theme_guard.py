"""What a theme tries to sneak into pages is refused with the template's file and line.

Templates as written are judged first; what they make up on the way is found on the finished page,
and without the site's policy at its beginning a page may hold nothing that a policy could forbid.
"""

from __future__ import annotations

import pytest
from test_sandbox import PAGE, refused, themed

from tests.conftest import SITE, Project

__all__ = ["themed"]

MAIN = '{% extends "templates/layout.html" %}{% block main %}\n'
END = "{% endblock %}"

WRITTEN = (
    "<p onclick='x()'>", "<p\nONCLICK=x>", "<svg/onload=x>", "<p style='color: red'>", "<style>p {}</style>",
    "<script>alert(1)</script>", "<script src='/x.js'></script>", "<script src=//evil.com/x.js></script>",
    "<iframe src='https://evil.com'></iframe>", "<iframe srcdoc='x'></iframe>", "<object data=x></object>",
    "<embed src=x>", "<base href='https://evil.com/'>", "<meta http-equiv=refresh2 content='0'>",
    "<meta http-equiv='set-cookie' content='a=b'>", "<form action='https://formspree.io/f/evil'></form>",
    "<button formaction='https://evil.com'>", "<a href='javascript:x()'>", "<a href=' JaVaScript:x()'>",
    "<a ping='https://evil.com' href=x>", "<img src='//evil.com/a.png'>", "<img src='data:image/png;base64,A'>",
    "<link rel=preconnect href='https://evil.com'>", "<link rel=dns-prefetch href='//evil.com'>",
    "<link rel=stylesheet href='https://evil.com/a.css'>", "<video src='https://evil.com/a.mp4'></video>",
    "<portal src=x></portal>",
)  # fmt: skip


def test_a_template_that_holds_more_than_text_and_styles_is_refused_with_its_lines(
    themed: Project,
) -> None:
    before = themed.outputs()
    themed.write(PAGE, MAIN + "".join(f"{each.replace(chr(10), ' ')}\n" for each in WRITTEN) + END)
    themed.build()
    assert before == themed.outputs()
    found = {problem.span.line for problem in themed.result.problems
             if problem.span and problem.span.path == PAGE and problem.code == "theme-markup"}  # fmt: skip
    assert set(range(2, len(WRITTEN) + 2)) == found


FORGED = (
    "{{ '<scr'|safe }}{{ 'ipt>alert(1)</script>'|safe }}",
    "{% autoescape false %}{{ '<SCR' ~ 'IPT src=x.js>' }}{% endautoescape %}",
    "{{ '<iframe src=\"https://evil.com\">'|safe }}",
    "{{ '<form action=\"https://formspree.io/f/evil\"></form>'|safe }}",
    "{% set to = 'https://formspree.io/f/evil' %}<form action=\"{{ to }}\"></form>",
    "{{ '<meta http-equiv=\"refresh\" content=\"0; url=https://evil.com\">'|safe }}",
    "{{ '<meta http-equiv=\"Refresh\" content=\"0\">'|safe }}",
    "{{ '<base href=\"https://evil.com/\">'|safe }}",
    "{{ '<link rel=\"preconnect\" href=\"https://evil.com\">'|safe }}",
    "{{ '<link rel=\"stylesheet\" href=\"\\t//evil.com/a.css\">'|safe }}",
    "{{ '<link rel=\"stylesheet\" href=\"/\\\\\\\\evil.com/a.css\">'|safe }}",
    "{{ '<object data=x>'|safe }}",
    "{{ '<style>p { color: red }</style>'|safe }}",
    "{{ (page.html|string|safe)[:1] }}{{ 'script src=x.js ' }}{{ (page.html|string|safe)[2:3] }}",
    "<script src=\"{{ site.home }}\"></script>",
)  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_what_a_template_makes_up_is_found_on_the_page(themed: Project, forged: str) -> None:
    code, _, message = refused(themed, MAIN + forged + END)
    assert "theme-markup" == code
    assert message.startswith("The page a/index.html holds ")


HEADS = (
    "<!doctype html><html><head></head><body><form></form></body></html>",
    "<!doctype html><html><head><!-- <meta http-equiv=\"Content-Security-Policy\" content=\"{{ head.csp }}\"> -->"
    "</head><img src=x></html>",
    "<!doctype html><html><head><link rel=icon href=x><meta http-equiv=\"Content-Security-Policy\" "
    "content=\"{{ head.csp }}\"></head></html>",
    "<!doctype html><html><body><meta http-equiv=\"Content-Security-Policy\" content=\"{{ head.csp }}\"><input>",
    "<img src=x>",
    "<!doctype html><html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src *\"></head>",
)  # fmt: skip


@pytest.mark.parametrize("page", HEADS)
def test_a_page_needs_the_policy_where_it_works(themed: Project, page: str) -> None:
    code, _, message = refused(themed, page)
    assert "theme-markup" == code
    assert message == "The page a/index.html has no security policy at the beginning of its head."


def test_a_layout_of_ones_own_with_the_policy_first_is_fine(themed: Project) -> None:
    themed.write(PAGE, '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv='
                 '"Content-Security-Policy" content="{{ head.csp }}">\n<link rel="stylesheet" href="{{ head.css }}">'
                 '</head><body><img src="{{ asset("a.svg") }}" alt="">{{ page.html }}</body></html>')  # fmt: skip
    themed.write(
        "themes/own/assets/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    )
    themed.built()


# Files --------------------------------------------------------------------------------------

DRAWING = ('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">\n{}\n<rect width="9" height="9"/></svg>')  # fmt: skip


@pytest.mark.parametrize("evil", [
    "<script>alert(1)</script>", '<g onclick="x()"/>', "<foreignObject><p/></foreignObject>",
    '<image href="https://evil.com/a.png"/>', '<style>@import url("//evil.com/a.css");</style>',
    '<use href="data:image/svg+xml,x#a"/>', '<set attributeName="href" to="javascript:x"/>',
    '<rect fill="url(https://evil.com/#a)"/>',
])  # fmt: skip
def test_a_drawing_of_a_theme_does_nothing_but_show(themed: Project, evil: str) -> None:
    themed.write("themes/own/assets/a.svg", DRAWING.format(evil)).build()
    problem = themed.problem("svg-cleaned")
    assert problem.span is not None
    assert ("themes/own/assets/a.svg", 2) == (problem.span.path, problem.span.line)
    published = next(
        data for path, data in themed.outputs().items() if "built/a." in path
    ).decode()
    for sign in ("script", "onclick", "evil", "foreign", "data:"):
        assert sign not in published
    assert "<rect" in published


@pytest.mark.parametrize("evil", [
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>\n',
    '<!DOCTYPE svg [\n<!ENTITY a "' + "a" * 200 + '">]>\n',
])  # fmt: skip
def test_a_drawing_that_unfolds_is_refused(themed: Project, evil: str) -> None:
    themed.write("themes/own/assets/a.svg", evil + DRAWING.format("<text>&b;</text>")).build()
    assert themed.problem("svg-refused").span is not None
    assert themed.result.failed


def test_files_that_a_browser_would_run_are_left_out(themed: Project) -> None:
    for name in ("a.html", "b.HTM", "c.xml", "d.mjs", "e.wasm", "f.pdf"):
        themed.write(f"themes/own/assets/{name}", "<script>alert(1)</script>")
    themed.build()
    assert ["theme-file"] * 6 == themed.codes()
    assert not any("evil" in path or path.endswith((".HTM", ".mjs")) for path in themed.outputs())
    assert not any("built/a." in path or "built/c." in path for path in themed.outputs())


def test_a_picture_that_is_a_page_is_refused(themed: Project) -> None:
    themed.write("themes/own/assets/a.png", "<html><script>alert(1)</script>").build()
    assert "themes/own/assets/a.png" == themed.problem("theme-file-kind").span.path  # type: ignore[union-attr]
    assert themed.result.failed


def test_a_script_of_a_theme_is_left_out_until_the_author_allows_it(themed: Project) -> None:
    themed.write("themes/own/assets/menu.js", "alert(1)").build()
    assert "theme_scripts: [own]" in themed.problem("theme-script").hint
    assert not any("menu" in path for path in themed.outputs())
    themed.write("content/site.yaml", SITE + "form: join\ntheme: own\ntheme_scripts: [own]\n")
    themed.write(PAGE, MAIN + '<script src="{{ asset("menu.js") }}" defer></script>' + END).built()
    assert "menu" in themed.out("a/index.html")
    assert "script-src 'self'" in themed.out("a/index.html").replace("&#39;", "'")


def test_a_theme_cannot_put_its_own_script_in_the_place_of_ours(themed: Project) -> None:
    themed.page("b.md", "Text.", title="B", description="B.").built()
    before = next(path for path in themed.outputs() if "built/form." in path)
    themed.write("themes/own/assets/form.js", "fetch('https://evil.com')").build()
    assert ["theme-script"] == themed.codes()
    assert before in themed.outputs()


def test_a_copy_of_our_own_script_needs_no_leave(themed: Project) -> None:
    from sitegen.sources import bundled

    themed.write("themes/own/assets/form.js", (bundled("themes") / "base/assets/form.js").read_bytes()).built()  # fmt: skip


def test_a_link_in_a_theme_may_not_leave_it(themed: Project) -> None:
    place = themed.root / "themes" / "own" / "assets"
    place.mkdir()
    (place / "a.png").symlink_to(themed.root / "content" / "site.yaml")
    (place / "b.css").symlink_to("../../../content/index.md")
    themed.build()
    assert ["link-outside"] * 2 == themed.codes()
    assert "outside the theme" in themed.result.problems[0].message


def test_an_alias_bomb_in_a_themes_settings_ends(themed: Project) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))  # fmt: skip
    themed.write("themes/own/theme.yaml", f"name: own\nextends: base\n{bomb}").build()
    assert themed.result.failed
    assert any(problem.span and problem.span.path == "themes/own/theme.yaml" and problem.span.line
               for problem in themed.result.problems)  # fmt: skip


MORE_SHEETS = (
    ('a { background: image-set("\\\\\\\\evil.com/a.png" 1x) }', "theme-url"),
    ('a { background: -webkit-image-set("https:/evil.com/a.png" 1x) }', "theme-url"),
    ('a { background: image-set("/\\09/evil.com/a.png" 1x) }', "theme-url"),
    ('a { background: cross-fade("x.png", "y.png", 50%) }', "theme-url"),
    ('@font-face { src: src("a.woff2") }', "theme-url"),
    ('a { background: url("x.png"', "theme-url"),
    ("a { background: \\75rl(https://evil.com/a.png) }", "theme-elsewhere"),
    ("a { background: \\000075\\000072\\00006c(https://evil.com/a.png) }", "theme-elsewhere"),
    ("a { background: url(data:image/svg+xml,<svg>) }", "theme-data"),
    ("@\\000069mport 'a.css';", "theme-import"),
)


def test_styles_name_files_in_one_way_only(themed: Project) -> None:
    names = [f"assets/{number}.css" for number in range(len(MORE_SHEETS))]
    themed.write("themes/own/theme.yaml", f"name: own\nextends: base\ncss: [{', '.join(names)}]\n")
    for name, (css, _) in zip(names, MORE_SHEETS, strict=True):
        themed.write(f"themes/own/{name}", f"\n{css}\n")
    themed.build()
    found = {(problem.span.path, problem.span.line, problem.code)
             for problem in themed.result.problems if problem.span}  # fmt: skip
    wanted = {(f"themes/own/{name}", 2, code)
              for name, (_, code) in zip(names, MORE_SHEETS, strict=True)}  # fmt: skip
    assert set() == wanted - found
