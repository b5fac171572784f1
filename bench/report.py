"""What the figures say: tables of seconds and ratios, and whether sitegen's targets hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

JUDGED = 1000  # pages at which the targets are meant
SCENARIOS = ("cold", "unchanged", "edit", "preview")
HEADINGS = ("Cold", "No change", "One edit", "Saved to served")
OURS = ("sitegen", "sitegen-default")
DISTURBED = 0.2


@dataclass(frozen=True, slots=True)
class Cell:
    """All runs of one peer in one scenario at one size."""

    peer: str
    scenario: str
    pages: int
    seconds: tuple[float, ...]
    cpu: float = 0.0
    peak_mib: float = 0.0
    others: float = 0.0  # share of the machine that other processes took meanwhile
    html_files: int = 0
    bytes: int = 0
    failed: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """``value`` is sitegen's figure, or how many times a peer's figure is sitegen's."""

    says: str
    scenario: str
    against: str  # a peer, "hugo's best" build, or "" for a limit in seconds
    bound: float


TARGETS = (
    Target("cold, at least 2 x as fast as Pelican", "cold", "pelican", 2),
    Target("cold, at least 2 x as fast as MkDocs", "cold", "mkdocs", 2),
    Target("cold, faster than Eleventy", "cold", "eleventy", 1),
    Target("cold, at most 2.5 x the time of Hugo", "cold", "hugo", 1 / 2.5),
    Target("no change, at least 3 x as fast as a full Hugo build", "unchanged", "hugo's best", 3),
    Target("one edit, at least 3 x as fast as a full Hugo build", "edit", "hugo's best", 3),
    Target("saved to served in under 0.150 s", "preview", "", 0.150),
    Target("peak memory below Eleventy's", "memory", "eleventy", 1),
)


def read(path: Path) -> dict[str, Any]:
    if path.is_file():
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found
    return {"date": "", "machine": "", "versions": {}, "notes": {}, "results": []}


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["pages"], row["scenario"], row["peer"]


class Figures:
    """The results of one size; a figure is 0 where there is none."""

    def __init__(self, rows: list[dict[str, Any]], pages: int) -> None:
        self.rows = {(row["peer"], row["scenario"]): row for row in rows if row["pages"] == pages}
        self.peers = tuple(dict.fromkeys(peer for peer, _ in self.rows))

    def figure(self, peer: str, scenario: str) -> float:
        if peer == "hugo's best":  # each of Hugo's builds is a full one, so the best is meant
            had = [self.figure("hugo", name) for name in ("cold", "unchanged", "edit")]
            return min([one for one in had if one], default=0.0)
        row = self.rows.get((peer, "cold" if scenario == "memory" else scenario))
        if not row or row["failed"] or not row["seconds"]:
            return 0.0
        return float(row["peak_mib"] if scenario == "memory" else median(row["seconds"]))

    def seconds(self, peer: str, scenario: str) -> str:
        value = self.figure(peer, scenario)
        if not value:
            return "failed" if self.rows.get((peer, scenario), {}).get("failed") else "-"
        row = self.rows[peer, scenario]
        mark = " \\*" if row["others"] > DISTURBED else ""
        return f"{value:.3f} ({min(row['seconds']):.3f} to {max(row['seconds']):.3f}){mark}"

    def shown_ratio(self, ours: str, peer: str, scenario: str) -> str:
        value = self.ratio(ours, peer, scenario)
        return f"{value:.2f}" if value else "-"

    def ratio(self, ours: str, peer: str, scenario: str) -> float:
        mine, theirs = self.figure(ours, scenario), self.figure(peer, scenario)
        return theirs / mine if mine else 0.0

    def verdict(self, target: Target, ours: str) -> str:
        if not target.against:
            value = self.figure(ours, target.scenario)
            shown, holds = f"{value:.3f} s", value < target.bound
        else:
            value = self.ratio(ours, target.against, target.scenario)
            shown = f"{value:.2f} x"
            holds = value > 1 if target.bound == 1 else value >= target.bound
        return f"{shown}, {'holds' if holds else '**missed**'}" if value else "not measured"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines] + [""]


def _size(got: Figures, pages: int, said: dict[str, str]) -> list[str]:
    days = " and ".join(sorted({row["date"] for row in got.rows.values()}))
    lines = [f"## {pages} pages", "", f"Seconds: median (least to most). Measured {days}.", ""]
    rows = []
    for peer in got.peers:
        cold = got.rows.get((peer, "cold"), {})
        rows.append(
            (
                f"{peer} {said.get(peer, '')}",
                *(got.seconds(peer, scenario) for scenario in SCENARIOS),
                f"{got.figure(peer, 'memory'):.0f}",
                str(cold.get("html_files", "-")),
                f"{cold.get('bytes', 0) / 1e6:.1f}",
            )
        )
    lines += _table(("Generator", *HEADINGS, "Peak MiB", "HTML files", "MB"), rows)
    for ours in (name for name in OURS if name in got.peers):
        lines += [f"How many times each figure is that of {ours} (above 1: {ours} is better).", ""]
        rows = [
            (peer, *(got.shown_ratio(ours, peer, name) for name in (*SCENARIOS, "memory")))
            for peer in got.peers
            if peer not in OURS
        ]
        lines += _table(("Generator", *HEADINGS, "Peak memory"), rows)
    judged = "" if pages == JUDGED else f" (meant for {JUDGED} pages; here for orientation)"
    rows = [
        (target.says, *(got.verdict(target, ours) for ours in OURS))
        for target in TARGETS
        if any(ours in got.peers for ours in OURS)
    ]
    if rows:
        lines += [f"Targets{judged}:", ""]
        lines += _table(("Target", "sitegen, same small theme", "sitegen, default theme"), rows)
    return lines


def markdown(data: dict[str, Any]) -> str:
    """Everything that was measured, for people."""
    said = data["versions"]
    lines = [f"{data['date']}; {data['machine']}; Python {said.get('python', '?')}, "]
    lines[0] += f"Node {said.get('node', '?')}"
    lines.append("")
    for pages in sorted({row["pages"] for row in data["results"]}):
        lines += _size(Figures(data["results"], pages), pages, said)
    lines += [f"- {peer}: {note}" for peer, note in data["notes"].items()]
    if any(row["others"] > DISTURBED for row in data["results"]):
        lines.append(f"- \\* others took over {DISTURBED:.0%} of the machine meanwhile")
    return "\n".join(lines)
