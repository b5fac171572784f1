"""A page's text as a letter: an HTML document that mailing tools take as it is, and plain text.

Mail programs load no style sheet, run no script and send no form, and many draw by the rules of a word
processor: so there are tables for the frame, styles at each element, complete addresses, and a button
that leads to the page where a form was. Pure: takes the HTML of a page's text, knows no theme.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import Final

from msgspec import Struct

from sitegen.later import later

CLIPPED: Final = 100_000
"""Bytes after which a letter is too long: Gmail cuts at 102 KB and hides the rest behind a link."""

WIDE: Final = 600
"""Pixels across which a letter is set, as mail programs have done since their windows were small."""

_FACE = "font-family:Arial,Helvetica,sans-serif"

_STYLES: Final = {
    "p": "margin:0 0 16px", "h2": "margin:28px 0 12px;font-size:22px;line-height:28px",
    "h3": "margin:24px 0 8px;font-size:18px;line-height:24px",
    "h4": "margin:20px 0 8px;font-size:16px;line-height:24px",
    "ul": "margin:0 0 16px;padding:0 24px", "ol": "margin:0 0 16px;padding:0 24px",
    "li": "margin:0 0 8px", "hr": "border:0;border-top:1px solid #cccccc;margin:24px 0",
    "th": "padding:6px;border:1px solid #cccccc;text-align:start",
    "td": "padding:6px;border:1px solid #cccccc;text-align:start",
    "table": "border-collapse:collapse;margin:0 0 16px", "pre": "white-space:pre-wrap;margin:0 0 16px",
}  # fmt: skip
"""The styles of what a letter may hold."""

_PLAIN = frozenset(
    ("tr", "thead", "tbody", "strong", "b", "em", "i", "sub", "sup", "s", "del", "code")
)
_AS = {
    "h5": "h4",
    "h6": "h4",
    "h1": "h2",
    "figcaption": "p",
    "summary": "h4",
    "dt": "h4",
    "dd": "p",
}
_LEFT_OUT = frozenset(("script", "style", "svg", "nav", "iframe", "select", "button", "label", "audio",
                       "video", "template", "object", "progress", "noscript"))  # fmt: skip
_VOID = frozenset(("br", "hr", "img", "input", "source", "wbr", "col"))
_BREAKS = frozenset(
    ("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "tr", "pre", "div")
)
_PARTED = frozenset(("ul", "ol", "table", "thead", "tbody", "tr"))
_EMPTY = later(r'<p style="[^"]*">\s*</p>')
_SCHEMES = ("https://", "http://", "mailto:", "tel:", "sms:")


class Colours(Struct, frozen=True):
    """What colours a letter has: of links, and of a button and the words on it."""

    link: str = "#1a1a1a"
    button: str = "#1a1a1a"
    words: str = "#ffffff"


class Letter(Struct, frozen=True):
    """A page as a letter shows it. ``text`` is HTML whose addresses are complete, ``url`` the page's;
    ``ask`` is (title, text, button, address); ``foot`` is the imprint as HTML."""

    title: str
    lead: str
    text: str
    url: str
    language: str
    direction: str
    name: str
    web: str
    ask: tuple[str, str, str, str] | None = None
    image: tuple[str, int, int, str] | None = None
    foot: str = ""
    colours: Colours = Colours()


def document(letter: Letter) -> str:
    """The letter as a complete HTML document."""
    links = letter.colours.link
    head = (
        f'<h1 style="margin:0 0 12px;font-size:28px;line-height:34px">{escape(letter.title)}</h1>'
    )
    lead = f'<p style="margin:0 0 20px;font-size:18px;line-height:26px;color:#4a4a4a">{escape(letter.lead)}</p>'
    picture = ""
    if letter.image is not None and not _drawing(letter.image[0]):
        src, wide, high, alt = letter.image
        picture = f'<p style="{_STYLES["p"]}">{_img(src, wide, high, alt)}</p>\n'
    ask = ""
    if letter.ask is not None:
        title, text, button, url = letter.ask
        words = f'<p style="{_STYLES["p"]}">{escape(text)}</p>\n' if text else ""
        ask = (f'<h2 style="{_STYLES["h2"]}">{escape(title)}</h2>\n{words}'
               f"{_button(button, url, letter.colours)}\n")  # fmt: skip
    small = "margin:0 0 8px;font-size:13px;line-height:20px;color:#4a4a4a"
    foot = _read(letter.foot, letter)[0].replace(
        f'<p style="{_STYLES["p"]}">', f'<p style="{small}">'
    )
    frame = 'role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%"'
    return f"""\
<!doctype html>
<html lang="{escape(letter.language)}" dir="{letter.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light only">
<meta name="supported-color-schemes" content="light only">
<title>{escape(letter.title)}</title>
</head>
<body style="margin:0;padding:0;background-color:#f4f4f4;color-scheme:light only" bgcolor="#f4f4f4">
<table {frame} bgcolor="#f4f4f4" style="background-color:#f4f4f4" dir="{letter.direction}" lang="{escape(letter.language)}">
<tr><td align="center" style="padding:16px 8px">
<table {frame} bgcolor="#ffffff" style="max-width:{WIDE}px;background-color:#ffffff">
<tr><td style="padding:28px 24px;{_FACE};font-size:16px;line-height:24px;color:#1a1a1a;text-align:start">
<p style="margin:0 0 20px;font-size:14px;font-weight:bold">{escape(letter.name)}</p>
{head}
{lead if letter.lead else ""}
{picture}{_read(letter.text, letter)[0]}
{ask}</td></tr>
<tr><td style="padding:20px 24px;border-top:1px solid #cccccc;{_FACE};color:#4a4a4a;text-align:start">
{foot}<p style="{small}"><a href="{escape(letter.url)}" style="color:{links};text-decoration:underline">{escape(letter.web)}</a></p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"""


def text(letter: Letter) -> str:
    """The same as plain text."""
    parts = [letter.title, "=" * min(len(letter.title), 70), "", letter.lead, "",
             _read(letter.text, letter)[1], ""]  # fmt: skip
    if letter.ask is not None:
        title, words, button, url = letter.ask
        parts += [title, words, f"{button}: {url}", ""]
    parts += ["-- ", letter.name, _read(letter.foot, letter)[1], f"{letter.web}: {letter.url}"]
    return _tidy("\n".join(parts)) + "\n"


def _read(html: str, letter: Letter) -> tuple[str, str]:
    reader = _Reader(letter)
    reader.feed(html)
    reader.close()
    return reader.done(), _tidy("".join(reader.words))


def _tidy(text: str) -> str:
    """Lines without blanks at their ends, and never more than one empty one."""
    made: list[str] = []
    for line in text.split("\n"):
        line = line.strip() if line != "-- " else line
        if line or (made and made[-1]):
            made.append(line)
    return "\n".join(made).strip("\n")


def _drawing(src: str) -> bool:
    """Whether a picture is an SVG, which most mail programs do not show."""
    return src.partition("?")[0].lower().endswith(".svg")


def _img(src: str, wide: int, high: int, alt: str) -> str:
    inside = WIDE - 48
    shown = min(wide, inside) if wide else inside
    tall = f' height="{round(high * shown / wide)}"' if wide and high else ""
    return (f'<img src="{escape(src)}" width="{shown}"{tall} alt="{escape(alt)}" border="0" '
            'style="display:block;max-width:100%;height:auto">')  # fmt: skip


def _button(words: str, url: str, colours: Colours) -> str:
    style = (f"display:inline-block;padding:12px 24px;font-weight:bold;{_FACE};font-size:16px;"
             f"background-color:{colours.button};color:{colours.words};text-decoration:none")  # fmt: skip
    return ('<table role="presentation" border="0" cellpadding="0" cellspacing="0" '
            f'style="margin:0 0 20px"><tr><td bgcolor="{colours.button}" align="center">'
            f'<a href="{escape(url)}" style="{style}">{escape(words)}</a></td></tr></table>')  # fmt: skip


class _Reader(HTMLParser):
    """Writes what a letter may hold, as HTML and as text, while it reads a page's text."""

    def __init__(self, letter: Letter) -> None:
        super().__init__(convert_charrefs=True)
        self._letter = letter
        self._out: list[str] = []
        self.words: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._skipped = 0
        self._form: list[str] | None = None
        self._naming = False
        self._lists: list[int] = []
        self._link: tuple[str, int] | None = None
        self._pressed: list[str] | None = None

    def done(self) -> str:
        """All that was read, every element closed."""
        while self._open:
            self._out.append(self._open.pop()[1])
        return _EMPTY.sub("", "".join(self._out))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._form is not None:
            self._naming = tag == "button" and len(self._form) == 1
            return
        if tag == "form":
            self._form = [given.get("id", "")]
            return
        if self._skipped or tag in _LEFT_OUT:
            self._skipped += tag not in _VOID
            return
        tag = _AS.get(tag, tag)
        if tag in _BREAKS:
            self.words.append("\n" if tag in ("li", "tr", "div") else "\n\n")
        match tag:
            case "br":
                self._out.append("<br>")
                self.words.append("\n")
            case "hr":
                self._out.append(f'<hr style="{_STYLES["hr"]}">')
                self.words.append("\n\n* * *\n\n")
            case "img":
                self._picture(given)
            case "a":
                self._begin_link(given)
            case "blockquote":
                edge = self._letter.colours.button
                self._push(tag, f'<blockquote style="margin:0 0 16px;padding:0 16px;border-left:4px solid '
                           f'{edge};border-right:0">', "</blockquote>")  # fmt: skip
            case "div" if "callout" in given.get("class", "").split():
                self._push(tag, '<table role="presentation" border="0" cellpadding="0" cellspacing="0" '
                           'width="100%" style="margin:0 0 16px"><tr><td bgcolor="#f0f0f0" '
                           'style="padding:16px;background-color:#f0f0f0">',
                           "</td></tr></table>")  # fmt: skip
            case _ if tag in _PLAIN or tag in _STYLES:
                self._begin(tag, given)
            case _ if tag not in _VOID:
                self._push(tag, "", "")

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        style = _STYLES.get(tag, "")
        if "stat-figure" in given.get("class", ""):
            style = "margin:0 0 8px;font-size:40px;line-height:44px;font-weight:bold"
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ul" else 1)
        if tag == "li":
            number = self._lists[-1] if self._lists else 0
            self.words.append(f"{number}. " if number else "- ")
            if number:
                self._lists[-1] += 1
        if tag in ("td", "th") and self.words and not self.words[-1].endswith("\n"):
            self.words.append(" | ")
        extra = "".join(f' {name}="{escape(given[name])}"' for name in ("colspan", "rowspan", "lang", "dir")
                        if given.get(name))  # fmt: skip
        styled = f' style="{style}"' if style else ""
        self._push(tag, f"<{tag}{styled}{extra}>", f"</{tag}>")

    def _begin_link(self, given: dict[str, str]) -> None:
        href = given.get("href", "")
        href = self._letter.url + href if href.startswith("#") else href
        if not href.startswith(_SCHEMES):
            self._push("a", "", "")
            return
        self._link = (href, len(self.words))
        if "button" in given.get("class", "").split():
            self._pressed = []
            self._push("a", "", "")
            return
        style = f"color:{self._letter.colours.link};text-decoration:underline"
        self._push("a", f'<a href="{escape(href)}" style="{style}">', "</a>")

    def _picture(self, given: dict[str, str]) -> None:
        src, alt = given.get("src", ""), given.get("alt", "")
        if src.startswith(("https://", "http://")) and not _drawing(src):
            sizes = [int(given[name]) if given.get(name, "").isdecimal() else 0
                     for name in ("width", "height")]  # fmt: skip
            self._out.append(_img(src, sizes[0], sizes[1], alt))
        elif alt:
            self._out.append(escape(alt))
        if alt:
            self.words.append(f"[{alt}]")

    def _push(self, tag: str, start: str, end: str) -> None:
        self._out.append(start)
        self._open.append((tag, end))

    def handle_endtag(self, tag: str) -> None:
        if self._form is not None:
            self._naming = False
            if tag == "form":
                self._end_form()
            return
        if self._skipped:
            self._skipped -= tag not in _VOID
            return
        tag = _AS.get(tag, tag)
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if not any(tag == name for name, _ in self._open):
            return
        while self._open:
            name, end = self._open.pop()
            if name == "a":
                end = self._end_link(end)
            self._out.append(end)
            if name == tag:
                break
        if tag in _BREAKS and tag not in ("li", "tr"):
            self.words.append("\n" if tag == "div" else "\n\n")

    def _end_link(self, end: str) -> str:
        if self._link is None:
            return end
        href, start = self._link
        said = "".join(self.words[start:]).strip()
        if href.removeprefix("mailto:") != said:
            self.words.append(f" ({href})" if self._pressed is None else f": {href}")
        if self._pressed is not None:
            end = _button(" ".join("".join(self._pressed).split()), href, self._letter.colours)
            # No mail program wants a table in a paragraph.
            if self._open and self._open[-1][0] == "p":
                end = f"</p>{end}<p style=\"margin:0\">"  # fmt: skip
        self._link = self._pressed = None
        return end

    def _end_form(self) -> None:
        """What could be sent there is asked for on the page."""
        assert self._form is not None
        name, *words = self._form
        self._form = None
        button = " ".join("".join(words).split()) or self._letter.web
        url = f"{self._letter.url}#{name}" if name else self._letter.url
        self._out.append(_button(button, url, self._letter.colours))
        self.words.append(f"\n{button}: {url}\n")

    def handle_data(self, data: str) -> None:
        if self._form is not None:
            if self._naming:
                self._form.append(data)
            return
        if self._skipped:
            return
        plain = (
            " ".join(data.split("\n")) if not any(tag == "pre" for tag, _ in self._open) else data
        )
        inside = self._open[-1][0] if self._open else ""
        if plain.strip():
            self.words.append(plain)
        elif inside not in _PARTED and self.words and not self.words[-1].endswith(("\n", " ")):
            self.words.append(" ")
        if self._pressed is not None:
            self._pressed.append(data)
        else:
            self._out.append(escape(data, quote=False))
