"""``sitegen theme``: list, new, show, check, diff, preview, add, update, lock."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from sitegen import terminal
from sitegen.cache import Cache
from sitegen.commands.arguments import FINE, PROBLEMS, common, options, refused
from sitegen.model import Options
from sitegen.problems import Problem

DESCRIPTION = (
    "Everything about themes: which there are, a new one of your own, what is wrong with one, what "
    "an update changes, how your site looks in each, and taking one from somebody else."
)


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    actions = parser.add_subparsers(title="commands", metavar="COMMAND", required=True,
                                    dest="action", parser_class=type(parser))  # fmt: skip
    actions.add_parser("list", help="say which themes there are, and what each can be set to")
    new = actions.add_parser("new", help="start a theme of your own in themes/NAME")
    new.add_argument("name", metavar="NAME", help="small letters, digits and -")
    new.add_argument("--extends", metavar="THEME", default="base",
                     help="the theme that yours builds on (base)")  # fmt: skip
    show = actions.add_parser("show", help="list the files of a theme, or print one to copy it")
    show.add_argument("name", metavar="NAME")
    show.add_argument(
        "file", metavar="FILE", nargs="?", default="", help="such as templates/layout.html"
    )
    show.add_argument(
        "--into", metavar="THEME", default="", help="copy it into this theme of yours"
    )
    check = actions.add_parser("check", help="find what is wrong with a theme")
    check.add_argument(
        "name", metavar="NAME", nargs="?", default="", help="the site's own if you name none"
    )
    diff = actions.add_parser(
        "diff", help="show what became different in a theme; changes nothing"
    )
    diff.add_argument(
        "name", metavar="NAME", nargs="?", default="", help="all in use if you name none"
    )
    preview = actions.add_parser("preview", help="show your site in every theme, side by side")
    preview.add_argument("names", metavar="NAME", nargs="*", help="only these themes")
    preview.add_argument("--open", action="store_true", help="open it in the browser")
    taken = actions.add_parser(
        "add", help="take a theme from a folder, a zip file or a git address"
    )
    taken.add_argument("source", metavar="SOURCE", help="a folder, a .zip file, or an address that begins with "
                       "https:// or ssh://")  # fmt: skip
    taken.add_argument(
        "--as", dest="name", metavar="NAME", default="", help="another name than its own"
    )
    taken.add_argument("--ref", metavar="TAG", default="", help="a branch or tag of a git address")
    taken.add_argument("--force", action="store_true", help="replace a theme of the same name")
    update = actions.add_parser("update", help="take a theme anew from where it came from")
    update.add_argument("name", metavar="NAME")
    update.add_argument(
        "--force", action="store_true", help="even if your own changes in it are lost"
    )
    actions.add_parser("lock", help="agree to the themes as they are now, in themes.lock")
    for action in actions.choices.values():
        common(action)


def run(parsed: argparse.Namespace) -> int:
    """Run the command."""
    project = Path(parsed.project)
    if refused(project):
        return PROBLEMS
    cache = Cache(project / ".sitegen")
    try:
        acts: dict[str, Callable[[Path, argparse.Namespace, Options, Cache], int]] = {
            "list": _list, "new": _new, "show": _show, "check": _check, "diff": _diff, "preview": _preview,
            "add": _add, "update": _update, "lock": _lock,
        }  # fmt: skip
        code = acts[parsed.action](project, parsed, options(parsed), cache)
        cache.save()
        return code
    finally:
        cache.close()


def _code(problems: Iterable[Problem]) -> int:
    found = tuple(problems)
    terminal.print_problems(found)
    return PROBLEMS if any(problem.level == "error" for problem in found) else FINE


def _list(project: Path, parsed: argparse.Namespace, options: Options, cache: Cache) -> int:
    from sitegen import themelock, themes

    tree, made = themes.look(project, options, cache)
    words = {themelock.OURS: "comes with sitegen", themelock.OWN: "in this project"}
    for row in themes.rows(tree, made, cache):
        source = words.get(row.source, f"from {row.source}")
        used = ", in use" if row.used else ""
        terminal.print_line(f"{row.name}  ({source}{used})")
        if row.summary:
            terminal.print_line(f"    {row.summary}")
        if row.over:
            terminal.print_line(f"    Your files over it: {', '.join(row.over)}")
        values = dict(row.theme.settings) if row.theme is not None else {}
        for offer in row.theme.offers if row.theme is not None else ():
            kind = "one of " + ", ".join(offer.choices) if offer.choices else {
                "flag": "yes or no", "number": "a number", "text": "text"}.get(offer.kind, offer.kind)  # fmt: skip
            if offer.least is not None:
                kind += f", at least {offer.least:g}"
            if offer.most is not None:
                kind += f", at most {offer.most:g}"
            now = values[offer.name]
            said = "" if now == offer.default else f"; here {_shown(now)}"
            terminal.print_line(
                f"    {offer.name}: {kind} ({_shown(offer.default)}{said}). {offer.help}".rstrip()
            )
    return FINE


def _shown(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else (
        f"{value:g}" if isinstance(value, int | float) else str(value) or "nothing")  # fmt: skip


def _new(project: Path, parsed: argparse.Namespace, options: Options, cache: Cache) -> int:
    from sitegen.themes import start

    problems = start.create(project, parsed.name, parsed.extends)
    if problems:
        return _code(problems)
    terminal.print_line(
        f"Your theme is in {project / 'themes' / parsed.name}\n"
        f"  Use it:        write theme: {parsed.name} into content/site.yaml\n"
        f"  Change it:     themes/{parsed.name}/assets/{parsed.name}.css, while sitegen serve runs\n"
        f"  Look it over:  sitegen theme check {parsed.name}")  # fmt: skip
    return FINE


def _show(project: Path, parsed: argparse.Namespace, options: Options, cache: Cache) -> int:
    from sitegen import sources, themes
    from sitegen.problems import Problem, Span, did_you_mean

    tree = sources.scan(project)
    problems = themes.missing(tree, parsed.name)
    root = f"themes/{parsed.name}/"
    files = [file.path.removeprefix(root) for file in tree.under(root)]
    if not problems and parsed.file and parsed.file not in files:
        problems = (Problem("file-missing", "There is no such file in this theme.", Span(root + parsed.file),
                            did_you_mean(parsed.file, files, f"To list them: sitegen theme show {parsed.name}")),)  # fmt: skip
    if problems:
        return _code(problems)
    if not parsed.file:
        for name in files:
            terminal.print_line(name)
        return FINE
    if parsed.into:
        target = project / "themes" / parsed.into
        place = target / parsed.file
        own = f"themes/{parsed.into}/theme.yaml"
        if parsed.into not in themes.names(tree) or tree.is_ours(own):
            return _code((Problem("theme-missing", f'There is no theme "{parsed.into}" of yours.', Span("themes"),
                                  f"Start it: sitegen theme new {parsed.into}"),))  # fmt: skip
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with open(place, "xb") as file:
                file.write(tree.data(root + parsed.file))
        except OSError as error:
            terminal.say(f"{place} cannot be made: {error.strerror or error}.")
            return PROBLEMS
        terminal.print_line(f"It is in {place}. It replaces the one of {parsed.name} now.")
        return FINE
    text = tree.data(root + parsed.file).decode("utf-8", "replace")
    terminal.print_line(text.removesuffix("\n"))
    return FINE


def _check(project: Path, parsed: argparse.Namespace, options: Options, cache: Cache) -> int:
    from sitegen import themes
    from sitegen.themes import inspect

    _, made = themes.look(project, options, cache)
    name = parsed.name or (made.theme if made is not None else "")
    found = inspect.check(project, name, cache)
    code = _code(found.problems)
    if code == FINE:
        fonts = f", fonts {found.fonts / 1000:.0f} kB" if found.fonts else ""
        terminal.print_line(f'"{name}": {found.blocks} blocks and {found.pages} pages made; the heaviest page '
                            f"with its styles {found.heaviest} of {inspect.PAGE_BUDGET} bytes{fonts}.")  # fmt: skip
    return code


def _diff(project: Path, parsed: argparse.Namespace, options: Options, cache: Cache) -> int:
    from sitegen import themes
    from sitegen.themes import compare

    tree, made = themes.look(project, options, cache)
    names = [parsed.name]
    if not parsed.name:
        used = next((row for row in themes.rows(tree, made, cache) if row.used), None)
        names = list(used.theme.chain) if used is not None and used.theme is not None else []
    code = FINE
    for name in names:
        reports, problems = compare.reports(project, name, cache)
        code = max(code, _code(problems))
        for report in reports:
            changed = str(report.change) or "nothing differs"
            terminal.print_line(f"{report.title}: {changed}.")
            for line in report.lines:
                terminal.print_line(f"  {line}")
    return code


def _preview(project: Path, parsed: argparse.Namespace, options: Options, cache: Cache) -> int:
    from sitegen import themes
    from sitegen.themes import preview

    tree, made = themes.look(project, options, cache)
    problems = [problem for name in parsed.names for problem in themes.missing(tree, name)]
    if problems:
        return _code(problems)
    rows = [(row.name, row.summary) for row in themes.rows(tree, made, cache)
            if not parsed.names or row.name in parsed.names]  # fmt: skip
    try:
        page, shown = preview.make(project, tuple(rows), options,
                                   lambda name: terminal.say(f"Building {name} ..."))  # fmt: skip
    except OSError as error:
        terminal.say(f"The preview cannot be written: {error.strerror or error}.")
        return PROBLEMS
    failed = [each.name for each in shown if each.problems]
    if failed:
        terminal.say(f"Cannot be built: {', '.join(failed)}. The page says why.")
    terminal.print_line(f"Your site in {len(shown)} themes: open {page}")
    if parsed.open:
        import webbrowser

        webbrowser.open(page.resolve().as_uri())
    return PROBLEMS if failed else FINE


def _add(project: Path, parsed: argparse.Namespace, options: Options, cache: Cache) -> int:
    from sitegen.themes import install, parcel

    given, problems = parcel.take(parsed.source, parsed.ref)
    name = ""
    if given is not None:
        name, more = install.add(project, given, parsed.name, parsed.force, cache)
        problems = (*problems, *more)
    if not name:
        return _code(problems) or PROBLEMS
    return _taken(project, name, problems, cache)


def _update(project: Path, parsed: argparse.Namespace, options: Options, cache: Cache) -> int:
    from sitegen.themes import install

    name, problems = install.update(project, parsed.name, parsed.force, cache)
    if not name:
        return _code(problems) or PROBLEMS
    return _taken(project, name, problems, cache)


def _taken(project: Path, name: str, problems: tuple[Problem, ...], cache: Cache) -> int:
    """Say what was taken in, and everything that is wrong with it."""
    from sitegen.themes import inspect

    terminal.print_problems(problems)
    found = inspect.check(project, name, cache)
    scripts = sorted((project / "themes" / name / "assets").rglob("*.js"))
    terminal.print_line(
        f"The theme is in {project / 'themes' / name}, and in themes.lock.\n"
        f"  Use it:   write theme: {name} into content/site.yaml\n"
        f"  See it:   sitegen theme preview {name}")  # fmt: skip
    if scripts:
        terminal.print_line(f"It brings scripts ({', '.join(path.name for path in scripts)}). They are left out "
              f"unless you write theme_scripts: [{name}] into content/site.yaml.")  # fmt: skip
    return _code(found.problems)


def _lock(project: Path, parsed: argparse.Namespace, options: Options, cache: Cache) -> int:
    from sitegen.themes import install

    entries, problems = install.lock(project, options, cache)
    if problems:
        return _code(problems)
    listed = ", ".join(f"{entry.name} {entry.version}".rstrip() for entry in entries)
    terminal.print_line(f"themes.lock holds {listed}.")
    return FINE
