"""Compare the words of a source with those of its page: none may be missing."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import unquote

from sitegen.model import Converted

WORD = re.compile(r"[^\W_]+")
_NOT_SHOWN = re.compile(
    r"(?s)<!--.*?-->|<(script|style)\b.*?</\1\s*>|\{%-?\s*comment.*?endcomment\s*-?%\}|\{\{.*?\}\}"
    r"|\{%.*?%\}|\{::?[^}]*\}|</?[a-zA-Z][^<>]*>"
    r"|(?m:^[ ]*:::.*$|^- :::.*$)|(?m:^ *> *\[!\w+\])|(?m:^[> -]*\d+[.)] )|(?m:^ *(?:```|~~~).*$)"
    r"|(?m:^[ >]*[-*+] +\[[ xX]\] )|\[\^[^\]]*\]|\]\[[^\]]*\]|(?m:^ {0,3}\[[^\]\n]+\]:.*$)"
)


def of_source(text: str) -> Counter[str]:
    """What a reader should find: no comments, tags, template tags, numbers of items, labels."""
    return Counter(WORD.findall(unescape(unquote(_NOT_SHOWN.sub(" ", text)))))


def of_page(page: Converted) -> Counter[str]:
    """Everything a page says or leads to, wherever it says it."""
    pieces = [page.html]
    for block in page.blocks:
        pieces += [block.html, *(value for _, value in block.args)]
        for item in block.items:
            pieces += [item.title, item.html]
    for picture in page.pictures:
        pieces += [picture.target, picture.alt, picture.title, *dict(picture.attributes).values()]
    pieces += [reference.target for reference in page.references]
    # Once with tags as gaps and once without them, because a word may be half bold.
    text = " ".join(pieces)
    text = f"{text} {re.sub('<[^<>]*>', '', text)}"
    return Counter(WORD.findall(unquote(unescape(text))))


def missing(source: str, page: Converted) -> Counter[str]:
    """The words of the source that the page has less often."""
    return of_source(source) - of_page(page)
