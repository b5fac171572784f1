"""Google Apps Script: a small program of your own that writes answers into a sheet."""

from __future__ import annotations

from sitegen.forms.backend import (
    AS_THEY_ARE,
    PAGE_OR_RAW,
    PRIVACY,
    URLENCODED,
    Backend,
    Fetch,
    Honeypot,
    Limits,
    Setting,
)
from sitegen.schema import Field

LED_ON = ("https://script.googleusercontent.com",)
"""Where Google leads every request on to before it answers."""

BACKEND = Backend(
    name="apps-script",
    title="Google Apps Script",
    documentation="https://developers.google.com/apps-script/guides/web",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "deployment_id",
            Field(required=True, help="the id of the deployment, or its whole address"),
            example="AKfycbx2n8QvLr0pTeYzKj4mWc7uHs9dGaBbFfXxPp5",
            pattern=r"(?:(?:https://)?script\.google\.com/macros/s/)?"
            r"(?P<id>AKfycb[A-Za-z0-9_-]{20,})(?:/exec)?/?",
            expects="the part that begins with AKfycb in the address that ends in /exec",
        ),
        PAGE_OR_RAW,
    ),
    action="https://script.google.com/macros/s/{id}/exec",
    link="{page}",
    encodings=(URLENCODED,),
    hidden=(("form", "{form}"),),
    # A copied template turns these into an open mail relay, or into another sheet.
    reserved=("formGoogle*", "formDataNameOrder"),
    honeypot=Honeypot("own", "_gotcha", checked_by_service=False),
    # It always answers 200; the words are those of the usual templates.
    fetch=Fetch(
        "json",
        encoding="urlencoded",
        ok=(("result", "success"), ("status", "success"), ("success", "true"), ("ok", "true")),
        message="message",
        origins=LED_ON,
    ),
    origins=LED_ON,
    tags=AS_THEY_ARE,
    raw_reply=True,
    limits=Limits(
        files=False,
        note="The script must answer with JSON in which result is success, and must throw away "
        "what comes with _gotcha filled in. Google limits how many mails a script may send in a "
        "day.",
    ),
    steps="Deploy the script as a web app that runs as you and that anyone may open.",
)
