"""Buttondown: a newsletter service that asks not to be called by scripts."""

from __future__ import annotations

from sitegen.forms.backend import (
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
    name="buttondown",
    title="Buttondown",
    documentation="https://docs.buttondown.com/building-your-subscriber-base",
    checked="2026-11-23",
    confidence="high",
    region=PRIVACY,
    settings=(
        Setting(
            "username",
            Field(required=True, help="the name of your newsletter in its address"),
            example="harbour-street",
            pattern=r"(?:(?:https://)?buttondown\.(?:com|email)/"
            r"(?:api/emails/embed-subscribe/)?)?(?P<user>[A-Za-z0-9_.-]+)/?",
            expects="the last part of the address https://buttondown.com/harbour-street",
        ),
        Setting(
            "tag",
            Field(help="a tag that every new subscriber gets; a paid feature"),
            example="website",
        ),
    ),
    action="https://buttondown.com/api/emails/embed-subscribe/{user}",
    encodings=(URLENCODED,),
    names=Names(fixed=(("email", "email"),), others="metadata__{name}"),
    hidden=(("embed", "1"), ("tag", "{tag}"), ("metadata__form", "{form}")),
    reserved=("tag", "embed"),
    honeypot=Honeypot("none"),
    redirect=Redirect("dashboard", note="In the settings at Buttondown, redirect to:"),
    limits=Limits(
        files=False,
        note="New subscribers may have to solve a captcha on Buttondown's page, so it forbids "
        "scripts to send the form. Up to 100 subscribers are free.",
    ),
    double_opt_in="always",
    steps="Copy your newsletter's name from its address.",
)
