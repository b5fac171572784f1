"""Bundled fonts in a real browser: they arrive, and nothing jumps when they come late."""

from __future__ import annotations

import functools
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Browser
from tests.conftest import FORM, SITE, Project

pytestmark = pytest.mark.browser

TEXT = """\
People do not jump from never having heard of you to running the meeting. They climb, each at
their own speed, and **somebody has to be there** at every step to say what comes next.

## What a first evening needs

Six chairs, a kettle and one question. *Nobody* has to speak; most people listen the first time.
"""


class Late(http.server.SimpleHTTPRequestHandler):
    """Fonts are sent when the page has long been painted."""

    def do_GET(self) -> None:
        if self.path.endswith(".woff2"):
            time.sleep(0.7)
        super().do_GET()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(params=["broadsheet", "poster"])
def slow_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    project = Project(tmp_path)
    project.write("content/site.yaml", f"{SITE}form: join\ntheme: {request.param}\n")
    project.write("content/forms/join.yaml", FORM)
    project.page(
        "index.md", TEXT, title="A street that acts", description="What we do here."
    ).built()
    handler = functools.partial(Late, directory=str(tmp_path / "output"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("width", [360, 1280])
def test_fonts_that_arrive_late_move_nothing(browser: Browser, slow_site: str, width: int) -> None:
    browser.size(width, 800)
    _, said = browser.visit(slow_site)
    loaded, moved = browser.driver.execute_async_script("""
        const done = arguments[0];
        document.fonts.ready.then(() => setTimeout(() => {
          let moved = 0;
          new PerformanceObserver(list => { for (const one of list.getEntries()) moved += one.value; })
            .observe({type: "layout-shift", buffered: true});
          setTimeout(() => done([[...document.fonts].filter(f => f.status == "loaded")
            .map(f => f.family), moved]), 200);
        }, 400));""")
    assert [] == said
    assert {"D", "T"} <= set(loaded)
    assert moved < 0.02
