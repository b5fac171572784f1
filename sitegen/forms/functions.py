"""Programs that receive a site's forms at its host: files of the output, made from backends.

The program's text is part of the backend; here it only learns which forms there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import urlsplit

from sitegen.forms import backends
from sitegen.forms.backend import Backend
from sitegen.forms.model import Form
from sitegen.forms.wiring import Wiring

FORMS = "__FORMS__"
"""Stands in a program's text where the forms go, as a JavaScript value."""


def files(
    connected: Iterable[tuple[Form, Wiring | None]], own: tuple[Backend, ...] = ()
) -> tuple[tuple[str, bytes], ...]:
    """Path and content of every file that the forms' backends need in the output."""
    by_backend: dict[str, dict[str, object]] = {}
    for form, wired in connected:
        backend = backends.find(wired.backend, own) if wired is not None else None
        if wired is not None and backend is not None and backend.files:
            by_backend.setdefault(backend.name, {})[form.name] = _described(form, wired, backend)
    made: list[tuple[str, bytes]] = []
    for name, forms in by_backend.items():
        backend = backends.find(name, own)
        text = json.dumps(forms, indent=2, sort_keys=True)
        for path, content in backend.files if backend is not None else ():
            made.append((path, content.replace(FORMS, text).encode()))
    return tuple(made)


def _described(form: Form, wired: Wiring, backend: Backend) -> dict[str, object]:
    """What a program must know of a form."""
    names = [
        name for each in dict(wired.names) for name in wired.each(each) or (wired.name(each),)
    ]
    hidden = [name for name, _ in wired.hidden]
    tags = [theirs for _, theirs in backend.tags]
    required = [wired.name(field.name) for field in form.fields if field.required]
    required += [wired.name(consent.name) for consent in form.consents if consent.required]
    return {
        "fields": list(dict.fromkeys((*names, *hidden, *tags))),
        "required": required,
        "trap": wired.honeypot,
        "thanks": urlsplit(wired.thanks).path or "/",
    }
