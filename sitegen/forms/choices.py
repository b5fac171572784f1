"""The ``options`` of a field's YAML to ``Option`` values. Reads no files, knows no other field."""

from __future__ import annotations

from sitegen.forms.model import Option
from sitegen.problems import Problem, Span
from sitegen.schema import Map, Node, Seq, Text


def read(node: Node, path: str, problems: list[Problem]) -> tuple[Option, ...]:
    """``[A, B]``, ``{a: A, b: B}`` or a list of ``{value, label}``."""
    if isinstance(node, Map):
        pairs = (Map((entry,), entry[0].line) for entry in node.entries)
        items: tuple[Node, ...] = tuple(pairs)
    elif isinstance(node, Text):
        items = tuple(Text(part.strip(), node.line) for part in node.value.split(","))
    else:
        items = node.items
    found: list[Option] = []
    for item in items:
        if _empty(item):
            continue
        option = _option(item)
        if option is None:
            problems.append(Problem("form-options", "This is no option.", Span(path, item.line),
                                    "Write each option as one line of text."))  # fmt: skip
        elif any(option.value == other.value for other in found):
            problems.append(Problem("form-option-twice",
                f'The option "{option.value}" stands here twice.', Span(path, item.line),
                "Remove one of the two.", "warning"))  # fmt: skip
        else:
            found.append(option)
    return tuple(found)


def _option(node: Node) -> Option | None:
    if isinstance(node, Text):
        return Option(node.value.strip(), node.value.strip())
    if isinstance(node, Seq):
        return None
    plain = {
        key.value: value.value.strip() for key, value in node.entries if isinstance(value, Text)
    }
    if len(plain) == 1 and not {"value", "label"} & set(plain):
        value, label = next(iter(plain.items()))
        return Option(value, label or value)
    label = plain.get("label") or plain.get("value", "")
    return Option(plain.get("value", label), label) if label else None


def _empty(node: Node) -> bool:
    return isinstance(node, Text) and not node.value.strip()
