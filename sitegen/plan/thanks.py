"""What a thank-you page says: thanks, what happens next, and how to pass it on.

Honest words only: what a page may promise depends on how the form's receiver works. What comes next
on the ladder is an ask like any other, see ``asks``.
"""

from __future__ import annotations

from sitegen.config import PATH
from sitegen.forms import backends
from sitegen.forms.backend import Backend
from sitegen.forms.model import Form
from sitegen.plan import share
from sitegen.plan.parts import Parts
from sitegen.plan.share import Share
from sitegen.problems import Span

SCRIPT = "assets/share.js"
"""The theme's script that gives a supporter a code of their own."""

OWN_CODE = "my_ref"
"""A hidden field of this name is sent with that code, so that a group knows whose it is."""


class Thanks:
    """The words of one planning run."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._config = parts, parts.site.config
        self._share = self._passing()

    def title(self, form: Form) -> str:
        """The headline."""
        return form.thanks.title or self._parts.word("thanks_title", "Thank you")

    def text(self, form: Form) -> str:
        """The form's own words, or a sentence that is true of its receiver."""
        if form.thanks.text:
            return form.thanks.text
        backend = self._backend(form)
        kind = backend.delivery if backend is not None else "post"
        otherwise = self._parts.word("thanks_text")
        return self._parts.word(f"thanks_text_{kind}", otherwise) if kind != "post" else otherwise

    def happens(self, form: Form) -> str:
        """What the visitor has to do for it to count: confirm an e-mail, send one. Mostly "".

        A group that has a setting for it may have turned it off, so that is only "you may".
        """
        backend = self._backend(form)
        if backend is None:
            return ""
        if backend.delivery == "email":
            return self._parts.word("thanks_send")
        if backend.double_opt_in == "no":
            return ""
        return self._parts.word(f"thanks_confirm_{backend.double_opt_in}")

    def share(self) -> Share | None:
        """Links to pass the site on; None where its address is not known."""
        return self._share

    def _passing(self) -> Share | None:
        config, word = self._config, self._parts.word
        if not config.url:
            if self._parts.site.ladder.rungs and self._parts.site.forms:
                self._parts.say("share-no-address", "Thank-you pages offer no links to pass the "
                    "site on, because its address is not known.", Span(PATH, config.line("name")),
                    "Add a line such as url: https://your-group.org", "info")  # fmt: skip
            return None
        text = word("share_text").replace("{site}", config.movement)
        return share.of(f"{config.url}/", config.name, text, self._parts.words)

    def _backend(self, form: Form) -> Backend | None:
        name = form.backend or self._config.backend
        return backends.find(name, self._parts.site.backends)
