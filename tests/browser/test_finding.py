"""Search, the site map and combined filters in a real browser, with scripts and without."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen import build
from sitegen.model import Options
from tests.browser.conftest import Browser, hosted
from tests.conftest import SITE, Project

pytestmark = pytest.mark.browser

NOW = Options("2026-11-03T12:00:00+00:00")
TACTICS = (
    ("stall", "Street stall", "join", "low", "A table by the market, two people, one question."),
    ("letter", "Letter to a paper", "join", "medium", "Write about the market in your own words."),
    ("supper", "Shared supper", "host", "low", "Everybody brings one dish and one neighbour."),
    ("march", "March through town", "host", "high", "Stewards, a route and a permit."),
    ("choir", "Choir of neighbours", "follow", "high", "Songs <b>on</b> a bridge & in a park."),
)


def made(root: Path, extra: str = "") -> Path:
    """A site with a filtered list, a draft, a thank-you page and search."""
    project = Project(root)
    project.write("content/site.yaml", SITE + "search: true\n" + extra)
    project.write("content/ladder.yaml", "follow: {}\njoin: {}\nhost: {}\n")
    project.page("index.md", "Welcome to the quay.", title="Home", description="H.")
    project.page("tactics/index.md", "What to do.", title="Tactics", description="T.")
    for name, title, rung, effort, text in TACTICS:
        project.page(f"tactics/{name}.md", text, title=title, description=f"{title}.", rung=rung,
                     effort=effort, people="Two", evidence="practice",
                     sources='["Ours | https://example.org/"]')  # fmt: skip
    project.page("secret.md", "Unfinished zebra.", title="Zebra", description="Z.", draft=True)
    for number in range(14):
        project.page(f"notes/n{number:02}.md", "A note about lanterns.", title=f"Lantern {number}",
                     description="L.")  # fmt: skip
    project.page("notes/index.md", "Notes.", title="Notes", description="N.")
    result = build.run(project.root, project.root / "output", NOW)
    assert [] == [each for each in result.problems if each.level == "error"]
    return project.root / "output"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("finding"))


@pytest.fixture(params=["/", "/my-campaign/"])
def address(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    with hosted(folder, request.param) as (place, _):
        yield place


@pytest.fixture
def no_scripts(browser: Browser) -> Iterator[None]:
    browser.scripts(False)
    yield
    browser.scripts(True)


def until(what: Callable[[], Any]) -> Any:
    """What comes to be true within some seconds."""
    for _ in range(80):
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def field(browser: Browser) -> Any:
    return browser.driver.find_element("css selector", "#search")


def found(browser: Browser) -> list[list[str]]:
    """Title and address of all results that are shown."""
    return list(browser.js(
        "const list = document.querySelector('main ol:not(.trail ol)');"
        "return list.hidden ? [] : [...list.querySelectorAll('a')].map(a => [a.textContent, a.href])"
    ))  # fmt: skip


def said(browser: Browser) -> str:
    return str(browser.js("return document.querySelector('[role=status]').textContent"))


# Search -------------------------------------------------------------------------------------


def test_words_are_found_while_they_are_typed_and_lead_to_their_page(
    browser: Browser, address: str
) -> None:
    browser.size(1280)
    asked, console = browser.visit(address + "search/index.html")
    assert [] == [url for url in asked if "pagefind" in url]  # nothing before somebody looks
    field(browser).send_keys("market")
    results = until(lambda: found(browser))
    assert {"Street stall", "Letter to a paper"} <= {title for title, _ in results}
    assert f"Pages found: {len(results)}" == said(browser)
    assert browser.js("return location.search") == "?q=market"
    assert browser.js("return document.querySelector('[role=search] ~ nav').hidden") is True
    assert "market" in browser.js("return document.querySelector('main ol li mark').textContent")
    log = [entry["message"] for entry in browser.driver.get_log("browser")]
    assert ([], []) == (console, log)
    place = dict(results)["Street stall"]
    assert place == address + "tactics/stall/index.html"
    browser.visit(place)
    assert browser.js("return document.querySelector('h1').textContent") == "Street stall"
    browser.driver.back()
    until(lambda: found(browser))
    assert field(browser).get_attribute("value") == "market"


def test_a_search_can_stand_in_an_address_and_be_emptied(browser: Browser, address: str) -> None:
    browser.visit(address + "search/index.html?q=neighbours")
    titles = [title for title, _ in until(lambda: found(browser))]
    # "neighbour" is the same word to the stemmer, and a word of a title weighs more.
    assert titles[0] == "Choir of neighbours"
    assert "Shared supper" in titles
    field(browser).clear()
    field(browser).send_keys(" ")
    until(lambda: browser.js("return !document.querySelector('[role=search] ~ nav').hidden"))
    assert ([], "", "") == (found(browser), said(browser), browser.js("return location.search"))


def test_what_is_not_for_visitors_is_not_found(browser: Browser, address: str) -> None:
    browser.visit(address + "search/index.html?q=zebra")
    until(lambda: said(browser))
    assert [] == found(browser)
    assert said(browser).startswith("Nothing was found")
    assert browser.js("return document.querySelector('[role=search] ~ nav').hidden") is False


def test_an_excerpt_is_text_and_never_html(browser: Browser, address: str) -> None:
    browser.visit(address + "search/index.html?q=bridge%20park")
    until(lambda: found(browser))
    text = browser.js("return document.querySelector('main ol li p').innerHTML")
    assert "Songs on a <mark>bridge</mark> &amp; in a <mark>park.</mark>" in text


def test_many_results_come_in_parts_and_the_keyboard_goes_on_with_them(
    browser: Browser, address: str
) -> None:
    browser.visit(address + "search/index.html?q=lanterns")
    until(lambda: len(found(browser)) == 10)
    button = browser.driver.find_element("css selector", "main ol:not([hidden]) + p button")
    assert button.text == "Show more"
    button.send_keys("\n")
    until(lambda: len(found(browser)) >= 14)
    assert browser.js("return document.activeElement.closest('li').matches(':nth-child(11)')")
    assert not button.is_displayed()


def test_a_search_that_cannot_be_loaded_says_so_and_leaves_the_names(
    browser: Browser, folder: Path
) -> None:
    entry = folder / "assets" / "search" / "pagefind.js"
    data = entry.read_bytes()
    entry.unlink()
    try:
        with hosted(folder) as (place, _):
            browser.visit(place + "search/index.html?q=market")
            until(lambda: said(browser).startswith("The search could not be loaded"))
            assert (
                browser.js("return document.querySelector('[role=search] ~ nav').hidden") is False
            )
    finally:
        entry.write_bytes(data)


@pytest.mark.usefixtures("no_scripts")
def test_without_scripts_the_names_of_all_pages_stand_there(
    browser: Browser, address: str
) -> None:
    browser.visit(address + "search/index.html")
    assert not field(browser).is_displayed()
    links = browser.driver.find_elements("css selector", "nav[aria-labelledby=pages] li li a")
    names = {link.text for link in links}
    assert {title for _, title, *_ in TACTICS} <= names
    assert "Zebra" not in names
    links[0].click()
    assert "/search/" not in browser.driver.current_url


def test_from_disk_the_names_stand_there_and_no_search_is_offered(
    browser: Browser, folder: Path
) -> None:
    _, console = browser.visit((folder / "search" / "index.html").as_uri())
    assert [] == console
    assert not field(browser).is_displayed()
    browser.driver.find_element("link text", "Shared supper").click()
    assert browser.js("return document.querySelector('h1').textContent") == "Shared supper"


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1280, False)])
def test_the_judge_finds_nothing_in_search_and_filters(
    browser: Browser, folder: Path, axe: str, width: int, dark: bool
) -> None:
    browser.size(width, 800, dark)
    with hosted(folder) as (place, _):
        browser.visit(place + "search/index.html")
        faults = browser.judged(axe)
        browser.visit(place + "search/index.html?q=lanterns")
        until(lambda: found(browser))
        faults += browser.judged(axe)
        browser.visit(place + "tactics/index.html#effort-low,rung-join")
        faults += browser.judged(axe)
    browser.size(1280)
    assert [] == faults


def test_every_page_and_the_missing_one_lead_to_the_names(browser: Browser, address: str) -> None:
    browser.visit(address + "tactics/stall/index.html")
    browser.driver.find_element("css selector", ".foot").find_element(
        "link text", "Search and site map"
    ).click()
    assert browser.driver.current_url == address + "search/index.html"


@pytest.mark.usefixtures("no_scripts")
def test_in_another_language_search_speaks_it_and_knows_its_words(
    browser: Browser, tmp_path: Path
) -> None:
    project = Project(tmp_path)
    project.write("content/site.yaml", SITE + "language: de\nsearch: true\n")
    project.page("index.md", "Willkommen.", title="Start", description="S.")
    project.page("haus.md", "Viele Häuser am Hafen.", title="Hafen", description="H.")
    build.run(project.root, project.root / "output", NOW)
    browser.scripts(True)
    with hosted(project.root / "output") as (place, _):
        browser.visit(place + "search/index.html?q=haus")
        assert ["Hafen"] == [title for title, _ in until(lambda: found(browser))]
        assert said(browser) == "Gefundene Seiten: 1"


@pytest.mark.parametrize("base", ["/", "/my-campaign/"])
@pytest.mark.usefixtures("no_scripts")
def test_who_went_astray_finds_the_names_of_all_pages(
    browser: Browser, tmp_path: Path, base: str
) -> None:
    project = Project(tmp_path)
    project.write("content/site.yaml", SITE.replace("test.example", "test.example" + base))
    project.page("index.md", "Welcome.", title="Home", description="H.")
    project.page("notes/index.md", "Notes.", title="Notes", description="N.")
    for number in range(10):
        project.page(f"notes/n{number}.md", "Note.", title=f"Note {number}", description="N.")
    build.run(project.root, project.root / "output", NOW)
    with hosted(project.root / "output", base) as (place, _):
        browser.visit(place + "notes/deep/astray/index.html")
        link = browser.driver.find_element("css selector", "main").find_element(
            "link text", "Site map"
        )
        link.click()
        assert browser.driver.current_url == place + "site-map/index.html"
        below = browser.driver.find_elements("css selector", "nav[aria-labelledby=pages] li li")
        assert [f"Note {number}" for number in range(10)] == [item.text for item in below]
        assert 0 == len(browser.driver.find_elements("css selector", "[role=search]"))


# Filters ------------------------------------------------------------------------------------


def shown(browser: Browser) -> set[str]:
    cards = browser.driver.find_elements("css selector", ".cards .card")
    return {card.find_element("css selector", ".card-title").text for card in cards
            if card.is_displayed()}  # fmt: skip


def option(browser: Browser, id_: str) -> Any:
    return browser.driver.find_element("id", id_)


def test_filters_of_two_kinds_narrow_and_two_of_one_kind_widen(
    browser: Browser, address: str
) -> None:
    browser.size(1280)
    _, console = browser.visit(address + "tactics/index.html")
    assert [] == console
    assert (5, "5 of 5") == (len(shown(browser)), said(browser))
    option(browser, "effort-low").click()
    assert ({"Street stall", "Shared supper"}, "2 of 5") == (shown(browser), said(browser))
    option(browser, "rung-join").click()
    assert ({"Street stall"}, "1 of 5") == (shown(browser), said(browser))
    option(browser, "effort-medium").click()
    assert {"Street stall", "Letter to a paper"} == shown(browser)
    pressed = browser.driver.find_elements("css selector", ".filters [aria-pressed=true]")
    assert {"rung-join", "effort-low", "effort-medium"} == {
        link.get_attribute("id") for link in pressed
    }
    assert {"button"} == {
        link.get_attribute("role")
        for link in browser.driver.find_elements("css selector", ".filters a")
    }
    option(browser, "all").click()
    assert (5, "5 of 5", "") == (len(shown(browser)), said(browser),
                                 browser.js("return location.hash"))  # fmt: skip


def test_the_address_keeps_what_is_chosen_and_back_goes_a_step_back(
    browser: Browser, address: str
) -> None:
    browser.visit(address + "tactics/index.html")
    option(browser, "effort-low").click()
    assert browser.js("return location.hash") == "#effort-low"  # what the link itself says
    option(browser, "rung-host").click()
    both = str(browser.js("return location.href"))
    browser.driver.back()
    until(lambda: shown(browser) == {"Street stall", "Shared supper"})
    browser.driver.back()
    until(lambda: len(shown(browser)) == 5)
    browser.driver.get("about:blank")
    browser.visit(both)
    assert ({"Shared supper"}, "1 of 5") == (shown(browser), said(browser))
    assert browser.js(
        "return document.querySelector('.filters').getBoundingClientRect().top < 800"
    )


def test_filters_are_pressed_with_the_keyboard_and_stay_where_they_are(
    browser: Browser, address: str
) -> None:
    browser.visit(address + "tactics/index.html")
    place = "return document.querySelector('.cards').getBoundingClientRect().top + scrollY"
    before = browser.js(place)
    for key, many in ((" ", 2), ("\n", 5)):
        option(browser, "effort-low").send_keys(key)
        assert many == len(shown(browser))
    assert browser.js("return document.activeElement.id") == "effort-low"
    assert before == browser.js(place)


def test_another_place_of_the_page_says_nothing_of_the_list(
    browser: Browser, address: str
) -> None:
    browser.visit(address + "tactics/index.html#effort-low")
    assert {"Street stall", "Shared supper"} == shown(browser)
    browser.js("location.hash = 'main'")
    assert {"Street stall", "Shared supper"} == shown(browser)
    browser.js("location.hash = 'effort-%E0'")  # no text at all
    assert {"Street stall", "Shared supper"} == shown(browser)


@pytest.mark.usefixtures("no_scripts")
def test_without_scripts_one_filter_at_a_time_works_by_its_address(
    browser: Browser, address: str
) -> None:
    browser.visit(address + "tactics/index.html#effort-low")
    assert {"Street stall", "Shared supper"} == shown(browser)
    option(browser, "rung-join").click()
    assert {"Street stall", "Letter to a paper"} == shown(browser)
    option(browser, "all").click()
    assert len(shown(browser)) == 5


def test_the_scripts_are_small_and_loaded_only_where_they_are_wanted(folder: Path) -> None:
    sizes = {path.name.split(".")[0]: len(gzip.compress(path.read_bytes()))
             for path in (folder / "assets" / "built").glob("*.js")}  # fmt: skip
    assert sizes["narrow"] < 2048
    assert sizes["search"] < 2048
    pages = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
             for path in folder.rglob("*.html")}  # fmt: skip
    assert {"tactics/index.html"} == {page for page, text in pages.items() if "narrow." in text}
    assert {"search/index.html"} == {page for page, text in pages.items()
                                     if "built/search." in text or "wasm-unsafe-eval" in text}  # fmt: skip
