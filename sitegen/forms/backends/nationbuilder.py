"""NationBuilder: a link to a page of your nation, or that page in a frame.

Its forms hold a token that changes with each visit, so no other site can post to them.
"""

from __future__ import annotations

from sitegen.forms.backend import EMBED, PRIVACY, Backend, Honeypot, Limits, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="nationbuilder",
    title="NationBuilder",
    documentation="https://support.nationbuilder.com/",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "page",
            Field(required=True, help="the address of the sign-up page of your nation"),
            example="https://your-group.nationbuilder.com/join",
            expects="the full address of a page, on nationbuilder.com or your own domain",
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
        note="Takes no forms from other sites. An automation (zapier, make, n8n) can pass answers "
        "on to it.",
    ),
    steps="Make a sign-up page and copy its address.",
)
