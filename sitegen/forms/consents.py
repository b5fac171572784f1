"""The ``consent`` of a form's YAML to ``Consent`` values, and their wording in the site's language.

Each consent is for one purpose and one channel, nothing is chosen beforehand, and what is agreed
to keeps a version. The ready-made wordings are suggestions, not legal advice. Reads no files and
knows no backend.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from sitegen import schema
from sitegen.forms import names
from sitegen.forms.model import Consent, Form, Wording
from sitegen.problems import Level, Problem, Span, did_you_mean, suggest
from sitegen.schema import Field, Map, Node, Seq, Text

CHANNELS: tuple[str, ...] = ("email", "sms", "phone", "post")
PURPOSES: tuple[str, ...] = ("campaign", "request", "ads", "partner", "public")
"""``campaign``: to be written to about the campaign, by one channel. ``request``: only to be
answered. ``ads``: to be found by online advertising. ``partner``: to be passed on to somebody
named. ``public``: to be shown as a supporter."""

WORDINGS: dict[str, str] = {
    "consent_campaign_email": "Yes, email me about this campaign. I understand that this shows my "
    "political views, and I agree that {org} may use my details to write to me about it. I can "
    "stop at any time.",
    "consent_campaign_sms": "Yes, send me text messages about this campaign. I understand that "
    "this shows my political views, and I agree that {org} may use my number for that. I can stop "
    "at any time.",
    "consent_campaign_sms_us": "Text me campaign updates from {org}. Message frequency varies. "
    "Message and data rates may apply. Reply STOP to end, HELP for help. Consent is not required "
    "to take part. My number is not passed on for marketing.",
    "consent_campaign_phone": "Yes, you may call me about this campaign. I understand that this "
    "shows my political views, and I agree that {org} may use my number for that. I can stop at "
    "any time.",
    "consent_campaign_post": "Yes, you may write to me by post about this campaign. I understand "
    "that this shows my political views, and I agree that {org} may use my address for that. I "
    "can stop at any time.",
    "consent_request": "{org} may use what I write here to answer me and to arrange what I have "
    "offered, and for nothing else. I can ask you to delete it at any time.",
    "consent_ads": "I agree that {org} may give my details in coded form to online platforms, so "
    "that they show me, and people like me, political advertising of this campaign. This is "
    "separate from everything else here, and I can stop it at any time.",
    "consent_partner": "I agree that {org} may pass my details on to {partner}, who may then "
    "write to me about this campaign themselves. I can stop this at any time.",
    "consent_public": "You may show my name publicly as a supporter of this campaign. I "
    "understand that this shows my political views. I can ask you to remove it at any time.",
}
"""The ready-made wordings in English, by their key in the theme's strings."""

YES, NO = ("consent_yes", "Yes"), ("consent_no", "No")
AGREE, DISAGREE = ("consent_agree", "I agree"), ("consent_disagree", "I do not agree")
"""The two answers, to words of one's own and to the ready-made ones, which are no questions."""

_OPTIONAL = frozenset(("ads", "partner", "public", "sms", "phone"))
"""What nobody may be made to agree to in order to take part (GDPR, Article 7(4); Regulation (EU)
2024/900, Article 18; the rules of carriers in the United States for text messages)."""

FIELDS: dict[str, Field] = {
    "name": Field(),
    "label": Field(),
    "purpose": Field(),
    "channel": Field(),
    "partner": Field(),
    "kind": Field(),
    "required": Field("flag", default=False),
    "yes": Field(),
    "no": Field(),
    "before": Field("any"),
    "checked": Field(),
    "ticked": Field(),
    "selected": Field(),
    "default": Field(),
    "value": Field(),
}

_KINDS: dict[str, str] = {
    "": "box",
    "box": "box",
    "checkbox": "box",
    "tick": "box",
    "yes-no": "yes-no",
    "yes/no": "yes-no",
    "yesno": "yes-no",
    "yes or no": "yes-no",
    "radio": "yes-no",
}

_NO = frozenset(("", "no", "none", "off", "false", "0"))
_PERSONAL = frozenset(("email", "tel"))

_WORDS: dict[str, str] = {
    "e-mail": "email",
    "mail": "email",
    "newsletter": "campaign",
    "updates": "campaign",
    "news": "campaign",
    "marketing": "campaign",
    "text": "sms",
    "texts": "sms",
    "mobile": "sms",
    "whatsapp": "sms",
    "call": "phone",
    "calls": "phone",
    "telephone": "phone",
    "letter": "post",
    "mailing": "post",
    "answer": "request",
    "contact": "request",
    "advertising": "ads",
    "ad": "ads",
    "partners": "partner",
    "share": "partner",
    "sharing": "partner",
    "publish": "public",
}
"""Words people use for a purpose or a channel, for the hint."""


class Say(Protocol):
    """Adds a problem at the place of a key."""

    def __call__(
        self, key: str, code: str, message: str, hint: str, level: Level = "error"
    ) -> None: ...


class Found(Struct, frozen=True):
    """What stands under ``consent``; ``none`` when the file says that none is needed."""

    consents: tuple[Consent, ...] = ()
    none: bool = False


def read(node: Node | None, path: str, problems: list[Problem]) -> Found:
    """Every consent that can be shown; ready-made wordings are still to be filled in."""
    if node is None or (isinstance(node, Text) and not node.value.strip()):
        return Found()
    if isinstance(node, Text) and node.value.strip().lower() in _NO:
        return Found(none=True)
    found: list[Consent] = []
    for item in node.items if isinstance(node, Seq) else (node,):
        if consent := _consent(item, path, len(found), problems):
            found.append(consent)
    return Found(tuple(found))


def _consent(node: Node, path: str, count: int, problems: list[Problem]) -> Consent | None:
    if isinstance(node, Text):  # - Yes, send me news by email.   or   - email
        word = node.value.strip().lower()
        key = "label"
        if word in CHANNELS or word in PURPOSES:
            key = "channel" if word in CHANNELS else "purpose"
        node = Map(((Text(key, node.line), node),), node.line, node.column)
    checked = schema.check(node, FIELDS, path)
    problems.extend(checked.problems)
    values = checked.values

    def say(key: str, code: str, message: str, hint: str, level: Level = "error") -> None:
        span = Span(path, checked.lines.get(key, node.line))
        problems.append(Problem(code, message, span, hint, level))

    for key in ("checked", "ticked", "selected", "default", "value"):
        if values[key].lower() not in _NO or (key in ("default", "selected") and values[key]):
            say(key, "form-consent-ticked", "Consent that is ticked beforehand is not consent.",
                "Remove this line; people tick the box themselves.")  # fmt: skip
    kind = _KINDS.get(values["kind"].strip().lower())
    if kind is None:
        say("kind", "form-consent-kind", f'"{values["kind"]}" is no way to ask for consent.',
            did_you_mean(values["kind"], _KINDS, "Write kind: box, or kind: yes-no"))  # fmt: skip
        kind = "box"
    purpose, channel = _for_what(values, say)
    label = " ".join(values["label"].split())
    wording = _key(purpose, channel)
    if not label and not wording:
        say("purpose" if purpose else "name", "form-label-missing", "A consent has no wording.",
            "Add a line: label: Yes, email me about ..."
            if not purpose else f"Add a line: channel: {CHANNELS[0]}")  # fmt: skip
        return None
    partner = values["partner"].strip()
    if purpose == "partner" and not label and not partner:
        say("purpose", "form-consent-partner", "Nobody can agree to be passed on to somebody "
            "unnamed.", "Add a line: partner: the other group's full name")  # fmt: skip
        return None
    if values["required"] and kind == "box" and {purpose, channel} & _OPTIONAL:
        say("required", "form-consent-forced", "Agreement to this must be free: nobody may have to "
            "give it in order to take part.",
            "Remove this line, or let people decide with kind: yes-no", "warning")  # fmt: skip
    ready = channel if purpose == "campaign" and channel else purpose
    name = values["name"] or (f"consent_{ready}" if wording and not label else "")
    name = name or ("consent" if not count else f"consent_{count + 1}")
    if wrong := names.field(name, Span(path, checked.lines.get("name", node.line))):
        problems.extend(wrong)
        return None
    before = node.get("before") if isinstance(node, Map) else None
    return Consent(
        name=name,
        label=label,
        required=values["required"],
        kind=kind,
        purpose=purpose,
        channel=channel,
        key="" if label else wording,
        partner=partner,
        yes=" ".join(values["yes"].split()) if kind == "yes-no" else "",
        no=" ".join(values["no"].split()) if kind == "yes-no" else "",
        before=_before(before, path, problems),
        line=node.line,
    )


def _for_what(values: Mapping[str, str], say: Say) -> tuple[str, str]:
    """Purpose and channel. A channel alone is for the campaign; what is no channel may still be a
    purpose."""
    purpose, channel = values["purpose"].strip().lower(), values["channel"].strip().lower()
    if channel in PURPOSES and not purpose:
        purpose, channel = channel, ""
    for key, word, known in (("purpose", purpose, PURPOSES), ("channel", channel, CHANNELS)):
        if word and word not in known:
            meant = _WORDS.get(word) or suggest(word, known)
            hint = f'Did you mean "{meant}"?' if meant else "Known: " + ", ".join(known) + "."
            what = "purpose" if key == "purpose" else "channel"
            say(key, "form-consent-unknown", f'"{word}" is no {what} of a consent.', hint)
    purpose = purpose if purpose in PURPOSES else ""
    channel = channel if channel in CHANNELS else ""
    return purpose or ("campaign" if channel else ""), channel


def _key(purpose: str, channel: str) -> str:
    """The ready-made wording's key, or "" where there is none."""
    key = f"consent_{purpose}_{channel}" if purpose == "campaign" else f"consent_{purpose}"
    return key if key in WORDINGS else ""


def _before(node: Node | None, path: str, problems: list[Problem]) -> tuple[Wording, ...]:
    """Earlier wordings: a text, or a list of texts and of ``{text, language}``."""
    if node is None or (isinstance(node, Text) and not node.value.strip()):
        return ()
    found = []
    for item in node.items if isinstance(node, Seq) else (node,):
        text, language = item, None
        if isinstance(item, Map):
            text, language = item.get("text") or item.get("label") or item, item.get("language")
        words = text.value.strip() if isinstance(text, Text) else ""
        tag = language.value.strip() if isinstance(language, Text) else ""
        if words:
            lines = (" ".join(line.split()) for line in words.splitlines())
            found.append(Wording("\n".join(line for line in lines if line), tag))
        else:
            problems.append(Problem("form-consent-before", "This is no earlier wording.",
                Span(path, item.line), "Write each as one line of text."))  # fmt: skip
    return tuple(found)


# In the site's language -------------------------------------------------------------------------


def worded(
    form: Form, strings: Mapping[str, str], organisation: str, language: str
) -> tuple[Form, tuple[Problem, ...]]:
    """The form with every consent in words, as it is shown and as its version is taken.

    ``strings`` are the theme's words in ``language``; ``organisation`` is who asks.
    """
    made: list[Consent] = []
    problems: list[Problem] = []
    for consent in form.consents:
        key, label = consent.key, consent.label
        if key == "consent_campaign_sms" and language.lower().endswith("-us"):
            key = "consent_campaign_sms_us"
        if key:
            english = WORDINGS[key]
            label = strings.get(key, "") or english
            if label == english and language.split("-")[0].lower() != "en":
                problems.append(Problem("form-consent-language",
                    f'There is no ready-made wording of this consent in "{language}".',
                    Span(form.path, consent.line),
                    "Add a line: label: with the whole sentence in your language"))  # fmt: skip
        label = label.replace("{org}", organisation).replace("{partner}", consent.partner)
        gladly, rather_not = (AGREE, DISAGREE) if key else (YES, NO)
        yes = consent.yes or strings.get(gladly[0], "") or gladly[1]
        no = consent.no or strings.get(rather_not[0], "") or rather_not[1]
        two = consent.kind == "yes-no"
        made.append(replace(consent,
            label=label, yes=yes if two else "", no=no if two else "", language=language,
            before=tuple(replace(word, language=word.language or language)
                         for word in consent.before),
        ))  # fmt: skip
    return replace(form, consents=tuple(made)), tuple(problems)


def missing(form: Form) -> tuple[Problem, ...]:
    """What to say about a form that asks who somebody is and not whether they agree.

    To join a campaign's list shows a political opinion, which the GDPR protects specially in the
    EU and the UK (Article 9). Where another ground holds, ``consent: none`` says so.
    """
    asks = any(
        field.type in _PERSONAL or (field.autocomplete and field.autocomplete != "off")
        for field in form.fields
    )
    if form.consents or form.without_consent or not asks:
        return ()
    return (Problem("form-no-consent", "This form asks who somebody is, but not for consent. To "
        "sign up to a campaign shows a political opinion, which the law of many countries "
        "protects (GDPR, Article 9).", form.at("fields"),
        "Add a line: consent: [email]   (or consent: none, if you rely on another ground)",
        "warning"),)  # fmt: skip


def records(forms: tuple[Form, ...]) -> dict[str, str]:
    """A text file for each wording, by its version: what a group needs to show, from the digits
    that came with an answer, what was agreed to."""
    found: dict[Wording, list[str]] = {}
    for form in forms:
        for consent in form.consents:
            for wording in (consent.wording, *consent.before):
                asked = found.setdefault(wording, [])
                if form.name not in asked:
                    asked.append(form.name)
    return {
        wording.version: f"Version: {wording.version}\nLanguage: {wording.language}\n"
        f"Form: {', '.join(asked)}\n\n{wording.text}\n"
        for wording, asked in sorted(found.items(), key=lambda row: (row[0].text, row[0].language))
    }
