"""``sitegen forms`` and ``sitegen forms test``: what forms do, and one real submission on request."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sitegen import formtrial
from sitegen.formtrial import Outcome, Trial
from sitegen.standins import find, judge
from sitegen.standins.contract import Account
from sitegen.standins.request import Request, read

FIELDS = """\
title: Join
fields:
  - {preset: email, required: true}
  - {preset: first_name}
  - {name: skills, type: checkboxes, label: Skills, options: [Talk, Cook]}
  - {name: cv, type: file, label: CV}
consent:
  - {name: rules, label: I agree., required: true}
  - {name: updates, label: Write to me.}
"""


class Receiver(NamedTuple):
    """A server on this computer that plays a service and keeps what it got."""

    address: str
    got: list[Request]
    say: dict[str, Any]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    got: list[Request] = []
    say: dict[str, Any] = {"status": 200, "body": b"", "headers": {}, "wait": 0.0}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            headers = tuple((name.lower(), value) for name, value in self.headers.items())
            got.append(
                Request("POST", f"https://{self.headers['Host']}{self.path}", headers, body)
            )
            time.sleep(say["wait"])
            self.send_response(say["status"])
            for name, value in say["headers"].items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(say["body"])))
            self.end_headers()
            self.wfile.write(say["body"])

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Receiver(f"http://127.0.0.1:{server.server_port}/x", got, say)
    server.shutdown()
    server.server_close()


def make(root: Path, backend: str, url: str = "https://harbour-street.org") -> Path:
    content = root / "content"
    (content / "forms").mkdir(parents=True)
    (content / "site.yaml").write_text(f"name: Test Street\nurl: {url}\n")
    (content / "index.md").write_text("# Home\n")
    (content / "forms" / "join.yaml").write_text(FIELDS + backend)
    return root


def custom(address: str, *more: str) -> str:
    return f"backend: custom\nsettings: {{{', '.join((f'url: {address!r}', *more))}}}\n"


# The list -------------------------------------------------------------------------------------


def test_the_list_says_where_a_form_goes_and_what_cannot_be(
    sitegen_main: Callable[..., Any], tmp_path: Path
) -> None:
    make(tmp_path, custom("https://crm.harbour-street.org/join"))
    done = sitegen_main("forms", "-C", tmp_path)
    assert 0 == done.code, done.text
    for words in ("join: Join", "backend: Your own address (custom)", "content/forms/join.yaml",
                  "goes to: https://crm.harbour-street.org/join", "without JavaScript: yes",
                  "files: yes", "- ask people to confirm their address", "checked 20"):  # fmt: skip
        assert words in done.out


def test_a_service_that_takes_no_form_is_listed_with_its_page(
    sitegen_main: Callable[..., Any], tmp_path: Path
) -> None:
    make(tmp_path, "backend: tally\nsettings: {form: 'https://tally.so/r/wMq8dP'}\n")
    done = sitegen_main("forms", "-C", tmp_path)
    assert "a link leads to https://tally.so/r/wMq8dP" in done.out
    assert "visitors fill in the service's own" in done.out


def test_the_list_for_programs_is_json(sitegen_main: Callable[..., Any], tmp_path: Path) -> None:
    make(tmp_path, "backend: formspree\nsettings: {form_id: xwkgzyxa}\n")
    done = sitegen_main("forms", "-C", tmp_path, "--json")
    found = json.loads(done.out)
    assert ["join"] == [form["name"] for form in found]
    assert ("formspree", "https://formspree.io/f/xwkgzyxa", True) == (
        found[0]["backend"], found[0]["to"], found[0]["files"])  # fmt: skip
    assert found[0]["by_script"].startswith("yes")
    assert isinstance(found[0]["cannot"], list)


def test_what_is_wrong_with_a_form_stands_beside_it(
    sitegen_main: Callable[..., Any], tmp_path: Path
) -> None:
    make(tmp_path, custom("http://crm.harbour-street.org/join"))
    done = sitegen_main("forms", "-C", tmp_path)
    assert 1 == done.code
    assert "to mend:" in done.out
    assert "unencrypted" in done.out


def test_a_site_without_forms_says_so(sitegen_main: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "site.yaml").write_text("name: X\n")
    (tmp_path / "content" / "index.md").write_text("# Home\n")
    done = sitegen_main("forms", "-C", tmp_path)
    assert (0, True) == (done.code, "no forms" in done.out)


def test_where_there_is_no_site_the_way_is_shown(
    sitegen_main: Callable[..., Any], tmp_path: Path
) -> None:
    assert (1, True) == ((done := sitegen_main("forms", "-C", tmp_path)).code,
                         "no site in this folder" in done.err)  # fmt: skip


# One submission -------------------------------------------------------------------------------


def test_one_marked_submission_is_sent(
    sitegen_main: Callable[..., Any], tmp_path: Path, receiver: Receiver
) -> None:
    make(tmp_path, custom(receiver.address))
    done = sitegen_main("forms", "-C", tmp_path, "test", "join", "--yes")
    assert 0 == done.code, done.text
    assert "Answer: 200" in done.out
    (got,) = receiver.got
    sent = dict(read(got).fields)
    assert ("test@example.org", "sitegen test", "Talk", "yes", "") == tuple(
        sent[name] for name in ("email", "first_name", "skills", "rules", "_gotcha"))  # fmt: skip
    assert "updates" not in sent  # a test agrees to nothing it need not
    assert "cv" not in sent
    assert "https://harbour-street.org" == got.header("origin")
    assert got.header("user-agent").startswith("sitegen/")
    assert '"cv", a file' in done.out


def test_another_address_can_be_given(
    sitegen_main: Callable[..., Any], tmp_path: Path, receiver: Receiver
) -> None:
    make(tmp_path, custom(receiver.address))
    sitegen_main(
        "forms", "test", "join", "-C", tmp_path, "--yes", "--email", "me@harbour-street.org"
    )
    assert ("email", "me@harbour-street.org") in read(receiver.got[0]).fields


def test_nothing_is_sent_unless_somebody_agrees(
    sitegen_main: Callable[..., Any], command: Callable[..., Any], tmp_path: Path,
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from sitegen import terminal

    make(tmp_path, custom(receiver.address))
    done = command("forms", "test", "join", "-C", tmp_path)
    assert (1, True) == (done.code, "Nothing was sent" in done.text)
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: True)
    for typed, sent in (("", 0), ("n", 0), ("y", 1)):
        monkeypatch.setattr("builtins.input", lambda question, typed=typed: typed)
        done = sitegen_main("forms", "test", "join", "-C", tmp_path)
        assert sent == len(receiver.got), done.text


@pytest.mark.parametrize(("backend", "words"), [
    (custom("https://forms.example/x"), "only in examples"),
    (custom("http://crm.harbour-street.org/x"), "unencrypted"),
    (custom("https://a.harbour-street.org/x", "hidden: {api_token: sk-abcdefghijklmnopqrstuvwxyz}"),
     "secret"),
    ("backend: tally\nsettings: {form: 'https://tally.so/r/wMq8dP'}\n", "takes no form of ours"),
    ("backend: mailto\nsettings: {address: a@harbour-street.org}\n", "cannot ask for files"),
])  # fmt: skip
def test_what_must_not_or_cannot_be_sent_is_refused(
    backend: str, words: str, sitegen_main: Callable[..., Any], tmp_path: Path
) -> None:
    make(tmp_path, backend)
    done = sitegen_main("forms", "test", "join", "-C", tmp_path, "--yes")
    assert (1, True) == (done.code, words in done.err), done.text


def test_an_unknown_form_or_address_is_said(
    sitegen_main: Callable[..., Any], tmp_path: Path, receiver: Receiver
) -> None:
    make(tmp_path, custom(receiver.address))
    assert 'Did you mean "join"' in sitegen_main("forms", "test", "jion", "-C", tmp_path).err
    done = sitegen_main("forms", "test", "join", "-C", tmp_path, "--yes", "--email", "nobody")
    assert "no email address" in done.err or "is not an email address" in done.err
    assert [] == receiver.got


def test_a_form_that_goes_to_the_site_itself_needs_its_address(
    sitegen_main: Callable[..., Any], tmp_path: Path
) -> None:
    make(tmp_path, "backend: netlify\n", "https://test.example")
    done = sitegen_main("forms", "test", "join", "-C", tmp_path, "--yes")
    assert (1, True) == (done.code, "only in examples" in done.err)


def test_no_answer_is_no_success_and_nothing_is_sent_twice(receiver: Receiver) -> None:
    receiver.say["wait"] = 1.0
    outcome = formtrial.send(trial(receiver.address), patience=0.2)
    assert (0, False) == (outcome.status, outcome.good)
    assert "may have arrived" in " ".join(outcome.said)
    time.sleep(0.3)
    assert 1 == len(receiver.got)
    gone = formtrial.send(trial("http://127.0.0.1:9/"), patience=1)
    assert (0, False) == (gone.status, gone.good)


def trial(to: str, **wire: Any) -> Trial:
    return Trial(to, (), (("Content-Type", "text/plain"),), b"", wire, "https://a.org/thanks/")


@pytest.mark.parametrize(("status", "wire", "body", "good", "words"), [
    (200, {}, b"<p>Thanks</p>", None, "A page came back"),
    (404, {}, b"", False, "refused"),
    (500, {"mode": "json"}, b"oops", False, "refused"),
    (200, {"mode": "json"}, b"", True, "received"),
    (200, {"mode": "json", "ok": [["success", "true"]]}, b'{"success":true}', True, "received"),
    (200, {"mode": "json", "ok": [["success", "true"]]}, b'{"success":"false"}', False, "refused"),
    (200, {"mode": "json", "ok": [["next", None]]}, b'{"next":"x"}', True, "received"),
    (200, {"mode": "json", "ok": [["next", None]]}, b"[1]", False, "refused"),
    (422, {"mode": "json", "message": "error.text"}, b'{"error":{"text":"<b>no"}}', False, "no"),
    (409, {"mode": "json", "also": [["code", "23505"]]}, b'{"code":"23505"}', True, "received"),
    (400, {"mode": "json", "errors": {"map": "errors"}}, b'{"errors":{"email":["bad"]}}', False,
     "email: bad"),
    (400, {"mode": "json", "errors": {"list": "errors", "field": "f", "text": "t"}},
     b'{"errors":[{"f":"email","t":"bad"}]}', False, "email: bad"),
    (201, {"mode": "json", "next": "redirect_url"}, b'{"redirect_url":"/t"}', True, "goes on to"),
    (200, {"mode": "json", "optin": "data.has_optin"}, b'{"data":{"has_optin":true}}', True,
     "confirmed"),
    (200, {"mode": "json", "ok": [["a", "b"]]}, b'\xff"[', False, "refused"),
])  # fmt: skip
def test_the_answer_is_read_as_the_page_would(
    status: int, wire: dict[str, Any], body: bytes, good: bool | None, words: str
) -> None:
    outcome: Outcome = formtrial.read(trial("https://a.org/x", **wire), status, {}, body)
    assert good is outcome.good
    assert words in "\n".join(outcome.said)


def test_a_redirect_is_not_followed_and_the_thank_you_page_is_good(receiver: Receiver) -> None:
    for to, good in (("https://a.org/thanks/", True), ("https://a.org/error", None)):
        receiver.say.update(status=303, headers={"Location": to})
        outcome = formtrial.send(trial(receiver.address))
        assert (303, good) == (outcome.status, outcome.good)
        assert to in outcome.said[0]
    assert 2 == len(receiver.got)


# Every backend --------------------------------------------------------------------------------


def bodies() -> list[Any]:
    from sitegen.forms import backends

    return [backend for backend in backends.TABLE if backend.delivery == "post"]


@pytest.mark.parametrize("backend", bodies(), ids=lambda backend: backend.name)
def test_a_test_is_what_the_service_asks_for(
    backend: Any, tmp_path: Path, sitegen_main: Callable[..., Any]
) -> None:
    """The trial of each backend's form, built and judged by the stand-in without being sent."""
    import yaml

    from sitegen import formbook
    from sitegen.cache import Cache
    from sitegen.model import Options

    settings = {setting.name: yaml.safe_load(setting.example) for setting in backend.settings
                if setting.field.required}  # fmt: skip
    form = {"title": "Join", "backend": backend.name, "settings": settings,
            "fields": [{"preset": "email"}, {"preset": "first_name"}], "consent": "none"}  # fmt: skip
    for key in ("names", "entries"):
        if key in settings:
            settings[key] = {name: theirs for name, theirs in settings[key].items()
                             if name in ("email", "first_name")}  # fmt: skip
    make(tmp_path, "")
    (tmp_path / "content" / "forms" / "join.yaml").write_text(yaml.safe_dump(form))
    book = formbook.read(tmp_path, Options("2026-11-03T12:00:00+00:00"), Cache(None))
    made, problems = formtrial.prepare(book, "join", "zoe@harbour-street.org")
    assert made is not None, problems
    bound = book.find("join")
    assert bound is not None
    vendor = find(backend.name)
    assert vendor is not None
    headers = tuple((name.lower(), value) for name, value in made.headers)
    account = Account(made.thanks, ("https://harbour-street.org", made.thanks),
                      words=(("honeypot", "_gotcha"),))  # fmt: skip
    verdict, answer = judge.answer(vendor, Request("POST", made.to, headers, made.body), account,
                                   "harbour-street.org")  # fmt: skip
    assert (True, "", (), ()) == (verdict.stored, verdict.reason, verdict.dropped, verdict.advice)
    assert "zoe@harbour-street.org" in dict(verdict.fields).values()
    outcome = formtrial.read(made, answer.status, dict(answer.headers), answer.body)
    assert outcome.good is not False, outcome
