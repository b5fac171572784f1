"""Solidarity Tech: a link to its page, or that page in a frame; all else needs a secret key."""

from __future__ import annotations

from sitegen.forms.backend import EMBED, PRIVACY, Backend, Honeypot, Limits, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="solidarity-tech",
    title="Solidarity Tech",
    documentation="https://www.solidarity.tech/",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "page",
            Field(required=True, help="the address of the sign-up page"),
            example="https://www.solidarity.tech/your-group/join",
            expects="the full address of a page, there or on your own domain",
            kind="url",
        ),
        EMBED,
    ),
    delivery="link",
    link="{page}",
    embed="{page}",
    honeypot=Honeypot("none"),
    limits=Limits(
        files=False, note="Takes no forms from other sites. Never put its API key here."
    ),
    steps="Make a page and copy its address.",
)
