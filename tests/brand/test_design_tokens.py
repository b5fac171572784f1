"""Colours go out as design tokens (2025.10) and come back; what a person changed is kept and proved."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen.brand import colour, dtcg, pairs, tokenfile, tokens
from sitegen.brand.tokens import Brand
from sitegen.problems import Problem

rgb = st.tuples(*[st.integers(0, 255)] * 3)
PATH = "content/assets/brand.tokens.json"


def compiled(text: str) -> tokens.Tokens:
    """What a site with this file and no colour of its own has."""
    found, _ = dtcg.read(text, PATH)
    return tokens.compile(Brand(found.colour, found.accent, found.roles), found.span, found.second)


def read(data: object) -> tuple[dtcg.Found, tuple[Problem, ...]]:
    return dtcg.read(data if isinstance(data, str) else json.dumps(data, indent=1), PATH)


def srgb(*parts: float, **more: object) -> dict[str, Any]:
    return {"colorSpace": "srgb", "components": list(parts), **more}


BLUE = {"$type": "color", "$value": srgb(0, 0.4, 0.8)}


# Out -----------------------------------------------------------------------------------------


def tokens_of(group: dict[str, Any], kind: str = "") -> list[tuple[str, dict[str, Any], str]]:
    """(name, token, type) of all tokens below a group, as the specification reads them."""
    found = []
    kind = group.get("$type", kind)
    for name, node in group.items():
        if not name.startswith("$"):
            if "$value" in node:
                found.append((name, node, node.get("$type", kind)))
            else:
                found += tokens_of(node, kind)
    return found


def test_what_is_written_is_valid_by_the_rules_of_2025_10() -> None:
    file = json.loads(dtcg.write(tokens.compile(Brand("#faa61a", "teal")), "Us"))
    assert dtcg.SCHEMA == file["$schema"]
    assert {"brand", *pairs.SCHEMES} == {name for name in file if not name.startswith("$")}
    written = tokens_of(file)
    assert 2 + 24 * 5 == len(written)
    for name, token, kind in written:
        assert not set("{}.$") & set(name)
        assert "color" == kind
        assert {"$value"} <= token.keys() <= {"$value", "$description", "$extensions"}
        value = token["$value"]
        if isinstance(value, str):
            assert re.fullmatch(r"\{[a-z-]+\.[a-z0-9-]+\}", value)
            group, _, target = value[1:-1].partition(".")
            assert "$value" in file[group][target]
        else:
            assert {"colorSpace", "components", "hex"} == value.keys()
            assert 3 == len(value["components"])
            assert all(0 <= part <= 1 for part in value["components"])
            assert re.fullmatch(r"#[0-9a-f]{6}", value["hex"])
            assert value["hex"] == "#" + "".join(
                f"{round(p * 255):02x}" for p in value["components"]
            )


def test_roles_that_are_the_brand_itself_are_aliases_of_it() -> None:
    light = json.loads(dtcg.write(tokens.compile(Brand("#70147a"))))["light"]
    found = [light[role]["$value"] for role in ("brand", "button", "hero", "link", "on-hero")]
    assert ["{brand.primary}", "{brand.primary}", "{light.brand}", "{light.brand-strong}",
            "{light.on-brand}"] == found  # fmt: skip


def test_each_role_says_what_it_is_for_and_what_it_is_proved_to_have() -> None:
    file = json.loads(dtcg.write(tokens.compile(Brand("#70147a"))))
    assert "links; at least 4.5:1 on surface, surface-2" == file["light"]["link"]["$description"]
    assert "links; at least 7:1 on surface, surface-2" == file["contrast"]["link"]["$description"]


# There and back ------------------------------------------------------------------------------


@given(rgb, rgb)
@settings(max_examples=15, deadline=None)
def test_what_is_written_comes_back_as_the_same_tokens(
    main: colour.Rgb, accent: colour.Rgb
) -> None:
    made = tokens.compile(Brand(colour.to_hex(main), colour.to_hex(accent)))
    text = dtcg.write(made)
    found, problems = dtcg.read(text, PATH)
    assert ((made.main, made.accent, ()), ()) == (
        (found.colour, found.accent, found.roles),
        problems,
    )
    again = compiled(text)
    assert made == replace(again, notes=made.notes)
    assert text == dtcg.write(again) == dtcg.write(made)


def test_another_main_colour_in_a_written_file_changes_every_role_that_nobody_chose() -> None:
    file = json.loads(dtcg.write(tokens.compile(Brand("#70147a", "#ffd700"))))
    file["brand"]["primary"]["$value"] = srgb(0, 0.4, 0.8)
    file["dark"]["accent"]["$value"] = srgb(0, 1, 0.6)
    made = compiled(json.dumps(file))
    plain = tokens.compile(Brand("#0066cc", "#ffd700"))
    assert (plain.light, plain.ink, plain.contrast) == (made.light, made.ink, made.contrast)
    assert {"accent": "#00ff99"} == dict(set(made.dark) - set(plain.dark))


def test_a_chosen_role_survives_the_way_there_and_back() -> None:
    chosen = (
        tokens.Role("light", "link", (0, 64, 128)),
        tokens.Role("dark", "surface", (0, 0, 0)),
    )
    made = tokens.compile(Brand("#70147a", roles=chosen))
    assert () == made.notes
    assert ("#004080", "#000000") == (dict(made.light)["link"], dict(made.dark)["surface"])
    assert "--link:#004080" in made.css


# In: what is proved --------------------------------------------------------------------------


def test_a_chosen_role_that_cannot_be_read_is_refused_with_its_pair_its_ratio_and_a_repair() -> (
    None
):
    text = '{"brand": {"$type": "color", "primary": {"$value": "#70147a"}},\n "light": {"link":\n  %s}}'
    text %= json.dumps({"$type": "color", "$value": srgb(0.4549, 0.8314, 0.9255)})
    made = compiled(text)
    (problem,) = [note for note in made.notes if note.code == "brand-pair"]
    ground = dict(made.light)["surface-2"]
    ratio = pairs.shown(colour.ratio(colour.from_hex("#74d4ec"), colour.from_hex(ground)))
    assert (
        f'#74d4ec for "link" on {ground} for "surface-2" has a contrast of {ratio}:1 in light; '
        "4.5:1 is needed."
    ) == problem.message
    assert (PATH, 2, "error") == (problem.span.path, problem.span.line, problem.level)  # type: ignore[union-attr]
    mended = re.search(r"Write (#[0-9a-f]{6}) for light.link, or leave it out.", problem.hint)
    assert mended is not None
    assert () == compiled(text.replace("0.4549, 0.8314, 0.9255", ", ".join(
        str(part / 255) for part in colour.from_hex(mended[1])))).notes  # fmt: skip
    assert made.light == compiled('{"primary": {"$type": "color", "$value": "#70147a"}}').light


@given(
    st.lists(
        st.tuples(st.sampled_from(pairs.SCHEMES), st.sampled_from(pairs.ROLES), rgb), max_size=8
    )
)
@settings(max_examples=15, deadline=None)
def test_whatever_is_chosen_every_pair_holds_and_what_was_refused_is_said(
    chosen: list[tuple[str, str, colour.Rgb]],
) -> None:
    roles = {row[:2]: tokens.Role(*row) for row in chosen}
    made = tokens.compile(Brand("#0087dc", roles=tuple(roles.values())))
    assert [] == [
        row for scheme in pairs.SCHEMES for row in pairs.broken(scheme, made.scheme(scheme))
    ]
    lost = [role for role in roles.values() if made.scheme(role.scheme)[role.name] != role.value]
    refused = [note for note in made.notes if note.code == "brand-pair"]
    assert bool(lost) == bool(refused)


# In: names, aliases, types -------------------------------------------------------------------


@pytest.mark.parametrize(
    "file",
    [
        {"brand": {"primary": BLUE}}, {"brand": BLUE}, {"primary": BLUE}, {"color": {"primary": BLUE}},
        {"color": {"$type": "color", "brand": {"$root": {"$value": BLUE["$value"]}}}},
        {"palette": {"brand": BLUE}}, {"blue": BLUE, "brand": {"primary": {"$value": "{blue}"}}},
        {"a": {"b c": BLUE}, "x": {"$value": "{a.b c}"}, "primary": {"$value": "{x}"}},
        {"blue": BLUE, "primary": {"$ref": "#/blue"}},
        {"a/b": BLUE, "primary": {"$type": "color", "$value": {"$ref": "#/a~1b/$value"}}},
        {"n": {"$type": "number", "$value": 0.4}, "primary": {"$type": "color", "$value": {
            "colorSpace": "srgb", "components": [0, {"$ref": "#/n/$value"}, 0.8]}}},
        {"old": {"$type": "color", "primary": BLUE}, "brand": {"$extends": "{old}"}},
        {"old": {"$type": "color", "primary": BLUE}, "brand": {"$ref": "#/old"}},
        {"primary": {"$type": "color", "$value": "#0066cc"}},
        {"primary": {"$type": "color", "$value": {"colorSpace": "hsl", "components": [210, 100, 40]}}},
        {"primary": {"$type": "color", "$value": {"colorSpace": "hwb", "components": [210, 0, 20]}}},
        {"primary": {"$type": "color", "$value": {"colorSpace": "oklch",
            "components": [0.521966, 0.17709, 255.8297]}}},
    ],
)  # fmt: skip
def test_the_main_colour_is_found_however_it_is_named_and_written(file: dict[str, Any]) -> None:
    found, problems = read(file)
    assert ("#0066cc", ()) == (found.colour, problems)


def test_the_second_colour_is_found_too() -> None:
    for name in ("brand.secondary", "brand.accent", "accent", "secondary", "color.accent"):
        file: dict[str, Any] = {"primary": {"$type": "color", "$value": "#70147a"}}
        at = file
        for group in name.split(".")[:-1]:
            at = at.setdefault(group, {})
        at[name.split(".")[-1]] = BLUE
        found, problems = read(file)
        assert ("#70147a", "#0066cc", ()) == (found.colour, found.accent, problems)


@pytest.mark.parametrize(
    ("text", "line", "said", "hint"),
    [
        ('{"primary":\n {"$value": "{b}"},\n "b": {"$value": "{primary}"}}', 1,
         "These aliases lead in a circle: primary -> b -> primary.", "Give one of them a value."),
        ('{\n"primary": {"$value": "{brnad.blue}"},\n"brand": {"blue": {"$type": "color", "$value": "#00f"}}}',
         2, '"{brnad.blue}" is not in this file.', 'Did you mean "brand.blue"?'),
        ('{"brand": {\n"primary": {"$type": "colour", "$value": "#00f"}}}', 2,
         '"colour" is not a type of design tokens.', 'Did you mean "color"?'),
        ('{"brand": {\n"primary": {"$type": "number", "$value": 3}}}', 2,
         '"brand.primary" is to be a colour and is of the type number.', 'Write "$type": "color" beside it.'),
        ('{"brand": {\n"primary": {"$value": "#00f"}}}', 2,
         '"brand.primary" is to be a colour and has no type.', 'Write "$type": "color" beside it.'),
        ('{"primary": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [250, 166, 26]}}}', 1,
         'A component of "primary" is 250, which srgb does not have.', "Divide by 255: [0.9804, 0.651, 0.102]"),
        ('{"primary": {"$type": "color", "$value": {"colorSpace": "oklhc", "components": [0, 0, 0]}}}', 1,
         '"oklhc" is not a colour space of design tokens.', 'Did you mean "oklch"?'),
        ('{"primary": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [0, 1]}}}', 1,
         '"primary" needs three components, each a number or "none".', "Write it as"),
        ('{"primary": {"$type": "color", "$value": 7}}', 1, '"primary" has a value that is no colour.', "Write it as"),
        ('{"primary": {"$type": "color", "$value": "#gg0000"}}', 1, '"#gg0000" is not a colour I know.',
         "After # come six digits"),
        ('{"primary": {"$type": "color",\n "$value": "#00f",}}', 2, "This file is not valid JSON", "Remove the comma"),
        ('{"a": 1', 1, "This file is not valid JSON", "A comma or a colon is missing"),
        ('[]', 1, "A file of design tokens begins with {", "Export the file again"),
        ('{"x": {"$type": "color", "$value": "#00f"}}', 1, "This file names no colour of the brand.",
         'Call the main colour "primary"'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_with_its_line_and_one_repair(
    text: str, line: int, said: str, hint: str
) -> None:
    found, problems = read(text)
    wrong = [problem for problem in problems if problem.level == "error"]
    assert "" == found.colour
    assert said in wrong[0].message
    assert hint in wrong[0].hint
    assert wrong[0].span is not None
    assert (PATH, line) == (wrong[0].span.path, wrong[0].span.line)


def test_what_is_wrong_elsewhere_in_a_file_is_only_a_warning() -> None:
    found, problems = read({
        "primary": BLUE, "spacing": {"$type": "space", "x": {"$value": 3}},
        "a": {"$value": "{b}"}, "b": {"$value": "{a}"}, "light": {"lnk": BLUE},
    })  # fmt: skip
    assert "#0066cc" == found.colour
    assert {"warning"} == {problem.level for problem in problems}
    assert {"tokens-type", "tokens-alias", "tokens-role"} == {problem.code for problem in problems}


def test_tokens_of_other_kinds_are_left_alone() -> None:
    found, problems = read({
        "primary": BLUE, "space": {"$type": "dimension", "s": {"$value": {"value": 4, "unit": "px"}}},
        "font": {"$type": "fontFamily", "$value": ["Inter", "sans-serif"]},
        "quick": {"$type": "duration", "$value": {"value": 100, "unit": "ms"}},
        "dark": {"background": BLUE},
    })  # fmt: skip
    assert ("#0066cc", (), ()) == (found.colour, found.roles, problems)


def test_a_wide_colour_uses_the_fallback_that_its_designer_wrote() -> None:
    value = {"colorSpace": "display-p3", "components": [1, 0, 0], "hex": "#ee0011"}
    found, problems = read({"primary": {"$type": "color", "$value": value}})
    assert ("#ee0011", ["colour-gamut"]) == (found.colour, [problem.code for problem in problems])


def test_components_that_do_not_make_the_hex_beside_them_are_said() -> None:
    found, problems = read(
        {"primary": {"$type": "color", "$value": srgb(0, 0.4, 0.8, hex="#ff0000")}}
    )
    assert ("#0066cc", [("tokens-hex", "warning")]) == (
        found.colour, [(problem.code, problem.level) for problem in problems],
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000, '{"a":' * 3000 + "1" + "}" * 3000,
        json.dumps({f"g{n}": {"a": {"$extends": f"{{g{n - 1}}}"}, "b": {"$extends": f"{{g{n - 1}}}"}}
                    for n in range(1, 60)} | {"g0": {"x": BLUE}}),
        json.dumps({f"t{n}": {"$type": "shadow", "$value": [f"{{t{n - 1}}}"] * 9} for n in range(1, 30)}
                   | {"t0": {"$type": "shadow", "$value": 1}}),
        '{"primary": {"$ref": "#/primary"}}', '{"$extends": "{a}", "a": {"$extends": "{b}"}, "b": {}}',
        '{"primary": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [1e999, 0, true]}}}',
    ],
)  # fmt: skip
def test_no_file_keeps_the_reader_busy_or_raises(text: str) -> None:
    found, problems = read(text)
    assert "" == found.colour
    assert problems


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_without_raising(text: str) -> None:
    assert dtcg.read(text, PATH)[1]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.sampled_from(["{primary}", "#/brand", "color", "#00f"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["$value", "$type", "$ref", "$extends", "primary", "brand", "light", "link",
                         "colorSpace", "components", "hex", "$root"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(["brand", "primary", "light", "$type", "$extends", "x"]), JSON, max_size=4
    )
)
@settings(max_examples=60, deadline=None)
def test_any_shape_is_read_without_raising(file: dict[str, Any]) -> None:
    found, _ = read(json.dumps(file))
    assert found.colour == "" or found.colour.startswith("#")


def test_places_are_those_of_the_names_in_the_text() -> None:
    text = '{\n  "a": {"b": [1, {"c": 2}],\n\t"d, e": "x\\"{"}\n}'
    places, depth = tokenfile._places(text)
    assert {("a",): (2, 3), ("a", "b"): (2, 9), ("a", "b", "1", "c"): (2, 19),
            ("a", "d, e"): (3, 2)} == places  # fmt: skip
    assert 4 == depth
