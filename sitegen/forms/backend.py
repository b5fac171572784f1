"""What a backend is: everything sitegen must know of a service that receives forms, as data.

One file in ``backends/`` holds one value of ``Backend``. Texts such as ``action`` are templates:
``{form_id}`` stands for a setting, ``{form}`` for the form's name. There is no markup here and no
code per service; ``wiring`` applies every rule the same way to all of them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from sitegen import schema
from sitegen.model import Pairs

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

Delivery = Literal["post", "link", "email"]
"""``post``: a form. ``link``: a link to the service's own page. ``email``: a link that opens the
visitor's mail program with the questions in the text."""

Fetch = Literal["json", "html", "opaque", "never"]
"""What a script may do: read a JSON reply, only the status of a page of the same site, send
without ever learning the outcome, or nothing because the service forbids it or cannot."""

Confidence = Literal["high", "medium", "low"]


class Setting(NamedTuple):
    """One thing the user must copy from the service.

    ``example`` is a real-looking value for the documentation. A value must match ``pattern`` as a
    whole when there is one; its named groups become further values for the templates, so that one
    pasted address can give several (``u`` and ``id`` of a Mailchimp address). ``expects`` says in
    words what a right value looks like, for the hint. ``kind`` of address checking: ``"url"`` for
    an endpoint, ``"email"`` for an address, ``""`` for anything else.
    """

    name: str
    field: schema.Field
    example: str
    pattern: str = ""
    expects: str = ""
    kind: Literal["", "url", "email"] = ""


class Names(NamedTuple):
    """What the service calls our fields.

    ``fixed`` maps a preset or a field's name to the service's word. Every other name goes through
    ``others``, a template that may use ``{name}``, ``{NAME}`` (capitals), ``{kind}`` (the field's
    type, translated by ``kinds``) and the settings: ``"{name}"`` passes through,
    ``"fields[{name}]"`` and ``"fi-{kind}-{name}"`` are dialects, ``""`` means that the service
    refuses names it has not been told of. ``from_setting`` names a setting of kind pairs in which
    a user may map names by hand; it wins over both. ``longest`` is the service's limit.
    ``repeated`` is added to the name of a field with several answers (``"[]"`` or nothing).
    """

    fixed: Pairs = ()
    others: str = "{name}"
    kinds: Pairs = ()
    from_setting: str = ""
    longest: int = 0
    repeated: str = ""


class Honeypot(NamedTuple):
    """Where the service looks for robots.

    ``own``: any name the site chooses (``name`` is the default). ``fixed``: the service dictates
    ``name``, a template. ``none``: it has no honeypot, so none is written. ``from_setting`` names
    a setting with the user's choice. ``checked_by_service`` is False where the user's own program
    must throw filled-in ones away.
    """

    rule: Literal["own", "fixed", "none"] = "own"
    name: str = "_gotcha"
    from_setting: str = ""
    checked_by_service: bool = True


class Redirect(NamedTuple):
    """How the visitor comes back to the site's thank-you page.

    ``field``: a hidden field ``name`` with the absolute address. ``action``: the form's own
    address is the page, as a path of this site without ``.html``. ``dashboard``: set at the
    service, ``note`` says where. ``none``: the service decides. ``name`` is a template; when it
    comes out empty there is no such field. ``note`` is shown when the user has to do something.
    """

    rule: Literal["field", "action", "dashboard", "none"] = "none"
    name: str = ""
    note: str = ""


class Limits(NamedTuple):
    """What the service refuses: 0 means no known limit, ``files`` whether it takes uploads."""

    fields: int = 0
    files: bool = True
    note: str = ""


class Backend(NamedTuple):
    """One service. ``documentation`` is the vendor's page, ``checked`` the day it was last read.

    ``link`` is the template of the address for the deliveries ``link`` and ``email``, and of the
    visible way out where ``needs_js`` says that a plain form cannot reach the service.
    ``origins`` are further origins a form's journey touches after ``action`` (for the Content
    Security Policy). ``region`` says where the data go, for the privacy notice. ``host`` names the
    only host the service works on.
    """

    name: str
    title: str
    settings: tuple[Setting, ...]
    documentation: str
    checked: str
    confidence: Confidence
    region: str
    delivery: Delivery = "post"
    action: str = ""
    link: str = ""
    encodings: tuple[str, ...] = (URLENCODED, MULTIPART)
    encoding_setting: str = ""
    names: Names = Names()
    hidden: Pairs = ()
    hidden_setting: str = ""
    attributes: Pairs = ()
    honeypot: Honeypot = Honeypot()
    redirect: Redirect = Redirect()
    fetch: Fetch = "never"
    origins: tuple[str, ...] = ()
    needs_js: bool = False
    host: str = ""
    limits: Limits = Limits()
    double_opt_in: Literal["always", "setting", "no"] = "no"

    def fields(self) -> dict[str, schema.Field]:
        """The settings as a schema to check them against."""
        return {setting.name: setting.field for setting in self.settings}
