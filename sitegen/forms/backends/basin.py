"""Basin: collects forms in a dashboard and forwards them."""

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
    name="basin",
    title="Basin",
    documentation="https://docs.usebasin.com/",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "form_id",
            Field(required=True, help="the form's id, or its whole address"),
            example="3a9f0c72d1be",
            pattern=r"(?:(?:https://)?(?:www\.)?usebasin\.com/f/)?(?P<id>[0-9a-f]{12})"
            r"(?:\.json)?/?",
            expects="twelve signs, the last part of the address https://usebasin.com/f/...",
        ),
    ),
    action="https://usebasin.com/f/{id}",
    hidden=(("form", "{form}"),),
    reserved=("_*", "g-recaptcha-response", "h-captcha-response", "cf-turnstile-response"),
    honeypot=Honeypot("fixed", "_gotcha"),
    redirect=Redirect("dashboard", note="In the form's settings at Basin, redirect to:"),
    # What a reply holds is known from memory only, so its status decides.
    fetch=Fetch("json"),
    tags=AS_THEY_ARE,
    limits=Limits(
        note="A redirect of your own is a paid feature. Leave forced captchas off: this form has "
        "none.",
    ),
    steps="Make a form there and copy the last part of its address.",
)
