"""Zapier: a webhook that starts a Zap."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    AS_THEY_ARE,
    NAMES,
    PAGE_OR_RAW,
    PRIVACY,
    Backend,
    Fetch,
    Honeypot,
    Limits,
    Names,
    Setting,
)
from sitegen.schema import Field

BACKEND = Backend(
    name="zapier",
    title="Zapier webhook",
    documentation="https://help.zapier.com/",
    checked="2026-11-23",
    confidence="low",
    region=PRIVACY,
    settings=(
        Setting(
            "url",
            Field(required=True, help="the address of the webhook"),
            example="https://hooks.zapier.com/hooks/catch/4829137/b3kx9qz/",
            pattern=r"https://hooks\.zapier\.com/hooks/catch/[0-9]+/[A-Za-z0-9]+/?",
            expects="the address that Catch Hook shows",
            kind="url",
        ),
        Setting(
            "token",
            Field(help="a word that the Zap checks, to tell your site from strangers"),
            example="harbour-2026",
        ),
        PAGE_OR_RAW,
        replace(NAMES, example="{message: notes}"),
    ),
    action="{url}",
    link="{page}",
    names=Names(from_setting="names"),
    hidden=(("form", "{form}"), ("token", "{token}")),
    honeypot=Honeypot("own", "_gotcha", checked_by_service=False),
    # It answers no question that a browser would have to ask before sending JSON or a header.
    fetch=Fetch("json", ok=(("status", "success"),)),
    tags=AS_THEY_ARE,
    raw_reply=True,
    limits=Limits(
        files=False,
        note="It always says success, even while the Zap is off. Add a filter that stops where "
        "_gotcha is not empty. Everybody can read the address in the page.",
    ),
    steps="Start a Zap with Webhooks, Catch Hook, and copy its address.",
)
