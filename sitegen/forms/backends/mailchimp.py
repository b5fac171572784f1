"""Mailchimp: the address of an audience's embedded form."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    NAMES,
    PRIVACY,
    URLENCODED,
    Backend,
    Honeypot,
    Limits,
    Names,
    Redirect,
    Setting,
)
from sitegen.schema import Field

BACKEND = Backend(
    name="mailchimp",
    title="Mailchimp",
    documentation="https://mailchimp.com/help/host-your-own-signup-forms/",
    checked="2026-11-23",
    confidence="high",
    region=PRIVACY,
    settings=(
        Setting(
            "url",
            Field(required=True, help="the action address in the embedded form's code"),
            example="https://your-group.us14.list-manage.com/subscribe/post"
            "?u=0a1b2c3d4e5f60718293a4b5c&id=2c3d4e5f60&f_id=00e1c2e1f0",
            pattern=r"https://[A-Za-z0-9-]+\.us[0-9]+\.list-manage\.com/subscribe/post"
            r"\?u=(?P<u>[0-9a-f]+)&id=(?P<id>[0-9a-f]+)(?:&f_id=[0-9a-f]+)?",
            expects="the address after action= that holds list-manage.com/subscribe/post, with "
            "u and id",
            kind="url",
        ),
        Setting(
            "tags",
            Field(help="numbers of tags that every new contact gets"),
            example="'3485, 3486'",
            pattern=r"[0-9]+(?:\s*,\s*[0-9]+)*",
            expects="numbers with commas between them",
        ),
        replace(NAMES, example="{skills: 'group[41233]', updates: 'gdpr[93742]'}"),
    ),
    action="{url}",
    encodings=(URLENCODED,),
    names=Names(
        fixed=(
            ("email", "EMAIL"),
            ("first_name", "FNAME"),
            ("last_name", "LNAME"),
            ("phone", "PHONE"),
            ("organisation", "ORG"),
            ("availability", "TIMES"),
            ("consent_wording", "WORDING"),
        ),
        others="{NAME}",
        from_setting="names",
        longest=10,
        repeated="{name}[{value}]",
    ),
    hidden=(("tags", "{tags}"),),
    reserved=("MMERGE0", "SUBSCRIBE"),
    honeypot=Honeypot("fixed", "b_{u}_{id}", needed=True),
    redirect=Redirect(
        "dashboard",
        note="In the audience's form builder, on the confirmation thank-you page, send people to:",
    ),
    limits=Limits(
        files=False,
        note="Answers that the audience has no merge field for are dropped without a word, and "
        "a required merge field that the form does not ask for stops the sign-up. Its only "
        "interface for scripts would run Mailchimp's code in your page, so the form is always "
        "sent by the browser. Boxes to tick need a group: map them under names.",
    ),
    double_opt_in="setting",
    steps="In the audience choose Signup forms, Embedded forms, and copy the address after "
    "action=. Make a merge field for each further question.",
)
