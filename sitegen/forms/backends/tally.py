"""Tally: a link to a form there, or that form in a frame."""

from __future__ import annotations

from sitegen.forms.backend import EMBED, PRIVACY, Backend, Honeypot, Limits, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="tally",
    title="Tally",
    documentation="https://tally.so/help",
    checked="2026-11-23",
    confidence="low",
    region=PRIVACY,
    settings=(
        Setting(
            "form",
            Field(required=True, help="the form's address, or its id"),
            example="https://tally.so/r/wMq8dP",
            pattern=r"(?:(?:https://)?tally\.so/(?:r|embed|forms)/)?(?P<id>[A-Za-z0-9]{4,12})"
            r"(?:[/?#].*)?",
            expects="the address that Share gives you, such as https://tally.so/r/wMq8dP",
        ),
        EMBED,
    ),
    delivery="link",
    link="https://tally.so/r/{id}",
    embed="https://tally.so/embed/{id}?alignLeft=1&hideTitle=1&dynamicHeight=1",
    honeypot=Honeypot("none"),
    limits=Limits(files=False, note="Takes no forms from other sites."),
    steps="Choose Share and copy the link.",
)
