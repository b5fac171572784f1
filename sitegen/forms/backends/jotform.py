"""Jotform: a form of your own there, filled in from your page."""

from __future__ import annotations

from sitegen.forms.backend import (
    PRIVACY,
    URLENCODED,
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
    name="jotform",
    title="Jotform",
    documentation="https://www.jotform.com/help/",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "form_id",
            Field(required=True, help="the form's number, or its address"),
            example="'241937465091827'",
            pattern=r"(?:(?:https://)?(?:form|submit|www)\.jotform\.com/(?:submit/|jsform/)?)?"
            r"(?P<id>[0-9]{9,18})(?:[/?#].*)?",
            expects="the number in the form's address",
        ),
        Setting(
            "names",
            Field("pairs", required=True, help="our name for each field, then Jotform's"),
            example="{email: q4_email, first_name: 'q3_name[first]', message: q6_message, "
            "skills: 'q7_skills[]', updates: q8_updates}",
            pattern=r"q[0-9]+_\w+(?:\[\w*\])*",
            expects="a name such as q4_email, from the form's source code",
        ),
    ),
    action="https://submit.jotform.com/submit/{id}",
    encodings=(URLENCODED,),
    names=Names(others="", from_setting="names"),
    # Without the doubled id it answers kindly and keeps nothing.
    hidden=(("formID", "{id}"), ("simple_spc", "{id}-{id}")),
    # Its own trap is called "website", a box that browsers fill in for people, so it is left out.
    honeypot=Honeypot("none"),
    redirect=Redirect(
        "dashboard", note="In the form's settings at Jotform, under Thank You Page, redirect to:"
    ),
    fetch=Fetch("opaque", encoding="urlencoded"),
    limits=Limits(
        files=False,
        note="Whether an answer arrived cannot be known from the page when a script sends it.",
    ),
    steps="Make the same questions there, open the form's source code, and copy the names of its "
    "boxes.",
)
