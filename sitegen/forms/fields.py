"""The ``fields`` of a form's YAML to ``FormField`` values. Reads no files and knows no backend."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen import schema
from sitegen.forms import choices, judge, kinds, limits, names, postcodes, presets
from sitegen.forms.model import FormField, Option
from sitegen.problems import Level, Problem, Span, did_you_mean, suggest
from sitegen.schema import Field, Map, Node, Seq, Text

FIELDS: dict[str, Field] = {
    "preset": Field(),
    "name": Field(),
    "type": Field(),
    "label": Field(),
    "help": Field(),
    "required": Field("flag", default=None),
    "autocomplete": Field(),
    "inputmode": Field("choice", choices=kinds.INPUTMODES),
    "maxlength": Field("number", default=None),
    "minlength": Field("number", default=None),
    "pattern": Field(),
    "placeholder": Field(),
    "value": Field(),
    "rows": Field("number", default=None),
    "accept": Field(),
    "options": Field("any", default=()),
    "min": Field(),
    "max": Field(),
    "step": Field(),
    "multiple": Field("flag", default=None),
    "message": Field(),
    "required_message": Field(),
    "checked": Field(),
    "ticked": Field(),
}

Read = list[tuple[FormField, int]]


def read(node: Node | None, span: Span, problems: list[Problem], country: str = "") -> Read:
    """Every field that can be shown, with its line; ``span`` is the form's place.

    ``country`` is the country that postcodes must be of, in two letters, or "" for any.
    """
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
        if field := _field(item, path, problems, country):
            found.append((field, item.line))
    return found


def empty(node: Node) -> bool:
    """Whether nothing was written."""
    if isinstance(node, Text):
        return not node.value.strip()
    return not (node.items if isinstance(node, Seq) else node.entries)


def _field(node: Node, path: str, problems: list[Problem], country: str) -> FormField | None:
    span = Span(path, node.line, node.column)
    if isinstance(node, Text):
        if not node.value.strip():
            return None
        preset = presets.find(node.value)
        if preset is None:
            _unknown_preset(node.value, span, problems)
        return _from_preset(preset, country) if preset else None
    if isinstance(node, Seq):
        _say(problems, "form-fields", "A field cannot be a list.", span,
             "Write a preset's name such as email, or name, type and label.")  # fmt: skip
        return None
    if len(node.entries) == 1 and (key := node.entries[0][0].value) not in FIELDS:
        if presets.find(key):  # - email: {required: no}
            _say(problems, "form-fields", f'"{key}:" cannot stand here.', span,
                 f"Write: - {{preset: {key}, required: no}}")  # fmt: skip
        else:
            _unknown_preset(key, span, problems)
        return None
    checked = schema.check(node, FIELDS, path)
    problems.extend(checked.problems)
    values = checked.values
    type_given = values["type"].strip().lower()
    base = FormField("")
    if values["preset"]:
        preset = presets.find(values["preset"])
        if preset is None:
            _unknown_preset(values["preset"], span, problems)
            return None
        base = _from_preset(preset, country)
    elif (preset := presets.find(values["name"])) and type_given in ("", preset.type):
        # {name: email} means the preset; {name: email, type: email} still wants its autofill.
        base = _from_preset(preset, country)
        if type_given:
            base = replace(base, required=False, options=())
    return _merged(base, checked, node, span, problems)


def _from_preset(preset: presets.Preset, country: str) -> FormField:
    options = tuple(Option(choice.value, choice.label, choice.key) for choice in preset.choices)
    made = FormField(
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
        pattern=preset.pattern,
        message_key=preset.wrong,
        required_key=preset.needed,
        example=preset.example,
    )
    place = postcodes.COUNTRIES.get(country)
    if place and preset.name == "postcode":
        made = replace(made, pattern=place.pattern, message_key="wrong_postcode_like",
                             example=place.example,
                             inputmode="numeric" if place.digits else "")  # fmt: skip
    return _worded(made, "")


def _merged(
    base: FormField, checked: schema.Checked, node: Map, span: Span, problems: list[Problem]
) -> FormField | None:
    """The base with what the file gives laid over it, or None when it cannot be shown."""
    values = checked.values

    def at(key: str) -> Span:
        return Span(span.path, checked.lines.get(key, span.line))

    type_ = values["type"].strip().lower() or base.type
    if not _known_type(type_, at("type"), problems):
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
        label = values["placeholder"] or name.replace("_", " ").replace("-", " ").capitalize()
        if values["placeholder"]:
            _say(problems, "form-label-missing", "A placeholder is no label: it is faint, and gone "
                 "as soon as somebody writes.", at("placeholder"),
                 f"Write instead: label: {label}")  # fmt: skip
        else:
            _say(problems, "form-label-missing", f'The field "{name}" has no label.', span,
                 "Add a line: label: what you ask for, in words")  # fmt: skip
    given = node.get("options")
    options = base.options if given is None else choices.read(given, span.path, problems)
    if type_ in kinds.CHOICE_TYPES and not options:
        _say(problems, "form-no-options", f'The field "{name}" offers nothing to choose from.',
             span, "Add a line: options: [Yes, No, Not yet]")  # fmt: skip
        return None
    own = base if type_ == base.type else replace(base, pattern="", message_key="", example="")
    merged = replace(
        own,
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
        pattern=values["pattern"] or own.pattern,
        placeholder=values["placeholder"],
        value=values["value"],
        rows=_count(values["rows"], base.rows, at("rows"), problems),
        accept=values["accept"].strip(),
        options=options if type_ in kinds.CHOICE_TYPES else (),
        min=values["min"].strip(),
        max=values["max"].strip(),
        step=values["step"].strip().lower(),
        multiple=bool(values["multiple"]),
        message=values["message"],
        required_message=values["required_message"],
    )
    return _worded(judge.field(merged, checked, at, problems), values["pattern"])


def _known_type(type: str, span: Span, problems: list[Problem]) -> bool:
    if type in kinds.TYPES:
        return True
    if type in kinds.REFUSED:
        reason, hint = kinds.REFUSED[type]
        _say(problems, "form-type-refused", reason, span, hint)
    else:
        meant = kinds.TYPE_WORDS.get(type) or suggest(type, kinds.TYPES)
        hint = f'Did you mean "{meant}"?' if meant else "Known: " + ", ".join(kinds.TYPES) + "."
        _say(problems, "form-type-unknown", f'"{type}" is no kind of field.', span, hint)
    return False


def _worded(field: FormField, own_pattern: str) -> FormField:
    """With what is said about an answer that does not fit, and about one that is missing.

    A field's own words come first, then its help where the pattern is its own, then the preset's,
    then what holds for the type.
    """
    message, key = field.message, ""
    if not message and own_pattern and field.pattern:
        message = field.help
    elif not message:
        key = field.message_key or kinds.WRONG.get(field.type, "")
        if key == "wrong_number" and field.min and field.max:
            key = "wrong_number_between"
    example = field.example or field.min or limits.EXAMPLES.get(field.type, "")
    needed = "" if field.required_message else field.required_key
    if not needed and not field.required_message:
        needed = kinds.NEEDED.get(field.type, "needed_text")
    return replace(field, message=message, message_key=key, example=example, required_key=needed)


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
