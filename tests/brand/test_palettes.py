"""Palettes that parties and movements really use: each gives colours in which every pair holds.

The numbers are facts, taken from their own style guides and sites as far as known; the names say
only where and in which colour, and nothing is meant by the choice.
"""

from __future__ import annotations

import pytest

from sitegen.brand import colour, pairs, tokens
from sitegen.brand.tokens import Brand

PALETTES = (
    ("au-green", "#10c25b", ""), ("au-navy", "#1c4f9c", "#ed1c24"), ("au-red", "#de3533", ""),
    ("au-teal", "#33b2b2", ""), ("ca-blue", "#1a4782", ""), ("ca-green", "#3d9b35", ""),
    ("ca-orange", "#f37021", ""), ("ca-red", "#d71920", ""), ("ca-sky", "#33b2cc", "#093c71"),
    ("de-black", "#000000", "#ffcc00"), ("de-green", "#46962b", "#ffe100"),
    ("de-magenta", "#be3075", ""), ("de-red", "#e3000f", ""), ("de-yellow", "#ffed00", "#e5007d"),
    ("es-red", "#ef1c27", ""), ("es-violet", "#672f6c", ""), ("eu-blue", "#3399ff", "#fbc50f"),
    ("eu-purple", "#502379", "#fdc220"), ("fr-coral", "#ff8080", "#bb1840"),
    ("gb-blue", "#0087dc", ""), ("gb-cyan", "#12b6cf", ""), ("gb-green", "#02a95b", ""),
    ("gb-orange", "#faa61a", ""), ("gb-red", "#e4003b", ""), ("gb-yellow", "#fdf38e", "#000000"),
    ("ie-green", "#326760", ""), ("ie-lime", "#66bb66", "#f58220"), ("ie-purple", "#752f8b", ""),
    ("it-yellow", "#ffeb3b", ""), ("nl-green", "#00ae41", ""), ("nl-pink", "#e6007e", ""),
    ("nz-blue", "#00529f", ""), ("nz-green", "#098137", ""), ("nz-red", "#d82a20", ""),
    ("nz-yellow", "#fde401", "#016c9d"), ("us-blue", "#0015bc", "#e81b23"),
    ("us-gold", "#fed105", ""), ("us-green", "#17aa5c", ""),
    ("movement-black", "#000000", "#fff200"), ("movement-climate", "#21a73d", ""),
    ("movement-sun", "#ffde16", "#33342e"), ("movement-votes", "#4b2e83", "#3a7d44"),
    ("movement-pink", "#f7a8b8", "#55cdfc"), ("movement-white", "#ffffff", "#c8102e"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "main", "accent"), PALETTES)
def test_a_real_palette_keeps_its_colours_and_every_pair_holds(
    name: str, main: str, accent: str
) -> None:
    made = tokens.compile(Brand(main, accent))
    rows = [row for scheme in pairs.SCHEMES for row in pairs.measure(scheme, made.scheme(scheme))]
    assert [] == [row for row in rows if not row.holds]
    light = dict(made.light)
    assert (main, main) == (light["brand"], light["hero"])
    assert {"info"} >= {note.level for note in made.notes}
    for note in made.notes:
        assert main in note.message


@pytest.mark.parametrize(("name", "main", "accent"), PALETTES)
def test_a_colour_that_can_be_text_on_the_page_is_the_link_itself(
    name: str, main: str, accent: str
) -> None:
    made = tokens.compile(Brand(main, accent))
    light = made.scheme("light")
    wanted = colour.from_hex(main)
    reads = colour.worst(wanted, (light["surface"], light["surface-2"])) >= pairs.TEXT
    assert reads == (light["brand-strong"] == wanted) or colour.to_oklch(wanted)[1] < 0.035


def test_there_are_more_than_thirty_and_none_twice() -> None:
    assert len(PALETTES) > 30
    assert len(PALETTES) == len({name for name, _, _ in PALETTES})
