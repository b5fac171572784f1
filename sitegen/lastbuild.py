"""The last build as it is remembered, and what of it holds where only words of pages changed since.

Most builds are of that kind: somebody writes. Their plan is the last one with other texts in it, so
no settings are read, no page is put in its place and none but the changed ones are planned. Whether
a build is one of them is found by comparing all else that it is made from, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.config import Config
from sitegen.model import Block, Details, Document, Picture, Reference
from sitegen.plan import PagePlan, Shared
from sitegen.plan.artifacts import Artifact, Row, bare, keyed
from sitegen.theme import Theme

MOST = 20
"""Changed pages above which the whole way is as fast."""


class Last(Struct, frozen=True, array_like=True):
    """What the last build worked out.

    ``inputs`` is the digest of all that it was made from, as the ledger of its output has it;
    ``around`` that of the same without the texts of pages. ``documents`` are the digests of
    all pages by source path, ``rules`` is the digest of how they are parsed; ``outline`` and ``rows`` are as in
    ``plan.Memory``. ``now`` is when it was made, and ``boundary`` when something next becomes due.
    """

    inputs: str
    around: str
    now: str
    boundary: str
    rules: str
    documents: dict[str, str]
    config: Config
    theme: Theme
    shared: Shared
    outline: str
    rows: dict[str, Row]

    def with_texts(
        self,
        inputs: str,
        now: str,
        documents: dict[str, str],
        made: Iterable[tuple[str, Artifact]],
    ) -> Last:
        """The same after pages were made of other texts: ``documents`` as they are now, and the
        key of each changed one with its page."""
        rows = dict(self.rows)
        for key, artifact in made:
            rows[artifact.path] = replace(
                rows[artifact.path], document=key, made=(bare(artifact),)
            )
        return replace(self, inputs=inputs, now=now, documents=documents, rows=rows)


def changed(last: Last, files: Mapping[str, str]) -> dict[str, Row] | None:
    """The source paths of pages that have other texts now, with their rows; ``files`` are the
    digests of all pages. None where that is not all, or not to be had from memory: a page came or went,
    is not shown, or is more than a page."""
    if files.keys() != last.documents.keys() or last.config.search == "index":
        return None
    paths = [path for path, name in files.items() if last.documents[path] != name]
    if not 0 < len(paths) <= MOST:
        return None
    rows = {row.made[0].name: row for row in last.rows.values() if row.document and row.made}
    found = {path: row for path in paths if (row := rows.get(path)) is not None}
    whole = len(found) == len(paths) and all(len(row.made) == 1 for row in found.values())
    return found if whole else None


def looks_alike(old: tuple[Document, Details], new: tuple[Document, Details]) -> bool:
    """Whether nothing but the words of a page changed: whoever plans a site sees the same.

    Where in its file a link stands is told only by problems, and pages that have any go the
    whole way.
    """
    return replace(new[0], key=old[0].key) == old[0] and _anywhere(new[1]) == _anywhere(old[1])


def again(last: Last, row: Row, plan: PagePlan, document: str, code: str) -> Artifact | None:
    """A page with another text. None where the ``plan`` that was remembered is no longer, byte for
    byte, the one that the page was made from: its key would then be none that a plan could give."""
    common, theme = last.shared.key, last.theme.digest
    if keyed(plan, common, theme, code).key != row.made[0].key:
        return None
    return keyed(replace(plan, body=document), common, theme, code)


def _anywhere(details: Details) -> tuple[object, ...]:
    """The details without the places where things stand."""

    def free(thing: Reference | Picture) -> Reference | Picture:
        return replace(thing, line=0, column=0)

    def block(use: Block) -> Block:
        return replace(use, line=0)

    return (details.headings, tuple(map(free, details.references)),
            tuple(map(free, details.pictures)), tuple(map(block, details.uses)))  # fmt: skip
