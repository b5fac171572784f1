"""Every form backend in one table; a new one is a file beside this one and a line below."""

from __future__ import annotations

from sitegen.forms.backend import Backend
from sitegen.forms.backends import custom, mailto

TABLE: tuple[Backend, ...] = (
    custom.BACKEND,
    mailto.BACKEND,
)


def find(name: str) -> Backend | None:
    """The backend of this name, or None."""
    return next((backend for backend in TABLE if backend.name == name), None)
