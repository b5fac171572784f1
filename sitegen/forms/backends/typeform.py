"""Typeform: a link to a form there; it is embedded by a script only, which is not offered."""

from __future__ import annotations

from sitegen.forms.backend import PRIVACY, Backend, Honeypot, Limits, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="typeform",
    title="Typeform",
    documentation="https://help.typeform.com/",
    checked="2026-11-23",
    confidence="low",
    region=PRIVACY,
    settings=(
        Setting(
            "form",
            Field(required=True, help="the form's address, or its id"),
            example="https://form.typeform.com/to/Xk29aQwL",
            pattern=r"(?:(?:https://)?[a-z0-9-]+\.typeform\.com/to/)?(?P<id>[A-Za-z0-9]{6,12})"
            r"(?:[/?#].*)?",
            expects="the address that Share gives you, with /to/ in it",
        ),
    ),
    delivery="link",
    link="https://form.typeform.com/to/{id}",
    honeypot=Honeypot("none"),
    limits=Limits(files=False, note="Takes no forms from other sites."),
    steps="Choose Share and copy the link.",
)
