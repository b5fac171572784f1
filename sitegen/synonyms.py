"""A page's settings as other generators and other hands name them, under the names used here.

Only keys are looked at, and the few values whose meaning hangs on the key: whether a setting is
known, and what it may hold, is for ``schema`` to say. No disk, no site.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from sitegen import schema
from sitegen.problems import Problem
from sitegen.schema import Map, Node, Text

OTHER_NAMES = {
    "summary": "description",
    "excerpt": "description",
    "lang": "language",
    "weight": "order",
    "alias": "aliases",
    "redirect_from": "aliases",
    "permalink": "slug",
    "url": "slug",
    "tag": "tags",
    "cover": "image",
    "modified": "",
    "updated": "",
    "author": "",
    "authors": "",
    "category": "",
    "categories": "",
    "keywords": "",
    "template": "",
    "type": "",
    "id": "",
    "status": "",
    "comments": "",
    "toc": "",
}
"""Keys of other generators: the name here, or "" for one that is left unused without noise."""


def ours(node: Map, names: Collection[str], path: str) -> tuple[Map, tuple[Problem, ...]]:
    """The settings under the ``names`` used here, whichever way their writer put them."""
    entries: dict[str, tuple[Text, Node]] = {}
    problems: list[Problem] = []
    known = {name.lower(): name for name in names}
    given = {name.value.strip().lower() for name, _ in node.entries}

    def add(target: str, name: Text, value: Node) -> None:
        if target in entries:
            problems.append(schema.key_twice(name, entries[target][0], path))
        entries[target] = (Text(target, name.line, name.column), value)

    for name, value in node.entries:
        plain = name.value.strip()
        lower = plain.lower()
        if plain in names:
            target = plain
        elif lower in known:
            target = known[lower]
        elif lower == "published" and isinstance(value, Text):
            # Never the other way round: a draft stays one, whatever else is said of it.
            word = value.value.strip().lower()
            if word in ("false", "no", "off", "0"):
                entries["draft"] = (Text("draft", name.line, name.column),
                                    Text("true", value.line, value.column))  # fmt: skip
            elif word[:1].isdigit() and word != "1" and "date" not in given:
                add("date", name, value)
            continue
        elif lower in OTHER_NAMES:
            target = OTHER_NAMES[lower]
            if not target or target in given or target in entries:
                continue
        else:
            target = plain
        if target == "image" and isinstance(value, Map):
            value = _image(value, name, given, add)
        if target == "draft" and "draft" in entries and name.value.lower() == "draft":
            continue  # "published: no" came first
        add(target, name, value)
    return Map(tuple(entries.values()), node.line, node.column), tuple(problems)


def _image(
    value: Map, name: Text, given: set[str], add: Callable[[str, Text, Node], None]
) -> Node:
    """``image: {path: a.jpg, alt: A march}``, as some generators write it, in our two keys."""
    for word in ("path", "src", "url", "file", "image"):
        found = value.get(word)
        if isinstance(found, Text):
            alt = value.get("alt")
            if isinstance(alt, Text) and "image_alt" not in given:
                add("image_alt", name, alt)
            return found
    return value
