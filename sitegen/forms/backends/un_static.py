"""Un-static: forwards forms by email."""

from __future__ import annotations

from sitegen.forms.backend import PRIVACY, URLENCODED, Backend, Honeypot, Limits, Redirect, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="un-static",
    title="Un-static",
    documentation="https://un-static.com/",
    checked="2026-11-23",
    confidence="low",
    region=PRIVACY,
    settings=(
        Setting(
            "form_id",
            Field(required=True, help="the form's id, or its whole address"),
            example="3a9f0c72d1be48c5a6b73a9f0c72d1be48c5a6b7",
            pattern=r"(?:(?:https://)?forms\.un-static\.com/forms/)?(?P<id>[0-9a-f]{40})"
            r"(?:/ajax)?/?",
            expects="forty signs, the last part of https://forms.un-static.com/forms/...",
        ),
    ),
    action="https://forms.un-static.com/forms/{id}",
    encodings=(URLENCODED,),
    reserved=("g-recaptcha-response",),
    honeypot=Honeypot("none"),
    redirect=Redirect("dashboard", note="In the form's settings at Un-static, redirect to:"),
    limits=Limits(
        files=False,
        note="Leave its captcha off: this form has none. Little of it is confirmed; send a test. "
        "UnStatic at unstatic.dev is another service.",
    ),
    steps="Make a form there and copy the last part of its address.",
)
