"""Every service of the internet on one TLS port of this computer, played by the stand-ins.

A browser that is told to find all hosts here meets the sites under their own addresses and each
service under its own, with the certificate of nobody.
"""

from __future__ import annotations

import contextlib
import http.server
import mimetypes
import re
import ssl
import subprocess
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sitegen import standins
from sitegen.standins import judge
from sitegen.standins.contract import Account, Answer, Vendor, Verdict
from sitegen.standins.request import Request


class Met(NamedTuple):
    """A request that a stand-in was shown, and what it made of it."""

    vendor: str
    request: Request
    verdict: Verdict
    answer: Answer


class Internet:
    """Who is at which host, and what has been sent there."""

    def __init__(self) -> None:
        self.sites: dict[str, Path] = {}
        self.own: dict[str, str] = {}
        """Hosts and paths of what groups run themselves, with the names of their stand-ins."""
        self.pages: set[str] = set()
        """Hosts and paths of pages that groups have at services."""
        self.accounts: dict[str, Account] = {}
        self.met: list[Met] = []
        self.trouble = False
        self.silent = False
        self.waiting = threading.Event()

    def reset(self, account: dict[str, Account] | None = None) -> None:
        self.met.clear()
        self.trouble = self.silent = False
        if account:
            self.accounts.update(account)

    def posts(self) -> list[Met]:
        return [met for met in list(self.met) if met.request.method == "POST"]

    def vendor(self, request: Request) -> Vendor | None:
        place = request.host + request.path
        name = self.own.get(place)
        if request.method in ("GET", "HEAD") and place in self.pages:
            name = "hosted-page"
        if name is None and request.host in self.sites:
            name = "netlify" if b"form-name" in request.body else "cloudflare-pages"
        if name is not None:
            return standins.find(name)
        for vendor in standins.TABLE:
            for place in (*vendor.doors, *vendor.pages):
                if place.host not in ("", ".+") and re.fullmatch(place.host, request.host):
                    return vendor
        return None

    def ask(self, request: Request) -> Answer | None:
        vendor = self.vendor(request)
        if vendor is None:
            return None
        site = next(iter(self.sites), "")
        if request.host in self.sites:
            site = request.host
        referer = urlsplit(request.header("origin") or request.header("referer")).hostname or site
        account = self.accounts.get(f"{referer} {vendor.name}", Account())
        play = judge.flood if self.trouble else judge.answer
        verdict, answer = play(vendor, request, account, site)
        self.met.append(Met(vendor.name, request, verdict, answer))
        return answer


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    internet: Internet

    def answer(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size)
        headers = tuple((name.lower(), value) for name, value in self.headers.items())
        host = self.headers.get("Host", "")
        request = Request(self.command, f"https://{host}{self.path}", headers, body)
        internet = self.internet
        if request.path == "/favicon.ico" and request.host not in internet.sites:
            self.give(404, (), b"")
            return
        if request.host in internet.sites and self.command in ("GET", "HEAD"):
            self.page(internet.sites[request.host], request.path)
            return
        if internet.silent and self.command == "POST":
            internet.ask(request)
            internet.waiting.wait(30)
            self.close_connection = True
            return
        answer = internet.ask(request)
        if answer is None:
            self.give(404, (("Content-Type", "text/plain"),), b"nobody here")
        elif answer.show:
            self.page(internet.sites[request.host], answer.show)
        else:
            self.give(answer.status, answer.headers, answer.body)

    def __getattr__(self, name: str) -> Any:
        if name in ("do_GET", "do_POST", "do_HEAD", "do_OPTIONS", "do_PUT"):
            return self.answer
        raise AttributeError(name)

    def page(self, folder: Path, path: str) -> None:
        place = folder / path.strip("/")
        for found in (place, place / "index.html", place.with_name(place.name + ".html")):
            if found.is_file():
                kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
                self.give(200, (("Content-Type", kind),), found.read_bytes())
                return
        self.give(404, (("Content-Type", "text/html"),), (folder / "404.html").read_bytes())

    def give(self, status: int, headers: Any, body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a browser that goes away in the middle of a handshake


@contextlib.contextmanager
def served(internet: Internet, folder: Path) -> Iterator[int]:
    """Serve everybody on one port of 127.0.0.1; gives the port."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                    "/CN=nobody.test", "-addext", "subjectAltName=DNS:nobody.test",
                    "-keyout", str(key), "-out", str(certificate)],
                   check=True, capture_output=True)  # fmt: skip
    handler = type("Handler", (_Handler,), {"internet": internet})
    server = _Server(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True,
                                        do_handshake_on_connect=False)  # fmt: skip
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        internet.waiting.set()
        server.shutdown()
        server.server_close()


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...], str]] = []
        self.names: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and ("data-netlify" in given or "netlify" in given):
            self.names = []
            self.found.append((given.get("name") or "", (), given.get("netlify-honeypot") or ""))
        elif self.names is not None and given.get("name") and tag != "form":
            self.names.append(str(given["name"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.names is not None:
            name, _, honeypot = self.found[-1]
            self.found[-1] = (name, tuple(self.names), honeypot)
            self.names = None


def deployed(folder: Path) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """The forms that Netlify's robots find in a site: name, names of fields, honeypot."""
    reader = _Forms()
    for page in sorted(folder.rglob("*.html")):
        reader.feed(page.read_text(encoding="utf-8"))
    return tuple(reader.found)
