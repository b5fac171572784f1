"""Listmonk: newsletters on a server of your own."""

from __future__ import annotations

from sitegen.forms.backend import (
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
    name="listmonk",
    title="Listmonk",
    documentation="https://listmonk.app/docs/",
    checked="2026-11-23",
    confidence="high",
    region="your own server",
    settings=(
        Setting(
            "root",
            Field(required=True, help="the address of your Listmonk"),
            example="https://lists.your-group.org",
            expects="a full address that begins with https://",
            kind="url",
        ),
        Setting(
            "lists",
            Field("list", required=True, help="the UUIDs of public lists"),
            example="[2f6a1e0c-9b1d-4c3e-8a7f-5d4c3b2a1908]",
            pattern=r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            expects="the UUID that Listmonk shows below the list's name",
        ),
    ),
    action="{root}/subscription/form",
    encodings=(URLENCODED,),
    names=Names(fixed=(("email", "email"), ("name", "name"), ("first_name", "name")), others=""),
    reserved=("l", "nonce", "next"),
    hidden=(("l", "{lists}"),),
    honeypot=Honeypot("fixed", "nonce", needed=True),
    redirect=Redirect(
        "field",
        "next",
        note="In Listmonk, under Settings, Security, Trusted URLs, add exactly this address:",
    ),
    fetch=Fetch(
        "json",
        to="{root}/api/public/subscription",
        encoding="urlencoded",
        drop=("next",),
        ok=(("data.has_optin", None), ("data", "true")),
        message="message",
        optin="data.has_optin",
    ),
    limits=Limits(
        files=False,
        note="Keeps an email address and one name, nothing else. Scripts may read its answers only "
        "from sites among its Trusted URLs. Leave its captcha off, and limit how often one "
        "visitor may post on your server.",
    ),
    double_opt_in="setting",
    steps="Switch on the public subscription page, make the list public, and copy its UUID.",
)
