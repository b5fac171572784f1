"""Formspree: forwards forms by email and keeps them in its dashboard."""

from __future__ import annotations

from sitegen.forms.backend import (
    AS_THEY_ARE,
    PRIVACY,
    Backend,
    Errors,
    Fetch,
    Honeypot,
    Limits,
    Redirect,
    Setting,
)
from sitegen.schema import Field

BACKEND = Backend(
    name="formspree",
    title="Formspree",
    documentation="https://help.formspree.io/",
    checked="2026-11-23",
    confidence="high",
    region=PRIVACY,
    settings=(
        Setting(
            "form_id",
            Field(required=True, help="the form's id, or its whole address"),
            example="xwkgzyxa",
            pattern=r"(?:(?:https://)?formspree\.io/(?P<project>p/[0-9]+/)?f/)?"
            r"(?P<id>[A-Za-z0-9_-]{4,40})/?",
            expects="the last part of the address https://formspree.io/f/xwkgzyxa",
        ),
    ),
    action="https://formspree.io/{project}f/{id}",
    hidden=(("form", "{form}"),),
    reserved=("_*", "g-recaptcha-response"),
    honeypot=Honeypot("fixed", "_gotcha"),
    redirect=Redirect("field", "_next"),
    fetch=Fetch(
        "json",
        ok=(("ok", "true"), ("next", None)),
        message="error",
        errors=Errors(list="errors", field="field", text="message"),
    ),
    tags=AS_THEY_ARE,
    limits=Limits(
        note="The way back to your thank-you page without JavaScript is a paid feature. About 50 "
        "answers a month are free. Files: 25 MB, 10 a form.",
    ),
    steps="Make a form there and copy the last part of its address.",
)
