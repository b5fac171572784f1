"""Preview on this computer: watch, build, reload; mistakes shown over the last good page.

Built with livereload's browser script and Tornado, and watchfiles for changes (livereload's own
watcher looks every 0.8 seconds; this one is told by the operating system). The preview has an
output folder of its own. What it adds to pages exists on the wire only. It listens on 127.0.0.1
and nowhere else, and answers only to that name.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import mimetypes
import os
import re
import time
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

from sitegen import build, config, formbook, overlay, reading, sources
from sitegen import problems as reports
from sitegen.build import Progress, Result, Session
from sitegen.cache import Cache
from sitegen.formbook import Book
from sitegen.inbox import detour, handlers
from sitegen.inbox import page as inbox_page
from sitegen.inbox.detour import Local
from sitegen.inbox.store import Store
from sitegen.lastbuild import Last
from sitegen.model import Options
from sitegen.problems import Problem
from sitegen.readability import Reading

STEP_MS = 10
"""How long no further change must come before a save counts as finished."""
BURST_MS = 400
"""Changes that never stop coming are built this often."""
WATCHED = ("content", "themes")

_TYPES = {
    ".avif": "image/avif", ".css": "text/css", ".html": "text/html", ".ico": "image/x-icon",
    ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain",
    ".webmanifest": "application/manifest+json", ".webp": "image/webp", ".woff2": "font/woff2",
    ".xml": "text/xml",
}  # fmt: skip
"""What differs between computers, or is unknown on some, in Python's own table."""


class Preview:
    """The state of one preview: the last result, and the folder its pages lie in.

    ``build`` and ``close`` must be called on one and the same thread, to which the connection of
    the cache belongs.
    """

    def __init__(
        self, project: Path, options: Callable[[], Options],
        excuse: Callable[[BaseException], str] = repr, help_reading: bool = True,
    ) -> None:  # fmt: skip
        self.project = project
        self.help_reading = help_reading
        self.folder = project / ".sitegen" / "preview"
        self.options = options
        self.excuse = excuse
        self.result = Result(())
        self.base_path = "/"
        self.browsers: set[Any] = set()
        self.stopping = False
        self._session = Session()
        self._settings: object = None
        self._book: tuple[object, Book] = (None, Book())
        self._readings: dict[tuple[str, str], Reading] = {}

    def build(self, progress: Progress | None = None) -> tuple[bool, float]:
        """Build once. Says whether a browser would show anything new, and the seconds it took.

        A bug of ours must not end the preview of somebody who is writing: it becomes a problem.
        """
        started = time.perf_counter()
        before = (overlay.shown(self.result.problems), self.base_path)
        if self._session.cache is None:
            self._session.cache = Cache(self.project / ".sitegen")
        options = self.options()

        def tell(what: str, done: int, total: int) -> None:
            if self.stopping:  # Ctrl+C reaches the main thread only
                raise KeyboardInterrupt
            if progress is not None:
                progress(what, done, total)

        try:
            self.result = build.run(self.project, self.folder, options, progress=tell,
                                    session=self._session)  # fmt: skip
            self._read_base_path(options)
        except KeyboardInterrupt:
            return False, 0
        except Exception as error:
            self.result = Result((Problem("bug", self.excuse(error)),))
        seconds = time.perf_counter() - started
        return self.result.changed or before != (
            overlay.shown(self.result.problems),
            self.base_path,
        ), seconds

    def book(self) -> Book:
        """The site's forms, read when first asked for after a build. Call on any thread."""
        result, known = self._book
        if result is not self.result:
            cache = Cache(self.project / ".sitegen")
            try:
                known = formbook.read(self.project, self.options(), cache)
            except Exception:  # a bug of ours has been said where the pages are built
                known = Book()
            finally:
                cache.close()
            known = replace(known, base_path=self.base_path)
            self._book = self.result, known
        return known

    def reading(self, place: Path | None, page: bytes) -> Reading | None:
        """How a page's own text reads, worked out when it is first asked for; None for a page
        that no document stands for. Call on any thread."""
        if not self.help_reading or place is None:
            return None
        cache = Cache(self.project / ".sitegen", self._session.code)
        try:
            last = self._session.last or cache.get_value("last", "build", Last)
            row = last and last.rows.get(place.relative_to(self.folder).as_posix())
            if not row:
                return None
            name = (row.document, overlay.language(page))
            if name not in self._readings:
                data = cache.get("body", name[0])
                if data is None:  # a build is about to store it, and then reloads the page
                    return None
                self._readings[name] = reading.of_body(data, name[1])
            return self._readings[name]
        finally:
            cache.close()

    def close(self) -> None:
        """Let go of the cache."""
        if self._session.cache is not None:
            self._session.cache.close()

    def _read_base_path(self, options: Options) -> None:
        """Serve the site below the path it will have on its host, as its 404 page expects."""
        known = self._session.known.get(str(self.project / config.PATH))
        if known is not None and known == self._settings:
            return
        self._settings = known
        tree = sources.scan(self.project, self._session.known, time.time_ns())
        made, _ = config.read(tree, options, self._session.cache or Cache(None))
        if made is not None:
            self.base_path = made.base_path

    def find(self, address: str) -> Path | str | None:
        """The file at an address (decoded, from the root), or the address to go to instead."""
        if address in ("/", self.base_path[:-1]) and self.base_path != "/":
            return self.base_path
        *folders, name = address.removeprefix(self.base_path).split("/")
        inner = [*folders, name] if name else folders
        if not address.startswith(self.base_path) or any(
            part in ("", ".", "..") or "\\" in part or "\x00" in part for part in inner
        ):  # fmt: skip
            return None
        place = self.folder.joinpath(*inner)
        try:
            if not Path(os.path.realpath(place)).is_relative_to(os.path.realpath(self.folder)):
                return None  # through a symbolic link that somebody put there
            if not name:
                return place / "index.html" if (place / "index.html").is_file() else None
            if place.is_file():
                return place
            if (place / "index.html").is_file():
                return address + "/"
            named = place.with_name(place.name + ".html")
            return named if named.is_file() else None
        except (OSError, ValueError):  # a name that no disk would take
            return None


def run(
    project: Path, port: int, options: Callable[[], Options], open_browser: bool,
    say: Callable[[str], None], excuse: Callable[[BaseException], str],
    progress: Progress | None = None, help_reading: bool = True,
) -> int:  # fmt: skip
    """Serve the project until interrupted; gives the exit code.

    ``excuse`` turns an exception into what to say of it; with ``help_reading`` pages show how they read.
    """
    preview = Preview(project, options, excuse, help_reading)
    # One thread builds, so that pages are served meanwhile.
    with ThreadPoolExecutor(1) as builder:
        try:
            return asyncio.run(_serve(preview, builder, port, open_browser, say, progress))
        except KeyboardInterrupt:
            return 0
        finally:
            builder.submit(preview.close)


async def _serve(
    preview: Preview, builder: ThreadPoolExecutor, port: int, open_browser: bool,
    say: Callable[[str], None], progress: Progress | None,
) -> int:  # fmt: skip
    from tornado import httpserver, netutil

    for name in ("tornado.access", "tornado.general"):
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        sockets = netutil.bind_sockets(port, overlay.ADDRESS)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        words = "is taken" if error.errno == errno.EADDRINUSE else "is not for everybody's use"
        other = port + 1 if 1024 <= port < 65535 else 8000
        say(f"Port {port} {words}. Choose another one: sitegen serve --port {other}")
        return 1
    port = sockets[0].getsockname()[1]
    changed = asyncio.Event()
    watching = asyncio.create_task(_watch(preview.project, changed))
    server = httpserver.HTTPServer(application(preview, port), max_body_size=handlers.LARGEST)
    loop = asyncio.get_running_loop()
    try:
        await asyncio.sleep(0)  # the watch is set up: no change is missed from here on
        _, seconds = await loop.run_in_executor(builder, preview.build, progress)
        _report(preview.result, (), seconds, say)
        server.add_sockets(sockets)
        say(f"Preview: http://{overlay.ADDRESS}:{port}{preview.base_path}   (Ctrl+C ends it)")
        say(f"What its forms send: http://{overlay.ADDRESS}:{port}{inbox_page.ADDRESS}")
        if open_browser:
            import webbrowser

            await asyncio.to_thread(
                webbrowser.open, f"http://{overlay.ADDRESS}:{port}{preview.base_path}"
            )
        while True:
            await _either(changed, watching)
            changed.clear()
            before = preview.result.problems
            new, seconds = await loop.run_in_executor(builder, preview.build)
            if new:
                _report(preview.result, before, seconds, say)
                reload_browsers(preview)
    except asyncio.CancelledError:
        say("Preview ended.")
        return 0
    finally:
        preview.stopping = True
        watching.cancel()
        server.stop()


async def _either(changed: asyncio.Event, watching: asyncio.Task[None]) -> None:
    """Wait for a change; an error of the watch comes up here."""
    waiting = asyncio.create_task(changed.wait())
    try:
        await asyncio.wait((waiting, watching), return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            watching.result()
    finally:
        waiting.cancel()


def _report(
    result: Result, before: tuple[Problem, ...], seconds: float, say: Callable[[str], None]
) -> None:
    """What is new to know. Remarks that were said before are not repeated; errors are."""
    for problem in result.problems:
        if problem.level == "error" or problem not in before:
            say(reports.text(problem))
    if result.failed:
        say("Not built: the last good pages stay up.")
    else:
        say(f"{result.pages} pages, {result.rendered} made anew, {seconds * 1000:.0f} ms")


# Changes ------------------------------------------------------------------------------------


async def _watch(project: Path, changed: asyncio.Event) -> None:
    """Set ``changed`` at each change of the sources, also when a whole folder comes or goes."""
    while True:
        known = _folders(project)
        stop = asyncio.Event()
        inner = [asyncio.create_task(_follow(place, True, STEP_MS, stop, changed.set))
                 for place, _ in known]  # fmt: skip

        def look(known: object = known, stop: asyncio.Event = stop) -> None:
            if _folders(project) != known:
                stop.set()

        outer = asyncio.create_task(_follow(project, False, 100, stop, look))
        try:
            await asyncio.sleep(0)  # each watch begins with its task's first step
            look()
            await asyncio.gather(outer, *inner)
        finally:
            for task in (outer, *inner):
                task.cancel()
        changed.set()


def _folders(project: Path) -> list[tuple[Path, int]]:
    """The folders to watch, with the numbers that tell a folder from a later one of its name."""
    found = []
    for name in WATCHED:
        try:
            found.append((project / name, (project / name).stat().st_ino))
        except OSError:
            continue
    return found


async def _follow(
    place: Path, recursive: bool, step: int, stop: asyncio.Event, tell: Callable[[], None]
) -> None:
    """Call ``tell`` at each change of a file that counts."""
    async with aclosing(_changes(place, recursive, step, stop)) as changes:
        async for _ in changes:
            tell()


async def _changes(
    place: Path, recursive: bool, step: int, stop: asyncio.Event
) -> AsyncGenerator[object, None]:
    from watchfiles import awatch

    def counts(change: object, path: str) -> bool:
        """Whether a build reads the file: the sources pass over the same names."""
        inner = os.path.relpath(path, place).split(os.sep)
        return not any(part.startswith(".") or part.endswith("~") for part in inner if part != ".")

    for polling in (None, True):
        try:
            async for change in awatch(
                place, watch_filter=counts, step=step, debounce=BURST_MS, stop_event=stop,
                recursive=recursive, rust_timeout=5000, force_polling=polling,
                ignore_permission_denied=True,
            ):  # fmt: skip
                yield change
            return
        except FileNotFoundError:  # gone again before the watch began
            await asyncio.sleep(0.1)
            stop.set()
            return
        except (OSError, RuntimeError):  # the system watches no more files: look at them instead
            if polling:
                raise


# HTTP ---------------------------------------------------------------------------------------


def application(preview: Preview, port: int) -> Any:
    """The Tornado application of one preview."""
    from livereload.handlers import LiveReloadJSHandler
    from tornado import web, websocket

    class Here(web.RequestHandler):
        def prepare(self) -> None:
            if not local(self.request.host):  # a page elsewhere that points its name at us
                raise web.HTTPError(403)

    class Socket(websocket.WebSocketHandler):
        def prepare(self) -> None:
            if not local(self.request.host):
                raise web.HTTPError(403)

        def check_origin(self, origin: str) -> bool:
            return local(origin.partition("//")[2])

        def on_message(self, message: str | bytes) -> None:
            if b'"hello"' in (message.encode() if isinstance(message, str) else message):
                self.write_message({
                    "command": "hello", "serverName": "sitegen",
                    "protocols": ["http://livereload.com/protocols/official-7"],
                })  # fmt: skip
                preview.browsers.add(self)

        def on_close(self) -> None:
            preview.browsers.discard(self)

    class Page(Here):
        def get(self, path: str) -> None:
            self.set_header("Cache-Control", "no-store")
            found = preview.find("/" + path)
            if isinstance(found, str):
                query = f"?{self.request.query}" if self.request.query else ""
                self.redirect(quote("/" + found.lstrip("/"), safe="/~@!$&()*+,;=:") + query)
                return
            data, kind = _contents(found), _type(found)
            if data is None:
                self.set_status(404)
                data, kind = _contents(preview.folder / "404.html"), "text/html"
            if data is None:
                # Without any page there is nothing to be missing from.
                built = (preview.folder / "index.html").is_file()
                self.set_status(404 if built else 503)
                data = _page("No such page" if built else "Not built yet")
            if kind == "text/html":
                data = detour.lead(data, "/" + path, Local(port, self.request.host_name.lower()))
                how = preview.reading(found, data) if self.get_status() == 200 else None
                data = overlay.on_the_wire(data, preview.result.problems, port, how)
            self.set_header("Content-Type", f"{kind}; charset=utf-8" if "text" in kind else kind)
            self.finish(data)

        head = get

        def post(self, path: str) -> None:
            self.set_status(405)
            self.finish("Forms of this preview are led to their stand-ins; this is none.")

    class Style(Here):
        def get(self) -> None:
            self.set_header("Content-Type", "text/css; charset=utf-8")
            self.finish(overlay.CSS)

    class Script(LiveReloadJSHandler, Here):  # type: ignore[misc]
        pass

    def page_of_site(address: str) -> bytes | None:
        found = preview.find(address)
        return _contents(preview.find(found) if isinstance(found, str) else found)  # type: ignore[arg-type]

    store = Store(preview.project / ".sitegen")
    return web.Application([
        *handlers.routes(Here, store, preview.book, port, page_of_site),
        (r"/livereload", Socket),
        (r"/livereload\.js", Script),
        (r"/sitegen-preview\.css", Style),
        (r"/(.*)", Page),
    ])  # fmt: skip


def _contents(place: Path | None) -> bytes | None:
    """A file's bytes; None where it is gone, perhaps since a moment ago."""
    try:
        return place.read_bytes() if place is not None else None
    except OSError:
        return None


def _type(place: Path | None) -> str:
    if place is None:
        return "text/html"
    kind = _TYPES.get(place.suffix.lower()) or mimetypes.guess_type(place.name)[0]
    return kind or "application/octet-stream"


def _page(title: str) -> bytes:
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f"</head><body><h1>{title}</h1></body></html>").encode()  # fmt: skip


def local(host: str) -> bool:
    """Whether a ``Host`` is this computer under its own name."""
    return re.sub(r":\d+$", "", host).lower() in (overlay.ADDRESS, "localhost")


def reload_browsers(preview: Preview) -> None:
    """Tell every open page to load itself again. Call on the server's own thread."""
    from tornado.websocket import WebSocketClosedError

    for browser in tuple(preview.browsers):
        try:
            browser.write_message({"command": "reload", "path": "*", "liveCSS": False})
        except WebSocketClosedError:
            preview.browsers.discard(browser)
