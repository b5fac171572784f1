"""Kit, called ConvertKit before: newsletters."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    NAMES,
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
    name="kit",
    title="Kit (ConvertKit)",
    documentation="https://help.kit.com/",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "form_id",
            Field(required=True, help="the form's number, or its whole address"),
            example="6214937",
            pattern=r"(?:(?:https://)?app\.(?:kit|convertkit)\.com/forms/)?(?P<id>[0-9]{4,12})"
            r"(?:/.*)?",
            expects="the number in the address https://app.kit.com/forms/6214937/subscriptions",
        ),
        Setting(
            "tags",
            Field("list", help="numbers of tags that every new subscriber gets"),
            example="['4410321']",
            pattern=r"[0-9]+",
            expects="a number",
        ),
        replace(NAMES, example="{message: 'fields[notes]'}"),
    ),
    action="https://app.kit.com/forms/{id}/subscriptions",
    names=Names(
        fixed=(("email", "email_address"),),
        others="fields[{name}]",
        from_setting="names",
        join=", ",
    ),
    hidden=(("tags[]", "{tags}"),),
    honeypot=Honeypot("none"),
    redirect=Redirect("dashboard", note="In the form's settings at Kit, redirect to:"),
    # A suspected robot is let in only after a visit to the address that the reply names.
    fetch=Fetch(
        "json",
        ok=(("status", "success"), ("status", "quarantined")),
        message="errors.messages.0",
        next="redirect_url",
    ),
    limits=Limits(
        files=False,
        note="A custom field with the same name must exist there for each further question. "
        "Without JavaScript only one of several ticked boxes may arrive.",
    ),
    double_opt_in="setting",
    steps="Make a form there, choose Embed, HTML, and copy the number from its address.",
)
