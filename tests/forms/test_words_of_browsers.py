"""Patterns and autocomplete words are judged as browsers judge them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import schema
from sitegen.forms import autofill, backtracking, consents, names, patterns, presets, read


@pytest.mark.parametrize(
    "pattern",
    [
        "[A-Za-z]+",
        r"\d{5}(-\d{4})?",
        r"[A-Za-z0-9\-]+",
        r"\+?[0-9 \(\)\-]{7,}",
        r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}",
        r"[a-z0-9._%+\-]+@[a-z0-9.\-]+\.[a-z]{2,}",
        r"\p{L}[\p{L} ']*",
        r"(?<year>\d{4})-\k<year>",
        r"\u{1F600}|\u0041|\x41|\cA",
        r"(?=.*\d).{8,}",
        r"(?<=a)b|(?<!a)b|(?!a)(?:b)",
        r"[\d--5]|[a&&b]",
        "[^,]*?",
        "a|",
        "",
    ],
)
def test_a_pattern_that_browsers_understand_is_right(pattern: str) -> None:
    assert patterns.check(pattern) == ""


@pytest.mark.parametrize(
    "pattern",
    [
        "[A-Za-z0-9-]+",
        r"[\w.-]+",
        r"[\w-.]+",
        "[(]",
        "[a|b]",
        "[/]",
        "[#]#[##]",
        "[z-a]",
        "[a-",
        "[a",
        "(a",
        "a)",
        "a**",
        "a?+",
        "a{2",
        "a{,3}",
        "{",
        "}",
        "]",
        r"\-",
        r"\@",
        r"\_",
        r"\A",
        r"\p{",
        "a\\",
        "(?P<y>a)",
        "(?i)a",
        "(?#c)a",
        "a{2,1}",
    ],
)
def test_a_pattern_that_browsers_ignore_is_explained(pattern: str) -> None:
    assert patterns.check(pattern)


@given(st.text(alphabet="ab1-\\dw[](){}?*+.|^$,:=!<>&p{L}~ é", max_size=12))
@settings(max_examples=300, deadline=None)
def test_no_pattern_can_crash_the_check(pattern: str) -> None:
    assert isinstance(patterns.check(pattern), str)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a*)*",
        "(a|a)*",
        "(a?b?)*",
        "(a|b*)*",
        r"(\w+\s?)*",
        r"([a-zA-Z]+)*@x",
        r"(\d+|[0-9 ]+)*x",
        r"^(([a-z])+.)+[A-Z]([a-z])+$",
        r"(?=(a+)+b).*",
        "(.*a){11}",
        r"(\w+){1,50}",
        r"(?:\p{L}+[\p{L} ]*)+",
        r"(?:\u0061|a)+",
        "(?:[a-m]|[m-z])+",
    ],
)
def test_a_pattern_that_freezes_a_page_is_found(pattern: str) -> None:
    assert patterns.check(pattern) == ""
    assert backtracking.freezes(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(\w+\s)*\w+",
        r"([a-z]+\.)*[a-z]+",
        r"(\d{1,3}\.)*",
        r"[\w.\-]+@[\w.\-]+\.\w+",
        "(a|b)*",
        r"(?:[A-Z]{2}\d?)+",
        r"\p{L}+(?:[ '\-]\p{L}+)*",
        r"(?:\p{L}|\p{Nd})+",
        r"(?:\P{L}|\p{L})+",
        "(?:[a-l]|[m-z])+",
        "(a+){3}",
        "a*a*a*",
        "",
    ],
)
def test_a_pattern_that_only_looks_slow_is_right(pattern: str) -> None:
    assert not backtracking.freezes(pattern)


@given(st.text(alphabet="ab1-\\dw[](){}?*+.|^$,:=!<>&p{L}~ é", max_size=14))
@settings(max_examples=300, deadline=None)
def test_no_pattern_can_crash_the_search_for_slow_ones(pattern: str) -> None:
    assert backtracking.freezes(pattern) in (True, False)


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        ("email", "email"),
        ("name", "text"),
        ("off", "text"),
        ("on", "textarea"),
        ("work email", "email"),
        ("mobile tel", "tel"),
        ("section-host shipping postal-code", "text"),
        ("section-a billing home tel-national", "text"),
        ("street-address", "textarea"),
        ("bday", "date"),
        ("bday-year", "number"),
        ("country", "select"),
        ("url", "url"),
        ("email", "text"),
        ("username webauthn", "text"),
    ],
)
def test_autocomplete_words_in_the_standards_order_are_right(value: str, type_: str) -> None:
    assert autofill.check(value, type_) == ("", "")


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        ("e-mail", "email"),
        ("nonsense", "text"),
        ("email work", "email"),
        ("work name", "text"),
        ("home", "tel"),
        ("section-a", "text"),
        ("off email", "email"),
        ("street-address", "text"),
        ("email", "tel"),
        ("tel", "number"),
        ("name", "checkbox"),
        ("name", "radio"),
        ("name name", "text"),
    ],
)
def test_autocomplete_words_that_browsers_ignore_are_explained(value: str, type_: str) -> None:
    message, hint = autofill.check(value, type_)
    assert message.endswith(".")
    assert hint


def test_every_preset_wears_its_autocomplete_word_rightly() -> None:
    for preset in presets.PRESETS:
        if preset.autocomplete:
            assert autofill.check(preset.autocomplete, preset.type) == ("", "")


@pytest.mark.parametrize("name", ["url", "Website", "company_name", "homePhone", "e-mail", "zip2"])
def test_names_that_browsers_fill_in_are_known(name: str) -> None:
    assert autofill.guessed_from(name)


@pytest.mark.parametrize("name", ["_gotcha", "bot-field", "nonce", "leave_this_empty", "curl"])
def test_names_that_mean_nothing_to_browsers_are_left_alone(name: str) -> None:
    assert autofill.guessed_from(name) == ""


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_every_proposed_name_is_usable(text: str) -> None:
    proposed = names.usable(text)
    assert names.form(proposed, "x") == ()


_WORDS = st.sampled_from(
    ["email", "name", "type", "label", "options", "select", "yes", "no", "1", "", "a b", "fields",
     "consent", "preset", "required", "pattern", "[", "checked", "value", "thanks", "page", "number", "min", "max",
     "step", "2027-01-01", "month", "file", "multiple", "accept", "yes-no", "kind", "channel",
     "sms", "purpose", "before", "partner", "(a+)+", "country", "honeypot", "none"]
)  # fmt: skip
_NODES = st.recursive(
    _WORDS.map(lambda word: schema.Text(word, 1, 1)),
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: schema.Seq(tuple(items), 1))
        | st.lists(st.tuples(_WORDS, inner), max_size=4).map(
            lambda pairs: schema.Map(tuple((schema.Text(key, 1), node) for key, node in pairs), 1)
        )
    ),
    max_leaves=12,
)


@given(_NODES, _NODES, _NODES)
@settings(max_examples=200, deadline=None)
def test_no_form_file_can_crash_the_reader(
    fields: schema.Node, consent: schema.Node, thanks: schema.Node
) -> None:
    keys = {"fields": fields, "consent": consent, "thanks": thanks, "settings": thanks,
            "honeypot": consent, "country": thanks}  # fmt: skip
    node = schema.Map(tuple((schema.Text(key, 1), value) for key, value in keys.items()), 1)
    made, problems = read.form(node, "content/forms/join.yaml")
    assert made is not None or problems
    if made is not None:
        made, more = consents.worded(made, {}, "Us", "en")
        problems += (*more, *consents.missing(made))
        consents.records((made,))
    assert all(problem.message for problem in problems)
