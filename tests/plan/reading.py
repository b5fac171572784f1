"""Ways to look at a built page."""

from __future__ import annotations

import io
import posixpath
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from tests.conftest import Project


def soup(project: Project, path: str) -> BeautifulSoup:
    """A built page as a tree."""
    return BeautifulSoup(project.out(path), "html.parser")


def one(tree: Tag, selector: str) -> Tag:
    """The one element that a selector finds."""
    found = tree.select(selector)
    assert len(found) == 1, (selector, found)
    return found[0]


def value(tree: Tag, selector: str, name: str) -> str:
    """An attribute of the one element that a selector finds."""
    return str(one(tree, selector)[name])


def words(tree: Tag, selector: str) -> list[str]:
    """The texts of all elements that a selector finds."""
    return [" ".join(found.get_text().split()) for found in tree.select(selector)]


def hrefs(tree: Tag, selector: str) -> list[str]:
    """Where the links below a selector lead, as written."""
    return [str(found["href"]) for found in tree.select(selector)]


def csp(tree: Tag) -> dict[str, list[str]]:
    """A page's content security policy by directive."""
    text = value(tree, 'meta[http-equiv="Content-Security-Policy"]', "content")
    parts = [part.split() for part in text.split(";")]
    return {part[0]: part[1:] for part in parts}


def targets(project: Project, path: str) -> dict[str, str]:
    """Every address within the site that a page names, and the output file that it means."""
    tree = soup(project, path)
    found: dict[str, str] = {}
    for tag, name in (("a", "href"), ("link", "href"), ("img", "src"), ("source", "srcset"),
                      ("img", "srcset"), ("form", "action")):  # fmt: skip
        for element in tree.find_all(tag):
            for part in str(element.get(name) or "").split(","):
                written = part.strip().split(" ")[0] if name == "srcset" else part.strip()
                if not written or ":" in written.split("/")[0] or written.startswith("//"):
                    continue
                if element.name == "link" and element.get("rel") == ["canonical"]:
                    continue
                bare = unquote(written.partition("#")[0].partition("?")[0])
                if bare:
                    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), bare))
                    found[written] = f"{place}/index.html" if bare.endswith("/") else place
    return found


def photo(width: int, height: int, kind: str = "JPEG", exif: bytes = b"") -> bytes:
    """A picture with some detail, and with metadata if wanted."""
    from PIL import Image

    made = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    out = io.BytesIO()
    made.save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()
