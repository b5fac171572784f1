"""What each form of a site does, and what its backend can and cannot do, for ``sitegen forms``.

Pure: a book in, texts and plain data out.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import asdict

from sitegen.formbook import Book, Bound
from sitegen.forms.backend import MULTIPART

_SCRIPT = {
    "": "no: the browser sends it",
    "json": "yes, and reads the answer",
    "html": "yes, and sees whether it arrived",
    "opaque": "yes, but cannot know whether it arrived",
}
_OPT_IN = {"always": "always", "setting": "if it is switched on there", "no": "no"}


class Row(Struct, frozen=True):
    """One form as it is listed. ``cannot`` are sentences; ``problems`` are those of its file."""

    name: str
    title: str
    file: str
    backend: str
    service: str
    to: str
    without_javascript: str
    by_script: str
    files: bool
    double_opt_in: str
    thanks: str
    region: str
    limits: str
    cannot: tuple[str, ...]
    documentation: str
    checked: str
    confidence: str
    problems: tuple[str, ...]


def rows(book: Book) -> tuple[Row, ...]:
    """Every form that has somewhere to go, in the order of the files."""
    return tuple(_row(bound, book) for bound in book.forms)


def _row(bound: Bound, book: Book) -> Row:
    form, backend, wired = bound.form, bound.backend, bound.wiring
    script = wired.mode
    sends = bool(wired.action)
    plain = sends and not wired.needs_js
    if backend.delivery == "email":
        without = "a link opens the visitor's mail program"
    elif plain and backend.raw_reply:
        without = "yes, but it ends on a page of raw data"
    elif plain:
        without = "yes"
    else:
        without = f"a link leads to {wired.link}"
    takes_files = sends and backend.limits.files and MULTIPART in backend.encodings
    problems = [f"{problem.message} {problem.hint}".strip() for problem in book.problems
                if problem.span is not None and problem.span.path == form.path
                and problem.level != "info"]  # fmt: skip
    return Row(
        form.name, form.title, form.path, backend.name, backend.title,
        wired.action if sends else wired.link, without,
        _SCRIPT[script] if sends else "no: there is only a link", takes_files,
        _OPT_IN[backend.double_opt_in], _thanks(bound), backend.region, backend.limits.note,
        tuple(_cannot(bound, script, sends, takes_files)), backend.documentation,
        backend.checked, backend.confidence, tuple(problems),
    )  # fmt: skip


def _thanks(bound: Bound) -> str:
    rule, page = bound.backend.redirect.rule, bound.wiring.thanks
    if not bound.wiring.action:
        return "the service's own"
    if rule == "dashboard":
        return f"{page} (to be set at the service)"
    led = any(value == page for _, value in bound.wiring.hidden)
    if rule in ("action", "function") or (rule == "field" and led):
        return page
    return "the service's own"


def _cannot(bound: Bound, script: str, sends: bool, files: bool) -> list[str]:
    form, backend, wired = bound.form, bound.backend, bound.wiring
    found = []
    if not sends:
        return ["show a form of ours: visitors fill in the service's own"]
    if wired.needs_js:
        found.append("receive a form without JavaScript")
    if not files:
        found.append("take files")
    if not script:
        found.append("say thanks in the page: the visitor leaves it")
    if script == "opaque":
        found.append("tell the page whether it arrived")
    if not wired.honeypot and form.honeypot != "none":
        found.append("use a field that catches robots")
    if wired.honeypot and not backend.honeypot.checked_by_service:
        found.append(
            f'catch robots by itself: throw away what has something in "{wired.honeypot}"'
        )
    if backend.redirect.rule == "none":
        found.append("lead visitors back to the thank-you page")
    if backend.double_opt_in == "no":
        found.append("ask people to confirm their address")
    if backend.host:
        found.append(f"work on another host than {backend.host}")
    return found


def text(listed: tuple[Row, ...]) -> str:
    """The list for people to read."""
    if not listed:
        return "This site has no forms. A form is a file in content/forms/."
    parts = []
    for row in listed:
        where = urlsplit(row.to)
        lines = [f"{row.name}: {row.title}" if row.title else row.name]
        lines += [f"  {label}: {value}" for label, value in (
            ("file", row.file),
            ("backend", f"{row.service} ({row.backend})"),
            ("goes to", row.to.split("?")[0] if where.scheme == "mailto" else row.to),
            ("without JavaScript", row.without_javascript),
            ("by script", row.by_script),
            ("files", "yes" if row.files else "no"),
            ("asks to confirm", row.double_opt_in),
            ("thank-you page", row.thanks),
            ("kept in", row.region),
            ("limits", row.limits),
            ("facts", f"{row.confidence} confidence, checked {row.checked}, {row.documentation}"),
        ) if value]  # fmt: skip
        if row.cannot:
            lines += ["  cannot:", *(f"    - {each}" for each in row.cannot)]
        if row.problems:
            lines += ["  to mend:", *(f"    - {each}" for each in row.problems)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def data(listed: tuple[Row, ...]) -> list[dict[str, Any]]:
    """The list for programs."""
    return [asdict(row) for row in listed]
