"""Every kind of field is read as HTML has it; what no browser could use is said and dropped."""

from __future__ import annotations

import pytest
from yaml_forms import field, field_problem, form, read_text

from sitegen.forms import kinds, limits
from sitegen.forms.model import FormField, Option


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
        required_key="needed_text",
    )


@pytest.mark.parametrize("type_", kinds.TYPES)
def test_every_type_of_field_is_known(type_: str) -> None:
    options = ", options: [A, B]" if type_ in kinds.CHOICE_TYPES else ""
    line = f"{{name: thing, type: {type_}, label: Thing, help: For example{options}}}"
    assert field(line).type == type_


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


# Limits -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "least", "most", "step"),
    [
        ("number", "1", "99", "1"),
        ("number", "-2.5", "1e3", "any"),
        ("range", "0", "10", "0.5"),
        ("date", "2027-01-01", "2027-12-31", "7"),
        ("time", "09:00", "17:30:59.5", "900"),
        ("time", "22:00", "06:00", ""),
        ("datetime-local", "2027-01-01T09:00", "2027-01-02 09:00", ""),
        ("month", "2027-01", "2028-02", "3"),
        ("week", "2026-W53", "2027-W52", ""),
    ],
)
def test_what_has_an_order_can_have_limits(type_: str, least: str, most: str, step: str) -> None:
    steps = f", step: {step}" if step else ""
    made = field(
        f"{{name: a, type: {type_}, label: A, help: H, min: '{least}', max: '{most}'{steps}}}"
    )
    assert (made.min, made.max, made.step) == (least, most, step)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("number", "1,5"),
        ("number", "+1"),
        ("number", "5."),
        ("number", "1e999"),
        ("range", "many"),
        ("date", "31.12.2027"),
        ("date", "2027-02-29"),
        ("date", "0000-01-01"),
        ("time", "9:00"),
        ("time", "24:00"),
        ("datetime-local", "2027-01-01"),
        ("month", "2027-13"),
        ("week", "2027-W53"),
        ("week", "2027-W00"),
    ],
)
def test_a_limit_that_browsers_cannot_read_is_an_error_and_dropped(type_: str, value: str) -> None:
    line = f"{{name: a, type: {type_}, label: A, help: H, min: '{value}'}}"
    code, level, hint = field_problem(line)
    assert (code, level) == ("form-value", "error")
    assert hint == f"Write it like this: min: {limits.EXAMPLES[type_]}"
    made, _ = read_text(f"fields:\n  - {line}\n")
    assert made is not None
    assert made.fields[0].min == ""


@pytest.mark.parametrize("type_", limits.EXAMPLES)
def test_every_example_of_a_value_is_right(type_: str) -> None:
    assert limits.position(type_, limits.EXAMPLES[type_]) is not None


def test_a_colour_must_be_six_digits() -> None:
    assert field("{name: a, type: color, label: A, value: '#1a7f37'}").value == "#1a7f37"
    assert field_problem("{name: a, type: color, label: A, value: green}")[0] == "form-value"


def test_a_least_above_the_greatest_is_an_error_that_proposes_the_exchange() -> None:
    found = field_problem("{name: a, type: number, label: A, min: 9, max: 3}")
    assert found == ("form-limits", "error", "Write: min: 3 and max: 9")


@pytest.mark.parametrize("step", ["0", "-1", "often", "1,5"])
def test_a_step_that_goes_nowhere_is_an_error(step: str) -> None:
    line = f"{{name: a, type: number, label: A, step: '{step}'}}"
    assert field_problem(line)[0] == "form-value"


@pytest.mark.parametrize(
    ("rest", "right"),
    [
        ("type: number, min: 1, max: 9, value: 0", False),
        ("type: number, min: 1, max: 9, value: 10", False),
        ("type: number, min: 1, max: 9, value: 9", True),
        ("type: number, min: 1, step: 2, value: 4", False),
        ("type: number, min: 0.5, value: 1.5", True),
        ("type: number, value: 2.5", False),
        ("type: number, step: any, value: 2.5", True),
        ("type: range, min: 0, max: 1, step: 0.1, value: 0.3", True),
        ("type: time, min: '22:00', max: '06:00', value: '23:30'", True),
        ("type: time, min: '22:00', max: '06:00', value: '12:00'", False),
        ("type: select, options: [Tea, Chairs], value: Tea", True),
        ("type: select, options: [Tea, Chairs], value: Tee", False),
    ],
)
def test_what_stands_there_at_the_start_must_be_possible(rest: str, right: bool) -> None:
    line = f"{{name: a, label: A, {rest}}}"
    if right:
        assert field(line).value
    else:
        assert field_problem(line)[0] == "form-value"


@pytest.mark.parametrize("type_", ["month", "week"])
def test_a_type_that_some_browsers_show_as_plain_text_needs_help(type_: str) -> None:
    code, level, hint = field_problem(f"{{name: a, type: {type_}, label: A}}")
    assert (code, level) == ("form-type-plain", "warning")
    assert hint == f"Add a line: help: For example {limits.EXAMPLES[type_]}"


# What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("type_", kinds.REFUSED)
def test_a_type_that_no_form_should_ask_with_is_refused_with_the_reason(type_: str) -> None:
    found = field_problem(f"{{name: a, type: {type_}, label: A}}")
    assert found == ("form-type-refused", "error", kinds.REFUSED[type_][1])


def test_several_files_may_be_sent() -> None:
    assert field("{name: a, type: file, label: A, multiple: yes}").multiple


@pytest.mark.parametrize("rest", ["type: email", "type: select, options: [x, y]"])
def test_several_answers_in_one_control_are_refused(rest: str) -> None:
    assert field_problem(f"{{name: a, label: A, multiple: yes, {rest}}}")[0] == "form-multiple"


@pytest.mark.parametrize("accept", ["image/*", ".pdf,.odt", "application/pdf, image/png"])
def test_kinds_of_file_that_browsers_know_are_right(accept: str) -> None:
    assert field(f"{{name: a, type: file, label: A, accept: '{accept}'}}").accept == accept


@pytest.mark.parametrize("accept", ["pdf", "*.pdf", "images", ".pdf,", "image"])
def test_kinds_of_file_that_browsers_ignore_are_an_error(accept: str) -> None:
    line = f"{{name: a, type: file, label: A, accept: '{accept}'}}"
    assert field_problem(line)[0] == "form-accept"


@pytest.mark.parametrize("key", ["checked", "ticked"])
def test_a_box_ticked_beforehand_is_an_error(key: str) -> None:
    line = f"{{name: a, type: checkbox, label: A, {key}: yes}}"
    assert field_problem(line)[0] == "form-ticked"


def test_a_placeholder_is_no_label() -> None:
    code, level, hint = field_problem("{name: a, placeholder: Your street}")
    assert (code, level, hint) == (
        "form-label-missing",
        "error",
        "Write instead: label: Your street",
    )


def test_a_pattern_that_freezes_the_page_is_an_error_and_dropped() -> None:
    line = r"{name: a, label: A, help: H, pattern: '(\w+\s?)*'}"
    assert field_problem(line)[:2] == ("form-pattern-slow", "error")
    made, _ = read_text(f"fields:\n  - {line}\n")
    assert made is not None
    assert made.fields[0].pattern == ""


# What is said to visitors ---------------------------------------------------------------------


def test_a_fields_own_words_are_said_to_visitors() -> None:
    made = field("{name: a, label: A, required: yes, message: Wrong., required_message: Missing.}")
    assert (made.message, made.message_key) == ("Wrong.", "")
    assert (made.required_message, made.required_key) == ("Missing.", "")


def test_the_help_says_what_fits_an_own_pattern() -> None:
    made = field("{name: a, label: A, pattern: '[A-Z]{3}', help: Three capitals.}")
    assert made.message == "Three capitals."


def test_a_message_is_enough_for_a_pattern() -> None:
    assert field("{name: a, label: A, pattern: '[A-Z]{3}', message: No.}").message == "No."


@pytest.mark.parametrize(
    ("rest", "wrong", "needed"),
    [
        ("type: url", "wrong_url", "needed_text"),
        ("type: number, min: 1", "wrong_number", "needed_text"),
        ("type: number, min: 1, max: 9", "wrong_number_between", "needed_text"),
        ("type: radio, options: [x]", "", "needed_choice"),
        ("type: checkbox", "", "needed_box"),
        ("type: file", "", "needed_file"),
    ],
)
def test_every_type_has_words_for_what_is_wrong_and_missing(
    rest: str, wrong: str, needed: str
) -> None:
    made = field(f"{{name: a, label: A, {rest}}}")
    assert (made.message_key, made.required_key) == (wrong, needed)
