"""A theme's style sheets and a brand's tokens to one small file with a name of its own. Pure."""

from __future__ import annotations

import hashlib
import posixpath
import re

from sitegen.model import BUILT
from sitegen.problems import Problem, Span
from sitegen.sources import Tree
from sitegen.theme import Theme

_URL = re.compile(r"url\(\s*([\"']?)([^)\"']+)\1\s*\)", re.I)


def fingerprint(name: str, data: bytes) -> str:
    """``assets/built/name.0123456789.ext``: the digest of the final bytes stands in the name, so that a
    browser may keep the file for ever."""
    stem, extension = posixpath.splitext(posixpath.basename(name))
    code = hashlib.blake2b(data, digest_size=5).hexdigest()
    return f"{BUILT}{stem}.{code}{extension}"


def assets(tree: Tree, theme: Theme) -> tuple[tuple[str, str, bytes], ...]:
    """(name in the theme, output path, bytes) of every theme file but style sheets and notices."""
    found = []
    for name, path in theme.assets:
        if not name.endswith((".css", ".txt", ".md")) and "LICEN" not in name.upper():
            data = tree.data(path)
            found.append((name, fingerprint(name, data), data))
    return tuple(found)


def join(
    tree: Tree, theme: Theme, tokens: str, files: tuple[tuple[str, str, bytes], ...]
) -> tuple[str, bytes, tuple[Problem, ...]]:
    """(output path, bytes, problems) of the site's one style sheet: tokens, then the cascade."""
    import rcssmin

    problems: list[Problem] = []
    outputs = {name: output for name, output, _ in files}
    places = dict(theme.assets)
    parts = [tokens]
    for sheet in theme.css:
        path = places[sheet]
        text = tree.data(path).decode("utf-8", "replace")

        def address(match: re.Match[str], text: str = text, path: str = path,
                    sheet: str = sheet) -> str:  # fmt: skip
            target = match[2].strip()
            if target.startswith(("data:", "#")):
                return match[0]
            line = text.count("\n", 0, match.start()) + 1
            if "//" in target:
                problems.append(Problem("theme-elsewhere",
                    f"This style sheet asks another site for {target}.", Span(path, line),
                    "Put the file into the theme's assets and name it there."))  # fmt: skip
                return 'url("")'
            name = posixpath.normpath(posixpath.join(posixpath.dirname(sheet),
                                                     target.partition("#")[0].partition("?")[0]))  # fmt: skip
            if name not in outputs:
                problems.append(Problem("theme-asset-missing", f'There is no file "{target}".',
                    Span(path, line), "Correct the name in url(...)."))  # fmt: skip
                return 'url("")'
            return f"url({posixpath.basename(outputs[name])})"

        if re.search(r"@import\b", text):
            problems.append(Problem("theme-import", "Style sheets are joined; @import is not used.",
                Span(path, text.count("\n", 0, text.index("@import")) + 1),
                "List the file under css in theme.yaml."))  # fmt: skip
        parts.append(_URL.sub(address, text))
    data = rcssmin.cssmin("\n".join(parts)).encode()
    return fingerprint("site.css", data), data, tuple(problems)
