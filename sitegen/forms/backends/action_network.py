"""Action Network, sent to a form directly; only a script can, so its own page stands beside."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.forms.backend import (
    NAMES,
    PRIVACY,
    Backend,
    Fetch,
    Honeypot,
    Limits,
    Names,
    Setting,
)
from sitegen.schema import Field

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

BACKEND = Backend(
    name="action-network",
    title="Action Network form",
    documentation="https://actionnetwork.org/docs/v2/record_submission_helper",
    checked="2026-11-23",
    confidence="medium",
    region=PRIVACY,
    settings=(
        Setting(
            "form_id",
            Field(required=True, help="the form's UUID, from its API address"),
            example="7b1e4b2f-3c5d-4e6f-8a9b-0c1d2e3f4a5b",
            pattern=r"(?:(?:https://)?actionnetwork\.org/api/v2/forms/)?"
            rf"(?P<id>{UUID})(?:/submissions/?)?",
            expects="the UUID in https://actionnetwork.org/api/v2/forms/..., not the words in "
            "the page's address",
        ),
        Setting(
            "page",
            Field(required=True, help="the form's own page, for visitors without JavaScript"),
            example="https://actionnetwork.org/forms/join-harbour-street",
            pattern=r"(?:(?:https://)?actionnetwork\.org/forms/)?(?P<slug>[a-z0-9_-]+)"
            r"(?:[/?#].*)?",
            expects="the address of the form's page",
        ),
        Setting(
            "tags",
            Field("list", help="tags that exist there already"),
            example="[website]",
        ),
        replace(NAMES, example="{city: 'person.postal_addresses[0].locality'}"),
    ),
    action="https://actionnetwork.org/api/v2/forms/{id}/submissions",
    link="https://actionnetwork.org/forms/{slug}",
    # No status is ever sent: "subscribed" would sign up again those who have left.
    names=Names(
        fixed=(
            ("email", "person.email_addresses[0].address"),
            ("name", "person.given_name"),
            ("first_name", "person.given_name"),
            ("last_name", "person.family_name"),
            ("phone", "person.phone_numbers[0].number"),
            ("address", "person.postal_addresses[0].address_lines[0]"),
            ("city", "person.postal_addresses[0].locality"),
            ("postcode", "person.postal_addresses[0].postal_code"),
        ),
        others="person.custom_fields.{name}",
        from_setting="names",
        signs=r"[A-Za-z0-9_-]",
        join=", ",
    ),
    hidden=(("add_tags[{index}]", "{tags}"),),
    honeypot=Honeypot("none"),
    fetch=Fetch("json", encoding="json", add=(("triggers.autoresponse.enabled", True),)),
    tags=(("utm_source", "action_network:referrer_data.source"),),
    needs_js=True,
    limits=Limits(
        files=False,
        note="Needs an email address or a phone number. Whoever has left the list stays away "
        "from it. Tags must exist there. Send a test from your own site: whether it answers "
        "scripts of every site has not been confirmed.",
    ),
    steps="Copy the UUID from the form's API address, and the address of its page. No API key "
    "is needed; never put one here.",
)
