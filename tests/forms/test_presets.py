"""Ready-made fields: complete, right for every browser, and kind to what people really type."""

from __future__ import annotations

from pathlib import Path

import pytest
from yaml_forms import field, field_problem, form

from sitegen import schema, yamltext
from sitegen.forms import autofill, backtracking, kinds, patterns, postcodes, presets

STRINGS = Path(__file__).resolve().parents[2] / "themes" / "base" / "strings"


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda preset: preset.name)
def test_every_preset_makes_a_complete_field(preset: presets.Preset) -> None:
    made = field(preset.name)
    assert made.name == made.preset == preset.name
    assert made.type in kinds.TYPES
    assert made.label
    assert made.key == f"field_{preset.name}"
    assert made.required_key
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


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda preset: preset.name)
def test_every_preset_wears_a_word_of_the_standard_or_none(preset: presets.Preset) -> None:
    if preset.autocomplete:
        assert autofill.check(preset.autocomplete, preset.type) == ("", "")


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda preset: preset.name)
def test_every_preset_stays_whole_when_it_is_written_out(preset: presets.Preset) -> None:
    assert field(f"{{preset: {preset.name}}}") == field(preset.name)


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda preset: preset.name)
def test_a_preset_that_checks_says_what_it_wants(preset: presets.Preset) -> None:
    assert bool(preset.pattern) <= bool(preset.wrong)
    assert patterns.check(preset.pattern) == ""
    assert not backtracking.freezes(preset.pattern)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ar"])
def test_presets_and_messages_have_words_in_every_language(language: str) -> None:
    words = schema.plain(yamltext.read((STRINGS / f"{language}.yaml").read_text("utf-8"), "x")[0])
    wanted = [preset.key for preset in presets.PRESETS]
    wanted += [choice.key for preset in presets.PRESETS for choice in preset.choices if choice.key]
    wanted += [key for preset in presets.PRESETS for key in (preset.wrong, preset.needed) if key]
    wanted += [*kinds.WRONG.values(), *kinds.NEEDED.values(), "needed_text", "needed_consent"]
    wanted += ["wrong_postcode_like", "wrong_number_between", "needed_yes_no"]
    assert [key for key in wanted if not words.get(key)] == []
    if language == "en":
        assert [
            preset.label for preset in presets.PRESETS if words[preset.key] != preset.label
        ] == []


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
        ("sms", "mobile"),
        ("county", "region"),
        ("dob", "birth_date"),
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


@pytest.mark.parametrize("code", postcodes.COUNTRIES)
def test_the_postcode_of_a_country_is_checked_where_the_form_names_it(code: str) -> None:
    place = postcodes.COUNTRIES[code]
    made = form(f"fields: [postcode]\ncountry: {code}\n").fields[0]
    assert (made.pattern, made.example) == (place.pattern, place.example)
    assert made.message_key == "wrong_postcode_like"
    assert patterns.check(place.pattern) == ""
    assert not backtracking.freezes(place.pattern)


@pytest.mark.parametrize("country", ["", "country: BR\n"])
def test_any_postcode_is_taken_where_no_rule_is_known(country: str) -> None:
    assert form(f"fields: [postcode]\n{country}").fields[0].pattern == postcodes.ANY


def test_a_preset_with_another_type_keeps_no_check_of_the_old_one() -> None:
    made = field("{preset: birth_year, type: number, autocomplete: bday-year}")
    assert (made.pattern, made.message_key) == ("", "wrong_number")
