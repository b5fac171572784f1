"""The ``fields`` of a form's YAML to ``FormField`` values. Reads no files and knows no backend."""

from __future__ import annotations

from collections.abc import Callable

from sitegen import schema
from sitegen.forms import autofill, names, patterns, presets
from sitegen.forms.model import FormField, Option
from sitegen.problems import Level, Problem, Span, did_you_mean, suggest
from sitegen.schema import Field, Map, Node, Seq, Text

_FIELD: dict[str, Field] = {
    "preset": Field(),
    "name": Field(),
    "type": Field(),
    "label": Field(),
    "help": Field(),
    "required": Field("flag", default=None),
    "autocomplete": Field(),
    "inputmode": Field("choice", choices=presets.INPUTMODES),
    "maxlength": Field("number", default=None),
    "minlength": Field("number", default=None),
    "pattern": Field(),
    "placeholder": Field(),
    "value": Field(),
    "rows": Field("number", default=None),
    "accept": Field(),
    "options": Field("any", default=()),
}

_WITH_ZEROS = frozenset(
    ("phone", "tel", "telephone", "mobile", "zip", "zipcode", "postcode", "postal", "postalcode")
)
"""Words in a name for what looks like a number and is not one: a leading zero counts."""

Read = list[tuple[FormField, int]]


def read(node: Node | None, span: Span, problems: list[Problem]) -> Read:
    """Every field that can be shown, with its line; ``span`` is the form's place."""
    path = span.path
    if node is None or empty(node):
        _say(problems, "form-no-fields", "This form asks for nothing.", span,
             "Add a line: fields: [email, first_name]")  # fmt: skip
        return []
    if isinstance(node, Map):
        _say(problems, "form-fields", '"fields" must be a list.', Span(path, node.line),
             "Begin each field with a dash: - email")  # fmt: skip
        return []
    if isinstance(node, Text):  # fields: email, first_name
        words = [part.strip() for part in node.value.split(",")]
        node = Seq(tuple(Text(word, node.line, node.column) for word in words), node.line)
    found = []
    for item in node.items:
        if field := _field(item, path, problems):
            found.append((field, item.line))
    return found


def empty(node: Node) -> bool:
    """Whether nothing was written."""
    if isinstance(node, Text):
        return not node.value.strip()
    return not (node.items if isinstance(node, Seq) else node.entries)


def _field(node: Node, path: str, problems: list[Problem]) -> FormField | None:
    span = Span(path, node.line, node.column)
    if isinstance(node, Text):
        if not node.value.strip():
            return None
        preset = presets.find(node.value)
        if preset is None:
            _unknown_preset(node.value, span, problems)
        return _from_preset(preset) if preset else None
    if isinstance(node, Seq):
        _say(problems, "form-fields", "A field cannot be a list.", span,
             "Write a preset's name such as email, or name, type and label.")  # fmt: skip
        return None
    if len(node.entries) == 1 and (key := node.entries[0][0].value) not in _FIELD:
        if presets.find(key):  # - email: {required: no}
            _say(problems, "form-fields", f'"{key}:" cannot stand here.', span,
                 f"Write: - {{preset: {key}, required: no}}")  # fmt: skip
        else:
            _unknown_preset(key, span, problems)
        return None
    checked = schema.check(node, _FIELD, path)
    problems.extend(checked.problems)
    values = checked.values
    type_given = values["type"].strip().lower()
    base = FormField("")
    if values["preset"]:
        preset = presets.find(values["preset"])
        if preset is None:
            _unknown_preset(values["preset"], span, problems)
            return None
        base = _from_preset(preset)
    elif (preset := presets.find(values["name"])) and type_given in ("", preset.type):
        # {name: email} means the preset; {name: email, type: email} still wants its autofill.
        base = _from_preset(preset)
        if type_given:
            base = base._replace(required=False, options=())
    return _merged(base, checked, node, span, problems)


def _from_preset(preset: presets.Preset) -> FormField:
    options = tuple(Option(choice.value, choice.label, choice.key) for choice in preset.choices)
    return FormField(
        name=preset.name,
        type=preset.type,
        label=preset.label,
        key=preset.key,
        preset=preset.name,
        required=preset.required,
        autocomplete=preset.autocomplete,
        inputmode=preset.inputmode,
        maxlength=preset.maxlength,
        rows=preset.rows,
        options=options,
    )


def _merged(
    base: FormField, checked: schema.Checked, node: Map, span: Span, problems: list[Problem]
) -> FormField | None:
    """The base with what the file gives laid over it, or None when it cannot be shown."""
    values = checked.values

    def at(key: str) -> Span:
        return Span(span.path, checked.lines.get(key, span.line))

    type_ = values["type"].strip().lower() or base.type
    if type_ not in presets.TYPES:
        meant = presets.TYPE_WORDS.get(type_) or suggest(type_, presets.TYPES)
        hint = f'Did you mean "{meant}"?' if meant else "Known: " + ", ".join(presets.TYPES) + "."
        _say(problems, "form-type-unknown", f'"{type_}" is no kind of field.', at("type"), hint)
        return None
    name = values["name"] or base.name
    if not name:
        example = names.usable(values["label"]) if values["label"] else "interests"
        _say(problems, "form-name", "A field has no name.", span, f"Add a line: name: {example}")
        return None
    if wrong := names.field(name, at("name")):
        problems.extend(wrong)
        return None
    label, key = (values["label"], "") if values["label"] else (base.label, base.key)
    if not label and type_ != "hidden":
        _say(problems, "form-label-missing", f'The field "{name}" has no label.', span,
             "Add a line: label: what you ask for, in words")  # fmt: skip
        label = name.replace("_", " ").replace("-", " ").capitalize()
    given = node.get("options")
    options = base.options if given is None else _options(given, span.path, problems)
    if type_ in presets.CHOICE_TYPES and not options:
        _say(problems, "form-no-options", f'The field "{name}" offers nothing to choose from.',
             span, "Add a line: options: [Yes, No, Not yet]")  # fmt: skip
        return None
    merged = base._replace(
        name=name,
        type=type_,
        label=label,
        key=key,
        help=values["help"],
        required=base.required if values["required"] is None else values["required"],
        autocomplete=values["autocomplete"].strip().lower() or base.autocomplete,
        inputmode=values["inputmode"] or base.inputmode,
        maxlength=_count(values["maxlength"], base.maxlength, at("maxlength"), problems),
        minlength=_count(values["minlength"], 0, at("minlength"), problems),
        pattern=values["pattern"],
        placeholder=values["placeholder"],
        value=values["value"],
        rows=_count(values["rows"], base.rows, at("rows"), problems),
        accept=values["accept"],
        options=options if type_ in presets.CHOICE_TYPES else (),
    )
    _judge(merged, checked, at, problems)
    return _fitting(merged)


def _judge(
    field: FormField,
    checked: schema.Checked,
    at: Callable[[str], Span],
    problems: list[Problem],
) -> None:
    """Problems in the values of a field that is otherwise complete."""
    for key, types in presets.APPLIES.items():
        if key in checked.lines and field.type not in types:
            _say(problems, "form-no-effect",
                 f'"{key}" has no effect on a field of type "{field.type}".', at(key),
                 "Remove this line.", "warning")  # fmt: skip
    if field.autocomplete and "autocomplete" in checked.lines:
        message, hint = autofill.check(field.autocomplete, field.type)
        if message:
            _say(problems, "form-autocomplete", message, at("autocomplete"), hint)
    if field.pattern and (cause := patterns.check(field.pattern)):
        _say(problems, "form-pattern", f"No browser understands this pattern: {cause}.",
             at("pattern"), "Correct or remove the pattern.")  # fmt: skip
    if field.pattern and not field.help and not patterns.check(field.pattern):
        _say(problems, "form-pattern-help", "A pattern without help leaves visitors guessing what "
             "is wrong.", at("pattern"), "Add a line: help: what to write, with an example",
             "warning")  # fmt: skip
    if field.maxlength and field.minlength > field.maxlength:
        _say(problems, "form-length", "minlength is larger than maxlength, so nothing can be "
             "sent.", at("minlength"), "Remove one of the two.")  # fmt: skip
    if field.type == "number" and (word := autofill.guessed_from(field.name)) in _WITH_ZEROS:
        right = "text" if word.startswith(("zip", "post")) else "tel"
        _say(problems, "form-number", 'A field of type "number" loses leading zeros, which '
             f'"{field.name}" needs.', at("type"), f"Write: type: {right}", "warning")  # fmt: skip


def _fitting(field: FormField) -> FormField:
    """Without the attributes that its type may not carry in HTML."""

    def fits(attribute: str) -> bool:
        return field.type in presets.APPLIES[attribute]

    wears = not field.autocomplete or not autofill.check(field.autocomplete, field.type)[0]
    return field._replace(
        autocomplete=field.autocomplete if wears else "",
        inputmode=field.inputmode if fits("inputmode") else "",
        maxlength=field.maxlength if fits("maxlength") else 0,
        minlength=field.minlength if fits("minlength") else 0,
        pattern=field.pattern if fits("pattern") and not patterns.check(field.pattern) else "",
        placeholder=field.placeholder if fits("placeholder") else "",
        rows=(field.rows or 5) if fits("rows") else 0,
        accept=field.accept if fits("accept") else "",
        value=field.value if fits("value") else "",
        required=field.required and fits("required"),
    )


def _options(node: Node, path: str, problems: list[Problem]) -> tuple[Option, ...]:
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
        if empty(item):
            continue
        option = _option(item)
        if option is None:
            _say(problems, "form-options", "This is no option.", Span(path, item.line),
                 "Write each option as one line of text.")  # fmt: skip
        elif any(option.value == other.value for other in found):
            _say(problems, "form-option-twice", f'The option "{option.value}" stands here twice.',
                 Span(path, item.line), "Remove one of the two.", "warning")  # fmt: skip
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


def _unknown_preset(name: str, span: Span, problems: list[Problem]) -> None:
    folded = name.strip().lower().replace("-", "_").replace(" ", "_")
    meant = presets.PRESET_WORDS.get(folded, "")
    hint = f'Did you mean "{meant}"?' if meant else ""
    _say(problems, "form-preset-unknown", f'"{name}" is no ready-made field.', span,
         hint or did_you_mean(name, (preset.name for preset in presets.PRESETS),
         f"For a field of your own: {{name: {names.usable(name)}, label: ...}}"))  # fmt: skip


def _count(value: float | None, default: int, span: Span, problems: list[Problem]) -> int:
    if value is None:
        return default
    if value != int(value) or not 0 <= value <= 1_000_000:
        _say(problems, "value-kind", f"{value:g} is no length a field can have.", span,
             "Write a whole number.")  # fmt: skip
        return default
    return int(value)


def _say(
    problems: list[Problem],
    code: str,
    message: str,
    span: Span,
    hint: str = "",
    level: Level = "error",
) -> None:
    problems.append(Problem(code, message, span, hint, level))
