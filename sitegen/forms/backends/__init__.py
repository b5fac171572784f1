"""Every form backend in one table; a new one is a file beside this one and a line below.

A file is read when its backend is asked for: a site has one or two, and all of them together
would cost more time than the rest of a small build.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sitegen.forms.backend import Backend

NAMES: tuple[str, ...] = (
    "custom",
    "mailto",
    "hosted-page",
    # Forms by email or in a dashboard
    "formspree",
    "web3forms",
    "formsubmit",
    "forminit",
    "basin",
    "formspark",
    "staticforms",
    "formcarry",
    "pageclip",
    "fabform",
    "un-static",
    "unstatic-dev",
    # The host of the site
    "netlify",
    "cloudflare-pages",
    # Newsletters
    "mailchimp",
    "buttondown",
    "kit",
    "mailerlite",
    "brevo",
    "listmonk",
    "mautic",
    # Organising
    "action-network",
    "action-network-petition",
    "action-network-page",
    "actionkit",
    "civicrm",
    "nationbuilder",
    "everyaction",
    "solidarity-tech",
    "mobilize",
    "hubspot",
    # Forms and tables elsewhere
    "google-forms",
    "apps-script",
    "jotform",
    "airtable",
    "tally",
    "typeform",
    "supabase",
    # Automations
    "zapier",
    "make",
    "n8n",
)
"""As they stand after ``backend:``; the file's name has underscores in place of hyphens."""

if TYPE_CHECKING:
    TABLE: tuple[Backend, ...]


def __getattr__(name: str) -> Any:
    """``TABLE``: the value of every name, in this order."""
    if name == "TABLE":
        return tuple(_read(known) for known in NAMES)
    raise AttributeError(name)


def find(name: str, own: tuple[Backend, ...] = ()) -> Backend | None:
    """The backend of this name, or None. ``own`` are the site's, which come first."""
    for backend in own:
        if backend.name == name:
            return backend
    return _read(name) if name in NAMES else None


def names(own: tuple[Backend, ...] = ()) -> tuple[str, ...]:
    """Every name that ``backend:`` may hold, the site's own first."""
    return (*(backend.name for backend in own), *NAMES)


def _read(name: str) -> Backend:
    backend: Backend = import_module(f"{__name__}.{name.replace('-', '_')}").BACKEND
    return backend
