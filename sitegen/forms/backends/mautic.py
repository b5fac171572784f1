"""Mautic: contacts and mailings on a server of your own."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    MULTIPART,
    NAMES,
    URLENCODED,
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
    name="mautic",
    title="Mautic",
    documentation="https://docs.mautic.org/",
    checked="2026-11-23",
    confidence="high",
    region="your own server",
    settings=(
        Setting(
            "root",
            Field(required=True, help="the address of your Mautic"),
            example="https://mautic.your-group.org",
            expects="a full address that begins with https://",
            kind="url",
        ),
        Setting(
            "form_id",
            Field(required=True, help="the form's number"),
            example="'7'",
            pattern=r"[0-9]+",
            expects="the number of the form in Mautic's list",
        ),
        Setting(
            "form_name",
            Field(required=True, help="the form's name in its HTML code"),
            example="joinus",
            pattern=r"[a-z0-9_]+",
            expects="small letters and digits, as in mauticform[formName]",
        ),
        Setting(
            "honeypot",
            Field(help="the alias of a captcha field without an answer, which catches robots"),
            example="leave_empty",
            pattern=r"[a-z0-9_]+",
            expects="small letters, digits and underscores",
        ),
        replace(NAMES, example="{message: 'mauticform[f_notes]'}"),
    ),
    action="{root}/form/submit?formId={form_id}",
    encodings=(MULTIPART, URLENCODED),
    names=Names(
        others="mauticform[{name}]",
        from_setting="names",
        signs=r"[a-z0-9_]",
        repeated="{name}[]",
    ),
    hidden=(("mauticform[formId]", "{form_id}"), ("mauticform[formName]", "{form_name}")),
    reserved=("mauticform[formId]", "mauticform[formName]", "mauticform[return]",
              "mauticform[messenger]", "mauticform[submit]"),
    honeypot=Honeypot("fixed", "mauticform[{honeypot}]"),
    redirect=Redirect("field", "mauticform[return]"),
    fetch=Fetch(
        "json",
        to="{root}/form/submit?formId={form_id}&ajax=1",
        ok=(("success", "1"), ("success", "true")),
        message="errorMessage",
        errors=Errors(map="validationErrors"),
    ),
    limits=Limits(
        note="Each question needs a field with the same alias. For scripts, add your site under "
        "Configuration, CORS. Set the form's action after sending to return to the page.",
    ),
    steps="Make the form with the same aliases and copy its number and name from the HTML code.",
)  # fmt: skip
