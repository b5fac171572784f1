#!/usr/bin/env python3
"""Where the time of a cold sitegen build goes: imports, stages, rooms, functions.

    python bench/profile.py --pages 200
    python bench/profile.py --pages 200 --theme default

The build is timed undisturbed first. Imports are timed by the interpreter itself; everything else
by cProfile, which makes small functions look dearer than they are, so only its shares mean
something. Profiled builds are held to one processor: sitegen then starts no helper processes,
whose work the profiler would not see. Nothing here may import a module that imports the standard
library's ``profile``, for this file would be found in its place.
"""

from __future__ import annotations

import argparse
import os
import pstats
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

import corpus
import peers

Function = tuple[str, int, str]  # file, line, name
Seconds = defaultdict[str, float]
ROOM = re.compile(r"/sitegen/(\w+)(?:\.py|/)")
LIBRARY = re.compile(r"/(?:site|dist)-packages/(\w+)")


def group(function: Function) -> str:
    """Whose code a function is, as far as its file tells."""
    path, _, name = function
    path = path.replace("\\", "/")
    if path.startswith("<frozen importlib") or name == "<module>":
        return "imports"
    if path.startswith(peers.HERE.parent.as_posix()) and (room := ROOM.search(path)):
        return f"sitegen {room[1]}"
    if library := LIBRARY.search(path):
        return library[1]
    if path.endswith(".html") or path == "<template>":
        return "templates, compiled"
    return "built in" if path == "~" else "standard library"


def cold(peer: peers.Peer, project: Path, *before: str) -> tuple[float, str]:
    """One cold build by ``python *before -m sitegen build``: seconds, and what it said."""
    peer.clean(project)
    argv = (sys.executable, *before, *peer.build[1:])
    start = time.perf_counter()
    done = subprocess.run(
        argv, cwd=project, env=peer.environ(project), capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"the build failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
    return took, done.stderr


def imports(said: str) -> Seconds:
    """By top package, from what ``-X importtime`` prints."""
    spent: Seconds = defaultdict(float)
    for own, name in re.findall(r"^import time:\s+(\d+) \|\s+\d+ \| *([\w.]+)", said, re.M):
        spent[name.split(".")[0]] += int(own) / 1e6
    return spent


def short(function: Function) -> str:
    path, line, name = function
    return name if path == "~" else f"{'/'.join(Path(path).parts[-2:])}:{line} {name}"


def most(spent: Seconds, count: int) -> list[tuple[str, float]]:
    return sorted(spent.items(), key=lambda item: -item[1])[:count]


def table(title: str, rows: list[tuple[str, float]], total: float, unit: float = 1.0) -> None:
    print(f"\n| {title} | ms | share |\n| --- | ---: | ---: |")
    for name, seconds in rows:
        print(f"| {name.replace('|', '')} | {seconds * unit * 1000:.1f} | {seconds / total:.1%} |")


def report(stats: Any, wall: float) -> None:
    """Tables from a profile; ``wall`` is the undisturbed time that its shares are applied to."""
    stages: Seconds = defaultdict(float)
    rooms: Seconds = defaultdict(float)
    own: Seconds = defaultdict(float)
    for function, (_, _, inside, _, callers) in stats.items():
        where = group(function)
        own[short(function)] += inside
        if where not in ("built in", "standard library"):
            rooms[where] += inside
        for caller, (_, _, inside_here, through, *_) in callers.items():
            if group(caller) == "sitegen build" and where.startswith("sitegen ") != (
                where == "sitegen build"
            ):
                stages[f"{where}: {function[2]}"] += through
            if where in ("built in", "standard library"):  # what it is used for says more
                rooms[group(caller)] += inside_here
        if not callers and where in ("built in", "standard library"):
            rooms[where] += inside
    total = sum(own.values())
    scale = wall / total
    table("Stage, as called by build", most(stages, 25), total, scale)
    table("Own code, with the built-ins it calls", most(rooms, 18), total, scale)
    table("Function itself", most(own, 25), total, scale)


def main() -> None:
    default = Path(os.environ.get("BENCH_WORK") or Path(tempfile.gettempdir(), "sitegen-bench"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--work", type=Path, default=default, help="folder for the project")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--theme", choices=("small", "default"), default="small")
    parser.add_argument("--keep", type=Path, help="keep the profile here, for pstats or a viewer")
    args = parser.parse_args()
    work = args.work.resolve()
    name = "sitegen" if args.theme == "small" else "sitegen-default"
    peer = next(peer for peer in peers.table(work) if peer.name == name)
    if not peers.installed(peer):
        raise SystemExit("sitegen cannot be started from here yet")
    project = work / "sites" / f"profile-{name}-{args.pages}"
    peer.prepare(project, corpus.pages(args.pages))
    cold(peer, project)  # warms the disk's cache and writes the interpreter's own
    free = median(cold(peer, project)[0] for _ in range(3))
    print(f"{args.pages} pages, {name}: {free:.3f} s cold on {os.cpu_count()} cores", end="")
    wall = free
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        wall = median(cold(peer, project)[0] for _ in range(3))
        print(f", {wall:.3f} s on one", end="")
    print(". Shares below are of the build on one.")
    spent = imports(cold(peer, project, "-X", "importtime")[1])
    every = sum(spent.values())
    table("Imports, by package", [("all", every), *most(spent, 12)], wall)
    with tempfile.TemporaryDirectory() as folder:
        kept = (args.keep or Path(folder, "cold.prof")).resolve()
        cold(peer, project, "-m", "cProfile", "-o", str(kept))
        report(pstats.Stats(str(kept)).stats, wall)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
