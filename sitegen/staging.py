"""What a site says of its stages: which one it is in, who the candidate is, what each stage brings.

Reads ``stage:``, ``stages:``, ``candidate:`` and ``imprint:`` of site.yaml. The stages themselves
are in ``stages``.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen import dates, parse, schema, stages
from sitegen.cache import Cache
from sitegen.imprint.model import PATH, Imprint, Party, Statement
from sitegen.model import AskRef, digest
from sitegen.problems import Problem, Span
from sitegen.schema import Field, Map, Node, Text

CANDIDATE: Mapping[str, Field] = {
    "name": Field(), "office": Field(), "area": Field(), "slogan": Field(),
    "description": Field(), "address": Field(), "logo": Field(), "share_image": Field(),
}  # fmt: skip

_STAGE: Mapping[str, Field] = {
    "banner": Field(),
    "link": Field("map", short="to", fields={"to": Field(), "title": Field()}),
    "date": Field("date"),
    "ask": parse.ASK,
    "only": Field("list"),
    "imprint": Field("any"),
}

NO_BANNER: tuple[str, ...] = ("none", "no", "off", "false")


class Candidate(Struct, frozen=True):
    """Who stands, and for what."""

    name: str = ""
    office: str = ""
    area: str = ""
    slogan: str = ""
    description: str = ""
    address: str = ""
    logo: str = ""
    share_image: str = ""


class Staging(Struct, frozen=True):
    """The stage that a site is in, with what the site says of it.

    ``candidate`` is None before there is one to show. ``banner`` is "" for the stage's own words
    and "none" for no banner; ``link`` leads on from it. ``only`` are the pages that this stage
    shows, as written, all where it is empty. ``line`` is where the stage is described. ``changes`` is the next instant (UTC) on which other
    rules hold for the imprint.
    """

    stage: str = stages.STANDARD
    candidate: Candidate | None = None
    banner: str = ""
    link: str = ""
    link_title: str = ""
    date: str = ""
    ask: AskRef = AskRef()
    only: tuple[str, ...] = ()
    line: int = 0
    imprint: Imprint = Imprint()
    statement: Statement = Statement()
    changes: str = ""

    @property
    def closed(self) -> bool:
        """Whether the site takes no forms any more."""
        return self.stage == "archive"


def read(
    node: Map, wanted: str, language: str, now: str, timezone: str, cache: Cache
) -> tuple[Staging, tuple[Problem, ...]]:
    """The staging of a site, and what is wrong with it.

    ``wanted`` is a stage to look at instead of the site's own, "" for none. ``now`` and
    ``timezone`` say which day it is, and so which law holds.
    """
    problems: list[Problem] = []
    stage = wanted or _stage(node.get("stage"), problems)
    brought, above = _brought(node.get("stages"), stage, problems)
    candidate = _candidate(node, stage, bool(wanted), problems)
    party = Party(candidate.name, "", candidate.address) if candidate else None
    from sitegen.imprint import read as imprints

    below = imprints.laid_over(node.get("imprint"), above)
    declared, found = imprints.imprint(below, language, party)
    problems += found
    made = replace(brought, stage=stage, candidate=candidate, imprint=declared)
    problems += _unplaced(made)
    statement, changes = _statement(made, dates.day(now, timezone), cache)
    problems += statement.problems
    return replace(made,
        statement=replace(statement, problems=()),
        changes=dates.midnight(changes, timezone) if changes else "",
    ), tuple(problems)  # fmt: skip


def _stage(node: Node | None, problems: list[Problem]) -> str:
    if node is None or (isinstance(node, Text) and not node.value.strip()):
        return stages.STANDARD
    place = Span(PATH, node.line, node.column)
    if not isinstance(node, Text):
        problems.append(Problem("value-kind", '"stage" must be the name of a stage.', place,
            f"Write for example:  stage: {stages.STANDARD}. What each stage brings goes below  "
            "stages:"))  # fmt: skip
        return stages.STANDARD
    found = stages.find(node.value)
    if not found:
        problems.append(stages.unknown(node.value, place))
    return found or stages.STANDARD


def _brought(
    node: Node | None, stage: str, problems: list[Problem]
) -> tuple[Staging, Node | None]:
    """What the site says of its stage, and the imprint that is laid over in it."""
    made, above = Staging(), None
    if node is None or (isinstance(node, Text) and not node.value.strip()):
        return made, above
    if not isinstance(node, Map):
        problems.append(Problem("value-kind", '"stages" must be a group with the name of a stage '
            "on each line, and what it brings indented below it.",
            Span(PATH, node.line, node.column),
            "Write for example:  archive: {link: https://example.org}"))  # fmt: skip
        return made, above
    for key, value in node.entries:
        name = stages.find(key.value)
        if not name:
            problems.append(stages.unknown(key.value, Span(PATH, key.line, key.column)))
            continue
        checked = schema.check(value, _STAGE, PATH, f"stages.{key.value}.")
        problems += checked.problems  # of every stage: a mistake should not wait for its day
        own = checked.values
        ask = parse.ask(
            own["ask"], checked.lines.get(f"stages.{key.value}.ask", 0), PATH, problems
        )
        if name == stage:
            above = value.get("imprint") if isinstance(value, Map) else None
            made = Staging(
                banner=" ".join(own["banner"].split()),
                link=own["link"]["to"].strip(),
                link_title=own["link"]["title"].strip(),
                date=own["date"][:10],
                ask=ask,
                only=tuple(page.strip() for page in own["only"] if page.strip()),
                line=key.line,
            )
    return made, above


def _candidate(node: Map, stage: str, looking: bool, problems: list[Problem]) -> Candidate | None:
    """The candidate that the stage shows. One who is not shown yet is checked all the same."""
    written = node.get("candidate")
    checked = schema.check(written, CANDIDATE, PATH, "candidate.")
    problems += checked.problems
    made = Candidate(**{key: " ".join(text.split()) for key, text in checked.values.items()})
    line = written.line if written is not None else 0
    of_stage = node.get("stage")
    if stage == "candidate" and not made.name:
        place = Span(PATH, line or (of_stage.line if of_stage is not None else 1))
        problems.append(Problem("candidate-missing", "The site is in the stage candidate and does "
            "not say who that is.", place,
            "Write for example:  candidate: {name: Ana Ruiz, office: Mayor, area: Anytown}"))  # fmt: skip
    if made.name and of_stage is None and not looking:
        problems.append(Problem("stage-missing", "There is a candidate but no stage, so only the "
            "movement's name is shown.", Span(PATH, line),
            "Add a line:  stage: candidate, or  stage: movement  while it is not public.",
            "warning"))  # fmt: skip
    return made if made.name and stage in stages.WITH_CANDIDATE else None


def _unplaced(made: Staging) -> tuple[Problem, ...]:
    """Worth knowing where an election is near: whose law the imprint is for is not said."""
    declared = made.imprint
    near = made.stage in ("candidate", "polling-day") or declared.who or declared.paid_ads
    if declared.jurisdictions or not near or "jurisdiction" in dict(declared.lines):
        return ()
    from sitegen.imprint import packs

    return (Problem("imprint-place", "The imprint does not say whose election law it is for, so "
        "nothing is checked.", declared.at(),
        f"Write below imprint:  jurisdiction: and one of {', '.join(packs.ALIASES)}, or none.",
        "info"),)  # fmt: skip


def _statement(made: Staging, today: str, cache: Cache) -> tuple[Statement, str]:
    """The statement for pages, with advice on the stage, and the next day with other rules."""
    declared = made.imprint
    if declared.is_text:
        from sitegen import imprint

        return imprint.statement(declared, made.stage, "page", today), ""
    name = digest("staging", declared, made.stage, bool(made.only), today)
    stored = cache.get_value("imprint", name, tuple[Statement, str])
    if stored is None:
        from sitegen import imprint

        found = imprint.statement(declared, made.stage, "page", today)
        advice = () if made.only else imprint.freeze(declared, made.stage, today)
        stored = (replace(found, problems=(*found.problems, *advice)),
                  imprint.changes(declared, today))  # fmt: skip
        cache.put_value("imprint", name, stored)
    return stored
