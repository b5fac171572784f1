"""A form's YAML to a ``Form``: presets filled in, every mistake said with its line.

Reads no files and knows no backend: settings pass through unchecked.
"""

from __future__ import annotations

import posixpath

from sitegen import schema, stages
from sitegen.forms import consents, names, postcodes
from sitegen.forms import fields as form_fields
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
    "honeypot": Field("any"),
    "thanks": Field("any"),
    "next": Field(),
    "rung": Field(),
    "method": Field(),
    "country": Field(),
    "stages": Field("list"),
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
    country = _country(values["country"], Span(path, checked.lines.get("country", 1)), problems)
    fields = form_fields.read(top.get("fields"), Span(path, top.line or 1), problems, country)
    agreed = consents.read(top.get("consent"), path, problems)
    taken = _names_once(fields, agreed.consents, path, problems)
    honeypot = _honeypot(top, path, taken, problems)
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
    open_in, unknown = stages.read(values["stages"], Span(path, checked.lines.get("stages", 1)))
    problems += unknown
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
        consents=agreed.consents,
        backend=values["backend"].lower(),
        settings=settings,
        honeypot=honeypot,
        thanks=thanks,
        next=values["next"],
        country=country,
        without_consent=agreed.none,
        rung=values["rung"],
        stages=open_in,
        line=top.line or 1,
        lines=tuple((key.value, key.line) for key, _ in top.entries),
    )
    return made, tuple(problems)


def _country(written: str, span: Span, problems: list[Problem]) -> str:
    """Two capital letters, or "" for any country."""
    code = written.strip().upper()
    code = postcodes.WORDS.get(code, code)
    if not code or (len(code) == 2 and code.isascii() and code.isalpha()):
        return code
    problems.append(
        Problem(
            "form-country",
            f'"{written}" is no sign for a country.',
            span,
            "Write its two letters, for example: country: GB",
        )
    )
    return ""


def _honeypot(top: Map, path: str, taken: dict[str, int], problems: list[Problem]) -> str:
    """The trap's name, "" for the backend's own choice and "none" for no trap."""
    node = top.get("honeypot")
    found = [node] if isinstance(node, Text) else list(node.items if isinstance(node, Seq) else ())
    words = [item for item in found if isinstance(item, Text) and item.value.strip()]
    blank = node is None or (isinstance(node, Text) and not node.value.strip())
    if node is not None and not blank and (len(words) != len(found) or isinstance(node, Map)):
        problems.append(Problem("form-honeypot", "The trap for robots needs a name.",
                                Span(path, node.line), "Write: honeypot: _gotcha"))  # fmt: skip
    if len(words) > 1:
        problems.append(Problem("form-honeypot-twice", "Two traps for robots are named; a form has "
            "one.", Span(path, words[1].line), f"Write: honeypot: {words[0].value}"))  # fmt: skip
    for name, line in taken.items():
        if name.lower() in names.HONEYPOTS:
            problems.append(Problem("form-honeypot-twice",
                f'The field "{name}" is a trap for robots by its name, and each form already has '
                "one.", Span(path, line),
                f"Remove this field; to name the trap, write below fields: honeypot: {name}"))  # fmt: skip
            return ""
    if not words:
        return ""
    name = words[0].value.strip()
    if name.lower() in _NO:
        return "none"
    wrong = names.honeypot(name, set(taken), Span(path, words[0].line))
    problems.extend(wrong)
    return "" if name in taken or any(item.level == "error" for item in wrong) else name


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
    agreed: tuple[Consent, ...],
    path: str,
    problems: list[Problem],
) -> dict[str, int]:
    """Every name used with its line, once a second use of one has been said."""
    seen: dict[str, int] = {}
    places = [(field.name, line) for field, line in fields]
    places += [(consent.name, consent.line) for consent in agreed]
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
    return seen
