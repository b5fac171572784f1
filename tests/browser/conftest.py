"""A real Chromium, and a static host on 127.0.0.1 that knows the sub-path it serves under.

Without a browser the tests are skipped with a line that says so; ``SITEGEN_BROWSER=required``
(as in CI) makes that a failure.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen import build
from sitegen.model import Options

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
EVERY_RULE = "['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']"
COLOURS = "{type: 'rule', values: ['color-contrast', 'link-in-text-block']}"
"""What a judge is to look at; the second is quick, and what a scheme or a theme can change."""


def _missing(what: str) -> None:
    reason = f"browser tests need {what}"
    if os.environ.get("SITEGEN_BROWSER") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


class Browser:
    """Chromium through chromedriver, with what pages ask for and complain of."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def size(self, width: int, height: int = 800, dark: bool = False) -> None:
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False,
        })  # fmt: skip
        scheme = "dark" if dark else "light"
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme}],
        })  # fmt: skip

    def scripts(self, on: bool) -> None:
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not on})

    def visit(self, address: str) -> tuple[list[str], list[str]]:
        """Load a page; gives the addresses it asked for and what the console said."""
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get(address)
        asked = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.append(message["params"]["request"]["url"])
        said = [entry["message"] for entry in self.driver.get_log("browser")]
        return asked, said

    def js(self, code: str, *values: object) -> Any:
        return self.driver.execute_script(code, *values)

    def judged(self, axe: str, rules: str = EVERY_RULE) -> list[str]:
        """What the accessibility judge finds on the page as it stands; the page's policy would not
        let it in."""
        self.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
        try:
            if not self.js("return Boolean(window.axe)"):
                self.js(axe)
            result = self.driver.execute_async_script(
                "const done = arguments[arguments.length - 1];"
                f"axe.run({{runOnly: {rules}, resultTypes: ['violations']}}).then(r => done("
                "r.violations.map(v => v.id + ': ' + v.nodes[0].html + v.nodes[0].failureSummary)))"
            )
        finally:
            self.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
        return list(result)


@pytest.fixture(scope="session")
def launch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Browser]]:
    """Start Chromium with further flags; whatever was started is ended with the tests."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    chromedriver = shutil.which("chromedriver")
    if not chromium or not chromedriver:
        _missing("Chromium and chromedriver (on Debian: apt-get install chromium chromium-driver)")
    from selenium import webdriver

    started: list[Any] = []

    def begin(*more: str) -> Browser:
        options = webdriver.ChromeOptions()
        options.binary_location = str(chromium)
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                     "--no-first-run", "--disable-background-networking", "--disable-sync",
                     "--disable-component-update", "--disable-dev-shm-usage",
                     f"--user-data-dir={tmp_path_factory.mktemp('chromium')}", *more):  # fmt: skip
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
        driver.set_page_load_timeout(30)
        started.append(driver)
        return Browser(driver)

    yield begin
    for driver in started:
        driver.quit()


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Browser:
    return launch()


@pytest.fixture(scope="session")
def axe() -> str:
    place = HERE / "node_modules" / "axe-core" / "axe.min.js"
    if not place.is_file():
        _missing("axe-core (in tests/browser: npm install --no-package-lock)")
    return place.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site of this project, built once."""
    folder = tmp_path_factory.mktemp("sample") / "output"
    result = build.run(ROOT, folder, Options("2026-11-03T12:00:00+00:00", jobs=2))
    assert [] == [problem for problem in result.problems if problem.level != "info"]
    return folder


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Files below a base path, ``404.html`` for the rest; a form's post is answered with 303."""

    def __init__(self, *args: Any, base: str, posts: list[bytes], **more: Any) -> None:
        self.base, self.posts = base, posts
        super().__init__(*args, **more)

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.base):
            return "/nonexistent"
        return super().translate_path("/" + path.removeprefix(self.base))

    def do_POST(self) -> None:
        self.posts.append(self.rfile.read(int(self.headers["Content-Length"] or 0)))
        self.send_response(303)
        self.send_header("Location", self.base + "thank-you/index.html")
        self.end_headers()

    def send_error(self, code: int, *args: Any, **more: Any) -> None:
        page = Path(self.directory) / "404.html"
        if code == 404 and page.is_file():
            self.send_response(404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.read_bytes())
            return
        super().send_error(code, *args, **more)

    def log_message(self, *args: Any) -> None:
        pass


@contextlib.contextmanager
def hosted(folder: Path, base: str = "/") -> Iterator[tuple[str, list[bytes]]]:
    """Serve a folder on 127.0.0.1; gives its address and the list of bodies posted to it."""
    posts: list[bytes] = []
    handler = functools.partial(_Handler, directory=str(folder), base=base, posts=posts)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}", posts
    finally:
        server.shutdown()
        server.server_close()
