"""``sitegen build``: its options, what it prints and its exit codes."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitegen import build, cli
from sitegen.terminal import Progress

HEAVY = ("PIL", "bs4", "coloraide", "jinja2", "markdown", "nh3", "resvg_py", "segno", "tornado",
         "uharfbuzz", "watchfiles", "yaml")  # fmt: skip


# Exit codes ---------------------------------------------------------------------------------


def test_a_fine_build_exits_with_0_and_says_what_to_open(project: Any, sitegen_main: Any) -> None:
    ran = sitegen_main("build", "-C", project.root)
    assert (0, "") == (ran.code, ran.err)
    assert ran.out.startswith("Built ")
    assert "output/index.html" in ran.out


def test_a_second_build_says_that_nothing_changed(project: Any, sitegen_main: Any) -> None:
    sitegen_main("build", "-C", project.root)
    ran = sitegen_main("build", "-C", project.root)
    assert ran.out.startswith("Nothing changed: ")


def test_problems_exit_with_1_and_name_file_line_column_and_a_hint(
    project: Any, sitegen_main: Any
) -> None:
    project.page("about.md", "See [us](contat.md).", title="About").page("contact.md", title="Us")
    ran = sitegen_main("build", "-C", project.root)
    assert 1 == ran.code
    assert "content/about.md:4:5: error: There is no page or file " in ran.err
    assert "[link-missing]\n    Did you mean " in ran.err
    assert "1 error. Nothing was written" in ran.err
    assert "" == ran.out


def test_a_failed_build_leaves_the_last_good_site(project: Any, sitegen_main: Any) -> None:
    sitegen_main("build", "-C", project.root)
    before = project.outputs()
    project.page("index.md", "See [us](nowhere.md).", title="New title")
    ran = sitegen_main("build", "-C", project.root)
    assert 1 == ran.code
    assert "the last good site is untouched" in ran.err
    assert before == project.outputs()


@pytest.mark.parametrize(("words", "said"), [
    ((), "sitegen build"),
    (("bild",), 'Did you mean "build"?'),
    (("build", "--stict"), 'Did you mean "--strict"?'),
    (("build", "-j", "many"), '"many" is not a number from 1 to 256'),
    (("build", "-j", "0"), '"0" is not a number from 1 to 256'),
    (("build", "--date", "soon"), "Write it like 2026-11-03"),
    (("build", "--base-url", "ht!tp:/x"), "Write it like https://example.org"),
    (("build", "-C"), "A value is missing after --project"),
    (("serve", "--port", "70000"), '"70000" is not a number from 0 to 65535'),
    (("new",), "DIR"),
    (("why",), "PAGE"),
])  # fmt: skip
def test_wrong_usage_exits_with_2_and_says_what_to_write(
    words: tuple[str, ...], said: str, sitegen_main: Any
) -> None:
    ran = sitegen_main(*words)
    assert 2 == ran.code
    assert said in ran.err
    assert "--help" in ran.err
    assert "" == ran.out


def test_a_bug_of_ours_exits_with_3_says_so_and_keeps_the_details(
    project: Any, sitegen_main: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a slip")

    monkeypatch.setattr(build, "run", crash)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ran = sitegen_main("build", "-C", project.root)
    assert (3, "") == (ran.code, ran.out)
    assert ran.err.startswith("This is a bug in sitegen, not a mistake of yours.")
    assert "Traceback" not in ran.err
    (details,) = tmp_path.glob("sitegen-bug-*.txt")
    assert str(details) in ran.err
    assert "ZeroDivisionError: a slip" in details.read_text()


def test_a_folder_without_a_site_is_left_as_it_was(empty: Any, sitegen_main: Any) -> None:
    ran = sitegen_main("build", "-C", empty.root)
    assert 1 == ran.code
    assert "holds no content/" in ran.err
    assert "sitegen new DIR" in ran.err
    assert [] == list(empty.root.iterdir())


def test_a_folder_that_does_not_exist_is_not_made(tmp_path: Path, sitegen_main: Any) -> None:
    for words in (("build",), ("serve",), ("why", "index.md")):
        ran = sitegen_main(words[0], "-C", tmp_path / "typo", *words[1:])
        assert 1 == ran.code
        assert "There is no such folder" in ran.err
    assert [] == list(tmp_path.iterdir())


def test_inside_the_content_folder_the_site_above_is_offered(project: Any, command: Any) -> None:
    ran = command("build", cwd=project.root / "content")
    assert 1 == ran.code
    assert "Add: -C .." in ran.err


# Options ------------------------------------------------------------------------------------


def test_json_is_all_that_stdout_gets_and_holds_each_problem_whole(
    project: Any, sitegen_main: Any
) -> None:
    project.page("about.md", "See [us](indx.md).", title="About", draft="false")
    project.page("later.md", "Not yet.", title="Later", draft="true")
    ran = sitegen_main("build", "--json", "-C", project.root)
    said = json.loads(ran.out)
    assert (1, "", False) == (ran.code, ran.err, said["ok"])
    (problem,) = said["problems"]
    assert {"level", "code", "message", "hint", "path", "line", "column"} == set(problem)
    assert ("error", "link-missing", "content/about.md", 5) == (
        problem["level"], problem["code"], problem["path"], problem["line"])  # fmt: skip
    assert problem["column"] > 0
    assert problem["hint"]
    assert [{"path": "content/later.md", "reason": "it is a draft"}] == said["hidden"]


def test_json_of_a_fine_build_counts_pages(project: Any, sitegen_main: Any) -> None:
    ran = sitegen_main("build", "--json", "-C", project.root)
    said = json.loads(ran.out)
    assert (0, True, []) == (ran.code, said["ok"], said["problems"])
    assert said["pages"] == said["rendered"] > 0
    assert said["written"] >= said["pages"]


def test_json_stays_json_where_there_is_no_site(empty: Any, sitegen_main: Any) -> None:
    ran = sitegen_main("build", "--json", "-C", empty.root)
    assert (1, ["site-missing"]) == (
        ran.code, [problem["code"] for problem in json.loads(ran.out)["problems"]])  # fmt: skip


def test_strict_stops_at_a_warning_and_plain_does_not(project: Any, sitegen_main: Any) -> None:
    project.page("about.md", "Hello.", titel="About")
    plain = sitegen_main("build", "-C", project.root)
    assert 0 == plain.code
    assert "warning: " in plain.err
    before = project.outputs()
    project.page("more.md", "More.", title="More")
    strict = sitegen_main("build", "--strict", "-C", project.root)
    assert 1 == strict.code
    assert "0 errors and 1 warning. Nothing was written" in strict.err
    assert before == project.outputs()


def test_drafts_are_named_without_the_option_and_built_with_it(
    project: Any, sitegen_main: Any
) -> None:
    project.page("secret.md", "Shh.", title="Secret", draft="true")
    ran = sitegen_main("build", "-C", project.root)
    assert "content/secret.md: not shown, because it is a draft" in ran.err
    assert not project.has("secret/index.html")
    ran = sitegen_main("build", "--drafts", "-C", project.root)
    assert "not shown" not in ran.err
    assert project.has("secret/index.html")


def test_the_date_decides_which_pages_are_due(project: Any, sitegen_main: Any) -> None:
    project.page("news.md", "New.", title="News", publish="2026-11-10")
    sitegen_main("build", "--date", "2026-11-09", "-C", project.root)
    assert not project.has("news/index.html")
    sitegen_main("build", "--date", "2026-11-10", "-C", project.root)
    assert project.has("news/index.html")


def test_the_base_url_replaces_the_sites_own(project: Any, sitegen_main: Any) -> None:
    sitegen_main("build", "--base-url", "https://other.example/repo/", "-C", project.root)
    assert 'href="https://other.example/repo/"' in project.out("index.html")
    assert "test.example" not in project.out("index.html")


def test_the_output_option_names_another_folder(
    project: Any, tmp_path_factory: pytest.TempPathFactory, sitegen_main: Any
) -> None:
    place = tmp_path_factory.mktemp("elsewhere") / "site"
    ran = sitegen_main("build", "-o", place, "-C", project.root)
    assert 0 == ran.code
    assert (place / "index.html").is_file()
    assert not (project.root / "output").exists()


def test_several_processes_make_the_same_bytes_as_one(
    project: Any, new_project: Any, sitegen_main: Any
) -> None:
    twin = new_project("twin")
    for number in range(60):
        project.page(f"page-{number}.md", f"Number *{number}*.", title=f"Page {number}")
    shutil.copytree(project.root / "content", twin.root / "content")
    sitegen_main("build", "-j", "1", "--date", "2026-11-03", "-C", project.root)
    sitegen_main("build", "-j", "3", "--date", "2026-11-03", "-C", twin.root)
    assert 60 < len(project.outputs())
    assert project.outputs() == twin.outputs()


def test_timings_go_to_stderr(project: Any, sitegen_main: Any) -> None:
    ran = sitegen_main("build", "--timings", "--json", "-C", project.root)
    assert json.loads(ran.out)["ok"]
    assert " ms  render" in ran.err


# Help ---------------------------------------------------------------------------------------


def _parsers() -> list[argparse.ArgumentParser]:
    parser = cli._parser()
    inner = [choice for action in parser._actions if isinstance(action.choices, dict)
             for choice in action.choices.values()]  # fmt: skip
    return [parser, *inner]


def test_every_command_and_option_is_explained() -> None:
    for parser in _parsers():
        assert parser.description, parser.prog
        for action in parser._actions:
            assert action.help or isinstance(action.choices, dict), action
            assert "%" not in (action.help or "")


@pytest.mark.parametrize("name", ["", "new", "serve", "build", "why"])
def test_help_fits_a_terminal_and_exits_with_0(
    name: str, sitegen_main: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = sitegen_main(*filter(None, (name,)), "--help")
    assert (0, "") == (ran.code, ran.err)
    assert max(len(line) for line in ran.out.splitlines()) <= 80
    for jargon in ("stdout", "CSP", "daemon", "namespace", "positional"):
        assert jargon not in ran.out or jargon == "positional"


def test_the_version_is_one_line(sitegen_main: Any) -> None:
    from sitegen import __version__

    ran = sitegen_main("--version")
    assert (0, f"sitegen {__version__}\n", "") == (ran.code, ran.out, ran.err)


# Speed of doing nothing ---------------------------------------------------------------------


@pytest.mark.parametrize("words", [("--version",), ("build",)])
def test_nothing_heavy_is_imported_for_the_version_or_a_build_with_nothing_to_do(
    words: tuple[str, ...], project: Any, process_environment: Any
) -> None:
    project.built()
    options = ["-C", str(project.root), "--date", "2026-11-03"] if words == ("build",) else []
    first = [sys.executable, "-m", "sitegen", *words, *options]
    subprocess.run(first, env=process_environment(), check=True, capture_output=True)
    code = (
        "import sys\nfrom sitegen import cli\n"
        f"code = cli.main({[*words, *options]!r})\n"
        f"print(code, sorted(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=process_environment(), check=True,
                          capture_output=True, text=True)  # fmt: skip
    assert "0 []" == done.stdout.splitlines()[-1]
    assert words != ("build",) or "Nothing changed" in done.stdout


# Terminals and pipes ------------------------------------------------------------------------


class _Screen:
    """A stream that says it is a terminal, or not."""

    def __init__(self, terminal: bool) -> None:
        self.terminal, self.closed, self.written = terminal, False, ""

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        """There is nothing to flush."""


def _watched(monkeypatch: pytest.MonkeyPatch, terminal: bool, seconds: float) -> str:
    """What a progress line shows during work of so many seconds in a hundred steps."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr("sitegen.terminal.time", SimpleNamespace(monotonic=lambda: clock.now))
    screen = _Screen(terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    bar = Progress()
    for step in range(1, 101):
        clock.now = seconds * step / 100
        bar("Making pages", step, 100)
    bar.clear()
    monkeypatch.undo()
    return screen.written


def test_long_work_shows_its_progress_on_a_terminal_and_wipes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = _watched(monkeypatch, True, 3)
    assert "\rMaking pages: 97 of 100 " in shown
    assert 10 < shown.count("Making pages") < 40
    assert shown.endswith("\r\x1b[K")


def test_short_work_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "" == _watched(monkeypatch, True, 0.4)


def test_a_pipe_gets_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "" == _watched(monkeypatch, False, 30)


SLOW = """\
{% extends "templates/layout.html" %}
{% block main %}{% for a in range(2000) %}{% for b in range(2000) %}{% endfor %}{% endfor %}
{{ page.html }}{% endblock %}
"""


def _slow(project: Any, pages: int) -> Any:
    """A site whose pages take long to make, in a project theme."""
    project.write("themes/slow/theme.yaml", "name: slow\nversion: 1.0.0\nsummary: Slow.\n"
                  "extends: base\n").write("themes/slow/templates/page.html", SLOW)  # fmt: skip
    project.write("content/site.yaml", "name: Slow\ntheme: slow\n")
    for number in range(pages):
        project.page(f"page-{number}.md", "Text.", title=f"Page {number}")
    return project


def test_progress_appears_on_a_real_terminal_and_goes_again(
    project: Any, process_environment: Any
) -> None:
    pty = pytest.importorskip("pty")
    _slow(project, 15)
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "build", "-j", "1", "-C", str(project.root)],
        env=process_environment(), stdout=subprocess.DEVNULL, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # the terminal's other end is closed
        pass
    os.close(ours)
    assert 0 == child.wait(60)
    assert b"Making pages: " in shown
    assert shown.endswith(b"\r\x1b[K")


@pytest.mark.parametrize("env", [
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""},
])  # fmt: skip
def test_a_terminal_without_accents_still_gets_readable_words(
    env: dict[str, str], project: Any, command: Any
) -> None:
    project.page("grüße.md", "Siehe [Straße](strasse.md).", title="Grüße 🌱")
    ran = command("build", "-C", project.root, env=env)
    assert 1 == ran.code
    assert "content/gr\\xfc\\xdfe.md:" in ran.err
    assert "Traceback" not in ran.err
    said = json.loads(command("build", "--json", "-C", project.root, env=env).out)
    assert "content/grüße.md" in {problem["path"] for problem in said["problems"]}


def test_signs_that_would_steer_a_terminal_are_not_printed(
    project: Any, sitegen_main: Any
) -> None:
    project.page("about.md", "See [us](\x1b[31mred.md).", title="About")
    ran = sitegen_main("build", "-C", project.root)
    assert "\x1b" not in ran.text


def test_a_reader_that_goes_away_is_no_error(project: Any, process_environment: Any) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "build", "--json", "-C", str(project.root)],
        env=process_environment(), stdout=theirs, stderr=subprocess.PIPE, timeout=60,
    )  # fmt: skip
    os.close(theirs)
    assert (0, b"") == (done.returncode, done.stderr)


def test_a_program_without_streams_still_builds(project: Any, process_environment: Any) -> None:
    words = f'"{sys.executable}" -m sitegen build -C "{project.root}" >&- 2>&-'
    assert 0 == subprocess.run(words, shell=True, env=process_environment()).returncode
    assert project.has("index.html")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_said_and_fails(
    project: Any, process_environment: Any
) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sitegen", "build", "--json", "-C", str(project.root)],
            env=process_environment(), stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert (1, "What was to be printed could not be written: No space left on device.\n") == (
        done.returncode, done.stderr)  # fmt: skip


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_a_build_with_one_sentence_and_leaves_the_old_site(
    jobs: str, project: Any, process_environment: Any
) -> None:
    project.built()
    before = project.outputs()
    _slow(project, 60)
    shutil.rmtree(project.root / ".sitegen")
    child = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "build", "-j", jobs, "-C", str(project.root)],
        env=process_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    end = time.monotonic() + 30
    while not (project.root / ".sitegen").exists() and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.5)  # a whole build takes many times as long
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to every process of the group
    out, err = child.communicate(timeout=60)
    assert (1, "", "Stopped. What was there before is untouched.") == (
        child.returncode, out, err.strip())  # fmt: skip
    assert before == project.outputs()


def test_ctrl_c_is_said_in_one_sentence(
    project: Any, sitegen_main: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "run", stop)
    ran = sitegen_main("build", "-C", project.root)
    assert (1, "Stopped. What was there before is untouched.") == (ran.code, ran.err.strip())
