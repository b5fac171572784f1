"""The Markdown room: a page's text in, HTML with markers and everything the site must know out.

Only ``Converter`` is for other rooms. The name is resolved on first use, because a build with
nothing to convert must not pay for importing Python-Markdown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.markdown.convert import Converter

__all__ = ["Converter"]


def __getattr__(name: str) -> object:
    if name == "Converter":
        from sitegen.markdown.convert import Converter

        return Converter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
