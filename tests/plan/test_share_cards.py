"""Each page's own share card: named in its head, drawn when it has to be, and only then."""

from __future__ import annotations

from typing import Any

import PIL.Image
import pytest
from reading import soup

from sitegen.brand import cards as drawing
from sitegen.plan import cards
from tests.conftest import SITE, Project

ADDRESS = "https://test.example/"


def card(project: Project, path: str) -> str:
    """The output that a page names as its picture."""
    found = soup(project, path).select('meta[property="og:image"]')
    assert len(found) == 1
    address = str(found[0]["content"])
    assert address.startswith(ADDRESS)
    return address.removeprefix(ADDRESS)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of all cards that are drawn."""
    drawn: list[str] = []
    original = drawing.Deck.card

    def counting(self: drawing.Deck, title: str, text: str = "") -> bytes | None:
        drawn.append(title)
        return original(self, title, text)

    monkeypatch.setattr(drawing.Deck, "card", counting)
    return drawn


def test_each_page_has_a_card_with_its_own_title(project: Project) -> None:
    project.page("a.md", "Text.", title="Knock on doors", description="A.").built()
    home, page = card(project, "index.html"), card(project, "a/index.html")
    assert home != page
    assert project.outputs()[page].startswith(b"\x89PNG")
    head = soup(project, "a/index.html")
    assert "Knock on doors" == head.select_one('meta[property="og:image:alt"]')["content"]  # type: ignore[index]


def test_pages_that_no_document_stands_for_have_the_sites_card(project: Project) -> None:
    project.page("a.md", "Text.", title="A", description="A.", tags="doors").built()
    assert card(project, "tags/index.html").startswith("assets/built/share.")


def test_a_picture_of_the_groups_own_stands_for_all_pages(project: Project) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 6"><path d="M0 0h9v9z"/></svg>'
    project.write("content/assets/share.svg", svg)
    settings = SITE + "form: join\nshare_image: assets/share.svg\n"
    project.write("content/site.yaml", settings)
    project.page("a.md", "Text.", title="A", description="A.").built()
    assert card(project, "index.html") == card(project, "a/index.html")
    project.write("content/site.yaml", settings + "share_cards: all\n").built()
    assert card(project, "index.html") != card(project, "a/index.html")


def test_a_site_may_have_one_card_for_all_pages(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nshare_cards: none\n")
    project.page("a.md", "Text.", title="A", description="A.").built()
    assert card(project, "index.html") == card(project, "a/index.html")
    assert [] == [path for path in project.outputs() if "/card-" in path]


def test_a_large_site_draws_cards_for_what_is_passed_on_most(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "MOST", 4)
    for number in range(5):
        project.page(f"plain/p{number}.md", "T.", title=f"P {number}", description="P.")
    project.page("new.md", "T.", title="New", description="N.", date="2026-11-01").built()
    assert "card-" in card(project, "index.html")
    assert "card-" in card(project, "plain/index.html")
    assert "card-" in card(project, "new/index.html")
    assert "share." in card(project, "plain/p4/index.html")
    project.write("content/site.yaml", SITE + "form: join\nshare_cards: all\n").built()
    assert "card-" in card(project, "plain/p4/index.html")


def test_a_card_is_drawn_again_only_when_what_it_shows_changes(
    project: Project, counted: list[str]
) -> None:
    project.page("a.md", "Text.", title="A", description="A.").built()
    assert {"A", "A street that acts"} <= set(counted)
    counted.clear()
    project.page("a.md", "Other text.", title="A", description="Another.").built()
    assert [] == counted
    project.page("a.md", "Other text.", title="B", description="Another.").built()
    assert ["B"] == counted
    counted.clear()
    project.write("content/site.yaml", SITE + "form: join\nimprint: By us, 1 Quay, Anytown.\n")
    project.built()
    assert {"B", "A street that acts"} <= set(counted)


@pytest.mark.parametrize(
    "change",
    ["imprint: By us.", "tagline: We act.", "brand: '#0b6e4f'", "brand: {font: nunito}",
     "language: ar", "share_cards: none", "theme: base"],
)  # fmt: skip
def test_after_a_change_all_cards_are_those_of_a_clean_build(
    project: Project, tmp_path_factory: pytest.TempPathFactory, change: str
) -> None:
    project.page("a.md", "Text.", title="A", description="A.").build()
    project.write("content/site.yaml", SITE + f"form: join\n{change}\n")
    project.build()
    fresh = Project(tmp_path_factory.mktemp("fresh"))
    for path in sorted((project.root / "content").rglob("*")):
        if path.is_file():
            fresh.write(path.relative_to(project.root).as_posix(), path.read_bytes())
    fresh.build()
    assert fresh.outputs() == project.outputs()


def test_an_imprint_too_long_for_a_card_is_said_and_no_card_is_shown(project: Project) -> None:
    statement = "A very long statement of who we are. " * 30
    project.write("content/site.yaml", SITE + f"form: join\nimprint: {statement}\n").build()
    # A free text is not required by a law that is known here, so the card is made with what fits.
    assert "card-refused" not in project.codes()


def test_cards_are_drawn_in_all_processes_alike(project: Project) -> None:
    def outputs(jobs: int) -> dict[str, bytes]:
        project.built(jobs=jobs)
        made: dict[str, Any] = project.outputs()
        return made

    for number in range(50):
        project.page(f"p{number}.md", "T.", title=f"Page {number}", description="P.")
    one = outputs(1)
    for path in [path for path in one if "/card-" in path]:
        (project.root / "output" / path).unlink()
    assert one == outputs(2)


def message(project: Project, name: str, *texts: str, **settings: object) -> None:
    body = "\n".join(f"::: swipe {channel}\n{text}\n:::\n" for channel, text in
                     zip(("whatsapp", "sms", "talk"), texts, strict=False))  # fmt: skip
    project.page(f"messages/{name}.md", body, title=name, description="For friends.",
                 **settings)  # fmt: skip


@pytest.mark.parametrize(("texts", "words"), [
    (("Soup on Thursday, plans for the bench. Come?", "Soup on Thursday. Come? {link}"),
     "Soup on Thursday. Come?"),
    (("Soup on Thursday. Here is the plan: {link}",), "Soup on Thursday."),
    (("A long text without blanks in it.", "Hi [name]!"), "A long text without blanks in it."),
    (("Hi [name]!",), "For friends."),
    (("One sentence. " + "And another one, which is very much longer. " * 4,),
     "One sentence. And another one, which is very much longer. And another one, which is very "
     "much longer."),
    (("word " * 60,), "For friends."),
])  # fmt: skip
def test_the_card_of_a_message_says_its_own_words(
    project: Project, counted: list[str], texts: tuple[str, ...], words: str
) -> None:
    message(project, "soup", *texts)
    project.build()
    assert 2 == counted.count(words)  # for link previews, and to be posted
    head = soup(project, "messages/soup/index.html")
    assert words == head.select_one('meta[property="og:image:alt"]')["content"]  # type: ignore[index]


def test_a_message_offers_its_cards_in_two_sizes(project: Project) -> None:
    message(project, "soup", "Soup on Thursday.")
    project.built()
    page = soup(project, "messages/soup/index.html")
    wide, square = [
        str(link["href"]).removeprefix("../../") for link in page.select(".downloads a")
    ]
    assert card(project, "messages/soup/index.html") == wide
    sizes = []
    for path in (wide, square):
        with PIL.Image.open(project.root / "output" / path) as picture:
            sizes.append(picture.size)
    assert [(1200, 630), (1080, 1080)] == sizes


def test_what_nobody_is_to_pass_on_has_the_card_of_a_page(
    project: Project, counted: list[str]
) -> None:
    message(project, "old", "Old words.", status="retired")
    project.built()
    assert "old" in counted
    assert "Old words." not in counted


def test_messages_come_before_other_pages_and_are_never_left_out_silently(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "MOST", 4)
    for number in range(3):
        message(project, f"m{number}", f"Words {number}.")
        project.page(f"p{number}.md", "T.", title=f"P {number}", description="P.",
                     date="2026-11-01")  # fmt: skip
    project.build()  # the home page, one section, two messages
    found = project.problem("cards-left")
    assert ("info", "1 of 3 messages") == (found.level, found.message[:15])
    project.build()
    assert "cards-left" in project.codes()
    settings = SITE + "form: join\n"
    project.write("content/site.yaml", settings + "share_cards: messages\n").built()
    assert ["cards-left"] != project.codes()
    assert "/card-" in card(project, "messages/m2/index.html")
    assert "/share." in card(project, "p0/index.html")


def test_messages_can_have_cards_beside_a_picture_for_all_other_pages(project: Project) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 6"><path d="M0 0h9v9z"/></svg>'
    project.write("content/assets/share.svg", svg)
    project.write("content/site.yaml", SITE + "form: join\nshare_image: assets/share.svg\n"
                  "share_cards: messages\n")  # fmt: skip
    message(project, "soup", "Soup.")
    project.built()
    assert "/card-" in card(project, "messages/soup/index.html")
    assert "/share" in card(project, "index.html")
