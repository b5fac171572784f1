"""EveryAction and NGP VAN: a link to the form's own page.

Its embedding code runs a script inside the page and shares what it learns with other
organisations, so it is not offered.
"""

from __future__ import annotations

from sitegen.forms.backend import PRIVACY, Backend, Honeypot, Limits, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="everyaction",
    title="EveryAction (NGP VAN)",
    documentation="https://docs.everyaction.com/",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "form",
            Field(required=True, help="the address of the form's page, or its last part"),
            example="https://secure.everyaction.com/Xk29aQwLmEu7pTeYzKj4mA2",
            pattern=r"(?:(?:https://)?secure\.everyaction\.com/)?(?P<id>[A-Za-z0-9_-]{8,64})"
            r"(?:[/?#].*)?",
            expects="the address of the form's page at https://secure.everyaction.com/",
        ),
    ),
    delivery="link",
    link="https://secure.everyaction.com/{id}",
    honeypot=Honeypot("none"),
    limits=Limits(
        files=False,
        note="Takes no forms from other sites, and is embedded by a script only.",
    ),
    double_opt_in="setting",
    steps="Open the form's page and copy its address.",
)
