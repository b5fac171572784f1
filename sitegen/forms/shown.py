"""A form as templates see it. ``view`` makes these values; they decide nothing."""

from msgspec import Struct

from sitegen.model import Pairs


class OptionView(Struct, frozen=True, array_like=True):
    """One choice as the template shows it; ``name`` is "" unless each box has one of its own."""

    value: str
    label: str
    name: str = ""


class FieldView(Struct, frozen=True, array_like=True):
    """One field as the template shows it; ``name`` is the receiver's, ``id`` is the page's.

    ``message`` is said of an answer that does not fit, ``required_message`` of a missing one.
    """

    id: str
    name: str
    label: str
    type: str
    help: str = ""
    required: bool = False
    autocomplete: str = ""
    inputmode: str = ""
    maxlength: int = 0
    minlength: int = 0
    pattern: str = ""
    placeholder: str = ""
    value: str = ""
    rows: int = 0
    options: tuple[OptionView, ...] = ()
    accept: str = ""
    consent: bool = False
    min: str = ""
    max: str = ""
    step: str = ""
    multiple: bool = False
    message: str = ""
    required_message: str = ""


class ThanksView(Struct, frozen=True, array_like=True):
    """What the page says after a success: a title, a sentence, and the address of the page after it.

    ``happens`` says what the visitor still has to do, as far as the receiver is known. Where its
    reply tells whether a mail to confirm is on its way, ``confirm`` is said instead, if so.
    """

    title: str = ""
    text: str = ""
    href: str = ""
    happens: str = ""
    confirm: str = ""


class FormView(Struct, frozen=True, tag=True, tag_field="struct"):
    """A form as the template shows it. When ``link`` is not "", a link takes the form's place; with
    ``script`` as well, the form is there but hidden until the script runs.

    ``guarded``: the page's script looks after this form. ``script``: how it sends it and
    which campaign tags it fills in, as JSON. ``offline``: it may keep what is typed while there is no network.
    ``embed`` is the address of the service's own form for a frame, ``embed_host`` who serves it.

    ``closed`` says why nothing can be sent, "" where it can; ``closed_href`` and ``closed_link``
    lead on. ``handled`` says who keeps what is written for the group; ``privacy`` are the words and
    ``privacy_href`` the address of the link to the privacy notice, "" for none.
    """

    id: str
    name: str
    title: str
    intro: str
    action: str
    method: str
    enctype: str
    fields: tuple[FieldView, ...]
    hidden: Pairs
    honeypot: str
    button: str
    note: str
    link: str
    attributes: Pairs
    script: str = ""
    embed: str = ""
    handled: str = ""
    privacy: str = ""
    privacy_href: str = ""
    embed_host: str = ""
    honeypot_type: str = "text"
    guarded: bool = False
    offline: bool = False
    thanks: ThanksView = ThanksView()
    closed: str = ""
    closed_href: str = ""
    closed_link: str = ""
