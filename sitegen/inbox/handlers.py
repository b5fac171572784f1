"""The addresses of the inbox on the preview's server: the stand-ins' own, and the page.

Only pages of this preview may post here: anything else on the computer's browser is refused.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from html import escape
from typing import Any

from msgspec.structs import replace

from sitegen import standins
from sitegen.formbook import Book, Bound
from sitegen.inbox import detour, page
from sitegen.inbox.detour import Arrived, Local
from sitegen.inbox.store import Entry, Row, Store
from sitegen.standins import judge
from sitegen.standins.contract import Answer, Vendor, Verdict
from sitegen.standins.request import read

LARGEST = 32 * 1024 * 1024
"""How many bytes the preview reads of one post; more than any backend takes."""


def routes(
    local_handler: type[Any], store: Store, book: Callable[[], Book], port: int,
    page_of_site: Callable[[str], bytes | None],
) -> list[tuple[str, type[Any]]]:  # fmt: skip
    """Handlers for Tornado. ``local_handler`` refuses foreign host names; ``page_of_site`` gives
    the bytes of a page by its address."""
    from tornado import web

    class Ours(local_handler):  # type: ignore[misc]
        """Posts come from pages of this preview only."""

        def prepare(self) -> None:
            super().prepare()
            self.set_header("Cache-Control", "no-store")
            self.set_header("X-Content-Type-Options", "nosniff")
            origin = self.request.headers.get("Origin", "")
            if self.request.method not in ("GET", "HEAD") and not detour.own(origin, port):
                raise web.HTTPError(403)

        def write_error(self, status_code: int, **more: Any) -> None:
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            words = "This was not sent by a page of the preview." if status_code == 403 else (
                "There is nothing to receive this.")  # fmt: skip
            self.finish(f"{status_code}. {words}")

    class Inbox(Ours):
        def get(self) -> None:
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.set_header("Content-Security-Policy", page.POLICY)
            self.set_header("Referrer-Policy", "same-origin")
            entries = store.all()
            self.finish(page.write(entries, store.trouble, book().base_path))

        head = get

    class Style(Ours):
        def get(self) -> None:
            self.set_header("Content-Type", "text/css; charset=utf-8")
            self.finish(page.CSS)

    class Erase(Ours):
        def post(self) -> None:
            which = self.get_body_argument("id", "")
            store.erase(int(which) if which.isascii() and which.isdigit() and len(which) < 16
                        else None if not which else -1)  # fmt: skip
            self.redirect(page.ADDRESS, status=303)

    class To(Ours):
        def answer(self) -> None:
            local = Local(port, self.request.host_name.lower())
            headers = tuple(self.request.headers.get_all())
            site = book()
            arrived = detour.arrive(str(self.request.method), self.request.uri or "", headers,
                                    self.request.body or b"", site, local)  # fmt: skip
            if arrived is None:
                raise web.HTTPError(404)
            vendor = _vendor(arrived.bound)
            verdict, answer = judge.answer(vendor, arrived.request, arrived.account, arrived.site)
            origin = self.request.headers.get("Origin", "")
            answer = detour.depart(answer, arrived, site, local, origin)
            if verdict.kind == "post" or verdict.code:
                store.add(_entry(arrived, vendor, verdict, answer))
            self.send(answer, arrived, vendor)

        def send(self, answer: Answer, arrived: Arrived, vendor: Vendor) -> None:
            body, by_script = answer.body, _by_script(arrived)
            if answer.show and not by_script:
                answer = replace(answer, status=303, headers=(("Location", answer.show),))
            elif answer.show:
                body = page_of_site(answer.show) or b""
                self.set_header("Content-Type", "text/html; charset=utf-8")
            self.set_status(answer.status)
            for name, value in answer.headers:
                self.set_header(name, value)
            if answer.header("Content-Type").startswith("text/html"):
                note = (f"<hr><p>In this preview, this page stands for one of {escape(vendor.title)}."
                        f' <a href="{page.ADDRESS}">See what it received</a></p></body>')  # fmt: skip
                body = body.replace(b"</body>", note.encode())
            self.finish(body if answer.status != 204 else None)

        get = head = post = put = delete = options = answer

    return [
        (page.ADDRESS, Inbox),
        (page.STYLE, Style),
        (page.ERASE, Erase),
        (detour.PREFIX + ".*", To),
    ]


def _vendor(bound: Bound | None) -> Vendor:
    """The stand-in of a form's backend; one of a site's own is like any address of its own."""
    if bound is not None and (found := standins.find(bound.wiring.backend)) is not None:
        return found
    custom = standins.find("custom")
    assert custom is not None
    return replace(custom, title=bound.backend.title) if bound is not None else custom


def _by_script(arrived: Arrived) -> bool:
    return arrived.request.header("sec-fetch-mode") not in ("", "navigate")


def _entry(arrived: Arrived, vendor: Vendor, verdict: Verdict, answer: Answer) -> Entry:
    known = _words(arrived.bound)
    taken = verdict.fields, verdict.control, verdict.dropped
    kept, control, dropped = (
        tuple(Row(name, value, *known.get(name, ("", ""))) for name, value in pairs)
        for pairs in taken
    )
    reason, mend = verdict.reason, verdict.mend
    return Entry(
        at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        form=(arrived.bound.form.title or arrived.bound.form.name) if arrived.bound else "A form",
        backend=vendor.title,
        address=arrived.request.url,
        method=arrived.request.method,
        encoding=verdict.encoding or read(arrived.request).encoding,
        by_script=_by_script(arrived),
        stored=verdict.stored,
        reason=reason,
        mend=mend,
        honeypot=verdict.honeypot,
        status=answer.status,
        led=answer.header("Location") or answer.show,
        rows=kept,
        control=control,
        dropped=dropped,
        files=tuple((file.field, file.name, file.size) for file in verdict.files),
        advice=verdict.advice,
    )


def _words(bound: Bound | None) -> dict[str, tuple[str, str]]:
    """Our name and the label for each name of the backend's."""
    if bound is None:
        return {}
    labels = {field.name: field.label for field in bound.form.fields}
    labels |= {consent.name: consent.label for consent in bound.form.consents}
    found = {theirs: (ours, labels.get(ours, "")) for ours, theirs in bound.wiring.names}
    for ours, each in bound.wiring.choices:
        found |= {theirs: (ours, labels.get(ours, "")) for theirs in each}
    return found
