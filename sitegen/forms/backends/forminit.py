"""Forminit, called Getform before: every name says which kind of answer it holds."""

from __future__ import annotations

from sitegen.forms.backend import (
    PRIVACY,
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
    name="forminit",
    title="Forminit (Getform)",
    documentation="https://forminit.com/docs/",
    checked="2026-11-23",
    confidence="high",
    region=PRIVACY,
    settings=(
        Setting(
            "form_id",
            Field(required=True, help="the form's id, or its whole address"),
            example="k9x2mz7qp4w",
            pattern=r"(?:(?:https://)?(?:www\.)?(?:forminit\.com|getform\.io|getform\.com)/f/)?"
            r"(?P<id>[A-Za-z0-9-]{4,60})/?",
            expects="the last part of the address https://forminit.com/f/k9x2mz7qp4w",
        ),
    ),
    action="https://forminit.com/f/{id}",
    names=Names(
        fixed=(
            ("email", "fi-sender-email"),
            ("name", "fi-sender-fullName"),
            ("first_name", "fi-sender-firstName"),
            ("last_name", "fi-sender-lastName"),
        ),
        others="fi-{kind}-{name}",
        # A phone number must be in the international form there, a country two letters; people
        # write both as they please, so both are sent as text.
        kinds=(
            ("tel", "text"),
            ("textarea", "text"),
            ("checkboxes", "checkbox"),
            ("hidden", "text"),
        ),
        signs=r"[A-Za-z0-9_-]",
    ),
    hidden=(("fi-text-form", "{form}"),),
    honeypot=Honeypot("none"),
    redirect=Redirect("dashboard", note="In the form's settings at Forminit, redirect to:"),
    fetch=Fetch("json"),
    tags=(
        ("utm_source", "fi-text-utm_source"),
        ("utm_medium", "fi-text-utm_medium"),
        ("utm_campaign", "fi-text-utm_campaign"),
        ("utm_term", "fi-text-utm_term"),
        ("utm_content", "fi-text-utm_content"),
        ("ref", "fi-text-ref"),
    ),
    limits=Limits(fields=50, note="At most 50 fields and 25 MB of files."),
    steps="Make a form, set it to Public mode, and copy the last part of its address.",
)
