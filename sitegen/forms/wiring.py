"""Form and backend to wiring: what this service needs in the HTML of this form.

Every rule of ``backend.Backend`` is applied here and nowhere else. It sends nothing and writes no
markup; a template does that with what ``view`` makes of the result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from sitegen.forms import backends, guards, mail, names
from sitegen.forms import settings as form_settings
from sitegen.forms.backend import MULTIPART, URLENCODED, Backend
from sitegen.forms.model import Form
from sitegen.forms.settings import Default, Settings
from sitegen.model import Pairs
from sitegen.problems import Level, Problem, Span, did_you_mean

__all__ = ("WORDING", "Default", "Wiring", "connect", "missing", "origin", "wire")

WORDING = "consent_wording"
"""The hidden field that says which wording a visitor saw beside each consent."""


class Wiring(NamedTuple):
    """What a backend needs. ``names`` gives our name for each field the receiver's name.

    When ``link`` is not empty it replaces the form, but where a ``script`` can send it. ``honeypot``
    is ``""`` for none; ``honeypot_type`` is "checkbox" where the receiver looks for a ticked box.
    ``form_action_origins`` are the origins the Content Security Policy must allow a form to go
    to, in the order met; the site itself, to which a receiver may lead back, is not listed.

    ``script`` tells the page's script how to send this form: JSON, "" where only the browser may.
    ``connect_origins`` are the origins it may then reach. ``embed`` is the address of the
    service's own form to show in a frame when the visitor asks for it, "" for none;
    ``frame_origins`` are the origins that takes.
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

    def name(self, ours: str) -> str:
        """What the receiver calls our field."""
        return next((theirs for name, theirs in self.names if name == ours), ours)


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
    another backend than the site's takes none of the site's. ``strings`` are the theme's words
    for a prepared email. For None, ``missing`` says why.
    """
    default = default or Default()
    backend = backends.find(form.backend or default.backend)
    if backend is None:
        return None
    shared = default if default.backend in ("", backend.name) else Default()
    settings, problems = form_settings.join(form, backend, shared)
    host = urlsplit(site_url or thanks_url).hostname or ""
    example = not host or guards.reserved_host(host)  # a site without an address is not out yet
    wired = wire(form, backend, settings.values, thanks_url, settings.spans, example, strings)
    return wired._replace(problems=(*problems, *wired.problems))


def missing(form: Form, default: Default | None = None) -> Problem:
    """Why ``connect`` gave None."""
    default = default or Default()
    name = form.backend or default.backend
    known = ", ".join(backend.name for backend in backends.TABLE)
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
        form.at("backend") if form.backend else Span(default.path),
        did_you_mean(name, (backend.name for backend in backends.TABLE), f"Known: {known}."),
    )


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
    known, found = form_settings.judge(settings, backend, here, example)
    work = _Work(form, backend, settings, {"form": form.name, **known}, here, list(found))
    for field in form.fields:
        if field.type == "hidden":
            work.problems.extend(guards.secret(field.name, field.value, here))
    if backend.delivery != "post" or backend.needs_js:
        return _link(work, strings or {})
    sent = _names(work)
    honeypot = _honeypot(work, sent)
    work.known["honeypot"] = honeypot
    action, redirect = _redirect(work, thanks_url)
    attributes = tuple(
        (name, _fill(value, work.known))
        for name, value in backend.attributes
        if honeypot or "{honeypot}" not in value
    )
    comes_back = bool(redirect) or backend.redirect.rule == "dashboard"
    origins = (origin(action), *backend.origins, origin(thanks_url) if comes_back else "")
    return Wiring(
        backend=backend.name,
        action=action,
        enctype=_enctype(work),
        names=sent,
        hidden=(*_hidden(work, dict(sent)), *redirect),
        honeypot=honeypot,
        attributes=attributes,
        form_action_origins=tuple(dict.fromkeys(item for item in origins if item)),
        problems=tuple(work.problems),
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


class _Work(NamedTuple):
    """What every part needs; ``known`` are the values for templates, ``here`` the form's place."""

    form: Form
    backend: Backend
    settings: Settings
    known: dict[str, str]
    here: Span
    problems: list[Problem]

    def say(
        self, code: str, message: str, hint: str, level: Level = "error", at: str = ""
    ) -> None:
        """Add a problem at the place of a setting, or of the form."""
        span = self.settings.spans.get(at, self.here)
        self.problems.append(Problem(code, message, span, hint, level))


def _fill(template: str, known: Mapping[str, str], url: bool = False) -> str:
    """The template with values in place; in an address they are escaped, unless they are it."""

    def value(match: re.Match[str]) -> str:
        text = known.get(match[1], "")
        return quote(text, safe="") if url and match[0] != template else text

    return re.sub(r"\{(\w+)\}", value, template)


def _link(work: _Work, strings: Mapping[str, str]) -> Wiring:
    form, backend = work.form, work.backend
    link = _fill(backend.link, work.known, url=True)
    if backend.delivery == "email":
        address, subject = work.known.get("address", ""), work.known.get("subject", "")
        link = mail.link(form, address, subject, strings)
        if len(link) > mail.LIMIT:
            work.say("form-mail-long", f"The prepared email is {len(link)} characters long; some "
                     f"mail programs open at most {mail.LIMIT}.",
                     "Ask fewer questions or shorten the labels.", "warning")  # fmt: skip
        if form.has_files:
            work.say("form-file", f"{backend.title} cannot ask for files.",
                     "Remove the field of type file; say in the note what to attach.")  # fmt: skip
    return Wiring(backend.name, link=link, problems=tuple(work.problems))


def _translated(work: _Work, name: str, preset: str, type: str) -> str:
    """The receiver's name by the backend's rules, or "" when it knows none."""
    rules = work.backend.names
    fixed = dict(rules.fixed)
    if found := fixed.get(name) or fixed.get(preset):
        return found
    kind = dict(rules.kinds).get(type, type)
    return _fill(rules.others, {**work.known, "name": name, "NAME": name.upper(), "kind": kind})


def _names(work: _Work) -> Pairs:
    rules = work.backend.names
    by_hand = work.settings.maps(rules.from_setting)
    asked = [(field.name, field.preset, field.type) for field in work.form.fields]
    asked += [
        (consent.name, "consent", "radio" if consent.kind == "yes-no" else "checkbox")
        for consent in work.form.consents
    ]
    several = {field.name for field in work.form.fields if field.multiple}
    sent: dict[str, str] = {}
    for name, preset, type_ in asked:
        theirs = by_hand.get(name) or _translated(work, name, preset, type_)
        if not theirs:
            work.say("form-name-unmapped",
                     f'The receiver\'s name for the field "{name}" is missing.',
                     f"Add under settings, {rules.from_setting or 'names'}: {name}: ...",
                     at=rules.from_setting)  # fmt: skip
            theirs = name
        if rules.longest and len(theirs) > rules.longest:
            work.say("form-name-long", f'"{theirs}" is too long a name for {work.backend.title}, '
                     f"which allows {rules.longest} characters.",
                     "Give the field a shorter name.")  # fmt: skip
        if (type_ == "checkboxes" or name in several) and name not in by_hand:
            theirs += rules.repeated
        if theirs in sent.values():
            other = next(ours for ours, word in sent.items() if word == theirs)
            work.say("form-field-twice", f'"{name}" and "{other}" would both be sent as '
                     f'"{theirs}".', "Give one of them another name.",
                     at=rules.from_setting)  # fmt: skip
        sent[name] = theirs
    for name in (name for name in by_hand if name not in sent):
        work.say("form-name-unused", f'"{name}" is no field of this form.',
                 did_you_mean(name, sent, "Remove this line."), "warning",
                 at=rules.from_setting)  # fmt: skip
    if work.backend.limits.fields and len(sent) > work.backend.limits.fields:
        work.say("form-fields-many", f"{work.backend.title} takes at most "
                 f"{work.backend.limits.fields} fields.", "Ask for less.")  # fmt: skip
    return tuple(sent.items())


def _honeypot(work: _Work, sent: Pairs) -> str:
    rule = work.backend.honeypot
    asked = work.form.honeypot
    if rule.rule == "none" or asked == "none":
        return ""
    default = _fill(rule.name, work.known)
    taken = {*dict(sent), *dict(sent).values(), *work.settings.maps(work.backend.hidden_setting)}
    if rule.rule == "fixed":
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
    # The word in the form's own file was judged when it was read, but for the receiver's names.
    if name in taken or (chosen and not asked):
        span = work.settings.spans.get(rule.from_setting, work.here)
        work.problems.extend(names.honeypot(name, taken, span))
    return "" if name in taken else name


def _redirect(work: _Work, thanks_url: str) -> tuple[str, Pairs]:
    """The action, and the hidden field that brings the visitor back, if the backend has one."""
    rule = work.backend.redirect
    if rule.rule == "action":
        path = urlsplit(thanks_url).path or "/"
        return re.sub(r"(?:(?<=/)index)?\.html?$", "", path), ()
    action = _fill(work.backend.action, work.known, url=True)
    name = _fill(rule.name, work.known)
    if rule.rule == "field" and name and thanks_url:
        if origin(thanks_url):
            return action, ((name, thanks_url),)
        work.say("form-thanks-address", "The receiver can lead visitors back to the thank-you "
                 "page only if the site has an address.",
                 "Add to site.yaml: url: https://your-group.org", "warning")  # fmt: skip
    if rule.rule == "dashboard" and thanks_url and rule.note:
        work.say("form-thanks-dashboard",
                 f"{work.backend.title} does not learn the thank-you page from the form.",
                 f"{rule.note} {thanks_url}", "info")  # fmt: skip
    return action, ()


def _hidden(work: _Work, sent: Mapping[str, str]) -> Pairs:
    backend, form = work.backend, work.form
    hidden = [(name, _fill(value, work.known)) for name, value in backend.hidden]
    hidden += work.settings.maps(backend.hidden_setting).items()
    hidden += [(sent[field.name], field.value) for field in form.fields if field.type == "hidden"]
    if form.consents and backend.names.others:
        name = _translated(work, WORDING, "", "hidden")
        wording = " ".join(f"{consent.name}={consent.version}" for consent in form.consents)
        if not backend.names.longest or len(name) <= backend.names.longest:
            hidden.append((name, wording))
    return tuple(hidden)


def _enctype(work: _Work) -> str:
    backend = work.backend
    chosen = work.known.get(backend.encoding_setting, "") if backend.encoding_setting else ""
    if not work.form.has_files:
        return MULTIPART if chosen == "multipart" else backend.encodings[0]
    if not backend.limits.files or MULTIPART not in backend.encodings:
        work.say("form-file", f"{backend.title} cannot receive files.",
                 "Remove the field of type file, or ask people for a link.")  # fmt: skip
    elif chosen == "urlencoded":
        work.say("form-file", "Files cannot be sent in this encoding.",
                 f"Remove the line that begins with {backend.encoding_setting}:",
                 at=backend.encoding_setting)  # fmt: skip
    return MULTIPART
