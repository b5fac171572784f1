"""What the receiver calls each field: a backend's rules for names, applied to one form.

Gives names and says what is wrong with them; addresses, the honeypot and scripts are decided
elsewhere.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from sitegen.forms.backend import TAGS, Backend
from sitegen.forms.model import Form
from sitegen.later import later
from sitegen.model import Pairs
from sitegen.problems import Level, did_you_mean

WORDING = "consent_wording"
"""The hidden field that says which wording a visitor saw beside each consent."""

_OPT_IN = later(r"opt.?in|gdpr", re.IGNORECASE)
"""Names under which services look only whether anything was sent."""

Say = Callable[[str, str, str, Level, str], None]
"""Adds a problem: code, message, hint, level, and the setting at whose place it stands."""


class Sent(Struct, frozen=True):
    """The receiver's names.

    ``names`` gives one for each of our fields and consents, ``choices`` one for each box of a
    field with several answers, ``hidden`` the values that must lie beside them. ``wording`` is
    the name for the wording of consents, "" where it cannot be sent, ``tags`` the receiver's
    names for campaign tags.
    """

    names: Pairs
    wording: str = ""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    hidden: Pairs = ()
    tags: Pairs = ()


def fill(template: str, known: Mapping[str, str]) -> str:
    """The template with values in place."""
    return re.sub(r"\{(\w+)\}", lambda word: known.get(word[1], ""), template)


def names(
    form: Form, backend: Backend, by_hand: Mapping[str, str], known: Mapping[str, str], say: Say
) -> Sent:
    """Every field, consent and tag in the receiver's words.

    ``by_hand`` are names that the user gives. A name that is missing, doubled, reserved or too
    long is said; its field then keeps a name that at least does no harm.
    """
    rules, at = backend.names, backend.names.from_setting
    must = any(each.name == at and each.field.required for each in backend.settings)
    closed = not rules.others and not must
    asked = [(field.name, field.preset, field.type) for field in form.fields]
    decisions = {consent.name for consent in form.consents if consent.kind == "yes-no"}
    asked += [
        (consent.name, "consent", "radio" if consent.name in decisions else "checkbox")
        for consent in form.consents
    ]
    several = {field.name for field in form.fields if field.multiple}
    ours = {name for name, _, _ in asked}
    if form.consents:
        asked.append((WORDING, "", "hidden"))
    options = {field.name: [option.value for option in field.options] for field in form.fields}
    visible = {name for name, _, type_ in asked if type_ != "hidden"}
    sent: dict[str, str] = {}
    choices: list[tuple[str, tuple[str, ...]]] = []
    hidden: list[tuple[str, str]] = []
    taken: dict[str, str] = {}
    for name, preset, type_ in asked:
        theirs = by_hand.get(name) or one(backend, name, preset, type_, known)
        if name == WORDING and (not theirs or (rules.longest and len(theirs) > rules.longest)):
            continue
        if not theirs and closed:
            say("form-name-dropped", f'{backend.title} keeps no "{name}".',
                f"Add under settings, {at}: {name}: ... (or remove the field)."
                if at
                else "Remove the field, or choose another backend."
                if name in {field.name for field in form.fields}
                else "It shows the box, but you cannot prove the consent later.",
                "warning", "")  # fmt: skip
            theirs = name
        elif not theirs:
            say("form-name-unmapped", f'The receiver\'s name for the field "{name}" is missing.',
                f"Add under settings, {at or 'names'}: {name}: ...", "error", at)  # fmt: skip
            theirs = name
        _judge(name, theirs, name in visible, by_hand, backend, preset, say)
        if theirs in taken:
            say("form-field-twice", f'"{name}" and "{taken[theirs]}" would both be sent as '
                f'"{theirs}".', "Give one of them another name.", "error", at)  # fmt: skip
        taken[theirs] = name
        if rules.inside:
            place = {**known, "theirs": theirs, "index": str(len(taken) - 1), "name": name}
            theirs = fill(rules.inside, place)
            hidden += [(fill(key, place), fill(value, place)) for key, value in rules.beside]
        apart = "{index}" in rules.repeated or "{value}" in rules.repeated
        if (
            type_ == "checkboxes"
            and "{value}" in rules.repeated
            and rules.others
            and name not in by_hand
        ):
            say("form-boxes-dropped", f'{backend.title} keeps the boxes of "{name}" only where it '
                "has a group for them.", f"Make the group there, and add under settings, {at}: "
                f"{name}: ...", "warning", at)  # fmt: skip
        if type_ == "checkboxes" and (apart or name not in by_hand):
            each = tuple(
                fill(rules.repeated, {"name": theirs, "index": str(index), "value": value})
                for index, value in enumerate(options[name])
            )
            if len(set(each)) <= 1:
                theirs = each[0] if each else theirs
            else:
                choices.append((name, each))
        elif name in several and not apart and name not in by_hand:
            theirs = fill(rules.repeated, {"name": theirs})
        if name in decisions and _OPT_IN.search(theirs):
            say("form-consent-no", f'{backend.title} may take the answer "no" to "{name}" for a '
                "yes.",
                "Ask with a box instead (kind: box), or give the field a name of its own.",
                "warning", at)  # fmt: skip
        sent[name] = theirs
    wording = sent.pop(WORDING, "") if WORDING not in ours else ""
    if rules.required:
        hidden += [(rules.required, sent[field.name]) for field in form.fields if field.required]
    for name in (name for name in by_hand if name not in (*sent, *TAGS, WORDING)):
        say("form-name-unused", f'"{name}" is no field of this form.',
            did_you_mean(name, sent, "Remove this line."), "warning", at)  # fmt: skip
    if backend.limits.fields and len(visible) > backend.limits.fields:
        say("form-fields-many", f"{backend.title} takes at most {backend.limits.fields} fields.",
            "Ask for less.", "error", "")  # fmt: skip
    tags = {**dict(backend.tags), **{tag: by_hand[tag] for tag in TAGS if tag in by_hand}}
    given = tuple((tag, tags[tag]) for tag in TAGS if tags.get(tag) and tag not in sent)
    return Sent(tuple(sent.items()), wording, tuple(choices), tuple(hidden), given)


def one(backend: Backend, name: str, preset: str, type: str, known: Mapping[str, str]) -> str:
    """The receiver's name by the backend's rules, or "" when it knows none."""
    rules = backend.names
    fixed = dict(rules.fixed)
    if found := fixed.get(name) or fixed.get(preset):
        return found
    kind = dict(rules.kinds).get(type, type)
    return fill(rules.others, {**known, "name": name, "NAME": name.upper(), "kind": kind})


def _judge(
    name: str, theirs: str, visible: bool, by_hand: Mapping[str, str], backend: Backend,
    preset: str, say: Say,
) -> None:  # fmt: skip
    rules, at = backend.names, backend.names.from_setting
    if rules.longest and len(theirs) > rules.longest and name not in by_hand:
        say("form-name-long", f'"{theirs}" is too long a name for {backend.title}, '
            f"which allows {rules.longest} characters.",
            f"Give the field a shorter name{f', or map it under {at}' if at else ''}.",
            "error", at)  # fmt: skip
    fixed = dict(rules.fixed)
    if rules.signs and not (name in by_hand or name in fixed or preset in fixed):
        wrong = "".join(dict.fromkeys(re.sub(rules.signs, "", name)))
        if wrong:
            say("form-name-signs", f'{backend.title} takes no name with "{wrong}" in it, such as '
                f'"{name}".', "Use letters, digits and underscores.", "error", "")  # fmt: skip
    reserved = any(fnmatch.fnmatchcase(theirs, word) for word in backend.reserved)
    if visible and reserved and theirs not in dict(rules.fixed).values():
        say("form-name-taken", f'"{theirs}" means something of its own to {backend.title}, so no '
            "question can have this name.", f"Call the field your_{name.strip('_')}.",
            "error", "")  # fmt: skip
