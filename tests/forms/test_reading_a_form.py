"""A form's YAML becomes a form; every mistake is said once, with its line and one way out."""

from __future__ import annotations

import pytest

from sitegen import schema, yamltext
from sitegen.forms import kinds, presets, read
from sitegen.forms.model import Consent, Form, FormField, Option, Thanks
from sitegen.problems import Problem

PATH = "content/forms/join.yaml"


def read_text(text: str, path: str = PATH) -> tuple[Form | None, tuple[Problem, ...]]:
    """A form from YAML text."""
    node, problems = yamltext.read(text, path)
    assert problems == ()
    return read.form(node, path)


def form(text: str) -> Form:
    """A form that must be read without any problem."""
    made, problems = read_text(text)
    assert problems == ()
    assert made is not None
    return made


def only(text: str) -> Problem:
    """The one problem of a form."""
    _, problems = read_text(text)
    assert len(problems) == 1, problems
    return problems[0]


def field(line: str) -> FormField:
    """The field that one line of YAML describes."""
    return form(f"fields:\n  - {line}\n").fields[0]


def field_problem(line: str) -> tuple[str, str, str]:
    """Code, level and hint of the one problem of a field."""
    problem = only(f"fields:\n  - email\n  - {line}\n")
    assert problem.span is not None
    assert (problem.span.path, problem.span.line) == (PATH, 3)
    return problem.code, problem.level, problem.hint


# What a form is -----------------------------------------------------------------------------


def test_a_form_has_the_name_of_its_file() -> None:
    made, problems = read_text("fields: [email]\n", "content/forms/host-a-meeting.yaml")
    assert problems == ()
    assert made is not None
    assert made.name == "host-a-meeting"


def test_everything_a_file_can_say_is_read() -> None:
    made = form(
        "title: Join us\n"
        "intro: One line.\n"
        "button: Count me in\n"
        "note: We answer within two days.\n"
        "fields: [email]\n"
        "consent:\n"
        "  - {name: updates, label: 'Yes, send me news.', required: true}\n"
        "backend: custom\n"
        "settings: {url: 'https://crm.group.org/join'}\n"
        "honeypot: _gotcha\n"
        "thanks: ../thank-you.md\n"
        "next: forms/host\n"
    )
    assert made.title == "Join us"
    assert made.intro == "One line."
    assert made.button == "Count me in"
    assert made.note == "We answer within two days."
    assert made.consents == (Consent("updates", "Yes, send me news.", required=True),)
    assert made.backend == "custom"
    assert made.settings is not None
    assert schema.plain(made.settings) == {"url": "https://crm.group.org/join"}
    assert made.honeypot == "_gotcha"
    assert made.thanks == Thanks(page="../thank-you.md")
    assert made.next == "forms/host"


def test_a_form_needs_nothing_but_fields() -> None:
    made = form("fields: [email]\n")
    assert (made.backend, made.settings, made.honeypot) == ("", None, "")
    assert made.thanks == Thanks()


def test_fields_may_stand_on_one_line_with_commas() -> None:
    assert [item.name for item in form("fields: email, postcode\n").fields] == [
        "email",
        "postcode",
    ]


def test_thanks_may_be_a_title_a_text_and_a_next_step() -> None:
    made = form(
        "fields: [email]\nthanks:\n  title: Hello\n  text: Check your mail.\n  next: about.md\n"
    )
    assert made.thanks == Thanks("", "Hello", "Check your mail.", "about.md")


def test_thanks_with_both_a_page_and_a_title_is_said() -> None:
    assert only("fields: [email]\nthanks: {page: a.md, title: Hi}\n").code == "form-thanks"


@pytest.mark.parametrize("word", ["none", "no", "off", "false"])
def test_a_honeypot_can_be_switched_off(word: str) -> None:
    assert form(f"fields: [email]\nhoneypot: {word}\n").honeypot == "none"


# Presets ------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda preset: preset.name)
def test_every_preset_makes_a_complete_field(preset: presets.Preset) -> None:
    made = field(preset.name)
    assert made.name == made.preset == preset.name
    assert made.type in kinds.TYPES
    assert made.label
    assert made.key == f"field_{preset.name}"
    assert bool(made.options) == (made.type in kinds.CHOICE_TYPES)


@pytest.mark.parametrize(
    ("name", "type_", "token"),
    [
        ("email", "email", "email"),
        ("name", "text", "name"),
        ("first_name", "text", "given-name"),
        ("last_name", "text", "family-name"),
        ("phone", "tel", "tel"),
        ("postcode", "text", "postal-code"),
        ("city", "text", "address-level2"),
        ("organisation", "text", "organization"),
        ("message", "textarea", ""),
    ],
)
def test_presets_carry_the_standards_autocomplete_words(name: str, type_: str, token: str) -> None:
    made = field(name)
    assert (made.type, made.autocomplete) == (type_, token)


def test_only_an_email_address_is_asked_for_firmly() -> None:
    assert [preset.name for preset in presets.PRESETS if preset.required] == ["email"]


def test_a_preset_can_be_changed_in_part() -> None:
    made = field("{preset: postcode, label: ZIP code, required: yes, help: Five digits.}")
    assert (made.name, made.label, made.key) == ("postcode", "ZIP code", "")
    assert made.required
    assert made.help == "Five digits."
    assert made.autocomplete == "postal-code"


def test_a_preset_can_be_used_under_another_name() -> None:
    made = field("{preset: name, name: host}")
    assert (made.name, made.preset, made.autocomplete) == ("host", "name", "name")


def test_the_name_of_a_preset_alone_means_the_preset() -> None:
    assert field("{name: email}") == field("email")


def test_a_field_of_ones_own_with_a_presets_name_keeps_its_autofill() -> None:
    made = field("{name: email, type: email, label: Where do we reach you?}")
    assert made.autocomplete == "email"
    assert not made.required


def test_a_presets_name_with_another_type_is_a_field_of_ones_own() -> None:
    made = field("{name: city, type: select, label: City, options: [Porto, Lisbon]}")
    assert (made.preset, made.autocomplete) == ("", "")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("e-mail", "email"),
        ("emial", "email"),
        ("telephone", "phone"),
        ("zip", "postcode"),
        ("surname", "last_name"),
        ("company", "organisation"),
        ("mesage", "message"),
    ],
)
def test_a_preset_that_does_not_exist_is_guessed(written: str, meant: str) -> None:
    expected = ("form-preset-unknown", "error", f'Did you mean "{meant}"?')
    assert expected == field_problem(written)


def test_a_preset_nobody_could_guess_shows_how_to_make_a_field() -> None:
    code, _, hint = field_problem("Favourite colour")
    assert code == "form-preset-unknown"
    assert hint == "For a field of your own: {name: favourite_colour, label: ...}"


def test_a_preset_with_a_colon_and_settings_shows_the_right_form() -> None:
    code, _, hint = field_problem("email: {required: no}")
    assert (code, hint) == ("form-fields", "Write: - {preset: email, required: no}")


# Full fields --------------------------------------------------------------------------------


def test_a_full_field_is_read() -> None:
    made = field(
        "{name: story, type: textarea, label: Your story, help: Short is fine., rows: 8, "
        "maxlength: 900, minlength: 20, placeholder: It began when, value: Once}"
    )
    assert made == FormField(
        name="story",
        type="textarea",
        label="Your story",
        help="Short is fine.",
        rows=8,
        maxlength=900,
        minlength=20,
        placeholder="It began when",
        value="Once",
    )


@pytest.mark.parametrize("type_", kinds.TYPES)
def test_every_type_of_field_is_known(type_: str) -> None:
    options = ", options: [A, B]" if type_ in kinds.CHOICE_TYPES else ""
    assert field(f"{{name: thing, type: {type_}, label: Thing{options}}}").type == type_


def test_a_field_without_a_type_is_a_line_of_text() -> None:
    assert field("{name: street_team, label: Street team}").type == "text"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("dropdown", "select"), ("paragraph", "textarea"), ("phone", "tel"), ("chekbox", "checkbox")],
)
def test_a_type_that_does_not_exist_is_guessed(written: str, meant: str) -> None:
    code, level, hint = field_problem(f"{{name: thing, type: {written}, label: Thing}}")
    assert (code, level, hint) == ("form-type-unknown", "error", f'Did you mean "{meant}"?')


@pytest.mark.parametrize(
    ("written", "options"),
    [
        ("[Yes, No]", (Option("Yes", "Yes"), Option("No", "No"))),
        ("'Yes, No'", (Option("Yes", "Yes"), Option("No", "No"))),
        ("{y: Yes, n: No}", (Option("y", "Yes"), Option("n", "No"))),
        ("[{y: Yes}, No]", (Option("y", "Yes"), Option("No", "No"))),
        ("[{value: y, label: Yes}]", (Option("y", "Yes"),)),
        ("[1, 02]", (Option("1", "1"), Option("02", "02"))),
    ],
)
def test_options_may_be_written_in_several_ways(written: str, options: tuple[Option, ...]) -> None:
    made = field(f"{{name: thing, type: radio, label: Thing, options: {written}}}")
    assert options == made.options


def test_an_option_may_contain_a_comma() -> None:
    made = form(
        "fields:\n  - name: part\n    type: radio\n    label: Part\n"
        "    options:\n      - Host, with a kettle\n      - Scribe\n"
    )
    assert made.fields[0].options[0].label == "Host, with a kettle"


@pytest.mark.parametrize("type_", ["select", "radio", "checkboxes"])
def test_a_choice_without_options_is_an_error(type_: str) -> None:
    assert field_problem(f"{{name: thing, type: {type_}, label: Thing}}")[0] == "form-no-options"


def test_an_option_written_twice_is_shown_once_and_said() -> None:
    made, problems = read_text(
        "fields:\n  - {name: a, type: radio, label: A, options: [x, x, y]}\n"
    )
    assert made is not None
    assert [option.value for option in made.fields[0].options] == ["x", "y"]
    assert [problem.code for problem in problems] == ["form-option-twice"]


# Mistakes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["title: Join\n", "fields: []\n", "fields:\n", ""])
def test_a_form_that_asks_for_nothing_is_an_error(text: str) -> None:
    made, problems = read_text(text)
    assert made is None
    assert [problem.code for problem in problems] == ["form-no-fields"]


def test_an_unknown_setting_is_guessed() -> None:
    problem = only("fields: [email]\nbuton: Go\n")
    assert (problem.code, problem.hint) == ("key-unknown", 'Did you mean "button"?')


def test_a_name_used_twice_names_the_first_line() -> None:
    problem = only("fields:\n  - email\n  - {preset: email, label: Again}\n")
    assert problem.code == "form-field-twice"
    assert "line 2" in problem.message
    assert problem.span is not None
    assert problem.span.line == 3


def test_a_consent_may_not_have_the_name_of_a_field() -> None:
    problem = only("fields: [email]\nconsent: [{name: email, label: Yes}]\n")
    assert problem.code == "form-field-twice"


def test_a_field_without_a_label_is_an_error() -> None:
    assert field_problem("{name: thing}")[0] == "form-label-missing"


def test_a_field_without_a_name_gets_one_proposed() -> None:
    code, _, hint = field_problem("{type: text, label: What is your T-shirt size?}")
    assert (code, hint) == ("form-name", "Add a line: name: what_is_your_t_shirt_size")


@pytest.mark.parametrize(
    ("name", "usable"),
    [("your name", "your_name"), ("größe", "grosse"), ("1st", "field_1st"), ("a&b", "a_b")],
)
def test_a_name_that_cannot_be_sent_gets_another_proposed(name: str, usable: str) -> None:
    code, _, hint = field_problem(f"{{name: '{name}', label: Thing}}")
    assert code == "form-name"
    assert hint.startswith("Use plain letters, digits and underscores: ")
    if name != "größe":  # ß has no plain twin
        assert hint.endswith(usable)


@pytest.mark.parametrize("name", ["action", "submit", "method", "Reset", "elements", "_charset_"])
def test_a_name_that_breaks_the_form_is_an_error(name: str) -> None:
    assert field_problem(f"{{name: {name}, label: Thing}}")[0] == "form-name-reserved"


@pytest.mark.parametrize(
    "name", ["fields[email]", "person[zip]", "tags[]", "a.b", "fi-sender-email"]
)
def test_names_in_a_receivers_dialect_are_usable(name: str) -> None:
    assert field(f"{{name: '{name}', label: Thing}}").name == name


def test_a_form_file_with_an_unusable_name_is_an_error() -> None:
    made, problems = read_text("fields: [email]\n", "content/forms/join us.yaml")
    assert [problem.hint for problem in problems] == ["Rename the file to join_us.yaml."]
    assert made is not None
    assert made.name == "join_us"


@pytest.mark.parametrize("key", ["checked: yes", "ticked: true", "value: 'on'"])
def test_consent_ticked_beforehand_is_an_error(key: str) -> None:
    problem = only(f"fields: [email]\nconsent:\n  - label: Yes, write to me\n    {key}\n")
    assert (problem.code, problem.level) == ("form-consent-ticked", "error")
    assert problem.span is not None
    assert problem.span.line == 4


def test_consent_without_wording_is_an_error() -> None:
    assert only("fields: [email]\nconsent: [{name: a}]\n").code == "form-label-missing"


def test_consent_may_be_one_sentence() -> None:
    made = form("fields: [email]\nconsent: Yes, write to me.\n")
    assert made.consents == (Consent("consent", "Yes, write to me."),)


def test_get_is_an_error() -> None:
    problem = only("fields: [email]\nmethod: GET\n")
    assert (problem.code, problem.level) == ("form-get", "error")


def test_post_is_said_silently() -> None:
    assert form("fields: [email]\nmethod: post\n").fields[0].name == "email"


@pytest.mark.parametrize(
    ("token", "hint"),
    [
        ("firstname", 'Did you mean "given-name"?'),
        ("postcode", 'Did you mean "postal-code"?'),
        ("givenname", 'Did you mean "given-name"?'),
        ("no", 'Did you mean "off"?'),
    ],
)
def test_an_autocomplete_word_that_does_not_exist_is_guessed(token: str, hint: str) -> None:
    found = field_problem(f"{{name: thing, label: Thing, autocomplete: '{token}'}}")
    assert found == ("form-autocomplete", "error", hint)


def test_a_bad_autocomplete_word_never_reaches_the_page() -> None:
    made, _ = read_text("fields: [{name: thing, label: Thing, autocomplete: nonsense}]\n")
    assert made is not None
    assert made.fields[0].autocomplete == ""


def test_a_pattern_that_no_browser_understands_is_an_error_and_dropped() -> None:
    made, problems = read_text(
        "fields:\n  - {name: code, label: Code, pattern: '[A-Z-]+', help: Capitals.}\n"
    )
    assert [problem.code for problem in problems] == ["form-pattern"]
    assert made is not None
    assert made.fields[0].pattern == ""


def test_a_pattern_without_help_is_a_warning() -> None:
    assert field_problem("{name: code, label: Code, pattern: '[A-Z]{3}'}")[:2] == (
        "form-pattern-help",
        "warning",
    )


@pytest.mark.parametrize(
    "line",
    [
        "{name: a, type: number, label: A, maxlength: 3}",
        "{name: a, type: textarea, label: A, pattern: x, help: h}",
        "{name: a, type: text, label: A, rows: 3}",
        "{name: a, type: text, label: A, options: [x]}",
        "{name: a, type: checkbox, label: A, value: 'on'}",
        "{name: a, type: checkboxes, label: A, options: [x, y], required: yes}",
        "{name: a, type: date, label: A, placeholder: today}",
    ],
)
def test_a_setting_without_effect_is_a_warning_and_dropped(line: str) -> None:
    assert field_problem(line)[:2] == ("form-no-effect", "warning")
    made, _ = read_text(f"fields:\n  - {line}\n")
    assert made is not None
    dropped = made.fields[0]
    assert (dropped.maxlength, dropped.pattern, dropped.placeholder) == (0, "", "")
    assert not dropped.required
    assert dropped.value == ""


@pytest.mark.parametrize(
    ("name", "type_"), [("phone", "tel"), ("mobile_phone", "tel"), ("zip_code", "text")]
)
def test_a_number_that_is_none_loses_its_zeros_and_is_said(name: str, type_: str) -> None:
    found = field_problem(f"{{name: {name}, type: number, label: Thing}}")
    assert found == ("form-number", "warning", f"Write: type: {type_}")


def test_a_least_length_above_the_greatest_is_an_error() -> None:
    line = "{name: a, label: A, minlength: 9, maxlength: 3}"
    assert field_problem(line)[0] == "form-length"


def test_a_broken_number_is_an_error_and_not_a_crash() -> None:
    for value in ("-1", "1.5", "9999999", "many"):
        assert field_problem(f"{{name: a, label: A, maxlength: {value}}}")[0] == "value-kind"


@pytest.mark.parametrize(
    ("name", "code", "level"),
    [
        ("email", "form-honeypot", "error"),
        ("website", "form-honeypot", "warning"),
        ("url", "form-honeypot", "warning"),
        ("phone2", "form-honeypot", "warning"),
        ("company_website", "form-honeypot", "warning"),
        ("companyName", "form-honeypot", "warning"),
        ("my trap", "form-name", "error"),
        ("submit", "form-name-reserved", "error"),
    ],
)
def test_a_honeypot_with_a_dangerous_name_is_said(name: str, code: str, level: str) -> None:
    problem = only(f"fields: [email]\nhoneypot: {name}\n")
    assert (problem.code, problem.level) == (code, level)


@pytest.mark.parametrize("name", ["_gotcha", "bot-field", "b_1234_56", "leave_this_alone"])
def test_an_ordinary_honeypot_is_no_problem(name: str) -> None:
    assert form(f"fields: [email]\nhoneypot: {name}\n").honeypot == name


@pytest.mark.parametrize(
    "text",
    [
        "fields: {email: yes}\n",
        "fields: [[email]]\n",
        "fields: [email]\nsettings: [a]\n",
        "fields: [email]\nconsent: {a: {b: c}}\n",
        "fields: [email]\nthanks: [a, b]\n",
        "fields: [{name: [a], label: {b: c}}]\n",
        "fields: [{preset: email, required: perhaps}]\n",
        "- just\n- a list\n",
        "only words\n",
    ],
)
def test_any_shape_of_yaml_gives_problems_and_never_a_crash(text: str) -> None:
    _, problems = read_text(text)
    assert problems
    assert all(problem.span is not None and problem.span.path == PATH for problem in problems)


# Wording ------------------------------------------------------------------------------------


def test_the_version_of_a_wording_is_stable() -> None:
    assert Consent("updates", "Yes, send me news.").version == "b462b59da1da"


def test_line_breaks_do_not_change_the_version_of_a_wording() -> None:
    folded = Consent("updates", "Yes,\n  send me news. ")
    assert Consent("updates", "Yes, send me news.").version == folded.version


def test_another_word_changes_the_version_of_a_wording() -> None:
    assert Consent("a", "Yes, send me news.").version != Consent("a", "Yes, send news.").version
