"""A chain of theme folders as one value: templates, blocks, styles, words.

A theme is data. It is read from the source tree, file by file through ``extends``; nothing here
runs or renders it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sitegen import schema, settings
from sitegen.cache import Cache
from sitegen.model import BlockSpec, Pairs, digest
from sitegen.problems import Problem, Span, did_you_mean
from sitegen.schema import Field, Map
from sitegen.sources import Tree

FIELD_KINDS = ("text", "link", "image", "form", "pages", "number", "choice")

THEME_FIELDS: Mapping[str, Field] = {
    "name": Field(),
    "version": Field(),
    "summary": Field(),
    "extends": Field(),
    "css": Field("list"),
    "settings": Field("any", default={}),
    "page_fields": Field("any", default={}),
}

BLOCK_FIELDS: Mapping[str, Field] = {
    "summary": Field(),
    "args": Field("list"),
    "rest": Field("flag", default=False),
    "body": Field("choice", default="markdown", choices=("markdown", "items", "none")),
    "fields": Field("any", default={}),
    "choices": Field("any", default={}),
    "inline": Field("flag", default=False),
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
    in the source tree; ``digest`` covers every byte of every file in the chain."""

    name: str
    chain: tuple[str, ...]
    digest: str
    templates: Pairs
    assets: Pairs
    css: tuple[str, ...]
    blocks: tuple[BlockDef, ...]
    settings: tuple[tuple[str, str | bool | int | float], ...]
    page_fields: tuple[tuple[str, Field], ...]
    strings: Pairs

    def specs(self) -> dict[str, BlockSpec]:
        """What the parser needs to know of the blocks."""
        return {block.spec.name: block.spec for block in self.blocks}


def load(
    tree: Tree, name: str, language: str, given: Mapping[str, object], cache: Cache, span: Span
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
    values: dict[str, str | bool | int | float] = {}
    fields: dict[str, Field] = {}
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
        for sheet in checked.values["css"]:
            if f"{root}{sheet}" not in tree.files:
                problems.append(Problem("theme-css-missing", f'There is no style sheet "{sheet}".',
                    Span(f"{root}theme.yaml", checked.lines.get("css", 1)),
                    f"Put the file at {root}{sheet}, or remove it from css."))  # fmt: skip
            elif sheet not in css:
                css.append(sheet)
        for key, setting in _mapping(checked.values["settings"]).items():
            values[key] = _typed(_mapping(setting).get("default", setting), setting)
        for key, field in _mapping(checked.values["page_fields"]).items():
            kind = field if isinstance(field, str) else _mapping(field).get("type", "text")
            fields[key] = Field(kind if kind in ("text", "number", "flag", "date", "list")
                                else "text")  # fmt: skip
    for block in list(blocks.values()):
        if block.template not in templates:
            problems.append(Problem("block-template-missing",
                f'The block "{block.spec.name}" has no template.',
                Span(f"themes/{name}/{block.template}"), "Add the file."))  # fmt: skip
            del blocks[block.spec.name]
    for key, value in given.items():
        if key not in values:
            problems.append(Problem("theme-setting-unknown",
                f'The theme "{name}" has no setting "{key}".', Span("content/site.yaml"),
                did_you_mean(key, values, "Its settings: " + ", ".join(values) + "."),
                "warning"))  # fmt: skip
        else:
            values[key] = _typed(value, values[key])
    words = _strings(tree, tuple(reversed(chain)), language, cache, problems)
    for path in (f"content/strings/{language}.yaml", f"content/strings/{language[:2]}.yaml"):
        if path in tree.files:
            digests.append((path, tree.files[path].digest))
    return Theme(
        name=name,
        chain=tuple(chain),
        digest=digest(tuple(sorted(digests)), tuple(sorted(values.items()))),
        templates=tuple(sorted(templates.items())),
        assets=tuple(sorted(assets.items())),
        css=tuple(css),
        blocks=tuple(blocks[key] for key in sorted(blocks)),
        settings=tuple(sorted(values.items())),
        page_fields=tuple(sorted(fields.items())),
        strings=words,
    ), tuple(problems)


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _typed(value: object, like: object) -> str | bool | int | float:
    """A setting's text as what its declared default looks like."""
    kind = str(_mapping(like).get("type", "")) or type(like).__name__
    text = str(value)
    if kind in ("flag", "bool"):
        return text.strip().lower() in ("true", "yes", "on", "1")
    if kind in ("number", "int", "float"):
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            return 0
    return text


def _block(
    tree: Tree, path: str, inner: str, cache: Cache
) -> tuple[BlockDef | None, tuple[Problem, ...]]:
    name = inner.split("/")[1]
    node, problems = settings.load_map(tree, path, cache)
    checked = schema.check(node, BLOCK_FIELDS, path)
    found = [*problems, *checked.problems]
    value = checked.values
    fields: list[BlockField] = []
    choices = _mapping(value["choices"])
    declared = _mapping(value["fields"])
    for key in (*value["args"], *declared):
        entry = declared.get(key, {})
        kind = entry if isinstance(entry, str) else str(_mapping(entry).get("type", "text"))
        options = choices.get(key) or _mapping(entry).get("choices") or ()
        if kind == "text" and options:
            kind = "choice"
        if kind not in FIELD_KINDS:
            found.append(Problem("block-field-kind", f'"{kind}" is not a kind of field.',
                Span(path, checked.lines.get("fields", 1)),
                did_you_mean(kind, FIELD_KINDS, "Kinds: " + ", ".join(FIELD_KINDS) + ".")))  # fmt: skip
            kind = "text"
        required = str(_mapping(entry).get("required", "")).lower() in ("true", "yes")
        listed = tuple(str(option) for option in options) if isinstance(options, tuple) else ()
        if all(field.name != key for field in fields):
            fields.append(BlockField(key, kind, listed, required))
    spec = BlockSpec(name, tuple(value["args"]), value["rest"], value["body"],
                     tuple(field.name for field in fields))  # fmt: skip
    return BlockDef(spec, tuple(fields), f"blocks/{name}/block.html"), tuple(found)


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
                problems += found
                data = schema.plain(node) if isinstance(node, Map) else {}
                words.update((key, str(value)) for key, value in data.items())
    return tuple(sorted(words.items()))
