"""How a page reads, in the preview: small, without a script, opened with a click or the keyboard."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.browser.conftest import ROOT, Browser

pytestmark = pytest.mark.browser

PAGE = "political-organising/early-supporters/"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a preview of the starter, and one long sentence in it."""
    root = tmp_path_factory.mktemp("preview")
    shutil.copytree(ROOT / "content", root / "content")
    page = root / "content" / f"{PAGE.rstrip('/')}.md"
    long = "We " + "talk and " * 14 + "listen."
    page.write_text(page.read_text("utf-8") + f"\n\n{long}\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", "-C", str(root), "--port", "0"],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(r"^Preview: (http://\S+)", line):
                yield found[1]
                break
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture(autouse=True)
def _left(browser: Browser) -> Iterator[None]:
    """A page of a preview that has ended complains into the log of whatever is shown next."""
    yield
    browser.driver.get("about:blank")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_says_how_it_reads_and_shows_its_long_sentences_when_asked(
    browser: Browser, preview: str, width: int
) -> None:
    browser.size(width)
    _, said = browser.visit(preview + PAGE)
    assert [] == said  # the page's policy is kept
    shown = str(browser.js("return document.querySelector('#sitegen-reading summary').innerText"))
    assert re.fullmatch(r"\d+ min · LIX \d+, [a-z ]+ · \d+ long sentences?", shown)
    small = "return document.querySelector('#sitegen-reading').getBoundingClientRect().height"
    assert browser.js(small) < 60
    assert "fixed" == browser.js(
        "return getComputedStyle(document.querySelector('#sitegen-reading')).position"
    )
    summary = browser.driver.find_element("css selector", "#sitegen-reading summary")
    summary.send_keys(" ")
    text = str(browser.js("return document.querySelector('#sitegen-reading ul').innerText"))
    assert "talk and talk and" in text
    assert browser.js(small) > 60


def test_it_works_without_scripts(browser: Browser, preview: str) -> None:
    browser.size(1280)
    browser.scripts(False)
    try:
        browser.visit(preview + PAGE)
        summary = browser.driver.find_element("css selector", "#sitegen-reading summary")
        summary.click()
        assert browser.driver.find_element("css selector", "#sitegen-reading li").is_displayed()
    finally:
        browser.scripts(True)


@pytest.mark.parametrize("dark", [False, True])
def test_the_accessibility_judge_finds_nothing_in_it(
    browser: Browser, preview: str, axe: str, dark: bool
) -> None:
    browser.size(1280, dark=dark)
    browser.visit(preview + PAGE)
    browser.driver.find_element("css selector", "#sitegen-reading summary").click()
    assert [] == browser.judged(axe)


def test_a_page_and_the_previews_style_sheet_have_it_on_the_wire(preview: str) -> None:
    import urllib.request

    with urllib.request.urlopen(preview + PAGE) as answer:
        assert b"sitegen-reading" in answer.read()
    with urllib.request.urlopen(preview + "sitegen-preview.css") as answer:
        assert b"sitegen-reading" in answer.read()
