"""Keys and passwords that give away an account when they are published.

The shapes are those the services document for their own secrets.
"""

from __future__ import annotations

import re

from sitegen.config import Config
from sitegen.later import later
from sitegen.plan.artifacts import PagePlan
from sitegen.problems import Problem, Span

SHAPES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("a private key", "PRIVATE KEY-", later(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----")),
    ("a GitHub token", "gh", later(r"gh[pousr]_[A-Za-z0-9]{36}\b")),
    ("a GitHub token", "github_pat_", later(r"github_pat_[A-Za-z0-9_]{60,}\b")),
    ("an AWS key", "AKIA", later(r"\bAKIA[0-9A-Z]{16}\b")),
    ("a Stripe secret key", "k_live_", later(r"\b[sr]k_live_[A-Za-z0-9]{20,}\b")),
    ("an Airtable token", "pat", later(r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}\b")),
    ("a Mailchimp key", "-us", later(r"-us(?<=[0-9a-f]{32}-us)(?<![0-9a-f]{33}-us)\d{1,2}\b")),
    ("a HubSpot token", "pat-", later(r"pat-(?:na|eu)\d-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")),
    ("a Slack token", "xox", later(r"\bxox[abprs]-[A-Za-z0-9-]{10,}")),
    ("a SendGrid key", "SG.", later(r"\bSG\.[\w-]{22}\.[\w-]{43}\b")),
)  # fmt: skip
"""What it is, a text that must occur before the pattern is tried, and its shape, which begins with
letters of its own so that it is found at once."""


def check(plan: PagePlan, html: str, config: Config) -> tuple[Problem, ...]:
    """An error for each secret on the page: nothing is written while it stands there."""
    return tuple(
        Problem("secret-published", f"This page shows {what}.",
                Span(plan.source or plan.output),
                "Remove it, and make a new one at the service: this one is no longer secret.")
        for what, hint, shape in SHAPES
        if hint in html and shape.search(html)
    )  # fmt: skip
