"""Every picture a site uses, cleaned and sized once, and remembered by its bytes.

Stands between ``assemble`` and ``plan``, because a picture's name holds the digest of its final
bytes and pages name pictures. Encoding is done by ``images``; this module decides what to encode,
in how many processes, and what the results are called.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from msgspec import Struct

from sitegen.assemble import slugify
from sitegen.cache import Cache
from sitegen.model import BUILT, digest
from sitegen.problems import Problem, Span
from sitegen.sources import Tree


class Sized(Struct, frozen=True):
    """One published file of a picture. ``blob`` names its bytes in the cache."""

    output: str
    width: int
    height: int
    format: str
    blob: str


class Published(Struct, frozen=True):
    """A picture's files: the fallback family in ascending width, and WebP of the same widths."""

    path: str
    width: int
    height: int
    files: tuple[Sized, ...]
    webp: tuple[Sized, ...]


def prepare(
    tree: Tree, paths: Iterable[str], cache: Cache, jobs: int
) -> tuple[dict[str, Published], tuple[Problem, ...]]:
    """Clean and size the pictures at ``paths``. One that cannot be cleaned is not published."""
    found: dict[str, Published] = {}
    problems: list[Problem] = []
    missing: list[tuple[str, str]] = []
    import PIL  # the package alone costs nothing; its version decides the encoders

    from sitegen import images

    for path in sorted(set(paths)):
        name = digest(tree.files[path].digest, images.PARAMETERS, PIL.__version__)
        stored = cache.get_value("picture", name, Record)
        if stored is not None and (not stored or _complete(stored, cache)):
            if stored:
                found[path] = _named(path, stored)
        else:
            missing.append((path, name))
    for (path, name), (record, blobs, trouble) in zip(
        missing, _encode(tree, [path for path, _ in missing], jobs), strict=True
    ):
        problems += trouble
        for key, data in blobs:
            cache.put("blob", key, data)
        if record:
            found[path] = _named(path, record)
        if not trouble:
            cache.put_value("picture", name, record)
    return found, tuple(problems)


Record = list[tuple[int, int, str, str, str]]
"""Of each file: width, height, format, extension, blob."""


def _complete(record: Record, cache: Cache) -> bool:
    return all(cache.get("blob", row[4]) is not None for row in record)


def _named(path: str, record: Record) -> Published:
    stem = slugify(posixpath.splitext(posixpath.basename(path))[0]) or "picture"
    files: list[Sized] = []
    for width, height, kind, extension, blob in record:
        output = f"{BUILT}{stem}-{width}.{blob[:10]}{extension}"
        files.append(Sized(output, width, height, kind, blob))
    family = files[-1].format if files[-1].format != "webp" or len({f.format for f in files}) == 1 \
        else next(f.format for f in files if f.format != "webp")  # fmt: skip
    fallback = tuple(sorted((f for f in files if f.format == family), key=lambda f: f.width))
    webp = tuple(sorted((f for f in files if f.format == "webp" and family != "webp"),
                        key=lambda f: f.width))  # fmt: skip
    return Published(path, fallback[-1].width, fallback[-1].height, fallback, webp)


Encoded = tuple[Record, list[tuple[str, bytes]], tuple[Problem, ...]]


def _encode(tree: Tree, paths: list[str], jobs: int) -> list[Encoded]:
    def one(path: str) -> Encoded:
        try:
            data = tree.data(path)
        except OSError as error:
            return [], [], (Problem("file-unreadable",
                f"This file cannot be read: {error.strerror}.", Span(path),
                "Check its permissions."),)  # fmt: skip
        return _encode_one(path, data)

    if jobs > 1 and len(paths) > 1:
        from sitegen import workers

        return workers.map_all(one, paths, jobs)
    return [one(path) for path in paths]


def _encode_one(path: str, data: bytes) -> Encoded:
    import hashlib

    from sitegen import images

    info, problems = images.probe(data, path)
    if info is None:
        return [], [], problems
    made, more = images.variants(data, info, images.plan_widths(info), path)
    record: Record = []
    blobs = []
    for variant in made:
        key = hashlib.blake2b(variant.data, digest_size=16).hexdigest()
        record.append((variant.width, variant.height, variant.format, variant.extension, key))
        blobs.append((key, variant.data))
    return record, blobs, (*problems, *more)
