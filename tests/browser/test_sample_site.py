"""The sample site in a real browser: at a root, under a sub-path, from disk, without scripts."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.browser.conftest import Browser, hosted

pytestmark = pytest.mark.browser

VIEWS = ("index.html", "political-organising/index.html", "about/index.html", "404.html",
         "political-organising/levels-of-engagement/index.html", "tags/index.html",
         "digital-strategy/campaign-messaging-swipefile/index.html", "thank-you/index.html", "thanks/join/index.html",
         "our-ladder/index.html", "groups/index.html", "groups/northside/index.html",
         "people/index.html", "people/tom-whitlock/index.html", "tactics/index.html",
         "political-organising/early-stage-organising/index.html")  # fmt: skip


def pages(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


class Names(HTMLParser):
    """The addresses on this site that a page names, as written, and the places in it."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src"):
                self.name(value or "")
            elif name == "srcset":
                for part in (value or "").split(","):
                    self.name(part.strip().split(" ")[0])
            elif name == "id":
                self.ids.add(value or "")

    def name(self, link: str) -> None:
        if link and not re.match(r"[a-z]+:|//", link):
            self.links.add(link)


@pytest.fixture(scope="module")
def read(sample: Path) -> dict[str, Names]:
    return {page: Names(sample / page) for page in pages(sample)}


def test_every_inner_link_leads_to_a_file_and_a_place_in_it(
    sample: Path, read: dict[str, Names]
) -> None:
    missing = []
    for page, names in read.items():
        for link in names.links:
            parts = urlsplit(link)
            base = sample if link.startswith("/") else (sample / page).parent
            target = base / unquote(parts.path).lstrip("/") if parts.path else sample / page
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                missing.append((page, link))
            elif parts.fragment:
                there = read[target.resolve().relative_to(sample.resolve()).as_posix()]
                if unquote(parts.fragment) not in there.ids:
                    missing.append((page, link))
    assert [] == missing


@pytest.mark.parametrize("base", ["/", "/my-campaign/"])
def test_no_page_asks_elsewhere_or_makes_the_console_speak(
    browser: Browser, sample: Path, base: str
) -> None:
    browser.size(1280)
    faults = []
    with hosted(sample, base) as (address, _):
        for page in pages(sample) if base == "/" else VIEWS:
            if page == "404.html":  # a missing page is reported by the browser itself
                continue
            asked, said = browser.visit(address + page)
            faults += [(page, url) for url in asked if not url.startswith((address, "data:"))]
            faults += [(page, message) for message in said]
    assert [] == faults


def test_from_disk_pages_have_their_look_and_lead_on(browser: Browser, sample: Path) -> None:
    browser.size(1280)
    asked, said = browser.visit((sample / "index.html").as_uri())
    assert [] == [url for url in asked if not url.startswith("file:")]
    assert [] == said
    assert "rgba(0, 0, 0, 0)" != browser.js(
        "return getComputedStyle(document.querySelector('.hero')).backgroundColor"
    )
    seen = 0
    for link in browser.js(
        "return [...document.querySelectorAll('nav a')].map(a => a.href).slice(0, 6)"
    ):
        browser.visit(link)
        assert browser.js("return document.querySelectorAll('h1').length") == 1
        font = browser.js("return getComputedStyle(document.querySelector('h1')).fontFamily")
        assert "Times New Roman" not in font  # which an unstyled page has
        seen += 1
    assert seen > 3


def test_the_accessibility_judge_finds_nothing(browser: Browser, sample: Path, axe: str) -> None:
    faults = []
    with hosted(sample) as (address, _):
        for page in VIEWS:
            browser.size(360)
            browser.visit(address + page)
            for width, dark in ((360, False), (360, True), (1280, True), (1280, False)):
                browser.size(width, 800, dark)
                faults += [(page, width, dark, fault) for fault in browser.judged(axe)]
    assert [] == faults


@pytest.mark.parametrize("width", [320, 360, 768, 1920])
def test_nothing_is_wider_than_the_window(browser: Browser, sample: Path, width: int) -> None:
    browser.size(width)
    wide = []
    with hosted(sample) as (address, _):
        for page in VIEWS:
            browser.visit(address + page)
            if browser.js("return document.documentElement.scrollWidth") > width:
                wide.append(page)
    assert [] == wide


def test_without_scripts_the_menu_of_a_phone_opens_and_leads_on(
    browser: Browser, sample: Path
) -> None:
    from selenium.webdriver.common.by import By

    browser.size(360)
    with hosted(sample) as (address, _):
        browser.visit(address + "index.html")
        browser.scripts(False)
        try:
            opener = next(item for item in browser.driver.find_elements(
                By.CSS_SELECTOR, "header button, header summary") if item.is_displayed())  # fmt: skip
            opener.click()
            links = [item for item in browser.driver.find_elements(By.CSS_SELECTOR, "header nav a")
                     if item.is_displayed()]  # fmt: skip
            assert len(links) > 4
            links[0].click()
            assert address + "index.html" != browser.driver.current_url
        finally:
            browser.scripts(True)


def test_the_keyboard_meets_the_skip_link_first_and_it_works(
    browser: Browser, sample: Path
) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser.size(1280)
    with hosted(sample) as (address, _):
        browser.visit(address + "about/index.html")
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        assert browser.js("return document.activeElement.getAttribute('href')") == "#main"
        ActionChains(browser.driver).send_keys(Keys.ENTER).perform()
        assert browser.js("return location.hash") == "#main"


def test_a_sign_up_reaches_its_receiver_and_the_visitor_is_thanked(
    browser: Browser, sample: Path, tmp_path: Path
) -> None:
    import shutil

    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    folder = tmp_path / "site"
    shutil.copytree(sample, folder)
    browser.size(1280)
    with hosted(folder) as (address, posts):
        home = folder / "index.html"
        receiver = address + "receive"
        text = home.read_text(encoding="utf-8")
        text = text.replace("https://forms.example/sign-up", receiver)
        home.write_text(text.replace("https://forms.example", address.rstrip("/")), "utf-8")
        browser.visit(address + "index.html")
        form = browser.driver.find_element(By.CSS_SELECTOR, "form")
        form.find_element(By.CSS_SELECTOR, "input[type=email]").send_keys("ana@example.org")
        form.find_element(By.CSS_SELECTOR, "input[autocomplete=given-name]").send_keys("Ana")
        form.find_element(By.CSS_SELECTOR, "input[type=checkbox]").click()
        button = form.find_element(By.CSS_SELECTOR, "button[type=submit], button:not([type])")
        browser.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", button)
        button.click()
        WebDriverWait(browser.driver, 10).until(lambda driver: "thank-you" in driver.current_url)
        sent = parse_qs(posts[0].decode())
        assert ["ana@example.org"] == sent["email"]
        assert "Ana" in str(sent)


def test_html_and_styles_of_every_page_fit_into_14_kb(sample: Path) -> None:
    css = {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in sample.rglob("*.css")}
    sizes = {}
    for page in pages(sample):
        html = (sample / page).read_bytes()
        used = sum(size for name, size in css.items() if name.encode() in html)
        sizes[page] = used + len(gzip.compress(html, 6))
    assert {} == {page: size for page, size in sizes.items() if size > 14 * 1024}


def test_the_dark_scheme_is_dark_and_print_leaves_the_menu_out(
    browser: Browser, sample: Path
) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    with hosted(sample) as (address, _):
        browser.size(1280)
        browser.visit(address + "about/index.html")
        assert min(browser.js(ground)[:3]) > 200
        browser.size(1280, 800, dark=True)
        browser.visit(address + "about/index.html")
        assert max(browser.js(ground)[:3]) < 80
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        shown = browser.js(
            "return [...document.querySelectorAll('header nav, .skip')]"
            ".filter(e => e.getClientRects().length).length"
        )
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        assert shown == 0
