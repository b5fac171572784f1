"""The ``_headers`` and ``_redirects`` files that Netlify and Cloudflare Pages both read.

Both read one rule a line and compare the escaped path of a request. Where they differ, the
callers say so. Sources: docs.netlify.com/manage/routing and
developers.cloudflare.com/pages/configuration.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from sitegen.hosts.host import HostInput
from sitegen.problems import Problem

SECURITY: tuple[tuple[str, str], ...] = (
    ("X-Content-Type-Options", "nosniff"),
    # Form services bind a form to the host they see in the referrer, so never "no-referrer".
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)

FOREVER = "public, max-age=31536000, immutable"
"""For files whose name changes with their content. Pages need no rule: both hosts let browsers
ask again each time (``max-age=0, must-revalidate``) and drop their own copies on every upload."""


def headers(site: HostInput) -> str:
    """The ``_headers`` file. No header is set by two rules, because then both would be sent."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in SECURITY)]
    lines.append(f"  Content-Security-Policy: {policy(site.csp)}")
    if site.fingerprinted_prefix:
        prefix = "/" + site.fingerprinted_prefix.strip("/") + "/"
        prefix = "/*" if prefix == "//" else f"{escaped(prefix)}*"
        lines += ["", prefix, f"  Cache-Control: {FOREVER}"]
    return "\n".join(lines) + "\n"


def policy(csp: str) -> str:
    """The policy with ``frame-ancestors``, which browsers ignore inside a page (CSP3, 3.3)."""
    parts = [" ".join(part.split()) for part in csp.split(";") if part.strip()]
    if not any(part.startswith("frame-ancestors") for part in parts):
        parts.append("frame-ancestors 'none'")
    return "; ".join(parts)


def redirects(site: HostInput, code: str) -> str:
    """The ``_redirects`` file, one line each in the order given; "" when there is none."""
    return "".join(f"{line}\n" for line in redirect_lines(site, code))


def redirect_lines(site: HostInput, code: str) -> tuple[str, ...]:
    """``from to code`` for every redirect that can be written; the first of a path wins."""
    lines: dict[str, str] = {}
    for source, target in site.redirects:
        if not unwritable(source) and not same_place(source, target):
            lines.setdefault(escaped(source), f"{escaped(source)} {escaped(target)} {code}")
    return tuple(lines.values())


def escaped(path: str) -> str:
    """A path or address as a browser sends it: percent-encoded, what is encoded already left.

    A fragment or query of a target stays one. Spaces would end the address, so none is left.
    """
    stray = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", path)
    return quote(stray, safe="/%:@!$&'()*+,;=~-._?#")


def unwritable(source: str) -> bool:
    """Whether the old path holds what is a pattern there, or no path: ``*``, ``:name``, a query.

    The page that every alias also gets still leads on, so nothing is lost.
    """
    return bool(re.search(r"[*?#]|:[A-Za-z]", source))


def same_place(source: str, target: str) -> bool:
    """Whether a host that tidies addresses would send the visitor round in a circle."""

    def tidy(path: str) -> str:
        plain = re.sub(r"(?:^|(?<=/))index\.html?$", "", path.split("#")[0].split("?")[0])
        return re.sub(r"\.html?$", "", plain).rstrip("/")

    return tidy(source) == tidy(target)


def left_out(site: HostInput) -> tuple[Problem, ...]:
    """One remark about the aliases that only a page can lead on from."""
    names = [source for source, _ in site.redirects if unwritable(source)]
    if not names:
        return ()
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return (
        Problem(
            "host-redirect-pattern",
            f'The old address "{names[0]}"{more} holds a sign that this host reads as a pattern, '
            "so a page leads visitors on instead.",
            None,
            "Nothing needs to be done.",
            "info",
        ),
    )


def served_from_root(site: HostInput, title: str) -> tuple[Problem, ...]:
    """A problem when the site's address has a path, which this host does not serve."""
    path = site.base_path.strip("/") or urlsplit(site.url).path.strip("/")
    if not path:
        return ()
    host = urlsplit(site.url).netloc or "your-site.example"
    return (
        Problem(
            "host-path",
            f"{title} serves a site from the top of its address, but the address here ends in "
            f'"/{path}".',
            None,
            f"Write in site.yaml: url: https://{host}",
            "warning",
        ),
    )
