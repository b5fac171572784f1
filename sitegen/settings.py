"""YAML files of a project, read through the memo: each text is parsed once in its life.

Knows files and nodes, no setting by name.
"""

from __future__ import annotations

from sitegen import parse, yamltext
from sitegen.cache import Cache
from sitegen.problems import Problem, Span
from sitegen.schema import Map, Node
from sitegen.sources import Tree


def load(tree: Tree, path: str, cache: Cache) -> tuple[Node | None, tuple[Problem, ...]]:
    """The node of a YAML file of the tree; None when it is empty or broken."""
    name = tree.files[path].digest
    stored = cache.get_value("yaml", name, tuple[Node])
    if stored is not None:
        return stored[0], ()
    text, problems = parse.decode(tree.data(path), path)
    node, found = yamltext.read(text, path)
    if node is not None and not problems and not found:
        cache.put_value("yaml", name, (node,))
    return node, (*problems, *found)


def load_map(tree: Tree, path: str, cache: Cache) -> tuple[Map, tuple[Problem, ...]]:
    """The same for a file that must hold ``name: value`` lines; an empty map otherwise."""
    node, problems = load(tree, path, cache)
    if isinstance(node, Map):
        return node, problems
    if node is not None:
        problems = (*problems, Problem("yaml-shape",
            "This file must hold lines of the form name: value.", Span(path, node.line),
            "Start each line with a name and a colon."))  # fmt: skip
    return Map(()), problems
