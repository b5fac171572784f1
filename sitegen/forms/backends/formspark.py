"""Formspark: collects forms in a dashboard and forwards them by email."""

from __future__ import annotations

from sitegen.forms.backend import (
    AS_THEY_ARE,
    PRIVACY,
    Backend,
    Fetch,
    Honeypot,
    Limits,
    Names,
    Redirect,
    Setting,
)
from sitegen.schema import Field

BACKEND = Backend(
    name="formspark",
    title="Formspark",
    documentation="https://documentation.formspark.io/",
    checked="2026-11-23",
    confidence="high",
    region=PRIVACY,
    settings=(
        Setting(
            "form_id",
            Field(required=True, help="the form's id, or its whole address"),
            example="Xk29aQwLm",
            pattern=r"(?:(?:https://)?submit-form\.com/)?(?P<id>[A-Za-z0-9_-]{4,40})/?",
            expects="the last part of the address https://submit-form.com/Xk29aQwLm",
        ),
    ),
    action="https://submit-form.com/{id}",
    # A dot or a bracket in a name makes an object or a list of it.
    names=Names(signs=r"[A-Za-z0-9_-]", repeated="{name}[{index}]"),
    reserved=("_*", "g-recaptcha-response", "h-captcha-response", "cf-turnstile-response"),
    # Otherwise every answer is added to the address of the thank-you page, for all to log.
    hidden=(("_append", "false"), ("form", "{form}")),
    honeypot=Honeypot("fixed", "_honeypot"),
    redirect=Redirect("field", "_redirect"),
    fetch=Fetch("json", drop=("_redirect",)),
    tags=AS_THEY_ARE,
    limits=Limits(files=False, note="250 answers and 10 forms are free, then bundles are sold."),
    steps="Make a form there and copy its id.",
)
