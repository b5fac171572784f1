"""A site names its backend once, and changing that one line moves every form of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen import yamltext
from sitegen.forms import backends, read, wiring
from sitegen.forms.backend import Backend
from sitegen.forms.model import Form
from sitegen.schema import Map

CONTENT = Path(__file__).resolve().parents[2] / "content"
SITE = "https://your-group.org"


def starter_forms() -> list[Form]:
    """The forms of the starter content."""
    found = []
    for place in sorted((CONTENT / "forms").glob("*.yaml")):
        path = f"content/forms/{place.name}"
        form, problems = read.form(yamltext.read(place.read_text("utf-8"), path)[0], path)
        assert problems == ()
        assert form is not None
        found.append(form)
    return found


FORMS = starter_forms()


def node(text: str) -> Map:
    """Settings from YAML text."""
    found, problems = yamltext.read(text, "content/site.yaml")
    assert problems == ()
    assert isinstance(found, Map)
    return found


def needed(backend: Backend, indent: str) -> str:
    """The lines that a backend needs; names by hand for all of the starter's fields."""
    lines = []
    names = {field.name for form in FORMS for field in form.fields}
    names |= {consent.name for form in FORMS for consent in form.consents}
    for setting in backend.settings:
        if setting.field.required:
            value = setting.example
            if setting.field.kind == "pairs":
                theirs = "entry.{}" if backend.name == "google-forms" else "q{}_x"
                value = ", ".join(f"{name}: {theirs.format(number)}"
                                  for number, name in enumerate(sorted(names), 10))  # fmt: skip
                value = f"{{{value}}}"
            lines.append(f"{indent}{setting.name}: {value}\n")
    return "".join(lines)


ALL = node("".join(f"{backend.name}:\n{needed(backend, '  ') or '  {}'}\n"
                   for backend in backends.TABLE))  # fmt: skip
"""One group of settings for each backend there is, as a site may hold them."""


@pytest.mark.parametrize("backend", backends.TABLE, ids=lambda backend: backend.name)
def test_one_line_moves_all_forms_of_the_starter_site(backend: Backend) -> None:
    default = wiring.Default(backend.name, ALL, "content/site.yaml", (), backend.host or "plain")
    for form in FORMS:
        assert form.backend == ""
        made = wiring.connect(form, default, f"{SITE}/thanks/{form.name}/", SITE)
        assert made is not None
        assert made.backend == backend.name
        assert made.action or made.link
        assert [problem for problem in made.problems if problem.level == "error"] == []
        assert {problem.code for problem in made.problems if problem.level == "warning"} \
            <= {"form-name-dropped", "form-name-unused", "form-boxes-dropped"}  # fmt: skip


def test_the_starter_site_has_its_settings_in_groups() -> None:
    site = node((CONTENT / "site.yaml").read_text("utf-8"))
    backend = site.get("backend")
    assert isinstance(backend, Map)
    settings = backend.get("settings")
    assert isinstance(settings, Map)
    assert {key.value for key, _ in settings.entries} <= set(backends.names())
    default = wiring.Default("custom", settings, "content/site.yaml")
    for form in FORMS:
        made = wiring.connect(form, default, "https://harbour-street.example/thanks/")
        assert made is not None
        assert ("form", form.name) in made.hidden


# Groups of settings ---------------------------------------------------------------------------


def wire(own: str, site: str, name: str = "custom") -> wiring.Wiring:
    """A form with settings of its own in a site with settings."""
    text = f"fields: [email]\n{own}"
    form, _ = read.form(yamltext.read(text, "f")[0], "content/forms/join.yaml")
    assert form is not None
    made = wiring.connect(
        form, wiring.Default(name, node(site), "content/site.yaml"), SITE + "/t/"
    )
    assert made is not None
    return made


def test_the_nearer_setting_wins() -> None:
    site = ("url: https://a.group.org/\n",
            "custom:\n  url: https://b.group.org/\n",
            "  forms: {join: {url: 'https://c.group.org/'}, other: {url: 'https://x.group.org/'}}\n")  # fmt: skip
    assert wire("", site[0]).action == "https://a.group.org/"
    assert wire("", site[0] + site[1]).action == "https://b.group.org/"
    assert wire("", "".join(site)).action == "https://c.group.org/"
    own = "settings: {custom: {url: 'https://d.group.org/'}, formspree: {form_id: abcdefgh}}\n"
    made = wire(own, "".join(site))
    assert (made.action, made.problems) == ("https://d.group.org/", ())


def test_a_form_that_names_another_backend_takes_that_backends_group() -> None:
    site = "url: https://a.group.org/\nformspree: {form_id: xwkgzyxa}\n"
    made = wire("backend: formspree\n", site)
    assert (made.action, made.problems) == ("https://formspree.io/f/xwkgzyxa", ())


def test_forms_may_stand_beside_settings_too() -> None:
    made = wire("", "url: https://a.group.org/\nforms: {join: {url: 'https://b.group.org/'}}\n")
    assert (made.action, made.problems) == ("https://b.group.org/", ())


def test_a_mistake_in_a_group_is_said_at_its_line() -> None:
    made = wire("", "custom:\n  url: https://a.group.org/\n  redirectfield: x\n")
    (problem,) = made.problems
    assert (problem.code, problem.hint) == ("key-unknown", 'Did you mean "redirect_field"?')
    assert problem.span is not None
    assert (problem.span.path, problem.span.line) == ("content/site.yaml", 3)


def test_a_group_of_no_backend_is_guessed() -> None:
    made = wire("", "custom: {url: 'https://a.group.org/'}\nformspre: {form_id: abcdefgh}\n")
    (problem,) = made.problems
    assert (problem.code, problem.hint) == ("key-unknown", 'Did you mean "formspree"?')


def test_a_form_that_is_not_there_is_guessed_once_for_the_site() -> None:
    default = wiring.Default(
        "custom", node("custom: {forms: {jion: {url: x}}}"), "content/site.yaml"
    )
    (problem,) = wiring.together([(form, None) for form in FORMS], default)
    assert (problem.code, problem.hint) == ("form-missing", 'Did you mean "join"?')


def test_two_traps_in_one_form_are_said() -> None:
    site = "custom: {url: 'https://a.group.org/', honeypot: site_trap}\n"
    assert wire("honeypot: form_trap\n", site).problems == ()
    made = wire("honeypot: form_trap\nsettings: {honeypot: other_trap}\n", site)
    assert [problem.code for problem in made.problems] == ["form-honeypot-twice"]
    assert made.honeypot == "form_trap"
