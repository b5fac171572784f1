"""Brevo, called Sendinblue before: newsletters; the address of a subscription form."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    NAMES,
    PRIVACY,
    Backend,
    Errors,
    Fetch,
    Honeypot,
    Limits,
    Names,
    Redirect,
    Setting,
)
from sitegen.schema import Field

BACKEND = Backend(
    name="brevo",
    title="Brevo (Sendinblue)",
    documentation="https://help.brevo.com/",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "url",
            Field(required=True, help="the address of the form"),
            example="https://4f7a2c1e.sibforms.com/serve/MUIFAKq3vXz8Lr_0pTeYzKj4mWc7uHs9dGa",
            pattern=r"(?P<whole>https://[A-Za-z0-9-]+\.sibforms\.com/serve/[A-Za-z0-9_=-]+)"
            r"(?:\?.*)?",
            expects="the address that holds sibforms.com/serve/",
            kind="url",
        ),
        Setting(
            "locale",
            Field(help="the language of Brevo's own messages"),
            example="en",
            pattern=r"[a-z]{2}",
            expects="two letters",
            default="en",
        ),
        replace(NAMES, example="{first_name: VORNAME}"),
    ),
    action="{whole}",
    names=Names(
        fixed=(
            ("email", "EMAIL"),
            ("first_name", "FIRSTNAME"),
            ("last_name", "LASTNAME"),
        ),
        others="{NAME}",
        from_setting="names",
        join=", ",
    ),
    hidden=(("locale", "{locale}"), ("html_type", "simple")),
    honeypot=Honeypot("fixed", "email_address_check", needed=True),
    redirect=Redirect("dashboard", note="In the form's settings at Brevo, redirect to:"),
    fetch=Fetch(
        "json",
        to="{whole}?isAjax=1",
        ok=(("success", "true"),),
        message="message",
        errors=Errors(map="errors"),
    ),
    limits=Limits(
        files=False,
        note="A contact attribute with the same name in capitals must exist there for each "
        "further question. Leave its captcha off.",
    ),
    double_opt_in="setting",
    steps="Make a subscription form, choose Share, and copy the address of the HTML code.",
)
