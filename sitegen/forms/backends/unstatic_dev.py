"""UnStatic, at unstatic.dev: forwards forms under a key; not the older Un-static."""

from __future__ import annotations

from sitegen.forms.backend import (
    AS_THEY_ARE,
    PRIVACY,
    URLENCODED,
    Backend,
    Fetch,
    Honeypot,
    Limits,
    Redirect,
    Setting,
)
from sitegen.schema import Field

BACKEND = Backend(
    name="unstatic-dev",
    title="UnStatic (unstatic.dev)",
    documentation="https://unstatic.dev/docs",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "key",
            Field(required=True, help="the form's key, or its whole address"),
            example="k9x2mz7qp4wv8r3t",
            pattern=r"(?:(?:https://)?gateway\.unstatic\.dev/message/)?"
            r"(?P<id>[A-Za-z0-9_-]{8,80})/?",
            expects="the last part of the address https://gateway.unstatic.dev/message/...",
        ),
    ),
    action="https://gateway.unstatic.dev/message/{id}",
    encodings=(URLENCODED,),
    hidden=(("form", "{form}"),),
    reserved=("_honeypot",),
    honeypot=Honeypot("fixed", "_honeypot"),
    redirect=Redirect("dashboard", note="In the form's settings at UnStatic, redirect to:"),
    fetch=Fetch("json", encoding="urlencoded", ok=(("success", "true"),), message="message"),
    tags=AS_THEY_ARE,
    limits=Limits(files=False),
    steps="Make a form there and copy its key.",
)
