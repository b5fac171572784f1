"""Airtable: a link to a form of a base, or that form in a frame."""

from __future__ import annotations

from sitegen.forms.backend import EMBED, PRIVACY, Backend, Honeypot, Limits, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="airtable",
    title="Airtable form",
    documentation="https://support.airtable.com/",
    checked="2026-11-23",
    confidence="low",
    region=PRIVACY,
    settings=(
        Setting(
            "form",
            Field(required=True, help="the form's address"),
            example="https://airtable.com/appXw9kGzyxaQ2bLm/pagTeYzKj4mWc7uHs/form",
            pattern=r"(?:(?:https://)?airtable\.com/(?:embed/)?)?"
            r"(?P<place>(?:app\w{14}/)?(?:pag\w{14}/form|shr\w{14}))(?:[/?#].*)?",
            expects="the address that Share form gives you",
        ),
        EMBED,
    ),
    delivery="link",
    link="https://airtable.com/{place}",
    embed="https://airtable.com/embed/{place}",
    honeypot=Honeypot("none"),
    limits=Limits(files=False, note="Takes no forms from other sites without a secret key."),
    steps="Choose Share form and copy the link.",
)
