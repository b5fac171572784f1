"""The forms of a site, each with its backend and how it is connected.

Looks at the site as the next build would see it; writes nothing but the memory of what was parsed.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from sitegen.build import Look
from sitegen.cache import Cache
from sitegen.forms import backends
from sitegen.forms.backend import Backend
from sitegen.forms.model import Form
from sitegen.forms.wiring import Wiring
from sitegen.model import Options
from sitegen.problems import Problem


class Bound(Struct, frozen=True):
    """A form that has somewhere to go."""

    form: Form
    backend: Backend
    wiring: Wiring


class Book(Struct, frozen=True):
    """A site's address, where it is served from, and its forms in the order of their files.

    ``problems`` are those of the forms' own files; all of them where the site cannot be read.
    """

    url: str = ""
    base_path: str = "/"
    forms: tuple[Bound, ...] = ()
    problems: tuple[Problem, ...] = ()

    def find(self, name: str) -> Bound | None:
        """The form of this name, or None."""
        return next((bound for bound in self.forms if bound.form.name == name), None)


def read(project: Path, options: Options, cache: Cache) -> Book:
    """The book of a project; without forms where its settings cannot be read."""
    look = Look(project, options, cache)
    if look.site is None or look.plan is None:
        return Book(problems=look.problems)
    config = look.site.config
    found = []
    for form, wiring in look.plan.forms:
        name = wiring.backend if wiring is not None else ""
        backend = backends.find(name, look.site.backends)
        if wiring is not None and backend is not None:
            found.append(Bound(form, backend, wiring))
    files = {form.path for form in look.site.forms}
    problems = tuple(problem for problem in look.problems
                     if problem.span is not None and problem.span.path in files)  # fmt: skip
    return Book(config.url, config.base_path, tuple(found), problems)
