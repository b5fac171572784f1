"""Action Network, by a link to the page that it shows for an action."""

from __future__ import annotations

from sitegen.forms.backend import EMBED, PRIVACY, Backend, Honeypot, Limits, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="action-network-page",
    title="Action Network page",
    documentation="https://actionnetwork.org/docs/",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "page",
            Field(required=True, help="the address of the form, petition, event or letter"),
            example="https://actionnetwork.org/forms/join-harbour-street",
            pattern=r"https://(?:www\.)?actionnetwork\.org/[a-z_]+/[A-Za-z0-9_-]+(?:[/?#].*)?",
            expects="the address of a page at https://actionnetwork.org/",
            kind="url",
        ),
        EMBED,
    ),
    delivery="link",
    link="{page}",
    embed="{page}",
    honeypot=Honeypot("none"),
    limits=Limits(
        files=False,
        note="Its own embedding code runs its script inside your page, which sitegen does not do. "
        "Whether it shows the page in a frame has not been confirmed; the link always works.",
    ),
    steps="Copy the address of the action's page.",
)
