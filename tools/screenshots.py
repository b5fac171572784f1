"""Pictures of every theme for docs/themes.md: ``make screenshots``.

Builds the starter site in each theme that extends another, photographs it with Chromium and chromedriver on a desktop
and a phone, by day and by night, and writes the gallery between two marks of the document. Needs no list: a new folder
in themes/ is found. Everything is served from 127.0.0.1; nothing else is asked.
"""

from __future__ import annotations

import base64
import functools
import http.server
import io
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from PIL import Image

from sitegen import build
from sitegen.model import Options

ROOT: Final = Path(__file__).resolve().parents[1]
DOCUMENT: Final = ROOT / "docs" / "themes.md"
FOLDER: Final = ROOT / "docs" / "themes"
NOW: Final = "2026-11-03T12:00:00+00:00"
START, END = "<!-- gallery: made by make screenshots -->", "<!-- end of gallery -->"

ROWS: Final = (
    ("index.html", "index.html"),
    ("political-organising/levels-of-engagement/index.html", "thanks/join/index.html"),
)
"""What is seen on the desktop and on the phone, row by row."""

DESKTOP, PHONE = (1280, 960), (390, 844)
HEIGHT: Final = 600  # of a row in the picture
GAP, GROUND = 16, (118, 118, 118)


def main() -> int:
    found = [path.parent for path in sorted(ROOT.glob("themes/*/theme.yaml"))]
    themes = [
        (folder.name, _said(folder, "summary")) for folder in found if _said(folder, "extends")
    ]
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory() as scratch, _chromium() as driver:
        site = Path(scratch)
        shutil.copytree(ROOT / "content", site / "content")
        config = site / "content" / "site.yaml"
        for name, _ in themes:
            text = config.read_text(encoding="utf-8")
            config.write_text(re.sub(r"^theme:.*$", f"theme: {name}", text, flags=re.M), "utf-8")
            result = build.run(site, site / "output", Options(NOW, jobs=2))
            if faults := [problem for problem in result.problems if problem.level == "error"]:
                print(*faults, sep="\n", file=sys.stderr)
                return 1
            with _served(site / "output") as address:
                for scheme in ("light", "dark"):
                    picture = FOLDER / f"{name}-{scheme}.webp"
                    _sheet(driver, address, scheme).save(picture, quality=72, method=6)
                    print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1024} KB")
    _write_gallery(themes)
    return 0


def _said(folder: Path, key: str) -> str:
    """One line of a theme's own file."""
    import yaml

    declared = yaml.safe_load((folder / "theme.yaml").read_text(encoding="utf-8"))
    return str(declared.get(key) or "")


def _sheet(driver: Any, address: str, scheme: str) -> Image.Image:
    """All pages of ``ROWS`` in one picture."""
    rows = [[_shot(driver, address + page, size, scheme) for page, size in zip(row, (DESKTOP, PHONE), strict=True)]
            for row in ROWS]  # fmt: skip
    width = sum(shot.width for shot in rows[0]) + GAP * 3
    sheet = Image.new("RGB", (width, len(rows) * (HEIGHT + GAP) + GAP), GROUND)
    for number, row in enumerate(rows):
        left = GAP
        for shot in row:
            sheet.paste(shot, (left, GAP + number * (HEIGHT + GAP)))
            left += shot.width + GAP
    return sheet


def _shot(driver: Any, address: str, size: tuple[int, int], scheme: str) -> Image.Image:
    """The first screen of a page, ``HEIGHT`` high."""
    width, height = size
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False,
    })  # fmt: skip
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]})  # fmt: skip
    driver.get(address)
    driver.execute_async_script(
        "const done = arguments[0], late = [...document.images].map(i => { i.loading = 'eager'; return i.decode().catch(() => 0) });"
        "Promise.all([document.fonts.ready, ...late]).then(() => requestAnimationFrame(() => done()))"
    )
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]
    shot = Image.open(io.BytesIO(base64.b64decode(taken))).convert("RGB")
    return shot.resize((round(width * HEIGHT / height), HEIGHT), Image.Resampling.LANCZOS)


@contextmanager
def _chromium() -> Iterator[Any]:
    from selenium import webdriver

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    chromedriver = shutil.which("chromedriver")
    if not chromium or not chromedriver:
        raise SystemExit(
            "This needs Chromium and chromedriver (on Debian: apt-get install chromium chromium-driver)."
        )
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
                 "--font-render-hinting=none", "--force-color-profile=srgb"):  # fmt: skip
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    try:
        yield driver
    finally:
        driver.quit()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address of a folder on this computer."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _write_gallery(themes: list[tuple[str, str]]) -> None:
    """Put the pictures between the two marks of the document."""
    parts = []
    for name, summary in themes:
        parts.append(f"### {name}\n\n{summary}\n")
        for scheme in ("light", "dark"):
            parts.append(f"![{name} in {scheme} colours: the home page and a text on a desktop, the home page and a "
                         f"form on a phone](themes/{name}-{scheme}.webp)\n")  # fmt: skip
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(
        f"{before}{START}\n\n" + "\n".join(parts) + f"\n{END}{after}", encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
