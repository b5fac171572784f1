"""Template tags of other generators that were left in the text.

Printing a tag is the worst thing to do with it. What clearly stands for something (an address, a
page, a picture, whole sentences) becomes that; every other tag is hidden and reported once, with
its line.
This module may not touch code, which has been cut out before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import dedent

from sitegen.later import later
from sitegen.markdown.code import fenced
from sitegen.markdown.directives import unmarked
from sitegen.markdown.draft import FENCE, GONE, Draft, escape

_PAIRED = {
    name: (
        later(rf"(?<!`)[ ]*\{{%-?\s*{name}\b([^%}}]*)%\}}\n?"),
        later(rf"\n?[ ]*\{{%-?\s*end{name}\s*-?%\}}"),
    )
    for name in ("comment", "capture", "highlight", "raw")
}
# Shortcodes whose inside is code or a drawing in words
_CODE_PAIR = later(
    r"\{\{[<%]\s*(highlight|mermaid|code|codeblock|plantuml|graphviz)\b([^{}\n]*?)[>%]\}\}[ ]*\n?(.*?)\n?[ ]*"
    r"\{\{[<%]\s*/\s*\1\s*[>%]\}\}",
    re.DOTALL,
)
_LINK_PAIR = later(
    r"\{\{[<%]\s*([\w-]+)\s[^{}\n]*?(?:href|url|link|to|relref)\s*=\s*[\"']([^\"'\s]+)[\"'][^{}\n]*[>%]\}\}"
    r"[ ]*\n?[ ]*([^{}\[\]\n]{1,200}?)[ ]*\n?[ ]*\{\{[<%]\s*/\s*\1\s*[>%]\}\}"
)
# ::name{a=b}, ::name, :: and :name{a=b}, the components of Nuxt
_COMPONENT_LINE = later(
    r"^[ ]*::(?:[a-z][\w-]*(?:\[([^\[\]\n]*)\])?(?:\{[^{}\n]*\})?)?[ ]*$", re.MULTILINE
)
_COMPONENT = later(r"(?<![\w:]):[a-z][a-z0-9]*-[\w-]*(?:\[([^\[\]\n]*)\])?\{[^{}\n]*\}")
_TAG = later(
    r"\{\{[<%]((?:[^{}]|\{[^{}]*\}){0,2000}?)[>%]\}\}|\{\{((?:[^{}]|\{[^{}]*\}){0,2000}?)\}\}"
    r"|\{%((?:[^{}%]|%(?!\})|\{(?!%)|\}){0,20000}+)%\}"
)
_NUNJUCKS_COMMENT = later(r"\{#-?\s[^{}]{0,2000}?-?#\}")
# %%comments%% of Obsidian and [[!directives]] of ikiwiki
_NOTEBOOK = later(
    r"(?<![%\w])%%(?!%)((?:[^%\n]|%(?!%)|\n(?![ ]*\n)){1,2000}?)%%(?!%)|\[\[!\w(?:[^\[\]]|\n){0,500}\]\]"
)
# [youtube=address] and [embed]address[/embed] of WordPress
_EMBED = later(
    r"\[(?:youtube|vimeo|embed|video|audio|tweet|instagram|soundcloud|slideshare|googlevideo|dailymotion)"
    r"(?:[ ]+[\w-]+=\"?[^\]\s\"]+\"?)*(?:=|[ ]+(?:(?:url|src|mp4|mp3)=[\"“”]?)?|\])[ ]*"
    r"(https?://[^\s\[\]\"“”]+)[\"“”]?[^\[\]\n]*(?:\]|\[)(?:/?\w+\])?(?:\[/\w+\])?"
)
_WRAPPED = later(r"\[(caption)\b[^\[\]\n]*\]((?:(?!\[caption)[^\n]){1,2000}?)\[/\1\]")
_CITATION = later(
    r"[ ]?:contentReference\[oaicite:[0-9]+\](?:\{index=[0-9]+\})?"
)  # of a chat program
_COLUMN = later(r"^[ ]*<--->[ ]*$", re.MULTILINE)  # between two columns of Hugo Book
_ROOT = later(
    r"\s*-?\s*(?:site\.(?:url|baseurl|baseurl_root|base_url|github\.url)|baseurl|base_url|root|\.Site\.BaseURL|site\.BaseURL"
    r"|[\"']/?[\"']\s*\|\s*(?:relative_url|absolute_url|url|absURL|relURL))\s*(?:\|\s*\w+\s*)*-?\s*$"
)
_QUOTED_FILTER = later(
    r"\s*-?\s*[\"']([^\"']+)[\"']\s*(?:\|[^|]*(?:url|baseurl|asset|prepend|absURL|relURL)[^|]*)+$"
)
_LINK = later(
    r"\s*-?\s*(?:link|post_url|ref|relref)\s+[\"']?([^\"'\s]+)[\"']?\s*(?:lang=\S*)?\s*-?\s*$"
)
_PATH = later(r"\s*-?\s*\w+\s+[\"']([^\"'\s]+)[\"']\s*-?\s*$")
_PARAMETER = later(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>]+))")
_TARGET = later(r"(?:https?://|mailto:|tel:|/|\.{1,2}/|#)[^\s<>]+$|[^\s<>:]+/$")
_BUTTON_WORDS = ("text", "label", "name", "title")
_BUTTON_TARGETS = ("link", "url", "href", "to")
_ANCHOR = later(
    r"\s*[\w-]+\s+[\"']([^\"'\n]*[^\W\d_][^\"'\n]*)[\"']\s+[\"']((?:https?://|mailto:|tel:|/)[^\"'\s]+)[\"']\s*$"
)
_CONTROL = later(r"[-~\s]*(?:assign|case|cycle|elsif|for|if|liquid|set|unless|when|with)\b")
_WORD = later(r"(?<!\S)[\"“‘«(*_]*[^\W\d_]+[\w'’]*[.,;:!?…\"”’»)*_]*(?!\S)")
_NO_PROSE = frozenset(
    ("alt", "class", "column-class", "id", "img", "rel", "sizes", "src", "srcset", "style", "tags")
)
PROSE = 6  # words that make a value text
_IMAGE_KEYS = ("file", "src", "image", "image_path", "img", "url", "path")
_IMAGE_NAME = later(r"\.(?:jpe?g|png|gif|svg|webp|avif)(?:$|[?#])", re.IGNORECASE)


def templates(draft: Draft) -> None:
    """``{% %}``, ``{{ }}`` and ``{{< >}}``: four rules, and everything else hidden and reported."""
    text = draft.text
    if "%%" in text or "[[!" in text:
        text = draft.text = _NOTEBOOK.sub(lambda m: _notebook(draft, m), text)
    if "<--->" in text:
        text = draft.text = _COLUMN.sub("", text)
    if "://" in text and "[" in text and _EMBED.search(text):
        text = draft.text = _EMBED.sub(lambda m: _embedded(draft, m), text)
    if "[/caption]" in text:
        text = draft.text = _WRAPPED.sub(r"\2", text)
    if ":contentReference[" in text:
        text = draft.text = _CITATION.sub("", text)
    if "\n::" in text and _COMPONENT_LINE.search(text):
        text = draft.text = _COMPONENT_LINE.sub(lambda m: _component_line(draft, m), text)
    if "{" in text and ":" in text and _COMPONENT.search(text):
        text = draft.text = _COMPONENT.sub(lambda m: _component(draft, m), text)
    if "{{" not in text and "{%" not in text and "{#" not in text:
        return
    if "{%" in text:
        for name, replace in (
            ("comment", hidden),
            ("capture", _captured),
            ("raw", _guard),
        ):
            if f"end{name}" in text:
                draft.text = text = paired(draft, text, *_PAIRED[name], replace)
    if "{{" in text and "/" in text:
        text = draft.text = _LINK_PAIR.sub(_link_pair, text)
    if "{{" in text or "{%" in text:
        draft.text = _TAG.sub(lambda m: _tag(draft, m), text)
    if "{#" in draft.text:
        draft.text = _NUNJUCKS_COMMENT.sub(
            lambda m: m[0] if ":" in m[0] or "=" in m[0] else lines_only(m), draft.text
        )


def highlights(draft: Draft) -> None:
    """``{% highlight %}`` is a fence by another name, so nothing in it may be read before."""
    if "endhighlight" in draft.text:
        draft.text = paired(draft, draft.text, *_PAIRED["highlight"], _highlighted)
    if "{{" in draft.text and "/" in draft.text:
        draft.text = _CODE_PAIR.sub(lambda m: _shortcode(draft, m), draft.text)


def _shortcode(draft: Draft, match: re.Match[str]) -> str:
    """What stands in a shortcode for code is code."""
    language = (
        match[2].split()[0].strip("\"'") if match[2].strip() and match[1] != "mermaid" else ""
    )
    info = (
        language
        if language.isalnum()
        else match[1]
        if match[1] not in ("highlight", "code", "codeblock")
        else ""
    )
    return fenced(draft, draft.restore(match[3]), info, draft.restore(match[0]))


def _embedded(draft: Draft, match: re.Match[str]) -> str:
    """What WordPress would show from elsewhere becomes a link to it."""
    target = match[1]
    if match[0].startswith("[youtube=") and "&" in target:
        target = target.split("&")[0]
    return f"<{target}>"


def _component(draft: Draft, match: re.Match[str]) -> str:
    """A component's tag goes away, the words in its brackets stay."""
    source = draft.restore(match[0].strip())
    if match[1]:
        return match[1]
    if source != "::":
        _left_out(draft, match, source)
    return draft.token("", source)


def _component_line(draft: Draft, match: re.Match[str]) -> str:
    """On a line of its own it still parts what stands above it from what stands below."""
    words = _component(draft, match)
    return words if match[1] else draft.token("", draft.restore(match[0]), "", FENCE)


def _notebook(draft: Draft, match: re.Match[str]) -> str:
    if match[1] and ":" not in match[1]:
        return lines_only(match)
    return _left_out(draft, match, draft.restore(match[0]))


def lines_only(match: re.Match[str]) -> str:
    return GONE * (match[0].count("\n") + match[0].count(GONE))


def paired(
    draft: Draft, text: str, opening: re.Pattern[str], closing: re.Pattern[str],
    replace: Callable[[Draft, str, str, str], str],
) -> str:  # fmt: skip
    """Replace each pair of tags and what stands between them; without a partner a tag stays."""
    pieces: list[str] = []
    done = 0
    while first := opening.search(text, done):
        last = closing.search(text, first.end())
        if last is None:
            break
        pieces.append(text[done : first.start()])
        whole = text[first.start() : last.end()]
        pieces.append(replace(draft, first[1], text[first.end() : last.start()], whole))
        done = last.end()
    pieces.append(text[done:])
    return "".join(pieces)


def hidden(draft: Draft, argument: str, between: str, whole: str) -> str:
    return GONE * (whole.count("\n") + whole.count(GONE))


def _captured(draft: Draft, argument: str, between: str, whole: str) -> str:
    """Text that is kept for later is text after all; a lone address or word is not."""
    if len(_TAG.sub("", between).split()) < 4:
        return hidden(draft, argument, between, whole)
    ends = whole.count("\n") + whole.count(GONE) - between.count("\n") - between.count(GONE)
    return between + GONE * ends


def _highlighted(draft: Draft, argument: str, between: str, whole: str) -> str:
    return fenced(
        draft, draft.restore(between), argument.split(" linenos")[0], draft.restore(whole)
    )


def _guard(draft: Draft, argument: str, between: str, whole: str) -> str:
    """What stood between raw and endraw is meant to be read as it is; line ends stay."""
    ends = whole.count("\n") + whole.count(GONE) - between.count("\n") - between.count(GONE)
    return re.sub(r"[{}%]+", lambda m: draft.token(m[0], m[0], m[0]), between) + GONE * ends


def _tag(draft: Draft, match: re.Match[str]) -> str:
    source = draft.restore(match[0])
    inner = draft.restore(next(group for group in match.groups() if group is not None))
    ends = lines_only(match)
    before = match.string[max(0, match.start() - 1) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    if match[2] is not None and _ROOT.match(inner):
        alone = after not in ("/", "{") and before in ("(", '"', "'")
        return ("/" if alone else "") + ends
    if match[2] is not None and (filtered := _QUOTED_FILTER.match(inner)):
        return filtered[1].replace(" ", "%20") + ends
    if match[2] is None and (link := _LINK.match(inner)):
        return link[1] + ends
    if before in ("(", '"', "'") and after in (")", '"', "'") and (path := _PATH.match(inner)):
        return path[1] + ends
    parameters = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _PARAMETER.finditer(inner)}
    image = next((parameters[key] for key in _IMAGE_KEYS if key in parameters
                  and (_IMAGE_NAME.search(parameters[key]) or key == "image")), "")  # fmt: skip
    line, column = draft.place(match.start())
    if image and match[2] is None and image.strip("/"):
        caption = unmarked(parameters.get("caption") or parameters.get("title") or "")
        alt = parameters.get("alt") or caption
        marker = draft.picture(image, alt, "", (line, column))
        link_to = parameters.get("source_link") or parameters.get("link") or ""
        shown = escape(caption)
        if link_to and shown.strip():
            from sitegen.markdown.addresses import address

            shown = f"{address(draft, link_to, line, column)[0]}{shown}</a>"
        figcaption = f"<figcaption>{shown}</figcaption>" if caption else ""
        html = f"<figure>{marker}{figcaption}</figure>"
        alone = before in ("", "\n") and after in ("", "\n")
        if alone:
            return draft.token(html, source, caption or alt, FENCE)
        return marker + (draft.token(escape(caption), source, caption) if caption else "") + ends
    if match[2] is None and not _CONTROL.match(inner) and (button := _button(inner, parameters)):
        return f"[{button[0]}](<{button[1]}>){ends}"
    shown = "" if _CONTROL.match(inner) else _prose(draft, next(filter(None, match.groups()), ""))
    if not shown:
        return _left_out(draft, match, source)
    _left_out(draft, match, source, "; its text stays")
    rest = len(ends) - shown.count("\n") - shown.count(GONE)
    return shown + GONE * rest


def _link_pair(match: re.Match[str]) -> str:
    """A shortcode with an address around a few words is a link; what it calls itself is its title."""
    title = next((m[2] for m in _PARAMETER.finditer(match[0]) if m[1] == "title" and m[2]), "")
    title = f' "{title}"' if title else ""
    return f"[{match[3]}](<{match[2]}>{title}){lines_only(match)}"


def _button(inner: str, parameters: dict[str, str]) -> tuple[str, str] | None:
    """The words and the address of a tag that stands for a link: both are given, each by its name."""
    if anchor := _ANCHOR.match(inner):
        return anchor[1], anchor[2]
    words = next((parameters[key] for key in _BUTTON_WORDS if parameters.get(key)), "")
    target = next((parameters[key] for key in _BUTTON_TARGETS if parameters.get(key)), "")
    if not words or not _TARGET.match(target) or "[" in words or "]" in words:
        return None
    return words, target


def _prose(draft: Draft, inner: str) -> str:
    """The words that a tag was given to show: whole sentences in a parameter are text after all."""
    found = []
    for match in _PARAMETER.finditer(inner):
        value = match[2] or match[3] or ""
        if match[1].lower() not in _NO_PROSE and len(_WORD.findall(value)) >= PROSE:
            found.append(dedent(value))
    return draft.token("<br>", "", " ").join(found) if found else ""


def _left_out(
    draft: Draft, match: re.Match[str], source: str, but: str = " and was left out"
) -> str:
    """Hide a tag and say so."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    ends = lines_only(match)
    line, column = draft.place(match.start())
    shown = " ".join(source.split())
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    draft.problem(
        "template-tag",
        f"{shown} belongs to another site generator{but}.", line,
        "Delete the tag, or write what it stood for.", "warning", column,
    )  # fmt: skip
    return (
        draft.token("", source, "")
        if before not in ("\n", "") or after not in ("\n", "")
        else ends
    )
