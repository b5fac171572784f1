"""What postcodes look like, for forms that say which country they are for.

Data only. Patterns are JavaScript's and tolerant: any spaces and hyphens, small letters, a country
sign in front. A form without a country takes any postcode.
"""

from __future__ import annotations

from msgspec import Struct


class Postcode(Struct, frozen=True):
    """The shape in one country: a pattern, one real postcode, and whether it is only digits."""

    pattern: str
    example: str
    digits: bool = False


ANY = r"(?=.*\p{Nd})(?:[\s\-]*[\p{L}\p{Nd}]){2,10}[\s\-]*"
"""Letters and digits in any order with at least one digit, as all systems of the Universal Postal
Union have."""

_GAP = r"[\s\-]*"


def _own(pattern: str, example: str, digits: bool = False) -> Postcode:
    return Postcode(f"{_GAP}{pattern}{_GAP}", example, digits)


def _digits(count: int, example: str) -> Postcode:
    pattern = rf"{_GAP}(?:[A-Za-z]{{1,3}}{_GAP})?(?:\p{{Nd}}{_GAP}){{{count}}}"
    return Postcode(pattern, example, digits=True)


COUNTRIES: dict[str, Postcode] = {
    "AT": _digits(4, "1010"),
    "AU": _digits(4, "2600"),
    "BE": _digits(4, "1000"),
    "CA": _own(rf"[A-Za-z]\d[A-Za-z]{_GAP}\d[A-Za-z]\d", "K1A 0B1"),
    "CH": _digits(4, "3003"),
    "CZ": _digits(5, "110 00"),
    "DE": _digits(5, "10115"),
    "DK": _digits(4, "1050"),
    "ES": _digits(5, "28013"),
    "FI": _digits(5, "00100"),
    "FR": _digits(5, "75001"),
    "GB": _own(rf"[A-Za-z]{{1,2}}\d[A-Za-z\d]?{_GAP}\d[A-Za-z]{{2}}", "SW1A 1AA"),
    "GR": _digits(5, "105 57"),
    "HU": _digits(4, "1055"),
    "IE": _own(rf"[A-Za-z]\d[\dWw]{_GAP}[A-Za-z\d]{{4}}", "D02 AF30"),
    "IN": _digits(6, "110 001"),
    "IT": _digits(5, "00186"),
    "LU": _digits(4, "1009"),
    "MX": _digits(5, "06000"),
    "NL": _own(rf"(?:[Nn][Ll]{_GAP})?\d{{4}}{_GAP}[A-Za-z]{{2}}", "1012 AB"),
    "NO": _digits(4, "0010"),
    "NZ": _digits(4, "6011"),
    "PL": _digits(5, "00-950"),
    "PT": _own(rf"\d{{4}}{_GAP}(?:\d{{3}})?", "1000-205", digits=True),
    "RO": _digits(6, "010011"),
    "SE": _digits(5, "111 20"),
    "SK": _digits(5, "811 02"),
    "US": _own(rf"\d{{5}}{_GAP}(?:\d{{4}})?", "20500", digits=True),
}
"""By the country's two letters (ISO 3166-1)."""

WORDS: dict[str, str] = {"UK": "GB", "EN": "GB", "USA": "US"}
"""What people write for a country's two letters."""
