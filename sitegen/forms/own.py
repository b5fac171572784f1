"""A backend of a site's own: ``content/backends/<name>.yaml`` to the same value as ours.

No code of the site runs; what a file says is checked as strictly as our own table, whose test
uses ``faults`` too. This module reads nodes, not files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from msgspec import Struct

from sitegen import schema
from sitegen.forms import backends, guards
from sitegen.forms.backend import (
    MODES,
    MULTIPART,
    PRIVACY,
    TAGS,
    URLENCODED,
    Backend,
    Confidence,
    Errors,
    Fetch,
    Honeypot,
    Limits,
    Names,
    Redirect,
    Setting,
)
from sitegen.problems import Problem, Span, did_you_mean
from sitegen.schema import Field

FOLDER = "content/backends"

_ENCODINGS = {"urlencoded": URLENCODED, "multipart": MULTIPART}
_KINDS = ("text", "url", "email", "pairs", "list", "flag", "number", "choice")

_SETTING: Mapping[str, Field] = {
    "required": Field("flag", default=False),
    "kind": Field("choice", default="text", choices=_KINDS),
    "choices": Field("list"),
    "help": Field(),
    "example": Field(),
    "pattern": Field(),
    "expects": Field(),
    "default": Field(),
    "words": Field("pairs"),
}

FIELDS: Mapping[str, Field] = {
    "title": Field(),
    "action": Field(),
    "link": Field(),
    "embed": Field(),
    "delivery": Field("choice", default="post", choices=("post", "link")),
    "settings": Field("any", default={}),
    "encodings": Field("list", item=Field("choice", choices=tuple(_ENCODINGS))),
    "encoding_setting": Field(),
    "names": Field("map", fields={
        "fixed": Field("pairs"), "others": Field(default="{name}"), "kinds": Field("pairs"),
        "from_setting": Field(), "longest": Field("number", default=0), "signs": Field(),
        "inside": Field(), "beside": Field("pairs"), "required": Field(),
        "repeated": Field(default="{name}"), "join": Field(),
        "repeated_as": Field("choice", choices=("", *_ENCODINGS)),
    }),
    "reserved": Field("list"),
    "hidden": Field("pairs"),
    "hidden_setting": Field(),
    "attributes": Field("pairs"),
    "honeypot": Field("map", short="name", fields={
        "rule": Field("choice", choices=("", "own", "fixed", "none")), "name": Field(),
        "from_setting": Field(), "type": Field("choice", default="text",
                                               choices=("text", "checkbox")),
        "needed": Field("flag", default=False),
    }),
    "redirect": Field("map", short="name", fields={
        "rule": Field("choice", choices=("", "field", "action", "dashboard", "none")),
        "name": Field(), "note": Field(),
    }),
    "fetch": Field("map", short="mode", fields={
        "mode": Field("choice", default="never", choices=MODES), "to": Field(),
        "encoding": Field("choice", default="form", choices=("form", "urlencoded", "json")),
        "drop": Field("list"), "add": Field("pairs"), "headers": Field("pairs"),
        "ok": Field("pairs"), "also": Field("pairs"), "message": Field(),
        "errors": Field("map", fields={
            "list": Field(), "field": Field(), "text": Field(), "map": Field(),
        }),
        "next": Field(), "optin": Field(), "origins": Field("list"),
        "setting": Field(), "success_setting": Field(),
    }),
    "tags": Field("pairs"),
    "origins": Field("list"),
    "needs_js": Field("flag", default=False),
    "raw_reply": Field("flag", default=False),
    "unique": Field(),
    "host": Field(),
    "limits": Field("map", fields={
        "fields": Field("number", default=0), "files": Field("flag", default=True),
        "note": Field(),
    }),
    "double_opt_in": Field("choice", default="no", choices=("always", "setting", "no")),
    "documentation": Field(),
    "checked": Field("date"),
    "confidence": Field("choice", default="low", choices=get_args(Confidence)),
    "region": Field(default=PRIVACY),
    "steps": Field(),
}  # fmt: skip
"""Every line such a file may hold: the fields of ``Backend``, but for files with programs."""


class Fault(Struct, frozen=True):
    """One thing that is wrong with a backend: at which key, what, and what to do."""

    key: str
    message: str
    hint: str


def read(node: schema.Node | None, path: str) -> tuple[Backend | None, tuple[Problem, ...]]:
    """The backend that a file describes; None when a form could not be sent by it."""
    name = path.rpartition("/")[2].rpartition(".")[0]
    if re.fullmatch(r"[a-z][a-z0-9-]*", name) is None:
        return None, (Problem("backend-name", f'"{name}" cannot be the name of a backend.',
            Span(path), "Rename the file: small letters, digits and hyphens."),)  # fmt: skip
    if backends.find(name) is not None:
        return None, (Problem("backend-name", f'sitegen knows a backend "{name}" already.',
            Span(path), "Give the file another name."),)  # fmt: skip
    checked = schema.check(node, FIELDS, path)
    problems = list(checked.problems)
    settings = tuple(_settings(node, path, problems))
    backend = _made(name, path, checked.values, settings)
    lines = checked.lines
    for fault in faults(backend):
        line = lines.get(fault.key) or lines.get(fault.key.partition(".")[0]) or 1
        problems.append(Problem("backend-wrong", fault.message, Span(path, line), fault.hint))
    for key in ("hidden", "fetch.headers", "fetch.add"):
        group, _, inner = key.partition(".")
        given = checked.values[group]
        for word, text in (given[inner] if inner else given).items():
            problems += guards.secret(word, text, Span(path, lines.get(f"{key}.{word}", 1)))
    wrong = any(problem.level == "error" for problem in problems)
    return None if wrong else backend, tuple(problems)


def _settings(node: schema.Node | None, path: str, problems: list[Problem]) -> Iterator[Setting]:
    """The settings that a form must give; each is a name with what it holds below it."""
    group = node.get("settings") if isinstance(node, schema.Map) else None
    if group is None or (isinstance(group, schema.Text) and not group.value):
        return
    if not isinstance(group, schema.Map):
        problems.append(Problem("value-kind", '"settings" must hold names, with what they are '
            "below each.", Span(path, group.line), "Write:  account: {required: yes, example: "
            "harbour}"))  # fmt: skip
        return
    for key, value in group.entries:
        span = Span(path, key.line, key.column)
        if re.fullmatch(r"[a-z][a-z_]*", key.value) is None or key.value == "form":
            problems.append(Problem("backend-wrong", f'"{key.value}" cannot be the name of a '
                "setting.", span, "Use small letters and underscores; form is taken."))  # fmt: skip
            continue
        checked = schema.check(value, _SETTING, path, f"settings.{key.value}.")
        problems.extend(checked.problems)
        given = checked.values
        if fault := _pattern(given["pattern"]):
            problems.append(Problem("backend-wrong", f'The pattern of "{key.value}" {fault}.',
                Span(path, checked.lines.get(f"settings.{key.value}.pattern", key.line)),
                "Write a simpler one, or leave it out."))  # fmt: skip
            continue
        kind = given["kind"]
        example = given["example"] or given["help"] or "..."
        yield Setting(
            key.value,
            Field("text" if kind in ("url", "email") else kind, required=given["required"],
                  choices=given["choices"], help=given["help"] or example),
            example=example,
            pattern=given["pattern"],
            expects=given["expects"] or given["help"] or "as in the example",
            kind=kind if kind in ("url", "email") else "",
            default=given["default"],
            words=tuple(given["words"].items()),
        )  # fmt: skip


def _made(
    name: str, path: str, given: Mapping[str, Any], settings: tuple[Setting, ...]
) -> Backend:
    names, trap, back, fetch = (given[key] for key in ("names", "honeypot", "redirect", "fetch"))
    limits = given["limits"]
    return Backend(
        name=name,
        title=given["title"] or name,
        settings=settings,
        documentation=given["documentation"],
        checked=given["checked"],
        confidence=given["confidence"],
        region=given["region"],
        delivery=given["delivery"],
        action=given["action"],
        link=given["link"],
        embed=given["embed"],
        encodings=tuple(_ENCODINGS[word] for word in given["encodings"] if word)
        or (URLENCODED, MULTIPART),
        encoding_setting=given["encoding_setting"],
        names=Names(
            fixed=tuple(names["fixed"].items()), others=names["others"],
            kinds=tuple(names["kinds"].items()), from_setting=names["from_setting"],
            longest=int(names["longest"]), signs=names["signs"], inside=names["inside"],
            beside=tuple(names["beside"].items()), required=names["required"],
            repeated=names["repeated"], join=names["join"],
            repeated_as=_ENCODINGS.get(names["repeated_as"], ""),
        ),
        reserved=given["reserved"],
        hidden=tuple(given["hidden"].items()),
        hidden_setting=given["hidden_setting"],
        attributes=tuple(given["attributes"].items()),
        honeypot=Honeypot(
            trap["rule"] or ("fixed" if trap["name"] else "own"), trap["name"] or "_gotcha",
            trap["from_setting"], type=trap["type"], needed=trap["needed"],
        ),
        redirect=Redirect(
            back["rule"] or ("field" if back["name"] else "none"), back["name"], back["note"]
        ),
        fetch=Fetch(
            mode=fetch["mode"], to=fetch["to"], encoding=fetch["encoding"], drop=fetch["drop"],
            add=tuple(fetch["add"].items()), headers=tuple(fetch["headers"].items()),
            ok=tuple((key, value or None) for key, value in fetch["ok"].items()),
            also=tuple((key, value or None) for key, value in fetch["also"].items()),
            message=fetch["message"], errors=Errors(**fetch["errors"]), next=fetch["next"],
            optin=fetch["optin"], origins=fetch["origins"],
            setting=fetch["setting"], success_setting=fetch["success_setting"],
        ),
        tags=tuple(given["tags"].items()),
        origins=given["origins"],
        needs_js=given["needs_js"],
        raw_reply=given["raw_reply"],
        unique=given["unique"],
        host=given["host"],
        limits=Limits(int(limits["fields"]), limits["files"], limits["note"]),
        double_opt_in=given["double_opt_in"],
        steps=given["steps"],
        path=path,
    )  # fmt: skip


# What must hold for every backend -------------------------------------------------------------


def faults(backend: Backend) -> tuple[Fault, ...]:
    """Everything that would make a form of this backend wrong, whatever the form asks."""
    return (*_ways(backend), *_words(backend), *_signs(backend))


def _ways(backend: Backend) -> Iterator[Fault]:
    """Whether there is a safe way to the service, for everybody."""
    same_site = backend.redirect.rule == "action"
    if backend.delivery == "post" and not backend.action and not same_site:
        yield Fault("action", "Nothing says where the form goes.",
                    "Add a line such as action: https://crm.your-group.org/join")  # fmt: skip
    if backend.delivery == "link" and not backend.link:
        yield Fault("link", "Nothing says which page the link leads to.",
                    "Add a line such as link: https://crm.your-group.org/join")  # fmt: skip
    if backend.needs_js and not backend.link:
        yield Fault("needs_js", "Visitors without JavaScript would have no way to sign up.",
                    "Add a line such as link: https://crm.your-group.org/join")  # fmt: skip
    if backend.needs_js and backend.fetch.mode == "never":
        yield Fault("needs_js", "Only a script can send the form, but fetch does not allow it.",
                    "Write fetch: json, or remove needs_js.")  # fmt: skip
    if backend.fetch.encoding == "json" and not backend.needs_js:
        yield Fault("fetch.encoding", "Names that are paths in JSON mean nothing in a plain form.",
                    "Add needs_js: yes and a link.")  # fmt: skip
    urls = {setting.name for setting in backend.settings if setting.kind == "url"}
    urls |= {group for setting in backend.settings if setting.kind == "url"
             for group in re.findall(r"\(\?P<(\w+)>", setting.pattern)}  # fmt: skip
    for key, text in (("action", backend.action), ("link", backend.link),
                      ("embed", backend.embed), ("fetch.to", backend.fetch.to)):  # fmt: skip
        start = re.match(r"\{(\w+)\}", text)
        if start is not None and start[1] in urls:
            continue
        local = key in ("action", "fetch.to") and text.startswith("/") and text[1:2] != "/"
        mail = backend.delivery == "email" and text.startswith("mailto:")
        if text and not (text.startswith("https://") or local or mail):
            yield Fault(key, f'"{text}" is not an encrypted address.',
                        "Begin it with https://, or with a setting of kind url.")  # fmt: skip
    for key, origins in (("origins", backend.origins), ("fetch.origins", backend.fetch.origins)):
        for text in origins:
            if re.fullmatch(r"https://[A-Za-z0-9.{}_-]+(?::\d+)?", text) is None:
                yield Fault(key, f'"{text}" is not an origin.',
                            "Write it like https://crm.your-group.org")  # fmt: skip


def _words(backend: Backend) -> Iterator[Fault]:
    """Whether every word in braces, and every setting that a rule names, is there."""
    settings = {setting.name for setting in backend.settings}
    known = settings | {"form"}
    for setting in backend.settings:
        known |= set(re.findall(r"\(\?P<(\w+)>", setting.pattern))
    named = {"name", "NAME", "kind"}
    rules, fetch = backend.names, backend.fetch
    texts: list[tuple[str, str, set[str]]] = [
        ("action", backend.action, known), ("link", backend.link, known),
        ("embed", backend.embed, known), ("unique", backend.unique, known),
        ("fetch.to", fetch.to, known), ("redirect.name", backend.redirect.name, known),
        ("honeypot.name", backend.honeypot.name, known),
        ("names.others", rules.others, known | named),
        ("names.inside", rules.inside, known | {"index", "theirs", "name"}),
        ("names.repeated", rules.repeated, {"name", "index", "value"}),
    ]  # fmt: skip
    texts += [("names.beside", text, known | {"index", "theirs", "name"})
              for pair in rules.beside for text in pair]  # fmt: skip
    texts += [("hidden", text, known | {"index"}) for pair in backend.hidden for text in pair]
    texts += [("attributes", text, known | {"honeypot"}) for _, text in backend.attributes]
    texts += [("fetch.headers", text, known) for _, text in fetch.headers]
    texts += [("fetch.add", text, known) for _, text in fetch.add if isinstance(text, str)]
    texts += [("fetch.drop", text, known) for text in fetch.drop]
    texts += [("origins", text, known) for text in (*backend.origins, *fetch.origins)]
    for key, text, allowed in texts:
        for word in re.findall(r"\{(\w+)\}", text):
            if word not in allowed:
                yield Fault(key, f'"{{{word}}}" stands for nothing.', did_you_mean(
                    word, allowed, "Known here: " + ", ".join(sorted(allowed)) + "."))  # fmt: skip
    for key, name in (("names.from_setting", rules.from_setting),
                      ("hidden_setting", backend.hidden_setting),
                      ("encoding_setting", backend.encoding_setting),
                      ("honeypot.from_setting", backend.honeypot.from_setting),
                      ("fetch.setting", fetch.setting),
                      ("fetch.success_setting", fetch.success_setting)):  # fmt: skip
        if name and name not in settings:
            yield Fault(key, f'There is no setting "{name}".', did_you_mean(
                name, settings, "Describe it under settings."))  # fmt: skip
    if backend.embed and "embed" not in settings:
        yield Fault("embed", "A frame is shown only where a setting asks for it.",
                    "Add under settings:  embed: {kind: flag}")  # fmt: skip


def _signs(backend: Backend) -> Iterator[Fault]:
    """Whether names and attributes are such that they do no harm in a page."""
    for tag, _ in backend.tags:
        if tag not in TAGS:
            yield Fault("tags", f'"{tag}" is no campaign tag.', did_you_mean(
                tag, TAGS, "Known: " + ", ".join(TAGS) + "."))  # fmt: skip
    for name, _ in backend.attributes:
        if re.fullmatch(r"name|accept-charset|data-[a-z0-9-]+|[a-z]+-honeypot", name) is None:
            yield Fault("attributes", f'A form may not get the attribute "{name}".',
                        "Only name, accept-charset and those that begin with data- may be "
                        "given.")  # fmt: skip
    for name, _ in backend.fetch.headers:
        if re.fullmatch(r"[A-Za-z0-9-]+", name) is None:
            yield Fault("fetch.headers", f'"{name}" cannot be the name of a header.',
                        "Use letters, digits and hyphens.")  # fmt: skip
    if backend.names.signs and (fault := _pattern(backend.names.signs)):
        yield Fault("names.signs", f"The pattern {fault}.", "Write it like [a-z0-9_]")


def _pattern(pattern: str) -> str:
    """What is wrong with a pattern of a site's own: it must be readable, and quick on any text."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return "cannot be read"
    flat = re.sub(r"\\.", "x", pattern)
    flat = re.sub(r"\[\^?\]?[^\]]*\]", "x", flat)
    endless = re.findall(r"[*+]|\{\d*,\d*\}", flat)
    while inner := re.search(r"\([^()]*\)", flat):
        many = re.match(r"[*+]|\{", flat[inner.end() :])
        if many and re.search(r"[*+{|]", inner[0]):
            return "repeats what is repeated, which can take for ever"
        flat = flat[: inner.start()] + "x" + flat[inner.end() :]
    return "has too many parts of any length" if len(endless) > 3 else ""
