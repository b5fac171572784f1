"""Web3Forms: forwards forms by email under a public key, and keeps nothing."""

from __future__ import annotations

from sitegen.forms.backend import (
    AS_THEY_ARE,
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
    name="web3forms",
    title="Web3Forms",
    documentation="https://docs.web3forms.com/",
    checked="2026-11-23",
    confidence="high",
    region="servers in the United States; the company is in India",
    settings=(
        Setting(
            "access_key",
            Field(required=True, help="the key that Web3Forms mails to you; it is public"),
            example="5f0f6c3e-1a2b-4c3d-8e9f-0a1b2c3d4e5f",
            pattern=r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
            expects="five groups of letters and digits with hyphens between them",
        ),
        Setting(
            "subject",
            Field(help="the subject of the emails you get"),
            example="New sign-up",
        ),
    ),
    action="https://api.web3forms.com/submit",
    names=Names(join=", "),
    reserved=(
        "access_key", "subject", "from_name", "replyto", "ccemail", "redirect", "botcheck",
        "attachment", "webhook", "h-captcha-response",
    ),
    hidden=(("access_key", "{access_key}"), ("subject", "{subject}"), ("form", "{form}")),
    honeypot=Honeypot("fixed", "botcheck", type="checkbox"),
    redirect=Redirect("field", "redirect"),
    # With the redirect the reply would be an address that scripts of other sites may not read.
    fetch=Fetch("json", drop=("redirect",), ok=(("success", "true"),), message="message"),
    tags=AS_THEY_ARE,
    limits=Limits(
        files=False,
        note="Answers are mailed and not stored. On the free plan the thank-you page must lie on "
        "the form's own domain, and free subdomains of hosts may be refused. Files are a paid "
        "feature.",
    ),
    steps="Ask for an access key with the email address that is to get the answers.",
)  # fmt: skip
