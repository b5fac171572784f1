"""Every theme in a real browser, on a site with one of everything. A new theme is found by itself."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen import build
from sitegen.model import Options
from tests.browser import everything
from tests.browser.conftest import COLOURS, EVERY_RULE, ROOT, Browser, hosted

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("theme", everything.THEMES)]

OPTIONS = Options("2026-11-03T12:00:00+00:00")
WIDE = """const room = document.documentElement.clientWidth;
return document.documentElement.scrollWidth <= room ? [] : [...document.querySelectorAll('body *')].filter(e => {
    const box = e.getBoundingClientRect();
    return (box.right > room + 1 || box.left < -1) && !e.closest('.skip, .scroll');
}).map(e => e.outerHTML.slice(0, 80)).slice(0, 4)"""

CUT = """return [...document.querySelectorAll(
    'h1, h2, h3, p, li, a, button, label, legend, summary, figcaption, dt, dd, td, th')].filter(e =>
    e.getClientRects().length && !e.closest('.skip, .trap, .unseen, .scroll') &&
    ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1
).map(e => e.outerHTML.slice(0, 80))"""
"""Text that its own box cuts off."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Builds the site in a theme, once, and serves it for as long as the tests of this file run."""
    import contextlib

    with contextlib.ExitStack() as open_servers:
        known: dict[str, str] = {}

        def serve(theme: str) -> str:
            if theme not in known:
                root = tmp_path_factory.mktemp(theme)
                everything.write(root, theme)
                result = build.run(root, root / "output", OPTIONS)
                assert [] == [problem for problem in result.problems if problem.level != "info"]
                known[theme] = open_servers.enter_context(hosted(root / "output"))[0]
            return known[theme]

        yield serve


@pytest.fixture
def site(address: Callable[[str], str], theme: str) -> str:
    return address(theme)


@pytest.fixture(autouse=True)
def _plain_again(browser: Browser) -> Iterator[None]:
    yield
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


def media(browser: Browser, kind: str = "", **features: str) -> None:
    listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
    browser.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"media": kind, "features": listed}
    )


def each(browser: Browser, site: str, pages: tuple[str, ...], *codes: str) -> dict[str, Any]:
    """What pieces of code give on each page, where they give anything."""
    found = {}
    for page in pages:
        browser.driver.get(site + page)
        if given := [one for code in codes for one in browser.js(code)]:
            found[page] = given
    return found


def test_the_judge_finds_nothing(browser: Browser, site: str, axe: str) -> None:
    """On a phone by day and on a desktop by night all rules, and what depends on colour the other way."""
    faults = []
    for page in (everything.HOME, everything.TEXT, everything.FORM, everything.THANKS):
        browser.size(360)
        browser.driver.get(site + page)
        if page == everything.FORM:
            browser.js("document.querySelector('main form [type=submit]').click()")
            assert browser.js("return document.querySelectorAll('.errors li').length")
        wide = EVERY_RULE if page in (everything.HOME, everything.TEXT) else COLOURS
        for width, dark, rules in ((360, False, EVERY_RULE), (360, True, COLOURS),
                                   (1280, True, wide), (1280, False, COLOURS)):  # fmt: skip
            browser.size(width, 800, dark)
            faults += [(page, width, dark, fault) for fault in browser.judged(axe, rules)]
    assert [] == faults


def test_no_page_is_wider_than_the_window_in_any_language(browser: Browser, site: str) -> None:
    wide = {}
    for page in everything.PAGES:
        browser.size(320)
        browser.driver.get(site + page)
        for width in (320, 1024):
            browser.size(width)
            if found := browser.js(WIDE):
                wide[page, width] = found
    assert {} == wide


def test_text_of_twice_the_size_has_room(browser: Browser, site: str) -> None:
    """A page zoomed to 200 % is half as wide (WCAG 1.4.4); text alone may be doubled too."""
    browser.size(640)
    double = "document.documentElement.style.fontSize = '200%';"
    pages = (everything.HOME, everything.TEXT, everything.GERMAN, everything.FORM)
    assert {} == each(browser, site, pages, double + WIDE, CUT)


def test_with_forced_colours_what_can_be_pressed_keeps_an_edge(
    browser: Browser, site: str
) -> None:
    browser.size(1280)
    media(browser, forced_colors="active")
    bare = """return [...document.querySelectorAll(
        '.button, .form input:not([type=hidden], [type=range], [type=radio], [type=checkbox]), select, textarea')].filter(e => {
        const style = getComputedStyle(e);
        return e.getClientRects().length && !e.closest('.trap') && !(parseFloat(style.borderTopWidth) >= 1 &&
            style.borderTopStyle != 'none' && style.borderTopColor != style.backgroundColor);
    }).map(e => e.outerHTML.slice(0, 80))"""
    assert {} == each(browser, site, (everything.HOME, everything.TEXT, everything.FORM), bare)


def test_who_asks_for_less_motion_sees_none(browser: Browser, site: str) -> None:
    browser.size(1280)
    media(browser, prefers_reduced_motion="reduce")
    moving = """return [...document.querySelectorAll('*')].flatMap(e => ['', '::before', '::after'].map(p => {
        const style = getComputedStyle(e, p);
        return style.transitionDuration == '0s' && style.animationName == 'none' ? '' : e.className + p;
    })).filter(Boolean).slice(0, 4)"""
    assert {} == each(browser, site, (everything.HOME, everything.TEXT), moving)


def test_right_to_left_begins_at_the_right(browser: Browser, site: str) -> None:
    browser.size(1280)
    browser.driver.get(site + everything.ARABIC)
    assert browser.js("return getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    name, menu = browser.js("""return ['.mark', '.nav > ul > li:last-child'].map(
        e => document.querySelector(e).getBoundingClientRect().right)""")
    assert name > menu
    left = """return [...document.querySelectorAll('main h1, main h2, main p')].filter(
        e => getComputedStyle(e).textAlign == 'left').map(e => e.outerHTML.slice(0, 80))"""
    assert [] == browser.js(left)


def test_paper_shows_the_text_and_no_controls(browser: Browser, site: str) -> None:
    browser.size(720)
    media(browser, "print", prefers_color_scheme="dark")
    shown = """return [...document.querySelectorAll('header nav, .skip, .menu-open, form, main .button')]
        .filter(e => e.getClientRects().length && e.getBoundingClientRect().height > 1)
        .map(e => e.outerHTML.slice(0, 80))"""
    pages = (everything.HOME, everything.TEXT, everything.FORM)
    dark = """const light = c => { const n = c.match(/[\\d.]+/g).map(Number);
            return n.length > 3 && !n[3] ? 255 : .2126 * n[0] + .7152 * n[1] + .0722 * n[2] };
        return [...document.querySelectorAll('main *')].filter(e => e.getClientRects().length && e.innerText && !e.closest('.stat, svg') &&
            (light(getComputedStyle(e).backgroundColor) < 100 || light(getComputedStyle(e).color) > 140))
            .map(e => e.outerHTML.slice(0, 80)).slice(0, 6)"""
    assert {} == each(browser, site, pages, shown, dark)


def test_the_keyboard_sees_where_it_is(browser: Browser, site: str) -> None:
    """A ring of 2 px or more on everything that takes the focus (WCAG 2.4.7, 2.4.13)."""
    browser.size(1280)
    unseen = """return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(e => {
        if (!e.getClientRects().length || e.closest('.trap, [type=hidden]')) return false;
        e.focus({focusVisible: true, preventScroll: true});
        if (document.activeElement != e) return false;
        const style = getComputedStyle(e);
        return style.outlineStyle == 'none' || parseFloat(style.outlineWidth) < 2;
    }).map(e => e.outerHTML.slice(0, 80))"""
    assert {} == each(browser, site, (everything.TEXT, everything.THANKS), unseen)


def test_style_sheets_name_roles_and_no_colours(theme: str) -> None:
    """A colour that the brand does not know has no proved contrast. Shade (black with alpha) is none."""
    for sheet in (ROOT / "themes" / theme).rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        screen = text.split("@media print")[0]
        colours = re.findall(
            r":[^;{}]*?(#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\([^)]*\))", screen
        )
        allowed = ("rgb(0 0 0 /", "#fff")  # #fff: the ground of somebody else's frame in base
        assert [] == [colour for colour in colours if not colour.startswith(allowed)], sheet
        physical = (
            r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|[{;\s](?:left|right)\s*:"
        )
        assert [] == re.findall(physical, text), sheet


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the starter site; its pictures are worked out once and kept."""
    root = tmp_path_factory.mktemp("starter")
    shutil.copytree(ROOT / "content", root / "content")
    return root


def test_every_page_of_the_starter_fits_into_14_kb(starter: Path, theme: str) -> None:
    """14 336 bytes of HTML and CSS: what a server sends before it waits (RFC 6928)."""
    config = (ROOT / "content/site.yaml").read_text(encoding="utf-8")
    written = re.sub(r"^theme: .*$", f"theme: {theme}", config, flags=re.M)
    (starter / "content/site.yaml").write_text(written, encoding="utf-8")
    result = build.run(starter, starter / "output", OPTIONS)
    assert [] == [problem for problem in result.problems if problem.level != "info"]
    out = starter / "output"
    size = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in out.rglob("*.css")}
    sizes = {}
    for page in out.rglob("*.html"):
        html = page.read_bytes()
        sheets = re.findall(rb'href="[^"]*?([^/"]+\.css)"', html)
        total = len(gzip.compress(html, 9)) + sum(size[sheet.decode()] for sheet in sheets)
        sizes[page.relative_to(out).as_posix()] = total
    assert {} == {page: size for page, size in sizes.items() if size > 14_336}
    fonts = sum(path.stat().st_size for path in out.rglob("*.woff2"))
    assert fonts <= 60_000
