"""What raw HTML may stay on a page, and the sentence for each thing that may not.

The list follows the HTML standard's phrasing, grouping, table and media elements. Nothing that
runs code, loads another page or sends data passes; styles belong to the theme.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.markdown.draft import Draft

TAGS = frozenset(
    [
        "a",
        "abbr",
        "address",
        "article",
        "aside",
        "audio",
        "b",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "dd",
        "del",
        "details",
        "dfn",
        "dialog",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "main",
        "map",
        "area",
        "mark",
        "nav",
        "ol",
        "p",
        "picture",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "track",
        "tt",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
        "font",
    ]
)
_COMMON = frozenset(("class", "id", "lang", "dir", "title", "role", "hidden"))
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset(("href", "hreflang", "download", "name", "type")),
    "area": frozenset(("href", "alt", "coords", "shape")),
    "audio": frozenset(("src", "controls", "loop", "muted", "preload")),
    "video": frozenset(("src", "controls", "loop", "muted", "preload", "poster", "width", "height",
                        "playsinline")),
    "source": frozenset(("src", "type", "media")),
    "track": frozenset(("src", "kind", "srclang", "label", "default")),
    "img": frozenset(("alt", "width", "height", "loading")),
    "ol": frozenset(("start", "reversed", "type")),
    "li": frozenset(("value",)),
    "td": frozenset(("colspan", "rowspan", "headers", "align")),
    "th": frozenset(("colspan", "rowspan", "headers", "scope", "abbr", "align")),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "details": frozenset(("open", "name")),
    "time": frozenset(("datetime",)),
    "data": frozenset(("value",)),
    "del": frozenset(("cite", "datetime")),
    "ins": frozenset(("cite", "datetime")),
    "q": frozenset(("cite",)),
    "blockquote": frozenset(("cite",)),
    "map": frozenset(("name",)),
}  # fmt: skip
SCHEMES = frozenset(("http", "https", "mailto", "tel", "sms", "geo", "webcal", "xmpp", "irc", "ircs", "matrix",
                     "signal", "sgnl", "whatsapp", "tg", "ftp", "ftps", "magnet", "callto", "skype", "bitcoin",
                     "monero", "gemini", "gopher", "nntp", "news", "feed", "facetime", "maps", "im", "sip", "sips",
                     "ssh", "git", "fax", "intent", "market", "zoommtg", "msteams", "slack", "viber"))  # fmt: skip
DROPPED = frozenset(
    [
        "script",
        "style",
        "iframe",
        "form",
        "object",
        "embed",
        "applet",
        "frame",
        "frameset",
        "input",
        "button",
        "select",
        "textarea",
        "option",
        "optgroup",
        "label",
        "fieldset",
        "legend",
        "base",
        "link",
        "meta",
        "html",
        "head",
        "body",
        "title",
        "noscript",
        "marquee",
        "blink",
        "canvas",
        "svg",
        "math",
        "template",
        "slot",
        "portal",
        "param",
        "noframes",
        "bgsound",
        "layer",
        "ilayer",
        "keygen",
        "datalist",
        "output",
        "progress",
        "meter",
    ]
)
_SILENT = frozenset(
    [
        "html",
        "head",
        "body",
        "title",
        "noscript",
        "param",
        "option",
        "optgroup",
        "label",
        "legend",
        "fieldset",
    ]
)
_HINTS: Mapping[str, str] = {
    "iframe": "Link to the page instead, or set html: trusted in site.yaml to embed it.",
    "script": "If you trust every writer of this site, set html: trusted in site.yaml.",
    "form": 'Use the block "::: signup" for a form, or set html: trusted in site.yaml.',
    "input": 'Use the block "::: signup" for a form, or set html: trusted in site.yaml.',
    "button": 'Use the block "::: button" with the page it leads to.',
    "select": 'Use the block "::: signup" for a form, or set html: trusted in site.yaml.',
    "link": "Put styles into your theme, or set html: trusted in site.yaml.",
    "object": "Link to the file instead, or set html: trusted in site.yaml.",
    "embed": "Link to the file instead, or set html: trusted in site.yaml.",
}


def report(draft: Draft, name: str, attributes: Mapping[str, str], place: tuple[int, int]) -> None:
    """Say what of one tag will not be on the page."""
    line, column = place
    if name in DROPPED:
        if name not in _SILENT:
            draft.problem(
                "html-dropped", f"<{name}> was left out; its text stays.", line,
                _HINTS.get(name, "Set html: trusted in site.yaml if you need it."), "warning", column,
            )  # fmt: skip
        return
    if any(key.startswith("on") for key in attributes):
        key = next(key for key in attributes if key.startswith("on"))
        draft.problem(
            "html-dropped", f"The script in {key} of <{name}> was left out.", line,
            "If you trust every writer of this site, set html: trusted in site.yaml.", "warning", column,
        )  # fmt: skip
    if "style" in attributes:
        draft.problem(
            "html-style", f"The style of this <{name}> was left out; the theme decides how it looks.",
            line, "Use a block, or a class that your theme knows.", "info", column,
        )  # fmt: skip


def clean(html: str) -> str:
    """The HTML with only what is allowed, every element closed. Markers pass unharmed."""
    import nh3

    attributes = {name: set(names | _COMMON) for name, names in ATTRIBUTES.items()}
    attributes["*"] = set(_COMMON)
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes=attributes,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
        generic_attribute_prefixes={"aria-", "data-"},
    )
