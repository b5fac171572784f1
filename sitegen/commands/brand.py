"""``sitegen brand``: what becomes of the group's name and colours; with ``--to`` the brand kit."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen.commands import brandcolours, brandkit
from sitegen.commands.arguments import PROBLEMS, common, options, refused

DESCRIPTION = (
    "Shows what becomes of your colours: every role by day, at night, with more contrast and in "
    "print, the contrast of each pair, and where another shade stands in. With --to it draws the "
    "brand kit: the name as a picture, icons, share cards, posters and flyers with codes to scan, "
    "the colours and a few words about you."
)


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    common(parser)
    brandcolours.arguments(parser)
    brandkit.arguments(parser)


def run(parsed: argparse.Namespace) -> int:
    """Run the command. Colours given on the line are looked at anywhere, without a project."""
    if not (parsed.colour and not parsed.to) and refused(Path(parsed.project)):
        return PROBLEMS
    if parsed.to or parsed.source:
        return brandkit.run(
            Path(parsed.project), Path(parsed.to or "brand-kit"), parsed.source, options(parsed)
        )
    return brandcolours.run(parsed, options(parsed))
