"""Any address that accepts a form: your own server, a CRM, an automation's webhook."""

from __future__ import annotations

from sitegen.forms.backend import (
    AS_THEY_ARE,
    MULTIPART,
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
    name="custom",
    title="Your own address",
    documentation="https://html.spec.whatwg.org/multipage/form-control-infrastructure.html",
    checked="2026-11-23",
    confidence="high",
    region="wherever the address you give is run",
    settings=(
        Setting(
            "url",
            Field(required=True, help="the address that receives the form"),
            example="https://crm.your-group.org/join",
            expects="a full address that begins with https://",
            kind="url",
        ),
        Setting(
            "names",
            Field("pairs", help="our name for a field, then the receiver's name for it"),
            example="{email: EMAIL, postcode: 'person[zip]'}",
        ),
        Setting(
            "hidden",
            Field("pairs", help="values to send along; {form} stands for the form's name"),
            example="{list: newsletter}",
        ),
        Setting(
            "honeypot",
            Field(help="the name of a field that only robots fill in"),
            example="_gotcha",
        ),
        Setting(
            "redirect_field",
            Field(help="the name under which the receiver wants the thank-you page's address"),
            example="redirect",
        ),
        Setting(
            "enctype",
            Field(
                "choice",
                choices=("urlencoded", "multipart"),
                help="the receiver's encoding; a form with a file is multipart by itself",
            ),
            example="multipart",
        ),
        Setting(
            "fetch",
            Field(
                "choice",
                choices=("never", "json", "opaque"),
                help="json if the receiver answers other sites with JSON (CORS)",
            ),
            example="json",
        ),
        Setting(
            "success",
            Field("pairs", help="what such an answer says on success, else its status decides"),
            example="{result: success}",
        ),
    ),
    action="{url}",
    encodings=(URLENCODED, MULTIPART),
    encoding_setting="enctype",
    names=Names(from_setting="names"),
    hidden_setting="hidden",
    honeypot=Honeypot(from_setting="honeypot", checked_by_service=False),
    redirect=Redirect("field", "{redirect_field}"),
    # A page that the receiver shows itself is truer than a script that cannot read its answer.
    fetch=Fetch("never", setting="fetch", success_setting="success"),
    tags=AS_THEY_ARE,
    limits=Limits(
        note="For a script on your web space, a CRM, or whatever else takes a web form. It must "
        "throw away what comes with the trap filled in. Nothing in its address and in hidden may "
        "be secret: everybody can read the page. http is allowed only on your own computer.",
    ),
    steps="Ask whoever runs the receiver for its address and for the names it expects.",
)
