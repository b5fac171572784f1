"""What a service accepts and answers, as data: the words in which ``judge`` is told.

Written from what the services say of themselves, not from ``forms.backends``: only two accounts
of one contract that were written apart can find each other's mistakes.

Texts named templates may hold ``$word``: a named group of the door's path or host, a word of the
query, or of the account.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sitegen.model import Pairs
from sitegen.standins.request import JSON, MULTIPART, URLENCODED, File

HTML = "text/html"
MEGABYTE = 1024 * 1024


class Reply(Struct, frozen=True):
    """An answer. ``body`` is a template whose further words are ``$message``, ``$code``,
    ``$field``, ``$inner`` (the field's name within brackets) and ``$next``; each is escaped as
    the type asks. ``location`` is a template too."""

    status: int = 200
    body: str = ""
    type: str = JSON
    location: str = ""


class Door(Struct, frozen=True):
    """One address of a service, with everything that decides about a post to it.

    ``host`` and ``path`` are patterns that must match as a whole; ``host`` is "" for the site
    itself. ``query`` are names with patterns that the address must carry, ``headers`` the same.

    ``required`` names must be sent; their values must match the pattern when there is one.
    ``empty`` must be sent with nothing in them. ``wanted`` are not demanded by the service, but
    without them something bad happens: name, value, words. ``never`` are name, value pattern,
    words of what must not be sent though it would be taken.

    ``names`` is the pattern of names that are stored, ``control`` of those that steer the
    service; ``unknown`` says what becomes of the rest. ``email`` is the pattern of the name under
    which an address is expected; ``contact`` is what may be given in its place. ``e164`` is the
    pattern of names that must be phone numbers with a plus sign.

    ``redirect`` is the name of the field with the page to go on to, a template; ``rule`` says
    which are followed: any full https address, one on the host of the form's page, one on the
    account's list, the path that was posted to, or what the account's settings say.
    ``redirect_first``: also where JSON was asked for.

    ``cors``: whether scripts of another site may read the answer: none, any, or those on the
    account's list. ``script``: whether a script may send at all.
    ``json``: when the answer is JSON: when asked for by ``Accept``, always, never, or unless the
    form was sent urlencoded.
    """

    host: str
    path: str
    encodings: tuple[str, ...] = (URLENCODED, MULTIPART, JSON)
    query: Pairs = ()
    headers: Pairs = ()
    required: Pairs = ()
    empty: tuple[str, ...] = ()
    wanted: tuple[tuple[str, str, str], ...] = ()
    never: tuple[tuple[str, str, str], ...] = ()
    names: str = ".+"
    control: str = ""
    unknown: Literal["drop", "refuse"] = "drop"
    email: str = ""
    email_required: bool = False
    contact: str = ""
    e164: str = ""
    pairs: str = ""
    """The list of name and value members that stands for fields in JSON (HubSpot)."""
    honeypot: str = ""
    caught: Literal["accept", "refuse"] = "accept"
    redirect: str = ""
    rule: Literal["", "absolute", "same-host", "listed", "posted", "account"] = ""
    redirect_first: bool = False
    cors: Literal["none", "any", "listed"] = "none"
    preflight: bool = False
    allowed_headers: str = "content-type, accept"
    script: bool = True
    referer: bool = False
    json: Literal["accept", "always", "never", "unless-urlencoded"] = "accept"
    json_needs_accept: bool = False
    repeated: Literal["list", "join", "last", "refuse"] = "list"
    files: bool = False
    most_files: int = 10
    most_fields: int = 0
    most_bytes: int = 25 * MEGABYTE
    keeps_nothing_without: str = ""
    """A name without which the service says yes and keeps nothing; its value is a template."""
    keeps_value: str = ""
    success: Reply = Reply(200, '{"success":true,"message":"$message"}')
    failure: Reply = Reply(400, '{"success":false,"message":"$message"}')
    page: Reply = Reply(200, "", HTML)
    failure_page: Reply = Reply(400, "", HTML)
    caught_page: Reply | None = None


class Hosted(Struct, frozen=True):
    """A page at the service: a form of its own, or what it shows after a post."""

    host: str
    path: str
    title: str
    body: str = ""
    type: str = HTML
    cors: bool = False


class Vendor(Struct, frozen=True):
    """One service: the doors that take posts, in the order they are tried, and its own pages.

    ``also`` are further names under which backends know it.
    """

    name: str
    title: str
    doors: tuple[Door, ...] = ()
    pages: tuple[Hosted, ...] = ()
    note: str = ""
    also: tuple[str, ...] = ()


class Account(Struct, frozen=True):
    """What the group has set up at the service.

    ``thanks`` is the page to go on to in its settings; ``listed`` are its trusted addresses.
    ``registered`` are the forms it found in the site when that was put up, each with the names in
    it and the name of its honeypot. ``words`` are for templates.
    """

    thanks: str = ""
    listed: tuple[str, ...] = ()
    registered: tuple[tuple[str, tuple[str, ...], str], ...] = ()
    words: Pairs = ()


class Verdict(Struct, frozen=True):
    """What became of a post.

    ``fields`` is what would be stored, in the service's words; ``control`` steered the service,
    ``dropped`` was ignored. ``reason`` says why nothing was stored, ``mend`` what to do about it.
    ``advice`` is what was accepted and is wrong all the same. ``kind`` is "preflight" for a
    browser's question that is no post.
    """

    vendor: str
    stored: bool
    kind: Literal["post", "preflight", "page"] = "post"
    encoding: str = ""
    fields: Pairs = ()
    control: Pairs = ()
    dropped: Pairs = ()
    files: tuple[File, ...] = ()
    honeypot: Literal["", "empty", "caught"] = ""
    code: str = ""
    reason: str = ""
    mend: str = ""
    advice: tuple[str, ...] = ()


class Answer(Struct, frozen=True):
    """What goes back. ``show`` is the path of a page of the site itself to send as the body."""

    status: int
    headers: Pairs = ()
    body: bytes = b""
    show: str = ""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")
