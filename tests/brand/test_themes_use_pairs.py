"""Style sheets name only colours by role, and put on each other only what the table of pairs allows.

A static reading: rules are looked at one by one, a rule without a ground of its own stands on that
of the nearest part of its selector that has one, else on the page. What only a browser can see
(what really lies behind an element) is looked at in tests/browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from sitegen.brand import documentation, pairs
from sitegen.brand.tokens import Brand, compile

THEMES = Path(__file__).resolve().parent.parent.parent / "themes"
NAMES = sorted(path.name for path in THEMES.iterdir() if (path / "theme.yaml").is_file())
ALLOWED = {(pair.top, ground): pair.least for pair in pairs.PAIRS for ground in pair.grounds}
PROMISED = frozenset(ALLOWED)
ALLOWED |= {(ground, top): least for (top, ground), least in ALLOWED.items()}
DECORATION = {role for role, _ in pairs.DECORATION} | set(pairs.PAGE)
PAINTED = re.compile(r"(?:-webkit-)?(?:color|background|background-color|background-image|border(?:-(?!.*(?:radius|width|style|spacing|collapse)).*)?|outline(?:-color)?"
                     r"|text-decoration(?:-color)?|fill|stroke|caret-color|accent-color|box-shadow"
                     r"|text-shadow|column-rule(?:-color)?)")  # fmt: skip
LITERAL = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|\b(?:white|black|red"
                     r"|gr[ae]y|silver|gold|yellow|green|blue|orange)\b", re.I)  # fmt: skip
NO_WORDS = re.compile(r"::|^hr\b|\bsvg\b|\bimg\b|\biframe\b|\binput\[type")
FOREIGN = {"background: #fff": "the page of another service that is shown in a frame"}
"""Colours that are no token, with the reason."""
ORNAMENT = {".notice-sign": "a huge number that says nothing the words do not; readers skip it"}
"""Selectors whose words nobody has to read, with the reason."""


class Rule(NamedTuple):
    """One rule: where it applies (the at-rules around it), its selectors, what it declares."""

    media: str
    selectors: tuple[str, ...]
    declared: tuple[tuple[str, str], ...]


def rules(text: str, media: str = "") -> Iterator[Rule]:
    """The rules of a style sheet, those of at-rules with the at-rule's head."""
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    at = 0
    while (opened := text.find("{", at)) >= 0:
        head = " ".join(text[at:opened].rpartition(";")[2].split())
        depth, end = 1, opened + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        body = text[opened + 1 : end - 1]
        if head.startswith("@") and "{" in body:
            yield from rules(body, f"{media} {head}".strip())
        elif not head.startswith("@"):
            pieces = re.findall(
                r"([-\w]+)\s*:\s*((?:[^;()]|\([^()]*(?:\([^()]*\)[^()]*)*\))*)", body
            )
            yield Rule(
                media, tuple(split(head)), tuple((name, value.strip()) for name, value in pieces)
            )
        at = end


def split(head: str) -> list[str]:
    """A list of selectors, with :is() written out."""
    found, depth, start = [], 0, 0
    for number, sign in enumerate(head):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            found.append(head[start:number].strip())
            start = number + 1
    found.append(head[start:].strip())
    out = []
    for one in found:
        if choice := re.search(r":is\(([^()]*(?:\([^()]*\)[^()]*)*)\)", one):
            for option in split(choice[1]):
                out += split(one[: choice.start()] + option + one[choice.end() :])
        else:
            out.append(one)
    return out


def compounds(selector: str) -> list[frozenset[str]]:
    """The parts of a selector, outermost first, each as its tags, classes and pseudo-classes."""
    bare = re.sub(r":(?:not|has)\([^()]*(?:\([^()]*\)[^()]*)*\)", "", selector)
    return [frozenset(re.findall(r"::?[\w-]+(?:\([^()]*\))?|\[[^\]]*\]|[.#]?[\w-]+", part))
            for part in re.split(r"\s*[>+~]\s*|\s+(?![^(\[]*[)\]])", bare) if part]  # fmt: skip


def within(key: list[frozenset[str]], parts: list[frozenset[str]]) -> bool:
    """Whether a selector surely takes in what another one takes in: its parts in the same order."""
    if not key[-1] <= parts[-1]:
        return False
    rest = iter(parts[:-1])
    return all(any(one <= part for part in rest) for one in key[:-1])


class Sheet:
    """All style sheets of a theme and of those it extends."""

    def __init__(self, theme: str) -> None:
        self.rules = [(name, rule) for name in chain(theme)
                      for path in sorted((THEMES / name / "assets").glob("*.css"))
                      for rule in rules(path.read_text(encoding="utf-8"))
                      if "print" not in rule.media and "forced-colors" not in rule.media]  # fmt: skip
        self.own: dict[str, list[str]] = {}
        self.grounds: list[tuple[list[frozenset[str]], str, dict[str, str]]] = []
        for _, rule in self.rules:
            for name, value in rule.declared:
                if name.startswith("--") and name[2:] not in pairs.ROLES:
                    self.own.setdefault(name[2:], []).append(value)
        for _, rule in self.rules:
            for name, value in rule.declared:
                if name in ("background", "background-color"):
                    declared = dict(rule.declared)
                    self.grounds += [(compounds(one), value, declared) for one in rule.selectors
                                     if compounds(one) and "::" not in one
                                     and self.roles(value, declared)]  # fmt: skip

    def roles(
        self,
        value: str,
        declared: Mapping[str, str] | None = None,
        seen: frozenset[str] = frozenset(),
    ) -> set[str]:
        """The roles that a value takes its colour from; what its own rule declares comes first."""
        found: set[str] = set()
        here = declared or {}
        for name in re.findall(r"var\(\s*--([\w-]+)", value):
            if name in pairs.ROLES:
                found.add(name)
            elif f"--{name}" in here and name not in seen:
                found |= self.roles(here[f"--{name}"], here, seen | {name})
            elif name in self.own and name not in seen:
                for inner in self.own[name]:
                    found |= self.roles(inner, here, seen | {name})
        return found

    def unknown(self, value: str) -> list[str]:
        return [name for name in re.findall(r"var\(\s*--([\w-]+)", value)
                if name not in pairs.ROLES and name not in self.own]  # fmt: skip

    def under(self, selector: str, declared: Mapping[str, str]) -> set[str]:
        """The grounds that a selector's words may stand on, its own variables put in."""
        parts = compounds(selector)
        for end in range(len(parts), 0, -1):
            near = [(sum(map(len, key)), self.roles(value, {**theirs, **declared}))
                    for key, value, theirs in self.grounds if within(key, parts[:end])]  # fmt: skip
            if near:
                most = max(weight for weight, _ in near)
                return {role for weight, ground in near if weight == most for role in ground}
        return set(pairs.PAGE)


def chain(theme: str) -> list[str]:
    """The themes that one is made of, the first ancestor first."""
    text = (THEMES / theme / "theme.yaml").read_text(encoding="utf-8")
    parent = re.search(r"^extends:\s*([\w-]+)", text, re.M)
    return [*(chain(parent[1]) if parent else ()), theme]


def wrongs(theme: str) -> Iterator[str]:
    """Every declaration of the theme's own style sheets that the table does not allow."""
    sheet = Sheet(theme)
    for name, rule in sheet.rules:
        if name != theme:
            continue
        declared = dict(rule.declared)
        where = f"{', '.join(rule.selectors)[:90]} {{ "
        for prop, value in rule.declared:
            said = f"{where}{prop}: {value} }}"
            if not PAINTED.fullmatch(prop):
                continue
            if sheet.unknown(value):
                yield f"{said}: --{sheet.unknown(value)[0]} is no role"
            literal = LITERAL.search(re.sub(r"var\([^()]*\)", "", value))
            known = (
                f"{prop}: {value}" in FOREIGN or "::backdrop" in where or prop.endswith("-shadow")
            )
            if literal and not known:
                yield f"{said}: a colour that is no role"
            roles = sheet.roles(value, declared)
            if prop in ("outline", "outline-color"):
                yield from (f"{said}: --{role} has no 3:1 anywhere" for role in roles
                            if not any(top == role for top, _ in ALLOWED))  # fmt: skip
            if prop == "color":
                yield from _words(sheet, rule, roles, declared, said)
            if prop in ("background", "background-color") and roles - set(pairs.PAGE):
                for selector in rule.selectors:
                    if "color" not in declared and not NO_WORDS.search(selector) and not any(
                        "color" in dict(other.declared) for _, other in sheet.rules
                        if any(compounds(one)[-1:] == compounds(selector)[-1:] for one in other.selectors)
                    ):  # fmt: skip
                        yield f"{said}: words on it keep the colour they had"
        for role in [name[2:] for name in declared if name[2:] in pairs.ROLES]:
            for ground in PROMISED & {(role, other[2:]) for other in declared}:
                tops, lows = (
                    sheet.roles(declared[f"--{role}"]),
                    sheet.roles(declared[f"--{ground[1]}"]),
                )
                yield from (f"{where}--{role} on --{ground[1]}: {top} on {low} is not in the table"
                            for top in tops for low in lows
                            if role != "focus" and ground[0] != "focus-contrast"
                            and ALLOWED.get((top, low), 0) < ALLOWED[ground])  # fmt: skip


def _words(
    sheet: Sheet, rule: Rule, roles: set[str], declared: dict[str, str], said: str
) -> Iterator[str]:
    """What is wrong with a colour of words on what lies under them."""
    own = sheet.roles(declared.get("background", declared.get("background-color", "")), declared)
    for role in roles:
        for selector in rule.selectors:
            if selector.split()[-1] in ORNAMENT:
                continue
            grounds = own or sheet.under(selector, declared)
            held = [ground for ground in grounds if ALLOWED.get((role, ground), 0) >= pairs.TEXT]
            if not held or (own and len(held) < len(own)):
                yield f"{said}: {role} on {' or '.join(sorted(grounds))} is not in the table"


@pytest.mark.parametrize("theme", NAMES)
def test_style_sheets_put_on_each_other_only_what_the_table_allows(theme: str) -> None:
    assert [] == sorted(set(wrongs(theme)))


@pytest.mark.parametrize(
    ("css", "said"),
    [
        (".x { color: var(--accent); }", "accent on surface or surface-2 is not in the table"),
        (".x { color: var(--hairline); }", "hairline on surface or surface-2"),
        (".x { background: var(--accent); color: var(--text); }", "text on accent"),
        (".x { background: var(--brand); }", "words on it keep the colour they had"),
        (".x { background: var(--hero); color: var(--on-hero); } .x .y { color: var(--link); }",
         "link on hero"),
        (".x { --mine: var(--accent); color: var(--mine); }", "accent on surface"),
        (".x { color: #777; }", "a colour that is no role"),
        (".x { border: 1px solid grey; }", "a colour that is no role"),
        (".x { background: rgb(0 0 0 / .5); color: var(--text); }", "a colour that is no role"),
        (".x { color: var(--txt); }", "--txt is no role"),
        (".x { outline: 2px solid var(--hairline); }", "--hairline has no 3:1 anywhere"),
        (".x { --button: var(--accent); --on-button: var(--text); }",
         "--on-button on --button: text on accent is not in the table"),
        ("@media (min-width: 9em) { .x { color: var(--hero); } }", "hero on surface"),
    ],
)  # fmt: skip
def test_a_pair_that_is_not_in_the_table_is_found(
    css: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd" / "assets").mkdir(parents=True)
    (tmp_path / "odd" / "theme.yaml").write_text("name: odd\n")
    (tmp_path / "odd" / "assets" / "odd.css").write_text(css)
    monkeypatch.setitem(globals(), "THEMES", tmp_path)
    assert any(said in found for found in wrongs("odd")), list(wrongs("odd"))


@pytest.mark.parametrize(
    "css",
    [
        ".x { background: var(--brand); color: var(--on-brand); } .x a { color: inherit; }",
        ".x { background: var(--text); color: var(--surface); }",
        ".x { border: 2px solid var(--hairline); background: var(--surface-2); }",
        ".x { background: var(--hero); color: var(--on-hero); } .x .lead { color: var(--hero-muted); }",
        ".x::before { background: var(--accent); }",
        ":root { --ink: var(--text); } .x { color: var(--ink); outline: 3px solid var(--focus); }",
    ],
)
def test_what_the_table_allows_is_not_found_fault_with(
    css: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fine" / "assets").mkdir(parents=True)
    (tmp_path / "fine" / "theme.yaml").write_text("name: fine\n")
    (tmp_path / "fine" / "assets" / "fine.css").write_text(css)
    monkeypatch.setitem(globals(), "THEMES", tmp_path)
    assert [] == list(wrongs("fine"))


def test_every_role_of_the_table_is_one_that_the_compiler_fills() -> None:
    named = {pair.top for pair in pairs.PAIRS} | {
        name for pair in pairs.PAIRS for name in pair.grounds
    }
    assert set(pairs.ROLES) == named | {role for role, _ in pairs.DECORATION}
    assert pairs.ROLES == tuple(name for name, _ in compile(Brand()).light)


@pytest.mark.parametrize("name", ["themes.md", "brand.md"])
def test_the_tables_of_the_documentation_are_those_of_the_code(name: str) -> None:
    text = (THEMES.parent / "docs" / name).read_text(encoding="utf-8")
    assert documentation.page(text) == text, "run: make docs"
    for pair in pairs.PAIRS:
        assert f"| `--{pair.top}` |" in text


def test_the_remark_in_the_documentation_is_the_one_that_is_made() -> None:
    text = (THEMES.parent / "docs" / "brand.md").read_text(encoding="utf-8")
    note = compile(Brand("#faa61a")).notes[0]
    assert f"info: {note.message}\n        {note.hint}\n" in text
