"""What a host is given, and what a host is: pure functions from a site's facts to extra files."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from sitegen.problems import Problem


class HostInput(Struct, frozen=True):
    """All that a host may know of a site.

    ``url`` is the site's address without a final slash, or "". ``base_path`` is its path on that
    host: ``/`` or ``/name/``. ``redirects`` are pairs of old and new address, as paths from the
    site's root, not escaped. ``csp`` is a Content Security Policy that holds for every page, or
    "". ``fingerprinted_prefix`` is the path under which every file's name changes with its
    content (``/assets/``), or "" where there is none.
    """

    url: str = ""
    base_path: str = "/"
    redirects: tuple[tuple[str, str], ...] = ()
    csp: str = ""
    has_404: bool = True
    fingerprinted_prefix: str = ""


Files = tuple[tuple[str, bytes], ...]
"""Path in the output folder and content of each file."""


class Host(Struct, frozen=True):
    """A place that serves the output. ``documentation`` is where its formats are described.

    ``files`` gives what it wants beside the pages, ``check`` what will not work there. Neither
    reads a disk or the network. ``checked`` is the day the documentation was last read.
    """

    name: str
    title: str
    documentation: str
    checked: str
    files: Callable[[HostInput], Files]
    check: Callable[[HostInput], tuple[Problem, ...]]
