"""Every backend's form, sent by a real browser to the backend's real address.

The sites are built whole and served unchanged. Chromium finds every host of the internet on one
port of this computer, where the stand-ins answer; those know the services' contracts and nothing
of ours. What they kept, refused or merely put up with decides.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
import sites
import vendors
from sites import Sample
from vendors import Internet, Met

from sitegen.formbook import Bound
from sitegen.forms import backends
from sitegen.standins.contract import Account

pytestmark = pytest.mark.browser

FULL, BARE = "www.harbour-street.org", "www.quay-street.org"
"""Two sites: with every setting of the examples, and with none but those that must be."""
PATIENCE = 10.0
WRONG = "zoe..x@harbour.org"  # a browser lets it pass, a mail server does not
EMAIL, NAME, WORDS = "zoe.o'brien+1@example.org", "Zoë “Ż” 周", "Grüße & <b>mehr</b>\n100 % = a+b"

TABLE = [backend.name for backend in backends.TABLE]
PLACES = [
    (name, host)
    for name in TABLE
    for host in (FULL, BARE)
    if host == FULL or backends.find(name).limits.files or backends.find(name).raw_reply
]  # type: ignore[union-attr]
"""Where each is tried: on the bare site only what can differ there, files and raw replies."""


class World(NamedTuple):
    internet: Internet
    browser: Any
    sites: dict[str, Sample]

    def bound(self, host: str, name: str) -> Bound:
        found = self.sites[host].book.find(name)
        assert found is not None, name
        return found


@pytest.fixture(scope="module")
def world(launch: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    internet = Internet()
    made = {}
    for host, full in ((FULL, True), (BARE, False)):
        made[host] = sites.make(tmp_path_factory.mktemp("site"), host, full, not full)
        internet.sites[host] = made[host].folder
        for bound in made[host].book.forms:
            _move_in(internet, host, made[host], bound)
    with vendors.served(internet, tmp_path_factory.mktemp("tls")) as port:
        browser = launch(f"--host-resolver-rules=MAP * 127.0.0.1:{port}",
                         "--ignore-certificate-errors")  # fmt: skip
        yield World(internet, browser, made)


def _move_in(internet: Internet, host: str, site: Sample, bound: Bound) -> None:
    """The group's account at this backend, set up as its documents say."""
    wired, name = bound.wiring, bound.wiring.backend
    words = (("honeypot", wired.honeypot or "_gotcha"), ("redirect_field", "redirect"))
    listed = (f"https://{host}", wired.thanks)
    registered = vendors.deployed(site.folder) if name == "netlify" else ()
    internet.accounts[f"{host} {name}"] = Account(wired.thanks, listed, registered, words)
    to = json.loads(wired.script).get("to", "") if wired.script else ""
    for address in (wired.action, wired.link, wired.embed, to):
        parts = urlsplit(address)
        if parts.hostname and parts.hostname.endswith(("your-group.org", "solidarity.tech")):
            led = address in (wired.link, wired.embed)
            place = parts.hostname + parts.path
            if led:
                internet.pages.add(place)
            internet.own.setdefault(place, "hosted-page" if led else name)
            if not led:
                internet.own[place] = name


@pytest.fixture(autouse=True)
def fresh(request: pytest.FixtureRequest) -> None:
    if "world" in request.fixturenames:
        request.getfixturevalue("world").internet.reset()


# What a visitor does --------------------------------------------------------------------------


FILL = """
const [email, name, words, trap] = arguments, form = document.querySelector('main form');
if (!form) return null;
const label = input => { const found = form.querySelector(`label[for="${input.id}"]`);
                         return found ? found.textContent : ''; };
for (const input of form.elements) {
  if (input.closest('.trap')) {
    if (trap) { if (input.type === 'checkbox') input.checked = true; else input.value = trap; }
    continue;
  }
  if (input.type === 'hidden' || input.type === 'submit' || input.type === 'file') continue;
  if (input.type === 'checkbox') input.checked = true;
  else if (input.type === 'email') input.value = email;
  else if (input.tagName === 'TEXTAREA') input.value = words;
  else if (input.type === 'text') input.value = name;
}
const names = [...form.elements].filter(e => e.name && e.type === 'file').map(e => e.name);
return {action: form.action, wire: form.dataset.wire || '', file: names[0] || ''};
"""


def open_page(world: World, host: str, name: str, scripts: bool) -> None:
    world.browser.scripts(scripts)
    world.browser.driver.get(f"https://{host}/{name}/index.html")


def send(
    world: World, host: str, name: str, scripts: bool, email: str = EMAIL, trap: str = "",
    file: Path | None = None,
) -> dict[str, str]:  # fmt: skip
    """Open the page, fill the form in, press its button."""
    from selenium.webdriver.common.by import By

    open_page(world, host, name, scripts)
    form = world.browser.js(FILL, email, NAME, WORDS, trap)
    assert form is not None, "the page has no form"
    if file is not None and form["file"]:
        world.browser.driver.find_element(By.NAME, form["file"]).send_keys(str(file))
    world.browser.driver.find_element(By.CSS_SELECTOR, "main form [type=submit]").click()
    return dict(form)


def until(ready: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + PATIENCE
    while True:
        found = ready()
        if found:
            return found
        assert time.monotonic() < end, what
        time.sleep(0.02)


def received(world: World, host: str, name: str) -> Met:
    """The one post that the stand-in was shown."""
    until(lambda: world.internet.posts(), f"nothing was sent to {name}")
    posts = world.internet.posts()
    assert 1 == len(posts), [(met.request.url, met.verdict) for met in posts]
    return posts[0]


def kept_whole(world: World, met: Met, name: str) -> None:
    """The stand-in kept all that the visitor wrote, and had nothing to complain of."""
    verdict = met.verdict
    assert (True, "") == (verdict.stored, verdict.reason), verdict
    assert () == verdict.advice
    assert () == verdict.dropped
    lacking = sites.LACKING.get(name, set())
    values = [value for _, value in verdict.fields]
    text = "\n".join(values).replace("\r\n", "\n")
    assert EMAIL in values
    assert NAME in values
    if "message" not in lacking:
        assert WORDS in text
        if name != "mailchimp":  # which has a name for each answer
            assert "Talk" in text
            assert "Cook, bake" in text
        assert sum(value in ("yes", "Y", "1", "true", "on") or value.startswith("updates")
                   for value in values) >= 1  # fmt: skip


def address(world: World) -> str:
    return str(world.browser.driver.current_url)


def plain(bound: Bound) -> bool:
    """Whether the browser alone can send this form."""
    return bool(bound.wiring.action) and not bound.wiring.needs_js


# Without JavaScript ---------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "host"), PLACES)
def test_without_scripts_the_form_arrives_or_the_services_page_stands_in(
    name: str, host: str, world: World, tmp_path: Path
) -> None:
    bound = world.bound(host, name)
    if not plain(bound):
        open_page(world, host, name, scripts=False)
        links = world.browser.js("return [...document.querySelectorAll('main a')]"
                                 ".filter(a => a.offsetParent).map(a => a.href)")  # fmt: skip
        assert bound.wiring.link.split("?")[0] in [link.split("?")[0] for link in links]
        assert not world.browser.js("return [...document.querySelectorAll('main form')]"
                                    ".some(f => f.offsetParent)")  # fmt: skip
        if bound.wiring.link.startswith("https:"):
            world.browser.driver.get(bound.wiring.link)
            assert "page" == world.internet.met[-1].verdict.kind
            assert 200 == world.internet.met[-1].answer.status
        return
    file = tmp_path / "Größe.png"
    file.write_bytes(b"\x89PNG")
    form = send(world, host, name, scripts=False, file=file)
    met = received(world, host, name)
    kept_whole(world, met, name)
    if form["file"]:
        assert [("Größe.png", 4)] == [(each.name, each.size) for each in met.verdict.files]
    looked_at = bound.wiring.honeypot and bound.backend.honeypot.checked_by_service
    if looked_at and bound.wiring.honeypot_type == "text":
        assert "empty" == met.verdict.honeypot
    if bound.backend.redirect.rule in ("field", "action", "function", "dashboard") and (
        met.answer.status == 303 or met.answer.show
    ):  # fmt: skip
        thanks = bound.wiring.thanks.rstrip("/").removesuffix("/index.html")
        until(lambda: address(world).rstrip("/").removesuffix("/index.html") == thanks,
              f"the visitor is at {address(world)}, not at {thanks}")  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_without_scripts_a_filled_honeypot_keeps_nothing(name: str, world: World) -> None:
    bound = world.bound(BARE, name)
    if (
        not plain(bound)
        or not bound.wiring.honeypot
        or not bound.backend.honeypot.checked_by_service
    ):
        pytest.skip("no honeypot that the service looks at")
    send(world, BARE, name, scripts=False, trap="buy")
    met = received(world, BARE, name)
    assert (False, "caught") == (met.verdict.stored, met.verdict.honeypot)


# With JavaScript ------------------------------------------------------------------------------


IMPATIENT = """
const wait = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = () => wait(400);
"""
SAID = """
const shown = element => element && !element.hidden && element.offsetParent;
const form = document.querySelector('main form[data-form]');
const errors = document.querySelector('.errors'), status = form && form.nextElementSibling;
return {errors: errors ? errors.innerText : '', form: !!shown(form),
        status: status ? status.innerText : '',
        focus: document.activeElement === errors || document.activeElement === status};
"""


def sends_itself(bound: Bound) -> str:
    """How the page's script sends this form, "" where it leaves that to the browser."""
    return bound.wiring.mode


SCRIPTED = [name for name in TABLE if backends.find(name).fetch.mode != "never"  # type: ignore[union-attr]
            or name == "custom"]  # fmt: skip


def said(world: World, what: str) -> dict[str, Any]:
    """What the page says once the sending is over: errors or thanks."""

    def over() -> dict[str, Any] | None:
        found = world.browser.js(SAID)
        return found if found and (found["errors"] or found["status"]) else None

    return dict(until(over, f"the page says nothing of {what}"))


@pytest.mark.parametrize(("name", "host"), [each for each in PLACES if each[0] in SCRIPTED])
def test_with_scripts_the_form_arrives_and_the_page_gives_thanks(
    name: str, host: str, world: World, tmp_path: Path
) -> None:
    bound = world.bound(host, name)
    if not sends_itself(bound):
        pytest.skip("the browser sends this one")
    file = tmp_path / "Größe.png"
    file.write_bytes(b"\x89PNG")
    form = send(world, host, name, scripts=True, file=file)
    met = received(world, host, name)
    kept_whole(world, met, name)
    if form["file"]:
        assert [("Größe.png", 4)] == [(each.name, each.size) for each in met.verdict.files]
    page = said(world, "success")
    assert ("", False, True) == (page["errors"], page["form"], page["focus"])
    assert 1 == len(world.internet.posts())


@pytest.mark.parametrize("name", SCRIPTED)
def test_with_scripts_a_refusal_is_shown_and_nothing_typed_is_lost(
    name: str, world: World
) -> None:
    bound = world.bound(FULL, name)
    mode = sends_itself(bound)
    if mode != "json":
        pytest.skip("no refusal can be read")
    send(world, FULL, name, scripts=True, email=WRONG)
    met = received(world, FULL, name)
    if met.verdict.stored:
        pytest.skip("the service does not look at addresses")
    page = said(world, "a refusal")
    assert (True, True) == (page["form"], page["focus"])
    assert page["errors"]
    assert WRONG == world.browser.js(
        "return document.querySelector('main form [type=email]').value"
    )
    assert 1 == len(world.internet.posts())


@pytest.mark.parametrize("state", ["trouble", "silent"])
@pytest.mark.parametrize("name", SCRIPTED)
def test_with_scripts_a_service_that_fails_is_never_taken_for_success(
    name: str, state: str, world: World
) -> None:
    mode = sends_itself(world.bound(FULL, name))
    if not mode or (mode == "opaque" and state == "trouble"):
        pytest.skip("the outcome cannot be known")
    setattr(world.internet, state, True)
    added = world.browser.driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": IMPATIENT}
    )["identifier"]
    try:
        send(world, FULL, name, scripts=True)
        page = said(world, "failure")
    finally:
        world.browser.driver.execute_cdp_cmd(
            "Page.removeScriptToEvaluateOnNewDocument", {"identifier": added}
        )
    assert page["errors"]
    assert (True, True) == (page["form"], page["focus"])
    assert EMAIL == world.browser.js(
        "return document.querySelector('main form [type=email]').value"
    )
    time.sleep(0.1)
    assert 1 == len(world.internet.posts())  # nothing is sent again by itself


@pytest.mark.parametrize("name", SCRIPTED)
def test_with_scripts_a_filled_honeypot_keeps_nothing(name: str, world: World) -> None:
    bound = world.bound(BARE, name)
    if (
        not sends_itself(bound)
        or not bound.wiring.honeypot
        or not bound.backend.honeypot.checked_by_service
        or name == "listmonk"  # its address for scripts does not look at the field
    ):
        pytest.skip("no honeypot that the service looks at")
    send(world, BARE, name, scripts=True, trap="buy")
    met = received(world, BARE, name)
    assert (False, "caught") == (met.verdict.stored, met.verdict.honeypot)
    page = said(world, "it")
    assert page["status"] or page["errors"]


@pytest.mark.parametrize("name", [name for name in TABLE if name not in SCRIPTED])
def test_where_a_service_forbids_scripts_the_browser_sends_the_form(
    name: str, world: World
) -> None:
    bound = world.bound(FULL, name)
    if not plain(bound):
        pytest.skip("there is no form")
    send(world, FULL, name, scripts=True)
    kept_whole(world, received(world, FULL, name), name)
