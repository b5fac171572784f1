"""Action Network, signing a petition directly: the form's rules at another address."""

from __future__ import annotations

from sitegen.forms.backend import Backend, Setting
from sitegen.forms.backends.action_network import BACKEND as FORM
from sitegen.forms.backends.action_network import UUID
from sitegen.schema import Field

BACKEND = Backend(
    name="action-network-petition",
    title="Action Network petition",
    documentation=FORM.documentation,
    checked="2026-11-23",
    confidence="medium",
    region=FORM.region,
    settings=(
        Setting(
            "petition_id",
            Field(required=True, help="the petition's UUID, from its API address"),
            example="7b1e4b2f-3c5d-4e6f-8a9b-0c1d2e3f4a5b",
            pattern=r"(?:(?:https://)?actionnetwork\.org/api/v2/petitions/)?"
            rf"(?P<id>{UUID})(?:/signatures/?)?",
            expects="the UUID in https://actionnetwork.org/api/v2/petitions/..., not the words "
            "in the page's address",
        ),
        Setting(
            "page",
            Field(required=True, help="the petition's own page, for visitors without JavaScript"),
            example="https://actionnetwork.org/petitions/lower-the-rent",
            pattern=r"(?:(?:https://)?actionnetwork\.org/petitions/)?(?P<slug>[a-z0-9_-]+)"
            r"(?:[/?#].*)?",
            expects="the address of the petition's page",
        ),
        *FORM.settings[2:],
    ),
    action="https://actionnetwork.org/api/v2/petitions/{id}/signatures",
    link="https://actionnetwork.org/petitions/{slug}",
    names=FORM.names,
    hidden=FORM.hidden,
    honeypot=FORM.honeypot,
    fetch=FORM.fetch,
    tags=FORM.tags,
    needs_js=True,
    limits=FORM.limits,
    steps="Copy the UUID from the petition's API address, and the address of its page. No API "
    "key is needed; never put one here.",
)
