#!/usr/bin/env python3
"""Measure sitegen beside other generators: the same content, themes with the same parts.

    python bench/run.py install                      puts the peers into the work folder
    python bench/run.py run --sizes 20,200,1000      measures, prints Markdown, writes results.json
    python bench/run.py show                         prints the tables again

Every build is a whole process, timed from its start to its end. Figures are medians; the peers
take turns, so that whatever slows the machine down meets all of them. A figure counts only where
the output is right: pages are counted, and an edited page must carry the edit.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median

import corpus
import peers
import report


class WrongOutputError(Exception):
    """A build failed, or did not write what it should have."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds of wall and of CPU, peak MiB, and the machine's share others took."""

    wall: float
    cpu: float
    peak: float
    others: float


# Measuring ------------------------------------------------------------------------------------


def _busy() -> tuple[float, float]:
    """CPU seconds used by anything since boot, and those there were; zeros where unknown."""
    try:
        first = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0]
    except OSError:
        return 0.0, 0.0
    ticks = [int(word) / os.sysconf("SC_CLK_TCK") for word in first.split()[1:9]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for listed in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in listed.read_text(encoding="ascii").split():
                yield from _tree(int(child))


def _memory(pid: int) -> float:
    """MiB that this process and its descendants hold now, shared pages counted once."""
    total = 0.0
    for one in _tree(pid):
        with suppress(OSError, ProcessLookupError):
            text = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            total += sum(int(size) for size in re.findall(r"^Pss:\s+(\d+)", text, re.M)) / 1024
    return total


def timed(argv: tuple[str, ...], cwd: Path, env: dict[str, str], watch: bool = False) -> Run:
    """Run a command to its end. Watching its memory costs time: such a run is not for timing."""
    peak = 0.0
    with tempfile.TemporaryFile() as log:
        busy, ticks = _busy()
        start = time.perf_counter()
        child = subprocess.Popen(
            argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        alarm = threading.Timer(900, child.kill)
        alarm.start()
        done, status, usage = os.wait4(child.pid, os.WNOHANG if watch else 0)
        while not done:
            peak = max(peak, _memory(child.pid))
            time.sleep(0.02)
            done, status, usage = os.wait4(child.pid, os.WNOHANG)
        wall = time.perf_counter() - start
        alarm.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        now, now_ticks = _busy()
        if child.returncode:
            log.seek(0)
            said = log.read().decode(errors="replace")[-1200:]
            raise WrongOutputError(f"{Path(argv[0]).name} ended with {child.returncode}: {said}")
    cpu = usage.ru_utime + usage.ru_stime
    largest = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    others = max(0.0, now - busy - cpu) / max(now_ticks - ticks, 0.02)
    return Run(wall, cpu, max(peak, largest), others)


def check(peer: peers.Peer, project: Path, pages: tuple[corpus.Page, ...]) -> tuple[int, int]:
    """HTML files and bytes written; raises unless every page and part of the site is there."""
    out = project / peer.output
    missing = [page.address for page in pages if not peer.target(project, page).is_file()]
    if missing:
        raise WrongOutputError(f"{len(missing)} pages are missing, such as {missing[0]}")
    page = pages[3]  # neither the first nor the last of its section
    text = peer.target(project, page).read_text(encoding="utf-8")
    listing = out / page.section / "index.html"
    tag = out / "tags" / page.tags[0] / "index.html"
    parts = {
        "title": page.title in text,
        "navigation": "<nav" in text,
        "form": corpus.FORM in text,
        "previous and next": 'rel="prev"' in text and 'rel="next"' in text,
        "table": "<table" in text,
        "list in a list": bool(re.search(r"<li>(?:(?!</li>).)*<ul", text, re.S)),
        "picture": "<img" in text and any(out.rglob("photo-0*.png")),
        "style": any(out.rglob("*.css")),
        "section list": listing.is_file() and page.slug in listing.read_text(encoding="utf-8"),
        "tag page": tag.is_file() and page.slug in tag.read_text(encoding="utf-8"),
        "sitemap": (out / "sitemap.xml").is_file(),
        "feed": "<title" in (out / "feed.xml").read_text()
        if (out / "feed.xml").exists()
        else False,
    }
    if lacks := [name for name, there in parts.items() if not there]:
        raise WrongOutputError(f"the site lacks: {', '.join(lacks)}")
    files = [path for path in out.rglob("*") if path.is_file()]
    return sum(path.suffix == ".html" for path in files), sum(f.stat().st_size for f in files)


def edit(peer: peers.Peer, project: Path, page: corpus.Page) -> str:
    """Add a paragraph that has never been there; returns a word of it."""
    word = f"edit{time.time_ns()}"
    text = peer.text(page, f"\nNews from the square: {word}.\n")
    peer.source(project, page).write_text(text, encoding="utf-8")
    return word


def once(
    peer: peers.Peer, scenario: str, project: Path, page: corpus.Page, watch: bool = False
) -> Run:
    """One build of a kind: "cold", "unchanged" or "edit"; the last two want an earlier build."""
    if scenario == "cold":
        peer.clean(project)
        return timed(peer.build, project, peer.environ(project), watch)
    word = edit(peer, project, page) if scenario == "edit" else ""
    run = timed(peer.rebuild or peer.build, project, peer.environ(project, warm=True))
    if word not in peer.target(project, page).read_text(encoding="utf-8"):
        raise WrongOutputError("the rebuilt page lacks the edit")
    return run


def builds(
    able: list[peers.Peer], sites: Path, pages: tuple[corpus.Page, ...], scenario: str, runs: int
) -> Iterator[report.Cell]:
    """Builds of one kind, in turns; the first turn only warms up and looks at memory."""
    page = pages[len(pages) // 2]
    taken: dict[str, list[Run]] = {peer.name: [] for peer in able}
    facts: dict[str, tuple[int, int, float]] = {}
    failed: dict[str, str] = {}
    for turn in range(runs + 1):
        for peer in (peer for peer in able if peer.name not in failed):
            project = sites / f"{peer.name}-{len(pages)}"
            try:
                if turn:
                    taken[peer.name].append(once(peer, scenario, project, page))
                    continue
                if scenario == "unchanged":  # a first build with whatever warm builds rely on
                    peer.clean(project)
                    timed(peer.build, project, peer.environ(project, warm=True))
                run = once(peer, scenario, project, page, watch=scenario == "cold")
                facts[peer.name] = (*check(peer, project, pages), run.peak)
            except (WrongOutputError, OSError) as problem:
                failed[peer.name] = str(problem)
                print(f"{peer.name}, {scenario}, {len(pages)}: {problem}", file=sys.stderr)
    for peer in able:
        got = taken[peer.name]
        files, size, peak = facts.get(peer.name, (0, 0, 0.0))
        yield report.Cell(
            peer.name,
            scenario,
            len(pages),
            tuple(round(run.wall, 4) for run in got),
            round(median(run.cpu for run in got), 4) if got else 0.0,
            round(max(peak, median(run.peak for run in got)), 1) if got else 0.0,
            round(median(run.others for run in got), 3) if got else 0.0,
            files,
            size,
            failed.get(peer.name, ""),
        )


# The preview ----------------------------------------------------------------------------------


def _served(port: int, address: str) -> str:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        link.request("GET", address)
        return link.getresponse().read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        link.close()


def _wait(port: int, address: str, word: str, start: float, limit: float = 90) -> float:
    while word not in _served(port, address):
        if time.perf_counter() - start > limit:
            raise WrongOutputError(f"{address} is not served, or without the edit")
        time.sleep(0.01)
    return time.perf_counter() - start


@contextmanager
def _server(peer: peers.Peer, project: Path) -> Iterator[int]:
    """The peer's own preview server, in a process group of its own, which is ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    argv = [word.format(port=port) for word in peer.serve]
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(
        argv,
        cwd=project,
        env=peer.environ(project),
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
    )
    try:
        yield port
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(child.pid, number)
            with suppress(subprocess.TimeoutExpired):
                child.wait(3)


def preview(
    peer: peers.Peer, sites: Path, pages: tuple[corpus.Page, ...], runs: int
) -> report.Cell:
    """From saving a page's text to the moment when the served page has the change."""
    project, page = sites / f"{peer.name}-{len(pages)}-preview", pages[len(pages) // 2]
    peer.prepare(project, pages)
    seconds: list[float] = []
    failed = ""
    try:
        with _server(peer, project) as port:
            _wait(port, page.address, page.title, time.perf_counter())
            time.sleep(2)  # a watcher needs a moment before it sees changes
            for turn in range(runs + 1):
                start = time.perf_counter()
                took = _wait(port, page.address, edit(peer, project, page), start)
                seconds += [round(took, 4)] if turn else []
                time.sleep(1 + min(took, 2))  # until a rebuild behind the answer has ended
    except (WrongOutputError, OSError) as problem:
        failed = str(problem)
        print(f"{peer.name}, preview, {len(pages)}: {problem}", file=sys.stderr)
    shutil.rmtree(project, ignore_errors=True)
    return report.Cell(peer.name, "preview", len(pages), tuple(seconds), failed=failed)


# The commands ---------------------------------------------------------------------------------


def machine() -> str:
    """What kind of machine this is, without its name."""
    model, memory = platform.machine(), ""
    with suppress(OSError):
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
        model = found[1].strip() if found else model
        amount = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
        memory = f", {amount:.0f} GiB"
    return f"{os.cpu_count()} cores, {model}{memory}, {platform.system()}"


def versions(able: list[peers.Peer], work: Path) -> dict[str, str]:
    said = {"python": platform.python_version()}
    commands = {peer.name: (peer.version, peer.environ(work)) for peer in able}
    if shutil.which("node"):
        commands["node"] = (("node", "--version"), dict(os.environ))
    for name, (argv, env) in commands.items():
        done = subprocess.run(argv, capture_output=True, text=True, env=env, check=False)
        found = re.search(r"\d+\.\d+[\w.]*", done.stdout + done.stderr)
        said[name] = found[0] if found else "unknown"
    return said


def measure(args: argparse.Namespace) -> None:
    named = args.peers.split(",") if args.peers else []
    table = [peer for peer in peers.table(args.work) if not named or peer.name in named]
    able = [peer for peer in table if peers.installed(peer)]
    for peer in (peer for peer in table if peer not in able):
        print(f"{peer.name} is not here and is left out", file=sys.stderr)
    data, today = report.read(args.json), date.today().isoformat()
    if data["machine"] != machine():  # figures of two machines do not belong together
        data["results"] = []
    data |= {"date": today, "machine": machine(), "notes": {}}
    data["versions"] |= versions(able, args.work)
    data["notes"] = {peer.name: peer.note for peer in peers.table(args.work)}

    def keep(cell: report.Cell) -> None:
        new = asdict(cell) | {"date": today}
        old = [row for row in data["results"] if report.key(row) != report.key(new)]
        data["results"] = [*old, new]
        args.json.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        print(
            f"{cell.pages:>6} {cell.scenario:<10} {cell.peer:<16} {cell.seconds}", file=sys.stderr
        )

    sites = args.work / "sites"
    shutil.rmtree(sites, ignore_errors=True)
    for size in map(int, args.sizes.split(",")):
        pages = corpus.pages(size)
        for peer in able:
            peer.prepare(sites / f"{peer.name}-{size}", pages)
        for scenario in ("cold", "unchanged", "edit"):
            for cell in builds(able, sites, pages, scenario, args.runs):
                keep(cell)
        for peer in able:
            shutil.rmtree(sites / f"{peer.name}-{size}", ignore_errors=True)
            keep(preview(peer, sites, pages, args.runs))
    print(report.markdown(data))


def main() -> None:
    default = Path(os.environ.get("BENCH_WORK") or Path(tempfile.gettempdir(), "sitegen-bench"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("action", choices=("install", "run", "show"))
    parser.add_argument("--work", type=Path, default=default, help="folder for peers and sites")
    parser.add_argument("--sizes", default="20,200,1000", help="pages per site, each at least 5")
    parser.add_argument("--runs", type=int, default=5, help="how many each median is taken from")
    parser.add_argument("--peers", default="", help="only these, by commas")
    parser.add_argument("--json", type=Path, default=peers.HERE / "results.json")
    args = parser.parse_args()
    args.work = args.work.resolve()
    args.work.mkdir(parents=True, exist_ok=True)
    if args.action == "install":
        peers.install(args.work)
    elif args.action == "run":
        measure(args)
    else:
        print(report.markdown(report.read(args.json)))


if __name__ == "__main__":
    main()
