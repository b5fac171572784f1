"""What a backend is: everything sitegen must know of a service that receives forms, as data.

One file in ``backends/`` holds one value of ``Backend``; a file of a site's own in
``content/backends/`` says the same in YAML. Texts such as ``action`` are templates: ``{form_id}``
stands for a setting, ``{form}`` for the form's name. There is no markup here and no code per
service; ``wiring`` applies every rule the same way to all of them.
"""

from typing import Literal

from msgspec import Struct

from sitegen import schema
from sitegen.model import Pairs

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

PRIVACY = "where the service keeps it; its privacy notice names the place"
"""The region of a service of which we do not know more. A wrong one would be a false promise."""

TAGS: tuple[str, ...] = (
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "ref",
)
"""What the address of a page may say about where a visitor came from. ``ref`` is the code of the
supporter who passed the link on."""

AS_THEY_ARE: Pairs = tuple((tag, tag) for tag in TAGS)
"""Campaign tags under their own names, for services that take any name."""

Delivery = Literal["post", "link", "email"]
"""``post``: a form. ``link``: a link to the service's own page. ``email``: a link that opens the
visitor's mail program with the questions in the text."""

Mode = Literal["json", "html", "opaque", "never"]
"""What a script may do: read a JSON reply, only the status of a page of the same site, send
without ever learning the outcome, or nothing because the service forbids it or cannot."""

MODES: tuple[Mode, ...] = ("json", "html", "opaque", "never")

Confidence = Literal["high", "medium", "low"]
"""``high``: read in the service's own documents or code. ``medium``: seen in the working code of
several others. ``low``: partly from memory; send a test before relying on it."""


class Setting(Struct, frozen=True):
    """One thing the user must copy from the service.

    ``example`` is a real-looking value for the documentation. A value must match ``pattern`` as a
    whole when there is one (each value of a setting of kind pairs or list); its named groups
    become further values for the templates, so that one pasted address can give several (``u``
    and ``id`` of a Mailchimp address). ``expects`` says in words what a right value looks like,
    for the hint. ``kind`` of address checking: ``"url"`` for an endpoint, ``"email"`` for an
    address, ``""`` for anything else. ``default`` is a template for when nothing is given.
    ``words`` gives for a value what the templates see instead (``eu`` for ``-eu1``).
    """

    name: str
    field: schema.Field
    example: str
    pattern: str = ""
    expects: str = ""
    kind: Literal["", "url", "email"] = ""
    default: str = ""
    words: Pairs = ()


class Names(Struct, frozen=True):
    """What the service calls our fields.

    ``fixed`` maps a preset or a field's name to the service's word. Every other name goes through
    ``others``, a template that may use ``{name}``, ``{NAME}`` (capitals), ``{kind}`` (the field's
    type, translated by ``kinds``) and the settings: ``"{name}"`` passes through,
    ``"fields[{name}]"`` and ``"fi-{kind}-{name}"`` are dialects, ``""`` means that the service
    refuses names it has not been told of. ``from_setting`` names a setting of kind pairs in which
    a user may map names by hand; it wins over both. ``longest`` is the service's limit, ``signs`` a
    character class (``[a-z0-9_]``) of what a name that is not in ``fixed`` may hold.

    ``inside`` puts the name so found into a list of the service, ``{index}`` counting from 0
    (``fields[{index}].value``), with the hidden values ``beside`` it, which may use ``{theirs}``.
    ``required`` is the name of a hidden value that lists each required field for the service.

    A field with several answers is sent once per answer under the name ``repeated``: a template
    with ``{name}`` (plain), ``{name}[]`` (brackets), ``{name}[{index}]`` (indexed) or
    ``{name}[{value}]``. ``join`` is the text between them where a script must send one value.
    ``repeated_as`` is the encoding in which alone several answers arrive.
    """

    fixed: Pairs = ()
    others: str = "{name}"
    kinds: Pairs = ()
    from_setting: str = ""
    longest: int = 0
    signs: str = ""
    inside: str = ""
    beside: Pairs = ()
    required: str = ""
    repeated: str = "{name}"
    join: str = ""
    repeated_as: str = ""


class Honeypot(Struct, frozen=True):
    """Where the service looks for robots.

    ``own``: any name the site chooses (``name`` is the default). ``fixed``: the service dictates
    ``name``, a template; where a setting in it is empty there is none. ``none``: it has no
    honeypot, so none is written. ``from_setting`` names a setting with the user's choice.
    ``checked_by_service`` is False where the user's own program must throw filled-in ones away.
    ``needed``: the service wants the field to be there, so that ``honeypot: none`` cannot be.
    """

    rule: Literal["own", "fixed", "none"] = "own"
    name: str = "_gotcha"
    from_setting: str = ""
    checked_by_service: bool = True
    type: Literal["text", "checkbox"] = "text"
    needed: bool = False


class Redirect(Struct, frozen=True):
    """How the visitor comes back to the site's thank-you page.

    ``field``: a hidden field ``name`` with the absolute address. ``action``: the form's own
    address is the page, as a path of this site without ``.html``. ``function``: a program of
    the site itself leads there. ``dashboard``: set at the service, ``note`` says where.
    ``none``: the service decides. ``name`` is a template; when it comes out empty there is no
    such field. ``note`` is shown when the user has to do something.
    """

    rule: Literal["field", "action", "function", "dashboard", "none"] = "none"
    name: str = ""
    note: str = ""


class Errors(Struct, frozen=True):
    """Where a reply says what is wrong: a list of objects, or an object of messages by name.

    ``list`` and ``map`` are dotted paths, ``field`` and ``text`` the keys in a list's objects.
    """

    list: str = ""
    field: str = ""
    text: str = ""
    map: str = ""


class Fetch(Struct, frozen=True):
    """What a script may do in place of the browser, and how it reads the reply.

    ``to`` is the address where it differs from the form's, ``encoding`` how the fields are sent;
    with ``json`` a field's name is a path (``person.email_addresses[0].address``). ``drop`` are
    hidden fields that must not go along, ``add`` further ones, ``headers`` what the request says.
    ``ok``: a reply with any of these values means success, None for any value there; without
    them the status decides. ``also`` are replies that count as success although the status says
    otherwise. ``message``, ``next`` and ``optin`` are dotted paths: an error for people to read,
    an address that must be visited, and whether a mail was sent that must be confirmed.
    ``origins`` are origins that a request is led on to. ``setting`` names
    a setting with which the user says what the service can do, when that differs.
    """

    mode: Mode = "never"
    to: str = ""
    encoding: Literal["form", "urlencoded", "json"] = "form"
    drop: tuple[str, ...] = ()
    add: tuple[tuple[str, str | bool | int], ...] = ()
    headers: Pairs = ()
    ok: tuple[tuple[str, str | None], ...] = ()
    also: tuple[tuple[str, str | None], ...] = ()
    message: str = ""
    errors: Errors = Errors()
    next: str = ""
    optin: str = ""
    origins: tuple[str, ...] = ()
    setting: str = ""
    success_setting: str = ""


class Limits(Struct, frozen=True):
    """What the service refuses: 0 means no known limit, ``files`` whether it takes uploads.

    ``note`` is for the documentation: what else a group should know before it chooses.
    """

    fields: int = 0
    files: bool = True
    note: str = ""


class Backend(Struct, frozen=True):
    """One service. ``documentation`` is the vendor's page, ``checked`` the day it was last read.

    ``link`` is the template of the address for the deliveries ``link`` and ``email``, and of the
    visible way out where ``needs_js`` says that a plain form cannot reach the service.
    ``raw_reply`` says that it can, but ends on a page of raw data; with a ``link`` visitors
    without scripts are led there instead. ``embed`` is the address of the service's own form for
    a frame, offered only where the setting ``embed`` says yes.

    ``reserved`` are names, or beginnings of names (``_*``), that mean something to the service,
    so that no question may have them. ``hidden`` are values that every form sends; one made of a
    setting that is not given is left out, one made of a list is sent once for each of its members.
    ``origins`` are further origins a form's journey touches after ``action`` (for the Content
    Security Policy). ``tags`` gives the service's names for campaign tags. ``unique`` is a
    template that no two forms of a site may fill alike. ``region`` says where the data go, for
    the privacy notice. ``host`` names the only host the service works on. ``files`` are files of
    the output that receive the forms, as path and text; ``functions`` fills them in. ``steps``
    say in a line what to do at the service.
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
    embed: str = ""
    encodings: tuple[str, ...] = (URLENCODED, MULTIPART)
    encoding_setting: str = ""
    names: Names = Names()
    reserved: tuple[str, ...] = ()
    hidden: Pairs = ()
    hidden_setting: str = ""
    attributes: Pairs = ()
    honeypot: Honeypot = Honeypot()
    redirect: Redirect = Redirect()
    fetch: Fetch = Fetch()
    tags: Pairs = ()
    origins: tuple[str, ...] = ()
    needs_js: bool = False
    raw_reply: bool = False
    unique: str = ""
    host: str = ""
    files: Pairs = ()
    limits: Limits = Limits()
    double_opt_in: Literal["always", "setting", "no"] = "no"
    steps: str = ""
    path: str = ""

    def fields(self) -> dict[str, schema.Field]:
        """The settings as a schema to check them against."""
        return {setting.name: setting.field for setting in self.settings}


# Settings that several services share ---------------------------------------------------------

NAMES = Setting(
    "names",
    schema.Field("pairs", help="our name for a field, then the service's name for it"),
    example="{message: notes}",
)

PAGE = Setting(
    "page",
    schema.Field(required=True, help="the service's own page, for visitors without JavaScript"),
    example="https://share.your-group.org/join",
    expects="the full address of a page on which people can sign up",
    kind="url",
)

PAGE_OR_RAW = Setting(
    "page",
    schema.Field(help="a page on which visitors without JavaScript can sign up instead"),
    example=PAGE.example,
    expects=PAGE.expects,
    kind="url",
)

EMBED = Setting(
    "embed",
    schema.Field("flag", help="show the service's form in a frame when a visitor asks for it"),
    example="no",
)
