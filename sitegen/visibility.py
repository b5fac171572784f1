"""Which documents are shown today, and why the others are not.

No page vanishes silently: what is left out is named with its reason. Now is an option, never a
clock; where a page lies, or would lie, is not known here.
"""

from __future__ import annotations

import datetime

from msgspec import Struct

from sitegen import dates, events, stages
from sitegen.config import Config
from sitegen.model import Document, Options
from sitegen.problems import Problem, Span


class Hidden(Struct, frozen=True):
    """A page that is not built, and why. ``stage`` is a stage of the campaign that shows it."""

    path: str
    reason: str
    until: str = ""
    stage: str = ""


def sift(
    documents: tuple[Document, ...], config: Config, options: Options
) -> tuple[list[Document], tuple[Hidden, ...], str, list[Problem]]:
    """Shown documents, hidden ones with the reason, and the next instant that changes either, or
    the law of the imprint."""
    problems: list[Problem] = []
    now = datetime.datetime.fromisoformat(options.now)
    shown: list[Document] = []
    hidden: list[Hidden] = []
    next_change: datetime.datetime | None = None
    zone = _zone(config, problems)
    paths = {doc.path for doc in documents}
    for doc in documents:
        reason = until = ""
        folder, name = doc.path.rsplit("/", 1)
        if name.rsplit(".", 1)[0].lower() == "readme" and not paths.isdisjoint(
            (f"{folder}/index.md", f"{folder}/_index.md")
        ):
            hidden.append(Hidden(doc.path, "another file is the page of its folder"))
            continue
        left_out = out_of_stage(doc, config)
        if left_out is not None:
            hidden.append(left_out)
            continue
        if doc.draft:
            reason = "it is a draft"
        elif doc.publish or doc.expires:
            opens, closes = _instant(doc.publish, zone), _instant(doc.expires, zone)
            if opens and closes and closes <= opens:
                problems.append(Problem("expires-early",
                    "This page would expire before it is published.",
                    Span(doc.path, doc.line("expires")), "Correct publish or expires."))  # fmt: skip
            for instant in (opens, closes):
                if instant and instant > now and (next_change is None or instant < next_change):
                    next_change = instant
            if opens and now < opens:
                reason, until = f"it is to be published on {doc.publish}", doc.publish
            elif closes and now >= closes:
                reason = f"it expired on {doc.expires}"
        if reason and not options.drafts:
            hidden.append(Hidden(doc.path, reason, until))
        else:
            shown.append(doc)
    boundary = next_change.astimezone(datetime.UTC).isoformat() if next_change else ""
    boundary = min(filter(None, (boundary, config.staging.changes)), default="")
    return shown, tuple(hidden), boundary, problems


def past(
    documents: list[Document], config: Config, options: Options
) -> tuple[tuple[str, ...], str]:
    """The paths of events that are over, and the next instant at which another one will be."""
    now = datetime.datetime.fromisoformat(options.now)
    found = []
    following: datetime.datetime | None = None
    for doc in documents:
        when = events.when(dict(doc.fields), config.timezone)
        if when is None:
            continue
        if when.over <= now:
            found.append(doc.path)
        elif following is None or when.over < following:
            following = when.over
    boundary = following.astimezone(datetime.UTC).isoformat() if following else ""
    return tuple(found), boundary


def out_of_stage(doc: Document, config: Config) -> Hidden | None:
    """Why the stage of the campaign does not show a page; None where it does."""
    stage, only = config.staging.stage, config.staging.only
    if not stages.applies(doc.stages, stage):
        listed = " and ".join(filter(None, (", ".join(doc.stages[:-1]), doc.stages[-1])))
        reason = f"it is for the stage {listed}, and the site is in the stage {stage}"
        return Hidden(doc.path, reason, stage=doc.stages[0])
    if only and not any(_named(doc.path, name) for name in only):
        return Hidden(doc.path, f"the stage {stage} shows only the pages that site.yaml names for "
                      "it", stage=stages.STANDARD if stage != stages.STANDARD else "candidate")  # fmt: skip
    return None


def _named(path: str, name: str) -> bool:
    """Whether a page, or a folder with all its pages, is meant by a name in site.yaml."""
    name = name.removeprefix("/").removeprefix("content/")
    inner = path.removeprefix("content/")
    stem = inner.rsplit(".", 1)[0]
    if name.endswith("/"):
        return inner.startswith(name)
    return name in (inner, stem, stem.removesuffix("/index")) or inner.startswith(f"{name}/")


def _instant(text: str, zone: datetime.tzinfo) -> datetime.datetime | None:
    """ISO text as an instant; without a zone of its own it is in the site's."""
    if not text:
        return None
    stamp = datetime.datetime.fromisoformat(text)
    return stamp if stamp.tzinfo is not None else stamp.replace(tzinfo=zone)


def _zone(config: Config, problems: list[Problem]) -> datetime.tzinfo:
    found = dates.zone(config.timezone)
    if found is None:
        problems.append(Problem("timezone-unknown",
            f'"{config.timezone}" is not a time zone.',
            Span("content/site.yaml", config.line("timezone")),
            "Use a name such as Europe/London or America/New_York."))  # fmt: skip
    return found or datetime.UTC
