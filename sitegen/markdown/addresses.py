"""What an address means: the tag that leads to it, and addresses that stand in the text as they are.

A web address, a mail address or a page of the site; anything that acts or leads to the writer's own
computer gives no link. This module does not know how a link is written.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, unquote

from sitegen.later import later
from sitegen.markdown import allowed
from sitegen.markdown.draft import (
    CLOSE,
    INLINE,
    LINK,
    LINK_END,
    LINK_RICH,
    OPEN,
    TOKEN,
    Draft,
    escape,
    escape_attribute,
)

SCHEME = later(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
# Letters of scripts that put spaces between words. Where there are none, an address may follow a
# word at once: 網址https://example.org
_LETTER = r"[^\W_\u2000-\U0010ffff]"  # no underscore: _a@b.org_ is emphasis
_NEAR = r"[^\W_\u0590-\U0010ffff]"  # those that a mail address may go on from
_BARE = later(
    f"{OPEN}[{LINK}{LINK_RICH}][0-9]+{CLOSE}.*?{OPEN}{LINK_END}[0-9]+{CLOSE}"
    rf"|(?P<url>(?:(?<!{_LETTER})(?<![/@=&?#%+~])(?:https?|ftp)://|(?<!{_LETTER})(?<![/@.:=&?#%+~-])www\.(?=[\w-]+\.))"
    rf"(?:{OPEN}{INLINE}[0-9]+{CLOSE}|"
    r"(?!\*\*)[^\s<>\"`|\ufdd0-\ufdd4\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u2018-\u201f«»])+"
    rf"|(?<!{_LETTER})mailto:[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?<!{_NEAR})(?<![@/.:+-])(?P<mail>[a-zA-Z0-9](?:[\w.+-]*[\w+-])?@[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)+)(?!{_LETTER}|@)",
    re.DOTALL,
)
_STRANGE = later(r"[\s\"<>\\^`{|}]|%(?![0-9a-fA-F]{2})")
_NO_HOST = later(r"https?://(?:%20|\s)*(?:[/?#]|%20|\s|$)", re.IGNORECASE)
_ESCAPED = later(r"\\([!-/:-@\[-`{-~])")
_SENTENCE_END = ".,;:!?'\"*_~…—–"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def decoded(target: str) -> str:
    """A target as the writer means it: entities, escapes and percent signs resolved."""
    target = target.strip().replace("\n", " ")
    if "&" in target:
        target = unescape(target)
    return _ESCAPED.sub(r"\1", target) if "\\" in target else target


def address(
    draft: Draft, target: str, line: int, column: int, title: str = ""
) -> tuple[str, bool]:
    """The opening tag of a link, and whether there is one: an unsafe target gives no tag."""
    target = decoded(target)
    if not target:
        draft.problem(
            "link-empty", "This link leads nowhere.", line, "Write its address between ( and ).",
            "warning", column,
        )  # fmt: skip
        return "", False
    more = f' title="{escape_attribute(title)}"' if title else ""
    scheme = SCHEME.match(target)
    if target.startswith("//"):
        return f'<a href="{escape_attribute(_encoded(target))}"{more}>', True
    if scheme is not None and len(scheme[1]) > 1:
        name = scheme[1].lower()
        if name in ("http", "https") or name in allowed.SCHEMES:
            if name in ("http", "https") and not target[scheme.end() :].startswith("//"):
                target = f"{name}://{target[scheme.end() :].lstrip('/')}"
            elif target[scheme.end() : scheme.end() + 1] == " ":
                target = f"{name}:{target[scheme.end() :].lstrip()}"
            if name in ("http", "https") and _NO_HOST.match(target):
                draft.problem(
                    "link-invalid", f'"{target}" is not a web address, so there is no link.', line,
                    "Write it like https://example.org/page", "warning", column,
                )  # fmt: skip
                return "", False
            return f'<a href="{escape_attribute(_encoded(target))}"{more}>', True
        if re.match(r"[\w.-]+:[0-9]+(?:/|$)", target):  # localhost:8000
            return f'<a href="http://{escape_attribute(_encoded(target))}"{more}>', True
        if name in (
            "javascript",
            "data",
            "vbscript",
            "file",
            "blob",
            "about",
            "view-source",
            "filesystem",
        ):
            what = "a file on your own computer" if name == "file" else "no page"
            draft.problem(
                "link-unsafe", f"This link leads to {what} ({name}:), so it was taken out.", line,
                "Link to a page, a file in the assets folder or a web address.", "warning", column,
            )  # fmt: skip
            return "", False
    if re.match(r"[^\s/@:?#]+@[\w-]+(?:\.[\w-]+)+$", target):
        return f'<a href="mailto:{escape_attribute(target)}"{more}>', True
    if target.lower().startswith("www."):
        return f'<a href="https://{escape_attribute(_encoded(target))}"{more}>', True
    if "%" in target:
        head, sign, tail = target.partition("#")
        path, mark, query = head.partition("?")
        target = unquote(path) + mark + query + sign + unquote(tail)
    return f'<a href="{draft.refer(target, line, column)}"{more}>', True


def _encoded(target: str) -> str:
    """A web address with every sign that may not stand in one as its percent code (URL Standard,
    1.4). Browsers do the same when the link is followed."""
    if "\\" in target and target.lower().startswith(("http", "//")):
        target = target.replace("\\", "/")  # as browsers read it
    if _STRANGE.search(target):
        target = _STRANGE.sub(lambda m: quote(m[0]), target)
    if "[" in target or "]" in target or target.count("#") > 1:
        head, host, rest = target.partition("://")
        host += rest[: (end := min((at for at in map(rest.find, "/?#") if at >= 0), default=0))]
        rest = rest[end:].replace("[", "%5B").replace("]", "%5D")
        path, mark, fragment = rest.partition("#")
        target = head + host + path + mark + fragment.replace("#", "%23")
    return target


def bare(draft: Draft) -> None:
    """Web and e-mail addresses that are not links yet."""
    text = draft.text
    if "://" not in text and "www." not in text and "@" not in text:
        return
    draft.text = _BARE.sub(lambda m: _bare(draft, m), text)


def _bare(draft: Draft, match: re.Match[str]) -> str:
    if match["mail"]:
        mail = match["mail"]
        return draft.token(f'<a href="mailto:{mail}">{mail}</a>', mail, mail)
    url = match["url"]
    if not url:
        return match[0]
    rest = ""
    if (
        OPEN in url
    ):  # escapes that an address does not need; anything else that was cut out ends it
        for token in TOKEN.finditer(url):
            if draft.source[int(token[2])][:1] != "\\":
                url, rest = url[: token.start()], url[token.start() :]
                break
        url = draft.plain_text(url)
    while url:
        last = url[-1]
        if last in _SENTENCE_END or (last in _PAIRS and url.count(last) > url.count(_PAIRS[last])):
            rest, url = last + rest, url[:-1]
        elif last == ";" and (entity := re.search(r"&\w+;$", url)):
            rest, url = url[entity.start() :] + rest, url[: entity.start()]
        else:
            break
    if "](" in url:
        cut = url.index("](")
        rest, url = url[cut:] + rest, url[:cut]
    if not re.search(r"(?:://|www\.|mailto:)[\w\[]", url):
        return match[0]
    shown = unescape(url) if "&" in url else url
    target = f"https://{shown}" if shown[:4].lower() == "www." else shown
    html = f'<a href="{escape_attribute(_encoded(target))}">{escape(shown)}</a>'
    return draft.token(html, url, shown) + rest
