"""n8n: a webhook that starts a workflow, on a server of your own or at n8n."""

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
    name="n8n",
    title="n8n webhook",
    documentation="https://docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-base.webhook/",
    checked="2026-11-23",
    confidence="high",
    region="wherever your n8n runs",
    settings=(
        Setting(
            "url",
            Field(required=True, help="the production address of the webhook"),
            example="https://n8n.your-group.org/webhook/join",
            pattern=r"https?://[^/?#]+(?:/[^/?#]+)*/webhook/[A-Za-z0-9/_-]+",
            expects="the Production URL, with /webhook/ in it; /webhook-test/ works only while "
            "you watch",
            kind="url",
        ),
        Setting(
            "token",
            Field(help="a word that the workflow checks, to tell your site from strangers"),
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
    fetch=Fetch("json", message="message"),
    tags=AS_THEY_ARE,
    raw_reply=True,
    limits=Limits(
        note="Stop where _gotcha is not empty. A Respond to Webhook node that redirects can lead "
        "visitors without JavaScript to your thank-you page. Everybody can read the address in "
        "the page.",
    ),
    steps="Start a workflow with a Webhook node, method POST, and copy its Production URL.",
)
