"""HubSpot: a form of a portal, sent by a script; its own page stands beside."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    NAMES,
    PAGE,
    Backend,
    Errors,
    Fetch,
    Honeypot,
    Limits,
    Names,
    Setting,
)
from sitegen.schema import Field

BACKEND = Backend(
    name="hubspot",
    title="HubSpot",
    documentation="https://developers.hubspot.com/docs/",
    checked="2026-11-23",
    confidence="high",
    region="the United States or the European Union, as your portal was set up",
    settings=(
        Setting(
            "portal_id",
            Field(required=True, help="the number of your portal"),
            example="'24871503'",
            pattern=r"[0-9]{4,12}",
            expects="a number, after portalId in the form's embedding code",
        ),
        Setting(
            "form_id",
            Field(required=True, help="the form's GUID"),
            example="5f0f6c3e-1a2b-4c3d-8e9f-0a1b2c3d4e5f",
            pattern=r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            expects="five groups with hyphens, after formId in the form's embedding code",
        ),
        replace(PAGE, example="https://share.hsforms.com/1Xw9kGzyxaQ2bLm0rTeYzKj"),
        Setting(
            "region",
            Field("choice", choices=("us", "eu"), help="eu if the embedding code says eu1"),
            example="us",
            words=(("us", ""), ("eu", "-eu1")),
        ),
        replace(NAMES, example="{message: notes}"),
    ),
    action="https://api{region}.hsforms.com/submissions/v3/integration/submit/"
    "{portal_id}/{form_id}",
    link="{page}",
    names=Names(
        fixed=(
            ("email", "email"),
            ("name", "firstname"),
            ("first_name", "firstname"),
            ("last_name", "lastname"),
            ("phone", "phone"),
            ("postcode", "zip"),
            ("address", "address"),
            ("city", "city"),
            ("country", "country"),
            ("organisation", "company"),
        ),
        from_setting="names",
        signs=r"[a-z0-9_]",
        inside="fields[{index}].value",
        beside=(
            ("fields[{index}].objectTypeId", "0-1"),
            ("fields[{index}].name", "{theirs}"),
        ),
        join=";",
    ),
    honeypot=Honeypot("none"),
    fetch=Fetch(
        "json",
        encoding="json",
        message="message",
        errors=Errors(list="errors", text="message"),
    ),
    needs_js=True,
    limits=Limits(
        files=False,
        note="Each question must be a field of that form, under the name of a contact property. "
        "A form with a captcha refuses answers from your site. No cookie of HubSpot is sent.",
    ),
    steps="Copy both ids from the form's embedding code and the link that Share gives you.",
)
