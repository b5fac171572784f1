"""The benchmark measures sites that sitegen builds without a problem."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
PREPARE = """
import sys, pathlib
sys.path.insert(0, sys.argv[1])
import corpus, peers
work = pathlib.Path(sys.argv[2])
peer = next(one for one in peers.table(work) if one.name == sys.argv[3])
peer.prepare(work / "site", corpus.pages(20))
"""


@pytest.mark.parametrize("peer", ["sitegen", "sitegen-default"])
def test_sitegen_builds_its_benchmark_sites(tmp_path: Path, peer: str) -> None:
    subprocess.run([sys.executable, "-c", PREPARE, BENCH, tmp_path, peer], check=True)
    site = tmp_path / "site"
    command = [sys.executable, "-m", "sitegen", "build", "--json"]
    built = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
    problems = json.loads(built.stdout)["problems"]
    assert [] == [each for each in problems if each["level"] != "info"]
    assert len(list((site / "output").rglob("index.html"))) > 20
