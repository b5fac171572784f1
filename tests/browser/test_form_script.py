"""The page's script for forms in a real browser, against receivers that answer in every way.

The pages are built as any site; only where a form goes and how it is sent is put in here, so that
these tests hold whatever backends there are.
"""

from __future__ import annotations

import contextlib
import email.parser
import email.policy
import gzip
import http.server
import json
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import pytest
from msgspec.structs import replace

from sitegen import build
from sitegen.forms import wiring
from sitegen.model import Options
from tests.browser.conftest import ROOT, Browser, hosted

pytestmark = pytest.mark.browser

LIMIT = 4096

FORM = """\
title: Join us
intro: One short letter a week.
button: Count me in
fields:
  - email
  - {preset: first_name, required: true}
  - {name: code, label: Postcode, pattern: "[A-Z]{2}[0-9]{3}", help: "Two letters, three digits"}
  - {name: site, label: Your page, type: url}
  - name: topics
    type: checkboxes
    label: What matters to you?
    options: [Homes, Water, Schools]
  - name: side
    type: radio
    label: Which side of the street?
    required: true
    options: [North, South]
consent:
  - {name: updates, label: "Yes, write to me.", required: true}
backend: custom
settings: {url: "https://forms.test-street.org/join"}
thanks: {title: Welcome aboard, text: You will hear from us on Friday.}
"""


class Post(NamedTuple):
    """What a receiver was sent."""

    path: str
    kind: str
    headers: dict[str, str]
    body: bytes

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The fields in order; of a file, its name."""
        if self.kind == "application/x-www-form-urlencoded":
            return parse_qsl(self.body.decode(), keep_blank_values=True)
        parser = email.parser.BytesParser(policy=email.policy.default)
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        found = []
        for part in parser.parsebytes(head + self.body).iter_parts():
            disposition = part["Content-Disposition"].params
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            found.append((disposition["name"], disposition.get("filename") or payload.decode()))
        return found

    def of(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]


REPLIES: dict[str, tuple[int, str, bool]] = {
    "/ok": (200, '{"ok": true, "next": "x", "data": {"has_optin": true}}', True),
    "/no": (200, '{"ok": "false", "message": "<b>Not</b> today<img src=x onerror=alert(1)>"}', True),
    "/list": (422, '{"errors": [{"field": "email", "message": "We know this address"}, {"message": "Too many"}]}', True),
    "/map": (400, '{"errors": {"first_name": ["Too short", "Too odd"], "topics": "Pick another"}}', True),
    "/fault": (500, "<h1>Oops</h1>", True),
    "/full": (503, '{"message": "We are full"}', True),
    "/silent": (200, '{"ok": true}', False),
    "/page": (200, "<h1>Thanks</h1>", True),
    "/away": (200, '{"status": "quarantined", "url": "https://127.0.0.1:1/check"}', True),
    "/unsafe": (400, '{"status": "quarantined", "url": "http://127.0.0.1:1/check"}', True),
    "/empty": (201, "", True),
    "/twice": (409, '{"code": "23505", "message": "duplicate"}', True),
}  # fmt: skip


class Receiver:
    """A service on another origin. ``posts`` are what it was sent; ``gate`` holds back /slow."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.gate = threading.Event()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self, code: int, text: str, cors: bool, **headers: str) -> None:
                self.send_response(code)
                if cors:
                    self.send_header("Access-Control-Allow-Origin", "*")
                    self.send_header("Access-Control-Allow-Headers", "content-type, apikey")
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "text/plain; charset=utf-8")
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def do_OPTIONS(self) -> None:
                self.answer(204, "", True)

            def do_GET(self) -> None:
                self.answer(200, "<!doctype html><title>arrived</title>", True)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                receiver.posts.append(Post(
                    self.path, self.headers.get_content_type(),
                    {name.lower(): value for name, value in self.headers.items()}, body,
                ))  # fmt: skip
                if self.path == "/slow":
                    receiver.gate.wait(20)
                    self.answer(200, '{"ok": true}', True)
                elif self.path == "/cut":
                    self.close_connection = True
                    self.connection.close()
                elif self.path == "/moved":
                    self.answer(303, "", True, Location="/ok")
                else:
                    self.answer(*REPLIES[self.path])

            def log_message(self, *args: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def quick(browser: Browser) -> Iterator[None]:
    """Half a minute of patience is four seconds here; the network is there after each test."""
    browser.size(1280)
    browser.driver.execute_cdp_cmd("Network.enable", {})
    made = browser.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source":
        "const whole = AbortSignal.timeout.bind(AbortSignal);"
        "AbortSignal.timeout = ms => whole(ms / 8);"})  # fmt: skip
    yield
    browser.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)
    network(browser, True)


class Place:
    """One built site on a host, its form going to one address of the receiver."""

    def __init__(self, browser: Browser, receiver: Receiver, url: str) -> None:
        self.browser, self.receiver, self.url = browser, receiver, url
        self.driver = browser.driver

    def visit(self, query: str = "") -> Place:
        self.browser.visit(self.url + "index.html" + query)
        return self

    def js(self, code: str, *values: object) -> Any:
        return self.browser.js(code, *values)

    def find(self, selector: str) -> Any:
        from selenium.webdriver.common.by import By

        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def click(self, selector: str) -> None:
        self.js(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})",
            selector,
        )
        self.find(selector).click()

    def fill(self, name: str = "Ána Łukasz") -> Place:
        self.find("[name=email]").send_keys("ana@example.org")
        self.find("[name=first_name]").send_keys(name)
        for selector in ("[value=Homes]", "[value=Schools]", "[value=North]", "[name=updates]"):
            self.click(selector)
        return self

    def send(self) -> None:
        self.click("form [type=submit]")

    def until(self, code: str, seconds: float = 10) -> Any:
        end = time.monotonic() + seconds
        while not (found := self.js("return " + code)):
            assert time.monotonic() < end, f"never: {code}\n" + self.js(
                "return document.body.innerText"
            )
            time.sleep(0.05)
        return found

    def summary(self) -> list[str]:
        """The lines of the summary, which must have the focus and stand first."""
        self.until("document.querySelector('.errors')")
        assert self.js(
            "return document.querySelector('main').firstElementChild == document.activeElement"
        )
        assert self.js("return document.activeElement.className").split()[-1] == "errors"
        assert self.js("return document.title").startswith("Error: ")
        return self.js(
            "return [...document.querySelectorAll('.errors li')].map(e => e.textContent)"
        )

    def values(self) -> dict[str, str]:
        return dict(self.js("return [...new FormData(document.querySelector('form'))]"))

    def thanked(self) -> str:
        self.until("document.querySelector('.done').textContent")
        assert self.js("return document.activeElement.getAttribute('role')") == "status"
        return self.js("return document.querySelector('.done').innerText").lower()


Make = Callable[..., Place]


@pytest.fixture
def make(
    browser: Browser, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    _remembered: Path,
) -> Iterator[Make]:  # fmt: skip
    """Build and host a site; ``to`` is the receiver's path, ``wire`` how the script sends."""
    connect = wiring.connect
    with contextlib.ExitStack() as stack:

        def made(
            to: str = "/ok", wire: dict[str, object] | None = None, form: str = FORM,
            settings: str = "", **changes: Any,
        ) -> Place:  # fmt: skip
            address = to if "//" in to else receiver.url + to

            def wired(*args: Any) -> wiring.Wiring:
                found = connect(*args)
                assert found is not None
                found = replace(found, action=address, form_action_origins=(receiver.url,),
                                       connect_origins=(wiring.origin(address),),
                                       script=json.dumps(wire) if wire is not None else "")  # fmt: skip
                return replace(found, **changes)

            monkeypatch.setattr(wiring, "connect", wired)
            root = tmp_path / f"site{len(list(tmp_path.iterdir()))}"
            for path, text in {
                "site.yaml": f"name: Test Street\nurl: https://test-street.org\nform: join\n{settings}",
                "forms/join.yaml": form,
                "index.md": "---\ntitle: Home\ndescription: A street.\n---\nText.\n[On](more.md)\n",
                "more.md": "---\ntitle: More\ndescription: More of it.\n---\nText.\n",
            }.items():  # fmt: skip
                place = root / "content" / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
            shutil.copytree(_remembered, root / ".sitegen")
            result = build.run(root, root / "output", Options("2026-11-03T12:00:00+00:00", jobs=1))
            assert [] == [problem for problem in result.problems if problem.level != "info"]
            url, _ = stack.enter_context(hosted(root / "output"))
            return Place(browser, receiver, url)

        yield made


def network(browser: Browser, on: bool) -> None:
    browser.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {
        "offline": not on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
    })  # fmt: skip


JSON = {"mode": "json", "ok": [["ok", "true"]], "message": "message"}


# The file -------------------------------------------------------------------------------------


def test_the_script_is_at_most_4096_bytes_compressed(sample: Path) -> None:
    scripts = list(sample.rglob("form.*.js"))
    assert 1 == len(scripts)
    assert len(gzip.compress(scripts[0].read_bytes(), 9)) <= LIMIT


def test_the_script_names_no_global_and_no_word_of_any_language() -> None:
    text = (ROOT / "themes/base/assets/form.js").read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/|^\s*//.*$|\s// .*$", "", text, flags=re.S | re.M)
    assert code.strip().startswith("(() => {")
    assert "innerHTML" not in code
    sentences = re.findall(r"['`][A-Z][a-z]+ [^'`]*['`]", code)
    assert [] == sentences


def test_every_word_of_the_script_is_there_in_every_language() -> None:
    import yaml

    text = (ROOT / "themes/base/assets/form.js").read_text(encoding="utf-8")
    asked = set(re.findall(r"words\.(\w+)", text)) | {
        "unsure_form", "refused_form", "waiting",
        "unsure", "refused",
    }  # fmt: skip
    for file in sorted((ROOT / "themes/base/strings").glob("*.yaml")):
        strings = yaml.safe_load(file.read_text(encoding="utf-8"))
        known = {
            name.partition("_")[2] for name in strings if name.startswith(("script_", "queue_"))
        }
        assert asked == known, file.name
        assert "{label}" in strings["script_check"]
        assert "{host}" in strings["form_embed"]


# What is wrong with an answer -----------------------------------------------------------------


def test_a_summary_names_every_problem_and_leads_to_it(make: Make) -> None:
    place = make(wire=JSON).visit()
    place.find("[name=email]").send_keys("ana")
    place.find("[name=code]").send_keys("?")
    place.send()
    assert [
        "Write an email address such as name@example.org.",
        "Please fill in: First name.",
        "Two letters, three digits",
        "Please choose an answer: Which side of the street.",
        "Please tick this box if you agree. Without it we may not use what you write.",
    ] == place.summary()
    assert 5 == place.js("return document.querySelectorAll('p.error').length")
    for number, name in enumerate(("email", "first_name", "code", "side", "updates")):
        place.js("document.querySelectorAll('.errors a')[arguments[0]].click()", number)
        assert name == place.js("return document.activeElement.name")
        text = place.js("""
            const control = document.activeElement, group = control.closest('fieldset') || control;
            return group.getAttribute('aria-describedby').trim().split(/ +/)
                .map(id => document.getElementById(id).textContent).join(' | ')""")  # fmt: skip
        assert "Error: " in text
        top = place.js("""
            const control = document.activeElement;
            const holder = control.type == 'radio' ? control.closest('fieldset') : control.closest('.field');
            return holder.querySelector('legend, label').getBoundingClientRect().top""")  # fmt: skip
        assert -1 <= top < 800
    assert "Two letters, three digits | Error:" in place.js(
        "const c = document.querySelector('[name=code]');"
        "return c.getAttribute('aria-describedby').trim().split(/ +/).map(i => document.getElementById(i).textContent).join(' | ')"
    )
    invalid = place.js(
        "return [...document.querySelectorAll('[aria-invalid=true]')].map(e => e.name)"
    )
    assert ["email", "first_name", "code", "updates"] == invalid
    assert [] == place.receiver.posts


def test_what_is_mended_is_no_longer_marked_and_what_was_typed_stays(make: Make) -> None:
    place = make(wire=JSON).visit()
    place.find("[name=first_name]").send_keys("Ana")
    place.send()
    place.summary()
    place.find("[name=email]").send_keys("ana@example.org")
    place.send()
    assert [
        "Please choose an answer: Which side of the street.",
        "Please tick this box if you agree. Without it we may not use what you write.",
    ] == place.summary()
    assert {"Ana", "ana@example.org"} <= set(place.values().values())
    assert place.js("return document.querySelectorAll('.errors').length") == 1
    place.click("[value=South]")
    place.click("[name=updates]")
    place.send()
    assert "welcome aboard" in place.thanked()
    assert place.js("return document.title").startswith("Test Street")
    assert not place.js("return document.querySelector('.errors, .error, [aria-invalid]')")


def test_spaces_hyphens_and_small_letters_are_forgiven(make: Make) -> None:
    place = make(wire=JSON).visit().fill()
    place.find("[name=code]").send_keys(" ab-1 23 ")
    place.find("[name=site]").send_keys("example.org/me")
    place.send()
    place.thanked()
    assert ["AB123"] == place.receiver.posts[0].of("code")
    assert ["https://example.org/me"] == place.receiver.posts[0].of("site")


def test_a_page_with_nothing_for_the_script_to_send_still_gets_summary_and_guard(
    make: Make,
) -> None:
    place = make(to="/slow").visit()
    place.send()
    assert 4 == len(place.summary())
    place.fill()
    place.js("const f = document.querySelector('form'), b = f.querySelector('[type=submit]');"
             "setTimeout(() => { b.click(); b.click(); f.requestSubmit(); })")  # fmt: skip
    time.sleep(0.7)
    assert ["/slow"] == [post.path for post in place.receiver.posts]
    assert ["Homes", "Schools"] == place.receiver.posts[0].of("topics")
    assert ["Ána Łukasz"] == place.receiver.posts[0].of("first_name")
    place.receiver.gate.set()
    end = time.monotonic() + 5
    while "/slow" not in place.driver.current_url and time.monotonic() < end:
        time.sleep(0.05)
    place.driver.back()
    assert "Ána Łukasz" == place.until("document.querySelector('[name=first_name]').value")
    assert place.until("document.querySelector('form [type=submit]').textContent == 'Count me in'")


# Sending --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "kind"),
    [("", "multipart/form-data"), ("urlencoded", "application/x-www-form-urlencoded")],
)
def test_a_success_is_thanked_for_in_the_page(make: Make, encoding: str, kind: str) -> None:
    wire = {**JSON, "as": encoding, "drop": ["consent_wording"], "add": {"_ajax": "1"}}
    place = make(wire=wire).visit().fill()
    place.send()
    said = place.thanked()
    assert "welcome aboard" in said
    assert "you will hear from us on friday." in said
    assert not place.find("form").is_displayed()
    assert place.find(".done a").get_attribute("href").endswith("/thanks/join/index.html")
    (post,) = place.receiver.posts
    assert kind == post.kind
    assert "application/json" == post.headers["accept"]
    assert ["Ána Łukasz"] == post.of("first_name")
    assert ["Homes", "Schools"] == post.of("topics")
    assert ["1"] == post.of("_ajax")
    assert [] == post.of("consent_wording")
    assert [""] == post.of("_gotcha")
    assert place.url + "index.html" == place.driver.current_url


def test_repeated_answers_are_joined_where_one_value_is_wanted(make: Make) -> None:
    place = make(wire={**JSON, "join": "; "}).visit().fill()
    place.send()
    place.thanked()
    assert ["Homes; Schools"] == place.receiver.posts[0].of("topics")
    place = make(wire={**JSON, "join": "; ", "as": "json"}).visit().fill()
    place.send()
    place.thanked()
    assert "Homes; Schools" == json.loads(place.receiver.posts[1].body)["topics"]


def test_names_that_are_paths_become_an_object(make: Make) -> None:
    names = (
        ("email", "person.emails[0].address"), ("first_name", "person.name"),
        ("topics", "tags[]"), ("code", "person.places[0].code"), ("side", "fields[3].value"),
        ("site", "person.places[1].site"), ("updates", "person.places[1].ok"),
    )  # fmt: skip
    hidden = (
        ("person.places[0].country", "XX"),
        ("fields[3].name", "side"),
        ("fields[1].name", "fixed"),
    )
    place = make(
        wire={**JSON, "as": "json", "headers": {"apikey": "k"}, "add": {"trigger.on": True}},
        names=names, hidden=hidden,
    ).visit()  # fmt: skip
    for selector, text in (
        ("[type=email]", "a@example.org"),
        ("[autocomplete=given-name]", "Ána"),
    ):
        place.find(selector).send_keys(text)
    for selector in ("[value=Water]", "[value=South]", "[name$=ok]"):
        place.click(selector)
    place.send()
    place.thanked()
    (post,) = place.receiver.posts
    assert "application/json" == post.kind
    assert "k" == post.headers["apikey"]
    assert {
        "person": {
            "emails": [{"address": "a@example.org"}],
            "name": "Ána",
            "places": [{"ok": "yes"}],
        },
        "tags": ["Water"],
        "fields": [{"name": "fixed"}, {"name": "side", "value": "South"}],
        "trigger": {"on": True},
    } == json.loads(post.body)


def test_a_file_goes_along(make: Make, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("ünï", encoding="utf-8")
    form = FORM.replace("  - {name: site, label: Your page, type: url}",
                        "  - {name: plan, label: Your plan, type: file}")  # fmt: skip
    place = make(wire=JSON, form=form).visit().fill()
    place.find("[type=file]").send_keys(str(tmp_path / "plan.txt"))
    place.send()
    place.thanked()
    (post,) = place.receiver.posts
    assert ["plan.txt"] == post.of("plan")
    assert "ünï".encode() in post.body


def test_a_double_click_sends_once_and_says_that_it_sends(make: Make) -> None:
    place = make(to="/slow", wire={"mode": "json"}).visit().fill()
    place.js(
        "const b = document.querySelector('form [type=submit]'); b.click(); b.click(); b.form.requestSubmit()"
    )
    place.until("document.querySelector('form [type=submit]').textContent == 'Sending …'")
    assert "true" == place.find("form [type=submit]").get_attribute("aria-disabled")
    place.receiver.gate.set()
    place.thanked()
    assert 1 == len(place.receiver.posts)


@pytest.mark.parametrize("to", ["/ok", "/page", "/moved", "/empty"])
def test_where_only_the_status_counts_any_good_page_is_a_success(make: Make, to: str) -> None:
    place = make(to=to, wire={"mode": "html"}).visit().fill()
    place.send()
    assert "welcome aboard" in place.thanked()


def test_an_empty_reply_with_a_good_status_is_a_success(make: Make) -> None:
    place = make(to="/empty", wire={"mode": "json", "ok": [["code", "23505"]]}).visit().fill()
    place.send()
    assert "welcome aboard" in place.thanked()


def test_a_reply_may_be_a_success_though_its_status_is_not(make: Make) -> None:
    wire = {"mode": "json", "as": "json", "also": [["code", "23505"]], "message": "message"}
    for to, thanked in (("/twice", True), ("/empty", True), ("/full", False)):
        place = make(to=to, wire=wire).visit().fill()
        place.send()
        if thanked:
            assert "welcome aboard" in place.thanked()
        else:
            assert ["We are full"] == place.summary()


def test_a_mail_to_confirm_is_spoken_of_only_where_one_was_sent(make: Make) -> None:
    place = make(wire={**JSON, "optin": "data.has_optin"}).visit().fill()
    place.send()
    assert "please open it and confirm" in place.thanked()
    place = make(to="/ok", wire={**JSON, "optin": "data.other"}).visit().fill()
    place.send()
    assert "confirm" not in place.thanked()


@pytest.mark.parametrize("to", ["/silent", "/ok"])
def test_where_the_outcome_cannot_be_known_the_page_does_not_claim_it(make: Make, to: str) -> None:
    place = make(to=to, wire={"mode": "opaque", "as": "urlencoded"}).visit().fill()
    place.send()
    said = place.thanked()
    assert said.startswith("sent")
    assert "cannot see whether it arrived" in said
    assert "welcome" not in said
    assert ["Homes", "Schools"] == place.receiver.posts[0].of("topics")


def test_the_next_address_of_a_reply_is_followed_only_over_https(make: Make) -> None:
    place = (
        make(to="/unsafe", wire={"mode": "json", "ok": [["status", "success"]], "next": "url"})
        .visit()
        .fill()
    )
    place.send()
    assert ["This was not accepted. What you typed is still here."] == place.summary()
    place = (
        make(to="/away", wire={"mode": "json", "ok": [["status", "success"]], "next": "url"})
        .visit()
        .fill()
    )
    place.send()
    end = time.monotonic() + 5
    while not place.driver.current_url.startswith(("https://127.0.0.1:1/", "chrome-error:")):
        assert time.monotonic() < end, place.driver.current_url
        time.sleep(0.05)


# When it fails --------------------------------------------------------------------------------


def kept(place: Place) -> None:
    """What was typed stands there still, and can be sent again."""
    assert "Ána Łukasz" == place.values()["first_name"]
    assert "false" == place.find("form [type=submit]").get_attribute("aria-disabled")


def test_errors_of_the_receiver_stand_at_their_fields(make: Make) -> None:
    wire = {"mode": "json", "errors": {"list": "errors", "field": "field", "text": "message"}}
    place = make(to="/list", wire=wire).visit().fill()
    place.send()
    assert ["We know this address", "Too many"] == place.summary()
    assert "email" == place.js("return document.querySelector('[aria-invalid]').name")
    place.js("document.querySelectorAll('.errors a')[1].click()")
    assert "submit" == place.js("return document.activeElement.type")
    kept(place)


def test_errors_by_name_find_the_fields_even_under_the_receivers_names(make: Make) -> None:
    names = (
        ("email", "fields[email]"),
        ("first_name", "fields[first_name]"),
        ("topics", "fields[topics][]"),
    )
    place = make(
        to="/map", wire={"mode": "json", "errors": {"map": "errors"}}, names=names
    ).visit()
    place.find("[type=email]").send_keys("a@example.org")
    place.find("[autocomplete=given-name]").send_keys("Ána")
    for selector in ("[value=North]", "[name=updates]"):
        place.click(selector)
    place.send()
    assert ["Too short Too odd", "Pick another"] == place.summary()
    assert (
        place.js("return document.querySelector('fieldset .error').textContent")
        == "Error: Pick another"
    )


def test_a_message_of_the_receiver_is_text_and_never_html(make: Make) -> None:
    place = make(to="/no", wire=JSON).visit().fill()
    place.send()
    (line,) = place.summary()
    assert "Not" in line
    assert "today" in line
    assert 0 == place.js("return document.querySelectorAll('.errors b, .errors img').length")
    kept(place)


def test_a_fault_without_a_reason_may_have_arrived(make: Make) -> None:
    place = make(to="/fault", wire=JSON).visit().fill()
    place.send()
    assert ["It may have arrived, but no answer came back."] == [
        line.split(" What")[0] for line in place.summary()
    ]
    kept(place)
    place = make(to="/full", wire=JSON).visit().fill()
    place.send()
    assert ["We are full"] == place.summary()


@pytest.mark.parametrize("to", ["/silent", "/cut", "/slow", "http://127.0.0.1:9/x", "/page"])
def test_what_may_have_arrived_is_never_sent_again_unasked(make: Make, to: str) -> None:
    place = make(to=to, wire=JSON).visit().fill()
    place.send()
    (line,) = place.summary()
    assert "may have arrived" in line
    assert "send again" == place.find("form [type=submit]").text.lower()
    kept(place)
    sent = len(place.receiver.posts)
    assert sent == (0 if to.startswith("http") else 1)
    time.sleep(0.5)
    assert sent == len(place.receiver.posts)
    assert place.url + "index.html" == place.driver.current_url
    place.send()
    place.until("document.activeElement.className.includes('errors')")
    if sent:
        assert sent + 1 == len(place.receiver.posts)


def test_without_a_network_nothing_is_sent_and_the_page_says_so(
    make: Make, browser: Browser
) -> None:
    place = make(wire=JSON).visit().fill()
    network(browser, False)
    place.send()
    assert [
        "There is no network, so nothing was sent. What you typed is still here."
    ] == place.summary()
    kept(place)
    network(browser, True)
    place.send()
    place.thanked()
    assert 1 == len(place.receiver.posts)


# How somebody came here -----------------------------------------------------------------------


def test_campaign_tags_reach_the_receiver_under_its_names_and_go_along(make: Make) -> None:
    wire = {**JSON, "tags": {"utm_source": "source", "ref": "referrer", "utm_term": "term"}}
    place = make(wire=wire).visit("?utm_source=léaflet&ref=ab12&other=x")
    place.click("main .prose a")
    place.until("location.pathname.includes('more')")
    assert {"utm_source", "ref"} == set(
        place.js("return [...new URLSearchParams(location.search).keys()]")
    )
    assert 0 == place.js(
        "return localStorage.length + sessionStorage.length + document.cookie.length"
    )
    place.fill()
    place.send()
    place.thanked()
    (post,) = place.receiver.posts
    assert (["léaflet"], ["ab12"], []) == (post.of("source"), post.of("referrer"), post.of("term"))


# The queue ------------------------------------------------------------------------------------

OFFLINE = "forms: {offline: yes}\n"


def stored(place: Place) -> list[dict[str, Any]]:
    return [json.loads(text) for text in place.js(
        "return Object.keys(localStorage).filter(k => k.startsWith('forms:')).sort().map(k => localStorage[k])")]  # fmt: skip


def keep(place: Place, name: str) -> None:
    """Fill in and let the page keep it, as one visitor at a stall does."""
    place.fill(name)
    place.until("!document.querySelector('[id$=-keep]').closest('.field').hidden")
    assert not place.find("[id$=-keep]").is_selected()
    place.click("[id$=-keep]")
    before = len(stored(place))
    place.send()
    place.until(f"Object.keys(localStorage).length > {before}")


def test_nothing_is_kept_without_consent(make: Make, browser: Browser) -> None:
    place = make(wire=JSON, settings=OFFLINE).visit().fill()
    assert not place.find("[id$=-keep]").is_displayed()
    network(browser, False)
    place.until("!document.querySelector('[id$=-keep]').closest('.field').hidden")
    place.send()
    assert [
        "There is no network, so nothing was sent. What you typed is still here."
    ] == place.summary()
    place.js("document.querySelector('.errors a').click()")
    assert place.js("return document.activeElement.id").endswith("-keep")
    assert [] == stored(place)
    kept(place)


def test_what_is_kept_is_sent_once_when_the_network_returns(make: Make, browser: Browser) -> None:
    place = make(wire={**JSON, "mark": "mark"}, settings=OFFLINE).visit()
    network(browser, False)
    keep(place, "Ána")
    assert "kept on this device" in place.thanked()
    assert "" == place.find("[name=first_name]").get_attribute("value")
    keep(place, "Béla")
    assert "Kept on this device: 2" in place.find(".queue").text
    assert ["waiting", "waiting"] == [item["state"] for item in stored(place)]
    time.sleep(0.3)
    assert [] == place.receiver.posts
    network(browser, True)
    place.until("document.querySelector('.queue').hidden")
    assert [["Ána"], ["Béla"]] == [post.of("first_name") for post in place.receiver.posts]
    assert [["Homes", "Schools"]] * 2 == [post.of("topics") for post in place.receiver.posts]
    assert 2 == len({*place.receiver.posts[0].of("mark"), *place.receiver.posts[1].of("mark")})
    assert [] == stored(place)


def test_what_is_kept_outlives_the_page_and_goes_out_from_the_next(
    make: Make, browser: Browser
) -> None:
    place = make(wire=JSON, settings=OFFLINE)
    first = browser.driver.current_window_handle
    # The network does not return before the page is closed: it would begin to send, and what is
    # cut off in the middle is rightly not sent again unasked.
    browser.driver.switch_to.new_window("tab")
    try:
        place.visit()
        network(browser, False)
        keep(place, "Ána")
    finally:
        browser.driver.close()
        browser.driver.switch_to.window(first)
    browser.visit(place.url + "more/index.html")
    place.until("document.querySelector('.queue').hidden")
    end = time.monotonic() + 5
    while stored(place) and time.monotonic() < end:
        time.sleep(0.05)
    assert [["Ána"]] == [post.of("first_name") for post in place.receiver.posts]


def test_two_tabs_send_what_is_kept_once(make: Make, browser: Browser) -> None:
    place = make(wire=JSON, settings=OFFLINE).visit()
    network(browser, False)
    for name in ("Ána", "Béla", "Carl"):
        keep(place, name)
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    try:
        # A tab that opens while the first comes back, and one more event in each.
        place.browser.driver.get(place.url + "index.html")
        here = browser.driver.current_window_handle
        browser.driver.switch_to.window(first)
        network(browser, True)
        browser.js("dispatchEvent(new Event('online')); dispatchEvent(new Event('online'))")
        browser.driver.switch_to.window(here)
        browser.js("dispatchEvent(new Event('online'))")
        place.until("Object.keys(localStorage).length == 0")
        assert ["Béla", "Carl", "Ána"] == sorted(
            post.of("first_name")[0] for post in place.receiver.posts
        )
        assert place.until("document.querySelector('.queue').hidden")
    finally:
        browser.driver.close()
        browser.driver.switch_to.window(first)
    assert place.until("document.querySelector('.queue').hidden")


def test_a_kept_form_of_unknown_outcome_waits_for_a_person(make: Make, browser: Browser) -> None:
    place = make(to="/silent", wire=JSON, settings=OFFLINE).visit()
    network(browser, False)
    keep(place, "Ána")
    network(browser, True)
    place.until("document.querySelector('.queue').innerText.includes('may have arrived')")
    browser.js("dispatchEvent(new Event('online'))")
    place.visit()
    time.sleep(0.5)
    assert 1 == len(place.receiver.posts)
    place.click(".queue li button")
    place.until("1")
    end = time.monotonic() + 5
    while len(place.receiver.posts) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    assert 2 == len(place.receiver.posts)


def test_a_tab_that_died_while_sending_leaves_a_form_that_may_have_arrived(
    make: Make, browser: Browser
) -> None:
    place = make(to="/slow", wire=JSON, settings=OFFLINE).visit()
    network(browser, False)
    keep(place, "Ána")
    network(browser, True)
    place.until("Object.values(localStorage).some(v => JSON.parse(v).state == 'sending')")
    place.visit()
    place.until("document.querySelector('.queue').innerText.includes('may have arrived')")
    time.sleep(0.7)
    assert 1 == len(place.receiver.posts)


def test_a_refused_form_stays_and_one_or_all_can_be_erased(make: Make, browser: Browser) -> None:
    place = make(to="/full", wire=JSON, settings=OFFLINE).visit()
    network(browser, False)
    for name in ("Ána", "Béla", "Carl"):
        keep(place, name)
    network(browser, True)
    place.until("document.querySelector('.queue').innerText.split('not accepted').length == 4")
    browser.js("window.confirm = () => false")
    place.click(".queue li button:last-child")
    assert 3 == len(stored(place))
    browser.js("window.confirm = () => true")
    place.click(".queue li button:last-child")
    assert 2 == len(stored(place))
    assert "Kept on this device: 2" in place.find(".queue").text
    place.click(".queue > button")
    assert [] == stored(place)
    assert not place.find(".queue").is_displayed()


def test_a_file_cannot_be_kept_and_the_page_says_so(
    make: Make, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "plan.txt").write_text("x", encoding="utf-8")
    form = FORM.replace("  - {name: site, label: Your page, type: url}",
                        "  - {name: plan, label: Your plan, type: file}")  # fmt: skip
    place = make(wire=JSON, form=form, settings=OFFLINE).visit().fill()
    place.find("[type=file]").send_keys(str(tmp_path / "plan.txt"))
    network(browser, False)
    place.until("!document.querySelector('[id$=-keep]').closest('.field').hidden")
    place.click("[id$=-keep]")
    place.send()
    assert "cannot keep it" in place.summary()[0]
    assert [] == stored(place)
    kept(place)


# Without the script ---------------------------------------------------------------------------


def test_without_javascript_the_browser_sends_the_form(make: Make) -> None:
    place = make(to="/ok", wire=JSON)
    place.browser.scripts(False)
    try:
        place.visit()
        place.fill()
        place.find("form [type=submit]").click()
        end = time.monotonic() + 5
        while not place.receiver.posts and time.monotonic() < end:
            time.sleep(0.05)
    finally:
        place.browser.scripts(True)
    assert ["Homes", "Schools"] == place.receiver.posts[0].of("topics")
    assert ["Ána Łukasz"] == place.receiver.posts[0].of("first_name")


def test_where_a_script_is_needed_a_link_stands_until_it_runs(make: Make) -> None:
    place = make(wire=JSON, link="https://hosted.example/form", action="")
    place.browser.scripts(False)
    try:
        place.visit()
        assert place.find(".form-link a").is_displayed()
        assert not place.find("form").is_displayed()
    finally:
        place.browser.scripts(True)
    place = make(
        wire={**JSON, "to": place.receiver.url + "/ok"},
        link="https://hosted.example/form",
        action="",
    ).visit()
    assert not place.find(".form-link").is_displayed()
    place.fill()
    place.send()
    assert "welcome aboard" in place.thanked()


def test_a_frame_is_loaded_only_when_the_visitor_opens_it(make: Make, receiver: Receiver) -> None:
    place = make(link="https://hosted.example/form", embed=receiver.url + "/frame",
                 frame_origins=(receiver.url,))  # fmt: skip
    asked, said = place.browser.visit(place.url + "index.html")
    time.sleep(0.3)
    assert [] == [url for url in asked if url.startswith(place.receiver.url)]
    assert [] == said
    assert place.find("details.embed iframe").get_attribute("title")
    assert "127.0.0.1" in place.js("return document.querySelector('details.embed p').textContent")
    assert place.find(".form-link a").is_displayed()
    assert "script-src" not in place.js("return document.querySelector('[http-equiv]').content")
    place.driver.get_log("performance")
    place.click("details.embed summary")
    end, asked = time.monotonic() + 5, []
    while not asked and time.monotonic() < end:
        asked = [
            entry for entry in place.driver.get_log("performance") if "/frame" in entry["message"]
        ]
    assert asked
    assert [] == [entry["message"] for entry in place.driver.get_log("browser")]


def test_a_site_can_do_without_the_script(make: Make) -> None:
    place = make(wire=JSON, settings="forms: {script: no}\n").visit()
    assert 0 == place.js(
        "return document.scripts.length - document.querySelectorAll('[type*=json]').length"
    )
    assert "script-src" not in place.js("return document.querySelector('[http-equiv]').content")
    assert not place.js("return document.querySelector('[data-form], [data-wire], .queue, .done')")


# How it looks and is heard --------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["base", "grassroots"])
@pytest.mark.parametrize(
    ("width", "dark", "zoom", "language"),
    [(320, False, 1, "en"), (1280, True, 1, "en"), (1280, False, 2, "de"), (360, True, 1, "ar")],
)
def test_the_judge_finds_nothing_in_a_form_that_went_wrong(
    make: Make, browser: Browser, axe: str, theme: str, width: int, dark: bool, zoom: int,
    language: str,
) -> None:  # fmt: skip
    settings = f"theme: {theme}\nlanguage: {language}\n{OFFLINE}"
    place = make(wire=JSON, settings=settings)
    browser.size(width, 800, dark)
    place.visit()
    assert ("rtl" if language == "ar" else "ltr") == place.js("return document.dir")
    network(browser, False)
    keep(place, "Ána")
    if zoom > 1:
        place.js("document.documentElement.style.fontSize = '200%'")
    place.send()
    place.until("document.querySelectorAll('.errors li').length == 4")
    assert [] == browser.judged(axe)
    assert width >= place.js("return document.documentElement.scrollWidth")
    network(browser, True)
    place.until("document.querySelector('.queue').hidden")
    place.fill()
    place.send()
    place.until("document.querySelector('form').hidden")
    assert [] == browser.judged(axe)
    assert width >= place.js("return document.documentElement.scrollWidth")


def test_the_console_says_nothing_of_our_own_policy(make: Make) -> None:
    place = make(wire=JSON, settings=OFFLINE)
    _, said = place.browser.visit(place.url + "index.html")
    assert [] == said
    place.fill()
    place.send()
    place.thanked()
    assert [] == [entry["message"] for entry in place.driver.get_log("browser")]
