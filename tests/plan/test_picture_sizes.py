"""A picture is as large as its text wants it, says so once, and keeps its shape."""

from __future__ import annotations

import io
import re

import PIL.Image
import pytest

from tests.conftest import Project

WRITTEN = (
    ('<img src="assets/p.png" alt="A" width="100">', "100", "50"),
    ('<img src="assets/p.png" alt="A" height="30px">', "60", "30"),
    ('<img src="assets/p.png" alt="A" width="80" height="80" loading="eager">', "80", "80"),
    ('<img src="assets/p.png" alt="A" width="50%">', "200", "100"),
    ("![A](assets/p.png){width=100}", "100", "50"),
    ("![A](assets/p.png)", "200", "100"),
)


@pytest.mark.parametrize(("text", "width", "height"), WRITTEN)
def test_the_size_in_the_text_holds(project: Project, text: str, width: str, height: str) -> None:
    drawn = io.BytesIO()
    PIL.Image.new("RGB", (200, 100), "#884422").save(drawn, "PNG")
    path = project.root / "content/assets/p.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(drawn.getvalue())
    project.page("a.md", f"{text}\n", title="A").built()
    tag = re.search(r"<img\b[^>]*>", project.out("a/index.html").partition("<article")[2])
    assert tag is not None
    names = re.findall(r"\s([\w-]+)=", tag[0])
    assert sorted(set(names)) == sorted(names)
    assert f' width="{width}"' in tag[0]
    assert f' height="{height}"' in tag[0]
