"""A backend of a site's own: a file in content/backends/, checked as strictly as the table."""

from __future__ import annotations

import json

import pytest

from sitegen import yamltext
from sitegen.forms import own, read, wiring
from sitegen.forms.backend import MULTIPART, URLENCODED, Backend
from sitegen.problems import Problem

PATH = "content/backends/branch.yaml"
FULL = """\
title: Our branch
action: https://lists.group.org/{list}/subscribe
settings:
  list: {required: yes, example: harbour, pattern: '[a-z]+', expects: small letters}
  names: {kind: pairs, help: our name and theirs}
names:
  fixed: {email: EMAIL}
  others: 'fields[{name}]'
  from_setting: names
  repeated: '{name}[]'
hidden: {source: website, list: '{list}'}
honeypot: _trap
redirect: _next
reserved: ['_*']
encodings: [multipart, urlencoded]
fetch:
  mode: json
  to: https://lists.group.org/api/{list}
  encoding: urlencoded
  drop: [_next]
  ok: {done: 'true', id: }
  message: error
  errors: {map: fields}
tags: {utm_source: source}
limits: {files: no}
"""


def made(text: str, path: str = PATH) -> tuple[Backend | None, tuple[Problem, ...]]:
    """The backend of a file."""
    return own.read(yamltext.read(text, path)[0], path)


def sound(text: str) -> Backend:
    """The same where nothing is wrong."""
    backend, problems = made(text)
    assert problems == ()
    assert backend is not None
    return backend


def form(backend: Backend, text: str) -> wiring.Wiring:
    """A form that names the backend, as the build wires it."""
    node, _ = yamltext.read(text + f"\nbackend: {backend.name}\n", "content/forms/join.yaml")
    found, _ = read.form(node, "content/forms/join.yaml")
    assert found is not None
    default = wiring.Default(own=(backend,))
    wired = wiring.connect(found, default, "https://group.org/thanks/")
    assert wired is not None
    return wired


def test_everything_that_a_file_says_reaches_the_form() -> None:
    wired = form(sound(FULL), "fields: [email, skills]\nsettings: {list: harbour}")
    assert wired.problems == ()
    assert wired.action == "https://lists.group.org/harbour/subscribe"
    assert wired.names == (("email", "EMAIL"), ("skills", "fields[skills][]"))
    assert wired.hidden == (
        ("source", "website"), ("list", "harbour"), ("_next", "https://group.org/thanks/"),
    )  # fmt: skip
    assert (wired.honeypot, wired.enctype) == ("_trap", MULTIPART)
    assert json.loads(wired.script) == {
        "mode": "json", "to": "https://lists.group.org/api/harbour", "drop": ["_next"],
        "ok": [["done", "true"], ["id", None]], "message": "error", "errors": {"map": "fields"},
        "tags": {"utm_source": "source"},
    }  # fmt: skip


def test_the_shortest_file_is_one_line() -> None:
    backend = sound("action: https://lists.group.org/join\n")
    wired = form(backend, "fields: [email]")
    assert wired.problems == ()
    assert (wired.action, wired.enctype) == ("https://lists.group.org/join", URLENCODED)
    assert (wired.honeypot, wired.script) == ("_gotcha", "")


def test_a_page_may_stand_in_the_forms_place_or_in_a_frame() -> None:
    text = ("delivery: link\nlink: https://lists.group.org/{page}\nembed: https://f.group.org/{page}"
            "\nsettings: {page: {required: yes}, embed: {kind: flag}}\n")  # fmt: skip
    wired = form(sound(text), "fields: [email]\nsettings: {page: join}")
    assert (wired.link, wired.embed) == ("https://lists.group.org/join", "")
    wired = form(sound(text), "fields: [email]\nsettings: {page: join, embed: yes}")
    assert wired.embed == "https://f.group.org/join"
    assert wired.frame_origins == ("https://f.group.org",)


def test_its_settings_are_checked_like_ours() -> None:
    wired = form(sound(FULL), "fields: [email]\nsettings: {list: Harbour 1}")
    assert [problem.code for problem in wired.problems] == ["form-setting"]
    assert wired.problems[0].hint == "It should be small letters, for example harbour"
    wired = form(sound(FULL), "fields: [email]")
    assert wired.problems[0].code == "form-setting-missing"


def test_its_reserved_names_and_its_refusal_of_files_hold() -> None:
    wired = form(
        sound(FULL),
        "fields: [email, {name: _x, label: X}, {name: f, type: file, label: F}]\n"
        "settings: {list: a, names: {_x: _x}}",
    )
    assert {problem.code for problem in wired.problems} == {"form-name-taken", "form-file"}


def test_an_unknown_backend_is_guessed_among_own_ones_too() -> None:
    found, _ = read.form(yamltext.read("fields: [email]\nbackend: brunch", "f")[0], "f/join.yaml")
    assert found is not None
    problem = wiring.missing(found, wiring.Default(own=(sound(FULL),)))
    assert problem.hint == 'Did you mean "branch"?'


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("title: X\n", 1, "Nothing says where the form goes"),
        ("action: http://lists.group.org/\n", 1, "not an encrypted address"),
        ("action: //lists.group.org/\n", 1, "not an encrypted address"),
        ("action: javascript:alert(1)\n", 1, "not an encrypted address"),
        ("action: '{place}/join'\nsettings: {place: {required: yes}}\n", 1, "not an encrypted"),
        (
            "action: https://a.org/{lsit}\nsettings:\n  list: {}\n",
            1,
            '"{lsit}" stands for nothing',
        ),
        ("delivery: link\n", 1, "which page the link leads to"),
        ("action: https://a.org/\nneeds_js: yes\nfetch: json\n", 2, "no way to sign up"),
        ("action: https://a.org/\nlink: https://a.org/\nneeds_js: yes\n", 3, "does not allow"),
        ("action: https://a.org/\nfetch: {mode: json, encoding: json}\n", 2, "paths in JSON"),
        ("action: https://a.org/\nfetch:\n  mode: json\n  to: http://a.org/\n", 4, "encrypted"),
        ("action: https://a.org/\norigins: ['*']\n", 2, "not an origin"),
        ("action: https://a.org/\nattributes:\n  onsubmit: x()\n", 2, "may not get the attribute"),
        ("action: https://a.org/\ntags: {utm_sauce: x}\n", 2, "no campaign tag"),
        ("action: https://a.org/\nhidden_setting: more\n", 2, 'no setting "more"'),
        ("action: https://a.org/\nembed: https://b.org/\n", 2, "only where a setting asks"),
        ("action: https://a.org/\nsettings:\n  a: {pattern: '(a+)+'}\n", 3, "for ever"),
        ("action: https://a.org/\nsettings:\n  a: {pattern: '.*.*.*.*b'}\n", 3, "too many parts"),
        ("action: https://a.org/\nsettings:\n  a: {pattern: '('}\n", 3, "cannot be read"),
        ("action: https://a.org/\nsettings:\n  A-b: {}\n", 3, "cannot be the name of a setting"),
        ("action: https://a.org/\nhidden:\n  api_secret: abc\n", 3, "looks like a secret"),
        ("action: https://a.org/\nfetch:\n  headers: {X: Bearer abcdefgh12}\n", 3, "bearer token"),
        ("action: https://a.org/\nfetch: sometimes\n", 2, "must be one of"),
        ("- a\n", 1, "name: value"),
    ],
)
def test_what_cannot_be_is_said_with_its_line_and_a_way_out(
    text: str, line: int, word: str
) -> None:
    backend, problems = made(text)
    assert backend is None
    found = [problem for problem in problems if word in problem.message]
    assert found, problems
    assert found[0].span is not None
    assert (found[0].span.path, found[0].span.line) == (PATH, line)
    assert found[0].hint


def test_a_word_that_is_not_known_is_guessed() -> None:
    backend, (problem,) = made("action: https://a.org/\nhoneypott: x\n")
    assert backend is not None
    assert (problem.code, problem.hint) == ("key-unknown", 'Did you mean "honeypot"?')


@pytest.mark.parametrize("name", ["formspree", "Our CRM", "1a"])
def test_its_name_is_a_word_and_not_one_of_ours(name: str) -> None:
    backend, problems = made("action: https://a.org/\n", f"content/backends/{name}.yaml")
    assert backend is None
    assert [problem.code for problem in problems] == ["backend-name"]


def test_a_pattern_of_a_sites_own_cannot_take_for_ever() -> None:
    text = "action: https://a.org/{a}\nsettings:\n  a: {required: yes, pattern: '.*a.*b.*c'}\n"
    wired = form(sound(text), f"fields: [email]\nsettings: {{a: {'ab' * 240}}}")
    assert [problem.code for problem in wired.problems] == ["form-setting"]
    wired = form(sound(text), f"fields: [email]\nsettings: {{a: {'ab' * 5000}}}")
    assert len(wired.problems[0].message) < 200
