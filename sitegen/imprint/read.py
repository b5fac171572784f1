"""``imprint:`` as somebody wrote it, to an ``Imprint``: a free text, or a group of facts.

Knows the keys and what they may hold; what a law wants of them is ``compile``'s affair.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen import schema
from sitegen.imprint import packs
from sitegen.imprint.model import PATH, WHO, Imprint, Party
from sitegen.problems import Problem, Span, did_you_mean, short
from sitegen.schema import Field, Map, Node, Seq, Text

_FACTS = ("process", "notice", "controlled_by", "targeting")

FIELDS: Mapping[str, Field] = {
    "jurisdiction": Field("list"),
    "who": Field(),
    "people": Field("any"),
    "entity": Field(),
    "address": Field(),
    "town": Field(),
    "email": Field(),
    "phone": Field(),
    "web": Field(),
    "on_behalf_of": Field("any"),
    "printer": Field("any"),
    "agent": Field("any"),
    "paid_by": Field(),
    "authorised_by": Field(),
    "authorised": Field("flag", None),
    "paid_ads": Field("flag", False),
    "text": Field(),
    **{name: Field() for name in _FACTS},
}  # fmt: skip

_OURS = {"authorized_by": "authorised_by", "authorized": "authorised", "name": "people"}
"""Keys that mean the same."""

ELSEWHERE = ("none", "other")
"""Written as the jurisdiction where no pack holds: said on purpose, and nothing is looked at."""

_PARTY: Mapping[str, Field] = {"name": Field(), "title": Field(), "address": Field()}

CANDIDATE = "candidate"
"""Written in the place of a name, it stands for the candidate, from the stage on that has one."""


def imprint(
    node: Node | None, language: str, candidate: Party | None
) -> tuple[Imprint, tuple[Problem, ...]]:
    """The imprint that a site declares. ``candidate`` is the one that the site's stage shows."""
    if node is None or (isinstance(node, Text) and not node.value.strip()):
        return Imprint(language=language), ()
    if isinstance(node, Text):
        return Imprint(node.value, language=language, lines=(("", node.line),)), ()
    if not isinstance(node, Map):
        return Imprint(language=language), (Problem("value-kind",
            '"imprint" must be a text, or a group of facts indented below it.',
            Span(PATH, node.line, node.column),
            "Write for example:  imprint: Published by Ana Ruiz, PO Box 12, Anytown"),)  # fmt: skip
    node = Map(tuple((Text(_OURS.get(key.value, key.value), key.line, key.column), value)
                     for key, value in node.entries), node.line, node.column)  # fmt: skip
    checked = schema.check(node, FIELDS, PATH, "imprint.")
    value = checked.values
    problems = list(checked.problems)
    reader = _Reader(problems, candidate)
    printers, agents = reader.parties(node, "printer"), reader.parties(node, "agent")
    authorised_by = value["authorised_by"].strip()
    if authorised_by.casefold() == CANDIDATE:
        authorised_by = candidate.name if candidate else ""
    lines = {key.removeprefix("imprint."): line for key, line in checked.lines.items()}
    lines[""] = node.line
    made = Imprint(
        text=value["text"],
        jurisdictions=_jurisdictions(value["jurisdiction"], lines, problems),
        who=_who(value["who"], lines, problems),
        people=reader.parties(node, "people"),
        entity=_line(value["entity"]),
        address=_line(value["address"]),
        town=_line(value["town"]),
        email=_line(value["email"]),
        phone=_line(value["phone"]),
        web=_line(value["web"]),
        on_behalf_of=reader.parties(node, "on_behalf_of"),
        printer=printers[0] if printers else None,
        agent=agents[0] if agents else None,
        paid_by=_line(value["paid_by"]),
        authorised_by=_line(authorised_by),
        authorised={True: "yes", False: "no", None: ""}[value["authorised"]],
        paid_ads=value["paid_ads"],
        facts=tuple((name, _line(value[name])) for name in _FACTS if value[name]),
        language=language,
        lines=tuple(lines.items()),
    )
    return made, tuple(problems)


def laid_over(below: Node | None, above: Node | None) -> Node | None:
    """One imprint with the facts of another put over it, key by key; a text replaces all."""
    if not isinstance(above, Map) or not isinstance(below, Map):
        return above if above is not None else below
    new = {key.value for key, _ in above.entries}
    kept = tuple(pair for pair in below.entries if pair[0].value not in new)
    return Map((*kept, *above.entries), below.line, below.column)


def _line(text: str) -> str:
    """An address that was written on several lines, on one."""
    return ", ".join(part.strip().rstrip(",") for part in text.split("\n") if part.strip())


def _jurisdictions(
    written: tuple[str, ...], lines: Mapping[str, int], problems: list[Problem]
) -> tuple[str, ...]:
    found = []
    for name in written:
        if name.casefold() in ELSEWHERE:
            continue
        pack = packs.find(name)
        if pack:
            found.append(pack)
            continue
        near = packs.near(name)
        known = f"Known: {', '.join(packs.ALIASES)}. For any other place remove this line and " \
                "write what its law wants after  text:"  # fmt: skip
        problems.append(Problem("imprint-jurisdiction",
            f'There are no rules for "{short(name)}".', Span(PATH, lines.get("jurisdiction", 1)),
            f'Did you mean "{near}"?' if near else known))  # fmt: skip
    return tuple(dict.fromkeys(found))


_ALSO = {"group": "unregistered-group", "movement": "unregistered-group",
         "third-party": "registered-campaigner", "campaigner": "registered-campaigner",
         "political-party": "party", "pac": "committee", "political-committee": "committee",
         "member": "office-holder"}  # fmt: skip


def _who(written: str, lines: Mapping[str, int], problems: list[Problem]) -> str:
    name = "-".join(written.casefold().replace("_", " ").replace("-", " ").split())
    name = _ALSO.get(name, name)
    if not name or name in WHO:
        return name
    problems.append(Problem("imprint-who", f'"{short(written)}" does not say what you are in law.',
        Span(PATH, lines.get("who", 1)),
        did_you_mean(name, WHO, f"Write one of {', '.join(WHO)}.")))  # fmt: skip
    return ""


class _Reader:
    """Reads whom an imprint names. Notes the problems it meets."""

    def __init__(self, problems: list[Problem], candidate: Party | None) -> None:
        self._problems, self._candidate = problems, candidate

    def parties(self, group: Map, key: str) -> tuple[Party, ...]:
        """Those named under a key: a text, a group with name, title and address, or a list."""
        node = group.get(key)
        if node is None:
            return ()
        found = [self._party(item, key)
                 for item in (node.items if isinstance(node, Seq) else (node,))]  # fmt: skip
        return tuple(party for party in found if party is not None)

    def _party(self, node: Node, key: str) -> Party | None:
        if isinstance(node, Text):
            written = _line(node.value)
            if written.casefold() == CANDIDATE:
                return self._candidate
            # "Ana Ruiz, 12 Elm Road, Anytown": two parts or more behind the name are an address.
            name, _, rest = written.partition(",")
            if rest.count(",") or any(sign.isdigit() for sign in rest):
                return Party(name.strip(), "", rest.strip(), node.line)
            return Party(written, "", "", node.line) if written else None
        if isinstance(node, Map):
            checked = schema.check(node, _PARTY, PATH, f"imprint.{key}.")
            self._problems += checked.problems
            value = checked.values
            if value["name"].casefold() == CANDIDATE:
                return self._candidate
            return Party(_line(value["name"]), _line(value["title"]), _line(value["address"]),
                         node.line)  # fmt: skip
        self._problems.append(Problem("value-kind", f'"imprint.{key}" must be a name.',
            Span(PATH, node.line, node.column),
            f"Write for example:  {key}: {{name: Ana Ruiz, address: PO Box 12, Anytown}}"))  # fmt: skip
        return None
