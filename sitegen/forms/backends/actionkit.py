"""ActionKit: a page at your own instance receives the action."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    NAMES,
    PRIVACY,
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
    name="actionkit",
    title="ActionKit",
    documentation="https://docs.actionkit.com/docs/manual/api/rest/actionprocessing.html",
    checked="2026-11-23",
    confidence="high",
    region=PRIVACY,
    settings=(
        Setting(
            "host",
            Field(required=True, help="the host of your instance"),
            example="act.your-group.org",
            pattern=r"(?:https://)?(?P<instance>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:/.*)?",
            expects="the host name in the address of your pages",
        ),
        Setting(
            "page",
            Field(required=True, help="the short name of the page"),
            example="join-harbour-street",
            pattern=r"[A-Za-z0-9_-]+",
            expects="the page's short name, as in its address",
        ),
        replace(NAMES, example="{postcode: zip, organisation: user_organisation}"),
    ),
    action="https://{instance}/act/",
    encodings=(URLENCODED,),
    # A name without a prefix that it does not know is dropped.
    names=Names(
        fixed=(
            ("email", "email"),
            ("name", "name"),
            ("first_name", "first_name"),
            ("last_name", "last_name"),
            ("phone", "phone"),
            ("address", "address1"),
            ("city", "city"),
            ("postcode", "postal"),
            ("country", "country"),
        ),
        others="action_{name}",
        from_setting="names",
        signs=r"[A-Za-z0-9_]",
        required="required",
    ),
    hidden=(("page", "{page}"),),
    attributes=(("accept-charset", "utf-8"),),
    honeypot=Honeypot("none"),
    redirect=Redirect(
        "dashboard", note="In the page's settings at ActionKit, after the action redirect to:"
    ),
    fetch=Fetch(
        "json",
        to="https://{instance}/rest/v1/action/",
        encoding="urlencoded",
        errors=Errors(map="errors"),
    ),
    tags=(
        ("utm_source", "source"),
        ("utm_medium", "action_utm_medium"),
        ("utm_campaign", "action_utm_campaign"),
        ("utm_term", "action_utm_term"),
        ("utm_content", "action_utm_content"),
        ("ref", "action_ref"),
    ),
    limits=Limits(
        files=False,
        note="Whoever acts is put on the page's mailing list, whether or not a box is ticked, "
        "unless your instance is set up otherwise. For scripts, have your site's host allowed "
        "there.",
    ),
    steps="Make a page and copy its short name; ask ActionKit to allow your site's host.",
)
