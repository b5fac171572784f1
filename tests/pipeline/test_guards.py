"""The rules of the house that a reader of the code can check without running it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from folders import ROOT

SITEGEN = ROOT / "sitegen"
MODULES = {
    path.relative_to(ROOT)
    .with_suffix("")
    .as_posix()
    .replace("/", ".")
    .removesuffix(".__init__"): path
    for path in sorted(SITEGEN.rglob("*.py"))
    if "bundled" not in path.parts
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
SCREEN = 45
"""Lines that a person sees at once."""


def test_the_walk_finds_the_modules() -> None:
    assert {"sitegen.build", "sitegen.write", "sitegen.markdown.convert"} <= MODULES.keys()
    assert len(MODULES) > 40


# State ----------------------------------------------------------------------------------------

IMMUTABLE_CALLS = frozenset((
    "frozenset", "tuple", "re.compile", "compile", "TypeVar", "NewType", "replace",
    "MappingProxyType", "str", "int", "float", "bytes", "Decimal",
    "later",  # a pattern that is compiled when it is first used, and no other ever after
))  # fmt: skip
CHANGING = frozenset((
    "append", "add", "update", "pop", "popitem", "clear", "setdefault", "extend", "insert",
    "remove", "discard", "sort", "reverse", "appendleft", "__setitem__",
))  # fmt: skip
MEMOS = frozenset(
    ("cache", "lru_cache", "cached_property", "functools.cache", "functools.lru_cache")
)


def assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr, int]]:
    """Names that a module binds to values, with the values."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    for each in target.elts if isinstance(target, ast.Tuple) else (target,):
                        if isinstance(each, ast.Name):
                            yield each.id, value, node.lineno
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value, node.lineno


def dotted(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
    return "?"


def mutable(value: ast.expr) -> bool:
    match value:
        case ast.List() | ast.Dict() | ast.Set() | ast.ListComp() | ast.DictComp() | ast.SetComp():
            return True
        case ast.Call(func=func):
            name = dotted(func)
            return name.rsplit(".", 1)[-1] in ("dict", "list", "set", "defaultdict", "deque",
                                               "Counter", "OrderedDict", "bytearray")  # fmt: skip
    return False


def test_no_module_binds_a_lower_case_name_to_a_value() -> None:
    """Constants are in capitals; types begin with one. Anything else would be state."""
    found = [f"{module}:{line} {name}" for module, tree in TREES.items()
             for name, _, line in assigned(tree)
             if name.lstrip("_")[:1].islower() and not re.fullmatch("__[a-z]+__", name)]  # fmt: skip
    assert [] == found


def test_what_could_change_at_the_top_of_a_module_is_a_table_in_capitals() -> None:
    """A dict in capitals is a table that nobody changes (see below); lists and sets have
    unchangeable kinds that do as well."""
    found = [f"{module}:{line} {name}" for module, tree in TREES.items()
             for name, value, line in assigned(tree)
             if mutable(value) and name != "__all__"
             and not (isinstance(value, ast.Dict | ast.DictComp) and name.isupper())]  # fmt: skip
    assert [] == found


def test_calls_at_the_top_of_a_module_make_values_only() -> None:
    """Importing a module does no work: it compiles patterns and makes constants, no more."""
    found = []
    for module, tree in TREES.items():
        made = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
        for name, value, line in assigned(tree):
            if isinstance(value, ast.Call) and not (
                dotted(value.func) in IMMUTABLE_CALLS | made
                or dotted(value.func).rsplit(".", 1)[-1][:1].isupper()
                or dotted(value.func).endswith((".compile", ".join", "._replace"))
            ):
                found.append(f"{module}:{line} {name} = {ast.unparse(value)[:50]}")
    assert [] == found


def test_no_function_changes_what_belongs_to_its_module() -> None:
    found = []
    for module, tree in TREES.items():
        names = {name for name, _, _ in assigned(tree)}
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            for node in ast.walk(function):
                match node:
                    case ast.Global(names=changed):
                        found.append(f"{module}:{node.lineno} global {changed}")
                    case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if (
                        name in names and attr in CHANGING
                    ):
                        found.append(f"{module}:{node.lineno} {name}.{attr}()")
                    case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if (
                        name in names
                    ):
                        found.append(f"{module}:{node.lineno} {name}[...] = ")
                    case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if (
                        name in names
                    ):
                        found.append(f"{module}:{node.lineno} {name}.{node.attr} = ")
    assert [] == sorted(set(found))


def test_no_function_remembers_its_results_for_the_life_of_the_process() -> None:
    found = [f"{module}:{node.lineno} {node.name}" for module, tree in TREES.items()
             for node in ast.walk(tree)
             if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
             for decorator in node.decorator_list
             if dotted(decorator.func if isinstance(decorator, ast.Call) else decorator) in MEMOS]  # fmt: skip
    assert [] == found


def test_no_default_argument_or_class_attribute_can_be_changed() -> None:
    found = []
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                defaults = [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]
                found += [f"{module}:{each.lineno}" for each in defaults if mutable(each)]
            elif isinstance(node, ast.ClassDef):
                body = ast.Module(node.body, [])
                found += [f"{module}:{line} {node.name}.{name}" for name, value, line in assigned(body)
                          if mutable(value)]  # fmt: skip
    assert [] == found


# The outer world --------------------------------------------------------------------------------

READING = frozenset((
    "open", "io.open", "os.open", "os.scandir", "os.listdir", "os.walk", "os.stat", "os.lstat",
    "os.path.exists", "os.path.lexists", "os.path.isfile", "os.path.isdir", "os.path.islink",
    "os.path.realpath", "os.path.getmtime", "os.path.getsize", "os.readlink", "os.access",
    "zoneinfo.ZoneInfo", "os.sched_getaffinity", "os.cpu_count", "os.getppid", "os.getpid",
))  # fmt: skip
WRITING = frozenset((
    "os.write", "os.mkdir", "os.makedirs", "os.rename", "os.replace", "os.unlink", "os.remove",
    "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.utime", "os.truncate", "shutil.rmtree",
    "shutil.copy2", "shutil.copytree", "shutil.copymode", "shutil.move", "shutil.copyfile",
    "tempfile.NamedTemporaryFile", "tempfile.mkdtemp", "tempfile.mkstemp", "sqlite3.connect",
))  # fmt: skip
METHODS: Mapping[str, str] = {
    **dict.fromkeys(("read_text", "read_bytes", "iterdir", "glob", "rglob", "exists", "is_file",
                     "is_dir", "is_symlink", "lstat"), "reads"),
    **dict.fromkeys(("write_text", "write_bytes", "unlink", "mkdir", "rmdir", "touch",
                     "symlink_to", "hardlink_to", "chmod"), "writes"),
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "time": "clock", "random": "chance", "secrets": "chance", "uuid": "chance",
    "socket": "network", "ssl": "network", "http": "network", "ftplib": "network",
    "smtplib": "network", "urllib.request": "network", "requests": "network", "httpx": "network",
    "subprocess": "processes", "multiprocessing": "processes", "locale": "environment",
    "getpass": "environment", "platform": "environment", "tornado": "network",
    "livereload": "network", "webbrowser": "processes",
}  # fmt: skip
EXACT: Mapping[str, str] = {
    "os.environ": "environment", "os.getenv": "environment", "os.urandom": "chance",
    "os.getcwd": "environment", "os.path.expanduser": "environment", "sys.argv": "environment",
    "os.path.abspath": "environment", "os.path.relpath": "environment", "Path.cwd": "environment",
    "Path.home": "environment", "datetime.datetime.now": "clock", "datetime.now": "clock",
    "datetime.datetime.today": "clock", "datetime.date.today": "clock", "date.today": "clock",
    "datetime.today": "clock", "datetime.datetime.utcnow": "clock", "datetime.utcnow": "clock",
    "os.fork": "processes", "os.system": "processes", "os.kill": "processes",
    **dict.fromkeys(READING, "reads"), **dict.fromkeys(WRITING, "writes"),
}  # fmt: skip

ALLOWED: Mapping[tuple[str, str], str] = {
    ("sitegen.sources", "reads"): "the only reader of a project",
    ("sitegen.sources", "environment"): "where its own code lies, for the digest of the code",
    ("sitegen.write", "reads"): "what lies in the output folder",
    ("sitegen.write", "writes"): "the only writer of the output",
    ("sitegen.ledger", "reads"): "its own files below .sitegen/",
    ("sitegen.ledger", "writes"): "its own files below .sitegen/",
    ("sitegen.workers", "writes"): "a pipe that says what is left to do, and no file",
    ("sitegen.disk", "reads"): "what lies in the output folder",
    ("sitegen.disk", "writes"): "the calls that the writer of the output makes",
    ("sitegen.disk", "clock"): "how long to wait for another build's lock",
    ("sitegen.write", "environment"): "paths in messages, as the user would type them",
    ("sitegen.cache", "reads"): "its own file below .sitegen/, and the index of earlier stats",
    ("sitegen.cache", "writes"): "its own file below .sitegen/, and the index of earlier stats",
    ("sitegen.build", "reads"): "safe output folders",
    ("sitegen.build", "clock"): "how long stages take, and the instant of the scan",
    ("sitegen.build", "environment"): "paths in messages, as the user would type them",
    ("sitegen.rendering", "environment"): "where the user's own caches lie",
    ("sitegen.compiled", "reads"): "templates' code in the user's own cache",
    ("sitegen.compiled", "writes"): "templates' code in the user's own cache",
    ("sitegen.workers", "reads"): "how many processors there are",
    ("sitegen.workers", "processes"): "spreads pure work",
    ("sitegen.sandbox", "clock"): "ends a template that does not end",
    ("sitegen.search", "processes"): "speaks with Pagefind, which reads and writes nothing",
    ("sitegen.dates", "reads"): "the time zone database",
    ("sitegen.imprint.packs", "reads"): "the rule packs that come along, part of the code",
    ("sitegen.commands.brandcolours", "writes"): "a command: the token file that the user asks for",
    ("sitegen.commands.theme", "processes"): "a command: opens the browser",
    ("sitegen.commands.theme", "reads"): "a command: the files of themes",
    ("sitegen.commands.theme", "writes"): "a command: copies a theme's file where the user asks",
    ("sitegen.themes.inspect", "reads"): "a command: builds a trial site to look at a theme",
    ("sitegen.themes.inspect", "writes"): "a command: builds a trial site to look at a theme",
    ("sitegen.themes.install", "reads"): "a command: whether a theme is there already",
    ("sitegen.themes.install", "writes"): "a command: puts a theme into the project, whole or not",
    ("sitegen.themes.parcel", "reads"): "a command: a theme from a folder, a zip file or git",
    ("sitegen.themes.parcel", "processes"): "a command: asks git for a theme",
    ("sitegen.themes.parcel", "environment"): "a command: paths as the user typed them, and git's own",
    ("sitegen.themes.parcel", "clock"): "a command: how long git may take",
    ("sitegen.themes.preview", "reads"): "a command: the site in every theme, below .sitegen/",
    ("sitegen.themes.preview", "writes"): "a command: the site in every theme, below .sitegen/",
    ("sitegen.themes.start", "reads"): "a command: whether a theme of that name is there",
    ("sitegen.themes.start", "writes"): "a command: makes a new theme",
    ("sitegen.brand.faces", "reads"): "the bundled fonts, whose digests are part of the code",
    ("sitegen.scaffold", "environment"): "a command: names the new folder as the user would",
    ("sitegen.scaffold", "reads"): "a command: copies the starter content",
    ("sitegen.scaffold", "writes"): "a command: makes a new project",
    ("sitegen.kitfolder", "environment"): "a command: names the kit's folder as the user would",
    ("sitegen.kitfolder", "reads"): "a command: what lies in the kit's folder already",
    ("sitegen.kitfolder", "writes"): "a command: the folder that the user asks for",
    ("sitegen.chart", "writes"): "a command: the picture that the user asks for",
    ("sitegen.serve", "environment"): "a command: paths in messages, as the user would type them",
    ("sitegen.serve", "reads"): "a command: serves the preview's own output",
    ("sitegen.serve", "clock"): "a command: says how long a build took",
    ("sitegen.serve", "network"): "a command: the preview's server on this computer",
    ("sitegen.serve", "processes"): "a command: opens the browser",
    ("sitegen.formtrial", "network"): "a command: sends one marked submission when it is asked to",
    ("sitegen.formtrial", "chance"): "a boundary that stands in no answer",
    ("sitegen.inbox.store", "writes"): "the preview's own inbox below .sitegen/",
    ("sitegen.inbox.handlers", "clock"): "a command: when a post came to the preview",
    ("sitegen.inbox.handlers", "network"): "a command: the preview's server on this computer",
    ("sitegen.cli", "environment"): "the words of the command line",
    ("sitegen.commands.arguments", "clock"): "the one place where now is asked for",
    ("sitegen.commands.arguments", "reads"): "whether there is a project, or one above",
    ("sitegen.commands.arguments", "environment"): "paths in messages, as the user would type them",
    ("sitegen.commands.build", "clock"): "a command: says how long it took",
    ("sitegen.commands.build", "reads"): "a command: whether there is a site from before",
    ("sitegen.commands.build", "environment"): "paths in messages, as the user would type them",
    ("sitegen.terminal", "clock"): "how often to show progress",
    ("sitegen.terminal", "environment"): "starts again in UTF-8 where file names would be misread",
    ("sitegen.terminal", "reads"): "which process prints, and a place for what cannot be printed",
    ("sitegen.terminal", "writes"): "the file with the details of a bug",
    ("sitegen.why", "reads"): "a command: which file the user means",
    ("sitegen.why", "environment"): "a command: which file the user means",
}  # fmt: skip


def touches(tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    """(kind, line, what) of everything in a module that reaches the world outside."""
    names: dict[str, str] = {}
    typing_only = {
        id(inner) for node in ast.walk(tree)
        if isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.split(".")[0]] = (alias.asname and alias.name) or (
                    alias.name.split(".")[0])  # fmt: skip
                yield from kind_of(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                names[alias.asname or alias.name] = full
                yield from kind_of(full, node.lineno)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func) == "open":
            yield "reads", node.lineno, "open"
        elif isinstance(node, ast.Attribute):
            head, _, rest = dotted(node).partition(".")
            full = f"{names.get(head, head)}.{rest}"
            yield from ((kind, node.lineno, full) for name, kind in EXACT.items() if name == full)
            if head not in names and node.attr in METHODS and not full.startswith("os."):
                yield METHODS[node.attr], node.lineno, f".{node.attr}"


def kind_of(full: str, line: int) -> Iterator[tuple[str, int, str]]:
    for name, kind in KINDS.items():
        if full == name or full.startswith(name + "."):
            yield kind, line, full
    if full in EXACT:
        yield EXACT[full], line, full


def test_only_the_modules_on_the_list_touch_the_world_outside() -> None:
    found: dict[tuple[str, str], list[str]] = {}
    for module, tree in TREES.items():
        for kind, line, what in touches(tree):
            found.setdefault((module, kind), []).append(f"{what} in line {line}")
    unexpected = {key: where for key, where in found.items() if key not in ALLOWED}
    assert {} == unexpected
    assert set() == ALLOWED.keys() - found.keys(), "these need no permission any more"


def test_the_guard_sees_what_it_is_to_see() -> None:
    text = """
import os, time
from datetime import datetime as clock
from pathlib import Path
def f(place, path):
    with open(place) as file: pass
    path.read_text(); os.replace(place, path); os.environ["A"]; clock.now()
    import random
    from urllib import request
"""
    kinds = {kind for kind, _, _ in touches(ast.parse(text))}
    assert {"reads", "writes", "environment", "clock", "chance", "network"} == kinds


# Shape ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["run", "_Build.run"])
def test_the_pipeline_fits_on_one_screen(place: str) -> None:
    body: ast.Module | ast.ClassDef = TREES["sitegen.build"]
    for name in place.split("."):
        body = next(node for node in body.body if getattr(node, "name", "") == name)  # type: ignore[assignment]
    assert body.end_lineno - body.lineno < SCREEN  # type: ignore[operator, attr-defined]


def test_the_pipeline_calls_its_stages_in_the_order_of_the_house() -> None:
    build = next(node for node in TREES["sitegen.build"].body
                 if getattr(node, "name", "") == "_Build")  # fmt: skip
    run = next(node for node in build.body if getattr(node, "name", "") == "run")  # type: ignore[attr-defined]
    called = [node.func.attr for node in ast.walk(run) if isinstance(node, ast.Call)
              and isinstance(node.func, ast.Attribute)]  # fmt: skip
    order = ["sources", "settings", "parse", "assemble", "plan", "render", "write"]
    lines = {node.func.attr: node.lineno for node in ast.walk(run) if isinstance(node, ast.Call)
             and isinstance(node.func, ast.Attribute) and dotted(node.func.value) == "self"}  # fmt: skip
    assert set(order) <= set(called)
    assert sorted(order, key=lines.__getitem__) == order


def contract() -> list[str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        data = tomllib.load(file)
    contracts = data["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    return [name.strip(" ()") for layer in layers for name in re.split(r"[:|]", layer)]


def test_every_module_has_its_place_in_the_contract_of_layers() -> None:
    tops = {f"sitegen.{path.stem if path.is_file() else path.name}" for path in SITEGEN.iterdir()
            if (path.suffix == ".py" or (path / "__init__.py").is_file())
            and path.name not in ("__init__.py", "__pycache__")}  # fmt: skip
    named = contract()
    assert sorted(tops) == sorted(f"sitegen.{name.removeprefix('sitegen.')}" for name in named)


def test_imports_run_one_way() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(command), "--no-cache"], cwd=ROOT, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert 0 == done.returncode, done.stdout


def test_every_exception_from_the_linter_names_what_it_excepts() -> None:
    bare = re.compile(r"#\s*noqa(?!: [A-Z]+[0-9]+)|#\s*type:\s*ignore(?!\[)|#\s*ruff:\s*noqa")
    found = [f"{path.relative_to(ROOT)}:{number}" for folder in ("sitegen", "tests", "bench")
             for path in sorted((ROOT / folder).rglob("*.py")) if path != Path(__file__)
             and "node_modules" not in path.parts
             for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
             if bare.search(line)]  # fmt: skip
    assert [] == found


def test_values_are_frozen_structs_unless_they_are_work_in_progress() -> None:
    """A struct that can change is a sheet of work in one stage, and is named here."""
    changing = {
        "sitegen.build.Session", "sitegen.links.Links", "sitegen.sources.Tree",
        "sitegen.ledger.Ledger", "sitegen.yamltext._Open", "sitegen.markdown.admonitions._Open",
        "sitegen.markdown.draft.Draft",
        "sitegen.markdown.draft.Opening", "sitegen.svg._Writer",
    }  # fmt: skip
    found = set()
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                names = {alias.name for alias in node.names}
                assert not names & {"dataclass", "NamedTuple"}, f"{module}: a Struct, please"
            if not isinstance(node, ast.ClassDef):
                continue
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            frozen = any(word.arg == "frozen" for word in node.keywords)
            if "Struct" in bases and not frozen:
                found.add(f"{module}.{node.name}")
    assert changing == found
