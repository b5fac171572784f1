"""What a site needs so that its forms are received: a program at the host, a backend of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reading import csp, one, soup, value

from tests.conftest import SITE, Project

CLOUDFLARE = SITE + "form: join\nhost: cloudflare-pages\nbackend: cloudflare-pages\n"
FORM = """\
title: Join us
fields: [email, skills, {name: city, required: yes}]
consent: [{name: updates, label: "Yes, write to me.", required: yes}]
"""


@pytest.fixture
def received(project: Project) -> Project:
    """A site at Cloudflare Pages whose form the site itself receives."""
    project.write("content/site.yaml", CLOUDFLARE).write("content/forms/join.yaml", FORM)
    return project.built()


def test_the_host_gets_a_program_for_its_forms_and_for_nothing_else(received: Project) -> None:
    assert {"version": 1, "include": ["/api/forms/*"], "exclude": []} == json.loads(
        received.out("_routes.json")
    )
    assert "__FORMS__" not in received.out("_worker.js")
    form = one(soup(received, "index.html"), "form")
    assert value(soup(received, "index.html"), "form", "action").endswith("api/forms/join")
    assert "post" == form["method"]
    assert ["'self'"] == csp(soup(received, "index.html"))["form-action"]


def test_the_program_learns_of_a_changed_form_and_goes_with_the_backend(received: Project) -> None:
    before = received.out("_worker.js")
    received.write(
        "content/forms/join.yaml", FORM.replace("name: city", "name: town, label: Town")
    ).built()
    assert before != received.out("_worker.js")
    assert '"town"' in received.out("_worker.js")
    received.write("content/site.yaml", SITE + "form: join\nbackend: {name: mailto, settings: "
                   "{address: us@test-street.org}}\n").built()  # fmt: skip
    assert not received.has("_worker.js")
    assert not received.has("_routes.json")


def test_a_program_of_the_sites_own_is_not_overwritten(received: Project) -> None:
    received.write("content/static/_worker.js", "export default {}").build()
    problem = received.problem("output-twice")
    assert '"content/static/_worker.js"' in problem.message
    assert '"_worker.js (made by sitegen)"' in problem.message


# The program, run -----------------------------------------------------------------------------

HARNESS = """\
import worker from "./worker.mjs";
import {readFileSync} from "node:fs";
const {requests, store} = JSON.parse(readFileSync(0, "utf-8"));
const kept = [];
const env = {ASSETS: {fetch: async () => new Response("a file")}};
if (store === "kv") env.FORMS_KV = {put: async (key, text) => kept.push([key, text])};
if (store === "db") env.FORMS_DB = {
  prepare: (sql) => ({sql, values: [], bind(...values) { this.values = values; return this; }}),
  batch: async (list) => kept.push(...list.map((one) => [one.sql, one.values])),
};
console.error = () => {};
const replies = [];
for (const [path, init] of requests) {
  const reply = await worker.fetch(new Request("https://group.org" + path, init), env);
  replies.push({status: reply.status, to: reply.headers.get("Location"),
    type: reply.headers.get("Content-Type"), cache: reply.headers.get("Cache-Control"),
    allow: reply.headers.get("Allow"), text: await reply.text()});
}
console.log(JSON.stringify({replies, kept}));
"""
Ask = Callable[..., tuple[list[dict[str, Any]], list[Any]]]
GOOD = "email=a%40b.org&skills=data&skills=design&city=K%C3%B6ln&updates=yes&_gotcha="
FORMS = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {**FORMS, "Accept": "application/json"}


@pytest.fixture
def ask(received: Project, tmp_path: Path) -> Ask:
    """Sends requests to the program, as Cloudflare would, and gives its replies and its store."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js")
    (tmp_path / "worker.mjs").write_text(received.out("_worker.js"))
    (tmp_path / "harness.mjs").write_text(HARNESS)

    def send(*requests: tuple[str, dict[str, Any]], store: str = "kv") -> Any:
        asked = json.dumps({"requests": requests, "store": store})
        ran = subprocess.run([node, "harness.mjs"], input=asked, cwd=tmp_path, text=True,
                             capture_output=True, timeout=60, check=True)  # fmt: skip
        told = json.loads(ran.stdout)
        return told["replies"], told["kept"]

    return send


def post(body: str, headers: dict[str, str], path: str = "/api/forms/join") -> tuple[str, Any]:
    """A form as a browser sends it."""
    return path, {"method": "POST", "body": body, "headers": headers, "redirect": "manual"}


def test_a_plain_form_is_kept_and_led_to_the_thanks(ask: Ask) -> None:
    (reply,), ((key, text),) = ask(post(GOOD, {**FORMS, "Origin": "https://group.org"}))
    assert (303, "/thanks/join/", "no-store") == (reply["status"], reply["to"], reply["cache"])
    entry = json.loads(text)
    assert key == f"join/{entry['received']}/{entry['id']}"
    assert {"email": ["a@b.org"], "skills": ["data", "design"], "city": ["Köln"],
            "updates": ["yes"]} == entry["answers"]  # fmt: skip


def test_a_script_is_told_of_success_and_of_what_is_missing(ask: Ask) -> None:
    bad = GOOD.replace("city=K%C3%B6ln", "city=+")
    (good, missing), kept = ask(post(GOOD, JSON), post(bad, JSON))
    assert (200, True) == (good["status"], json.loads(good["text"])["success"])
    told = json.loads(missing["text"])
    assert (422, False, [{"field": "city"}]) == (
        missing["status"], told["success"], told["errors"])  # fmt: skip
    assert 1 == len(kept)


def test_a_database_gets_a_row_with_nothing_written_into_the_command(ask: Ask) -> None:
    _, ((create, _), (insert, values)) = ask(post(GOOD, JSON), store="db")
    assert create.startswith("CREATE TABLE IF NOT EXISTS answers")
    assert "INSERT INTO answers VALUES (?, ?, ?, ?)" == insert
    assert ["join", ["a@b.org"]] == [values[1], json.loads(values[3])["email"]]


def test_a_robot_is_thanked_and_forgotten(ask: Ask) -> None:
    (reply, told), kept = ask(post(GOOD + "x", FORMS), post(GOOD + "x", JSON))
    assert (303, 200, []) == (reply["status"], told["status"], kept)


def test_names_that_no_form_has_are_not_kept(ask: Ask) -> None:
    _, ((_, text),) = ask(post(GOOD + "&admin=1&ref=ab12&utm_source=stall", FORMS))
    answers = json.loads(text)["answers"]
    assert (["ab12"], ["stall"]) == (answers["ref"], answers["utm_source"])
    assert "admin" not in answers


def test_what_is_no_form_of_the_site_is_refused(ask: Ask) -> None:
    elsewhere = {**FORMS, "Origin": "https://other.org"}
    replies, kept = ask(
        ("/api/forms/join", {}),
        post(GOOD, FORMS, "/api/forms/none"),
        post(GOOD, FORMS, "/api/forms/constructor"),
        post(GOOD, elsewhere),
        post("{}", {"Content-Type": "application/json"}),
        post(GOOD + "&city=" + "x" * 200_000, FORMS),
    )
    assert [405, 404, 404, 403, 415, 413] == [reply["status"] for reply in replies]
    assert "POST" == replies[0]["allow"]
    assert [] == kept


def test_a_site_without_a_store_says_that_it_cannot_receive(ask: Ask) -> None:
    (plain, told), _ = ask(post(GOOD, FORMS), post(GOOD, JSON), store="")
    assert (503, 503) == (plain["status"], told["status"])
    assert "FORMS_DB" not in plain["text"]


def test_every_other_address_is_a_file(ask: Ask) -> None:
    replies, _ = ask(("/", {}), ("/api/forms/", {}), ("/api/forms/a/b", {}))
    assert ["a file"] * 3 == [reply["text"] for reply in replies]


# What a page shows ----------------------------------------------------------------------------


def test_boxes_have_names_of_their_own_where_the_service_wants_them_apart(
    project: Project,
) -> None:
    project.write("content/forms/join.yaml", "title: Join\nfields: [email, skills]\nconsent: none\nbackend: "
                  "formspark\nsettings: {form_id: Xk29aQwLm}\n").built()  # fmt: skip
    boxes = soup(project, "index.html").select("fieldset input[type=checkbox]")
    assert [f"skills[{number}]" for number in range(8)] == [str(box["name"]) for box in boxes]


def test_a_trap_may_have_to_be_a_box(project: Project) -> None:
    project.write("content/forms/join.yaml", "title: Join\nfields: [email]\nconsent: none\nbackend: web3forms\n"
                  "settings: {access_key: 5f0f6c3e-1a2b-4c3d-8e9f-0a1b2c3d4e5f}\n").built()  # fmt: skip
    assert "checkbox" == value(soup(project, "index.html"), 'input[name="botcheck"]', "type")


def test_where_only_a_script_can_send_a_link_stands_for_everybody(project: Project) -> None:
    project.write("content/forms/join.yaml", "title: Join\nfields: [email]\nconsent: none\nbackend: "
                  "action-network\nsettings:\n  form_id: 7b1e4b2f-3c5d-4e6f-8a9b-0c1d2e3f4a5b\n"
                  "  page: https://actionnetwork.org/forms/join-us\n").built()  # fmt: skip
    links = [str(link["href"]) for link in soup(project, "index.html").select("a")]
    assert "https://actionnetwork.org/forms/join-us" in links


# A backend of the site's own ------------------------------------------------------------------

OWN = """\
title: Our branch
action: https://lists.test-street.org/{list}
settings: {list: {required: yes, example: harbour}}
names: {others: 'fields[{name}]'}
"""


def test_a_backend_of_the_sites_own_is_used_by_its_name(project: Project) -> None:
    project.write("content/backends/branch.yaml", OWN)
    project.write("content/forms/join.yaml", "title: Join\nfields: [email]\nconsent: none\n")
    project.write("content/site.yaml", SITE + "form: join\nbackend: {name: branch, settings: "
                  "{branch: {list: news}}}\n").built()  # fmt: skip
    page = soup(project, "index.html")
    assert "https://lists.test-street.org/news" == value(page, "form", "action")
    assert page.select_one('input[name="fields[email]"]') is not None
    assert "https://lists.test-street.org" in csp(page)["form-action"]
    project.write("content/backends/branch.yaml", OWN.replace("fields", "f")).built()
    assert soup(project, "index.html").select_one('input[name="f[email]"]') is not None


def test_a_wrong_backend_of_the_sites_own_stops_the_build_at_its_line(project: Project) -> None:
    project.built()
    project.write("content/backends/branch.yaml", OWN.replace("https", "http")).build()
    problem = project.problem("backend-wrong")
    assert problem.span is not None
    assert ("content/backends/branch.yaml", 2) == (problem.span.path, problem.span.line)
    assert project.result.failed


def test_one_line_of_site_yaml_moves_every_form(project: Project) -> None:
    settings = """\
  settings:
    custom: {url: "https://crm.test-street.org/all"}
    formspree: {form_id: xwkgzyxa}
"""
    project.write("content/forms/join.yaml", "title: Join\nfields: [email]\nconsent: none\n")
    for name, action in (("custom", "https://crm.test-street.org/all"),
                         ("formspree", "https://formspree.io/f/xwkgzyxa")):  # fmt: skip
        text = f"{SITE}form: join\nbackend:\n  name: {name}\n{settings}"
        project.write("content/site.yaml", text).built()
        assert action == value(soup(project, "index.html"), "form", "action")


def test_what_is_wrong_with_settings_of_the_site_is_said_once(project: Project) -> None:
    project.write("content/forms/join.yaml", "title: Join\nfields: [email]\nconsent: none\n")
    project.write("content/forms/more.yaml", "title: More\nfields: [email]\nconsent: none\n")
    project.write("content/site.yaml", SITE + "form: join\nbackend:\n  name: formspree\n"
                  "  settings:\n    formspree: {form_id: '?'}\n").build()  # fmt: skip
    assert 1 == project.codes().count("form-setting")
