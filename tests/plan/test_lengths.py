"""How long a message is, by each channel's own way of counting."""

from __future__ import annotations

import pytest

from sitegen import lengths
from sitegen.lengths import Length


@pytest.mark.parametrize(("text", "expected"), [
    ("a" * 160, Length(160, 160, 1)),
    ("a" * 161, Length(161, 160, 2)),
    ("a" * 306, Length(306, 160, 2)),
    ("a" * 307, Length(307, 160, 3)),
    ("10 € [ab]", Length(12, 160, 1)),
    ("Grüße", Length(5, 160, 1)),
    ("’" + "a" * 69, Length(70, 70, 1, "’")),
    ("’" + "a" * 70, Length(71, 70, 2, "’")),
    ("ça", Length(2, 70, 1, "ç")),
    ("😀" * 35, Length(70, 70, 1, "😀")),
    ("😀" * 36, Length(72, 70, 2, "😀")),
])  # fmt: skip
def test_an_sms_is_counted_in_its_alphabet_and_in_parts(text: str, expected: Length) -> None:
    assert expected == lengths.of("sms", text)


@pytest.mark.parametrize(("text", "used"), [
    ("a" * 280, 280),
    ("é" * 10, 10),
    ("e\u0301" * 10, 10),
    ("“a” – b", 7),
    ("日本語", 6),
    ("😀", 2),
    ("👩‍👩‍👧‍👦", 2),
    ("🇳🇿", 2),
    ("1️⃣", 2),
    ("https://example.org/a-very-long-address-of-more-than-twenty-three-signs", 23),
    ("See https://a.org now", 31),
    ("мир", 3),
    ("→", 2),
])  # fmt: skip
def test_x_weighs_signs(text: str, used: int) -> None:
    assert Length(used, 280) == lengths.of("x", text)


@pytest.mark.parametrize(("text", "used"), [
    ("a" * 300, 300),
    ("👩‍👩‍👧‍👦" * 3, 8),
    ("👍🏽", 1),
    ("नमस्ते", 3),
    ("https://example.org/" + "a" * 80, 100),
])  # fmt: skip
def test_bluesky_counts_what_people_take_for_single_signs_and_bytes(text: str, used: int) -> None:
    assert used == (lengths.of("bluesky", text) or Length(0, 0)).used


def test_mastodon_counts_every_link_alike() -> None:
    assert Length(27, 500) == lengths.of("mastodon", "See https://example.org/" + "a" * 80)


def test_some_channels_have_room_and_some_are_not_counted() -> None:
    assert 1 == (lengths.of("telegram", "a" * 4097) or Length(0, 0)).over
    assert 0 == (lengths.of("whatsapp", "a" * 4097) or Length(0, 1)).over
    assert lengths.of("talk", "a") is None
    assert lengths.of("leaflet", "a") is None
