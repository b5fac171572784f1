"""Supabase: a row in a table of yours, sent by a script; a page of yours stands beside."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    NAMES,
    PAGE,
    Backend,
    Fetch,
    Honeypot,
    Limits,
    Names,
    Setting,
)
from sitegen.schema import Field

BACKEND = Backend(
    name="supabase",
    title="Supabase",
    documentation="https://supabase.com/docs/guides/api",
    checked="2026-11-23",
    confidence="medium",
    region="the region that you chose for the project",
    settings=(
        Setting(
            "project",
            Field(required=True, help="the project's reference, or its address"),
            example="kqzxwvbnmtrewplkjhgf",
            pattern=r"(?:https://)?(?P<ref>[a-z0-9]{20})(?:\.supabase\.co(?:/.*)?)?",
            expects="the twenty letters in https://....supabase.co",
        ),
        Setting(
            "table",
            Field(required=True, help="the table that gets a row for each answer"),
            example="signups",
            pattern=r"[A-Za-z_][A-Za-z0-9_]*",
            expects="the name of a table",
        ),
        Setting(
            "key",
            Field(required=True, help="the publishable (anon) key, never the secret one"),
            example="sb_publishable_Xw9kGzyxaQ2bLm0rTeYzKj",
            pattern=r"sb_publishable_[A-Za-z0-9_-]+|(?P<jwt>eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+)",
            expects="the key that begins with sb_publishable_, or the old anon key",
        ),
        replace(PAGE,
            field=Field(required=True, help="a page on which visitors without JavaScript can "
                        "sign up instead"),
            example="https://tally.so/r/wMq8dP",
        ),
        replace(NAMES, example="{message: notes}"),
    ),
    action="https://{ref}.supabase.co/rest/v1/{table}",
    link="{page}",
    names=Names(from_setting="names", signs=r"[A-Za-z0-9_]", join=", "),
    hidden=(("form", "{form}"),),
    honeypot=Honeypot("none"),
    # To say that an address is in the table already would let anybody ask who has signed.
    fetch=Fetch(
        "json",
        encoding="json",
        headers=(
            ("apikey", "{key}"),
            ("Authorization", "Bearer {jwt}"),
            ("Prefer", "return=minimal"),
        ),
        also=(("code", "23505"),),
    ),
    needs_js=True,
    limits=Limits(
        files=False,
        note="Each name must be a column: the fields, the consents, consent_wording and form. "
        "Campaign tags are sent only where names maps them (utm_source: utm_source). Row level security must be on, with one rule that lets anon insert and nothing that "
        "lets anon read. A free project sleeps when nobody uses it.",
    ),
    steps="Make the table, switch on row level security, add a rule for insert, and copy the "
    "project's reference and publishable key.",
)  # fmt: skip
