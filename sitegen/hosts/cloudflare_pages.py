"""Cloudflare Pages: headers and redirects from two text files, within fixed limits."""

from __future__ import annotations

from sitegen.hosts import rules
from sitegen.hosts.host import Files, Host, HostInput
from sitegen.problems import Problem

CODE = "301"
"""Redirects are followed whether or not a file stands at the old address."""

REDIRECTS = 2_000
REDIRECT_LENGTH = 1_000
HEADER_RULES = 100
HEADER_LENGTH = 2_000
"""The documented limits; what is over them is ignored without a word on the site."""


def files(site: HostInput) -> Files:
    """``_headers``, and ``_redirects`` when a page has moved, cut to what will be read."""
    lines = [line for line in rules.redirect_lines(site, CODE) if len(line) <= REDIRECT_LENGTH]
    extra = (("_redirects", ("\n".join(lines[:REDIRECTS]) + "\n").encode()),) if lines else ()
    return (("_headers", rules.headers(site).encode()), *extra)


def check(site: HostInput) -> tuple[Problem, ...]:
    """What will not work there: an address with a path, no 404 page, or a limit passed."""
    problems = [*rules.served_from_root(site, "Cloudflare Pages"), *rules.left_out(site)]

    def say(code: str, message: str, hint: str) -> None:
        problems.append(Problem(code, message, None, hint, "warning"))

    if not site.has_404:
        say(
            "host-404",
            "Without a page 404.html, Cloudflare Pages answers every wrong address with the home "
            "page.",
            "Let the theme write its page for wrong addresses.",
        )
    lines = rules.redirect_lines(site, CODE)
    long = sum(len(line) > REDIRECT_LENGTH for line in lines)
    if long:
        say(
            "host-redirects",
            f"Old addresses longer than Cloudflare Pages reads ({REDIRECT_LENGTH} characters a "
            f"line): {long}. A page leads visitors on instead.",
            "Shorten the alias.",
        )
    if len(lines) - long > REDIRECTS:
        say(
            "host-redirects",
            f"There are {len(lines)} old addresses; Cloudflare Pages reads {REDIRECTS}, so pages "
            "lead visitors on from the rest.",
            "Remove aliases that nobody uses any more.",
        )
    text = rules.headers(site).splitlines()
    if any(len(line.strip()) > HEADER_LENGTH for line in text):
        say(
            "host-headers",
            "The Content Security Policy is longer than Cloudflare Pages reads "
            f"({HEADER_LENGTH} characters), so it would be left out.",
            "Use fewer form receivers or outside services.",
        )
    if sum(line.startswith("/") for line in text) > HEADER_RULES:
        say("host-headers", f"There are more than {HEADER_RULES} header rules.", "Use fewer.")
    return tuple(problems)


HOST = Host(
    name="cloudflare-pages",
    title="Cloudflare Pages",
    documentation="https://developers.cloudflare.com/pages/configuration/redirects/",
    checked="2026-11-23",
    files=files,
    check=check,
)
