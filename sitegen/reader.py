"""The pages of one site: remembered where their bytes and the rules for reading them are known, and
parsed in as many processes as help where not.

Only ``build`` asks. What is remembered of a page is its document, which every plan needs, and apart
from it its details and its body, which only its own plan and its own page need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping

import msgspec

from sitegen import parse, workers
from sitegen.cache import Cache, decoded, encoded
from sitegen.config import Config
from sitegen.model import Body, Details, Document, digest
from sitegen.sources import File, Tree
from sitegen.theme import Theme
from sitegen.workers import FEW

KINDS = ("head", "details", "body")
"""What is remembered of each page."""


def key(file: File, rules: str) -> str:
    """The key of a page: a digest of all that its document is made from."""
    return digest(file.digest, rules, file.path)


def remembered(cache: Cache, name: str) -> tuple[Document, Details] | None:
    """What is remembered of a page, by its key."""
    document = cache.get_value("head", name, Document)
    details = cache.get_value("details", name, Details)
    return None if document is None or details is None else (document, details)


class Reader:
    """Reads the pages whose keys are given by source path. ``parsed`` counts those that no memory
    knew."""

    def __init__(
        self, tree: Tree, config: Config, theme: Theme, keys: Mapping[str, str], cache: Cache,
        jobs: int, tell: Callable[[str, int, int], None],
    ) -> None:  # fmt: skip
        self._tree, self._config, self._theme = tree, config, theme
        self._keys, self._cache, self._jobs, self._tell = keys, cache, jobs, tell
        self.parsed = 0

    def documents(self, known: MutableMapping[str, Document]) -> tuple[Document, ...]:
        """Every page, in the order of the keys; ``known`` are those in memory, and becomes them."""
        heads = self._heads([name for name in self._keys.values() if name not in known])
        known.update(heads)
        missing = [path for path, name in self._keys.items() if name not in known]
        for path, (head, _, _) in zip(missing, self.convert(missing), strict=True):
            known[self._keys[path]] = msgspec.json.decode(head, type=Document)
        for stale in known.keys() - set(self._keys.values()):
            del known[stale]
        return tuple([known[name] for name in self._keys.values()])

    def _heads(self, wanted: list[str]) -> dict[str, Document]:
        """Remembered documents, decoded in one go."""
        if len(wanted) > FEW:
            rows = self._cache.all("head")
            found = [(name, rows[name]) for name in wanted if name in rows]
        else:
            found = [(name, row) for name in wanted if (row := self._cache.get("head", name))]
        made = decoded(b"[" + b",".join(row for _, row in found) + b"]", list[Document])
        return dict(zip((name for name, _ in found), made, strict=True)) if made else {}

    def convert(self, paths: list[str]) -> list[tuple[bytes, ...]]:
        """Parse these pages and remember what came of them: their rows, one of each of the KINDS."""
        if not paths:
            return []
        from sitegen.markdown import Converter

        specs = self._theme.specs()
        converter = Converter(specs, self._config.trusted)
        declared = dict(self._theme.page_fields)
        types = {kind.name: kind for kind in self._theme.types}
        jobs = self._jobs if len(paths) >= FEW else 1
        done = 0

        def one(path: str) -> tuple[bytes, ...]:
            nonlocal done
            done += 1
            self._tell("Reading pages", done * max(1, jobs), len(paths))
            made = parse.document(self._tree.data(path), path, self._keys[path], converter,
                                  declared, types, specs)  # fmt: skip
            return tuple(map(encoded, made))

        rows = workers.map_all(one, paths, jobs)
        for path, row in zip(paths, rows, strict=True):
            for kind, data in zip(KINDS, row, strict=True):
                self._cache.put(kind, self._keys[path], data)
        self.parsed += len(paths)
        return rows

    def pages(self) -> dict[str, tuple[Document, Details]]:
        """Each page by its path, parsed where it is not remembered."""
        known = {path: found for path, name in self._keys.items()
                 if (found := remembered(self._cache, name))}  # fmt: skip
        missing = [path for path in self._keys if path not in known]
        for path, (head, details, _) in zip(missing, self.convert(missing), strict=True):
            known[path] = (msgspec.json.decode(head, type=Document),
                           msgspec.json.decode(details, type=Details))  # fmt: skip
        return known

    def details(self, name: str) -> Details:
        """A page's details by its key."""
        return msgspec.json.decode(self._remembered("details", name), type=Details)

    def body(self, name: str) -> Body:
        """A page's converted text by its key."""
        return msgspec.json.decode(self._remembered("body", name), type=Body)

    def _remembered(self, kind: str, name: str) -> bytes:
        """A row of a page; where a damaged cache lost it the page is parsed once more."""
        data = self._cache.get(kind, name)
        if data is None:
            path = next(path for path, known in self._keys.items() if known == name)
            data = self.convert([path])[0][KINDS.index(kind)]
        return data
