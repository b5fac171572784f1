"""Every host in one table; a new one is a file beside this one and a line below."""

from __future__ import annotations

from sitegen.hosts import cloudflare_pages, github_pages, netlify, plain
from sitegen.hosts.host import Files, Host, HostInput

__all__ = ("TABLE", "Files", "Host", "HostInput", "find")

TABLE: tuple[Host, ...] = (
    plain.HOST,
    github_pages.HOST,
    netlify.HOST,
    cloudflare_pages.HOST,
)


def find(name: str) -> Host | None:
    """The host of this name, or None; ``""`` is the plain one."""
    wanted = (name or "plain").strip().lower().replace("_", "-").replace(" ", "-")
    return next((host for host in TABLE if host.name == wanted), None)
