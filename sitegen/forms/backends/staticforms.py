"""StaticForms: forwards forms by email under a public key."""

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
    name="staticforms",
    title="StaticForms",
    documentation="https://www.staticforms.dev/docs/api-reference",
    checked="2026-11-23",
    confidence="high",
    region=PRIVACY,
    settings=(
        Setting(
            "key",
            Field(required=True, help="the key of the form; it is public"),
            example="sf_3a9f0c72d1be48c5a6b7",
            pattern=r"sf_[A-Za-z0-9]{8,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            expects="a key that begins with sf_",
        ),
        Setting("subject", Field(help="the subject of the emails you get"), example="New sign-up"),
    ),
    action="https://api.staticforms.dev/submit",
    reserved=("apiKey", "accessKey", "replyTo", "redirectTo", "subject", "*honeypot*",
              "g-recaptcha-response", "altcha", "altchaToken"),
    hidden=(("apiKey", "{key}"), ("subject", "{subject}"), ("form", "{form}")),
    honeypot=Honeypot("fixed", "honeypot"),
    redirect=Redirect("field", "redirectTo"),
    fetch=Fetch("json", drop=("redirectTo",), ok=(("success", "true"),), message="message"),
    tags=AS_THEY_ARE,
    limits=Limits(note="Its success is no proof that the mail arrived; send a test."),
    steps="Ask for a key with the email address that is to get the answers.",
)  # fmt: skip
