"""The search index of a build: the words of all its pages, made again only where some changed.

Only ``build`` asks, when its pages are finished; it says where their bytes are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from sitegen import search
from sitegen.assemble import Page, Site
from sitegen.cache import Cache
from sitegen.config import PATH
from sitegen.disk import digest as file_digest
from sitegen.plan import Artifact, Plan
from sitegen.problems import Problem, Span


def of(
    plan: Plan, site: Site, read: Callable[[str], bytes], there: Mapping[str, str], cache: Cache
) -> tuple[Plan, dict[str, bytes], tuple[Problem, ...]]:
    """The plan with the files of the index, the bytes of those that do not lie ``there`` under
    their key, and what is wrong. ``read`` gives a finished page by its output path."""
    taken = next((each for each in plan.artifacts if each.path.startswith(search.FOLDER)), None)
    if taken is not None:
        return plan, {}, (Problem("address-reserved",
            f'"{taken.name or taken.path}" lies where the search index goes.',
            Span(taken.name or taken.path), "Put it into another folder."),)  # fmt: skip
    keys = {artifact.path: artifact.key for artifact in plan.artifacts}
    pages = sorted((page for page in site.pages if site.listed(page)), key=lambda page: page.url)
    entries = tuple(search.Entry(_address(site, page), page.doc.title,
                                 _words(page.output, keys[page.output], read, cache))
                    for page in pages)  # fmt: skip
    language = site.config.language
    name = search.key(entries, language)
    rows = cache.get_value("index", name, list[tuple[str, str]]) or []
    fresh = _bytes(rows, there, cache) if rows else None
    if fresh is None:
        try:
            made = search.index(entries, language)
        except search.Failed as error:
            return plan, {}, (Problem("search-failed", f"The pages could not be indexed: {error}",
                Span(PATH, site.config.line("search")),
                "Build once more, or write  search: no"),)  # fmt: skip
        rows = []
        for path, data in made:
            blob = file_digest(data)
            cache.put("blob", blob, data)
            rows.append((path, blob))
        cache.put_value("index", name, rows)
        fresh = _bytes(rows, there, cache)
    found = [Artifact(path, blob, "blob", name=blob) for path, blob in rows]
    whole = tuple(sorted((*plan.artifacts, *found), key=lambda artifact: artifact.path))
    return replace(plan, artifacts=whole), fresh or {}, ()


def _address(site: Site, page: Page) -> str:
    """As links of the site name the page, from its top."""
    folder = page.url.endswith("/") and not site.config.folders
    return page.url[1:] + ("index.html" if folder else "")


def _words(output: str, key: str, read: Callable[[str], bytes], cache: Cache) -> str:
    """A page's words, remembered under the key of its bytes."""
    stored = cache.get("words", key)
    if stored is None:
        stored = search.words(read(output).decode()).encode()
        cache.put("words", key, stored)
    return stored.decode()


def _bytes(
    rows: list[tuple[str, str]], there: Mapping[str, str], cache: Cache
) -> dict[str, bytes] | None:
    """The bytes of all files that are not there yet; None where the cache lost some."""
    found = {}
    for path, blob in rows:
        if there.get(path) != blob:
            data = cache.get("blob", blob)
            if data is None:
                return None
            found[path] = data
    return found
