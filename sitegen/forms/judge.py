"""What is wrong with a field that is otherwise complete, and the field without it.

A browser silently ignores what it cannot use, so the check or limit would simply not be there.
Judges values; reads no YAML but the place of each key.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from sitegen import schema
from sitegen.forms import autofill, backtracking, kinds, limits, patterns
from sitegen.forms.model import FormField
from sitegen.problems import Level, Problem, Span, did_you_mean

_WITH_ZEROS = frozenset(
    ("phone", "tel", "telephone", "mobile", "zip", "zipcode", "postcode", "postal", "postalcode")
)
"""Words in a name for what looks like a number and is not one: a leading zero counts."""

_NO = frozenset(("", "no", "none", "off", "false", "0"))


class _Place:
    """Where the keys of one field stand, and what has been found."""

    def __init__(
        self, lines: dict[str, int], at: Callable[[str], Span], problems: list[Problem]
    ) -> None:
        self.lines, self._at, self._problems = lines, at, problems

    def say(self, key: str, code: str, message: str, hint: str, level: Level = "error") -> None:
        """Add a problem at the place of a key."""
        self._problems.append(Problem(code, message, self._at(key), hint, level))


def field(
    field: FormField, checked: schema.Checked, at: Callable[[str], Span], problems: list[Problem]
) -> FormField:
    """The field without what its type cannot carry or a browser cannot read; ``at`` gives the
    place of each key that the file gives."""
    place = _Place(checked.lines, at, problems)
    for key in ("checked", "ticked"):
        if checked.values[key].lower() not in _NO:
            place.say(key, "form-ticked", "A box that is ticked beforehand decides for people.",
                      "Remove this line; people tick it themselves.")  # fmt: skip
    _effect(field, place)
    field = _fitting(field)
    field = _text(field, place)
    field = _limits(field, place)
    return _rest(field, place)


def _effect(field: FormField, place: _Place) -> None:
    for key, types in kinds.APPLIES.items():
        if key not in place.lines or field.type in types:
            continue
        if key == "multiple" and field.type in kinds.MULTIPLE:
            if field.multiple:
                place.say(key, "form-multiple", kinds.MULTIPLE[field.type],
                          "Write: type: checkboxes" if field.type == "select"
                          else "Remove this line.")  # fmt: skip
            continue
        place.say(key, "form-no-effect",
                  f'"{key}" has no effect on a field of type "{field.type}".',
                  "Remove this line.", "warning")  # fmt: skip


def _fitting(field: FormField) -> FormField:
    """Without the attributes that its type may not carry in HTML."""

    def fits(attribute: str) -> bool:
        return field.type in kinds.APPLIES[attribute]

    return replace(
        field,
        inputmode=field.inputmode if fits("inputmode") else "",
        maxlength=field.maxlength if fits("maxlength") else 0,
        minlength=field.minlength if fits("minlength") else 0,
        pattern=field.pattern if fits("pattern") else "",
        placeholder=field.placeholder if fits("placeholder") else "",
        rows=(field.rows or 5) if fits("rows") else 0,
        accept=field.accept if fits("accept") else "",
        value=field.value if fits("value") else "",
        required=field.required and fits("required"),
        min=field.min if fits("min") else "",
        max=field.max if fits("max") else "",
        step=field.step if fits("step") else "",
        multiple=field.multiple and fits("multiple"),
    )


def _text(field: FormField, place: _Place) -> FormField:
    """Autofill, pattern and length."""
    message, hint = (
        autofill.check(field.autocomplete, field.type) if field.autocomplete else ("", "")
    )
    if message:
        if "autocomplete" in place.lines:
            place.say("autocomplete", "form-autocomplete", message, hint)
        field = replace(field, autocomplete="")
    if field.pattern and "pattern" in place.lines:
        if cause := patterns.check(field.pattern):
            place.say("pattern", "form-pattern",
                      f"No browser understands this pattern: {cause}.",
                      "Correct or remove the pattern.")  # fmt: skip
            field = replace(field, pattern="")
        elif backtracking.freezes(field.pattern):
            place.say("pattern", "form-pattern-slow", "This pattern can freeze the page: one text "
                      "can be read by it in very many ways, and a browser tries them all.",
                      "End each repeated part with a sign that it does not begin with, as in "
                      r"(\w+,)*")  # fmt: skip
            field = replace(field, pattern="")
        elif not (field.help or field.message):
            place.say("pattern", "form-pattern-help", "A pattern without help leaves visitors "
                      "guessing what is wrong.",
                      "Add a line: help: what to write, with an example", "warning")  # fmt: skip
    if field.maxlength and field.minlength > field.maxlength:
        place.say("minlength", "form-length", "minlength is larger than maxlength, so nothing can "
                  "be sent.", "Remove one of the two.")  # fmt: skip
        field = replace(field, minlength=0)
    return field


def _limits(field: FormField, place: _Place) -> FormField:
    """Least and greatest, step, and the value at the start."""
    if field.type in limits.EXAMPLES:
        example = limits.EXAMPLES[field.type]
        for key in ("min", "max", "value"):
            text = getattr(field, key)
            if text and limits.position(field.type, text) is None:
                place.say(key, "form-value",
                          f'"{text}" is nothing that browsers read in a field of type '
                          f'"{field.type}".', f"Write it like this: {key}: {example}")  # fmt: skip
                field = _without(field, key)
    if field.step and not limits.step(field.step):
        place.say("step", "form-value", f'"{field.step}" is no step that browsers can take.',
                  "Write a number above zero, or: step: any")  # fmt: skip
        field = replace(field, step="")
    if field.type not in kinds.ORDERED:
        return _chosen(field, place)
    least, most, value = (
        limits.position(field.type, text) if text else None
        for text in (field.min, field.max, field.value)
    )
    if least and most and least > most and field.type != "time":  # from 22:00 to 06:00 is a night
        place.say("min", "form-limits", f"The least, {field.min}, is above the greatest, "
                  f"{field.max}, so nothing can be sent.",
                  f"Write: min: {field.max} and max: {field.min}")  # fmt: skip
        field, least, most = replace(field, min="", max=""), None, None
    night = least and most and least > most
    below, above = bool(value and least and value < least), bool(value and most and value > most)
    if (below and above) if night else (below or above):
        place.say("value", "form-value", f"What stands there at the start, {field.value}, lies "
                  "outside min and max.", "Choose a value between them, or remove this line.")  # fmt: skip
        field = replace(field, value="")
    elif value and not limits.fits_step(field.type, field.value, field.min, field.step):
        place.say("value", "form-value", f"What stands there at the start, {field.value}, is not "
                  f"reached in steps of {field.step or '1'}.",
                  "Change the value, or write: step: any")  # fmt: skip
        field = replace(field, value="")
    if field.type in kinds.PLAIN_IN_SOME and not field.help:
        place.say("type", "form-type-plain", f'Some browsers show a field of type "{field.type}" '
                  "as a plain line of text, and then nobody knows what to write.",
                  f"Add a line: help: For example {limits.EXAMPLES[field.type]}", "warning")  # fmt: skip
    return field


def _without(field: FormField, key: str) -> FormField:
    if key == "min":
        return replace(field, min="")
    return replace(field, max="") if key == "max" else replace(field, value="")


def _chosen(field: FormField, place: _Place) -> FormField:
    """The option that is chosen at the start must be one of them."""
    offered = [option.value for option in field.options]
    if field.type not in kinds.CHOICE_TYPES or not field.value or field.value in offered:
        return field
    place.say("value", "form-value", f'"{field.value}" is none of the options.',
              did_you_mean(field.value, offered, "Remove this line."))  # fmt: skip
    return replace(field, value="")


def _rest(field: FormField, place: _Place) -> FormField:
    if field.type == "number" and (word := autofill.guessed_from(field.name)) in _WITH_ZEROS:
        right = "text" if word.startswith(("zip", "post")) else "tel"
        place.say("type", "form-number", 'A field of type "number" loses leading zeros, which '
                  f'"{field.name}" needs.', f"Write: type: {right}", "warning")  # fmt: skip
    if field.accept and (part := limits.accept(field.accept)):
        near = part.lstrip("*.") if part.lstrip("*.").isalnum() else "pdf"
        place.say("accept", "form-accept", f'"{part}" is no kind of file that browsers know.',
                  f"Write an ending such as .{near}, or image/*")  # fmt: skip
        field = replace(field, accept="")
    return field
