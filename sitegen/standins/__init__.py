"""Every service that receives forms, as far as its contract goes, in one table.

For the preview and for tests. Nothing here is sent, stored or shown; ``judge.answer`` turns a
request into what the service would keep and what it would reply.
"""

from __future__ import annotations

from sitegen.standins import linked, lists, movement, own, services
from sitegen.standins.contract import Vendor

TABLE: tuple[Vendor, ...] = (
    *own.TABLE,
    *services.TABLE,
    *lists.TABLE,
    *movement.TABLE,
    *linked.TABLE,
)


def find(name: str) -> Vendor | None:
    """The service of this name, or None."""
    return next((vendor for vendor in TABLE if name in (vendor.name, *vendor.also)), None)
