"""A chain of theme folders as one value: templates, blocks, styles, words.

A theme is data. It is read from the source tree, file by file through ``extends``; nothing here
runs or renders it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sitegen import contenttypes, parse, schema, settings
from sitegen.brand import faces
from sitegen.cache import Cache
from sitegen.contenttypes import ContentType
from sitegen.model import BlockSpec, Pairs, digest
from sitegen.problems import Problem, Span, did_you_mean
from sitegen.schema import Field, Map, Text
from sitegen.sources import Tree

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
)
"""What an argument or a field of a block may be."""

TYPES = "content/types"
"""Where a site's own content types lie, one file each."""

Value = str | bool | int | float
EMPTY: Mapping[str, Value] = {"text": "", "flag": False, "number": 0}
"""The kinds of a theme's setting, each with what it is where no default is given."""

_SETTING = Field(
    "map",
    short="default",
    fields={
        "type": Field("choice", choices=tuple(EMPTY)),
        "default": Field(),
        "help": Field(),
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
    "fonts": Field("map", fields={"display": Field(), "text": Field()}),
    "sheets": Field("list"),
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
    "sheets": Field("flag", default=False),
}


class BlockField(NamedTuple):
    """One argument or field of a block. ``choices`` is empty unless the kind is choice."""

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required: bool = False


class BlockDef(NamedTuple):
    """A block as its theme declares it."""

    spec: BlockSpec
    fields: tuple[BlockField, ...]
    template: str


class Theme(NamedTuple):
    """Everything a site takes from its themes. ``templates`` and ``assets`` map names to paths
    in the source tree; ``digest`` covers every byte of every file in the chain. ``fonts`` are the
    names of the faces for headlines and for text, "" where the system's serve."""

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

    def specs(self) -> dict[str, BlockSpec]:
        """What the parser needs to know of the blocks."""
        return {block.spec.name: block.spec for block in self.blocks}


def load(
    tree: Tree, name: str, language: str, given: Mapping[str, str], cache: Cache, span: Span
) -> tuple[Theme | None, tuple[Problem, ...]]:
    """The theme ``name`` with all it extends; None when it or a parent is missing.

    ``given`` are the site's own values for the theme's settings, ``span`` the place that named it.
    """
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
    kinds: dict[str, str] = {}
    values: dict[str, Value] = {}
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
                assets[inner] = file.path
            elif inner.startswith("blocks/") and inner.endswith("/block.yaml"):
                block, found = _block(tree, file.path, inner, cache)
                problems += found
                if block is not None:
                    blocks[block.spec.name] = block
        for key, listed in (("css", css), ("sheets", sheets)):
            for sheet in checked.values[key]:
                if f"{root}{sheet}" not in tree.files:
                    problems.append(Problem("theme-css-missing",
                        f'There is no style sheet "{sheet}".',
                        Span(f"{root}theme.yaml", checked.lines.get(key, 1)),
                        f"Put the file at {root}{sheet}, or remove it from {key}."))  # fmt: skip
                elif sheet not in listed:
                    listed.append(sheet)
        problems += _settings(checked, f"{root}theme.yaml", kinds, values)
        problems += _fonts(checked, f"{root}theme.yaml", fonts)
        for key, declaration in checked.values["page_fields"].items():
            fields[key] = Field(declaration["type"])
    for block in list(blocks.values()):
        if block.template not in templates:
            problems.append(Problem("block-template-missing",
                f'The block "{block.spec.name}" has no template.',
                Span(f"themes/{name}/{block.template}"), "Add the file."))  # fmt: skip
            del blocks[block.spec.name]
    for key, written in given.items():
        if key not in values:
            problems.append(Problem("theme-setting-unknown",
                f'The theme "{name}" has no setting "{key}".', Span("content/site.yaml"),
                did_you_mean(key, values, "Its settings: " + ", ".join(values) + "."),
                "warning"))  # fmt: skip
        else:
            values[key], found = _typed(Text(written), kinds[key], values[key],
                                        "content/site.yaml", f"theme_settings.{key}")  # fmt: skip
            problems += found
    types, found = contenttypes.join(
        _types(tree, tuple(reversed(chain)), cache, problems), (*parse.PAGE_FIELDS, *fields)
    )
    problems += found
    words = _strings(tree, tuple(reversed(chain)), language, cache, problems)
    for path in (f"content/strings/{language}.yaml", f"content/strings/{language[:2]}.yaml"):
        if path in tree.files:
            digests.append((path, tree.files[path].digest))
    digests += [(file.path, file.digest) for file in tree.under(TYPES)]
    return Theme(
        name=name,
        chain=tuple(chain),
        digest=digest(tuple(sorted(digests)), tuple(sorted(values.items()))),
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


def _settings(
    declared: schema.Checked, path: str, kinds: dict[str, str], values: dict[str, Value]
) -> tuple[Problem, ...]:
    """Put a theme's settings over those of the themes it extends; a kind not given is theirs."""
    problems: tuple[Problem, ...] = ()
    for key, setting in declared.values["settings"].items():
        kinds[key] = setting["type"] or kinds.get(key, "text")
        place = f"settings.{key}.default"
        written = Text(setting["default"], declared.lines.get(place, 0))
        values[key], found = _typed(written, kinds[key], EMPTY[kinds[key]], path, place)
        problems += found
    return problems


def _typed(
    written: Text, kind: str, default: Value, path: str, name: str
) -> tuple[Value, tuple[Problem, ...]]:
    """A setting's text as its kind; ``default`` where nothing is written, or nothing usable."""
    pair = Map(((Text(name, written.line, written.column), written),))
    checked = schema.check(pair, {name: Field(kind, default)}, path)
    value: Value = checked.values[name]
    return value, checked.problems


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
    """Words of the interface: English, then the language, then its region, then the site's own."""
    words: dict[str, str] = {}
    tags = ["en", language.split("-")[0], language]
    for tag in dict.fromkeys(tags):
        for folder in (*(f"themes/{part}/strings" for part in chain), "content/strings"):
            path = f"{folder}/{tag}.yaml"
            if path in tree.files:
                node, found = settings.load_map(tree, path, cache)
                checked = schema.check(node, {key.value: Field() for key, _ in node.entries}, path)
                problems += [*found, *checked.problems]
                words.update(checked.values)
    return tuple(sorted(words.items()))
