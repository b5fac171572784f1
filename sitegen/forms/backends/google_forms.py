"""Google Forms: a form of your own at Google, filled in from your page."""

from __future__ import annotations

from sitegen.forms.backend import (
    PRIVACY,
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
    name="google-forms",
    title="Google Forms",
    documentation="https://support.google.com/docs/answer/2839588",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "form_id",
            Field(required=True, help="the form's public id, or the address people open"),
            example="1FAIpQLSdQ7n2hVxJ0kqYb3mT5uWc8zLr9oPaEeFfGgHhIiJjKkLlMmNn",
            pattern=r"(?:(?:https://)?docs\.google\.com/forms/d/e/)?"
            r"(?P<id>1FAIpQL[A-Za-z0-9_-]{20,})(?:/(?:viewform|formResponse)?(?:[?#].*)?)?",
            expects="the part that begins with 1FAIpQL in the address of the finished form",
        ),
        Setting(
            "entries",
            Field("pairs", required=True, help="our name for each field, then Google's number"),
            example="{email: emailAddress, first_name: entry.839337160, "
            "message: entry.1166974658, skills: entry.2109138769, updates: entry.1045781291}",
            pattern=r"entry\.[0-9]+|emailAddress",
            expects="a number such as entry.1045781291, from Get pre-filled link",
        ),
    ),
    action="https://docs.google.com/forms/d/e/{id}/formResponse",
    encodings=(URLENCODED,),
    names=Names(others="", from_setting="entries"),
    hidden=(("fvv", "1"), ("pageHistory", "0")),
    honeypot=Honeypot("none"),
    redirect=Redirect("none"),
    fetch=Fetch("opaque", encoding="urlencoded"),
    limits=Limits(
        files=False,
        note="Google says nothing official about this way. Whether an answer arrived cannot be "
        "known from the page. The words of choices must be the same as at Google, to the letter, "
        "and changing a question's type gives it a new number. No sign-in and no limit to one "
        "answer; visitors without JavaScript end on Google's own page.",
    ),
    steps="Make the same questions at Google, choose Get pre-filled link in the menu, fill in "
    "each box, and copy the numbers from the link it gives you.",
)
