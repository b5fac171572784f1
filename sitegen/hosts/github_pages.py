"""GitHub Pages: a custom domain, and no second generator run over the finished pages.

It offers no headers and no redirects of its own; what can be said in a page is said there.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from urllib.parse import urlsplit

from sitegen.hosts.host import Files, Host, HostInput
from sitegen.problems import Problem


def files(site: HostInput) -> Files:
    """``.nojekyll``, and ``CNAME`` for a custom domain.

    Without ``.nojekyll`` a site published from a branch goes through Jekyll, which drops files
    that begin with an underscore. ``CNAME`` keeps the domain when such a branch is overwritten; a
    site published by a workflow takes its domain from the repository's settings instead.
    """
    domain = custom_domain(site)
    extra = ((("CNAME", f"{domain}\n".encode())),) if domain else ()
    return ((".nojekyll", b""), *extra)


def custom_domain(site: HostInput) -> str:
    """The domain GitHub is to answer for, in the letters DNS uses, or "".

    An address with a path is a project under somebody's domain; writing ``CNAME`` there would
    move that domain to this project.
    """
    host = (urlsplit(site.url).hostname or "").rstrip(".")
    if site.base_path.strip("/") or urlsplit(site.url).path.strip("/"):
        return ""
    if host == "github.io" or host.endswith(".github.io") or "." not in host:
        return ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return ""
    return ".".join(_label(label) for label in host.split("."))


def _label(label: str) -> str:
    """One part of a domain as DNS spells it (RFC 5891); Python's own codec loses the letter ß."""
    plain = unicodedata.normalize("NFC", label.lower())
    return plain if plain.isascii() else "xn--" + plain.encode("punycode").decode()


def check(site: HostInput) -> tuple[Problem, ...]:
    """What will not work there: no address, or one that GitHub Pages cannot serve."""
    if not site.url:
        return (
            Problem(
                "host-no-url",
                "The site has no address, so a custom domain, link previews and the feed cannot "
                "be set up.",
                None,
                "Add to site.yaml: url: https://your-name.github.io/your-repository",
                "warning",
            ),
        )
    parts = urlsplit(site.url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
        numeric = True
    except ValueError:
        numeric = False
    if numeric or parts.port is not None or "." not in host:
        return (
            Problem(
                "host-address",
                f'GitHub Pages cannot answer at "{parts.netloc}".',
                None,
                "Use your-name.github.io or a domain of your own, without a port number.",
                "warning",
            ),
        )
    if site.base_path.count("/") > 2:
        return (
            Problem(
                "host-path",
                f'GitHub Pages serves a repository one level deep, not at "{site.base_path}".',
                None,
                "Write in site.yaml the address that Settings, Pages shows for the repository.",
                "warning",
            ),
        )
    return ()


HOST = Host(
    name="github-pages",
    title="GitHub Pages",
    documentation="https://docs.github.com/pages",
    checked="2026-11-23",
    files=files,
    check=check,
)
