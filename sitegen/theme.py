"""A chain of theme folders as one value: templates, blocks, styles, words.

A theme is data. It is read from the source tree, file by file through ``extends``; nothing here
runs or renders it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen import contenttypes, parse, schema, settings
from sitegen.brand import faces
from sitegen.cache import Cache
from sitegen.contenttypes import ContentType
from sitegen.model import BlockSpec, Pairs, digest
from sitegen.problems import Problem, Span, did_you_mean
from sitegen.schema import Field, Map, Text
from sitegen.sources import BENEATH, File, Tree

FIELD_KINDS = (
    "text",
    "link",
    "image",
    "form",
    "pages",
    "number",
    "choice",
    "share",
    "ladder",
    "progress",
    "picks",
)
"""What an argument or a field of a block may be."""

TYPES = "content/types"
"""Where a site's own content types lie, one file each."""

Value = str | bool | int | float
EMPTY: Mapping[str, Value] = {"text": "", "flag": False, "number": 0, "choice": ""}
"""The kinds of a theme's setting, each with what it is where no default is given."""

ASSETS = (
    ".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff2",
    ".woff", ".ttf", ".otf", ".mp4", ".webm", ".mp3", ".ogg", ".txt", ".md",
)  # fmt: skip
"""What may lie in a theme's assets: nothing that a browser would show as a page of the site."""

_SETTING = Field(
    "map",
    short="default",
    fields={
        "type": Field("choice", choices=tuple(EMPTY)),
        "default": Field(),
        "help": Field(),
        "choices": Field("list"),
        "min": Field("number", default=None),
        "max": Field("number", default=None),
    },
)
_PAGE_FIELD = Field(
    "map",
    short="type",
    fields={
        "type": Field(
            "choice", default="text", choices=("text", "number", "flag", "date", "list")
        ),
        "help": Field(),
    },
)
_BLOCK_FIELD = Field(
    "map",
    short="type",
    fields={
        "type": Field("choice", default="text", choices=FIELD_KINDS),
        "choices": Field("list"),
        "required": Field("flag", default=False),
        "help": Field(),
    },
)

THEME_FIELDS: Mapping[str, Field] = {
    "name": Field(),
    "version": Field(),
    "summary": Field(),
    "extends": Field(),
    "css": Field("list"),
    "sheets": Field("list"),
    "fonts": Field("map", fields={"display": Field(), "text": Field()}),
    "settings": Field("pairs", item=_SETTING),
    "page_fields": Field("pairs", item=_PAGE_FIELD),
}

BLOCK_FIELDS: Mapping[str, Field] = {
    "summary": Field(),
    "args": Field("list"),
    "rest": Field("flag", default=False),
    "body": Field("choice", default="markdown", choices=("markdown", "items", "none")),
    "fields": Field("pairs", item=_BLOCK_FIELD),
    "choices": Field("pairs", item=Field("list")),
    "inline": Field("flag", default=False),
    "plain": Field("flag", default=False),
    "sheets": Field(),
}


class BlockField(Struct, frozen=True):
    """One argument or field of a block. ``choices`` is empty unless the kind is choice."""

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required: bool = False


class BlockDef(Struct, frozen=True):
    """A block as its theme declares it."""

    spec: BlockSpec
    fields: tuple[BlockField, ...]
    template: str


class Setting(Struct, frozen=True):
    """What a site may set of a theme. ``default`` is checked already; None is no limit."""

    name: str
    kind: str = "text"
    default: Value = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


class Theme(Struct, frozen=True):
    """Everything a site takes from its themes. ``templates`` and ``assets`` map names to paths
    in the source tree; ``digest`` covers every byte of every file in the chain. ``offers`` are
    its settings as declared, ``settings`` their values on this site. ``fonts`` are the names of the
    faces for headlines and for text, "" where the system's serve."""

    name: str
    chain: tuple[str, ...]
    digest: str
    templates: Pairs
    assets: Pairs
    css: tuple[str, ...]
    sheets: tuple[str, ...]
    blocks: tuple[BlockDef, ...]
    settings: tuple[tuple[str, Value], ...]
    page_fields: tuple[tuple[str, Field], ...]
    types: tuple[ContentType, ...]
    strings: Pairs
    fonts: tuple[str, str] = ("", "")
    offers: tuple[Setting, ...] = ()

    def specs(self) -> dict[str, BlockSpec]:
        """What the parser needs to know of the blocks."""
        return {block.spec.name: block.spec for block in self.blocks}


def load(
    tree: Tree, name: str, language: str, given: Mapping[str, str], cache: Cache, span: Span,
    lines: Mapping[str, int] | None = None, scripts: Collection[str] = (),
) -> tuple[Theme | None, tuple[Problem, ...]]:  # fmt: skip
    """The theme ``name`` with all it extends; None when it or a parent is missing.

    ``given`` are the site's own values for the theme's settings, ``lines`` the lines of
    site.yaml by setting, ``span`` the place that named the theme. Of themes that sitegen does
    not bring itself, only those named in ``scripts`` may bring scripts.
    """
    lines = lines or {}
    problems: list[Problem] = []
    chain: list[str] = []
    declared: list[schema.Checked] = []
    at = name
    while at:
        path = f"themes/{at}/theme.yaml"
        if path not in tree.files:
            names = sorted({p.split("/")[1] for p in tree.files if p.startswith("themes/")})
            problems.append(Problem("theme-missing", f'There is no theme "{at}".', span,
                did_you_mean(at, names, "Themes here: " + ", ".join(names) + ".")))  # fmt: skip
            return None, tuple(problems)
        if at in chain:
            problems.append(Problem("theme-loop", f'The theme "{at}" extends itself.', Span(path),
                                    "Remove the line extends:."))  # fmt: skip
            return None, tuple(problems)
        node, found = settings.load_map(tree, path, cache)
        checked = schema.check(node, THEME_FIELDS, path)
        problems += [*found, *checked.problems]
        chain.append(at)
        declared.append(checked)
        span, at = Span(path, checked.lines.get("extends", 1)), checked.values["extends"]
    templates: dict[str, str] = {}
    assets: dict[str, str] = {}
    blocks: dict[str, BlockDef] = {}
    css: list[str] = []
    sheets: list[str] = []
    offers: dict[str, Setting] = {}
    fields: dict[str, Field] = {}
    fonts = {"display": "", "text": ""}
    digests: list[tuple[str, str]] = []
    for part, checked in zip(reversed(chain), reversed(declared), strict=True):
        root = f"themes/{part}/"
        for file in tree.under(root):
            digests.append((file.path, file.digest))
            inner = file.path.removeprefix(root)
            if inner.endswith(".html") and inner.startswith(("templates/", "blocks/")):
                templates[inner] = file.path
            elif inner.startswith("assets/"):
                path, found = _asset(tree, file, part, scripts)
                problems += found
                if path:
                    assets[inner] = path
            elif inner.startswith("blocks/") and inner.endswith("/block.yaml"):
                block, found = _block(tree, file.path, inner, cache)
                problems += found
                if block is not None:
                    blocks[block.spec.name] = block
        for key, listed in (("css", css), ("sheets", sheets)):
            for sheet in checked.values[key]:
                place = Span(f"{root}theme.yaml", checked.lines.get(key, 1))
                if f"{root}{sheet}" not in tree.files:
                    hint = f"Put the file at {root}{sheet}, or remove it from {key}."
                    if f"{BENEATH}{root}{sheet}" in tree.files:
                        hint = (f"Remove {root}theme.yaml: without it, the files beside it replace "
                                "those of sitegen's own theme one by one.")  # fmt: skip
                    problems.append(Problem("theme-css-missing",
                        f'There is no style sheet "{sheet}".', place, hint))  # fmt: skip
                elif sheet not in assets:
                    problems.append(Problem("theme-css-missing",
                        f'The style sheet "{sheet}" does not lie in assets/.', place,
                        f"Move it to {root}assets/ and write: assets/..."))  # fmt: skip
                elif sheet not in listed:
                    listed.append(sheet)
        problems += _settings(checked, f"{root}theme.yaml", offers)
        problems += _fonts(checked, f"{root}theme.yaml", fonts)
        for key, declaration in checked.values["page_fields"].items():
            fields[key] = Field(declaration["type"])
    for block in list(blocks.values()):
        if block.template not in templates:
            problems.append(Problem("block-template-missing",
                f'The block "{block.spec.name}" has no template.',
                Span(f"themes/{name}/{block.template}"), "Add the file."))  # fmt: skip
            del blocks[block.spec.name]
    values = {key: offer.default for key, offer in offers.items()}
    for key, written in given.items():
        line = lines.get(f"theme_settings.{key}", 0)
        if key not in offers:
            all_ = ", ".join(offers)
            problems.append(Problem("theme-setting-unknown",
                f'The theme "{name}" has no setting "{key}".', Span("content/site.yaml", line),
                did_you_mean(key, offers, f"Its settings: {all_}." if all_ else
                             "It has none: remove the line."), "warning"))  # fmt: skip
        else:
            values[key], found = _typed(Text(written, line), offers[key], "content/site.yaml",
                                        f"theme_settings.{key}")  # fmt: skip
            problems += found
    types, found = contenttypes.join(
        _types(tree, tuple(reversed(chain)), cache, problems), (*parse.PAGE_FIELDS, *fields)
    )
    problems += found
    for unknown in sorted(set(scripts) - _names(tree)):
        problems.append(Problem("theme-missing", f'There is no theme "{unknown}".',
            Span("content/site.yaml", lines.get("theme_scripts", 0)),
            did_you_mean(unknown, sorted(_names(tree)), "Remove it from theme_scripts."),
            "warning"))  # fmt: skip
    words = _strings(tree, tuple(reversed(chain)), language, cache, problems)
    for path in (f"content/strings/{language}.yaml", f"content/strings/{language[:2]}.yaml"):
        if path in tree.files:
            digests.append((path, tree.files[path].digest))
    digests += [(file.path, file.digest) for file in tree.under(TYPES)]
    digests += [(file.path, file.digest) for part in chain
                for file in tree.under(f"{BENEATH}themes/{part}")]  # fmt: skip
    return Theme(
        name=name,
        chain=tuple(chain),
        digest=digest(
            tuple(sorted(digests)), tuple(sorted(values.items())), tuple(sorted(assets.items()))
        ),
        templates=tuple(sorted(templates.items())),
        assets=tuple(sorted(assets.items())),
        css=tuple(css),
        sheets=tuple(sheets),
        blocks=tuple(blocks[key] for key in sorted(blocks)),
        settings=tuple(sorted(values.items())),
        page_fields=tuple(sorted(fields.items())),
        types=types,
        strings=words,
        fonts=(fonts["display"], fonts["text"]),
        offers=tuple(offers[key] for key in sorted(offers)),
    ), tuple(problems)


def _fonts(declared: schema.Checked, path: str, chosen: dict[str, str]) -> tuple[Problem, ...]:
    """Put a theme's fonts over those of the themes it extends; "system" takes theirs away."""
    problems = []
    for use, name in declared.values["fonts"].items():
        if name:
            face = faces.get(name)
            chosen[use] = face.name if face is not None and face.sets else ""
            if not chosen[use] and not faces.is_system(name):
                span = Span(path, declared.lines.get(f"fonts.{use}", 1))
                problems.append(faces.unknown(name, span))
    return tuple(problems)


def _names(tree: Tree) -> set[str]:
    """Every theme there is."""
    return {path.split("/")[1] for path in tree.files
            if path.startswith("themes/") and path.endswith("/theme.yaml")}  # fmt: skip


def _asset(
    tree: Tree, file: File, part: str, scripts: Collection[str]
) -> tuple[str, tuple[Problem, ...]]:
    """The path of an asset that may be used, or "" and why not.

    A script would run in every visitor's browser. sitegen's own are known, also as copies; any
    other needs the word of the site's author.
    """
    name = file.path.lower()
    if not name.endswith(ASSETS) and "licen" not in name:
        return "", (Problem("theme-file", "A theme may not publish this kind of file.",
            Span(file.path), "Remove it. A file for your visitors belongs into content/assets/.",
            "warning"),)  # fmt: skip
    if not name.endswith(".js") or part in scripts or tree.is_ours(file.path):
        return file.path, ()
    known = [each for each in tree.files.values() if each.path.endswith(".js")
             and "/assets/" in each.path and tree.is_ours(each.path)]  # fmt: skip
    if any(each.digest == file.digest for each in known):
        return file.path, ()
    beneath = BENEATH + file.path
    return beneath if beneath in tree.files else "", (Problem("theme-script",
        f'The theme "{part}" brings a script, which would run for every visitor. It is left out.',
        Span(file.path), "Remove it; or, if you know what it does, add to site.yaml: "
        f"theme_scripts: [{part}]", "warning"),)  # fmt: skip


def _settings(
    declared: schema.Checked, path: str, offers: dict[str, Setting]
) -> tuple[Problem, ...]:
    """Put a theme's settings over those of the themes it extends; what is not given is theirs."""
    problems: list[Problem] = []
    for key, given in declared.values["settings"].items():
        place = f"settings.{key}"
        old = offers.get(key, Setting(key))
        kind = given["type"] or ("choice" if given["choices"] else old.kind)
        same = kind == old.kind
        new = Setting(
            key, kind, EMPTY[kind], given["help"] or old.help,
            given["choices"] or (old.choices if same else ()),
            old.least if given["min"] is None and same else given["min"],
            old.most if given["max"] is None and same else given["max"],
        )  # fmt: skip
        if kind == "choice" and not new.choices:
            problems.append(Problem("theme-setting", f'"{place}" lists no choices.',
                Span(path, declared.lines.get(place, 0)),
                "Add a line such as: choices: [left, right]"))  # fmt: skip
        if new.choices:
            new = replace(new, default=new.choices[0])
        if new.least is not None:
            new = replace(new, default=new.least)
        at = f"{place}.default"
        written = Text(given["default"], declared.lines.get(at, 0))
        value, found = _typed(written, new, path, at)
        offers[key] = replace(new, default=value)
        problems += found
    return tuple(problems)


def _typed(
    written: Text, offer: Setting, path: str, name: str
) -> tuple[Value, tuple[Problem, ...]]:
    """A setting's text as its kind; the default where nothing is written, or nothing usable."""
    pair = Map(((Text(name, written.line, written.column), written),))
    field = Field(offer.kind, offer.default, choices=offer.choices or ("",))
    checked = schema.check(pair, {name: field}, path)
    value: Value = checked.values[name]
    low, high = offer.least, offer.most
    if checked.problems or isinstance(value, str):
        return value, checked.problems
    near = max(value, low) if low is not None else value
    near = min(near, high) if high is not None else near
    if near == value or not written.value.strip():
        return value, ()
    limits = " and ".join(filter(None, (f"at least {low:g}" if low is not None else "",
                                        f"at most {high:g}" if high is not None else "")))  # fmt: skip
    return offer.default, (Problem("value-range", f'"{name}" must be {limits}.',
        Span(path, written.line), f"Write {name.split('.')[-1]}: {near:g}"),)  # fmt: skip


def _block(
    tree: Tree, path: str, inner: str, cache: Cache
) -> tuple[BlockDef | None, tuple[Problem, ...]]:
    name = inner.split("/")[1]
    node, problems = settings.load_map(tree, path, cache)
    checked = schema.check(node, BLOCK_FIELDS, path)
    found = [*problems, *checked.problems]
    value = checked.values
    fields: list[BlockField] = []
    declared = value["fields"]
    for key in dict.fromkeys((*value["args"], *declared)):
        entry = declared.get(key, {"type": "text", "choices": (), "required": False})
        options = value["choices"].get(key) or entry["choices"]
        kind = "choice" if entry["type"] == "text" and options else entry["type"]
        fields.append(BlockField(key, kind, options, entry["required"]))
    spec = BlockSpec(name, tuple(value["args"]), value["rest"], value["body"],
                     tuple(field.name for field in fields), value["plain"], value["sheets"])  # fmt: skip
    return BlockDef(spec, tuple(fields), f"blocks/{name}/block.html"), tuple(found)


def _types(
    tree: Tree, chain: tuple[str, ...], cache: Cache, problems: list[Problem]
) -> Iterator[tuple[str, str, Map]]:
    """The files of content types: those of the themes, parents first, and the site's own."""
    for folder in (*(f"themes/{part}/types" for part in chain), TYPES):
        for file in tree.under(folder):
            name, _, ending = file.path.removeprefix(f"{folder}/").rpartition(".")
            if ending in ("yaml", "yml") and "/" not in name:
                node, found = settings.load_map(tree, file.path, cache)
                problems += found
                yield name, file.path, node


def _strings(
    tree: Tree, chain: tuple[str, ...], language: str, cache: Cache, problems: list[Problem]
) -> Pairs:
    """Words of the interface: English, then the language, then its region, then the site's own.

    A file of words that lies over one of sitegen's own need not repeat all of them."""
    words: dict[str, str] = {}
    tags = ["en", language.split("-")[0], language]
    for tag in dict.fromkeys(tags):
        folders = [f"{over}themes/{part}/strings" for part in chain for over in (BENEATH, "")
                   if not over or f"{BENEATH}themes/{part}/theme.yaml" not in tree.files]  # fmt: skip
        for folder in (*folders, "content/strings"):
            path = f"{folder}/{tag}.yaml"
            if path in tree.files:
                node, found = settings.load_map(tree, path, cache)
                checked = schema.check(node, {key.value: Field() for key, _ in node.entries}, path)
                problems += [*found, *checked.problems]
                words.update(checked.values)
    return tuple(sorted(words.items()))
