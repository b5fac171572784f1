"""What the pipeline's tests share: drawn pictures, and code that stands still."""

from __future__ import annotations

import io

import pytest
from folders import Picture
from hypothesis import settings

from tests.conftest import Project

settings.register_profile("thorough", max_examples=400)  # pytest --hypothesis-profile=thorough


@pytest.fixture(scope="session")
def picture() -> Picture:
    """A function that draws a PNG of a width, in a shade of its own."""
    from PIL import Image

    def draw(width: int, shade: int) -> bytes:
        out = io.BytesIO()
        Image.new("RGB", (width, 12), (shade % 256, 90, 120)).save(out, "PNG")
        return out.getvalue()

    return draw


@pytest.fixture(autouse=True)
def _warm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here a first build is a first build."""
    monkeypatch.setattr(Project, "remembered", None)
