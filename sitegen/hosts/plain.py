"""Any web space, a folder on a USB stick, a network drive: pages only, nothing extra."""

from __future__ import annotations

from sitegen.hosts.host import Files, Host, HostInput
from sitegen.problems import Problem


def files(site: HostInput) -> Files:
    """Nothing: links are relative and aliases are pages, so any server will do."""
    return ()


def check(site: HostInput) -> tuple[Problem, ...]:
    """Nothing can be known of a place that may be anything."""
    return ()


HOST = Host(
    name="plain",
    title="Any web space",
    documentation="",
    checked="2026-11-23",
    files=files,
    check=check,
)
