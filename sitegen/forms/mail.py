"""A form as a link that opens the visitor's mail program with the questions already in the text.

RFC 6068. Writes the address only; whether it is a sensible one is judged in ``guards``.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from sitegen.forms.model import Form, FormField

LIMIT = 1900
"""Longest link that common systems still open: Windows cuts off near 2,000 characters."""


def link(form: Form, address: str, subject: str, strings: Mapping[str, str]) -> str:
    """``mailto:`` with subject and body; ``address`` may be several with commas between them.

    Lines end with %0D%0A and spaces are %20, never a plus sign (RFC 6068, section 5). What a
    visitor answers must not be decided for them, so a consent is asked as yes or no.
    """
    yes_or_no = strings.get("form_yes_or_no", "") or "yes or no"
    to = ",".join(_address(part.strip()) for part in address.split(",") if part.strip())
    lines = [_question(field, strings) for field in form.fields if field.type != "hidden"]
    lines += [f"{' '.join(consent.label.split())} ({yes_or_no}):" for consent in form.consents]
    topic = " ".join((subject or form.title or form.name).split())
    body = "\r\n".join(f"{line} \r\n" for line in lines)
    return f"mailto:{to}?subject={quote(topic, safe='')}&body={quote(body, safe='')}"


def _address(address: str) -> str:
    """Percent-encoded but for what section 2 allows before the question mark."""
    local, _, domain = address.rpartition("@")
    name = quote(local, safe="!$'*+")
    return f"{name}@{quote(domain, safe='')}"


def _question(field: FormField, strings: Mapping[str, str]) -> str:
    label = " ".join((strings.get(field.key, "") or field.label).split()).rstrip(":")
    if field.options:
        choices = ", ".join(
            strings.get(option.key, "") or option.label for option in field.options
        )
        label += f" ({choices})"
    return label + ("" if label.endswith("?") else ":")
