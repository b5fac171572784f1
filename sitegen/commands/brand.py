"""``sitegen brand``: what becomes of the group's name and colours."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.commands import brandkit

if TYPE_CHECKING:
    from sitegen.model import Options


def add(commands: Any, common: Callable[[argparse.ArgumentParser], None]) -> None:
    """The command's arguments."""
    parser = commands.add_parser(
        "brand", help="draw your brand kit",
        description="Draws the brand kit: the name as a picture, icons, share cards, posters and "
                    "flyers with codes to scan, the colours and a few words about you.",
    )  # fmt: skip
    common(parser)
    brandkit.arguments(parser)
    parser.set_defaults(command="brand")


def run(parsed: argparse.Namespace, options: Options) -> int:
    """Run the command."""
    return brandkit.run(
        Path(parsed.project), Path(parsed.to or "brand-kit"), parsed.source, options
    )
