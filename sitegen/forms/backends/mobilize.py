"""Mobilize: a link to an event or to a group's events, or the frame that it gives you."""

from __future__ import annotations

from sitegen.forms.backend import EMBED, PRIVACY, Backend, Honeypot, Limits, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="mobilize",
    title="Mobilize",
    documentation="https://github.com/mobilizeamerica/api",
    checked="2026-11-23",
    confidence="high",
    region=PRIVACY,
    settings=(
        Setting(
            "page",
            Field(required=True, help="the address of the event, or of your group's events"),
            example="https://www.mobilize.us/harbourstreet/event/482913/",
            pattern=r"https://(?:www\.)?mobilize\.us/[\w-]+/(?:event/[0-9]+/)?(?:\?.*)?"
            r"|https://(?:www\.)?mobilize\.us/[\w-]+(?:/event/[0-9]+)?",
            expects="an address at https://www.mobilize.us/",
            kind="url",
        ),
        EMBED,
        Setting(
            "frame",
            Field(help="the address after src= in the code for embedding, from the dashboard"),
            example="https://www.mobilize.us/harbourstreet/event/482913/",
            pattern=r"https://[\w.-]*mobilize\.us/.+",
            expects="an address at mobilize.us",
            kind="url",
        ),
    ),
    delivery="link",
    link="{page}",
    embed="{frame}",
    honeypot=Honeypot("none"),
    limits=Limits(
        files=False,
        note="People sign up on its own page, which words its own consent. For a frame both embed "
        "and frame are needed.",
    ),
    steps="Copy the address of the event's page.",
)
