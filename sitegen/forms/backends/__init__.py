"""Every form backend in one table; a new one is a file beside this one and a line below."""

from __future__ import annotations

from sitegen.forms.backend import Backend
from sitegen.forms.backends import custom, formspree, mailto

TABLE: tuple[Backend, ...] = (
    custom.BACKEND,
    mailto.BACKEND,
    formspree.BACKEND,
)


def find(name: str, own: tuple[Backend, ...] = ()) -> Backend | None:
    """The backend of this name, or None. ``own`` are the site's, which come first."""
    return next((backend for backend in (*own, *TABLE) if backend.name == name), None)


def names(own: tuple[Backend, ...] = ()) -> tuple[str, ...]:
    """Every name that ``backend:`` may hold, the site's own first."""
    return tuple(backend.name for backend in (*own, *TABLE))
