"""What forms send, received by programs that others wrote.

httpbin says back exactly what it got; Node-RED stands for automations; wrangler runs the program
that the build writes for Cloudflare Pages.
"""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest
from conftest import free_port, missing, running

from sitegen import build, formbook, formtrial
from sitegen.cache import Cache
from sitegen.model import Options

OPTIONS = Options("2026-11-03T12:00:00+00:00", jobs=1)
FIELDS = """\
title: Join
fields:
  - {preset: email, required: true}
  - {preset: first_name}
  - {name: skills, type: checkboxes, label: Skills, options: [Talk, "Cook, bake"]}
consent: [{name: updates, label: Write to me., required: true}]
"""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str


def ask(address: str, method: str = "POST", body: bytes = b"", **headers: str) -> Answer:
    """One request; no redirect is followed."""
    parts = urlsplit(address)
    link = http.client.HTTPConnection(parts.netloc, timeout=30)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        link.request(method, path, body, {name.replace("_", "-"): value
                                          for name, value in headers.items()})  # fmt: skip
        found = link.getresponse()
        return Answer(found.status, {k.lower(): v for k, v in found.getheaders()},
                      found.read().decode())  # fmt: skip
    finally:
        link.close()


def form(fields: list[tuple[str, str]], address: str, **headers: str) -> Answer:
    return ask(address, "POST", urlencode(fields).encode(),
               Content_Type="application/x-www-form-urlencoded", **headers)  # fmt: skip


def site(root: Path, backend: str, more: str = "") -> Path:
    content = root / "content"
    (content / "forms").mkdir(parents=True)
    (content / "site.yaml").write_text(f"name: Street\nurl: https://harbour-street.org\n{more}")
    (content / "index.md").write_text("# Home\n\n::: signup join\n:::\n")
    (content / "forms" / "join.yaml").write_text(FIELDS + backend)
    return root


def trial(root: Path) -> formtrial.Trial:
    made, problems = formtrial.prepare(formbook.read(root, OPTIONS, Cache(None)), "join")
    assert made is not None, problems
    return made


SENT = [("email", "zoë@example.org"), ("first_name", "Zoë 周"), ("skills", "Talk"),
        ("skills", "Cook, bake"), ("updates", "yes")]  # fmt: skip


# httpbin --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def httpbin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not all(importlib.util.find_spec(name) for name in ("httpbin", "gunicorn")):
        missing('httpbin (pip install -e ".[dev]")')
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "httpbin:app"]
    with running(command, port, tmp_path_factory.mktemp("httpbin")) as address:
        yield address


@pytest.mark.parametrize("enctype", ["urlencoded", "multipart"])
def test_httpbin_gets_what_a_test_says_it_sends(
    httpbin: str, enctype: str, tmp_path: Path
) -> None:
    address = f"{httpbin}/post"
    root = site(tmp_path, f"backend: custom\nsettings: {{url: '{address}', enctype: {enctype}, "
                          "fetch: json}\n")  # fmt: skip
    made = trial(root)
    outcome = formtrial.send(made)
    assert (200, True) == (outcome.status, outcome.good), outcome
    got = json.loads(ask(address, "POST", made.body, **dict(made.headers)).body)
    assert dict(made.pairs) == got["form"]
    assert "multipart/form-data" in got["headers"]["Content-Type"]


@pytest.mark.parametrize(("path", "status", "good"), [
    ("status/422", 422, False), ("status/500", 500, False), ("status/201", 201, True),
    ("redirect-to?status_code=303&url=https://harbour-street.org/thanks/join/", 303, True),
    ("redirect-to?status_code=302&url=https://other.org/", 302, None),
])  # fmt: skip
def test_httpbins_answers_are_read(
    httpbin: str, path: str, status: int, good: bool | None, tmp_path: Path
) -> None:
    root = site(tmp_path, f"backend: custom\nsettings: {{url: '{httpbin}/{path}', fetch: json}}\n")
    outcome = formtrial.send(trial(root))
    assert (status, good) == (outcome.status, outcome.good), outcome


def test_a_slow_answer_is_not_waited_for(httpbin: str, tmp_path: Path) -> None:
    root = site(tmp_path, f"backend: custom\nsettings: {{url: '{httpbin}/delay/3'}}\n")
    outcome = formtrial.send(trial(root), patience=0.5)
    assert (0, False) == (outcome.status, outcome.good)


# Node-RED -------------------------------------------------------------------------------------


FLOW: list[dict[str, Any]] = [
    {"id": "tab", "type": "tab", "label": "Sign-ups"},
    {"id": "in", "type": "http in", "z": "tab", "url": "/webhook/join", "method": "post",
     "upload": True, "wires": [["work"]]},
    {"id": "work", "type": "function", "z": "tab", "outputs": 1, "wires": [["out"]], "func":
     "const asked = (msg.req.headers.accept || '').includes('application/json');\n"
     "const got = msg.payload;\n"
     "msg.headers = asked ? {} : {Location: got.next || '/'};\n"
     "msg.statusCode = asked ? 200 : 303;\n"
     "msg.payload = asked ? {success: true, got} : '';\nreturn msg;"},
    {"id": "ready", "type": "http in", "z": "tab", "url": "/ready", "method": "get",
     "wires": [["out"]]},
    {"id": "out", "type": "http response", "z": "tab"},
]  # fmt: skip


@pytest.fixture(scope="module")
def node_red(
    program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    node = program("node-red")
    folder, port = tmp_path_factory.mktemp("node-red"), free_port()
    (folder / "flows.json").write_text(json.dumps(FLOW))
    settings = {"uiHost": "127.0.0.1", "uiPort": port, "httpAdminRoot": False,
                "httpNodeCors": {"origin": "*", "methods": "POST"}, "flowFile": "flows.json",
                "telemetry": {"enabled": False, "updateNotification": False},
                "logging": {"console": {"level": "warn"}}}  # fmt: skip
    (folder / "settings.js").write_text(f"module.exports = {json.dumps(settings)};\n")
    command = [node, "-u", str(folder), "-s", str(folder / "settings.js")]
    with running(command, port, folder, ready="/ready") as address:  # its flows start later
        yield f"{address}/webhook/join"


def test_node_red_keeps_every_answer_and_sends_the_visitor_on(node_red: str) -> None:
    answer = form([*SENT, ("next", "https://harbour-street.org/thanks/join/")], node_red,
                  Accept="text/html")  # fmt: skip
    assert (303, "https://harbour-street.org/thanks/join/") == (
        answer.status, answer.headers.get("location")), answer  # fmt: skip
    got = json.loads(form(SENT, node_red, Accept="application/json").body)["got"]
    assert {"email": "zoë@example.org", "first_name": "Zoë 周", "skills": ["Talk", "Cook, bake"],
            "updates": "yes"} == got  # fmt: skip


def test_node_red_answers_a_test(node_red: str, tmp_path: Path) -> None:
    made = trial(site(tmp_path, f"backend: n8n\nsettings: {{url: '{node_red}'}}\n"))
    outcome = formtrial.send(made)
    assert (200, True) == (outcome.status, outcome.good), outcome


def test_node_red_lets_a_script_of_another_site_read(node_red: str) -> None:
    asked = ask(node_red, "OPTIONS", Origin="https://harbour-street.org",
                Access_Control_Request_Method="POST")  # fmt: skip
    answer = form(SENT, node_red, Accept="application/json", Origin="https://harbour-street.org")
    assert asked.status in (200, 204)
    assert "*" == answer.headers["access-control-allow-origin"]


# Cloudflare Pages -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cloudflare(
    program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    wrangler = program("wrangler")
    root = site(tmp_path_factory.mktemp("cloudflare"), "backend: cloudflare-pages\n",
                "host: cloudflare-pages\n")  # fmt: skip
    result = build.run(root, root / "output", OPTIONS)
    assert [] == [problem for problem in result.problems if problem.level == "error"]
    folder, port = tmp_path_factory.mktemp("wrangler"), free_port()
    command = [wrangler, "pages", "dev", str(root / "output"), "--ip", "127.0.0.1", "--port",
               str(port), "--inspector-port", str(free_port()), "--compatibility-date",
               "2024-09-01", "--kv", "FORMS_KV"]  # fmt: skip
    environment = {"WRANGLER_SEND_METRICS": "false", "CI": "1", "HOME": str(folder),
                   "XDG_CONFIG_HOME": str(folder)}  # fmt: skip
    with running(command, port, folder, environment) as address:
        yield address


def test_cloudflares_program_receives_a_form_and_thanks(cloudflare: str) -> None:
    answer = form([*SENT, ("_gotcha", "")], f"{cloudflare}/api/forms/join", Accept="text/html")
    assert (303, "/thanks/join/") == (answer.status, answer.headers["location"])
    thanks = ask(f"{cloudflare}/thanks/join/", "GET")
    assert (200, True) == (thanks.status, "<h1" in thanks.body)


def test_cloudflares_program_answers_a_script(cloudflare: str) -> None:
    answer = form(SENT, f"{cloudflare}/api/forms/join", Accept="application/json")
    assert (200, True) == (answer.status, json.loads(answer.body)["success"])
    lacking = form([("first_name", "Zoë")], f"{cloudflare}/api/forms/join",
                   Accept="application/json")  # fmt: skip
    assert (422, False) == (lacking.status, json.loads(lacking.body)["success"])
    assert {"email", "updates"} <= {each["field"] for each in json.loads(lacking.body)["errors"]}


def test_cloudflares_program_tells_a_robot_nothing(cloudflare: str) -> None:
    answer = form([*SENT, ("_gotcha", "buy")], f"{cloudflare}/api/forms/join", Accept="text/html")
    assert (303, "/thanks/join/") == (answer.status, answer.headers["location"])


@pytest.mark.parametrize(("method", "path", "headers", "status"), [
    ("GET", "/api/forms/join", {}, 405),
    ("POST", "/api/forms/other", {"Content_Type": "application/x-www-form-urlencoded"}, 404),
    ("POST", "/api/forms/join", {"Content_Type": "application/json"}, 415),
    ("POST", "/api/forms/join", {"Content_Type": "application/x-www-form-urlencoded",
                                 "Origin": "https://evil.example"}, 403),
    ("GET", "/", {}, 200),
])  # fmt: skip
def test_cloudflares_program_refuses_what_is_no_form_of_the_site(
    cloudflare: str, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    assert status == ask(cloudflare + path, method, b"a=b" if method == "POST" else b"",
                         **headers).status  # fmt: skip


# Manners --------------------------------------------------------------------------------------


def test_a_receiver_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITEGEN_RECEIVERS", "required")
    with pytest.raises(pytest.fail.Exception, match="need a pony"):
        missing("a pony")
    monkeypatch.delenv("SITEGEN_RECEIVERS")
    with pytest.raises(pytest.skip.Exception, match="need a pony"):
        missing("a pony")


def test_a_receiver_is_gone_after_its_tests(tmp_path: Path) -> None:
    port = free_port()
    with running([sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"], port,
                 tmp_path):  # fmt: skip
        found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=False)
        assert f"http.server {port}" in found.stdout or not found.stdout
    assert os.name != "posix" or f"http.server {port}" not in subprocess.run(
        ["ps", "-eo", "args"], capture_output=True, text=True, check=False).stdout  # fmt: skip
