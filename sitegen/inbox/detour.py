"""The way of a form in a preview: from the page to the stand-in of its backend, and back.

Pure. Pages are changed on the wire only; the built files keep the backend's real address. The
stand-in sees the real addresses too: those of this computer are translated on the way in and out.

The preview answers to two names, 127.0.0.1 and localhost, which are two origins to a browser. A
form is led to the name the page does not have, so that a script is allowed to read an answer
exactly where the backend would allow it.
"""

from __future__ import annotations

import html
import json
import re
from urllib.parse import urljoin, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from sitegen.formbook import Book, Bound
from sitegen.model import Pairs
from sitegen.standins.contract import Account, Answer
from sitegen.standins.request import Request

PREFIX = "/-/to/"
HERE = ("127.0.0.1", "localhost")
_SITE = "-"
"""Stands for the site's own host in an address of the detour."""
_FORM = re.compile(r"<form\b[^>]*>", re.I)
_ATTRIBUTE = re.compile(r'(\s)([a-z-]+)="([^"]*)"', re.I)
_CSP = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')


class Local(Struct, frozen=True):
    """Where a preview is: its port, and the name by which it was asked for."""

    port: int
    name: str = HERE[0]

    @property
    def origin(self) -> str:
        return f"http://{self.name}:{self.port}"

    @property
    def other(self) -> str:
        """The same place under its other name."""
        return f"http://{HERE[self.name == HERE[0]]}:{self.port}"


# Pages ----------------------------------------------------------------------------------------


def lead(page: bytes, address: str, local: Local) -> bytes:
    """A page of the site, at an address of it, with its forms led to their stand-ins."""
    text = page.decode("utf-8", "surrogateescape")
    led, count = _FORM.subn(lambda match: _form(match[0], address, local), text)
    if not count or led == text:
        return page
    led = _CSP.sub(lambda match: match[1] + _policy(match[2], local) + match[3], led, count=1)
    return led.encode("utf-8", "surrogateescape")


def _form(tag: str, address: str, local: Local) -> str:
    given = {name.lower(): html.unescape(value) for _, name, value in _ATTRIBUTE.findall(tag)}
    if given.get("method", "").lower() != "post":
        return tag
    id_ = re.sub(r"[^\w-]", "", given.get("id", "")) or "form"

    def changed(match: re.Match[str]) -> str:
        space, name, value = match[1], match[2], html.unescape(match[3])
        if name.lower() == "action":
            value = _detour(value, id_, address, local)
        elif name.lower() == "data-wire":
            value = _script(value, id_, address, local)
        else:
            return match[0]
        return f'{space}{name}="{html.escape(value)}"'

    return _ATTRIBUTE.sub(changed, tag)


def _script(value: str, id_: str, address: str, local: Local) -> str:
    try:
        wire = json.loads(value)
        if isinstance(wire.get("to"), str):
            wire["to"] = _detour(wire["to"], id_, address, local)
    except (ValueError, AttributeError):
        return value
    return json.dumps(wire, ensure_ascii=False, separators=(",", ":"))


def _detour(target: str, id_: str, address: str, local: Local) -> str:
    try:
        parts = urlsplit(target)
    except ValueError:
        return target
    query = f"?{parts.query}" if parts.query else ""
    if parts.scheme in ("http", "https"):
        return f"{local.other}{PREFIX}{id_}/{parts.netloc}{parts.path or '/'}{query}"
    if parts.scheme:
        return target
    return f"{PREFIX}{id_}/{_SITE}{urlsplit(urljoin(address, parts.path)).path}{query}"


def _policy(policy: str, local: Local) -> str:
    """The page's policy, in which forms and scripts may also reach the preview by both names."""
    rules = {words[0]: words[1:] for rule in html.unescape(policy).split(";")
             if (words := rule.split())}  # fmt: skip
    for name in ("form-action", "connect-src"):
        given = [value for value in rules.get(name, ()) if value != "'none'"]
        rules[name] = list(dict.fromkeys((*given, "'self'", local.origin, local.other)))
    return html.escape("; ".join(" ".join((name, *rules[name])) for name in rules))


# Requests -------------------------------------------------------------------------------------


class Arrived(Struct, frozen=True):
    """A request as the backend would have met it. ``bound`` is None where no form is known."""

    request: Request
    bound: Bound | None
    account: Account
    site: str
    id: str


def own(origin: str, port: int) -> bool:
    """Whether an ``Origin`` is a page of this preview."""
    return origin in {f"http://{name}:{port}" for name in HERE}


def arrive(
    method: str, uri: str, headers: Pairs, body: bytes, book: Book, local: Local
) -> Arrived | None:
    """Translate a request below ``PREFIX``; None where its address makes no sense."""
    id_, _, rest = uri.removeprefix(PREFIX).partition("/")
    netloc, slash, path = rest.partition("/")
    if not slash or not _readable(f"https://{rest}"):
        return None
    bound = _bound(id_, book)
    real = _real(book, local)
    site = urlsplit(real).netloc
    said = []
    for name, value in headers:
        name = name.lower()
        if name in ("origin", "referer"):
            for here in (local.origin, local.other):
                if value.startswith(here):
                    scheme_host = f"{urlsplit(real).scheme}://{site}"
                    value = scheme_host + value.removeprefix(here)
                    break
        said.append((name, value))
    host = site if netloc == _SITE else netloc
    request = Request(method, f"https://{host}/{path}", tuple(said), body)
    return Arrived(
        request, bound, _account(bound, book, local), urlsplit(real).hostname or "", id_
    )


def _readable(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname) and urlsplit(address).port != 0
    except ValueError:
        return False


def _bound(id_: str, book: Book) -> Bound | None:
    """The form whose tag has this id: ``form-join``, or ``ask-join`` where a page shows it twice."""
    fitting = [bound for bound in book.forms
               if id_.endswith("-" + re.sub(r"[^A-Za-z0-9_-]", "-", bound.form.name))]  # fmt: skip
    return max(fitting, key=lambda bound: len(bound.form.name), default=None)


def _real(book: Book, local: Local) -> str:
    """The site's address with no slash at its end, as its pages have it."""
    return book.url or f"http://{HERE[0]}:{local.port}{book.base_path[:-1]}"


def _account(bound: Bound | None, book: Book, local: Local) -> Account:
    """What a group has set up that did everything right."""
    if bound is None:
        return Account()
    real, wired = _real(book, local), bound.wiring
    thanks = wired.thanks if "//" in wired.thanks else real + wired.thanks if wired.thanks else ""
    hidden = dict(wired.hidden)
    names = [theirs for _, theirs in wired.names]
    names += [name for _, each in wired.choices for name in each]
    field = next((name for name, value in wired.hidden if value and value == wired.thanks), "")
    words = (("honeypot", wired.honeypot), ("redirect_field", field))
    return Account(
        thanks=thanks,
        listed=(f"{urlsplit(real).scheme}://{urlsplit(real).netloc}", thanks),
        registered=((hidden.get("form-name", ""), (*names, *hidden), wired.honeypot),),
        words=tuple(pair for pair in words if pair[1]),
    )


# Answers --------------------------------------------------------------------------------------


def depart(answer: Answer, arrived: Arrived, book: Book, local: Local, origin: str) -> Answer:
    """The stand-in's answer with addresses that exist here. ``origin`` is the page's own."""
    real = _real(book, local)
    page = origin or local.other
    headers = []
    for name, value in answer.headers:
        if name == "Location":
            value = _returned(value, real, page, arrived, book)
        elif name == "Access-Control-Allow-Origin" and value != "*":
            value = page
        headers.append((name, value))
    return replace(answer, headers=tuple(headers))


def _returned(to: str, real: str, page: str, arrived: Arrived, book: Book) -> str:
    if to == real or to.startswith((real + "/", real + "?")):
        return page + book.base_path[:-1] + to.removeprefix(real)
    parts = urlsplit(to)
    if parts.scheme in ("http", "https"):
        query = f"?{parts.query}" if parts.query else ""
        return f"{PREFIX}{arrived.id}/{parts.netloc}{parts.path or '/'}{query}"
    return to
