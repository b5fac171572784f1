"""A supporter's own code, made in a real browser: in the links, on the way back, and nowhere else."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote

import pytest

from sitegen import build
from sitegen.model import Options
from tests.browser.conftest import ROOT, Browser, hosted
from tests.conftest import FORM, SITE, Project

pytestmark = pytest.mark.browser

CODE = re.compile(r"[0-9a-hj-km-np-tv-z]{8}")
THANKS = "thanks/host/index.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose form ``join`` wants the code and leads to a page of its own, and ``host`` not."""
    project = Project(tmp_path_factory.mktemp("share"))
    project.write("content/site.yaml", SITE + "form: join\n")
    project.write("content/ladder.yaml", "- join\n- host\n")
    fields = FORM.replace("[email]", "[email, {name: my_ref, type: hidden}]")
    project.write("content/forms/join.yaml", fields + "thanks: /thank-you.md\n")
    project.write("content/forms/host.yaml", FORM.replace("Join us", "Host a table"))
    project.page("index.md", "Welcome.", title="Home", description="H.")
    project.page("thank-you.md", "Well done.", title="Thank you", description="T.")
    result = build.run(project.root, project.root / "output", Options("2026-11-03T12:00:00+00:00"))
    assert [] == [problem for problem in result.problems if problem.level != "info"]
    return project.root / "output"


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    with hosted(site) as (place, _):
        yield place


def links(browser: Browser) -> list[str]:
    found: list[str] = browser.js(
        "return [...document.querySelectorAll('.share-links a')].map(a => a.href)"
    )
    return found


def code(browser: Browser) -> str:
    """The code that the page shows, once it is the one in every link."""
    shown = str(browser.js("return document.querySelector('.share-code b').textContent"))
    assert CODE.fullmatch(shown)
    assert [] == [link for link in links(browser) if f"?ref={shown}" not in unquote(link)]
    plain = browser.js("return document.querySelector('.share input').value")
    assert f"https://test.example/?ref={shown}" == plain
    return shown


def test_the_code_is_made_in_the_page_and_kept_in_its_address_only(
    browser: Browser, address: str
) -> None:
    browser.size(1280)
    asked, said = browser.visit(address + THANKS)
    mine = code(browser)
    assert ([], []) == ([url for url in asked if not url.startswith(address)], said)
    assert f"#me={mine}" == browser.js("return location.hash")
    assert ["", 0, 0] == browser.js(
        "return [document.cookie, localStorage.length, sessionStorage.length]"
    )
    browser.driver.refresh()
    assert mine == code(browser)
    browser.driver.get("about:blank")
    browser.visit(address + THANKS)
    assert mine != code(browser)


def test_a_fragment_that_is_no_code_is_not_taken_for_one(browser: Browser, address: str) -> None:
    for wrong in ("#me=short", "#me=UPPERCAS", "#me=%3Cscript%3E", "#main", "#me=abcdefgh-"):
        browser.driver.get("about:blank")
        browser.visit(address + THANKS + wrong)
        assert wrong[4:] != code(browser)


def test_without_scripts_the_links_are_plain_and_nothing_stands_idle(
    browser: Browser, address: str
) -> None:
    browser.driver.get("about:blank")
    browser.scripts(False)
    try:
        browser.visit(address + THANKS)
        assert [] == [link for link in links(browser) if "?ref=share" not in unquote(link)]
        shown = [item.text for item in browser.driver.find_elements("css selector",
                 ".share button, .share-code") if item.is_displayed()]  # fmt: skip
        assert [] == shown
        plain = browser.driver.find_element("css selector", ".share input")
        assert "https://test.example/?ref=share" == plain.get_attribute("value")
    finally:
        browser.scripts(True)


def test_a_group_that_asks_for_the_code_gets_it_and_the_visitor_brings_it_back(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    import shutil

    from selenium.webdriver.support.ui import WebDriverWait

    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    with hosted(folder) as (place, posts):
        home = folder / "index.html"
        text = home.read_text(encoding="utf-8")
        home.write_text(text.replace("https://forms.test-street.org", place.rstrip("/")), "utf-8")
        browser.driver.get("about:blank")
        _, said = browser.visit(place + "index.html")
        assert [] == said
        browser.driver.find_element("css selector", "input[type=email]").send_keys("a@b.org")
        browser.js("document.querySelector('form').requestSubmit()")
        WebDriverWait(browser.driver, 10).until(lambda driver: "thank-you" in driver.current_url)
        sent = parse_qs(posts[0].decode())
        assert [code(browser)] == sent["my_ref"]
        assert f"#me={sent['my_ref'][0]}" == browser.js("return location.hash")


def test_a_way_on_that_a_form_shows_later_brings_the_code_too(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    import shutil

    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    home = folder / "index.html"
    text = home.read_text(encoding="utf-8")
    shown = '<template><a href="thank-you/index.html">On</a></template></form>'
    home.write_text(text.replace("</form>", shown), "utf-8")
    with hosted(folder) as (place, _):
        browser.driver.get("about:blank")
        browser.visit(place + "index.html")
        mine, link = browser.js(
            "return [document.querySelector('[name=my_ref]').value, document.querySelector("
            "'template').content.querySelector('a').getAttribute('href')]"
        )
    assert CODE.fullmatch(mine)
    assert f"thank-you/index.html#me={mine}" == link


def test_the_next_person_at_the_same_device_gets_another_code(
    browser: Browser, address: str
) -> None:
    browser.visit(address + "index.html")
    state = ("const form = document.querySelector('form');"
             "return [form.elements.my_ref.value, form.getAttribute('action').split('#me=')[1]]")  # fmt: skip
    first = browser.js(state)
    browser.js("document.querySelector('form').reset()")
    second = browser.js(state)
    assert first[0] == first[1] != second[0] == second[1]
    assert CODE.fullmatch(second[0])


def test_the_plain_link_can_be_copied(browser: Browser, address: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    browser.driver.execute_cdp_cmd("Browser.grantPermissions", {
        "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
        "origin": address.rstrip("/"),
    })  # fmt: skip
    browser.size(1280)
    browser.visit(address + THANKS)
    button = browser.driver.find_element("css selector", "[data-copy]")
    assert "Copy" == button.text
    browser.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", button)
    button.click()
    WebDriverWait(browser.driver, 10).until(lambda _: button.text == "Copied")
    copied = browser.driver.execute_async_script(
        "const done = arguments[0]; navigator.clipboard.readText().then(done, done)"
    )
    assert f"https://test.example/?ref={code(browser)}" == copied


def test_codes_use_every_sign_and_none_that_is_mistaken_for_another(
    browser: Browser, address: str
) -> None:
    browser.visit(address)
    made = browser.js(
        "const field = document.querySelector('[name=my_ref]');"
        "return Array.from({length: 40}, () => (field.form.reset(), field.value))"
    )
    assert 40 == len({each for each in made if CODE.fullmatch(each)})
    signs = set("".join(made))
    assert not signs & set("ilou")
    assert len(signs) > 28  # of 32; 320 draws leave five out less than once in a million


def test_the_script_is_small() -> None:
    data = (ROOT / "themes" / "base" / "assets" / "share.js").read_bytes()
    assert 1024 >= len(gzip.compress(data, 9))
