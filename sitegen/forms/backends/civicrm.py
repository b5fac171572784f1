"""CiviCRM: a profile that other sites may post to, where the server allows it."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    NAMES,
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
    name="civicrm",
    title="CiviCRM profile",
    documentation="https://docs.civicrm.org/user/en/latest/organising-your-data/profiles/",
    checked="2026-11-23",
    confidence="low",
    region="your own server",
    settings=(
        Setting(
            "base",
            Field(required=True, help="the address below which /civicrm/ lies"),
            example="https://crm.your-group.org",
            expects="a full address that begins with https://",
            kind="url",
        ),
        Setting(
            "profile_id",
            Field(required=True, help="the number of the profile"),
            example="'12'",
            pattern=r"[0-9]+",
            expects="the number after gid= in the profile's HTML code",
        ),
        Setting(
            "group_id",
            Field(help="the number of the group that people join"),
            example="'4'",
            pattern=r"[0-9]+",
            expects="the number of the group",
        ),
        replace(NAMES, example="{message: custom_8, skills: custom_9, updates: custom_10}"),
    ),
    action="{base}/civicrm/profile/create?gid={profile_id}&reset=1",
    encodings=(URLENCODED,),
    names=Names(
        fixed=(
            ("email", "email-Primary"),
            ("first_name", "first_name"),
            ("last_name", "last_name"),
            ("postcode", "postal_code-Primary"),
            ("phone", "phone-Primary"),
            ("city", "city-Primary"),
            ("address", "street_address-Primary"),
        ),
        # Anything else a profile would ignore without a word, so it must be named.
        others="",
        from_setting="names",
        repeated="{name}[{value}]",
    ),
    hidden=(
        ("_qf_default", "Edit:cancel"),
        ("_qf_Edit_next", "Save"),
        ("add_to_group", "{group_id}"),
    ),
    reserved=("_qf_*", "postURL", "cancelURL", "add_to_group", "group"),
    honeypot=Honeypot("none"),
    redirect=Redirect("field", "postURL"),
    limits=Limits(
        files=False,
        note="Many servers refuse profiles posted from other sites. Try it first; where it is "
        "refused, use hosted-page with the address of the profile's own page.",
    ),
    double_opt_in="setting",
    steps="Open the profile's HTML form snippet and copy the numbers from it. The address differs "
    "on WordPress and Joomla.",
)
