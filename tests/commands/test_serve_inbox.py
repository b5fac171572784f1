"""The form inbox of ``sitegen serve``: what a form's backend would have received."""

from __future__ import annotations

import html
import http.client
import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from msgspec.structs import replace

from sitegen import serve
from sitegen.formbook import Book
from sitegen.inbox import detour, page
from sitegen.inbox.detour import Local
from sitegen.inbox.store import LONGEST, MOST, Entry, Row, Store
from sitegen.model import Options

SITE = "name: Test Street\nurl: https://street.test/sub\nform: join\n"
FORM = """\
title: Join
fields: [email, {preset: first_name, required: true}, {name: skills, type: checkboxes, label: Skills, options: [Talk, Cook]}]
consent: [{name: updates, label: Write to me.}]
backend: custom
settings: {url: 'https://forms.test.org/x?list=1', redirect_field: next, names: {first_name: FNAME}}
"""


@dataclass
class Answer:
    status: int
    body: str
    headers: dict[str, str]


class Served:
    """A preview inside this process."""

    def __init__(self, root: Path) -> None:
        from tornado import httpserver, ioloop, netutil

        self.root = root
        options = Options("2026-11-03T12:00:00+00:00", jobs=1)
        self.preview = serve.Preview(root, lambda: options)
        self.preview.build()
        ready = threading.Event()

        def run() -> None:
            import asyncio

            async def main() -> None:
                sockets = netutil.bind_sockets(0, "127.0.0.1")
                self.port = sockets[0].getsockname()[1]
                self.loop = ioloop.IOLoop.current()
                self.stop = asyncio.Event()
                server = httpserver.HTTPServer(serve.application(self.preview, self.port))
                server.add_sockets(sockets)
                ready.set()
                await self.stop.wait()
                server.stop()

            asyncio.run(main())

        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()
        assert ready.wait(15)
        self.origin = f"http://127.0.0.1:{self.port}"

    def end(self) -> None:
        self.loop.add_callback(self.stop.set)
        self.thread.join(15)
        self.preview.close()

    def ask(
        self, path: str, method: str = "GET", body: str | bytes = b"", **headers: str
    ) -> Answer:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            link.request(method, path, body, {name.replace("_", "-"): value
                                              for name, value in headers.items()})  # fmt: skip
            found = link.getresponse()
            return Answer(found.status, found.read().decode("utf-8", "replace"),
                          {k.lower(): v for k, v in found.getheaders()})  # fmt: skip
        finally:
            link.close()

    def form(self) -> str:
        """The path of the first form's action, as the browser meets it."""
        found = re.search(r'<form[^>]* action="([^"]*)"', self.ask("/sub/").body)
        assert found is not None
        parts = urlsplit(html.unescape(found[1]))
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def send(self, fields: list[tuple[str, str]], **headers: str) -> Answer:
        return self.ask(self.form(), "POST", urlencode(fields), **{
            "Content_Type": "application/x-www-form-urlencoded", "Origin": self.origin,
            "Referer": self.origin + "/", **headers})  # fmt: skip

    def inbox(self) -> str:
        return self.ask("/-/inbox/").body


def make(root: Path, form: str = FORM, site: str = SITE) -> Path:
    content = root / "content"
    (content / "forms").mkdir(parents=True)
    (content / "site.yaml").write_text(site)
    (content / "forms" / "join.yaml").write_text(form)
    (content / "index.md").write_text("# Home\n\nWelcome.\n\n::: signup join\n:::\n")
    return root


@pytest.fixture
def start() -> Iterator[Callable[[Path], Served]]:
    running: list[Served] = []

    def begin(root: Path) -> Served:
        running.append(Served(root))
        return running[-1]

    yield begin
    for served in running:
        served.end()


@pytest.fixture
def served(start: Callable[[Path], Served], tmp_path: Path) -> Served:
    return start(make(tmp_path))


RIGHT = [("email", "zoë@example.org"), ("FNAME", "<b>Zoë</b>"), ("skills", "Talk"),
         ("skills", "Cook"), ("updates", "yes"), ("next", "https://street.test/sub/thanks/join/"),
         ("_gotcha", "")]  # fmt: skip


# On the wire ----------------------------------------------------------------------------------


def test_a_form_is_led_to_its_stand_in_on_the_wire_only(served: Served) -> None:
    sent = served.ask("/sub/").body
    there = rf"http://localhost:{served.port}/-/to/[a-z0-9-]+-join/forms\.test\.org/x\?list=1"
    assert re.search(rf'action="{there}"', sent)
    assert 'action="https://forms.test.org' not in sent
    for file in (served.root / ".sitegen" / "preview").rglob("*.html"):
        assert "/-/to/" not in file.read_text()


def test_the_policy_lets_a_form_reach_its_stand_in(served: Served) -> None:
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', served.ask("/sub/").body)
    assert found is not None
    rules = {rule.split()[0]: rule.split()[1:] for rule in html.unescape(found[1]).split(";")}
    for name in ("form-action", "connect-src"):
        assert {f"http://127.0.0.1:{served.port}", f"http://localhost:{served.port}"} <= set(
            rules[name])  # fmt: skip


def test_what_the_script_is_told_is_led_too() -> None:
    wire = html.escape(json.dumps({"mode": "json", "to": "https://api.test/x?a=1&b=2"}))
    tag = f'<form id="form-join" method="post" action="/thanks" data-wire="{wire}">'.encode()
    led = detour.lead(tag, "/about/", Local(9)).decode()
    assert 'action="/-/to/form-join/-/thanks"' in led
    found = re.search('data-wire="([^"]*)"', led)
    assert found is not None
    assert {"mode": "json", "to": "http://localhost:9/-/to/form-join/api.test/x?a=1&b=2"} == (
        json.loads(html.unescape(found[1])))  # fmt: skip


@pytest.mark.parametrize("tag", [
    '<form method="get" action="https://a.test/">', "<form>", "<p>no form</p>",
    '<form method="post" id="x" action="mailto:a@b.co">',
])  # fmt: skip
def test_what_is_no_post_is_left_alone(tag: str) -> None:
    assert tag.encode() == detour.lead(tag.encode(), "/", Local(9))


def test_a_page_that_is_not_utf8_passes_unharmed() -> None:
    data = b'<form method="post" action="https://a.test/x">\xff\xfe</form>'
    assert detour.lead(data, "/", Local(9)).endswith(b">\xff\xfe</form>")


# Receiving ------------------------------------------------------------------------------------


def test_a_right_post_leads_to_the_thank_you_page_of_this_preview(served: Served) -> None:
    answer = served.send(RIGHT)
    assert (303, f"{served.origin}/sub/thanks/join/") == (
        answer.status,
        answer.headers["location"],
    )
    assert 200 == served.ask("/sub/thanks/join/").status


def test_the_inbox_shows_what_the_backend_would_have_received(served: Served) -> None:
    served.send(RIGHT)
    shown = served.inbox()
    assert "Join to Your own address" in shown
    assert "Received." in shown
    assert "zoë@example.org" in shown
    assert "&lt;b&gt;Zoë&lt;/b&gt;" in shown
    assert "<b>Zoë" not in shown
    assert "<code>FNAME</code> (<code>first_name</code>)" in shown
    assert "https://forms.test.org/x?list=1" in shown
    assert shown.index("zoë@") < shown.index("Talk") < shown.index("Cook") < shown.index("yes")
    assert "was empty, as it should be" in shown


def test_a_filled_honeypot_is_answered_as_ever_and_shown_as_a_robots(served: Served) -> None:
    answer = served.send([*RIGHT[:-1], ("_gotcha", "buy")])
    assert 303 == answer.status
    assert "Thrown away as a robot" in served.inbox()


def test_a_refusal_says_why_and_what_to_mend(served: Served) -> None:
    answer = served.send([("email", "a@b")])
    assert (422, True) == (answer.status, "is not an email address" in answer.body)
    assert "/-/inbox/" in answer.body
    shown = served.inbox()
    assert "Not received: &quot;a@b&quot; is not an email address." in shown
    assert "Type a whole address." in shown


def test_a_script_is_answered_in_json_and_may_read_it(served: Served) -> None:
    answer = served.send(RIGHT, Accept="application/json", Sec_Fetch_Mode="cors")
    assert (200, {"success": True, "result": "success"}) == (
        answer.status,
        json.loads(answer.body),
    )
    assert "*" == answer.headers["access-control-allow-origin"]
    assert "by the page&#x27;s script" in served.inbox() or "the page's script" in served.inbox()


def test_of_a_file_only_name_and_size_are_kept(served: Served) -> None:
    body = (b'--x\r\nContent-Disposition: form-data; name="cv"; filename="cv.pdf"\r\n\r\n'
            b"very secret\r\n--x--\r\n")  # fmt: skip
    served.ask(served.form(), "POST", body, Origin=served.origin,
               Content_Type="multipart/form-data; boundary=x")  # fmt: skip
    assert "cv.pdf (11 bytes)" in served.inbox()
    assert b"very secret" not in (served.root / ".sitegen" / "inbox.sqlite").read_bytes()


def test_the_newest_comes_first(served: Served) -> None:
    for name in ("first", "second"):
        served.send([("email", f"{name}@example.org")])
    assert served.inbox().index("second@") < served.inbox().index("first@")


def test_the_inbox_outlives_the_preview(start: Callable[[Path], Served], tmp_path: Path) -> None:
    start(make(tmp_path)).send(RIGHT)
    assert "zoë@example.org" in start(tmp_path).inbox()


def test_a_service_of_the_table_is_played_by_its_own_stand_in(
    start: Callable[[Path], Served], tmp_path: Path
) -> None:
    form = "title: Join\nfields: [email]\nbackend: formspree\nsettings: {form_id: xayzabcd}\n"
    served = start(make(tmp_path, form))
    answer = served.send([("email", "a@b.co")])
    assert (303, 200)[answer.status == 200] == answer.status
    refused = served.send([("email", "a@b")], Accept="application/json")
    assert "TYPE_EMAIL" == json.loads(refused.body)["errors"][0]["code"]
    assert "to Formspree" in served.inbox()


def test_a_changed_form_is_known_at_once(served: Served) -> None:
    served.send(RIGHT)
    file = served.root / "content" / "forms" / "join.yaml"
    file.write_text(FORM.replace("title: Join", "title: Come along"))
    served.preview.result = replace(served.preview.result)  # as after any build
    served.send(RIGHT)
    assert "Come along to" in served.inbox()


# Erasing --------------------------------------------------------------------------------------


def test_one_post_or_all_can_be_erased(served: Served) -> None:
    for name in ("one", "two", "three"):
        served.send([("email", f"{name}@example.org")])
    second = re.findall(r'name="id" value="(\d+)"', served.inbox())[1]
    kind = {"Content_Type": "application/x-www-form-urlencoded", "Origin": served.origin}
    assert 303 == served.ask("/-/inbox/erase", "POST", f"id={second}", **kind).status
    assert ("one@" in served.inbox(), "two@" in served.inbox()) == (True, False)
    served.ask("/-/inbox/erase", "POST", "", **kind)
    assert "Nothing yet" in served.inbox()
    assert b"one@" not in (served.root / ".sitegen" / "inbox.sqlite").read_bytes()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1:1"])
@pytest.mark.parametrize("path", ["/-/inbox/erase", "/-/to/form-join/forms.test.org/x"])
def test_only_pages_of_this_preview_may_post(origin: str, path: str, served: Served) -> None:
    served.send(RIGHT)
    headers = {"Origin": origin} if origin else {}
    assert 403 == served.ask(path, "POST", "email=evil@b.co", **headers).status
    assert "zoë@example.org" in served.inbox()
    assert "evil" not in served.inbox()


@pytest.mark.parametrize("path", ["/-/inbox/", "/-/inbox/style.css", "/-/to/form-join/a.test/"])
def test_a_foreign_host_name_is_refused(path: str, served: Served) -> None:
    assert 403 == served.ask(path, Host="evil.example").status


@pytest.mark.parametrize(
    "path",
    [
        "/-/to/",
        "/-/to/x",
        "/-/to/x/",
        "/-/to//",
        "/-/to/x/%00",
        "/-/to/x/[::1/",
        "/-/to/x/a:99999999/",
        "/-/to/form-join/-/..%2f",
    ],
)
def test_an_odd_address_is_no_bug(path: str, served: Served) -> None:
    answer = served.ask(path, "POST", "a=b", Origin=served.origin,
                        Content_Type="application/x-www-form-urlencoded")  # fmt: skip
    assert answer.status in (200, 303, 400, 404, 405)
    assert "Traceback" not in answer.body


@pytest.mark.parametrize("body", [b"", b"\xff", b"{", b"--x", b"=" * 9000, b"a=" + b"x" * 100_000])
@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "multipart/form-data; boundary=x",
        "",
        "application/x-www-form-urlencoded",
        "text/plain",
        "\xff",
    ],
)
def test_an_odd_body_is_no_bug(kind: str, body: bytes, served: Served) -> None:
    answer = served.ask(served.form(), "POST", body, Origin=served.origin, Content_Type=kind)
    assert answer.status in (200, 303, 400, 415, 422)
    assert 200 == served.ask("/-/inbox/").status


# The page -------------------------------------------------------------------------------------


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_is_sound_without_scripts_and_with_nothing_from_elsewhere(served: Served) -> None:
    served.send(RIGHT)
    answer = served.ask("/-/inbox/")
    reader = Reader()
    reader.feed(answer.body)
    names = [tag for tag, _ in reader.tags]
    assert {"script", "style", "img", "iframe"}.isdisjoint(names)
    assert 1 == names.count("h1") == names.count("main")
    assert "width=device-width" in answer.body
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    ids = [given["id"] for _, given in reader.tags if "id" in given]
    assert sorted(set(map(str, ids))) == sorted(map(str, ids))
    for tag, given in reader.tags:
        if tag == "article":
            assert given["aria-labelledby"] in ids
        if tag == "link":
            assert "/-/inbox/style.css" == given["href"]
    assert "text/css; charset=utf-8" == served.ask("/-/inbox/style.css").headers["content-type"]


def entry(**more: Any) -> Entry:
    given = {"at": "2026-11-03T12:00:00Z", "form": "F", "backend": "B", "address": "https://a.test/",
             "method": "POST", "encoding": "x", "by_script": False, "stored": True, "reason": "",
             "mend": "", "honeypot": "", "status": 200, "led": ""}  # fmt: skip
    return Entry(**{**given, **more})


def test_every_text_of_a_post_is_escaped() -> None:
    bad = '<script>"x"</script>'
    row = Row(bad, bad, bad, bad)
    texts = dict.fromkeys(
        ("at", "form", "backend", "address", "encoding", "reason", "mend", "led"), bad
    )
    shown = page.write([entry(**texts, rows=(row,), control=(row,), dropped=(row,),
                              files=((bad, bad, 1),), advice=(bad,))], bad, bad)  # fmt: skip
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") > 15


# The store ------------------------------------------------------------------------------------


def test_the_store_forgets_the_oldest_and_shortens_what_is_long(tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "folder")
    for number in range(MOST + 5):
        store.add(entry(form=str(number), rows=(Row("a", "x" * (LONGEST + 9)),)))
    kept = store.all()
    assert (MOST, str(MOST + 4), "5") == (len(kept), kept[0].form, kept[-1].form)
    assert len(kept[0].rows[0].value) < LONGEST + 9


def test_a_file_that_is_no_inbox_is_replaced(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.path.write_bytes(b"not a database at all, but long enough to be looked at" * 99)
    store.add(entry())
    assert 1 == len(store.all())


def test_rows_that_are_not_ours_are_replaced(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(entry())
    link = sqlite3.connect(store.path)
    link.execute("insert into post (data) values ('[1]')")
    link.commit()
    link.close()
    assert () == store.all()
    store.add(entry())
    assert 1 == len(store.all())


def test_where_nothing_can_be_written_the_page_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file")
    store.add(entry())
    assert () == store.all()
    assert store.trouble
    assert "Posts cannot be kept" in page.write((), store.trouble, "/")


def test_a_post_survives_being_kept(tmp_path: Path) -> None:
    whole = entry(rows=(Row("a", "ü\n", "b", "c"),), files=(("f", "n", 3),), advice=("x",))
    store = Store(tmp_path)
    store.add(whole)
    assert (replace(whole, id=1),) == store.all()


def test_without_a_site_address_the_way_back_is_still_found() -> None:
    assert detour.arrive("POST", "/-/to/form-x/a.test/y", (), b"", Book(), Local(9)) is not None
