"""What docs/publish.md tells people to copy is complete and names what exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from sitegen import __version__, hosts
from sitegen.hosts import cloudflare_pages

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "publish.md").read_text("utf-8")


def workflow() -> dict[Any, Any]:
    """The workflow for GitHub Pages as data."""
    import yaml

    found = re.search(r"^```yaml\n(name: Publish.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None
    data = yaml.safe_load(found[1])
    assert isinstance(data, dict)
    return data


def test_every_host_is_in_the_table() -> None:
    named = re.findall(r"^\|[^|]*\|[^|]*\| `host: ([a-z-]+)`", TEXT, re.MULTILINE)
    assert sorted(named) == sorted(host.name for host in hosts.TABLE)


def test_the_workflow_builds_strictly_and_publishes_the_output() -> None:
    jobs = workflow()["jobs"]
    steps = jobs["build"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [
        'python -m pip install "$SITEGEN"',
        "sitegen build --strict",
    ]
    assert steps[-1]["uses"].startswith("actions/upload-pages-artifact@")
    assert steps[-1]["with"] == {"path": "output"}
    assert jobs["deploy"]["needs"] == "build"
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_the_workflow_runs_on_changes_daily_and_by_hand() -> None:
    triggers = workflow()[True]  # YAML 1.1 reads the word "on" as true
    assert list(triggers) == ["push", "schedule", "workflow_dispatch"]
    assert re.fullmatch(r"[1-9]\d? \d+ \* \* \*", triggers["schedule"][0]["cron"])


def test_the_version_to_install_is_this_one() -> None:
    versions = set(re.findall(r"/sitegen@v([\d.]+\d)", TEXT))
    assert versions == {__version__}


def test_netlifys_file_is_valid_and_publishes_the_output() -> None:
    found = re.search(r"^```toml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None
    build = tomllib.loads(found[1])["build"]
    assert build["publish"] == "output"
    assert build["command"].endswith("&& sitegen build --strict")


def test_the_limits_named_are_the_limits_kept() -> None:
    assert f"{cloudflare_pages.REDIRECTS:,} redirects" in TEXT
    assert f"{cloudflare_pages.REDIRECT_LENGTH:,} characters each" in TEXT
    assert f"{cloudflare_pages.HEADER_RULES} header rules" in TEXT


def test_every_file_a_host_writes_is_explained() -> None:
    site = hosts.HostInput(
        url="https://group.example", redirects=(("/a/", "/b/"),), fingerprinted_prefix="/assets/"
    )
    for host in hosts.TABLE:
        for path, _ in host.files(site):
            assert f"`{path}`" in TEXT
