"""A form is written by the theme, filled in, posted to a stand-in receiver and read back there."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sitegen import yamltext
from sitegen.forms import read, view, wiring
from sitegen.forms.shown import FormView
from sitegen.model import Pairs

THEME = Path(__file__).resolve().parents[2] / "themes" / "base"
PATH = "content/forms/host.yaml"
FORM = """
title: Host a table
intro: "First line <b>bold</b>.\\n\\nSecond line."
button: Offer my table
note: We write back within two days.
fields:
  - {preset: name, required: true}
  - email
  - {preset: phone, help: Only to fix a date.}
  - {name: day, type: date, label: Which day?}
  - {name: chairs, type: number, label: How many chairs?}
  - {name: page, type: url, label: Your page}
  - {name: part, type: radio, label: Your part, options: [Host, {s: Scribe & more}], required: yes}
  - {name: when, type: select, label: When, options: [Morning, Evening], required: yes}
  - {name: skills, type: checkboxes, label: Skills, options: [Tea, "Talk, listen"]}
  - {name: quiet, type: checkbox, label: I prefer a quiet room}
  - {preset: message, placeholder: 'Say "hello"', maxlength: 500}
  - {name: source, type: hidden, value: 'web "site" & more'}
consent:
  - {name: contact, label: You may write to me., required: true}
  - {name: updates, label: Also send me news.}
backend: custom
settings:
  url: "URL"
  names: {email: EMAIL, skills: "skills[]"}
  hidden: {list: "a&b=c"}
  redirect_field: next
"""


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[tuple[str, list[tuple[str, str]]]]]]:
    """The address of a receiver on this computer, and what it has received so far."""
    got: list[tuple[str, list[tuple[str, str]]]] = []

    class Handler(BaseHTTPRequestHandler):
        """Reads a urlencoded body as a server does."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
            fields = parse_qsl(body, keep_blank_values=True, strict_parsing=True)
            got.append((self.headers["Content-Type"], fields))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/join", got
    server.shutdown()
    thread.join()
    server.server_close()


def see(url: str, text: str = FORM) -> FormView:
    """The form as a template sees it."""
    node, _ = yamltext.read(text.replace("URL", url), PATH)
    made, problems = read.form(node, PATH)
    assert problems == ()
    assert made is not None
    wired = wiring.connect(made, None, "https://group.org/thanks/", "https://group.org")
    assert wired is not None
    assert wired.problems == ()
    return view.see(made, wired, {}, "ask")


def render(form: FormView) -> BeautifulSoup:
    """The form as the base theme writes it."""
    import yaml

    strings = yaml.safe_load((THEME / "strings" / "en.yaml").read_text("utf-8"))
    source = (THEME / "templates" / "form.html").read_text("utf-8")
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader({"form.html": source}), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    template = '{% from "form.html" import write_form %}{{ write_form(form, t) }}'
    html = environment.from_string(template).render(form=form, t=strings)
    return BeautifulSoup(html, "html.parser")


def text_of(tag: Tag, attribute: str) -> str:
    """An attribute as text, or ""."""
    value = tag.get(attribute)
    return value if isinstance(value, str) else ""


def submit(form: Tag, answers: dict[str, list[str]]) -> list[tuple[str, str]]:
    """What a browser would send, in the order of the page (HTML Standard, 4.10.22.4)."""
    sent: list[tuple[str, str]] = []
    for control in form.find_all(["input", "select", "textarea"]):
        name, kind = text_of(control, "name"), text_of(control, "type")
        if kind in ("checkbox", "radio"):
            value = text_of(control, "value") or "on"
            if value in answers.get(name, []) or (
                name not in answers and control.has_attr("checked")
            ):
                sent.append((name, value))
        elif name in answers:
            sent.append((name, answers[name][0].replace("\n", "\r\n")))
        else:
            sent.append((name, text_of(control, "value")))
    return sent


ANSWERS: dict[str, list[str]] = {
    "name": ["Zoë O'Hara & Søn"],
    "EMAIL": ["zoe+tables@group.org"],
    "phone": ["+44 20 7946 0000"],
    "day": ["2026-11-28"],
    "chairs": ["8"],
    "page": ["https://group.org/?a=1&b=2"],
    "part": ["s"],
    "when": ["Evening"],
    "skills[]": ["Tea", "Talk, listen"],
    "message": ["Two steps at the door.\nAnd a cat: 100 % friendly = yes?"],
    "contact": ["yes"],
}


def test_what_people_fill_in_reaches_the_receiver_unchanged(
    receiver: tuple[str, list[tuple[str, list[tuple[str, str]]]]],
) -> None:
    url, got = receiver
    form = render(see(url)).form
    assert form is not None
    assert text_of(form, "method") == "post"
    sent = submit(form, ANSWERS)
    request = urllib.request.Request(
        text_of(form, "action"), urlencode(sent).encode("ascii"),
        {"Content-Type": text_of(form, "enctype")}, method="POST",
    )  # fmt: skip
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        assert answer.status == 204
    assert got == [
        (
            "application/x-www-form-urlencoded",
            [
                ("list", "a&b=c"),
                ("source", 'web "site" & more'),
                ("consent_wording", got[0][1][2][1]),
                ("next", "https://group.org/thanks/"),
                ("_gotcha", ""),
                ("name", "Zoë O'Hara & Søn"),
                ("EMAIL", "zoe+tables@group.org"),
                ("phone", "+44 20 7946 0000"),
                ("day", "2026-11-28"),
                ("chairs", "8"),
                ("page", "https://group.org/?a=1&b=2"),
                ("part", "s"),
                ("when", "Evening"),
                ("skills[]", "Tea"),
                ("skills[]", "Talk, listen"),
                (
                    "message",
                    "Two steps at the door.\r\nAnd a cat: 100 % friendly = yes?",
                ),
                ("contact", "yes"),
            ],
        )
    ]


def test_the_receiver_learns_which_wording_was_agreed_to() -> None:
    hidden = dict(see("http://127.0.0.1/").hidden)
    parts = [part.split("=") for part in hidden["consent_wording"].split()]
    assert [name for name, _ in parts] == ["contact", "updates"]
    assert all(len(version) == 12 for _, version in parts)


def test_nothing_is_ticked_or_chosen_beforehand() -> None:
    form = render(see("http://127.0.0.1/"))
    assert form.select("[checked], [selected]") == []


def test_every_field_has_a_label_and_every_id_is_used_once() -> None:
    form = render(see("http://127.0.0.1/"))
    ids = [text_of(tag, "id") for tag in form.select("[id]")]
    assert sorted(set(ids)) == sorted(ids)
    labels = {text_of(tag, "for") for tag in form.select("label")}
    for control in form.select("input:not([type=hidden]), select, textarea"):
        assert text_of(control, "id") in labels
    for tag in form.select("[aria-describedby]"):
        assert text_of(tag, "aria-describedby") in ids


def test_the_honeypot_is_out_of_reach_for_people() -> None:
    trap = render(see("http://127.0.0.1/")).select_one("[name=_gotcha]")
    assert trap is not None
    assert (text_of(trap, "type"), text_of(trap, "tabindex")) == ("text", "-1")
    assert text_of(trap, "autocomplete") == "off"
    assert trap.find_parent(attrs={"aria-hidden": "true"}) is not None


def test_required_and_autocomplete_reach_the_page() -> None:
    form = render(see("http://127.0.0.1/"))
    required = {text_of(tag, "name") for tag in form.select("[required]")}
    assert required == {"name", "EMAIL", "part", "when", "contact"}
    tokens = {text_of(tag, "name"): text_of(tag, "autocomplete")
              for tag in form.select("[autocomplete]")}  # fmt: skip
    assert tokens == {"_gotcha": "off", "name": "name", "EMAIL": "email", "phone": "tel"}


def test_a_link_takes_the_place_of_a_form() -> None:
    text = (
        "button: Write to us\nfields: [email]\nbackend: mailto\n"
        "settings: {address: hello@group.org}\n"
    )
    soup = render(see("", text))
    assert soup.form is None
    assert soup.a is not None
    assert text_of(soup.a, "href").startswith("mailto:hello@group.org?subject=")
    assert soup.a.get_text() == "Write to us"


# What a template sees -------------------------------------------------------------------------


def test_ids_differ_when_a_page_shows_a_form_twice() -> None:
    node, _ = yamltext.read(FORM, PATH)
    made, _ = read.form(node, PATH)
    assert made is not None
    wired = wiring.Wiring("custom")
    ids: list[str] = []
    for prefix in ("", "ask", "signup-1"):
        shown = view.see(made, wired, {}, prefix)
        ids += [shown.id, *(field.id for field in shown.fields)]
    assert sorted(set(ids)) == sorted(ids)


def test_ids_are_safe_in_a_selector() -> None:
    node, _ = yamltext.read("fields: [{name: 'a[b]', label: A}, {name: a-b-, label: B}]\n", "f")
    made, _ = read.form(node, "content/forms/join.yaml")
    assert made is not None
    shown = view.see(made, wiring.Wiring("custom"), {}, "")
    assert [field.id for field in shown.fields] == ["form-join-a-b-", "form-join-a-b--2"]


def test_the_themes_words_are_used_where_the_file_gives_none() -> None:
    text = "fields: [email, {preset: postcode, label: ZIP}, skills]\n"
    node, _ = yamltext.read(text, PATH)
    made, _ = read.form(node, PATH)
    assert made is not None
    words = {
        "field_email": "E-Mail",
        "field_postcode": "Postleitzahl",
        "field_skills_writing": "Schreiben",
        "form_send": "Senden",
    }
    shown = view.see(made, wiring.Wiring("custom"), words)
    assert [field.label for field in shown.fields] == [
        "E-Mail",
        "ZIP",
        "What would you like to help with?",
    ]
    assert shown.fields[2].options[2].label == "Schreiben"
    assert shown.fields[2].options[2].value == "writing"
    assert shown.button == "Senden"


def test_an_introduction_is_escaped_and_keeps_its_paragraphs() -> None:
    intro = str(see("http://127.0.0.1/").intro)
    assert intro == "<p>First line &lt;b&gt;bold&lt;/b&gt;.</p><p>Second line.</p>"


def test_hidden_fields_are_not_shown_twice() -> None:
    form = see("http://127.0.0.1/")
    names: Pairs = form.hidden
    assert "source" in dict(names)
    assert "source" not in [field.name for field in form.fields]


def test_consents_come_last_and_are_marked() -> None:
    fields = see("http://127.0.0.1/").fields
    assert [(field.name, field.required) for field in fields if field.consent] == [
        ("contact", True),
        ("updates", False),
    ]
    assert [field.consent for field in fields[-2:]] == [True, True]
