"""The contract of every backend in the table, and proof that the type can describe the others.

The services described at the end are not offered; they stand here so that the type keeps room for
every dialect that is known: ids in addresses, one pasted address that gives several values, name
prefixes, attributes, site-relative ways back, and services that can only be linked to.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from sitegen import schema, yamltext
from sitegen.forms import backends, presets, wiring
from sitegen.forms.backend import (
    URLENCODED,
    Backend,
    Honeypot,
    Limits,
    Names,
    Redirect,
    Setting,
)
from sitegen.forms.model import Consent, Form, FormField, Option
from sitegen.schema import Field

THANKS = "https://group.org/thank-you/"
FORM = Form(
    name="join",
    path="content/forms/join.yaml",
    title="Join us",
    fields=(
        FormField("email", "email", "Email", preset="email", required=True),
        FormField("first_name", "text", "First name", preset="first_name"),
        FormField("message", "textarea", "Message", preset="message"),
        FormField("skills", "checkboxes", "Skills", options=(Option("a", "A"), Option("b", "B"))),
    ),
    consents=(Consent("updates", "Yes, send me news."),),
)


def values(backend: Backend) -> dict[str, Any]:
    """The examples of a backend as settings, read the way a file is read."""
    text = "\n".join(f"{setting.name}: {setting.example}" for setting in backend.settings)
    node, problems = yamltext.read(text, "example.yaml")
    assert problems == ()
    checked = schema.check(node, backend.fields(), "example.yaml")
    assert checked.problems == ()
    return checked.values


def wire(backend: Backend, given: dict[str, Any] | None = None) -> wiring.Wiring:
    """The wiring of the sample form, with the backend's examples unless settings are given."""
    return wiring.wire(FORM, backend, values(backend) if given is None else given, THANKS)


@pytest.mark.parametrize("backend", backends.TABLE, ids=lambda backend: backend.name)
class TestEveryBackend:
    """What holds for each line of the table."""

    def test_it_is_described_completely(self, backend: Backend) -> None:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", backend.name)
        assert backend.title
        assert backend.region
        assert backend.documentation.startswith("https://")
        assert datetime.date.fromisoformat(backend.checked) <= datetime.date(2100, 1, 1)
        assert backend.confidence in ("high", "medium", "low")
        assert backend.encodings
        assert backends.find(backend.name) is backend

    def test_every_setting_has_help_and_a_valid_example(self, backend: Backend) -> None:
        for setting in backend.settings:
            assert re.fullmatch(r"[a-z][a-z_]*", setting.name)
            assert setting.example
            assert setting.field.help or setting.field.choices
            if setting.pattern:
                assert re.fullmatch(setting.pattern, setting.example)
                assert setting.expects

    def test_every_word_in_a_template_is_a_setting(self, backend: Backend) -> None:
        known = {"form", "honeypot", "name", "NAME", "kind"}
        known |= {setting.name for setting in backend.settings}
        for setting in backend.settings:
            known |= set(re.findall(r"\(\?P<(\w+)>", setting.pattern))
        templates = [backend.action, backend.link, backend.names.others, backend.honeypot.name]
        templates += [backend.redirect.name]
        templates += [value for _, value in (*backend.hidden, *backend.attributes)]
        used = set(re.findall(r"\{(\w+)\}", " ".join(templates)))
        assert used <= known

    def test_settings_named_by_rules_exist(self, backend: Backend) -> None:
        names = {setting.name for setting in backend.settings} | {""}
        assert backend.names.from_setting in names
        assert backend.honeypot.from_setting in names
        assert backend.hidden_setting in names
        assert backend.encoding_setting in names

    def test_it_always_gives_a_visitor_without_scripts_a_way(self, backend: Backend) -> None:
        made = wire(backend)
        assert bool(made.action) != bool(made.link)
        assert not backend.needs_js or made.link

    def test_its_wiring_is_complete_and_clean(self, backend: Backend) -> None:
        made = wire(backend)
        assert [problem for problem in made.problems if problem.level == "error"] == []
        assert made == wire(backend)
        assert "{" not in made.action + made.link + made.honeypot
        if made.action:
            assert made.method == "post"
            assert made.enctype in backend.encodings
            assert dict(made.names).keys() == {
                "email", "first_name", "message", "skills", "updates",
            }  # fmt: skip
            sent = [*dict(made.names).values(), *dict(made.hidden)]
            assert sorted(set(sent)) == sorted(sent)
            assert made.honeypot not in sent
            assert all(origin.startswith("https://") for origin in made.form_action_origins)

    def test_without_settings_it_explains_and_does_not_crash(self, backend: Backend) -> None:
        made = wiring.connect(
            Form("join", "join.yaml", backend=backend.name, fields=FORM.fields), None, THANKS
        )
        assert made is not None
        needed = [item.name for item in backend.settings if item.field.required]
        assert [item.code for item in made.problems] == ["form-setting-missing"] * len(needed)


def test_names_in_the_table_are_different() -> None:
    names = [backend.name for backend in backends.TABLE]
    assert sorted(set(names)) == sorted(names)


def test_rules_for_names_speak_of_presets_that_exist() -> None:
    known = {preset.name for preset in presets.PRESETS} | {"consent"}
    for backend in backends.TABLE:
        assert {name for name, _ in backend.names.fixed} <= known


