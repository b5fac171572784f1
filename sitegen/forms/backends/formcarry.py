"""Formcarry: collects forms in a dashboard and forwards them."""

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
    name="formcarry",
    title="Formcarry",
    documentation="https://docs.formcarry.com/",
    checked="2026-11-23",
    confidence="low",
    region=PRIVACY,
    settings=(
        Setting(
            "form_id",
            Field(required=True, help="the form's id, or its whole address"),
            example="k9x2mz7qp4w",
            pattern=r"(?:(?:https://)?formcarry\.com/s/)?(?P<id>[A-Za-z0-9_-]{6,40})/?",
            expects="the last part of the address https://formcarry.com/s/k9x2mz7qp4w",
        ),
    ),
    action="https://formcarry.com/s/{id}",
    hidden=(("form", "{form}"),),
    reserved=("_*", "g-recaptcha-response"),
    honeypot=Honeypot("fixed", "_gotcha"),
    redirect=Redirect(
        "dashboard",
        note="In the form's settings at Formcarry, set the return URL, "
        "with return parameters off:",
    ),
    # What a reply holds is known from memory only, so its status decides.
    fetch=Fetch("json"),
    tags=AS_THEY_ARE,
    limits=Limits(note="The honeypot's name is not confirmed; send a test."),
    steps="Make a form there and copy the last part of its address.",
)
