"""What a page's script needs to know to send a form and to understand the reply, as compact JSON.

The words are a contract with ``form.js``; ``write`` lists them all. Decides nothing about the
service, which is ``Backend.fetch``, and knows nothing of markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sitegen.forms.backend import MODES, MULTIPART, Backend, Mode
from sitegen.forms.settings import Settings
from sitegen.forms.translate import Sent, fill
from sitegen.model import Pairs


def mode(backend: Backend, settings: Settings) -> Mode:
    """What the script may do; the user's own word wins where the backend asks for one."""
    chosen = settings.text(backend.fetch.setting)
    return next((known for known in MODES if known == chosen), backend.fetch.mode)


def write(
    backend: Backend, settings: Settings, known: Mapping[str, str], sent: Sent, to: str,
    action: str, enctype: str, several: bool,
) -> str:  # fmt: skip
    """The script's part of a wiring, "" where it has none.

    Where only the browser may send, it still fills in campaign tags, and there is no ``mode``.
    ``mode``: json, html (only the status), opaque (nothing can be known). ``to``: where to, if
    not the form's action. ``as``: urlencoded or json instead of multipart. ``drop``: names not to
    send. ``add``: names and values to send besides. ``headers``. ``ok``: pairs of path and value
    of which one must hold (value null: the path is there), else the status decides. ``also``: the
    same, for replies that are good whatever their status. ``message``, ``errors``, ``next``,
    ``optin``: where to find them. ``join``: between several answers. ``tags``: our word for a
    campaign tag, and the receiver's; a hidden field of that name may be there already, to be set.
    """
    rules = backend.fetch
    how = mode(backend, settings)
    if how == "never":
        return _text({"tags": dict(sent.tags)}) if sent.tags else ""
    wire: dict[str, Any] = {"mode": how}
    if to != action:
        wire["to"] = to
    encoding = rules.encoding
    if encoding == "urlencoded" and enctype == MULTIPART:
        encoding = "form"
    if encoding != "form":
        wire["as"] = encoding
    if drop := [name for name in (fill(name, known) for name in rules.drop) if name]:
        wire["drop"] = drop
    if rules.add:
        wire["add"] = {name: fill(value, known) if isinstance(value, str) else value
                       for name, value in rules.add}  # fmt: skip
    if rules.headers:
        wire["headers"] = {
            name: fill(value, known) for name, value in rules.headers
            if all(known.get(word) for word in re.findall(r"\{(\w+)\}", value))
        }  # fmt: skip
    if how == "json":
        _reply(wire, backend, settings)
    if several and backend.names.join:
        wire["join"] = backend.names.join
    if sent.tags:
        wire["tags"] = dict(sent.tags)
    return _text(wire)


def _text(wire: dict[str, Any]) -> str:
    return json.dumps(wire, ensure_ascii=False, separators=(",", ":"))


def _reply(wire: dict[str, Any], backend: Backend, settings: Settings) -> None:
    """How to understand a JSON reply."""
    rules = backend.fetch
    success: Pairs | tuple[tuple[str, str | None], ...] = tuple(
        settings.maps(rules.success_setting).items()
    )
    if good := success or rules.ok:
        wire["ok"] = [list(pair) for pair in good]
    if rules.also:
        wire["also"] = [list(pair) for pair in rules.also]
    if rules.message:
        wire["message"] = rules.message
    if rules.errors.map:
        wire["errors"] = {"map": rules.errors.map}
    elif rules.errors.list:
        found = {"list": rules.errors.list, "field": rules.errors.field, "text": rules.errors.text}
        wire["errors"] = {key: value for key, value in found.items() if value}
    if rules.next:
        wire["next"] = rules.next
    if rules.optin:
        wire["optin"] = rules.optin
