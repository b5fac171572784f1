"""Form, wiring and words to the value that a template sees. Decides nothing, writes no markup."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from markupsafe import escape
from msgspec import Struct
from msgspec.structs import replace

from sitegen.forms.model import Consent, Form, FormField
from sitegen.forms.shown import FieldView, FormView, OptionView, ThanksView
from sitegen.forms.wiring import Wiring


class InPage(Struct, frozen=True):
    """What the page's script may do on this site: ``script`` run at all, ``offline`` keep
    submissions while there is no network."""

    script: bool = False
    offline: bool = False


def shut(form: Form, prefix: str, text: str, href: str, link: str) -> FormView:
    """The form of a campaign whose stage does not open it: its title, and why nothing can be sent.

    ``href`` and ``link`` are the address and the words of a way on, "" for none.
    """
    stem = _id(f"{prefix}-{form.name}" if prefix else f"form-{form.name}")
    return FormView(stem, form.name, form.title, "", "", "", "", (), (), "", "", "", "",
                    (), closed=text, closed_href=href, closed_link=link)  # fmt: skip


def see(
    form: Form,
    wiring: Wiring,
    strings: Mapping[str, str],
    prefix: str = "",
    intro: str | None = None,
    thanks: ThanksView = ThanksView(),  # noqa: B008 - immutable
    in_page: InPage = InPage(),  # noqa: B008 - immutable
) -> FormView:
    """The form for one place on one page.

    ``prefix`` keeps ids apart when a page shows the form twice. ``strings`` are the theme's words
    in the page's language. ``intro`` is the introduction as HTML where it has been converted;
    otherwise its paragraphs are shown as they stand. ``thanks`` is what the form's thank-you page
    says; it is said in the page only where a success can be known.
    """
    stem = _id(f"{prefix}-{form.name}" if prefix else f"form-{form.name}")
    taken: set[str] = {stem}
    fields = []
    for field in form.fields:
        if field.type != "hidden":
            fields.append(_field(field, wiring, strings, _unique(f"{stem}-{field.name}", taken)))
    for consent in form.consents:
        id_ = _unique(f"{stem}-{consent.name}", taken)
        fields.append(_consent(consent, wiring.name(consent.name), id_, strings))
    script = wiring.script if in_page.script else ""
    wire: dict[str, Any] = json.loads(script) if script else {}
    if wire.get("mode") == "opaque":
        thanks = replace(thanks, title=strings.get("form_sent_title", ""),
                         text=strings.get("form_sent_text", ""))  # fmt: skip
    elif wire.get("optin"):
        thanks = replace(thanks, confirm=strings.get("form_confirm", ""), happens="")
    return FormView(
        id=stem,
        name=form.name,
        title=form.title,
        intro=_paragraphs(form.intro) if intro is None else intro,
        action=wiring.action,
        method=wiring.method,
        enctype=wiring.enctype,
        fields=tuple(fields),
        hidden=wiring.hidden,
        honeypot=wiring.honeypot,
        button=form.button or strings.get("form_send", "") or "Send",
        note=form.note,
        link=wiring.link,
        attributes=wiring.attributes,
        script=script,
        embed=wiring.embed,
        embed_host=urlsplit(wiring.embed).hostname or "",
        honeypot_type=wiring.honeypot_type,
        guarded=in_page.script and bool(script or not wiring.link),
        offline=in_page.offline and bool(wire.get("mode")),
        thanks=thanks if wire.get("mode") else ThanksView(),
    )


def _field(field: FormField, wiring: Wiring, strings: Mapping[str, str], id: str) -> FieldView:
    each = wiring.each(field.name) or ("",) * len(field.options)
    options = tuple(
        OptionView(option.value, strings.get(option.key, "") or option.label, name)
        for option, name in zip(field.options, each, strict=True)
    )
    label = strings.get(field.key, "") or field.label
    message = field.message or strings.get(field.message_key, "")
    needed = field.required_message or strings.get(field.required_key, "")
    return FieldView(
        id=id,
        name=wiring.name(field.name),
        label=label,
        type=field.type,
        help=field.help,
        required=field.required,
        autocomplete=field.autocomplete,
        inputmode=field.inputmode,
        maxlength=field.maxlength,
        minlength=field.minlength,
        pattern=field.pattern,
        placeholder=field.placeholder,
        value=field.value,
        rows=field.rows,
        options=options,
        accept=field.accept,
        min=field.min,
        max=field.max,
        step=field.step,
        multiple=field.multiple,
        message=_said(message, field, label),
        required_message=_said(needed, field, label) if field.required else "",
    )


def _consent(consent: Consent, name: str, id: str, strings: Mapping[str, str]) -> FieldView:
    """A box, or yes and no with neither chosen."""
    two = consent.kind == "yes-no"
    needed = strings.get("needed_yes_no" if two else "needed_consent", "")
    return FieldView(
        id=id,
        name=name,
        label=consent.label,
        type="radio" if two else "checkbox",
        required=consent.required,
        options=(OptionView("yes", consent.yes), OptionView("no", consent.no)) if two else (),
        consent=True,
        required_message=needed if consent.required else "",
    )


def _said(text: str, field: FormField, label: str) -> str:
    """A message with what belongs into it."""
    known = {"label": label.rstrip(" :?"), "example": field.example, "min": field.min,
             "max": field.max}  # fmt: skip
    return re.sub(r"\{(label|example|min|max)\}", lambda found: known[found[1]], text)


def _id(text: str) -> str:
    """Letters, digits, hyphens and underscores only: safe in a CSS selector and a fragment."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-"
                   for sign in text)  # fmt: skip


def _unique(text: str, taken: set[str]) -> str:
    wanted = _id(text)
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    taken.add(found)
    return found


def _paragraphs(text: str) -> str:
    parts = [" ".join(part.split()) for part in text.split("\n\n")]
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part)
