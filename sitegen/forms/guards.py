"""What must never stand in a published form: secrets, unencrypted and unfinished addresses.

Judges single values and returns problems; it knows neither forms nor backends.
"""

from __future__ import annotations

import base64
import ipaddress
import re
from urllib.parse import urlsplit

from sitegen.later import later
from sitegen.problems import Level, Problem, Span

_PLACEHOLDER = later(
    r"""\b(?:your|votre|ihre?|dein|tu|il-tuo)[-_ ]?(?:own[-_ ])?
        (?:form|access|api|public|account|user|list|site|project|email|mail|key|id|name|endpoint
          |hash|token)
        (?:[-_ ]?(?:id|key|name|token|url|address|here))*\b
      | \b(?:form|access[-_]?key|api[-_]?key|list|user)[-_](?:id|key)?[-_]?here\b
      | \bx{4,}\b | \bchange[-_ ]?me\b | \breplace[-_ ]?(?:me|this)\b | \bplaceholder\b
      | <[^<>]*> | \{[^{}]*\} | \[[A-Za-z][A-Za-z _-]*\] | \.\.\.
      | \b0{8}-0{4}-0{4}-0{4}-0{12}\b""",
    re.IGNORECASE | re.VERBOSE,
)

_SECRET_NAME = later(
    r"secret|passw(?:or)?d|passphrase|private[-_]?key|service[-_]?role|bearer"
    r"|api[-_]?(?:token|secret)|auth(?:orization)?[-_]?token|authorization|credential",
    re.IGNORECASE,
)

_SECRET_VALUES: tuple[tuple[str, str], ...] = (
    (r"-----BEGIN [A-Z ]*PRIVATE KEY-----", "a private key"),
    (r"\bpat[A-Za-z0-9]{14}\.[0-9a-f]{64}\b", "an Airtable access token"),
    (r"\bpat-(?:na|eu)\d-[0-9a-f-]{36}\b", "a HubSpot private app token"),
    (r"\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}\b", "a Stripe secret key"),
    (r"\bsk-[A-Za-z0-9_-]{20,}\b", "a secret API key"),
    (r"\bsb_secret_[A-Za-z0-9_]{10,}\b", "a Supabase secret key"),
    (r"\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{30,}\b|\bgithub_pat_\w{20,}\b", "a GitHub token"),
    (r"\bxox[abprs]-[A-Za-z0-9-]{10,}\b", "a Slack token"),
    (r"\bAKIA[0-9A-Z]{16}\b", "an Amazon key"),
    (r"\bSG\.[\w-]{20,}\.[\w-]{20,}\b", "a SendGrid key"),
    (r"\bxkeysib-[0-9a-f]{40,}", "a Brevo API key"),
    (r"\b[0-9a-f]{32}-us\d{1,2}\b", "a Mailchimp API key"),
    (r"\bBearer\s+\S{8,}", "a bearer token"),
)

_RESERVED_HOST = later(r"(^|\.)(example\.(com|net|org)|example|invalid|test)$", re.IGNORECASE)
"""Domains that never belong to anybody (RFC 2606)."""


def placeholder(value: str) -> str:
    """The part of a value that was never filled in (``YOUR_FORM_ID``), or ``""``."""
    found = _PLACEHOLDER.search(value)
    return found[0] if found else ""


def reserved_host(host: str) -> bool:
    """Whether the name is kept for examples, so that nobody can receive anything there."""
    return bool(_RESERVED_HOST.search(host))


def loopback(host: str) -> bool:
    """Whether the host is this computer, where http is safe."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def secret(name: str, value: str, span: Span) -> tuple[Problem, ...]:
    """A problem when this pair would publish a secret in every page of the site."""
    what = next((what for pattern, what in _SECRET_VALUES if re.search(pattern, value)), "")
    if not what and _service_role(value):
        what = "a key that may read and change the whole database"
    if not what and value and _SECRET_NAME.search(name):
        what = "a secret"
    if not what:
        return ()
    return (
        Problem(
            "form-secret",
            f'"{name}" looks like {what}. Everybody can read what a form holds.',
            span,
            "Remove it, and make a new one at the service if this was ever published.",
        ),
    )


def _service_role(value: str) -> bool:
    """Whether a JSON Web Token says that it is a Supabase ``service_role`` key."""
    for token in re.findall(r"\beyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]*", value):
        try:
            payload = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError:
            continue
        if b"service_role" in payload:
            return True
    return False


def address(value: str, name: str, span: Span, lenient: bool = False) -> tuple[Problem, ...]:
    """What keeps a form from being sent safely to this address.

    ``lenient`` says that the whole site is an example, so that an example receiver is right.
    """

    def problem(code: str, message: str, hint: str, level: Level = "error") -> tuple[Problem, ...]:
        return (Problem(code, message, span, hint, level),)

    if unfilled := placeholder(value):
        return problem("form-placeholder",
                       f'"{unfilled}" in the address was never filled in.',
                       f"Copy the right one from the service: {name}: https://...")  # fmt: skip
    if re.search(r"\s", value.strip()):
        return problem("form-address", "The address of the receiver contains a space.",
                       "Remove it, or write %20 in its place.")  # fmt: skip
    if re.fullmatch(r"[^@/\s:]+@[^@/\s]+", value):
        return problem("form-address", f'"{value}" is an email address, not the address of a '
                       "receiver.", f"Write backend: mailto and address: {value}")  # fmt: skip
    try:
        parts = urlsplit(value.strip())
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return problem("form-address", f'"{value}" is not an address.',
                       "It must look like https://crm.your-group.org/join")  # fmt: skip
    if parts.scheme not in ("http", "https") or not host:
        near = value.strip().lstrip("/")
        return problem("form-address", f'"{value}" is not the full address of a receiver.',
                       f"It must begin with https://, for example https://{near}"
                       if "." in near.split("/")[0] and ":" not in near
                       else "It must look like https://crm.your-group.org/join")  # fmt: skip
    if parts.username is not None or parts.password is not None:
        return problem("form-secret", "The address of the receiver contains a user name or "
                       "password, which everybody could read.",
                       "Use an address without them.")  # fmt: skip
    if parts.scheme == "http" and not loopback(host):
        secure = "https" + value.strip()[4:]
        return problem("form-http", "What people write would travel unencrypted to this address.",
                       f"Write: {name}: {secure}")  # fmt: skip
    if reserved_host(host):
        return problem("form-example",
                       f'"{host}" exists only in examples, so nobody receives this form.',
                       f"Put the address of your own receiver after {name}:",
                       "info" if lenient else "warning")  # fmt: skip
    return ()


def email(value: str, name: str, span: Span, lenient: bool = False) -> tuple[Problem, ...]:
    """What is wrong with one email address or several between commas."""
    for part in (part.strip() for part in value.split(",")):
        domain = part.rpartition("@")[2]
        if placeholder(part):
            return (Problem("form-placeholder", f'"{part}" was never filled in.', span,
                            f"Write your own address: {name}: hello@your-group.org"),)  # fmt: skip
        if not re.fullmatch(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@.]+(\.[^\s@.]+)+", part):
            return (Problem("form-address", f'"{part}" is not an email address.', span,
                            f"Write it like this: {name}: hello@your-group.org"),)  # fmt: skip
        if reserved_host(domain):
            return (Problem("form-example", f'"{part}" exists only in examples, so nobody reads '
                            "what is sent there.", span, f"Put your own address after {name}:",
                            "info" if lenient else "warning"),)  # fmt: skip
    return ()
