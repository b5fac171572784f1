"""A converter that knows the blocks of the base theme, made once for all tests of this room."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.markdown import Converter
from sitegen.model import BlockSpec, Converted

BLOCKS = {
    spec.name: spec
    for spec in (
        BlockSpec("callout", ("kind", "title"), rest=True),
        BlockSpec("signup", ("form",), fields=("title", "intro")),
        BlockSpec("cards", ("of",), fields=("limit", "tag")),
        BlockSpec("steps", ("title",), rest=True),
        BlockSpec("quote", ("who",), rest=True, fields=("source",)),
        BlockSpec("stat", ("figure",), rest=True, fields=("source", "source_name")),
        BlockSpec("faq", ("title",), rest=True, body="items"),
        BlockSpec("image", ("src",), fields=("alt", "credit", "width", "align")),
        BlockSpec("button", ("to", "label"), rest=True, body="none", fields=("style",)),
    )
}


@pytest.fixture(scope="session")
def converter() -> Converter:
    return Converter(BLOCKS)


@pytest.fixture(scope="session")
def trusting() -> Converter:
    return Converter(BLOCKS, trusted=True)


@pytest.fixture(scope="session")
def convert(converter: Converter) -> Callable[[str], Converted]:
    return lambda text: converter.convert(text, "page.md")


@pytest.fixture(scope="session")
def html(converter: Converter) -> Callable[[str], str]:
    """The page as one line, with ``L0``, ``I0`` and ``B0`` for the markers."""

    def one_line(text: str) -> str:
        result = converter.convert(text, "page.md").html
        return result.replace("\n", "").replace("\ufdd0", "").replace("\ufdd1", "")

    return one_line
