"""A tactic on paper: one sheet, with what to do and without the ways through the site."""

from __future__ import annotations

import base64
import io
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from sitegen import build
from sitegen.model import Options
from tests.browser.conftest import ROOT, Browser

A4, LETTER = (8.27, 11.69), (8.5, 11.0)


def printed(browser: Browser, page: Path, paper: tuple[float, float]) -> list[str]:
    """The text of each sheet."""
    browser.driver.get(page.as_uri())
    pdf = browser.driver.execute_cdp_cmd("Page.printToPDF", {
        "paperWidth": paper[0], "paperHeight": paper[1], "preferCSSPageSize": True,
    })["data"]  # fmt: skip
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(base64.b64decode(pdf))).pages]


@pytest.fixture(params=["grassroots", "broadsheet"])
def output(request: pytest.FixtureRequest, sample: Path, tmp_path: Path) -> Path:
    """The starter in a theme; the first is its own, and built already."""
    if request.param == "grassroots":
        return sample
    shutil.copytree(ROOT / "content", tmp_path / "content")
    settings = tmp_path / "content" / "site.yaml"
    settings.write_text(settings.read_text().replace("share_cards: messages", "share_cards: none"))
    result = build.run(tmp_path, tmp_path / "output",
                       Options("2026-11-03T12:00:00+00:00", theme=request.param))  # fmt: skip
    assert not result.failed
    return tmp_path / "output"


@pytest.mark.browser
def test_every_tactic_of_the_starter_is_a_briefing_on_one_sheet(
    browser: Browser, sample: Path, output: Path
) -> None:
    pages = sorted((output / "tactics").glob("*/index.html"),
                   key=lambda page: page.stat().st_size, reverse=True)  # fmt: skip
    assert len(pages) >= 20
    for number, page in enumerate(pages if output == sample else pages[:5]):
        for paper in (A4, LETTER) if number < 3 else (A4,):
            assert 1 == len(printed(browser, page, paper)), page
    (sheet,) = printed(browser, output / "tactics/petition/index.html", A4)
    text = " ".join(sheet.split()).casefold()
    for part in ("a petition with a second step", "people needed", "name who can say yes", "safety",
                 "it worked if", "/tactics/petition/"):  # fmt: skip
        assert part in text
    for part in ("political organising", "in this section", "i will sign", "skip to"):
        assert part not in text
