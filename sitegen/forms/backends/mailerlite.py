"""MailerLite: newsletters; the address of an embedded form."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    NAMES,
    PAGE_OR_RAW,
    PRIVACY,
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
    name="mailerlite",
    title="MailerLite",
    documentation="https://www.mailerlite.com/help",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "url",
            Field(required=True, help="the action address in the embedded form's code"),
            example="https://assets.mailerlite.com/jsonp/482913/forms/108237465091827364/subscribe",
            pattern=r"https://assets\.mailerlite\.com/jsonp/[0-9]+/forms/[0-9]+/subscribe",
            expects="the address after action= that begins with https://assets.mailerlite.com",
            kind="url",
        ),
        PAGE_OR_RAW,
        Setting(
            "fetch",
            Field(
                "choice",
                choices=("opaque", "json", "never"),
                help="json if a test shows that the reply can be read",
            ),
            example="opaque",
        ),
        replace(NAMES, example="{message: 'fields[notes]'}"),
    ),
    action="{url}",
    link="{page}",
    names=Names(
        fixed=(("email", "fields[email]"), ("first_name", "fields[name]")),
        others="fields[{name}]",
        from_setting="names",
        join=", ",
    ),
    hidden=(("ml-submit", "1"), ("anticsrf", "true")),
    honeypot=Honeypot("none"),
    # Whether other sites may read the reply has not been seen; the user may say so.
    fetch=Fetch(
        "opaque",
        ok=(("success", "true"),),
        errors=Errors(map="errors.fields"),
        setting="fetch",
    ),
    raw_reply=True,
    limits=Limits(
        files=False,
        note="A field with the same key must exist there for each further question. Leave its "
        "captcha off. The counting address in its own code is left out on purpose.",
    ),
    double_opt_in="setting",
    steps="Make an embedded form, choose HTML code, and copy the address after action=. Give its "
    "hosted page under page.",
)
