"""Send one clearly marked submission to a form's real backend, and read its answer.

The only part of ``sitegen forms`` that uses the network, and only when somebody asks for it by
name. One request, never repeated: what may have arrived must not arrive twice.
"""

from __future__ import annotations

import http.client
import json
import re
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from msgspec import Struct

from sitegen import __version__
from sitegen.formbook import Book, Bound
from sitegen.forms import guards
from sitegen.forms.backend import MULTIPART, URLENCODED
from sitegen.forms.model import FormField
from sitegen.model import Pairs
from sitegen.problems import Problem, Span, did_you_mean

MARK = "sitegen test"
EMAIL = "test@example.org"
PATIENCE = 20.0
"""Seconds to wait for an answer."""
_MOST = 200_000
"""How many bytes of an answer are read."""


class Trial(Struct, frozen=True):
    """What would be sent. ``wire`` is how the page's script would, {} where a browser does."""

    to: str
    pairs: Pairs
    headers: Pairs
    body: bytes
    wire: dict[str, Any]
    thanks: str
    left_out: tuple[str, ...] = ()


class Outcome(Struct, frozen=True):
    """What came back: the status (0 for no answer), what it means, and whether it is good news.

    ``good`` is None where the answer does not say.
    """

    status: int
    said: tuple[str, ...]
    good: bool | None


def prepare(book: Book, name: str, email: str = EMAIL) -> tuple[Trial | None, tuple[Problem, ...]]:
    """The submission for a form, or why there can be none."""
    bound = book.find(name)
    if bound is None:
        known = [each.form.name for each in book.forms]
        return None, (Problem("form-missing", f'There is no form "{name}" that is connected.',
            Span("content/forms"), did_you_mean(name, known, f"Forms here: {', '.join(known) or 'none'}.")),)  # fmt: skip
    found = guards.email(email, "--email", Span("--email"), lenient=True)
    wrong = [problem for problem in (*bound.wiring.problems, *found) if problem.level == "error"]
    if wrong:
        return None, tuple(wrong)
    here = bound.form.at()
    wired = bound.wiring
    if not wired.action:
        return None, (Problem("form-no-test", f"{bound.backend.title} takes no form of ours, so "
                              "nothing can be sent.", here, f"Open {wired.link}"),)  # fmt: skip
    wire: dict[str, Any] = json.loads(wired.script) if wired.script else {}
    if wire.get("mode") != "json":
        wire = {}
    to = wire.get("to") or wired.action
    if not urlsplit(to).scheme:
        to = urljoin(book.url + "/", to) if book.url else to
    host = urlsplit(to).hostname or ""
    if not host:
        return None, (Problem("form-no-test", "This form goes to the site itself, which has no "
                              "address yet.", here, "Add to site.yaml: url: https://your-group.org"),)  # fmt: skip
    if guards.reserved_host(host):
        return None, (Problem("form-example", f'"{host}" exists only in examples, so nothing is '
                              "sent.", here, "Put the address of your own receiver there."),)  # fmt: skip
    return _trial(bound, book, to, wire, email), ()


def _trial(bound: Bound, book: Book, to: str, wire: dict[str, Any], email: str) -> Trial:
    form, wired = bound.form, bound.wiring
    pairs = [(name, value) for name, value in wired.hidden if name not in wire.get("drop", ())]
    left_out = []
    for field in form.fields:
        if field.type == "hidden":
            continue
        if field.type == "file":
            left_out.append(f'"{field.name}", a file')
            continue
        value = _value(field, email)
        each = wired.each(field.name)
        pairs.append((each[0] if each else wired.name(field.name), value))
    for consent in form.consents:
        if consent.required:
            pairs.append((wired.name(consent.name), "yes"))
        else:
            left_out.append(f'"{consent.name}", which a test does not agree to')
    if wired.honeypot and wired.honeypot_type == "text":
        pairs.append((wired.honeypot, ""))
    pairs += [(name, str(value)) for name, value in wire.get("add", {}).items()]
    site = urlsplit(book.url)
    headers = {"User-Agent": f"sitegen/{__version__} (form test)",
               "Accept": "application/json" if wire else "text/html"}  # fmt: skip
    if site.netloc:
        headers |= {"Origin": f"{site.scheme}://{site.netloc}", "Referer": book.url + "/"}
    headers |= wire.get("headers", {})
    how = wire.get("as", "form" if wire or wired.enctype == MULTIPART else "urlencoded")
    kind, body = _body(how, pairs)
    headers["Content-Type"] = kind
    return Trial(to, tuple(pairs), tuple(headers.items()), body, wire, wired.thanks,
                 tuple(left_out))  # fmt: skip


def _value(field: FormField, email: str) -> str:
    """An answer that any service takes and anybody sees to be a test."""
    if field.options:
        return field.options[0].value
    match field.type:
        case "email":
            return email
        case "checkbox":
            return field.value or "yes"
        case "number" | "range":
            return "1"
        case "tel":
            return "+441632960000"  # kept free for fiction
        case "url":
            return "https://example.org/"
        case "date":
            return "2030-01-01"
        case "time":
            return "12:00"
        case "textarea":
            return f"{MARK}: please ignore and delete this"
    return "00000" if "postcode" in (field.preset, field.name) else MARK


def _body(how: str, pairs: Iterable[tuple[str, str]]) -> tuple[str, bytes]:
    if how == "urlencoded":
        return URLENCODED, urlencode(list(pairs)).encode()
    if how == "json":
        return "application/json", json.dumps(_nested(pairs), ensure_ascii=False).encode()
    boundary = f"sitegen-{secrets.token_hex(12)}"
    parts = []
    for name, value in pairs:
        name = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
                     f"{value}\r\n")  # fmt: skip
    return f"{MULTIPART}; boundary={boundary}", ("".join(parts) + f"--{boundary}--\r\n").encode()


def _nested(pairs: Iterable[tuple[str, str]]) -> Any:
    """Names such as ``person.emails[0].address`` as the object that they describe."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        if not value:
            continue
        steps = re.split(r"[.\[]", name.replace("]", ""))
        here: Any = root
        for step, after in zip(steps, [*steps[1:], None], strict=True):
            fresh: Any = value if after is None else [] if after.isdigit() or not after else {}
            if isinstance(here, list):
                at = int(step) if step.isdigit() else len(here)
                while len(here) <= at:
                    here.append(None)
                if here[at] is None:
                    here[at] = fresh
                here = here[at]
            else:
                if after is None and step in here:
                    had = here[step]
                    here[step] = [*had, value] if isinstance(had, list) else [had, value]
                here = here.setdefault(step, fresh)
    return root


# Sending and reading ----------------------------------------------------------------------------


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow nothing: where an answer leads is part of what it says."""

    def redirect_request(self, *args: Any, **more: Any) -> None:
        return None


def send(trial: Trial, patience: float = PATIENCE) -> Outcome:
    """Send it, once, and say what the answer means."""
    request = urllib.request.Request(trial.to, trial.body, dict(trial.headers), method="POST")
    try:
        opener = urllib.request.build_opener(_Stay)
        try:
            with opener.open(request, timeout=patience) as answer:
                return read(trial, answer.status, answer.headers, answer.read(_MOST))
        except urllib.error.HTTPError as error:
            with error:
                return read(trial, error.code, error.headers, error.read(_MOST))
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        return Outcome(0, (f"No answer: {reason}.", "It may have arrived all the same: look there "
                           "before you send another."), False)  # fmt: skip


def read(trial: Trial, status: int, headers: Any, body: bytes) -> Outcome:
    """What an answer means, as the page's script would understand it, or a browser."""
    if 300 <= status < 400:
        to = urljoin(trial.to, str(headers.get("Location") or ""))
        if to.rstrip("/") == trial.thanks.rstrip("/"):
            return Outcome(status, (f"It leads to the thank-you page, {to}",), True)
        return Outcome(status, (f"It leads on to {to}",), None)
    if not trial.wire:
        if status < 300:
            return Outcome(status, ("A page came back. Look at the service whether it arrived.",),
                           None)  # fmt: skip
        return Outcome(status, ("It was refused.",), False)
    try:
        reply = json.loads(body) if body else None
    except ValueError:
        reply = None
    ok = [(path, value) for path, value in trial.wire.get("ok", ())]
    good = any(_holds(reply, path, value) for path, value in ok) if ok else status < 300
    good = good or any(_holds(reply, path, value) for path, value in trial.wire.get("also", ()))
    said = ["It was received." if good else "It was refused."]
    said += [f"  {each}" for each in _messages(reply, trial.wire)]
    follow = _pick(reply, trial.wire.get("next", ""))
    if good and isinstance(follow, str) and follow:
        said.append(f"The visitor goes on to {urljoin(trial.to, follow)}")
    if good and _pick(reply, trial.wire.get("optin", "")) is True:
        said.append("A mail was sent that must be confirmed.")
    return Outcome(status, tuple(said), good)


def _pick(reply: Any, path: str) -> Any:
    for step in path.split(".") if path else ("",):
        if isinstance(reply, list) and step.isdigit() and int(step) < len(reply):
            reply = reply[int(step)]
        elif isinstance(reply, dict):
            reply = reply.get(step)
        else:
            return None
    return reply


def _holds(reply: Any, path: str, value: str | None) -> bool:
    found = _pick(reply, path)
    if value is None:
        return found is not None
    text = str(found).lower() if isinstance(found, bool) else str(found)
    return found is not None and text == value


def _messages(reply: Any, wire: dict[str, Any]) -> list[str]:
    errors = wire.get("errors", {})
    found: list[str] = []
    named = _pick(reply, errors.get("map", "")) if errors.get("map") else None
    if isinstance(named, dict):
        found += [f"{name}: {' '.join(map(str, text)) if isinstance(text, list) else text}"
                  for name, text in named.items()]  # fmt: skip
    listed = _pick(reply, errors.get("list", "")) if errors.get("list") else None
    for each in listed if isinstance(listed, list) else ():
        field, text = _pick(each, errors.get("field", "")), _pick(each, errors.get("text", ""))
        text = each if isinstance(each, str) else text
        found.append(f"{field}: {text}" if field else str(text))
    message = _pick(reply, wire.get("message", "")) if wire.get("message") else None
    if isinstance(message, str) and message:
        found.append(message)
    return [re.sub(r"<.*?>", " ", text)[:500] for text in found]
