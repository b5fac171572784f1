"""FabForm: collects forms in a dashboard and forwards them."""

from __future__ import annotations

from sitegen.forms.backend import PRIVACY, URLENCODED, Backend, Honeypot, Limits, Redirect, Setting
from sitegen.schema import Field

BACKEND = Backend(
    name="fabform",
    title="FabForm",
    documentation="https://fabform.io/",
    checked="2026-11-23",
    confidence="low",
    region=PRIVACY,
    settings=(
        Setting(
            "form_id",
            Field(required=True, help="the form's id, or its whole address"),
            example="k9x2mz7",
            pattern=r"(?:(?:https://)?fabform\.io/f/)?(?P<id>[A-Za-z0-9_-]{4,40})/?",
            expects="the last part of the address https://fabform.io/f/k9x2mz7",
        ),
    ),
    action="https://fabform.io/f/{id}",
    encodings=(URLENCODED,),
    hidden=(("form", "{form}"),),
    reserved=("subject",),
    honeypot=Honeypot("none"),
    redirect=Redirect("dashboard", note="In the form's settings at FabForm, redirect to:"),
    limits=Limits(files=False, note="Little of it is confirmed; send a test."),
    steps="Make a form there and copy the last part of its address.",
)
