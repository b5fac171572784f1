"""``sitegen serve``: what a browser meets at the real server while somebody writes."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sitegen import overlay, serve
from sitegen.model import Options
from sitegen.problems import Problem, Span

PATIENCE = 15.0
"""Seconds after which a change counts as never shown. Machines that run tests can be slow."""

SITE = """\
name: Test Street
url: https://test.example
form: join
"""
FORM = "title: Join\nfields: [email]\nconsent: none\nbackend: custom\nsettings: {url: 'https://forms.test.org/x'}\n"
PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
)


@dataclass
class Answer:
    status: int
    body: str
    headers: dict[str, str]


@dataclass
class Served:
    """A preview that runs in a process of its own."""

    root: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    port: int = 0
    address: str = ""

    def write(self, path: str, text: str | bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())

    def page(self, name: str, body: str, title: str = "A page") -> None:
        self.write(f"content/{name}.md", f"---\ntitle: {title}\n---\n{body}\n")

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request, its path sent exactly as given and no redirect followed."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            link.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                link.putheader(name, value)
            link.endheaders()
            found = link.getresponse()
            body = found.read().decode("utf-8", "replace")
            return Answer(found.status, body, {k.lower(): v for k, v in found.getheaders()})
        finally:
            link.close()

    def until(self, path: str, wanted: Callable[[Answer], bool]) -> Answer:
        """Ask again until the answer is as wanted."""
        end = time.monotonic() + PATIENCE
        while True:
            found = self.get(path)
            if wanted(found):
                return found
            assert time.monotonic() < end, (found, self.said, self.process.poll())
            time.sleep(0.02)

    def shows(self, path: str, word: str) -> Answer:
        return self.until(path, lambda found: word in found.body)

    def shows_mended(self, path: str, word: str) -> Answer:
        """Wait for a word on a page over which no problem is shown."""
        return self.until(path, lambda found: word in found.body
                          and "sitegen-problems" not in found.body)  # fmt: skip

    def hears(self, word: str) -> None:
        """Wait until the terminal shows a word."""
        end = time.monotonic() + PATIENCE
        while not any(word in line for line in list(self.said)):
            assert time.monotonic() < end, self.said
            time.sleep(0.02)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def start(process_environment: Any) -> Iterator[Callable[..., Served]]:
    """Start previews; whatever still runs at the end is stopped."""
    running: list[Served] = []

    def begin(root: Path, *options: str, site: str = SITE) -> Served:
        made = Served(root, None)  # type: ignore[arg-type]
        made.write("content/site.yaml", site)
        made.write("content/forms/join.yaml", FORM)
        made.page("index", "Welcome.", "Home")
        process = subprocess.Popen(
            [sys.executable, "-m", "sitegen", "serve", "-C", str(root), "--port", "0", *options],
            env=process_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        made.process = process
        running.append(made)
        ready = threading.Event()

        def listen() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                made.said.append(line.rstrip())
                if found := re.search(r"^Preview: http://127\.0\.0\.1:(\d+)(/\S*)", line):
                    made.port, made.address = int(found[1]), found[2]
                    ready.set()
            ready.set()

        threading.Thread(target=listen, daemon=True).start()
        assert ready.wait(PATIENCE * 4)
        assert made.port, made.said
        return made

    yield begin
    for served in running:
        if served.process.poll() is None:
            served.process.kill()
            served.process.wait()
        if served.process.stdout is not None:
            served.process.stdout.close()


@pytest.fixture(scope="module")
def site(start: Callable[..., Served], tmp_path_factory: pytest.TempPathFactory) -> Served:
    """One preview for all tests that leave it as they found it."""
    root = tmp_path_factory.mktemp("preview")
    about = root / "content" / "about.md"
    about.parent.mkdir()
    about.write_text("---\ntitle: About\n---\nThe first words.\n")
    (root / "content" / "assets").mkdir()
    (root / "content" / "assets" / "mark.svg").write_bytes(PICTURE)
    (root / "content" / "draft.md").write_text("---\ntitle: Later\ndraft: true\n---\nNot yet.\n")
    return start(root)


# Serving ------------------------------------------------------------------------------------


def test_pages_are_served_as_a_host_would(site: Served) -> None:
    for path in ("/", "/index.html", "/about/", "/about/index.html", "/?x=1"):
        found = site.get(path)
        assert (200, "text/html; charset=utf-8") == (found.status, found.headers["content-type"])
        assert "no-store" == found.headers["cache-control"]


def test_an_address_without_its_slash_leads_to_the_one_with(site: Served) -> None:
    found = site.get("/about?x=1")
    assert (302, "/about/?x=1") == (found.status, found.headers["location"])


def test_an_unknown_address_gets_the_404_page_and_status(site: Served) -> None:
    found = site.get("/no/such/page/")
    assert 404 == found.status
    assert site.get("/404.html").body == found.body
    assert "livereload.js" in found.body


def test_head_gives_the_headers_alone(site: Served) -> None:
    whole, head = site.get("/about/"), site.get("/about/", "HEAD")
    assert (200, "") == (head.status, head.body)
    assert str(len(whole.body.encode())) == head.headers["content-length"]


def test_a_form_cannot_be_posted_to_a_page(site: Served) -> None:
    assert 405 == site.get("/about/", "POST").status


def test_other_files_have_their_types(site: Served) -> None:
    style = re.search(r'href="(assets/built/[^"]+\.css)"', site.get("/").body)
    assert style is not None
    for path, kind in (("/" + style[1], "text/css; charset=utf-8"), ("/favicon.ico", "image/x-icon"),
                       ("/sitemap.xml", "text/xml; charset=utf-8"), ("/robots.txt",
                       "text/plain; charset=utf-8"), ("/icon.svg", "image/svg+xml")):  # fmt: skip
        found = site.get(path)
        assert (200, kind) == (found.status, found.headers["content-type"]), path


@pytest.mark.parametrize("path", [
    "/../../content/site.yaml", "/%2e%2e/%2e%2e/content/site.yaml", "/..%2f..%2fcontent/site.yaml",
    "/about/../../../content/site.yaml", "/%2Fetc/passwd", "//etc/passwd", "/..\\..\\content",
    "/%00", "/about%00.html", "/" + "x" * 3000, "/./about/", "/about//", "/%ff%fe/", "/%252e%252e/",
])  # fmt: skip
def test_no_address_leads_out_of_the_site(path: str, site: Served) -> None:
    found = site.get(path)
    assert found.status in (400, 404)
    assert "Test Street\nurl" not in found.body
    assert "root:" not in found.body


def test_a_redirect_never_leads_to_another_host(site: Served) -> None:
    for path in ("//about", "/%2Fabout", "///about"):
        assert not site.get(path).headers.get("location", "").startswith("//")


def test_a_symbolic_link_in_the_preview_folder_is_not_followed_out_of_it(site: Served) -> None:
    place = site.root / ".sitegen" / "preview" / "out.txt"
    place.symlink_to(site.root / "content" / "site.yaml")
    found = site.get("/out.txt")
    place.unlink()
    assert 404 == found.status


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example",
                                  "[::1]", "", "localhost.evil.example"])  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/livereload.js", "/sitegen-preview.css", "/nothing"])
def test_a_foreign_host_name_is_refused(host: str, path: str, site: Served) -> None:
    assert site.get(path, Host=host).status in (400, 403)


def test_both_names_of_this_computer_are_answered(site: Served) -> None:
    for host in (f"127.0.0.1:{site.port}", f"localhost:{site.port}", "LOCALHOST"):
        assert 200 == site.get("/", Host=host).status


def test_the_port_is_open_on_this_computer_only(site: Served) -> None:
    table = Path("/proc/net/tcp")
    if not table.exists():
        pytest.skip("needs /proc/net/tcp")
    wanted = f":{site.port:04X}"
    places = {line.split()[1] for line in table.read_text().splitlines()
              if line.split()[1].endswith(wanted) and line.split()[3] == "0A"}  # fmt: skip
    assert {"0100007F" + wanted} == places


# On the wire only ---------------------------------------------------------------------------


def test_the_reload_script_and_the_wider_policy_exist_on_the_wire_only(site: Served) -> None:
    page = site.get("/about/").body
    assert f'<script src="/livereload.js?port={site.port}" defer></script>' in page
    policy = _policy(page)
    assert ["'self'"] == policy["script-src"]
    assert f"ws://127.0.0.1:{site.port}" in policy["connect-src"]
    for file in (site.root / ".sitegen" / "preview").rglob("*.html"):
        text = file.read_text()
        assert "livereload" not in text
        assert "sitegen-preview" not in text
        assert "sitegen-reading" not in text
        assert "ws:" not in text
        assert f":{site.port}" not in text


def _policy(page: str) -> dict[str, list[str]]:
    import html

    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found is not None
    rules = [rule.split() for rule in html.unescape(found[1]).split(";")]
    return {name: values for name, *values in rules}


def test_the_policy_of_the_page_is_kept_but_for_what_the_preview_needs(site: Served) -> None:
    built = _policy((site.root / ".sitegen" / "preview" / "index.html").read_text())
    sent = _policy(site.get("/").body)
    assert {} == {name: values for name, values in built.items()
                  if not set(values) <= set(sent[name])}  # fmt: skip
    assert {"connect-src", "form-action"} == {
        name for name, values in sent.items() if values != built.get(name)}  # fmt: skip


def test_each_page_says_how_it_reads(site: Served) -> None:
    site.page("reads", "Short words. " * 30 + "And " + "so on " * 26 + "to the <end> of it.")
    page = site.shows("/reads/", "sitegen-reading").body
    found = re.search(r'<aside id="sitegen-reading".*?</aside>', page, re.S)
    assert found is not None
    assert "<summary>1 min · LIX" in found[0]
    assert "1 long sentence<" in found[0]
    assert '<li lang="en" dir="auto">And so on so on' in found[0]
    site.page("reads", "Only this.")
    page = site.shows("/reads/", "no long sentence").body
    assert "<summary>1 min · no long sentence</summary>" in page
    assert "Only this." in page
    assert "sitegen-reading" not in site.get("/nothing/").body


def test_the_help_with_reading_can_be_left_out(
    start: Callable[..., Served], tmp_path: Path
) -> None:
    served = start(tmp_path, "--no-reading")
    assert "sitegen-reading" not in served.get("/").body
    assert "sitegen-preview" in served.get("/").body
    assert 0 == served.stop()


def test_a_policy_is_widened_without_losing_a_source() -> None:
    page = (b'<head><meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; '
            b"script-src &#39;sha256-abc=&#39;; connect-src https://api.example; ;"
            b'style-src &#39;none&#39;"></head><body></body>')  # fmt: skip
    assert {
        "default-src": ["'none'"],
        "script-src": ["'sha256-abc='", "'self'"],
        "connect-src": ["https://api.example", "'self'", "ws://127.0.0.1:9", "ws://localhost:9"],
        "style-src": ["'self'"],
    } == _policy(overlay.on_the_wire(page, (), 9).decode())


def test_problems_are_escaped_and_stand_at_the_very_end_of_the_page() -> None:
    page = b"<head></head><body><pre>&lt;/body></pre><!-- </body> --><p>x</p></body></html>"
    problem = Problem("x", "<script>alert(1)</script>", Span("content/<b>.md", 3), 'Use "&"')
    sent = overlay.on_the_wire(page, (problem,), 1).decode()
    assert "<script>alert" not in sent
    assert "<code>content/&lt;b&gt;.md:3</code> &lt;script&gt;alert(1)&lt;/script&gt;" in sent
    assert sent.endswith("</details></body></html>")


def test_a_remark_is_no_reason_for_an_overlay() -> None:
    page = b"<head></head><body></body>"
    remark = Problem("x", "By the way.", level="info")
    assert b"sitegen-problems" not in overlay.on_the_wire(page, (remark,), 1)


def test_the_reload_script_is_livereloads(site: Served) -> None:
    found = site.get("/livereload.js")
    assert (200, True) == (found.status, "LiveReload" in found.body)


# Reloading ----------------------------------------------------------------------------------


async def _listener(site: Served, origin: str = "") -> Any:
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    headers = {"Origin": origin or f"http://127.0.0.1:{site.port}"}
    socket_ = await websocket_connect(
        HTTPRequest(f"ws://127.0.0.1:{site.port}/livereload", headers=headers)
    )
    protocol = "http://livereload.com/protocols/official-7"
    await socket_.write_message(json.dumps({"command": "hello", "protocols": [protocol]}))
    hello = json.loads(await asyncio.wait_for(socket_.read_message(), PATIENCE))
    assert ("hello", [protocol]) == (hello["command"], hello["protocols"])
    return socket_


def test_a_browser_is_told_to_reload_after_an_edit_and_finds_the_new_text(site: Served) -> None:
    async def watch() -> dict[str, Any]:
        browser = await _listener(site)
        site.page("about", "Words for the socket.", "About")
        told: dict[str, Any] = json.loads(await asyncio.wait_for(browser.read_message(), PATIENCE))
        browser.close()
        return told

    told = asyncio.run(watch())
    assert ("reload", "*") == (told["command"], told["path"])
    assert "Words for the socket." in site.get("/about/").body


def test_a_save_that_changes_nothing_and_an_editors_own_files_reload_nothing(site: Served) -> None:
    async def watch() -> None:
        browser = await _listener(site)
        about = site.root / "content" / "about.md"
        about.write_bytes(about.read_bytes())
        for name in (".about.md.swp", "about.md~", ".#about.md", ".git/index"):
            site.write(f"content/{name}", "x")
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(browser.read_message(), 1)
        browser.close()

    asyncio.run(watch())


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://127.0.0.1.evil.example", "null"]
)
def test_a_page_elsewhere_cannot_listen(origin: str, site: Served) -> None:
    from tornado.httpclient import HTTPClientError

    with pytest.raises(HTTPClientError, match="403"):
        asyncio.run(_listener(site, origin))


def test_odd_messages_do_not_disturb_the_server(site: Served) -> None:
    async def talk() -> None:
        browser = await _listener(site)
        for message in ("", "not json", "[]", b"\xff\xfe", '{"command": 5}', "x" * 100_000):
            await browser.write_message(message, binary=isinstance(message, bytes))
        browser.close()

    asyncio.run(talk())
    assert 200 == site.get("/").status


# Edits --------------------------------------------------------------------------------------


def test_an_edit_shows_soon(site: Served) -> None:
    site.page("about", "Freshly saved.", "About")
    site.shows("/about/", "Freshly saved.")


def test_a_save_by_renaming_shows(site: Served) -> None:
    site.write("content/.about.new", "---\ntitle: About\n---\nSaved by renaming.\n")
    os.replace(site.root / "content" / ".about.new", site.root / "content" / "about.md")
    site.shows("/about/", "Saved by renaming.")


def test_a_new_page_appears_and_a_deleted_one_vanishes(site: Served) -> None:
    site.page("team/guest", "A guest.", "Guest")
    site.until("/team/guest/", lambda found: found.status == 200)
    shutil.rmtree(site.root / "content" / "team")
    site.until("/team/guest/", lambda found: found.status == 404)
    site.until("/team/", lambda found: found.status == 404)


def test_a_mistake_shows_over_the_last_good_page_and_leaves_when_mended(site: Served) -> None:
    site.page("about", "The good words.", "About")
    site.shows("/about/", "The good words.")
    site.page("about", "Bad: [x](no-such-page.md).", "About")
    page = site.shows("/about/", 'id="sitegen-problems"').body
    assert "The good words." in page
    assert "<code>content/about.md:4</code>" in page
    assert "no-such-page.md" in page
    assert "This is the last good page." in page
    assert 'id="sitegen-problems"' in site.get("/").body
    site.hears("Not built: the last good pages stay up.")
    site.page("about", "Mended words.", "About")
    site.shows_mended("/about/", "Mended words.")


def test_a_warning_shows_over_the_new_page(site: Served) -> None:
    site.write("content/about.md", "---\ntitel: About\n---\nWith a slip.\n")
    page = site.shows("/about/", '<details id="sitegen-problems" class="warning">').body
    assert "With a slip." in page
    assert "last good page" not in page
    site.page("about", "No slip.", "About")
    site.shows_mended("/about/", "No slip.")


def test_many_saves_at_once_end_with_the_last_one(site: Served) -> None:
    for number in range(40):
        site.page("about", f"Burst {number}.", "About")
        site.page(f"burst-{number % 4}", f"Side {number}.", "Burst")
    site.shows_mended("/about/", "Burst 39.")
    site.shows("/burst-3/", "Side 39.")
    for number in range(4):
        (site.root / "content" / f"burst-{number}.md").unlink()
    site.until("/burst-0/", lambda found: found.status == 404)


def test_a_save_in_two_halves_ends_with_the_whole(site: Served) -> None:
    with open(site.root / "content" / "about.md", "w") as file:
        for piece in ("---\ntitle: 'Abo", "ut'\n--", "-\nFirst half, ", "second half.\n"):
            file.write(piece)
            file.flush()
            time.sleep(0.12)
    site.shows_mended("/about/", "First half, second half.")


def test_files_that_come_and_go_during_builds_do_no_harm(site: Served) -> None:
    for number in range(25):
        site.page("fleeting", f"Here {number}.", "Fleeting")
        time.sleep(0.015)
        (site.root / "content" / "fleeting.md").unlink()
    site.until("/fleeting/", lambda found: found.status == 404)
    site.shows_mended("/", "Welcome.")
    assert site.process.poll() is None


def test_settings_and_forms_are_watched_too(site: Served) -> None:
    site.write("content/site.yaml", SITE.replace("Test Street", "Other Street"))
    site.shows("/", "Other Street")
    site.write("content/site.yaml", SITE)
    site.until("/", lambda found: "Other Street" not in found.body)


def test_a_theme_folder_made_meanwhile_is_watched(site: Served) -> None:
    base = "name: ours\nversion: 1.0.0\nsummary: Ours.\nextends: base\n"
    site.write("themes/ours/theme.yaml", base)
    site.write("content/site.yaml", SITE + "theme: ours\n")
    site.until("/", lambda found: found.status == 200 and "sitegen-problems" not in found.body)
    site.write("themes/ours/templates/page.html", "<html><head></head><body>Ours: {{ page.title }}"
               "</body></html>")  # fmt: skip
    site.shows("/about/", "Ours: About")
    site.write("themes/ours/templates/page.html", "<html><head></head><body>Anew: {{ page.title }}"
               "</body></html>")  # fmt: skip
    site.shows("/about/", "Anew: About")
    site.write("themes/ours/templates/page.html", "{% if %}")
    assert "themes/ours/templates/page.html" in site.shows("/about/", "sitegen-problems").body
    site.write("content/site.yaml", SITE)
    shutil.rmtree(site.root / "themes")
    site.until("/about/", lambda found: "Anew" not in found.body)


def test_a_content_folder_that_is_swapped_for_another_is_watched(site: Served) -> None:
    content, aside = site.root / "content", site.root / "aside"
    shutil.copytree(content, aside)
    (aside / "about.md").write_text("---\ntitle: About\n---\nFrom the other folder.\n")
    os.rename(content, site.root / "old")
    os.rename(aside, content)
    site.shows("/about/", "From the other folder.")
    site.page("about", "Edited in the other folder.", "About")
    site.shows("/about/", "Edited in the other folder.")
    shutil.rmtree(site.root / "old")


def test_drafts_are_shown_only_when_asked_for(
    site: Served, start: Callable[..., Served], tmp_path: Path
) -> None:
    assert 404 == site.get("/draft/").status
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "draft.md").write_text("---\ntitle: L\ndraft: true\n---\nNot yet.\n")
    (tmp_path / "content" / "due.md").write_text("---\ntitle: D\npublish: 2026-12-01\n---\nDue.\n")
    served = start(tmp_path, "--drafts", "--date", "2026-11-03")
    assert (200, 200) == (served.get("/draft/").status, served.get("/due/").status)


# Beginning and end --------------------------------------------------------------------------


def test_a_site_that_is_broken_from_the_start_is_shown_once_it_is_mended(
    start: Callable[..., Served], tmp_path: Path
) -> None:
    served = start(tmp_path, site="name: [\n")
    found = served.get("/")
    assert 503 == found.status
    assert "Not built yet" in found.body
    assert "<code>content/site.yaml:" in found.body
    assert "livereload.js" in found.body
    served.write("content/site.yaml", SITE)
    served.shows_mended("/", "Welcome.")
    assert 200 == served.get("/").status
    assert 0 == served.stop()


def test_below_a_path_the_preview_is_as_on_the_host(
    start: Callable[..., Served], tmp_path: Path
) -> None:
    served = start(tmp_path, site=SITE.replace("test.example", "test.example/our/repo"))
    assert "/our/repo/" == served.address
    for path in ("/", "/our/repo"):
        found = served.get(path)
        assert (302, "/our/repo/") == (found.status, found.headers["location"])
    assert 200 == served.get("/our/repo/").status
    assert 404 == served.get("/index.html").status
    assert 404 == served.get("/our/repository/").status
    lost = served.get("/our/repo/no/such/page")
    assert 404 == lost.status
    links = set(re.findall(r'(?:href|src)="(/our/repo/[^"#]*)"', lost.body))
    assert links
    assert {200} == {served.get(link).status for link in links}
    served.write("content/site.yaml", SITE)
    served.until("/", lambda found: found.status == 200)


def test_ctrl_c_ends_the_preview_without_a_complaint(
    start: Callable[..., Served], tmp_path: Path
) -> None:
    served = start(tmp_path)
    assert 0 == served.stop()
    time.sleep(0.1)
    assert "Preview ended." == served.said[-1]
    assert not [line for line in served.said if "Traceback" in line or "Error" in line]


def test_ctrl_c_during_the_first_build_ends_the_preview_too(
    tmp_path: Path, process_environment: Any
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "site.yaml").write_text(SITE.replace("form: join\n", ""))
    for number in range(400):
        (tmp_path / "content" / f"page-{number}.md").write_text(f"# Page {number}\n\nText.\n" * 20)
    child = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", "-C", str(tmp_path), "--port", "0"],
        env=process_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    end = time.monotonic() + PATIENCE
    while not (tmp_path / ".sitegen").exists() and time.monotonic() < end:
        time.sleep(0.01)
    os.killpg(child.pid, signal.SIGINT)
    begun = time.monotonic()
    out, _ = child.communicate(timeout=60)
    assert (0, "Preview ended.\n") == (child.returncode, out)
    assert time.monotonic() - begun < PATIENCE
    assert not (tmp_path / ".sitegen" / "preview").exists()


def test_a_taken_port_is_explained(project: Any, command: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = command("serve", "-C", project.root, "--port", port)
    assert (1, "") == (ran.code, ran.err)
    assert (
        f"Port {port} is taken. Choose another one: sitegen serve --port {port + 1}\n" == ran.out
    )


def test_a_folder_without_a_site_is_not_served(empty: Any, command: Any) -> None:
    ran = command("serve", "-C", empty.root, "--port", "0")
    assert 1 == ran.code
    assert "holds no content/" in ran.err
    assert [] == list(empty.root.iterdir())


# Inside -------------------------------------------------------------------------------------


def _preview(project: Any) -> serve.Preview:
    return serve.Preview(project.root, lambda: Options("2026-11-03T12:00:00+00:00"), str)


def test_a_bug_of_ours_becomes_a_problem_and_the_preview_lives(
    project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = _preview(project)
    assert preview.build()[0]

    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a slip")

    monkeypatch.setattr("sitegen.build.run", crash)
    assert preview.build()[0]
    assert ["a slip"] == [problem.message for problem in preview.result.problems]
    monkeypatch.undo()
    assert preview.build()[0]
    assert () == preview.result.problems
    preview.close()


def test_an_edit_of_one_page_makes_one_page_anew(project: Any) -> None:
    for number in range(30):
        project.page(f"page-{number}.md", "Text.", title=f"Page {number}")
    preview = _preview(project)
    preview.build()
    project.page("page-7.md", "Other text.", title="Page 7")
    new, _ = preview.build()
    assert (True, 1, 1) == (new, preview.result.rendered, preview.result.parsed)
    new, _ = preview.build()
    assert (False, 0) == (new, preview.result.rendered)
    preview.close()


def test_the_preview_leaves_the_output_folder_alone(project: Any) -> None:
    preview = _preview(project)
    preview.build()
    preview.close()
    assert not (project.root / "output").exists()
