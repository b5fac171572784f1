"""Kinds of value: the key decides what a text is, never YAML's guess."""

from __future__ import annotations

import pytest

from sitegen import parse, schema, yamltext
from sitegen.problems import Problem, Span
from sitegen.schema import Field, Map, Seq, Text

PATH = "content/page.md"


def check(text: str, **fields: Field) -> tuple[dict[str, object], list[Problem]]:
    node, problems = yamltext.read(text, PATH)
    checked = schema.check(node, fields, PATH)
    return checked.values, [*problems, *checked.problems]


def one(text: str, field: Field) -> tuple[object, list[Problem]]:
    values, problems = check(f"x: {text}\n", x=field)
    return values["x"], problems


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


# Text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["no", "yes", "on", "off", "true", "12:30", "01234", "1_000", "1e3", "0x1F", "2024-02-30",
     "2024-01-01", ".5", "NaN", "=", "<<", "Ja", "~x", "nullify"],
)  # fmt: skip
def test_text_stays_as_it_was_typed(text: str) -> None:
    assert (text, []) == one(text, Field())


@pytest.mark.parametrize("text", ["", "~", "null"])
@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (Field(default="d"), "d"),
        (Field("number", default=7), 7),
        (Field("flag", default=True), True),
        (Field("date"), ""),
        (Field("choice", default="a", choices=("a", "b")), "a"),
        (Field("list"), ()),
        (Field("map", fields={"y": Field()}), {"y": ""}),
        (Field("pairs"), {}),
        (Field("any", default=()), ()),
    ],
)
def test_a_value_that_was_left_out_is_the_default(
    text: str, field: Field, expected: object
) -> None:
    assert (expected, []) == one(text, field)


@pytest.mark.parametrize("kind", ["number", "flag", "date", "choice", "map", "pairs"])
def test_empty_quotes_are_no_value_where_no_text_goes(kind: str) -> None:
    field = Field(kind, default="d", choices=("a",), fields={})
    assert ("d", []) == one('""', field)


def test_what_is_required_must_be_there_and_have_a_value() -> None:
    name = Field(required=True, help="Your group's name")
    _, (missing,) = check("y: 1\n", name=name, y=Field())
    _, (empty,) = check("y: 1\nname:\n", name=name, y=Field())
    assert ('"name" is missing.', "Add a line: name: Your group's name") == (
        missing.message, missing.hint
    )  # fmt: skip
    assert ('"name" has no value.', Span(PATH, 2)) == (empty.message, empty.span)


# Other kinds --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3", 3), ("007", 7), ("-2", -2), ("+4", 4), ("2.5", 2.5), (".5", 0.5), ('"3"', 3)],
)
def test_numbers(text: str, expected: float) -> None:
    assert (expected, []) == one(text, Field("number"))


@pytest.mark.parametrize("text", ["two", "1,5", "1_000", "inf", "nan", "1e9", "9" * 16, "9" * 5000,
                                  "--1", "1.", "٣"])  # fmt: skip
def test_what_is_no_number_is_explained(text: str) -> None:
    value, (problem,) = one(text, Field("number", default=None))
    assert (None, '"x" must be a number.', "Write it in digits: x: 3") == (
        value, problem.message, problem.hint
    )  # fmt: skip


@pytest.mark.parametrize("text", ["yes", "Yes", "TRUE", "on", "1", '"true"'])
def test_a_flag_may_be_said_in_several_ways(text: str) -> None:
    assert (True, []) == one(text, Field("flag"))


def test_what_is_no_flag_is_explained() -> None:
    value, (problem,) = one("maybe", Field("flag", default=False))
    assert (False, "Write x: yes or x: no") == (value, problem.hint)


def test_a_choice_may_be_capitalised_and_gets_a_suggestion() -> None:
    field = Field("choice", choices=("safe", "trusted"))
    assert ("safe", []) == one("Safe", field)
    assert 'Did you mean "trusted"?' == one("trsted", field)[1][0].hint
    assert "Write x: safe" == one("qqq", field)[1][0].hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a, b", ("a", "b")),
        ("a", ("a",)),
        ("[a, b]", ("a", "b")),
        ("[no, on, 1_000, 2024-01-01]", ("no", "on", "1_000", "2024-01-01")),
        ('"a, b"', ("a", "b")),
        ("a,, b,", ("a", "b")),
        ("[]", ()),
        ("['']", ()),
        ("\n- a\n- b", ("a", "b")),
        ("\n  - a\n  -\n  - b", ("a", "b")),
    ],
)
def test_a_list_may_be_written_in_several_ways(text: str, expected: tuple[str, ...]) -> None:
    assert (expected, []) == one(text, Field("list"))


def test_an_item_with_a_colon_is_one_text_and_said() -> None:
    value, (problem,) = one("\n- Demand: housing now\n- b", Field("list"))
    assert ("Demand: housing now", "b") == value
    assert ("value-colon", 'Put it in quotes: - "Demand: housing now"', Span(PATH, 2, 3)) == (
        problem.code, problem.hint, problem.span
    )  # fmt: skip


WRONG = {
    "text": ["[a, b]", "{a: b}", "\n- a", "\n  a: b", "[[a]]", "[]"],
    "number": ["[1]", "{a: 1}", "x", "[]"],
    "flag": ["[yes]", "{a: yes}", "x"],
    "date": ["[2024-01-01]", "{a: b}", "soon", "13/13/13"],
    "choice": ["[a]", "{a: b}", "zzz"],
    "list": ["{a: b, c: d}", "[[a]]", "[{a: b, c: d}]", "[{a: [b]}]"],
    "map": ["x", "[a]", "[]", "{y: [a]}", "{y: {z: a}}", "12"],
    "pairs": ["x", "[a]", "{y: [a]}", "{y: {z: a}}", "12"],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind in WRONG for text in WRONG[kind]]
)
def test_a_wrong_kind_of_value_is_a_problem_with_its_line(kind: str, text: str) -> None:
    field = Field(kind, default="d", choices=("a", "b"), fields={"y": Field()})
    _, problems = check(f"# first\nx: {text}\n", x=field)
    assert problems
    for problem in problems:
        assert "error" == problem.level
        assert problem.span is not None
        assert 2 <= problem.span.line <= 3
        assert problem.hint


def test_a_list_where_text_goes_shows_how_to_write_it_as_text() -> None:
    _, (problem,) = one("[Draft, two]", Field())
    assert 'Put it in quotes if it is text: x: "Draft, two"' == problem.hint


def test_many_unknown_keys_are_said_only_so_often() -> None:
    _, problems = check("".join(f"key{n}: 1\n" for n in range(5_000)), x=Field())
    assert schema.MAX_UNKNOWN == len(problems)


def test_the_line_of_every_key_is_known() -> None:
    node, _ = yamltext.read("a: 1\nb:\n  c: 2\n  d:\n  - 3\n", PATH, first_line=10)
    fields = {"a": Field(), "b": Field("map", fields={"c": Field(), "d": Field("list")})}
    expected = {"a": 10, "b": 11, "b.c": 12, "b.d": 13, "b.d.0": 14}
    assert expected == schema.check(node, fields, PATH).lines


# Broken YAML --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "code", "hint"),
    [
        ("a: 1\nname: Join: us\n", 2, "yaml-colon", 'Put it in quotes: name: "Join: us"'),
        ("a: 1\nname: @home\n", 2, "yaml-sign", 'Put it in quotes: name: "@home"'),
        ("a: 1\nname: *us*\n", 2, "yaml-sign", 'Put it in quotes: name: "*us*"'),
        ("a: 1\nname: !us\n", 2, "yaml-sign", "If it is text, put it in quotes."),
        ("a: 1\n\tb: 2\n", 2, "yaml-tab", "Replace the tab by two spaces."),
        ("a: 1\nname us\nb: 2\n", 3, "yaml-no-colon", "Write a name, a colon, a space and the value."),
        ("a: 'x\n", 2, "yaml-quote", "Close it at the end of the value."),
        ("a: [x\n", 2, "yaml-broken", ""),
        ("a: *b\n", 1, "yaml-alias", "Put the text in quotes."),
        ("a: 1\n---\nb: 2\n", 2, "yaml-documents", "Remove the line of three dashes."),
        ("a: 1\n? [x]\n: y\n", 2, "yaml-key", 'If this line is text, put it in quotes: "...".'),
        ("a: 1\nb: x\x01\n", 2, "yaml-character",
         "Delete the invisible sign, or type this line again."),
    ],
)  # fmt: skip
def test_broken_yaml_is_explained_in_one_sentence(
    text: str, line: int, code: str, hint: str
) -> None:
    node, problems = yamltext.read(text, "content/site.yaml")
    assert node is None
    (problem,) = problems
    assert (code, line) == (problem.code, problem.span.line if problem.span else 0)
    assert not hint or hint == problem.hint


def test_a_key_that_stands_twice_in_a_file_is_said() -> None:
    node, problems = yamltext.read("a: 1\nb: 2\na: 3\n", PATH)
    assert isinstance(node, Map)
    assert ({"a": "3", "b": "2"}, ["key-twice"]) == (schema.plain(node), codes(list(problems)))


def test_an_empty_file_is_nothing_and_no_mistake() -> None:
    for text in ("", "\n\n", "# only a remark\n", "---\n"):
        node, problems = yamltext.read(text, PATH)
        assert () == problems
        assert node is None or schema.plain(node) == ""


@pytest.mark.parametrize("depth", [41, 1_000, 10_000, 200_000])
@pytest.mark.parametrize("sign", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused(sign: str, depth: int) -> None:
    node, problems = yamltext.read(("a:\n  " if sign == "- " else "a: ") + sign * depth, PATH)
    assert (None, 1) == (node, len(problems))
    assert problems[0].code in ("yaml-too-deep", "yaml-broken", "yaml-quote")


def test_forty_levels_are_fine() -> None:
    node, problems = yamltext.read("a: " + "[" * 39 + "]" * 39, PATH)
    assert () == problems
    assert isinstance(node, Map)


# Dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-03", "2026-11-03"),
        ("2026-1-5", "2026-01-05"),
        ("2026-11-03 18:30", "2026-11-03T18:30:00"),
        ("2026-11-03T18:30:15", "2026-11-03T18:30:15"),
        ("2026-11-03T18:30:15.123Z", "2026-11-03T18:30:15+00:00"),
        ("2026-11-03T18:30:00+01:00", "2026-11-03T18:30:00+01:00"),
        ("2026-11-03 18:30:00 -0500", "2026-11-03T18:30:00-05:00"),
        ("2026-11-03 18:30 UTC", "2026-11-03T18:30:00+00:00"),
        ('"2026-11-03"', "2026-11-03"),
    ],
)
def test_dates_in_iso_form_keep_their_zone(text: str, expected: str) -> None:
    assert (expected, []) == one(text, Field("date"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 May 2024", "2024-05-05"),
        ("May 5, 2024", "2024-05-05"),
        ("Tuesday, 5th March 2024", "2024-03-05"),
        ("1 Sept. 2024", "2024-09-01"),
        ("2024/05/06", "2024-05-06"),
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("25.12.2024", "2024-12-25"),
    ],
)
def test_written_dates_are_read_and_said(text: str, expected: str) -> None:
    value, (problem,) = one(f"{text!r}", Field("date"))
    assert (expected, "date-written", "warning") == (value, problem.code, problem.level)
    assert problem.hint.endswith(f"x: {expected}")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/2024", "date-ambiguous"),
        ("3.4.2024", "date-ambiguous"),
        ("03/04/24", "date-ambiguous"),
        ("2024-02-30", "date-impossible"),
        ("2024-13-01", "date-impossible"),
        ("31 June 2024", "date-impossible"),
        ("0000-01-01", "date-impossible"),
        ("0001-01-01", "date-impossible"),
        ("9999-12-31 23:59 -05:00", "date-impossible"),
        ("31 December 9999", "date-impossible"),
        ("5 May 0500", "date-impossible"),
        ("2024-01-01 25:00", "date-impossible"),
        ("2024-01-01 10:00 +25:00", "date-zone"),
        ("2024-01-01 10:00 +01:75", "date-zone"),
        ("yesterday", "date-unreadable"),
        ("maybe 5, 2024", "date-unreadable"),
        ("٢٠٢٤-٠١-٠١", "date-unreadable"),
        ("x" * 10_000, "date-unreadable"),
    ],
)
def test_a_date_that_is_none_is_refused_with_a_way_out(text: str, code: str) -> None:
    value, (problem,) = one(f'"{text}"', Field("date"))
    assert ("", code, "error") == (value, problem.code, problem.level)
    assert "x: 20" in problem.hint
    assert 200 > len(problem.message)


# Bytes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        "title: Für Ää – “so”".encode(),
        b"\xef\xbb\xbf" + "title: Für Ää – “so”".encode(),
    ],
)
def test_utf_8_is_read_with_and_without_its_mark(data: bytes) -> None:
    assert ("title: Für Ää – “so”", ()) == parse.decode(data, PATH)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("title: Für Ää – “so”".encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + "title: Für Ää – “so”".encode("utf-16-be"), "UTF-16"),
        ("title: Für Ää".encode("utf-16-le"), "UTF-16"),
        ("title: Für Ää".encode("utf-16-be"), "UTF-16"),
        ("title: Für Ää – “so”".encode("cp1252"), "Windows-1252"),
    ],
)
def test_old_encodings_are_read_with_a_warning(data: bytes, name: str) -> None:
    text, (problem,) = parse.decode(data, PATH)
    assert text.startswith("title: Für Ää")
    assert f"This file is not UTF-8; I read it as {name}." == problem.message
    assert "warning" == problem.level


def test_only_the_bytes_that_are_not_utf_8_are_read_as_windows_text() -> None:
    text, (problem,) = parse.decode("Ää ✊\nzweite\n".encode() + b"f\xfcr \x93uns\x94\n", PATH)
    assert "Ää ✊\nzweite\nfür “uns”\n" == text
    assert Span(PATH, 3) == problem.span


def test_all_line_ends_become_one_kind() -> None:
    assert "a\nb\nc\nd" == parse.decode(b"a\r\nb\rc\nd", PATH)[0]


def test_signs_that_only_some_programs_take_for_a_line_end_move_no_line() -> None:
    assert "a b c d\ne" == parse.decode("a\x85b\u2028c\u2029d\ne".encode(), PATH)[0]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"text\nwith\0nul", b"\0" * 99]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    text, (problem,) = parse.decode(data, PATH)
    assert ("", "file-binary", "error") == (text, problem.code, problem.level)


def test_plain_data_keeps_order_and_nesting() -> None:
    node = Map(((Text("b"), Seq((Text("x"), Map(((Text("c"), Text("d")),))))), (Text("a"), Text("")))
               )  # fmt: skip
    assert '{"b": ("x", {"c": "d"}), "a": ""}'.replace('"', "'") == str(schema.plain(node))
