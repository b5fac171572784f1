"""Raw HTML whose elements stand where the HTML Standard does not let them.

Browsers show such markup, each in a way of its own; screen readers count lists that are none. What
is put right: items without a list, words between items, captions without a figure, blocks inside of
words, links inside of links, elements that no longer exist. No word is lost and none is moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from sitegen.later import later

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

LARGEST = 300_000
"""Characters of markup that are looked at; more would take longer than all the rest of a build."""
_DOUBTFUL = later(
    r"<(?:li|ul|ol|dl|dt|dd|figcaption|font|center|big|tt|strike|source|track|time|video|small|b|i|em|strong|u|s"
    r"|span|sub|sup|mark|cite|q|summary|h[1-6])\b|<a\b(?:(?![^<>]*\shref=)|[^<>]*\stype=)|\sid=\"[^\"]*\s"
)
"""What may stand in a wrong place or be of no use; other markup is not looked at."""
_LINK = later(r"<a\b[^<>]*>|</a>")
_MOMENT = later(r"(?:[0-9]{4}|[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}-[0-9]|P)[\w:.+ -]*")
_RENAMED = {"font": "span", "big": "span", "tt": "code", "strike": "s", "center": "div"}
_WORDS = frozenset(("b", "i", "em", "strong", "small", "u", "s", "span", "sub", "sup", "mark", "cite",
                    "q", "code", "abbr", "kbd", "samp", "var", "dfn"))  # fmt: skip
"""Elements of running text, which hold nothing else."""
_BLOCKS = frozenset(("p", "div", "ul", "ol", "dl", "table", "blockquote", "h1", "h2", "h3", "h4", "h5",
                     "h6", "figure", "section", "article", "pre", "hr", "details", "address",
                     "header", "footer", "nav", "aside", "main", "li"))  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def mend(html: str) -> str:
    """The HTML with every element in a place where it may stand; the same text if all do."""
    if len(html) > LARGEST or _DOUBTFUL.search(html) is None:
        return html
    from bs4 import BeautifulSoup
    from bs4.dammit import EntitySubstitution
    from bs4.formatter import HTMLFormatter

    soup = BeautifulSoup(html, "html.parser")
    mended = [rule(soup) for rule in _RULES]
    if not any(mended):
        return html
    formatter = HTMLFormatter(EntitySubstitution.substitute_xml, void_element_close_prefix="")
    return str(soup.decode(formatter=formatter))


def unlinked(html: str) -> str:
    """The HTML without links inside of links; their words stay."""
    if html.count("<a ") < 2:
        return html
    depth = 0

    def one(match: re.Match[str]) -> str:
        nonlocal depth
        depth += -1 if match[0] == "</a>" else 1
        return match[0] if depth == (match[0] != "</a>") else ""

    return _LINK.sub(one, html)


def _renamed(soup: BeautifulSoup) -> bool:
    found = soup.find_all(list(_RENAMED))
    for tag in found:
        if tag.name == "center":
            classes = [str(name) for name in tag.get_attribute_list("class") if name]
            tag["class"] = " ".join([*classes, "align-center"])
        tag.name = _RENAMED[tag.name]
    return bool(found)


def _anchors(soup: BeautifulSoup) -> bool:
    """``<a name>`` marks a place; today an id does."""
    found = [tag for tag in soup.find_all("a", href=False) if tag.get("name")]
    for tag in found:
        tag.name = "span"
        name = tag.attrs.pop("name")
        if not tag.get("id") and soup.find(id=name) is None:
            tag["id"] = re.sub(r"\s+", "-", str(name))
    return bool(found)


def _items(soup: BeautifulSoup) -> bool:
    """Items without a list become one; what stands between the items of a list becomes one too."""
    mended = False
    for tag in soup.find_all("li"):
        if tag.parent is None or tag.parent.name in ("ul", "ol", "menu"):
            continue
        _wrapped(soup, "ul", _run(tag, lambda each: each.name == "li"))
        mended = True
    for tag in soup.find_all(["ul", "ol"]):
        mended |= _all_in(soup, tag, ("li",), "li")
    for tag in soup.find_all("dl"):
        for each in tag.find_all("br", recursive=False):
            each.extract()
            mended = True
        mended |= _all_in(soup, tag, ("dt", "dd", "div"), "dd")
    return mended


def _all_in(soup: BeautifulSoup, holder: Tag, fine: tuple[str, ...], name: str) -> bool:
    """Put children of other kinds, and text, into an element that may stand here."""
    mended = False
    for child in list(holder.children):
        if child.parent is not holder or _blank(child) or getattr(child, "name", None) in fine:
            continue
        run = _run(child, lambda each: getattr(each, "name", None) not in fine)
        _wrapped(soup, name, run)
        mended = True
    return mended


def _run(first: Any, belongs: Callable[[Any], bool]) -> list[Any]:
    """An element and those that follow it, as long as they belong together."""
    run, waiting = [first], []
    for each in first.next_siblings:
        if _blank(each):
            waiting.append(each)
        elif belongs(each):
            run += [*waiting, each]
            waiting = []
        else:
            break
    return run


def _wrapped(soup: BeautifulSoup, name: str, run: Iterable[Any]) -> None:
    holder = soup.new_tag(name)
    for number, each in enumerate(run):
        if number == 0:
            each.insert_before(holder)
        holder.append(each.extract())


def _blank(node: Any) -> bool:
    return getattr(node, "name", None) is None and not str(node).strip()


def _captions(soup: BeautifulSoup) -> bool:
    found = [tag for tag in soup.find_all("figcaption") if tag.find_parent("figure") is None]
    for tag in found:
        tag.name = "div"
    return bool(found)


def _blocks_in_words(soup: BeautifulSoup) -> bool:
    """Blocks inside of running text: what holds them becomes a block; in a heading they are words."""
    mended = False
    seen: set[int] = set()
    for block in soup.find_all(list(_BLOCKS)):
        for tag in block.parents:
            if id(tag) in seen:
                break
            seen.add(id(tag))
            if tag.name in _WORDS:
                tag.name = "div"
                mended = True
    for tag in soup.find_all([*_HEADINGS, "summary", "p"]):
        allowed = _HEADINGS if tag.name == "summary" else ()
        for each in tag.find_all(list(_BLOCKS)):
            if each.name not in allowed:
                each.name = "br" if each.name == "hr" else "span"
                mended = True
    return mended


def _of_no_use(soup: BeautifulSoup) -> bool:
    """Headings without words, sources without a medium, moments that are none."""
    mended = False
    for tag in soup.find_all(list(_HEADINGS)):
        if not tag.get_text(strip=True) and tag.find("img") is None:
            tag.unwrap()
            mended = True
    for tag in soup.find_all(["source", "track"]):
        if tag.find_parent(["video", "audio", "picture"]) is None:
            tag.extract()
            mended = True
    for tag in soup.find_all("time"):
        if _MOMENT.fullmatch(str(tag.get("datetime") or tag.get_text()).strip()) is None:
            tag.name = "span"
            tag.attrs.pop("datetime", None)
            mended = True
    for tag in soup.find_all(["video", "a"]):
        for name in ("width", "height"):
            if not str(tag.get(name, "1")).isdigit():
                del tag[name]
                mended = True
        if "/" not in str(tag.get("type", "/")):
            del tag["type"]
            mended = True
    for tag in soup.find_all(id=re.compile(r"\s")):
        tag["id"] = "-".join(str(tag["id"]).split())
        mended = True
    return mended


_RULES = (_renamed, _anchors, _captions, _items, _blocks_in_words, _of_no_use)
