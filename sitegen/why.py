"""What becomes of one page, and why: for the question "where is my page?"."""

from __future__ import annotations

from pathlib import Path

from sitegen import assemble, build
from sitegen import problems as reports
from sitegen.cache import Cache
from sitegen.model import Options
from sitegen.problems import Problem, Span, did_you_mean
from sitegen.write import Output


def explain(
    project: Path, wanted: str, options: Options
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Lines that say where the page goes, or why it is not shown; or a problem."""
    cache = Cache(project / ".sitegen")
    try:
        look = build.Look(project, options, cache)
        site = look.site
        if site is None:
            return (), look.problems
        path = _path(project, wanted)
        page = site.by_path.get(path) or site.by_url.get(_url(wanted))
        hidden = {gone.path: gone.reason for gone in site.hidden}
        own = page.doc.path if page else path
        said = tuple(problem for problem in look.problems
                     if problem.span is not None and problem.span.path == own)  # fmt: skip
        if page is None and path in hidden:
            return (f"{path} is not shown, because {hidden[path]}.",
                    "See it all the same with: sitegen serve --drafts"), said  # fmt: skip
        if page is None:
            for url, target in site.aliases:
                if url == _url(wanted):
                    return (f"{url} is an old address; it leads to {target.url} "
                            f"({target.doc.path}).",), said  # fmt: skip
            names = [*site.by_path, *site.by_url, *hidden]
            return (), (Problem("page-unknown", f'There is no page "{wanted}".', Span(wanted),
                                did_you_mean(path, names, "Pages are the .md files in content/.")),)  # fmt: skip
        lines = [f"{page.doc.path} becomes {page.url} ({page.output}).",
                 f'Its title is "{page.doc.title}".']  # fmt: skip
        if page.parent:
            lines.append(f"It is listed on {page.parent} ({site.by_url[page.parent].doc.path}).")
        lines += _dates(page.doc.publish, page.doc.expires, page.doc.draft)
        lines.append(look.state(Output(project / "output"), page.output))
        errors = reports.errors(look.problems)
        if errors and not reports.errors(said):
            lines.append(f"But the site cannot be built: {reports.text(errors[0])}")
        return tuple(lines), said
    finally:
        cache.close()


def _dates(publish: str, expires: str, draft: bool) -> list[str]:
    found = []
    if draft:
        found.append("It is a draft, shown because you asked for drafts.")
    if publish:
        found.append(f"It is shown from {publish}.")
    if expires:
        found.append(f"It is shown until {expires}.")
    return found


def _path(project: Path, wanted: str) -> str:
    """A path as typed, from here, from the project or from content/, as the project knows it."""
    name = wanted.replace("\\", "/").removeprefix("./")
    for option in (Path(wanted), project / wanted, project / "content" / name.lstrip("/")):
        try:
            inner = option.resolve().relative_to(project.resolve())
        except ValueError:
            continue
        if option.is_file():
            return inner.as_posix()
        if option.is_dir() and (option / "index.md").is_file():
            return (inner / "index.md").as_posix()
        if option.with_name(option.name + ".md").is_file():
            return inner.as_posix() + ".md"
    return name if name.startswith("content/") else f"content/{name.lstrip('/')}"


def _url(wanted: str) -> str:
    parts = [assemble.slugify(part) for part in wanted.split("/") if part]
    from urllib.parse import quote

    return "/" + "".join(quote(part) + "/" for part in parts)
