"""The kinds of field there are, and which attributes a browser heeds on each.

Data only, after the HTML Standard (4.10.5.1 for inputs, 4.10.7 and 4.10.11 for the others). This
module may not read a form or decide what is a mistake.
"""

from __future__ import annotations

TYPES: tuple[str, ...] = (
    "text",
    "email",
    "tel",
    "url",
    "number",
    "range",
    "date",
    "time",
    "datetime-local",
    "month",
    "week",
    "color",
    "textarea",
    "select",
    "radio",
    "checkbox",
    "checkboxes",
    "file",
    "hidden",
)

REFUSED: dict[str, tuple[str, str]] = {
    "password": (
        "There is no account to log in to: a password typed here would be sent to your receiver "
        "as readable text, and many people use one password everywhere.",
        "Remove this field.",
    ),
    "search": (
        "A search box looks something up; what people write into a form is kept.",
        "Write: type: text",
    ),
    "submit": ("The form's button is written by itself.", "Remove this field; for other words on "
               "the button, add to the form: button: Count me in"),
    "button": ("The form's button is written by itself.", "Remove this field; for other words on "
               "the button, add to the form: button: Count me in"),
    "image": ("The form's button is written by itself.", "Remove this field; for a picture, put it "
              "on the page."),
    "reset": ("A button that empties the form costs people what they have written.",
              "Remove this field."),
}  # fmt: skip
"""Types of HTML that a form may not ask with: why, and what to do instead."""

CHOICE_TYPES = frozenset(("select", "radio", "checkboxes"))
"""Types that ask to choose from a list, so they need ``options``."""

TYPED_IN = frozenset(("text", "email", "tel", "url", "textarea"))
"""Types into which a visitor writes free text."""

ORDERED = frozenset(("number", "range", "date", "time", "datetime-local", "month", "week"))
"""Types whose values have an order, so that they can have limits and steps."""

PLAIN_IN_SOME = frozenset(("month", "week"))
"""Types that Firefox and Safari on a computer show as a plain line of text."""

APPLIES: dict[str, frozenset[str]] = {
    "maxlength": TYPED_IN,
    "minlength": TYPED_IN,
    "pattern": TYPED_IN - {"textarea"},
    "placeholder": TYPED_IN | {"number"},
    "inputmode": TYPED_IN | {"number"},
    "rows": frozenset(("textarea",)),
    "accept": frozenset(("file",)),
    "multiple": frozenset(("file",)),
    "options": CHOICE_TYPES,
    "min": ORDERED,
    "max": ORDERED,
    "step": ORDERED,
    # A box that is ticked beforehand decides for the visitor.
    "value": frozenset(TYPES) - {"checkbox", "file"},
    # HTML has no way to ask for at least one of several boxes; the last two always have a value.
    "required": frozenset(TYPES) - {"checkboxes", "hidden", "range", "color"},
}
"""Where a browser takes notice of an attribute. ``multiple`` is narrower here than in HTML: see
``MULTIPLE``."""

MULTIPLE: dict[str, str] = {
    "select": "Lists in which several lines can be marked are too hard to use with a keyboard or "
    "a phone.",
    "email": "One person can only agree for one address.",
}
"""Types that could take ``multiple`` in HTML and may not here, with the reason."""

INPUTMODES: tuple[str, ...] = (
    "none",
    "text",
    "decimal",
    "numeric",
    "tel",
    "search",
    "email",
    "url",
)

WRONG: dict[str, str] = {
    "email": "wrong_email",
    "url": "wrong_url",
    "number": "wrong_number",
    "date": "wrong_date",
    "time": "wrong_time",
    "datetime-local": "wrong_datetime",
    "month": "wrong_month",
    "week": "wrong_week",
}
"""The theme's string that says what a value of this type must look like."""

NEEDED: dict[str, str] = {
    "select": "needed_choice",
    "radio": "needed_choice",
    "checkbox": "needed_box",
    "file": "needed_file",
}
"""The theme's string that says that an answer is needed, where it is not ``needed_text``."""

TYPE_WORDS: dict[str, str] = {
    "string": "text",
    "input": "text",
    "line": "text",
    "mail": "email",
    "e-mail": "email",
    "phone": "tel",
    "telephone": "tel",
    "mobile": "tel",
    "link": "url",
    "website": "url",
    "integer": "number",
    "int": "number",
    "amount": "number",
    "slider": "range",
    "scale": "range",
    "day": "date",
    "clock": "time",
    "datetime": "datetime-local",
    "timestamp": "datetime-local",
    "colour": "color",
    "paragraph": "textarea",
    "multiline": "textarea",
    "longtext": "textarea",
    "message": "textarea",
    "dropdown": "select",
    "list": "select",
    "choice": "radio",
    "radios": "radio",
    "yes-no": "radio",
    "tick": "checkbox",
    "tickbox": "checkbox",
    "boolean": "checkbox",
    "yesno": "checkbox",
    "checklist": "checkboxes",
    "multiselect": "checkboxes",
    "multiple": "checkboxes",
    "upload": "file",
    "attachment": "file",
}
"""Words of other tools for our types, for the hint after a typing mistake."""
