"""Any page at which people can sign up: a link, or that page in a frame."""

from __future__ import annotations

from sitegen.forms.backend import EMBED, Backend, Honeypot, Limits, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="hosted-page",
    title="A page somewhere else",
    documentation="https://html.spec.whatwg.org/multipage/links.html",
    checked="2026-11-23",
    confidence="high",
    region="wherever that page is run",
    settings=(
        Setting(
            "page",
            Field(required=True, help="the address of the page"),
            example="https://crm.your-group.org/join",
            expects="a full address that begins with https://",
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
        note="For services that sitegen does not know, and for those that take no forms from "
        "other sites. Many pages refuse to be shown in a frame; the link always works.",
    ),
    steps="Copy the address of the page.",
)
