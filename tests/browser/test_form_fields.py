"""What the ready-made fields let through, asked of a real browser.

Patterns are JavaScript's, which Python cannot run, so Chromium is the judge. Without it these
tests are skipped; ``tests/forms`` still proves that every pattern is well formed.
"""

from __future__ import annotations

from typing import Any

import pytest

from sitegen.forms import kinds, limits, patterns, postcodes, presets

pytestmark = pytest.mark.browser

RIGHT: dict[str, tuple[str, ...]] = {
    "email": ("a@b.co", "first.last+news@sub.group.org", "o'neil@example.co.uk"),
    "name": ("Ana", "Nguyễn Thị Minh", "O’Brien-Smith", "محمد", "X Æ"),
    "first_name": ("José", "Anne-Marie"),
    "last_name": ("de la Cruz", "Ng"),
    "phone": (
        "07700 900982", "+44 7700 900982", "+44 (0)7700 900 982", "0044 7700 900982",
        "(555) 123-4567", "555.123.4567", "030/901820", "+49 (0) 30 / 90 18 20",
        "+1-555-123-4567 ext. 12", "555 123 4567 x9", "٠٧٧٠٠ ٩٠٠٩٨٢", "123456",
        " 07700 900982 ", "07700\u2013900982", "07700\u00a0900982",
    ),
    "mobile": ("+1 (202) 555-0147", "0151 23456789"),
    "postcode": ("SW1A 1AA", "sw1a1aa", "10115", "D-10115", "00-950", "1012 AB", "K1A 0B1",
                 "20500-0003", " 75001 ", "١٢٣٤٥", "D02 AF30", "BT1\u00a05GS"),
    "address": ("12 Kettle Street", "Straße des 17. Juni 135, Hof 2"),
    "address2": ("Flat 3",),
    "city": ("’s-Hertogenbosch", "São Paulo"),
    "region": ("Île-de-France",),
    "country": ("Côte d’Ivoire",),
    "organisation": ("Tenants & Friends e. V.",),
    "role": ("Nurse / steward",),
    "birth_year": ("1984", "2008", " 1971 "),
    "birth_date": ("1984-02-29",),
}  # fmt: skip
"""Real-looking answers; each ready-made field into which something is written has some."""

WRONG: dict[str, tuple[str, ...]] = {
    "email": ("a", "a@b", "a@b.c", "a b@c.org", "a@@b.org", "@b.org"),
    "phone": ("12345", "call me", "555-HELLO-YOU", "1234567890123456789012", "a@b.org"),
    "mobile": ("none",),
    "postcode": ("London", "-", "SW1A 1AA!", "12345678901"),
    "birth_year": ("84", "1884", "19845", "last year"),
}

COUNTRIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "GB": (("SW1A 1AA", "m1 1ae", "EC1A1BB", "W1A-0AX", " B33 8TH "), ("SW1A", "10115", "1AA SW1A")),
    "DE": (("10115", "D-10115", "d 10115", "DE-10115"), ("1011", "101150", "SW1A 1AA")),
    "US": (("20500", "20500-0003", "205000003"), ("2050", "20500-00", "K1A 0B1")),
    "CA": (("K1A 0B1", "k1a0b1", "K1A-0B1"), ("K1A", "20500")),
    "NL": (("1012 AB", "1012ab", "NL-1012 AB"), ("1012", "AB 1012")),
    "IE": (("D02 AF30", "a65f4e2", "D6W XY00"), ("D02", "10115")),
    "PL": (("00-950", "00950", "00 950"), ("0-95",)),
    "PT": (("1000-205", "1000", "1000205"), ("100", "1000-20")),
    "SE": (("111 20", "11120", "SE-111 20"), ("1112",)),
    "IN": (("110001", "110 001"), ("11000",)),
}  # fmt: skip


def fits(browser: Any, values: dict[str, Any], answers: tuple[str, ...]) -> list[str]:
    """The answers that a browser would send from such a field."""
    found = browser.js(
        """
        const field = document.createElement("input");
        for (const [name, value] of Object.entries(arguments[0])) field.setAttribute(name, value);
        return arguments[1].filter(answer => {
          field.value = answer;
          return field.value.trim() && field.checkValidity() && answer.length <= (arguments[2] || 1e9);
        });
        """,
        {name: value for name, value in values.items() if value},
        list(answers),
        values.get("maxlength"),
    )
    return [str(answer) for answer in found]


@pytest.fixture(scope="module")
def page(browser: Any) -> Any:
    browser.visit("about:blank")
    browser.scripts(True)
    return browser


@pytest.mark.parametrize("name", RIGHT)
def test_what_people_really_type_is_let_through(page: Any, name: str) -> None:
    preset = presets.find(name)
    assert preset is not None
    values = {"type": preset.type, "pattern": preset.pattern, "maxlength": preset.maxlength}
    assert list(RIGHT[name]) == fits(page, values, RIGHT[name])


@pytest.mark.parametrize("name", WRONG)
def test_what_is_clearly_wrong_is_held_back(page: Any, name: str) -> None:
    preset = presets.find(name)
    assert preset is not None
    assert fits(page, {"type": preset.type, "pattern": preset.pattern}, WRONG[name]) == []


def test_every_ready_made_field_to_write_in_has_been_tried() -> None:
    written = {p.name for p in presets.PRESETS if p.type not in kinds.CHOICE_TYPES | {"textarea"}}
    assert written == set(RIGHT)
    assert {p.name for p in presets.PRESETS if p.pattern} == set(WRONG)


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_postcodes_of_a_country_are_told_from_others(page: Any, code: str) -> None:
    right, wrong = COUNTRIES[code]
    values = {"type": "text", "pattern": postcodes.COUNTRIES[code].pattern}
    assert list(right) == fits(page, values, right)
    assert fits(page, values, wrong) == []


def test_the_example_of_every_country_is_right(page: Any) -> None:
    for place in postcodes.COUNTRIES.values():
        for pattern in (place.pattern, postcodes.ANY):
            answer = (place.example,)
            assert [place.example] == fits(page, {"type": "text", "pattern": pattern}, answer)


@pytest.mark.parametrize("type_", limits.EXAMPLES)
def test_the_example_of_every_type_is_kept_by_a_browser(page: Any, type_: str) -> None:
    kept = page.js(
        "const f = document.createElement('input'); f.type = arguments[0];"
        "f.max = 100; f.value = arguments[1]; return [f.type, f.value]",
        type_,
        limits.EXAMPLES[type_],
    )
    assert kept == [type_, limits.EXAMPLES[type_]]


def test_the_check_of_patterns_agrees_with_the_browser(page: Any) -> None:
    tried = [
        presets.EMAIL, presets.PHONE, presets.YEAR, postcodes.ANY, "[A-Za-z0-9-]+", r"[\w.-]+",
        r"\p{L}[\p{L} ']*", "(?<a>x)", "(?i)a", "a**", "[(]", "[#]", "[##]", r"\-", "a{,3}", "]",
        r"\u{1F600}", "(?P<y>a)", r"[\d--5]", r"[a&&b]", "a{2,1}", "[z-a]",
    ]  # fmt: skip
    judged = [pattern for pattern in tried if patterns.check(pattern) == ""]
    compiled = page.js(
        "return arguments[0].filter(p => { try { new RegExp(`^(?:${p})$`, 'v'); return true }"
        " catch { return false } })",
        tried,
    )
    assert compiled == judged
