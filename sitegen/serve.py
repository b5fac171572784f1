"""Preview on this computer: watch, build, reload; mistakes shown over the last good page.

Built with livereload and Tornado, and watchfiles for changes (livereload's own watcher looks every
0.8 seconds; this one is told by the operating system). The preview has an output folder of its
own. What it adds to pages exists on the wire only. It listens on 127.0.0.1 and nowhere else.
"""

from __future__ import annotations

import errno
import html
import logging
import mimetypes
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sitegen import build
from sitegen import problems as reports
from sitegen.build import Result, Session
from sitegen.cache import Cache
from sitegen.model import Options
from sitegen.problems import Problem

ADDRESS = "127.0.0.1"
STEP_MS = 10
"""How long to wait for further changes of the same save."""

_CSP = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')

OVERLAY_CSS = """
#sitegen-problems{position:fixed;inset:auto 0 0 0;max-block-size:60vh;overflow:auto;z-index:2147483647;
background:#1c1917;color:#fafaf9;font:16px/1.5 system-ui,sans-serif;padding:1rem 1.5rem;
border-block-start:6px solid #f59e0b;margin:0;text-align:start;direction:ltr}
#sitegen-problems.error{border-color:#ef4444}
#sitegen-problems summary{cursor:pointer;font-weight:700;min-block-size:24px}
#sitegen-problems ul{list-style:none;padding:0;margin:.5rem 0 0}
#sitegen-problems li{margin:0 0 .75rem;max-inline-size:none}
#sitegen-problems code{font:14px/1.4 ui-monospace,monospace;color:#fcd34d;background:none;padding:0}
#sitegen-problems .hint{display:block;color:#d6d3d1}
@media print{#sitegen-problems{display:none}}
"""


class Preview:
    """The state of one preview: the last result, and the folder its pages lie in."""

    def __init__(self, project: Path, options: Callable[[], Options]) -> None:
        self.project = project
        self.folder = project / ".sitegen" / "preview"
        self.options = options
        self.result = Result(())
        self.base_path = "/"
        self._session = Session(cache=Cache(None))
        self._lock = threading.Lock()

    def build(self) -> tuple[Result, float]:
        """Build once; gives the result and the seconds it took."""
        started = time.perf_counter()
        with self._lock:
            self._session.cache = self._session_cache()
            self.result = build.run(self.project, self.folder, self.options(),
                                    session=self._session)  # fmt: skip
        return self.result, time.perf_counter() - started

    def _session_cache(self) -> Cache:
        """SQLite connections belong to one thread, and builds run on two."""
        cache = self._session.cache
        if cache is not None:
            cache.close()
        return Cache(self.project / ".sitegen")

    def file(self, path: str) -> tuple[Path, int] | None:
        """The file for an address and its status, as a static host would answer."""
        inner = unquote(path).lstrip("/")
        if "\x00" in inner:
            return None
        root = self.folder.resolve()
        place = (root / inner).resolve()
        if place != root and root not in place.parents:
            return None
        if place.is_dir():
            place = place / "index.html"
        elif not place.is_file() and place.with_name(place.name + ".html").is_file():
            place = place.with_name(place.name + ".html")
        if place.is_file():
            return place, 200
        missing = root / "404.html"
        return (missing, 404) if missing.is_file() else None


def run(
    project: Path, port: int, options: Callable[[], Options], open_browser: bool,
    say: Callable[[str], None],
) -> int:  # fmt: skip
    """Serve the project until interrupted; gives the exit code."""
    import asyncio

    return asyncio.run(_serve(project, port, options, open_browser, say))


async def _serve(
    project: Path, port: int, options: Callable[[], Options], open_browser: bool,
    say: Callable[[str], None],
) -> int:  # fmt: skip
    import asyncio

    from tornado import httpserver, netutil

    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    preview = Preview(project, options)
    try:
        sockets = netutil.bind_sockets(port, ADDRESS)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        say(f"Port {port} is taken. Choose another one: sitegen serve --port {port + 1}")
        return 1
    port = sockets[0].getsockname()[1]
    result, seconds = await asyncio.to_thread(preview.build)
    _report(result, seconds, say)
    if not preview.folder.is_dir() and not result.problems:
        return 1
    server = httpserver.HTTPServer(application(preview, port))
    server.add_sockets(sockets)
    address = f"http://{ADDRESS}:{port}/"
    say(f"Preview: {address}   (Ctrl+C ends it)")
    if open_browser:
        import webbrowser

        webbrowser.open(address)
    try:
        await _watch(preview, say)
    except (KeyboardInterrupt, asyncio.CancelledError):
        pass
    finally:
        server.stop()
    return 0


async def _watch(preview: Preview, say: Callable[[str], None]) -> None:
    """Build at each change of the sources, and tell the browsers."""
    import asyncio

    from watchfiles import awatch

    places = [place for name in ("content", "themes") if (place := preview.project / name).is_dir()]
    if not places:
        places = [preview.project]

    def relevant(change: object, path: str) -> bool:
        return "/.sitegen" not in path.replace("\\", "/") and not path.endswith(("~", ".swp", ".tmp"))

    async for _ in awatch(*places, watch_filter=relevant, step=STEP_MS, debounce=400,
                          rust_timeout=1000, yield_on_timeout=False):  # fmt: skip
        result, seconds = await asyncio.to_thread(preview.build)
        _report(result, seconds, say)
        reload_browsers()


def _report(result: Result, seconds: float, say: Callable[[str], None]) -> None:
    for problem in result.problems:
        say(reports.text(problem))
    if result.failed:
        say("Not built: the last good pages stay up.")
    else:
        say(f"{result.pages} pages, {result.rendered} made anew, {seconds * 1000:.0f} ms")


# HTTP ---------------------------------------------------------------------------------------


def application(preview: Preview, port: int) -> Any:
    """The Tornado application of one preview."""
    from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
    from tornado import web

    class Socket(LiveReloadHandler):
        def check_origin(self, origin: str) -> bool:
            return _local(origin.split("//", 1)[-1])

    class Page(web.RequestHandler):
        def prepare(self) -> None:
            if not _local(self.request.host):  # a page elsewhere that points its name at us
                raise web.HTTPError(403)

        def get(self, path: str) -> None:
            self._answer(path)

        def head(self, path: str) -> None:
            self._answer(path)

        def post(self, path: str) -> None:
            self.set_status(405)
            self.finish("This preview receives no forms.")

        def _answer(self, path: str) -> None:
            self.set_header("Cache-Control", "no-store")
            base = preview.base_path.strip("/")
            inner = path.removeprefix(base + "/") if base else path
            found = preview.file(inner) or preview.file(path)
            if found is None and not preview.result.problems:
                raise web.HTTPError(404)
            if found is None:
                self.set_header("Content-Type", "text/html; charset=utf-8")
                self.finish(on_the_wire(_EMPTY, preview.result.problems, port))
                return
            place, status = found
            if place.name == "index.html" and path and not path.endswith(("/", ".html")):
                self.redirect(f"/{path}/")
                return
            kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
            data = place.read_bytes()
            self.set_status(status)
            if kind == "text/html":
                data = on_the_wire(data, preview.result.problems, port)
                kind = "text/html; charset=utf-8"
            self.set_header("Content-Type", kind)
            self.finish(data)

    class Style(web.RequestHandler):
        def get(self) -> None:
            self.set_header("Content-Type", "text/css")
            self.finish(OVERLAY_CSS)

    class _Watcher:
        filepath = None

    LiveReloadHandler.watcher = _Watcher()
    return web.Application([
        (r"/livereload", Socket),
        (r"/livereload.js", LiveReloadJSHandler),
        (r"/sitegen-preview.css", Style),
        (r"/(.*)", Page),
    ])  # fmt: skip


_EMPTY = (b'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not built yet</title>'
          b"</head><body><h1>Not built yet</h1></body></html>")  # fmt: skip


def _local(host: str) -> bool:
    return host.rsplit(":", 1)[0].lower() in (ADDRESS, "localhost")


def reload_browsers() -> None:
    """Tell every open page to load itself again. Call on the server's own thread."""
    from livereload.handlers import LiveReloadHandler

    LiveReloadHandler.reload_waiters("*")


def on_the_wire(page: bytes, problems: tuple[Problem, ...], port: int) -> bytes:
    """A page as the preview sends it: with the reload script, the problems, and a policy that lets
    them work and changes nothing else."""

    def widened(match: re.Match[bytes]) -> bytes:
        rules = dict.fromkeys(rule.strip() for rule in match[2].decode().split(";"))
        parts = [rule for rule in rules if not rule.startswith(("script-src", "connect-src"))]
        script = next((rule for rule in rules if rule.startswith("script-src")), "script-src")
        parts += [f"{script} 'self'", f"connect-src 'self' ws://{ADDRESS}:{port} ws://localhost:{port}"]
        if not any(rule.startswith("style-src") for rule in parts):
            parts.append("style-src 'self'")
        return match[1] + "; ".join(parts).encode() + match[3]

    page = _CSP.sub(widened, page, 1)
    head = (f'<link rel="stylesheet" href="/sitegen-preview.css">'
            f'<script src="/livereload.js?port={port}" defer></script>').encode()  # fmt: skip
    page = page.replace(b"</head>", head + b"</head>", 1)
    shown = [problem for problem in problems if problem.level != "info"]
    return page.replace(b"</body>", _overlay(shown).encode() + b"</body>", 1) if shown else page


def _overlay(problems: list[Problem]) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    words = f"{len(problems)} thing{'s' if len(problems) != 1 else ''} to mend"
    if errors:
        words += ". This is the last good page."
    rows = []
    for problem in problems[:50]:
        span = problem.span
        place = f"{span.path}:{span.line}" if span and span.line else span.path if span else ""
        rows.append(f"<li><code>{html.escape(place)}</code> {html.escape(problem.message)}"
                    f'<span class="hint">{html.escape(problem.hint)}</span></li>')  # fmt: skip
    kind = "error" if errors else "warning"
    return (f'<details id="sitegen-problems" class="{kind}"{" open" if errors else ""}>'
            f"<summary>{words}</summary><ul>{''.join(rows)}</ul></details>")  # fmt: skip
