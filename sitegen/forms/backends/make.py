"""Make, called Integromat before: a webhook that starts a scenario."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    AS_THEY_ARE,
    NAMES,
    PAGE_OR_RAW,
    Backend,
    Fetch,
    Honeypot,
    Limits,
    Names,
    Setting,
)
from sitegen.schema import Field

BACKEND = Backend(
    name="make",
    title="Make webhook",
    documentation="https://help.make.com/",
    checked="2026-11-23",
    confidence="low",
    region="the European Union or the United States, as the webhook's address says",
    settings=(
        Setting(
            "url",
            Field(required=True, help="the address of the webhook"),
            example="https://hook.eu1.make.com/k9x2mz7qp4wv8r3t5y1a6s0d2f4g7h9j",
            pattern=r"https://hook\.(?:(?:eu|us)[0-9]\.)?(?:make|integromat)\.com/[A-Za-z0-9]+",
            expects="the address that the Custom webhook module shows",
            kind="url",
        ),
        Setting(
            "token",
            Field(help="a word that the scenario checks, to tell your site from strangers"),
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
    # The usual answer is the word Accepted, no JSON; its status tells enough.
    fetch=Fetch("json"),
    tags=AS_THEY_ARE,
    raw_reply=True,
    limits=Limits(
        note="Add a filter that stops where _gotcha is not empty. A Webhook response module with "
        "status 303 can lead visitors without JavaScript to your thank-you page. Everybody can "
        "read the address in the page.",
    ),
    steps="Start a scenario with Webhooks, Custom webhook, and copy its address.",
)
