"""FormSubmit: forwards forms to an email address without an account."""

from __future__ import annotations

from sitegen.forms.backend import (
    AS_THEY_ARE,
    PRIVACY,
    Backend,
    Fetch,
    Honeypot,
    Limits,
    Redirect,
    Setting,
)
from sitegen.schema import Field

BACKEND = Backend(
    name="formsubmit",
    title="FormSubmit",
    documentation="https://formsubmit.co/documentation",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "to",
            Field(required=True, help="the code that FormSubmit mailed you, or your address"),
            example="3f2a9c0d4b5e6f718293a4b5c6d7e8f9",
            pattern=r"(?:(?:https://)?formsubmit\.co/(?:ajax/)?)?"
            r"(?P<target>[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[A-Za-z0-9]{6,64})/?",
            expects="the code in place of your email address, which hides it",
        ),
        Setting("subject", Field(help="the subject of the emails you get"), example="New sign-up"),
    ),
    action="https://formsubmit.co/{target}",
    reserved=("_*", "g-recaptcha-response"),
    hidden=(("_subject", "{subject}"), ("form", "{form}")),
    honeypot=Honeypot("fixed", "_honey"),
    redirect=Redirect("field", "_next"),
    # It answers 200 even to what it refuses; only the word tells.
    fetch=Fetch(
        "json",
        to="https://formsubmit.co/ajax/{target}",
        drop=("_next",),
        ok=(("success", "true"),),
        message="message",
    ),
    tags=AS_THEY_ARE,
    limits=Limits(
        note="The first answer from each page makes it ask you by email whether you want it. "
        "Without JavaScript visitors pass a captcha.",
    ),
    steps="Send the form once, confirm by email, and put the code from that email in place of "
    "your address.",
)
