"""The part of docs/forms.md about backends, made from their table, so that it cannot be stale.

``make docs`` passes the page through ``page``. Reads and writes no file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from sitegen.forms import backends
from sitegen.forms.backend import Backend, Setting

BEGIN = "<!-- What follows is made from the table of backends: make docs -->\n"
END = "<!-- Here ends what is made from the table. -->\n"

_SCRIPT = {
    "json": "thanks in the page, reads the answer",
    "html": "thanks in the page",
    "opaque": "sends, but cannot know whether it arrived",
    "never": "leaves it to the browser",
}
_WAY_BACK = {
    "field": "yes, back to your thank-you page",
    "action": "yes, back to your thank-you page",
    "function": "yes, back to your thank-you page",
    "dashboard": "yes; the way back is set at the service",
    "none": "yes, ends on the service's page",
}
_CONFIDENCE = {
    "high": "read in the service's own documents or code",
    "medium": "seen in the working code of several others",
    "low": "partly from memory, so send a test first",
}
_CONFIRMS = {"always": "always", "setting": "if set there", "no": "no"}


def page(text: str) -> str:
    """The page with what lies between the two marks made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + "\n" + "\n".join(_lines()) + "\n" + END + after


def _lines() -> Iterator[str]:
    yield "| Service | `backend:` | Works without JavaScript | A script | Files | Confirmation mail |"
    yield "|---|---|---|---|---|---|"
    for backend in backends.TABLE:
        cells = (
            f"[{backend.title}](#{_anchor(backend.title)})", f"`{backend.name}`",
            _plain(backend), _script(backend),
            "yes" if backend.limits.files and backend.delivery == "post" else "no",
            _CONFIRMS[backend.double_opt_in],
        )  # fmt: skip
        yield "| " + " | ".join(cells) + " |"
    yield ""
    for backend in backends.TABLE:
        yield from _one(backend)


def _plain(backend: Backend) -> str:
    if backend.delivery == "email":
        return "a link that opens the mail program"
    if backend.delivery == "link":
        return "a link to its page"
    if backend.needs_js:
        return "a link to its page"
    if backend.raw_reply:
        return "yes, but ends on raw data; a link if you give `page`"
    return _WAY_BACK[backend.redirect.rule]


def _script(backend: Backend) -> str:
    if backend.delivery != "post":
        return "is not needed"
    words = _SCRIPT[backend.fetch.mode]
    return (
        f"{words}, unless `{backend.fetch.setting}` says more" if backend.fetch.setting else words
    )


def _one(backend: Backend) -> Iterator[str]:
    yield f"### {backend.title}"
    yield ""
    yield backend.steps or "Nothing has to be set up."
    yield ""
    yield "```yaml"
    yield f"backend: {backend.name}"
    needed = [setting for setting in backend.settings if setting.field.required]
    if needed:
        yield "settings:"
        for setting in needed:
            yield f"  {setting.name}: {setting.example}"
    yield "```"
    yield ""
    if backend.settings:
        yield "| Setting | What it is | Example |"
        yield "|---|---|---|"
        for setting in backend.settings:
            yield _setting(setting)
        yield ""
    if backend.limits.note:
        yield backend.limits.note
        yield ""
    if backend.host:
        yield f"Write `host: {backend.host}` in `site.yaml`."
        yield ""
    yield (
        f"Where answers go: {backend.region}. Facts of {backend.checked}, "
        f"{_CONFIDENCE[backend.confidence]} ([documentation]({backend.documentation}))."
    )
    yield ""


def _setting(setting: Setting) -> str:
    what = setting.field.help or "one of " + ", ".join(setting.field.choices)
    if setting.field.choices and setting.field.help:
        what = f"{', '.join(f'`{word}`' for word in setting.field.choices)}: {what}"
    if setting.field.required:
        what += " (needed)"
    cells = (f"`{setting.name}`", what, f"`{setting.example}`")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _anchor(title: str) -> str:
    """How the usual viewers of Markdown name a heading."""
    kept = "".join(sign for sign in title.lower() if sign.isalnum() or sign in " -_")
    return kept.replace(" ", "-")


if __name__ == "__main__":
    sys.stdout.write(page(sys.stdin.read()))
