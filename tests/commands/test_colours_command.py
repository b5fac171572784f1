"""``sitegen brand``: the sheet of colours as text and data, and design tokens out and in."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sitegen import terminal
from sitegen.brand import pairs
from sitegen.problems import Span
from tests.conftest import SITE, Project


@pytest.fixture
def made(tmp_path: Path) -> Project:
    project = Project(tmp_path / "site")
    project.write("content/site.yaml", SITE + 'brand:\n  colour: "#faa61a"\n  accent: teal\n')
    return project.page("index.md", "Welcome.", title="Home", description="H.", ask="none")


def test_the_sheet_shows_every_role_every_pair_and_what_was_changed(
    made: Project, sitegen_main: Any
) -> None:
    ran = sitegen_main("brand", "-C", made.root)
    assert (0, "") == (ran.code, ran.err)
    lines = ran.out.splitlines()
    assert "Test Street: #faa61a and #008080" == lines[0]
    for role in pairs.ROLES:
        (line,) = [line for line in lines if re.match(rf"  {role} +#", line)]
        assert 5 == len(re.findall("#[0-9a-f]{6}", line))
    for pair in pairs.PAIRS:
        for ground in pair.grounds:
            (line,) = [line for line in lines if line.startswith(f"  {pair.top} on {ground} ")]
            assert 5 == len(re.findall(r"\d+\.\d\d", line))
            assert f"   {pair.least:g}" in line
    assert "  light: brand-strong and link are #" in ran.out
    assert "1.73:1" in ran.out
    assert "\x1b" not in ran.out


def test_a_colour_that_stands_nearly_everywhere_is_only_said_where_it_does_not(
    sitegen_main: Any,
) -> None:
    ran = sitegen_main("brand", "--colour", "#70147a")
    assert "  light:" not in ran.out
    assert "  dark: brand-strong and link are #" in ran.out


def test_a_colour_can_be_looked_at_without_a_site(sitegen_main: Any, tmp_path: Path) -> None:
    ran = sitegen_main(
        "brand", "-C", tmp_path, "--colour", "oklch(0.6 0.2 25)", "--accent", "gold"
    )
    assert (0, "Your brand: #de3b3d and #ffd700") == (ran.code, ran.out.splitlines()[0])


def test_a_colour_that_is_none_is_said_and_nothing_is_shown(sitegen_main: Any) -> None:
    ran = sitegen_main("brand", "--colour", "turqoise")
    assert (1, "") == (ran.code, ran.out)
    assert '--colour: error: "turqoise" is not a colour I know. [colour-unknown]' in ran.err
    assert 'Did you mean "turquoise"?' in ran.err


def test_the_sheet_as_data_holds_the_same(made: Project, sitegen_main: Any) -> None:
    ran = sitegen_main("brand", "-C", made.root, "--json")
    data = json.loads(ran.out)
    assert ("Test Street", "#faa61a", "#008080") == (data["name"], data["colour"], data["accent"])
    assert list(pairs.SCHEMES) == list(data["schemes"])
    assert all(set(pairs.ROLES) == set(tokens) for tokens in data["schemes"].values())
    rows = 5 * sum(len(pair.grounds) for pair in pairs.PAIRS)
    assert rows == len(data["pairs"])
    assert all(row["holds"] and row["ratio"] >= row["needed"] for row in data["pairs"])
    assert {"wanted", "chosen", "why", "role", "scheme"} == data["changes"][0].keys()
    assert {"brand-contrast"} == {problem["code"] for problem in data["problems"]}


def test_colours_are_painted_where_a_terminal_can_show_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: stream is sys.stdout)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert "\x1b[48;2;228;0;59m  \x1b[0m " == terminal.swatch()((228, 0, 59))
    monkeypatch.setenv("COLORTERM", "")
    assert "\x1b[48;5;161m  \x1b[0m " == terminal.swatch()((228, 0, 59))
    monkeypatch.setenv("NO_COLOR", "1")
    assert "" == terminal.swatch()((228, 0, 59))


# Design tokens -------------------------------------------------------------------------------


def test_written_tokens_give_the_same_site_when_they_are_read(
    made: Project, sitegen_main: Any
) -> None:
    made.built()
    before = {path.name for path in (made.root / "output/assets/built").glob("*.css")}
    place = made.root / "content/assets/brand.tokens.json"
    place.parent.mkdir()
    ran = sitegen_main("brand", "-C", made.root, "--tokens", place)
    assert (0, "") == (ran.code, ran.err)
    assert [place] == list(place.parent.iterdir())
    printed = sitegen_main("brand", "-C", made.root, "--tokens", "-")
    assert place.read_text() == printed.out
    made.write("content/site.yaml", SITE + "brand: {tokens: assets/brand.tokens.json}\n").built()
    assert before == {path.name for path in (made.root / "output/assets/built").glob("*.css")}


def test_a_changed_file_of_tokens_changes_the_site_and_only_then(made: Project) -> None:
    file = '{"primary": {"$type": "color", "$value": "%s"}}'
    made.write("content/site.yaml", SITE + "brand: {tokens: assets/b.json}\n")
    made.write("content/assets/b.json", file % "#70147a").built()
    assert "--brand:#70147a" in _css(made)
    assert not made.build().changed
    made.write("content/assets/b.json", file % "#00529f").built()
    assert "--brand:#00529f" in _css(made)


def _css(made: Project) -> str:
    (path,) = (made.root / "output/assets/built").glob("site.*.css")
    return path.read_text()


def test_a_colour_in_site_yaml_wins_over_the_file(made: Project) -> None:
    made.write("content/assets/b.json", '{"primary": {"$type": "color", "$value": "#70147a"}}')
    made.write(
        "content/site.yaml", SITE + "brand:\n  colour: '#00529f'\n  tokens: assets/b.json\n"
    )
    made.built()
    assert "--brand:#00529f" in _css(made)


def test_a_file_that_is_not_there_is_said_with_the_one_that_is(made: Project) -> None:
    made.write("content/assets/brand.tokens.json", "{}")
    made.write("content/site.yaml", SITE + "brand:\n  tokens: assets/brand.token.json\n")
    (problem,) = [one for one in made.build().problems if one.level == "error"]
    assert ('There is no file "assets/brand.token.json".', 'Did you mean "assets/brand.tokens.json"?') == (
        problem.message, problem.hint,
    )  # fmt: skip
    assert problem.span is not None
    assert Span("content/site.yaml", 5) == replace(problem.span, column=0)


def test_remarks_keep_their_lines_when_they_are_remembered_and_lines_move(made: Project) -> None:
    def lines() -> list[tuple[str, int]]:
        found = made.build().problems
        return [(one.span.path, one.span.line) for one in found
                if one.code in ("brand-contrast", "colour-opaque") and one.span]  # fmt: skip

    brand = 'brand:\n  colour: "#faa61a"\n  accent: "#00808080"\n'
    made.write("content/site.yaml", SITE + brand)
    assert [
        ("content/site.yaml", 5),
        ("content/site.yaml", 5),
        ("content/site.yaml", 6),
    ] == lines()
    made.write("content/site.yaml", SITE + "tagline: ''\n" + brand)
    assert [
        ("content/site.yaml", 6),
        ("content/site.yaml", 6),
        ("content/site.yaml", 7),
    ] == lines()


def test_a_place_that_cannot_be_written_is_said(sitegen_main: Any, tmp_path: Path) -> None:
    ran = sitegen_main("brand", "--colour", "red", "--tokens", tmp_path / "no" / "x.json")
    assert (1, "") == (ran.code, ran.out)
    assert "cannot be written: No such file or directory. Name another file." in ran.err
