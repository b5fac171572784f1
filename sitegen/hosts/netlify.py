"""Netlify: headers and redirects from two text files in the folder that is published."""

from __future__ import annotations

from sitegen.hosts import rules
from sitegen.hosts.host import Files, Host, HostInput
from sitegen.problems import Problem

CODE = "301!"
"""Permanent, and even though a file stands at the old address: without the exclamation mark
Netlify would rather show the page that leads on (docs.netlify.com/platform/request-chain)."""

MANY = 10_000
"""From here on Netlify asks for patterns instead, and a deploy might fail."""


def files(site: HostInput) -> Files:
    """``_headers``, and ``_redirects`` when a page has moved."""
    moved = rules.redirects(site, CODE)
    extra = (("_redirects", moved.encode()),) if moved else ()
    return (("_headers", rules.headers(site).encode()), *extra)


def check(site: HostInput) -> tuple[Problem, ...]:
    """What will not work there: an address with a path, or too many redirects."""
    problems = [*rules.served_from_root(site, "Netlify"), *rules.left_out(site)]
    count = len(rules.redirect_lines(site, CODE))
    if count >= MANY:
        problems.append(
            Problem(
                "host-redirects",
                f"There are {count} old addresses; Netlify may refuse {MANY} or more.",
                None,
                "Remove aliases that nobody uses any more.",
                "warning",
            )
        )
    return tuple(problems)


HOST = Host(
    name="netlify",
    title="Netlify",
    documentation="https://docs.netlify.com/manage/routing/redirects/overview/",
    checked="2026-11-23",
    files=files,
    check=check,
)
