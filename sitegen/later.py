"""Regular expressions that are compiled when a text first needs them.

Most of sitegen's expressions are for signs that most pages do not hold, and compiling all of them
costs more than building one page. This module knows nothing of what they find.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class _Later:
    """Looks like a compiled expression; its first use makes it one."""

    __slots__ = (*_METHODS, "flags", "pattern")

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:  # from now on they are found without coming here
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile`` that waits until the expression is used."""
    return cast("re.Pattern[str]", _Later(pattern, flags))
