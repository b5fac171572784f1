"""The Content Security Policy of one page: exactly what it uses, and nothing else (CSP Level 3).

Pure. Starts from nothing allowed. A host is named only when the site's settings name it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from msgspec import Struct

from sitegen.config import Config
from sitegen.later import later

_TAG = later(r"<(script|iframe|img|video|audio|source|track|link|form|object|embed)\b([^>]*)>",
                  re.I)  # fmt: skip
_ADDRESS = later(
    r"\b(?:src|srcset|poster|href|action|data)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.I
)
_INLINE_SCRIPT = later(r"<script(?![^>]*\bsrc\s*=)([^>]*)>(.*?)</script>", re.S | re.I)
_TYPE = later(r"\btype\s*=\s*[\"']?([^\"' >]+)", re.I)
_USED_BY = {
    "script": ("script-src",), "iframe": ("frame-src",), "img": ("img-src",),
    "video": ("media-src", "img-src"), "audio": ("media-src",), "source": ("media-src", "img-src"),
    "track": ("media-src",), "form": ("form-action",), "object": ("object-src",),
    "embed": ("object-src",),
}  # fmt: skip


class Forms(Struct, frozen=True, array_like=True):
    """What the forms of one page need. ``posts``: a browser sends one; ``origins`` are where they
    go, besides the site itself. ``script``: the page's script looks after one, and may reach the
    origins ``connect``; ``queue``: it has the words for its queue. ``frames`` are the origins of
    services that may be shown in a frame."""

    posts: bool = False
    origins: tuple[str, ...] = ()
    script: bool = False
    queue: bool = False
    connect: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()


def everywhere() -> str:
    """What only a header can say, the same for all pages: nobody may frame the site."""
    return "frame-ancestors 'none'"


def allows(config: Config, host: str) -> bool:
    """Whether the settings name this host, or all hosts below a domain of it (``*.example.org``)."""
    return any(host == name or (name[:2] == "*." and host.endswith(name[1:]))
               for name in config.hosts_allowed)  # fmt: skip


def page(
    config: Config, html: str, forms: Forms, images: Iterable[str], fonts: bool,
    scripts: bool = False, search: bool = False,
) -> str:  # fmt: skip
    """The policy for the page's ``<meta>``. ``html`` is the finished text of the page's body.

    ``images`` are the addresses of pictures on hosts that the settings allow. ``scripts``: the
    page loads a script of the theme's own, besides the one for forms. ``search``: it searches
    the site, with a program in WebAssembly.
    """
    found: dict[str, list[str]] = {
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"] if fonts else [],
        "media-src": ["'self'"] if "<video" in html or "<audio" in html else [],
        "script-src": ["'self'"] if forms.script or scripts else [],
        "form-action": ["'self'", *forms.origins] if forms.posts else [],
        "frame-src": list(forms.frames),
        "base-uri": ["'none'"],
        # Judges such as Lighthouse read robots.txt from within the page; our script asks the site
        # whether there is a network.
        "connect-src": ["'self'", *forms.connect],
    }
    if search:
        found["script-src"].append("'wasm-unsafe-eval'")
    found["img-src"] += [_origin(url) for url in images]
    if config.trusted and "<" in html:
        _trusted(html, config, found)
    found["form-action"] = found["form-action"] or ["'none'"]
    parts = ["default-src 'none'"]
    parts += [
        f"{name} {' '.join(dict.fromkeys(values))}" for name, values in found.items() if values
    ]
    return "; ".join(parts)


def _origin(url: str) -> str:
    return "https://" + url.split("//", 1)[1].split("/", 1)[0].lower()


def _trusted(html: str, config: Config, found: dict[str, list[str]]) -> None:
    """Add what a page's own trusted HTML holds, as far as its hosts are named in the settings."""
    for tag in _TAG.finditer(html):
        uses = _USED_BY.get(tag[1].lower(), ())
        if tag[1].lower() == "link" and "stylesheet" in tag[2].lower():
            uses = ("style-src",)
        for match in _ADDRESS.finditer(tag[2]) if uses else ():
            url = (match[1] or match[2] or match[3] or "").strip()
            for use in uses:
                if not re.match(r"(?:https?:)?//", url):
                    if not re.match(r"[a-z][a-z0-9+.-]*:", url, re.I):
                        found.setdefault(use, []).append("'self'")
                elif allows(config, _origin(url).removeprefix("https://")):
                    found.setdefault(use, []).append(_origin(url))
    for match in _INLINE_SCRIPT.finditer(html):
        kind = _TYPE.search(match[1])
        if kind is None or kind[1].lower() in ("module", "text/javascript"):
            code = base64.b64encode(hashlib.sha256(match[2].encode()).digest()).decode()
            found.setdefault("script-src", []).append(f"'sha256-{code}'")
    if " style=" in html or "<style" in html:
        found["style-src"].append("'unsafe-inline'")
