"""``sitegen new``: the starter in a new folder, for any group, colour and receiver."""

from __future__ import annotations

import errno
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen import config, schema, sources, yamltext
from sitegen.cache import Cache
from sitegen.model import Options
from sitegen.scaffold import Answers, create

NOW = "2026-11-03T12:00:00+00:00"
RECEIVER = "https://forms.elm-street.org/join"
STARTER = sources.bundled("content")

ODD_NAMES = (
    'The "Elm" Street: Neighbours\' Union',
    "Back\\slash & Söhne <b>bold</b> {{ braces }} {% tag %}",
    "🌱 Grünzeug 🏳️‍🌈",
    "حي البحر معا",
    "みんなの港",
    "# not a comment",
    "- not: [a, list]",
    "no",
    "1984",
    "%YAML |> *star* _under_ `code`",
    "A very long name " * 11,
    "  spaces \t around\nand within  ",
)
COLOURS = ("teal", "#7B1E4B", "e4003b", "#fc0", "rgb(228, 0, 59)", "hsl(120 50% 40%)", "yellow",
           "black", "white")  # fmt: skip


def _settings(folder: Path) -> config.Config:
    tree = sources.scan(folder)
    made, problems = config.read(tree, Options(NOW), Cache(None))
    assert made is not None
    assert () == problems
    return made


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text below a folder, by path."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (
            ".jpg",
            ".png",
            ".webp",
            ".ico",
            ".sqlite",
            ".woff2",
        ):
            yield str(path), path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the starter's pictures lie in all sizes, since making them takes seconds."""
    from sitegen import build

    folder = tmp_path_factory.mktemp("pictures") / "site"
    assert () == create(folder, Answers("Pictures"))
    assert not build.run(folder, folder / "output", Options(NOW)).failed
    return folder / ".sitegen" / "cache.sqlite"


@pytest.fixture
def strict(pictures: Path, sitegen_main: Any) -> Any:
    """Build a new site under --strict."""

    def build(folder: Path) -> Any:
        (folder / ".sitegen").mkdir(exist_ok=True)
        shutil.copy(pictures, folder / ".sitegen" / "cache.sqlite")
        return sitegen_main("build", "--strict", "--date", "2026-11-03", "-C", folder)

    return build


# What comes out -----------------------------------------------------------------------------


def test_a_new_site_says_what_to_do_next_and_builds_without_a_warning(
    tmp_path: Path, sitegen_main: Any, strict: Any
) -> None:
    site = tmp_path / "our site"
    ran = sitegen_main("new", site, "--name", "Elm Street", "--colour", "teal", "--form", RECEIVER)
    assert (0, "") == (ran.code, ran.err)
    assert f'sitegen serve -C "{site}"' in ran.out
    assert "example" not in ran.out
    assert 0 == strict(site).code
    assert {".gitignore", "README.md", "content", "themes"} <= set(os.listdir(site))


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_arrives_in_the_settings_as_it_was_given(name: str, tmp_path: Path) -> None:
    assert () == create(tmp_path / "site", Answers(name=name))
    made = _settings(tmp_path / "site")
    assert " ".join(name.split()) == made.name
    assert (f"Published by {made.name}.",) == made.staging.statement.lines


@pytest.mark.parametrize("name", [*ODD_NAMES[:4], ODD_NAMES[10]])
def test_odd_names_build_without_a_warning(name: str, tmp_path: Path, strict: Any) -> None:
    site = tmp_path / "site"
    assert () == create(site, Answers(name, "#b3261e", RECEIVER, "https://elm-street.org"))
    ran = strict(site)
    assert (0, []) == (ran.code, [line for line in ran.err.splitlines() if "warning" in line])


@pytest.mark.parametrize("colour", COLOURS)
def test_any_way_of_writing_a_colour_is_taken(colour: str, tmp_path: Path) -> None:
    assert () == create(tmp_path / "site", Answers(colour=colour))
    made = _settings(tmp_path / "site")
    assert (colour, "") == (made.colour, made.accent)


@pytest.mark.parametrize("colour", ["yellow", "black"])
def test_hard_colours_build_without_a_warning(colour: str, tmp_path: Path, strict: Any) -> None:
    assert () == create(tmp_path / "site", Answers("Elm", colour, "join@elm-street.org"))
    assert 0 == strict(tmp_path / "site").code


@pytest.mark.parametrize(("form", "backend", "setting"), [
    (RECEIVER, "custom", ("url", RECEIVER)),
    ("https://formspree.io/f/abcdwxyz?lang=en#x", "custom",
     ("url", "https://formspree.io/f/abcdwxyz?lang=en#x")),
    ("join@elm-street.org", "mailto", ("address", "join@elm-street.org")),
    ("mailto:join@elm-street.org?subject=Hi", "mailto", ("address", "join@elm-street.org")),
    ("o'neil+join@elm-street.org", "mailto", ("address", "o'neil+join@elm-street.org")),
])  # fmt: skip
def test_every_form_gets_the_receiver(
    form: str, backend: str, setting: tuple[str, str], tmp_path: Path
) -> None:
    assert () == create(tmp_path / "site", Answers(form=form))
    forms = sorted((tmp_path / "site" / "content" / "forms").glob("*.yaml"))
    assert sorted(path.name for path in (STARTER / "forms").glob("*.yaml")) == [
        path.name for path in forms]  # fmt: skip
    for path in forms:  # none says anything else than the site
        assert "\nbackend:" not in path.read_text(encoding="utf-8")
    text = (tmp_path / "site" / "content" / "site.yaml").read_text(encoding="utf-8")
    node, problems = yamltext.read(text, "site.yaml")
    found = schema.plain(node)["backend"]
    assert () == problems
    assert (backend, setting[1]) == (found["name"], found["settings"][backend][setting[0]])
    assert "forms.example" not in text


def test_a_site_with_an_email_receiver_builds_without_a_warning(
    tmp_path: Path, strict: Any
) -> None:
    assert () == create(tmp_path / "site", Answers("Elm", form="join@elm-street.org"))
    assert 0 == strict(tmp_path / "site").code
    assert "mailto:join@elm-street.org" in dict(_texts(tmp_path / "site" / "output"))[
        str(tmp_path / "site" / "output" / "index.html")]  # fmt: skip


def test_without_a_receiver_the_site_builds_and_both_commands_say_that_nobody_is_reached(
    tmp_path: Path, sitegen_main: Any, strict: Any
) -> None:
    ran = sitegen_main("new", tmp_path / "site", "--name", "Elm")
    assert "sign-ups reach nobody" in ran.out
    ran = strict(tmp_path / "site")
    assert 0 == ran.code
    assert ["form-example", "share-no-address"] == sorted(
        re.findall(r" info: .*\[(.*)\]", ran.err)
    )


def test_nothing_of_the_sample_group_is_left(tmp_path: Path, strict: Any) -> None:
    sample, _ = yamltext.read((STARTER / "site.yaml").read_text(encoding="utf-8"), "site.yaml")
    name = schema.plain(sample)["name"]  # type: ignore[arg-type]
    first = " ".join(name.split()[:2])
    site = tmp_path / "site"
    assert () == create(site, Answers("Elm Street", "teal", RECEIVER))
    assert 0 == strict(site).code
    left = [
        path for path, text in _texts(site) if first in text or "harbour-street" in text.lower()
    ]
    assert [] == left
    assert not (site / "content" / "assets" / "logo.svg").exists()


def test_the_address_is_put_in_or_left_open(tmp_path: Path) -> None:
    assert () == create(tmp_path / "a", Answers(url="elm-street.org/repo"))
    assert () == create(tmp_path / "b", Answers(name="Elm"))
    assert ["https://elm-street.org/repo", ""] == [
        _settings(tmp_path / "a").url, _settings(tmp_path / "b").url]  # fmt: skip


def test_the_comments_of_the_settings_survive(tmp_path: Path) -> None:
    assert () == create(tmp_path / "site", Answers("Elm", "teal", RECEIVER, "https://elm.org"))
    after = (tmp_path / "site" / "content" / "site.yaml").read_text(encoding="utf-8")
    for line in (STARTER / "site.yaml").read_text(encoding="utf-8").splitlines():
        if line.lstrip().startswith("#"):
            assert line in after.splitlines()


def test_the_pages_are_the_starters_own(tmp_path: Path) -> None:
    assert () == create(tmp_path / "site", Answers("Elm", "teal", RECEIVER))
    for page in STARTER.rglob("*.md"):
        twin = tmp_path / "site" / "content" / page.relative_to(STARTER)
        assert page.read_bytes() == twin.read_bytes()


def test_files_can_be_changed_where_the_package_is_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "package"
    shutil.copytree(STARTER, kept)
    for path in [*kept.rglob("*"), kept]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    monkeypatch.setattr("sitegen.scaffold.bundled", lambda name: kept)
    assert () == create(tmp_path / "site", Answers("Elm"))
    for path in [*kept.rglob("*"), kept]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert {True} == {bool(path.stat().st_mode & 0o200)
                      for path in (tmp_path / "site").rglob("*")}  # fmt: skip


# What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "said"), [
    (("--colour", "tael"), 'Did you mean "teal"?'),
    (("--colour", "#12"), "is not a colour"),
    (("--form", "http://elm-street.org/join"), "https://elm-street.org/join"),
    (("--form", "elm-street.org/join"), "https://elm-street.org/join"),
    (("--form", "join@"), "is not an email address"),
    (("--form", "https://formspree.io/f/YOUR_FORM_ID"), "was never filled in"),
    (("--form", "https://user:secret@elm-street.org/"), "user name or password"),
    (("--form", "two words"), "--form"),
    (("--url", "my site"), "Write it like https://example.org"),
    (("--url", "ftp://elm-street.org"), "Write it like https://example.org"),
    (("--name", "\u200b \x07"), "the name as people should read it"),
    (("--name", "x" * 300), "Use the short form"),
])  # fmt: skip
def test_a_wrong_answer_is_explained_and_nothing_is_made(
    words: tuple[str, str], said: str, tmp_path: Path, sitegen_main: Any
) -> None:
    ran = sitegen_main("new", tmp_path / "site", *words)
    assert (1, "") == (ran.code, ran.out)
    assert ran.err.startswith(f"{words[0]}: error: ")
    assert said in ran.err
    assert [] == list(tmp_path.iterdir())


def test_a_folder_with_something_in_it_is_refused_and_untouched(
    tmp_path: Path, sitegen_main: Any
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("mine")
    ran = sitegen_main("new", tmp_path / "site", "--name", "Elm")
    assert 1 == ran.code
    assert "There is something here already" in ran.err
    assert ["mine.txt"] == os.listdir(tmp_path / "site")
    assert ["site"] == os.listdir(tmp_path)


def test_a_file_in_the_place_is_refused(tmp_path: Path, sitegen_main: Any) -> None:
    (tmp_path / "site").write_text("mine")
    ran = sitegen_main("new", tmp_path / "site", "--name", "Elm")
    assert (1, "mine") == (ran.code, (tmp_path / "site").read_text())
    assert "This is a file" in ran.err


@pytest.mark.parametrize("inside", [[], [".git"]])
def test_an_empty_folder_or_a_fresh_clone_is_filled(inside: list[str], tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for name in inside:
        (site / name).mkdir()
    number = site.stat().st_ino
    assert () == create(site, Answers("Elm"))
    assert number == site.stat().st_ino
    assert sorted([*inside, ".gitignore", "README.md", "content", "themes", "themes.lock"]) == sorted(
        os.listdir(site))  # fmt: skip


def test_the_folder_one_is_in_can_be_filled(
    tmp_path: Path, sitegen_main: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    assert 0 == sitegen_main("new", ".", "--name", "Elm").code
    assert Path("content/site.yaml").is_file()


@pytest.mark.parametrize("existing", [False, True])
@pytest.mark.parametrize("when", ["copy", "settings", "move"])
def test_a_failure_half_way_leaves_nothing_behind(
    when: str, existing: bool, tmp_path: Path, sitegen_main: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "new" / "deep" / "site"
    if existing:
        site.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    count = iter(range(1000))
    real = {"copy": shutil.copyfile, "settings": Path.write_text, "move": os.rename}[when]

    def fails(*given: Any, **named: Any) -> Any:
        if next(count) >= {"copy": 7, "settings": 2, "move": 2 if existing else 0}[when]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*given, **named)

    place = {"copy": "shutil.copyfile", "settings": "pathlib.Path.write_text", "move": "os.rename"}
    monkeypatch.setattr(place[when], fails)
    ran = sitegen_main("new", site, "--name", "Elm")
    monkeypatch.undo()
    assert 1 == ran.code
    assert "No space left on device" in ran.err
    assert before == sorted(tmp_path.rglob("*"))


def test_ctrl_c_half_way_leaves_nothing_behind(
    tmp_path: Path, sitegen_main: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sitegen.scaffold._settings", stop)
    assert 1 == sitegen_main("new", tmp_path / "site", "--name", "Elm").code
    assert [] == list(tmp_path.iterdir())


# Questions ----------------------------------------------------------------------------------


def _talk(folder: Path, typed: bytes, env: dict[str, str], *options: str) -> tuple[int, str]:
    """Run the command on a terminal of its own and type; gives the exit code and the screen."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "new", str(folder), *options], env=env,
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, typed)
    screen = b""
    try:
        while chunk := os.read(ours, 4096):
            screen += chunk
    except OSError:  # the command has ended
        pass
    os.close(ours)
    return child.wait(60), screen.decode()


def test_on_a_terminal_name_colour_and_receiver_are_asked_for(
    tmp_path: Path, process_environment: Any
) -> None:
    code, screen = _talk(tmp_path / "site", f"Elm Street\nteal\n{RECEIVER}\n".encode(),
                         process_environment())  # fmt: skip
    assert 0 == code
    for question in ("Your group's name", "Your colour", "Where sign-ups go"):
        assert question in screen
    made = _settings(tmp_path / "site")
    assert ("Elm Street", "teal") == (made.name, made.colour)
    assert RECEIVER in (tmp_path / "site" / "content" / "site.yaml").read_text()


def test_an_answer_that_cannot_be_used_is_asked_for_again(
    tmp_path: Path, process_environment: Any
) -> None:
    code, screen = _talk(tmp_path / "site", b"Elm\ntael\nteal\nnowhere\njoin@elm-street.org\n",
                         process_environment())  # fmt: skip
    assert 0 == code
    assert 'Did you mean "teal"?' in screen
    assert (2, 2) == (screen.count("Your colour"), screen.count("Where sign-ups go"))
    assert "teal" == _settings(tmp_path / "site").colour


def test_empty_answers_take_what_is_offered(tmp_path: Path, process_environment: Any) -> None:
    code, screen = _talk(tmp_path / "site", b"\n\n\n", process_environment())
    assert 0 == code
    assert "Our group" == _settings(tmp_path / "site").name
    assert "sign-ups reach nobody" in screen


def test_what_is_given_as_an_option_is_not_asked_for(
    tmp_path: Path, process_environment: Any
) -> None:
    code, screen = _talk(tmp_path / "site", b"", process_environment(), "--name", "Elm",
                         "--colour", "teal", "--form", RECEIVER)  # fmt: skip
    assert (0, False) == (code, "Your" in screen.replace("Your site", ""))


@pytest.mark.parametrize("key", [b"\x04", b"\x03"])
def test_leaving_at_a_question_makes_nothing(
    key: bytes, tmp_path: Path, process_environment: Any
) -> None:
    env = process_environment()
    pty = pytest.importorskip("pty")
    child, ours = pty.fork()
    if not child:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests in the background ignore it
        os.execve(
            sys.executable, [sys.executable, "-m", "sitegen", "new", str(tmp_path / "x")], env
        )
    screen = b""
    while b"name [" not in screen:
        screen += os.read(ours, 4096)
    try:
        while True:
            # Pressed again after a while, as people do: a key that comes between the question and
            # the reading of the answer only counts with the next one.
            os.write(ours, key)
            while select.select([ours], [], [], 1)[0]:
                screen += os.read(ours, 4096)
    except OSError:  # the command has ended
        pass
    os.close(ours)
    _, status = os.waitpid(child, 0)
    assert 1 == os.waitstatus_to_exitcode(status)
    assert b"Stopped. Nothing was made." in screen
    assert b"Traceback" not in screen
    assert [] == list(tmp_path.iterdir())


def test_in_a_pipe_nothing_is_asked(tmp_path: Path, command: Any) -> None:
    ran = command("new", tmp_path / "site", "--name", "Elm")
    assert 0 == ran.code
    assert "Your colour" not in ran.text
