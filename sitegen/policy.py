"""The Content Security Policy of one page: exactly what it uses, and nothing else (CSP Level 3).

Pure. Starts from nothing allowed. A host is named only when the site's settings name it.
"""

from __future__ import annotations

import base64
import hashlib
import re

from sitegen.config import Config

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.S | re.I)
_SOURCES = {
    "script-src": re.compile(r"<script\b[^>]*\bsrc=[\"']?(https?:)?//([^/\"' >]+)", re.I),
    "frame-src": re.compile(r"<iframe\b[^>]*\bsrc=[\"']?(https?:)?//([^/\"' >]+)", re.I),
    "img-src": re.compile(r"<img\b[^>]*\bsrc=[\"']?(https?:)?//([^/\"' >]+)", re.I),
    "media-src": re.compile(r"<(?:video|audio|source)\b[^>]*\bsrc=[\"']?(https?:)?//([^/\"' >]+)",
                            re.I),
    "style-src": re.compile(r"<link\b[^>]*stylesheet[^>]*\bhref=[\"']?(https?:)?//([^/\"' >]+)",
                            re.I),
}  # fmt: skip


def everywhere() -> str:
    """What only a header can say, the same for all pages: nobody may frame the site."""
    return "frame-ancestors 'none'"


def page(
    config: Config, html: str, form_origins: tuple[str, ...] | None, images: tuple[str, ...],
    fonts: bool,
) -> str:  # fmt: skip
    """The policy for the page's ``<meta>``. ``html`` is the finished text of the page's body.

    ``form_origins`` are the origins its forms go to besides the site itself, None where it has no
    form. ``images`` are the addresses of pictures on hosts that the settings allow.
    """
    found: dict[str, list[str]] = {
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"] if fonts else [],
        "media-src": ["'self'"] if "<video" in html or "<audio" in html else [],
        "form-action": ["'none'"] if form_origins is None else ["'self'", *form_origins],
        "base-uri": ["'none'"],
        # Nothing of ours connects; judges such as Lighthouse read robots.txt from within the page.
        "connect-src": ["'self'"],
    }
    found["img-src"] += ["https://" + url.split("//", 1)[1].split("/", 1)[0] for url in images]
    if config.trusted and "<" in html:
        _trusted(html, config.hosts_allowed, found)
    parts = ["default-src 'none'"]
    parts += [f"{name} {' '.join(dict.fromkeys(values))}" for name, values in found.items() if values]
    return "; ".join(parts)


def _trusted(html: str, allowed: tuple[str, ...], found: dict[str, list[str]]) -> None:
    """Add what a page's own trusted HTML holds, as far as its hosts are named in the settings."""
    for name, pattern in _SOURCES.items():
        for match in pattern.finditer(html):
            if match[2].lower() in allowed:
                found.setdefault(name, []).append("https://" + match[2].lower())
    for match in _INLINE_SCRIPT.finditer(html):
        kind = re.search(r"type=[\"']?([^\"' >]+)", match[1])
        if kind is None or kind[1] in ("module", "text/javascript"):
            code = base64.b64encode(hashlib.sha256(match[2].encode()).digest()).decode()
            found.setdefault("script-src", []).append(f"'sha256-{code}'")
    if " style=" in html or "<style" in html:
        found["style-src"].append("'unsafe-inline'")
