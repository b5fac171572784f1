"""docs/themes.md shows every theme: ``make screenshots`` was run when one was added."""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
SHOWN = [path.parent.name for path in sorted(ROOT.glob("themes/*/theme.yaml"))
         if yaml.safe_load(path.read_text(encoding="utf-8")).get("extends")]  # fmt: skip
PICTURES = sorted(ROOT.glob("docs/themes/*.webp"))


def test_every_theme_has_its_pictures_by_day_and_by_night_in_the_document() -> None:
    wanted = sorted(f"{name}-{scheme}.webp" for name in SHOWN for scheme in ("dark", "light"))
    assert wanted == [path.name for path in PICTURES]
    text = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    assert [] == [name for name in wanted if f"(themes/{name})" not in text]
    assert [] == [name for name in SHOWN if f"| `{name}` |" not in text]


def test_the_pictures_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES) < 2_000_000
