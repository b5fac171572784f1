"""Which elements of HTML build blocks, and what may stand in them (HTML Living Standard, 4)."""

from __future__ import annotations

LEAVES = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "figcaption", "legend", "dt", "caption"]
)
PARENTS = frozenset(
    [
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "ul",
        "ol",
        "dl",
        "colgroup",
        "menu",
        "select",
        "picture",
        "video",
        "audio",
        "figure",
    ]
)
HOLDERS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "fieldset",
        "footer",
        "form",
        "head",
        "header",
        "hgroup",
        "html",
        "li",
        "main",
        "nav",
        "search",
        "section",
        "td",
        "th",
    ]
)
VOIDS = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
BLOCKS = LEAVES | PARENTS | HOLDERS | {"hr", "col", "iframe", "object", "embed", "link", "meta",
                                       "base", "source", "track", "title", "option", "noscript"}  # fmt: skip
