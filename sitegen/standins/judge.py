"""A request to a service: what it would keep, or why not, and what it would answer.

Pure. Every rule of ``contract.Door`` is applied here, for all services the same way.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from string import Template
from urllib.parse import quote, urlencode, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model import Pairs
from sitegen.standins.contract import HTML, Account, Answer, Door, Reply, Vendor, Verdict
from sitegen.standins.request import JSON, URLENCODED, Request, Sent, read

__all__ = ("answer", "door", "flood")

_ADDRESS = re.compile(
    r"(?!\.)(?!.*\.[.@])[^\s@<>\"(),:;\\\[\]]+@[^\s@.]+(\.[^\s@.]+)+"  # RFC 5322, 3.2.3: dot-atom
)
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>$title</title></head>
<body><h1>$title</h1><p>$message</p></body></html>"""


class Refusal(Struct, frozen=True):
    """Why nothing is kept: the service's code, words for people, the field, and the way out."""

    code: str
    message: str
    mend: str
    field: str = ""
    status: int = 0


def door(vendor: Vendor, request: Request, site: str = "") -> tuple[Door, dict[str, str]] | None:
    """The door that a request stands before, with the words of its address. ``site`` is the host
    of the group's own site."""
    fitting = [(each, words) for each in vendor.doors
               if (words := _matches(each.host, each.path, request, site)) is not None]  # fmt: skip
    query, kind = request.query, request.header("content-type").partition(";")[0].strip().lower()
    asked = [(each, words) for each, words in fitting
             if all(re.fullmatch(pattern, query.get(name, "")) for name, pattern in each.query)]  # fmt: skip
    read = [(each, words) for each, words in asked if kind in each.encodings]
    return next(iter((*read, *asked, *fitting)), None)


def answer(
    vendor: Vendor, request: Request, account: Account | None = None, site: str = ""
) -> tuple[Verdict, Answer]:
    """What this service makes of a request."""
    account = account or Account()
    found = door(vendor, request, site)
    if request.method in ("GET", "HEAD") or found is None:
        return _show(vendor, request, account)
    known = {**dict(account.words), **request.query, **found[1]}
    case = _Case(vendor, found[0], request, account, known)
    return case.preflight() if request.method == "OPTIONS" else case.post()


def flood(
    vendor: Vendor, request: Request, account: Account | None = None, site: str = ""
) -> tuple[Verdict, Answer]:
    """What a service says whose own machines have failed: status 500, in its usual manner."""
    account = account or Account()
    found = door(vendor, request, site)
    if found is None or request.method != "POST":
        return answer(vendor, request, account, site)
    case = _Case(vendor, found[0], request, account, {**dict(account.words), **found[1]})
    return case.refuse(Sent(""), Refusal("SERVER_ERROR", "Something went wrong at our end.",
                                         "Try again later.", status=500))  # fmt: skip


def _matches(host: str, path: str, request: Request, site: str) -> dict[str, str] | None:
    """The named groups of host and path, None where they do not fit."""
    where = re.fullmatch(host, request.host) if host else None
    if host and where is None:
        return None
    if not host and site and request.host != site:
        return None
    there = re.fullmatch(path, request.path)
    if there is None:
        return None
    words = {**(where.groupdict() if where else {}), **there.groupdict()}
    return {name: value or "" for name, value in words.items()}


def _show(vendor: Vendor, request: Request, account: Account) -> tuple[Verdict, Answer]:
    page = next((page for page in vendor.pages
                 if _matches(page.host, page.path, request, "") is not None), None)  # fmt: skip
    if page is not None:
        title = _fill(page.title, {**dict(account.words), **request.query}, HTML)
        body = page.body or _PAGE
        text = _fill(body, {"title": title, "message": vendor.title, **request.query}, page.type)
        headers = (("Content-Type", f"{page.type}; charset=utf-8"),
                   *((("Access-Control-Allow-Origin", "*"),) if page.cors else ()))  # fmt: skip
        return Verdict(vendor.name, False, "page"), Answer(200, headers, text.encode())
    if request.method in ("GET", "HEAD") and vendor.doors:
        return (Verdict(vendor.name, False, code="METHOD", reason="The form was sent with GET: "
                        "everything written in it stood in the address.",
                        mend='A form needs method="post".'),
                Answer(405, (("Allow", "POST"), ("Content-Type", f"{HTML}; charset=utf-8")),
                       _text("Method not allowed", "")))  # fmt: skip
    return (Verdict(vendor.name, False, code="ADDRESS", reason=f"{vendor.title} has nothing at "
                    f"{request.host}{request.path}.",
                    mend="Compare the address, or the id in it, with what the service shows."),
            Answer(404, (("Content-Type", f"{HTML}; charset=utf-8"),),
                   _text("Not found", "")))  # fmt: skip


class _Case:
    """One post before one door; holds what the steps share."""

    def __init__(
        self, vendor: Vendor, door: Door, request: Request, account: Account,
        known: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.vendor, self.door, self.request, self.account = vendor, door, request, account
        self.known = dict(known)
        self.registered: tuple[str, tuple[str, ...], str] | None = None
        self.escaped = {name: re.escape(value) for name, value in self.known.items()}
        self.honeypot = _fill(door.honeypot, self.escaped)
        self.page = _page(request)

    # Answers ------------------------------------------------------------------------------------

    def preflight(self) -> tuple[Verdict, Answer]:
        wanted = {word.strip().lower() for word in
                  self.request.header("access-control-request-headers").split(",")} - {""}  # fmt: skip
        allowed = {word.strip() for word in self.door.allowed_headers.split(",")}
        origin = self._origin()
        verdict = Verdict(self.vendor.name, False, "preflight")
        if origin and self.door.preflight and wanted <= allowed:
            return verdict, Answer(204, (*origin, ("Access-Control-Allow-Methods", "POST, OPTIONS"),
                ("Access-Control-Allow-Headers", self.door.allowed_headers)))  # fmt: skip
        reason = f"{self.vendor.title} answers no such question from a browser before a post."
        if self.door.preflight and origin:
            reason = f"{self.vendor.title} does not allow: {', '.join(sorted(wanted - allowed))}."
        return (replace(verdict, code="PREFLIGHT", reason=reason, mend="The script may send only "
                "what needs no such question."),
                Answer(405, (("Content-Type", "text/plain; charset=utf-8"),), b""))  # fmt: skip

    def post(self) -> tuple[Verdict, Answer]:
        sent = read(self.request)
        if self.door.pairs:
            sent = _paired(sent, self.door.pairs)
        refusal = next(filter(None, (self._address(), self._how(sent), self._robot(sent),
                                     self._names(sent), self._values(sent))), None)  # fmt: skip
        if refusal is not None:
            return self.refuse(sent, refusal)
        if self._silent(sent):
            return self._discard(sent)
        fields, control, dropped = self._sorted(sent)
        verdict = Verdict(
            self.vendor.name, True, "post", sent.encoding, fields, control, dropped, sent.files,
            "empty" if self._trap(sent) is not None else "", advice=tuple(self._advice(sent, dropped)),
        )  # fmt: skip
        return verdict, self._accept(sent, fields)

    def _accept(self, sent: Sent, fields: Pairs) -> Answer:
        follow = self._next(sent, fields)
        words = {"message": "Thank you. What you wrote has arrived.", "next": follow, "code": "",
                 "field": "", "inner": ""}  # fmt: skip
        if self.door.rule == "posted":
            return Answer(200, (), b"", show=self.request.path)
        if self._in_json(sent) and not (self.door.redirect_first and follow):
            return self._reply(self.door.success, words)
        if follow:
            return Answer(303, (("Location", follow),))
        return self._reply(self.door.page, words)

    def refuse(self, sent: Sent, refusal: Refusal) -> tuple[Verdict, Answer]:
        """A refusal in the service's manner."""
        fields, control, dropped = self._sorted(sent)
        verdict = Verdict(
            self.vendor.name, False, "post", sent.encoding, fields, control, dropped, sent.files,
            "caught" if refusal.code == "HONEYPOT" else "", refusal.code, refusal.message,
            refusal.mend,
        )  # fmt: skip
        inner = re.findall(r"\[([^\[\]]+)\]", refusal.field)
        words = {"message": refusal.message, "code": refusal.code, "field": refusal.field,
                 "inner": inner[-1] if inner else refusal.field, "next": ""}  # fmt: skip
        if self._in_json(sent):
            reply = self.door.failure
        else:
            reply = self.door.failure_page
            back = self._value(sent, _fill(self.door.redirect, self.known))
            words["next"] = back if _absolute(back) else ""
        if refusal.status:
            reply = replace(reply, status=refusal.status, location="")
        return verdict, self._reply(reply, words)

    def _discard(self, sent: Sent) -> tuple[Verdict, Answer]:
        """Say yes and keep nothing, as services do to robots."""
        fields, control, dropped = self._sorted(sent)
        trapped = bool(self._trap(sent))
        if trapped:
            code, reason = "HONEYPOT", "The field that only robots fill in was filled in."
            mend = "A person's browser may have filled it in: choose a name no browser knows."
        elif sent.encoding == JSON and self.door.json_needs_accept:
            code, reason = "DISCARDED", "JSON without Accept: application/json is thrown away."
            mend = "Send Accept: application/json."
        else:
            name = _fill(self.door.keeps_nothing_without, self.known)
            code, reason = "DISCARDED", f'Without the right "{name}" the service keeps nothing.'
            mend = f'Send "{name}" with the value {_fill(self.door.keeps_value, self.known)}.'
        verdict = Verdict(self.vendor.name, False, "post", sent.encoding, fields, control, dropped,
                          sent.files, "caught" if trapped else "", code, reason, mend)  # fmt: skip
        return verdict, self._accept(sent, ())

    def _reply(self, reply: Reply, words: Mapping[str, str]) -> Answer:
        known = {**self.known, **words, "title": self.vendor.title}
        headers: list[tuple[str, str]] = list(self._origin())
        if reply.location:
            to = _fill(reply.location, {key: quote(value, safe=":/?=&#%") if key == "next" else
                                        quote(value) for key, value in known.items()})  # fmt: skip
            return Answer(reply.status, (*headers, ("Location", to)))
        body = reply.body
        if not body and reply.type == HTML:
            body = _PAGE
        if body:
            headers.append(("Content-Type", f"{reply.type}; charset=utf-8"))
        return Answer(reply.status, tuple(headers), _fill(body, known, reply.type).encode())

    def _origin(self) -> Pairs:
        """The header that lets a script of another site read the answer, if the service sends it."""
        if self.door.cors == "any":
            return (("Access-Control-Allow-Origin", "*"),)
        origin = self.request.header("origin")
        if self.door.cors == "listed" and origin in {_origin_of(one) for one in
                                                     self.account.listed}:  # fmt: skip
            return (("Access-Control-Allow-Origin", origin), ("Vary", "Origin"))
        return ()

    def _in_json(self, sent: Sent) -> bool:
        match self.door.json:
            case "always":
                return True
            case "never":
                return False
            case "unless-urlencoded":
                return sent.encoding != URLENCODED
        return self.request.wants_json

    def _next(self, sent: Sent, fields: Pairs) -> str:
        """The page to go on to, or ""."""
        door = self.door
        if door.rule in ("", "account"):
            return self.account.thanks if door.rule else ""
        name = _fill(door.redirect, self.known)
        to = self._value(sent, name) if name else self.account.thanks
        if not to or not _absolute(to):
            return ""
        if door.rule == "listed" and to not in self.account.listed:
            return ""
        if door.wanted and any(name == "_append" for name, _, _ in door.wanted) and (
            "false" not in sent.values("_append")
        ):  # fmt: skip
            return f"{to}{'&' if '?' in to else '?'}{urlencode(fields)}"
        return to

    # What is asked ------------------------------------------------------------------------------

    def _address(self) -> Refusal | None:
        query = self.request.query
        for name, pattern in self.door.query:
            if not re.fullmatch(pattern, query.get(name, "")):
                return Refusal("FORM_NOT_FOUND", f'The address lacks "{name}", or it is wrong.',
                               "Copy the whole address from the service.")  # fmt: skip
        for name, pattern in self.door.headers:
            if not re.fullmatch(pattern, self.request.header(name)):
                return Refusal("HEADER", f'The request lacks the right header "{name}".',
                               f"The script must send {name}.", status=401)  # fmt: skip
        if self.request.method != "POST":
            return Refusal("METHOD", f"{self.request.method} is not allowed.",
                           'A form needs method="post".', status=405)  # fmt: skip
        if self.door.referer and not (self.request.header("referer") or
                                      self.request.header("origin") not in ("", "null")):  # fmt: skip
            return Refusal("REFERER", "The request does not say which site it comes from.",
                           "Let the pages send a Referer: strict-origin-when-cross-origin.",
                           status=403)  # fmt: skip
        if not self.door.script and self.request.header("sec-fetch-mode") not in ("", "navigate"):
            return Refusal("SCRIPT", "A script sent the form. The visitor must come to the "
                           "service's own page, which may ask for something more.",
                           "Let the browser send this form.")  # fmt: skip
        secret = next((name for name in ("osdi-api-token", "authorization")
                       if self.request.header(name) and name not in dict(self.door.headers)
                       and name not in self.door.allowed_headers), "")  # fmt: skip
        if secret:
            return Refusal("SECRET", f'"{secret}" was sent from a browser, so everybody has it.',
                           "Remove it, and make a new one at the service.", status=403)  # fmt: skip
        return None

    def _how(self, sent: Sent) -> Refusal | None:
        if len(self.request.body) > self.door.most_bytes:
            return Refusal("FILES_TOO_BIG", "More was sent than the service takes.",
                           "Ask for smaller files.", status=413)  # fmt: skip
        if not sent.encoding:
            return Refusal("ENCODING", sent.trouble, "Send it as forms are sent.", status=415)
        if sent.encoding not in self.door.encodings:
            return Refusal("ENCODING", f"{self.vendor.title} does not read {sent.encoding}.",
                           f"Send {' or '.join(self.door.encodings)}.", status=415)  # fmt: skip
        if not sent.fields and not sent.files:
            return Refusal("EMPTY", "Nothing was sent.", "Fill the form in.")
        return None

    def _trap(self, sent: Sent) -> str | None:
        """What stands in the honeypot, None where it was not sent."""
        pattern = self.registered[2] if self.registered else ""
        pattern = re.escape(pattern) if pattern else self.honeypot
        found = [value for name, value in sent.fields if pattern and re.fullmatch(pattern, name)]
        return next(filter(None, found), "") if found else None

    def _robot(self, sent: Sent) -> Refusal | None:
        if self.vendor.doors and self.door.rule == "posted":
            name = self._value(sent, "form-name")
            self.registered = next((form for form in self.account.registered if form[0] == name),
                                   None)  # fmt: skip
        if self._trap(sent) and self.door.caught == "refuse":
            return Refusal("HONEYPOT", "The field that only robots fill in was filled in.",
                           "A person's browser may have filled it in: choose a name no browser "
                           "knows.", status=502 if self.honeypot == "nonce" else 0)  # fmt: skip
        return None

    def _silent(self, sent: Sent) -> bool:
        if self._trap(sent):
            return True
        if sent.encoding == JSON and self.door.json_needs_accept and not self.request.wants_json:
            return True
        needed = _fill(self.door.keeps_nothing_without, self.known)
        return bool(needed) and _fill(self.door.keeps_value, self.known) not in sent.values(needed)

    def _names(self, sent: Sent) -> Refusal | None:
        door = self.door
        names = {name for name, _ in sent.fields}
        for template, value in door.required:
            name, pattern = _fill(template, self.known), _fill(value, self.escaped)
            if name not in names:
                return Refusal("REQUIRED_FIELD_MISSING", f'"{name}" is missing.',
                               f'Send "{name}".', name)  # fmt: skip
            wrong = [each for each in sent.values(name)
                     if pattern and not re.fullmatch(pattern, each)]  # fmt: skip
            if wrong:
                return Refusal("VALUE", f'"{wrong[0][:80]}" is not what "{name}" must be.',
                               "Compare it with what the service shows.", name)  # fmt: skip
        for template in door.empty:
            name = _fill(template, self.known)
            if name not in names:
                return Refusal("REQUIRED_FIELD_MISSING", f'"{name}" must be sent, with nothing in '
                               "it.", f'Send an empty "{name}".', name)  # fmt: skip
        if door.rule == "posted" and self.account.registered and self.registered is None:
            return Refusal("FORM_NOT_FOUND", "No form of this name was found in the pages.",
                           "The form's tag needs data-netlify and a name, and the same name in "
                           "form-name.", "form-name", status=404)  # fmt: skip
        if door.rule == "posted" and re.search(r"\.\w+$", self.request.path):
            return Refusal("PATH", f"{self.request.path} is not found once addresses are made "
                           "pretty.", "Post to a path without an ending.", status=404)  # fmt: skip
        if door.unknown == "refuse":
            for name in names:
                if not self._keeps(name) and not self._steers(name):
                    return Refusal("UNKNOWN_FIELD", f'"{name}" is no field that the service '
                                   "knows.", "Give it the service's name.", name)  # fmt: skip
        if door.most_fields and len(names) > door.most_fields:
            return Refusal("TOO_MANY_FIELDS", f"At most {door.most_fields} fields are taken.",
                           "Ask for less.")  # fmt: skip
        if door.repeated == "refuse":
            for name in names:
                if len(sent.values(name)) > 1:
                    return Refusal("REPEATED", f'"{name}" was sent more than once.',
                                   "Join the answers.", name)  # fmt: skip
        return None

    def _values(self, sent: Sent) -> Refusal | None:
        door = self.door
        if sent.files and not door.files:
            return Refusal("NO_FILE_UPLOADS", "The service takes no files.",
                           "Ask for a link instead.", sent.files[0].field)  # fmt: skip
        if len(sent.files) > door.most_files:
            return Refusal("TOO_MANY_FILES", f"At most {door.most_files} files are taken.",
                           "Ask for fewer.")  # fmt: skip
        given = [(name, value) for name, value in sent.fields
                 if door.email and re.fullmatch(door.email, name)]  # fmt: skip
        contact = any(value for name, value in sent.fields
                      if door.contact and re.fullmatch(door.contact, name))  # fmt: skip
        named = given[0][0] if given else door.email.replace("\\", "").split("|")[0]
        if door.email_required and not any(value for _, value in given) and not contact:
            return Refusal("REQUIRED_FIELD_EMPTY", "An email address is needed.",
                           f'Ask for it as "{named}".', named)  # fmt: skip
        for name, value in given:
            if value and not _ADDRESS.fullmatch(value):
                return Refusal("TYPE_EMAIL", f'"{value[:80]}" is not an email address.',
                               "Type a whole address.", name)  # fmt: skip
        for name, value in sent.fields:
            if door.e164 and re.fullmatch(door.e164, name) and value and not re.fullmatch(
                r"\+[1-9]\d{6,14}", value
            ):  # fmt: skip
                return Refusal("TYPE_PHONE", f'"{value[:80]}" lacks the country code.',
                               "Send phone numbers as plain text.", name)  # fmt: skip
        if door.rule == "same-host":
            to = self._value(sent, _fill(door.redirect, self.known))
            if to and urlsplit(to).hostname != urlsplit(self.page).hostname:
                return Refusal("REDIRECT", f"{to[:80]} is not on the site of the form.",
                               "Lead to a page of the same site.", status=400)  # fmt: skip
        return None

    def _advice(self, sent: Sent, dropped: Pairs) -> Iterable[str]:
        door = self.door
        for name, value, words in door.wanted:
            if _fill(value, self.known) not in sent.values(name):
                yield words
        for pattern, value, words in door.never:
            if any(re.fullmatch(pattern, name) and re.fullmatch(value, said)
                   for name, said in sent.fields):  # fmt: skip
                yield words
        for name in dict.fromkeys(name for name, _ in dropped):
            yield f'"{name}" was thrown away: the service knows no such name.'
        for name in dict.fromkeys(name for name, _ in sent.fields):
            if door.repeated == "last" and sent.encoding == URLENCODED and (
                len(sent.values(name)) > 1
            ):  # fmt: skip
                yield f'Only the last answer to "{name}" is kept.'
        to = self._value(sent, _fill(door.redirect, self.known))
        if door.redirect and to and not _absolute(to):
            yield f'"{to[:80]}" is not followed: it must be a full https address.'
        elif door.redirect and to and door.rule == "listed" and to not in self.account.listed:
            yield f"{to[:80]} is not followed: it is not among the trusted addresses."

    # What is in it ------------------------------------------------------------------------------

    def _keeps(self, name: str) -> bool:
        if self.registered is not None:
            return name in self.registered[1]
        return bool(re.fullmatch(self.door.names, name))

    def _steers(self, name: str) -> bool:
        door = self.door
        steering = {_fill(template, self.known) for template, _ in door.required}
        steering |= {_fill(template, self.known) for template in door.empty}
        steering |= {_fill(door.redirect, self.known)} | {each for each, _, _ in door.wanted}
        pattern = _fill(door.control, self.escaped)
        email = bool(door.email and re.fullmatch(door.email, name))
        return not email and (
            name in steering - {""}
            or bool(pattern and re.fullmatch(pattern, name))
            or bool(self.honeypot and re.fullmatch(self.honeypot, name))
            or (self.registered is not None and name in ("form-name", self.registered[2]))
        )

    def _sorted(self, sent: Sent) -> tuple[Pairs, Pairs, Pairs]:
        """Fields as they would be kept, those that steer, and those that are ignored."""
        kept: list[tuple[str, str]] = []
        control: list[tuple[str, str]] = []
        dropped: list[tuple[str, str]] = []
        for name, value in sent.fields:
            if self._steers(name):
                control.append((name, value))
            elif self._keeps(name):
                kept.append((name, value))
            else:
                dropped.append((name, value))
        if self.door.repeated == "join":
            joined = {name: ", ".join(value for key, value in kept if key == name)
                      for name, _ in kept}  # fmt: skip
            kept = list(joined.items())
        elif self.door.repeated == "last" and sent.encoding == URLENCODED:
            kept = list(dict(kept).items())
        return tuple(kept), tuple(control), tuple(dropped)

    def _value(self, sent: Sent, name: str) -> str:
        return next(iter(sent.values(name)), "") if name else ""


def _fill(template: str, known: Mapping[str, str], type: str = "") -> str:
    """The template with its words, escaped as the type asks; a name or a pattern (no type) of
    which a word is not known comes out empty."""
    if "$" not in template:
        return template
    if type == JSON:
        known = {
            name: json.dumps(value, ensure_ascii=False)[1:-1] for name, value in known.items()
        }
    elif type == HTML:
        known = {name: html.escape(value) for name, value in known.items()}
    filled = Template(template).safe_substitute(known)
    return "" if not type and Template(filled).get_identifiers() else filled


def _paired(sent: Sent, name: str) -> Sent:
    """``fields[0].name`` and ``fields[0].value`` as one field."""
    names: dict[str, str] = {}
    values: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    for path, value in sent.fields:
        match = re.fullmatch(rf"{re.escape(name)}\[(\d+)\]\.(\w+)", path)
        if match is None:
            rest.append((path, value))
        elif match[2] == "name":
            names[match[1]] = value
        elif match[2] == "value":
            values.append((match[1], value))
    pairs = [(names.get(index, ""), value) for index, value in values]
    return replace(sent, fields=(*pairs, *rest)) if pairs else sent


def _absolute(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "127.0.0.1")


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _page(request: Request) -> str:
    """The page a request comes from, or at least its site."""
    return request.header("referer") or request.header("origin")


def _text(title: str, message: str) -> bytes:
    return _fill(_PAGE, {"title": title, "message": message}, HTML).encode()
