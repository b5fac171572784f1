"""Pageclip: collects forms under the site's key, one list for each form."""

from __future__ import annotations

from sitegen.forms.backend import PRIVACY, URLENCODED, Backend, Honeypot, Limits, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="pageclip",
    title="Pageclip",
    documentation="https://pageclip.co/",
    checked="2026-11-23",
    confidence="low",
    region=PRIVACY,
    settings=(
        Setting(
            "site_key",
            Field(required=True, help="the public key of the site"),
            example="Xk29aQwLmEu7pTeYzKj4mA2dGaBbFfXx",
            pattern=r"(?:(?:https://)?send\.pageclip\.co/)?(?P<id>[A-Za-z0-9]{16,64})(?:/.*)?",
            expects="the part after https://send.pageclip.co/",
        ),
    ),
    action="https://send.pageclip.co/{id}/{form}",
    encodings=(URLENCODED,),
    honeypot=Honeypot("none"),
    limits=Limits(
        files=False,
        note="Visitors end on its own page. Little of it is confirmed; send a test.",
    ),
    steps="Make a site there and copy its key.",
)
