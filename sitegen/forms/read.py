"""A form's YAML to a ``Form``: presets filled in, every mistake said with its line.

Reads no files and knows no backend: settings pass through unchecked.
"""

from __future__ import annotations

import posixpath

from sitegen import schema
from sitegen.forms import fields as form_fields
from sitegen.forms import names
from sitegen.forms.model import Consent, Form, FormField, Thanks
from sitegen.problems import Problem, Span
from sitegen.schema import Field, Map, Node, Seq, Text

_FORM: dict[str, Field] = {
    "title": Field(help="Join us"),
    "intro": Field(),
    "button": Field(help="Count me in"),
    "note": Field(),
    "fields": Field("any"),
    "consent": Field("any"),
    "backend": Field(),
    "settings": Field("any"),
    "honeypot": Field(),
    "thanks": Field("any"),
    "next": Field(),
    "rung": Field(),
    "method": Field(),
}

_CONSENT: dict[str, Field] = {
    "name": Field(),
    "label": Field(),
    "required": Field("flag", default=False),
    "checked": Field(),
    "ticked": Field(),
    "value": Field(),
}

_THANKS: dict[str, Field] = {"page": Field(), "title": Field(), "text": Field(), "next": Field()}

_NO = frozenset(("", "no", "none", "off", "false", "0"))


def form(node: Node | None, path: str) -> tuple[Form | None, tuple[Problem, ...]]:
    """The form in one file, named after the file; None when there is nothing to show."""
    name = posixpath.splitext(posixpath.basename(path))[0]
    problems = list(names.form(name, path))
    checked = schema.check(node, _FORM, path)
    problems.extend(checked.problems)
    values = checked.values
    top = node if isinstance(node, Map) else Map((), getattr(node, "line", 1))
    fields = form_fields.read(top.get("fields"), Span(path, top.line or 1), problems)
    consents = _consents(top.get("consent"), path, problems)
    taken = _names_once(fields, consents, path, problems)
    honeypot = values["honeypot"]
    if honeypot.lower() in _NO:
        honeypot = "none" if honeypot else ""
    else:
        span = Span(path, checked.lines.get("honeypot", 0))
        problems.extend(names.honeypot(honeypot, taken, span))
    if values["method"].lower() not in ("", "post"):
        problems.append(
            Problem(
                "form-get",
                "A form must be sent with POST; anything else puts what people wrote into the "
                "address of a page, and so into logs.",
                Span(path, checked.lines["method"]),
                "Remove this line: POST is always used.",
            )
        )
    thanks = _thanks(top.get("thanks"), path, problems)
    settings = _settings(top.get("settings"), path, problems)
    if not fields:
        return None, tuple(problems)
    made = Form(
        name=names.usable(name) if names.form(name, path) else name,
        path=path,
        title=values["title"],
        intro=values["intro"],
        button=values["button"],
        note=values["note"],
        fields=tuple(field for field, _ in fields),
        consents=tuple(consent for consent, _ in consents),
        backend=values["backend"].lower(),
        settings=settings,
        honeypot="" if honeypot in taken else honeypot,
        thanks=thanks,
        next=values["next"],
        rung=values["rung"],
        line=top.line or 1,
        lines=tuple((key.value, key.line) for key, _ in top.entries),
    )
    return made, tuple(problems)


def _settings(node: Node | None, path: str, problems: list[Problem]) -> Map | None:
    if node is None or isinstance(node, Map):
        return node
    if not form_fields.empty(node):
        problems.append(
            Problem(
                "form-settings",
                '"settings" must be lines of the form name: value.',
                Span(path, node.line),
                "Indent them below the word settings.",
            )
        )
    return None


def _consents(node: Node | None, path: str, problems: list[Problem]) -> list[tuple[Consent, int]]:
    if node is None or form_fields.empty(node):
        return []
    found: list[tuple[Consent, int]] = []
    for item in node.items if isinstance(node, Seq) else (node,):
        if isinstance(item, Text):  # - Yes, send me news by email.
            item = Map(((Text("label", item.line), item),), item.line, item.column)
        checked = schema.check(item, _CONSENT, path)
        problems.extend(checked.problems)
        values = checked.values
        for key in ("checked", "ticked", "value"):
            if values[key].lower() not in _NO:
                problems.append(
                    Problem(
                        "form-consent-ticked",
                        "Consent that is ticked beforehand is not consent.",
                        Span(path, checked.lines[key]),
                        "Remove this line; people tick the box themselves.",
                    )
                )
        if not values["label"]:
            problems.append(
                Problem(
                    "form-label-missing",
                    "A consent has no wording.",
                    Span(path, item.line),
                    "Add a line: label: Yes, email me about ...",
                )
            )
            continue
        name = values["name"] or ("consent" if not found else f"consent_{len(found) + 1}")
        wrong = names.field(name, Span(path, checked.lines.get("name", item.line)))
        problems.extend(wrong)
        if not wrong:
            found.append((Consent(name, values["label"].strip(), values["required"]), item.line))
    return found


def _thanks(node: Node | None, path: str, problems: list[Problem]) -> Thanks:
    if node is None or form_fields.empty(node):
        return Thanks()
    if isinstance(node, Text):
        return Thanks(page=node.value.strip())
    checked = schema.check(node, _THANKS, path, "thanks.")
    problems.extend(checked.problems)
    values = checked.values
    if values["page"] and (values["title"] or values["text"]):
        problems.append(
            Problem(
                "form-thanks",
                "A thank-you page is named, so its title and text here are not used.",
                Span(path, node.line),
                "Keep either page, or title and text.",
                "warning",
            )
        )
    return Thanks(values["page"], values["title"], values["text"], values["next"])


def _names_once(
    fields: list[tuple[FormField, int]],
    consents: list[tuple[Consent, int]],
    path: str,
    problems: list[Problem],
) -> set[str]:
    """Every name used, once a second use of one has been said."""
    seen: dict[str, int] = {}
    places = [(field.name, line) for field, line in fields]
    places += [(consent.name, line) for consent, line in consents]
    for name, line in places:
        if name in seen:
            problems.append(
                Problem(
                    "form-field-twice",
                    f'The name "{name}" is used twice; the first is in line {seen[name]}.',
                    Span(path, line),
                    "Give one of them another name.",
                )
            )
        seen.setdefault(name, line)
    return set(seen)
