"""Words to be passed on over one channel: with the site's address in them, counted, and one link that
opens the channel's own composer."""

from __future__ import annotations

import re
from collections.abc import Callable

from sitegen import assemble, lengths
from sitegen.assemble import Page
from sitegen.lengths import Length
from sitegen.model import Details
from sitegen.plan import share
from sitegen.plan.parts import Parts
from sitegen.plan.share import Share
from sitegen.problems import Span

PLACE = "{link}"
"""Where the address goes in the words."""

SPOKEN = ("talk", "leaflet")
"""Channels on which nobody can follow a link."""

UNUSED = ("draft", "retired")
"""States of a message in which nobody is to pass it on."""

LONGEST = 24
"""Signs of a message's name that go into its links: they are counted on every channel."""

LEGIBLE = 140
"""Signs on a card that are still large in a preview."""

NAMES = {"x": "X", "sms": "SMS"}


def usable(page: Page) -> bool:
    """Whether what stands on the page may be passed on."""
    return dict(page.doc.fields).get("status", "") not in UNUSED


def words(parts: Parts, page: Page, given: dict[str, str]) -> tuple[str, str]:
    """What a block holds with the site's address in it, and that address."""
    channel, text = given.get("channel", ""), given.get("plain", "")
    url = _address(parts, page)
    if PLACE in text:
        text = text.replace(PLACE, url).strip()
    elif url and channel not in SPOKEN:
        text = f"{text}\n{url}" if "\n" in text else f"{text} {url}"
    return text, url


def of(parts: Parts, page: Page, given: dict[str, str], span: Span) -> Share:
    """What one block holds, ready to be sent. Says where it is too long for its channel, or where the
    page that it leads to is missing."""
    channel = given.get("channel", "")
    text, url = words(parts, page, given)
    wanted = dict(page.doc.fields).get("link", "")
    if isinstance(wanted, str) and wanted:
        parts.link(page.doc.path, wanted, Span(page.doc.path, page.doc.line("link")))
    size = lengths.of(channel, text)
    if size is not None:
        _judge(parts, channel, size, span)
    subject = given.get("subject", "")
    if len(subject) > lengths.SUBJECT:
        parts.say("subject-long", f"This subject has {len(subject)} characters; many mail programs "
                  f"show {lengths.SUBJECT}.", span, "Put the important words first.", "info")  # fmt: skip
    links = share.one(channel, text, url, subject or page.doc.title, parts.words) \
        if usable(page) else ()  # fmt: skip
    return Share(url, subject, text, links, _said(parts, channel, size), language(parts, page))


def _address(parts: Parts, page: Page) -> str:
    """The page that the message leads to, the home page unless it names one, with the message's name
    as the tag by which a form knows where somebody came from."""
    given = dict(page.doc.fields).get("link", "")
    target = "/"
    if isinstance(given, str) and given and parts.leads(page.doc.path, given):
        target = parts.link(page.doc.path, given, Span(page.doc.path, page.doc.line("link")))[0]
    if "://" in target:
        return target
    known = parts.absolute(target.partition("#")[0])
    return f"{known}?ref={name(page)}" if known else ""


def claims(parts: Parts, details: Callable[[str], Details]) -> dict[str, str]:
    """What each message says at its shortest, for its card, by the output of its page."""
    plain = {block.spec.name for block in parts.site.theme.blocks if block.spec.plain}
    found = {}
    for page in parts.site.pages:
        if page.view == "page" and parts.fields.type(page.doc).sheet and usable(page):
            uses = [dict(use.args) for use in details(page.doc.key).uses if use.name in plain]
            texts = [given["plain"] for given in uses if given.get("plain")]
            if texts:
                found[page.output] = _claim(texts) or page.doc.description or page.doc.title
    return found


def _claim(texts: list[str]) -> str:
    """The first sentences of the shortest text that leaves nothing to be filled in; "" for none that
    would be legible on a card."""
    whole = [text for text in texts if "[" not in text]
    for text in sorted(whole, key=lambda text: (len(text), text)):
        said = ""
        for sentence in re.split(r"(?<=[.!?؟…])\s+|\n+", text):
            words = " ".join(sentence.replace(PLACE, " ").split())
            if PLACE in sentence and words.endswith((":", ",", "-", "–", "→")):
                continue  # it only leads over to the link
            if words and said and len(said) + len(words) >= LEGIBLE:
                break
            said = f"{said} {words}".strip()
        if said and len(said) <= LEGIBLE:
            return said
    return ""


def language(parts: Parts, page: Page) -> str:
    """In which language the words on the page are, where it is not the site's."""
    return page.doc.language if parts.fields.foreign(page.doc) else ""


def name(page: Page) -> str:
    """What a form learns of somebody whom the message brought."""
    last = assemble.slugify(page.url.rstrip("/").rpartition("/")[2])
    return last[:LONGEST].strip("-") or "message"


def judge(parts: Parts) -> None:
    """Say which messages nobody could tell apart by whom they brought."""
    known: dict[str, Page] = {}
    for page in parts.site.pages:
        if page.view != "page" or not parts.fields.type(page.doc).sheet:
            continue
        other = known.setdefault(name(page), page)
        if other is not page:
            cut = (
                f" Only {LONGEST} signs of a name count." if len(name(page)) >= LONGEST - 1 else ""
            )
            parts.say("message-name-twice", f'Links in this message and in "{other.doc.path}" both '
                      f"carry ref={name(page)}, so nobody can tell what brought somebody.{cut}",
                      Span(page.doc.path, page.doc.line("slug")),
                      "Give one of them another name, or a line such as: slug: "
                      f"{name(page)[: LONGEST - 2].strip('-')}-2", "warning")  # fmt: skip


def _judge(parts: Parts, channel: str, size: Length, span: Span) -> None:
    title = NAMES.get(channel) or parts.word(f"channels_{channel}", channel)
    if channel != "sms":
        if size.over:
            parts.say("message-long", f"{title} takes {size.limit} characters; with its link this "
                      f"has {size.used}.", span, f"Take out {size.over}.", "warning")  # fmt: skip
    elif size.culprit and size.parts > 1:
        instead = lengths.ALIKE.get(size.culprit, "")
        parts.say("message-costly", f'The sign "{size.culprit}" halves what fits into an SMS: this '
                  f"is sent, and paid, as {size.parts}.", span,
                  f"Write {instead} instead." if instead else "Leave it out.", "warning")  # fmt: skip
    elif size.parts > 2:
        parts.say("message-long", f"This is sent, and paid, as {size.parts} SMS: it has {size.used} "
                  f"characters with its link, and {size.limit} fit into one.", span,
                  f"Take out {size.over}, or at least make it two.", "warning")  # fmt: skip


def _said(parts: Parts, channel: str, size: Length | None) -> str:
    """The count as readers see it."""
    if size is None or channel in lengths.PLAIN:
        return ""
    pattern = parts.word("size_sms" if channel == "sms" else "size_of")
    return (pattern.replace("{used}", str(size.used)).replace("{limit}", str(size.limit))
            .replace("{parts}", str(size.parts)))  # fmt: skip
