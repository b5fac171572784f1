"""Form and backend to wiring: what this service needs in the HTML of this form.

Every rule of ``backend.Backend`` is applied here (names in ``translate``, scripts in
``fetching``) and nowhere else. It sends nothing and writes no markup; a template does that with
what ``view`` makes of the result.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from sitegen import schema
from sitegen.forms import backends, fetching, guards, mail, names, translate
from sitegen.forms import settings as form_settings
from sitegen.forms.backend import MULTIPART, URLENCODED, Backend
from sitegen.forms.model import Form
from sitegen.forms.settings import Default, Known, Settings
from sitegen.forms.translate import WORDING, Sent, fill
from sitegen.model import Pairs
from sitegen.problems import Level, Problem, Span, did_you_mean

__all__ = ("WORDING", "Default", "Wiring", "connect", "missing", "origin", "together", "wire")


class Wiring(Struct, frozen=True):
    """What a backend needs. ``names`` gives our name for each field the receiver's name.

    ``link`` takes the form's place where there is no ``action``. Where both are there,
    ``needs_js`` is true: the link stands for visitors without scripts, and a script may show the
    form instead and send it. ``honeypot`` is ``""`` for none, ``honeypot_type`` the kind of
    field it must be. ``choices`` gives, for a field with several answers, a name for each box
    where the receiver wants them apart. ``form_action_origins`` are the origins the Content
    Security Policy must allow a form to go to, in the order met; the site itself, to which a
    receiver may lead back, is not listed.

    ``script`` tells the page's script how to send this form, or what to fill in: JSON, or ""
    (``fetching.write``). ``connect_origins`` are the origins it may then reach. ``embed`` is the
    address of the service's own form to show in a frame when the visitor asks for it, "" for
    none; ``frame_origins`` are the origins that takes. ``thanks`` is the thank-you page, and
    ``unique`` what no other form of the site may have alike.
    """

    backend: str
    action: str = ""
    method: str = "post"
    enctype: str = URLENCODED
    names: Pairs = ()
    hidden: Pairs = ()
    honeypot: str = ""
    honeypot_type: str = "text"
    attributes: Pairs = ()
    link: str = ""
    form_action_origins: tuple[str, ...] = ()
    script: str = ""
    connect_origins: tuple[str, ...] = ()
    embed: str = ""
    frame_origins: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    needs_js: bool = False
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    thanks: str = ""
    unique: str = ""

    @property
    def mode(self) -> str:
        """How the page's script may send the form, "" where only the browser may."""
        return str(json.loads(self.script).get("mode", "")) if self.script else ""

    def name(self, ours: str) -> str:
        """What the receiver calls our field."""
        return next((theirs for name, theirs in self.names if name == ours), ours)

    def each(self, ours: str) -> tuple[str, ...]:
        """The name of each box of a field with several answers; none where all have one."""
        return next((found for name, found in self.choices if name == ours), ())


def connect(
    form: Form,
    default: Default | None = None,
    thanks_url: str = "",
    site_url: str = "",
    strings: Mapping[str, str] | None = None,
) -> Wiring | None:
    """Find the form's backend, check its settings, wire it; None when there is no backend.

    ``thanks_url`` is the thank-you page: absolute where the site has an address, otherwise a path
    from the root, or "". The form's own settings win over the site's, one by one; a form with
    another backend than the site's takes of the site's only those under that backend's name.
    ``strings`` are the theme's words for a prepared email. For None, ``missing`` says why.
    """
    default = default or Default()
    backend = backends.find(form.backend or default.backend, default.own)
    if backend is None:
        return None
    settings, problems = form_settings.join(form, backend, default)
    host = urlsplit(site_url or thanks_url).hostname or ""
    example = not host or guards.reserved_host(host)  # a site without an address is not out yet
    wired = wire(form, backend, settings.values, thanks_url, settings.spans, example, strings)
    if backend.host and default.host and default.host != backend.host:
        at = form.at("backend") if form.backend else Span(default.path)
        problems += (Problem("form-host", f"{backend.title} receives forms only on a site that is "
                     f'served by it, but host is "{default.host}".', at,
                     f"Write in site.yaml: host: {backend.host}", "warning"),)  # fmt: skip
    return replace(wired, problems=(*problems, *wired.problems))


def missing(form: Form, default: Default | None = None) -> Problem:
    """Why ``connect`` gave None."""
    default = default or Default()
    name = form.backend or default.backend
    names = backends.names(default.own)
    known = ", ".join(names)
    if not name:
        return Problem(
            "form-no-backend",
            f'Nothing is said about where the form "{form.name}" is sent.',
            form.at(),
            f"Add a line such as backend: custom (known: {known}).",
        )
    return Problem(
        "form-backend-unknown",
        f'"{name}" is no form backend that sitegen knows.',
        form.at("backend") if form.backend else default.at(),
        did_you_mean(name, names, f"Known: {known}."),
    )


def together(
    connected: Iterable[tuple[Form, Wiring | None]], default: Default | None = None
) -> tuple[Problem, ...]:
    """What is wrong with the forms of a site as a whole, though each may be right."""
    problems = []
    forms = list(connected)
    first: dict[tuple[str, str], Form] = {}
    for form, wired in forms:
        if wired is None or not wired.unique:
            continue
        other = first.setdefault((wired.backend, wired.unique.lower()), form)
        if other is not form:
            problems.append(Problem("form-receiver-twice",
                f'"{form.name}" and "{other.name}" would be one form to {wired.backend}, called '
                f'"{wired.unique}", and their answers would be mixed up.', form.at("settings"),
                "Give one of them another name."))  # fmt: skip
    names = [form.name for form, _ in forms]
    if default is not None and default.settings is not None:
        groups = [default.settings, *(node for _, node in default.settings.entries)]
        for group in groups:
            named = group.get("forms") if isinstance(group, schema.Map) else None
            if isinstance(named, schema.Map):
                problems += [
                    Problem("form-missing", f'There is no form "{key.value}".',
                            Span(default.path, key.line, key.column),
                            did_you_mean(key.value, names, f"Forms here: {', '.join(names)}."),
                            "warning")
                    for key, _ in named.entries if key.value not in names
                ]  # fmt: skip
    return tuple(problems)


def wire(
    form: Form,
    backend: Backend,
    values: Mapping[str, Any],
    thanks_url: str,
    spans: Mapping[str, Span] | None = None,
    example: bool = False,
    strings: Mapping[str, str] | None = None,
) -> Wiring:
    """Apply the backend's rules. ``values`` are its settings, checked; absent ones count as "".

    ``spans`` says where each setting stands. ``example`` allows a receiver under an example
    domain, for example sites. ``strings`` are the theme's words for a prepared email.
    """
    here = form.at("settings")
    settings = Settings(values, spans or {})
    known, found = form_settings.judge(settings, backend, here, example, form.name)
    work = _Work(form, backend, settings, known, here, list(found))
    for field in form.fields:
        if field.type == "hidden":
            work.problems.extend(guards.secret(field.name, field.value, here))
    if backend.delivery != "post":
        return _link(work, strings or {})
    by_hand = settings.maps(backend.names.from_setting)
    sent = translate.names(form, backend, by_hand, known.texts, work.say)
    enctype = _enctype(work)
    redirect = _redirect(work, thanks_url)
    hidden = _hidden(work, sent, redirect)
    honeypot = _honeypot(work, sent, hidden)
    known.texts["honeypot"] = honeypot
    action = _action(work, thanks_url)
    to = _address(work, backend.fetch.to) or action
    attributes = tuple(
        (name, fill(value, known.texts))
        for name, value in backend.attributes
        if honeypot or "{honeypot}" not in value
    )
    several = any(field.type == "checkboxes" for field in form.fields)
    link = _address(work, backend.link)
    without = backend.needs_js or bool(backend.raw_reply and link)
    if backend.raw_reply and not link and not settings.text("page"):
        work.say("form-raw-reply", f"After sending, visitors without JavaScript see a page of raw "
                 f"data from {backend.title}.", "Add under settings the address of a page where "
                 "they can sign up instead: page: https://...", "info")  # fmt: skip
    script = fetching.write(backend, settings, known.texts, sent, to, action, enctype, several)
    sends = fetching.mode(backend, settings) != "never"
    if without and not sends:  # nothing could ever show the form
        return Wiring(backend.name, link=link, problems=tuple(work.problems))
    comes_back = bool(redirect) or backend.redirect.rule == "dashboard"
    hops = (
        origin(action),
        *_origins(work, backend.origins),
        origin(thanks_url) if comes_back else "",
    )
    reached = (origin(to), *_origins(work, backend.fetch.origins))
    return Wiring(
        backend=backend.name,
        action=action,
        enctype=enctype,
        names=sent.names,
        hidden=hidden,
        honeypot=honeypot,
        attributes=attributes,
        link=link if without else "",
        form_action_origins=() if backend.needs_js else _some(hops),
        script=script,
        connect_origins=_some(reached) if sends else (),
        problems=tuple(work.problems),
        needs_js=without,
        honeypot_type=backend.honeypot.type,
        choices=sent.choices,
        thanks=thanks_url,
        unique=fill(backend.unique, known.texts),
    )


def origin(url: str) -> str:
    """``https://host[:port]`` of an absolute address, or "" for a path of this site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()


# The parts of a wiring ------------------------------------------------------------------------


class _Work(Struct, frozen=True):
    """What every part needs; ``known`` are the values for templates, ``here`` the form's place."""

    form: Form
    backend: Backend
    settings: Settings
    known: Known
    here: Span
    problems: list[Problem]

    def say(
        self, code: str, message: str, hint: str, level: Level = "error", at: str = ""
    ) -> None:
        """Add a problem at the place of a setting, or of the form."""
        span = self.settings.spans.get(at, self.here)
        self.problems.append(Problem(code, message, span, hint, level))


def _some(origins: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for item in origins if item))


def _origins(work: _Work, templates: Iterable[str]) -> tuple[str, ...]:
    return tuple(fill(template, work.known.texts) for template in templates)


def _address(work: _Work, template: str) -> str:
    """The template with values in place, escaped, unless they are the whole address or were cut
    out of one by a pattern. The address of a folder may end in a slash or not."""
    known = work.known

    def value(match: re.Match[str]) -> str:
        text = known.texts.get(match[1], "")
        if match.start() == 0:  # the address itself, given by the user and judged already
            return text.rstrip("/") if match.end() < len(template) else text
        return quote(text, safe="/@=&?:+,%" if match[1] in known.cut else "")

    if re.fullmatch(r"\{\w+\}.*", template) and not _first(template, known):
        return ""
    return re.sub(r"\{(\w+)\}", value, template)


def _first(template: str, known: Known) -> str:
    """The value of the setting that a template begins with."""
    return known.texts.get(template[1:].partition("}")[0], "")


def _link(work: _Work, strings: Mapping[str, str]) -> Wiring:
    form, backend = work.form, work.backend
    link = _address(work, backend.link)
    embed = _address(work, backend.embed) if work.settings.text("embed") else ""
    if backend.delivery == "email":
        address = work.known.texts.get("address", "")
        subject = work.known.texts.get("subject", "")
        link = mail.link(form, address, subject, strings)
        if len(link) > mail.LIMIT:
            work.say("form-mail-long", f"The prepared email is {len(link)} characters long; some "
                     f"mail programs open at most {mail.LIMIT}.",
                     "Ask fewer questions or shorten the labels.", "warning")  # fmt: skip
        if form.has_files:
            work.say("form-file", f"{backend.title} cannot ask for files.",
                     "Remove the field of type file; say in the note what to attach.")  # fmt: skip
    return Wiring(backend.name, link=link, embed=embed, frame_origins=_some((origin(embed),)),
                  problems=tuple(work.problems))  # fmt: skip


def _honeypot(work: _Work, sent: Sent, hidden: Pairs) -> str:
    rule, asked = work.backend.honeypot, work.form.honeypot
    if rule.rule == "none" or (asked == "none" and not rule.needed):
        return ""
    default = fill(rule.name, work.known.texts)
    taken = {*dict(sent.names), *dict(sent.names).values(), *dict(hidden)}
    if rule.rule == "fixed":
        parts = re.findall(r"\{(\w+)\}", rule.name)
        if any(not work.known.texts.get(part) for part in parts):
            return ""
        if asked and asked != default:
            work.say("form-honeypot",
                     f'{work.backend.title} looks for robots only in "{default}".',
                     "Remove the line that begins with honeypot:", "warning")  # fmt: skip
        asked, chosen = default, ""
    else:
        chosen = work.settings.text(rule.from_setting)
        if not asked and chosen.lower() in ("no", "none", "off", "false"):
            return ""
    name = asked or chosen or default
    place = work.settings.spans.get(rule.from_setting)
    if asked and chosen and asked != chosen and place and place.path == work.form.path:
        work.say("form-honeypot-twice", f'Two honeypots are named, "{asked}" and "{chosen}"; the '
                 "form has only one.", f"Remove one of the lines; now it is {asked}.",
                 "warning", rule.from_setting)  # fmt: skip
    # The word in the form's own file was judged when it was read, but for the receiver's names.
    if name in taken or (chosen and not asked):
        work.problems.extend(names.honeypot(name, taken, place or work.here))
    return "" if name in taken else name


def _action(work: _Work, thanks_url: str) -> str:
    if work.backend.redirect.rule == "action":
        path = urlsplit(thanks_url).path or "/"
        return re.sub(r"(?:(?<=/)index)?\.html?$", "", path)
    return _address(work, work.backend.action)


def _redirect(work: _Work, thanks_url: str) -> Pairs:
    """The hidden field that brings the visitor back, if the backend has one."""
    rule = work.backend.redirect
    name = fill(rule.name, work.known.texts)
    told = rule.rule == "dashboard" or bool(rule.rule == "field" and name and origin(thanks_url))
    if told and thanks_url and rule.note:
        work.say("form-thanks-dashboard",
                 f"{work.backend.title} must be told the thank-you page once.",
                 f"{rule.note} {thanks_url}", "info")  # fmt: skip
    if rule.rule == "field" and name and thanks_url:
        if origin(thanks_url):
            return ((name, thanks_url),)
        work.say("form-thanks-address", "The receiver can lead visitors back to the thank-you "
                 "page only if the site has an address.",
                 "Add to site.yaml: url: https://your-group.org", "warning")  # fmt: skip
    return ()


def _hidden(work: _Work, sent: Sent, redirect: Pairs) -> Pairs:
    backend, form, known = work.backend, work.form, work.known
    ours = dict(sent.names)
    hidden: list[tuple[str, str]] = []
    for name, value in backend.hidden:
        words = re.findall(r"\{(\w+)\}", value)
        if any(word in known.lists for word in words):
            hidden += [(fill(name, {**known.texts, "index": str(at)}), item)
                       for at, item in enumerate(known.lists[words[0]])]  # fmt: skip
        elif not words or all(known.texts.get(word) for word in words):
            hidden.append((fill(name, known.texts), fill(value, known.texts)))
    by_user = work.settings.maps(backend.hidden_setting)
    hidden += [(name, fill(text, {"form": form.name}) if text == "{form}" else text)
               for name, text in by_user.items()]  # fmt: skip
    hidden += [(ours[field.name], field.value) for field in form.fields if field.type == "hidden"]
    if sent.wording:
        wording = " ".join(f"{consent.name}={consent.version}" for consent in form.consents)
        hidden.append((sent.wording, wording))
    hidden += (*sent.hidden, *redirect)
    _clashes(work, sent, hidden)
    return tuple(hidden)


def _clashes(work: _Work, sent: Sent, hidden: list[tuple[str, str]]) -> None:
    """A hidden value under the name of a question, or two under one name."""
    asked = {field.name for field in work.form.fields if field.type != "hidden"}
    asked |= {consent.name for consent in work.form.consents}
    visible = {theirs: ours for ours, theirs in sent.names if ours in asked}
    several = {work.backend.names.required}
    several |= {name for name, value in work.backend.hidden
                if value.strip("{}") in work.known.lists}  # fmt: skip
    seen: set[str] = set()
    for name, _ in hidden:
        if name in visible:
            work.say("form-field-twice", f'{work.backend.title} needs "{name}" for itself, so the '
                     f'field "{visible[name]}" cannot be sent under this name.',
                     f"Call the field your_{visible[name].strip('_')}.")  # fmt: skip
        elif name in seen and name not in several:
            work.say("form-field-twice", f'"{name}" would be sent twice, as hidden values.',
                     "Remove one of the two.", at=work.backend.hidden_setting)  # fmt: skip
        seen.add(name)


def _enctype(work: _Work) -> str:
    backend = work.backend
    chosen = work.settings.text(backend.encoding_setting)
    if not work.form.has_files:
        several = any(field.type == "checkboxes" for field in work.form.fields)
        usual = backend.names.repeated_as if several else ""
        return MULTIPART if chosen == "multipart" else usual or backend.encodings[0]
    if not backend.limits.files or MULTIPART not in backend.encodings:
        work.say("form-file", f"{backend.title} cannot receive files.",
                 "Remove the field of type file, or ask people for a link.")  # fmt: skip
    elif chosen == "urlencoded":
        work.say("form-file", "Files cannot be sent in this encoding.",
                 f"Remove the line that begins with {backend.encoding_setting}:",
                 at=backend.encoding_setting)  # fmt: skip
    return MULTIPART
