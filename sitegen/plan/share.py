"""Links with which a supporter passes the site on: plain addresses, which need no script.

Each opens a service's own composer with the words and the site's address filled in; nothing is
loaded from it before. The address carries ``?ref=``, which a script makes the supporter's own.
Pure: texts in, addresses out.
"""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

REF = "share"
"""What an address carries where no script gives the supporter a code of their own. The script
looks for it in the links, so it must not occur in them otherwise: see ``templates/parts/share.html``."""

SERVICES = (
    ("whatsapp", "WhatsApp", "https://wa.me/?text={both}"),
    ("telegram", "Telegram", "https://t.me/share/url?url={url}&text={text}"),
    ("sms", "", "sms:?&body={both}"),
    ("email", "", "mailto:?subject={title}&body={letter}"),
    ("mastodon", "Mastodon", "https://share.joinmastodon.org/#text={both}"),
    ("bluesky", "Bluesky", "https://bsky.app/intent/compose?text={both}"),
    ("facebook", "Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    ("x", "X", "https://x.com/intent/post?text={text}&url={url}"),
)  # fmt: skip
"""(name, title, address) of each; without a title it is a word of the theme's strings.

``sms:?&body=`` is what both iOS (which wants ``&``) and Android (``?``, RFC 5724) understand.
Signal takes no text from a link, so it has none: there is the plain address to copy, and, with a
script, the device's own share sheet.
"""


class ShareLink(Struct, frozen=True, array_like=True):
    """One service. ``title`` is its name as people know it."""

    name: str
    title: str
    url: str


class Share(Struct, frozen=True, tag=True, tag_field="struct"):
    """What to pass on: the address with its tag, the words, and a link for each service. ``size`` is
    how long the words are, said for readers; ``language`` is theirs where it is not the page's."""

    url: str
    title: str
    text: str
    links: tuple[ShareLink, ...]
    size: str = ""
    language: str = ""


def of(home: str, title: str, text: str, words: dict[str, str]) -> Share:
    """Everything to share the site at the address ``home``, which has no query of its own.

    ``words`` gives the names of the services that are no brands: ``share_sms``, ``share_email``.
    """
    url = f"{home}?ref={REF}"
    texts = {
        "url": url,
        "text": text,
        "title": title,
        "both": f"{text} {url}".strip(),
        # Line ends of a mail's body are CRLF (RFC 6068, 5).
        "letter": f"{text}\r\n\r\n{url}\r\n".lstrip(),
    }
    # Nothing stays as it is but letters, digits and -._~ : right in a query, a fragment and a mailto.
    coded = {name: quote(value, safe="") for name, value in texts.items()}
    return Share(url, title, text, tuple(
        ShareLink(name, known or words.get(f"share_{name}", name), pattern.format_map(coded))
        for name, known, pattern in SERVICES
    ))  # fmt: skip


def one(
    name: str, text: str, url: str, title: str, words: dict[str, str]
) -> tuple[ShareLink, ...]:
    """The link of one service for a text that has its address in it; none for other channels."""
    coded = {"url": quote(url, safe=""), "title": quote(title, safe=""),
             "both": quote(text, safe=""),
             # The service puts the address behind the words by itself.
             "text": quote(text.replace(url, "").strip() if url else text, safe=""),
             "letter": quote(text.replace("\n", "\r\n") + "\r\n", safe="")}  # fmt: skip
    return tuple(ShareLink(name, known or words.get(f"share_{name}", name), pattern.format_map(coded))
                 for service, known, pattern in SERVICES if service == name)  # fmt: skip
