"""Netlify Forms: found in the finished pages when Netlify publishes them."""

from __future__ import annotations

from sitegen.forms.backend import (
    AS_THEY_ARE,
    MULTIPART,
    TAGS,
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
    name="netlify",
    title="Netlify Forms",
    documentation="https://docs.netlify.com/manage/forms/setup/",
    checked="2026-11-23",
    confidence="high",
    region="Netlify's database in the United States",
    settings=(
        Setting(
            "form_name",
            Field(help="what the form is called at Netlify; its file's name otherwise"),
            example="join",
            pattern=r"[A-Za-z0-9_-]{1,60}",
            expects="a word without spaces",
            default="{form}",
        ),
    ),
    # Of several boxes under one name only the last arrives, unless the form is multipart.
    names=Names(repeated="{name}[]", repeated_as=MULTIPART),
    reserved=("form-name", "subject", "g-recaptcha-response"),
    # A name that stands in no published form is dropped, so the tags need a place to be filled in.
    hidden=(("form-name", "{form_name}"), *((tag, "") for tag in TAGS)),
    attributes=(
        ("name", "{form_name}"),
        ("data-netlify", "true"),
        ("netlify-honeypot", "{honeypot}"),
    ),
    honeypot=Honeypot("own", "bot-field"),
    redirect=Redirect("action"),
    fetch=Fetch("html", to="/", encoding="urlencoded"),
    tags=AS_THEY_ARE,
    unique="{form_name}",
    host="netlify",
    limits=Limits(
        note="Works only on a site that Netlify serves. Its spam filter is always on; look into "
        "the spam list when answers seem to be missing. 100 answers a month used to be free.",
    ),
    steps="Switch on form detection in the site's settings at Netlify, then publish once more.",
)
