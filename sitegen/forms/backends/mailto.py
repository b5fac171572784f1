"""No receiver at all: a link that opens the visitor's own mail program, questions included."""

from __future__ import annotations

from sitegen.forms.backend import Backend, Honeypot, Limits, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="mailto",
    title="An email from the visitor",
    documentation="https://www.rfc-editor.org/rfc/rfc6068",
    checked="2026-11-23",
    confidence="high",
    region="the mailbox you name and the visitor's own mail service",
    settings=(
        Setting(
            "address",
            Field(required=True, help="your address, or several with commas between them"),
            example="hello@your-group.org",
            expects="one email address, or several with commas between them",
            kind="email",
        ),
        Setting(
            "subject",
            Field(help="what the email is about; the form's title otherwise"),
            example="I would like to help",
        ),
    ),
    delivery="email",
    link="mailto:{address}",
    honeypot=Honeypot("none"),
    limits=Limits(
        files=False,
        note="The button opens the visitor's own mail program with the questions in the text. "
        "Nothing happens for people without one, nobody counts how many tried, and your address "
        "can be read by those who collect addresses. Keep such a form short.",
    ),
)
