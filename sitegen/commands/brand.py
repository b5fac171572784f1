"""``sitegen brand``: what becomes of the group's name and colours; with ``--to`` the brand kit."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.commands import brandcolours, brandkit

if TYPE_CHECKING:
    from sitegen.model import Options


def add(commands: Any, common: Callable[[argparse.ArgumentParser], None]) -> None:
    """The command's arguments."""
    parser = commands.add_parser(
        "brand", help="show your colours, draw your brand kit",
        description="Shows what becomes of your colours: every role by day, at night, with more "
                    "contrast and in print, the contrast of each pair, and where another shade stands "
                    "in. With --to it draws the brand kit: the name as a picture, icons, share cards, "
                    "posters and flyers with codes to scan, the colours and a few words about you.",
    )  # fmt: skip
    common(parser)
    brandcolours.arguments(parser)
    brandkit.arguments(parser)
    parser.set_defaults(command="brand")


def anywhere(parsed: argparse.Namespace) -> bool:
    """Whether the command needs no project: colours given on the line are looked at anywhere."""
    return bool(parsed.colour and not parsed.to)


def run(parsed: argparse.Namespace, options: Options) -> int:
    """Run the command."""
    if parsed.to or parsed.source:
        return brandkit.run(
            Path(parsed.project), Path(parsed.to or "brand-kit"), parsed.source, options
        )
    return brandcolours.run(parsed, options)
