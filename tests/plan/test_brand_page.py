"""The page that offers the brand kit."""

from __future__ import annotations

import io
import zipfile

import pypdf
import pytest
from reading import hrefs, one, soup, words

from sitegen import build, drawing
from sitegen.brand.bundle import File, Kit
from sitegen.cache import Cache
from sitegen.model import Options
from tests.conftest import FORM, NOW, SITE, Project

ASKED = (
    SITE
    + "form: join\nask: join\nbrand: {colour: '#7b1e4b', page: yes}\nimprint: By us, 1 Quay.\n"
)


@pytest.fixture(scope="module")
def offered(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site with the page, built once: drawing a kit takes seconds."""
    made = Project(tmp_path_factory.mktemp("offered"))
    made.write("content/site.yaml", ASKED).write("content/forms/join.yaml", FORM)
    return made.page(
        "index.md", "[Our posters](/brand/).", title="A street that acts", description="S."
    ).built()


def test_no_site_has_the_page_unless_it_asks_for_it(project: Project) -> None:
    project.built()
    assert not project.has("brand/index.html")


def test_the_page_leads_to_every_file_and_they_are_all_there(offered: Project) -> None:
    tree = soup(offered, "brand/index.html")
    assert ["Brand kit"] == words(tree, "h1")
    found = hrefs(tree, "main a[download]")
    assert "../brand/brand-kit.zip" in found
    assert "../brand/print/colour/poster-a3.pdf" in found
    assert "../brand/print/one-ink/flyer-half-letter.pdf" in found
    shown = [
        str(each[name]) for name in ("src", "srcset") for each in tree.select(f"main [{name}]")
    ]
    for target in (*found, *shown):
        assert offered.has(target.removeprefix("../")), target
    assert "brand/index.html" in hrefs(soup(offered, "index.html"), ".foot-nav a")
    assert "brand/index.html" in hrefs(soup(offered, "index.html"), "main a")
    assert "noindex" == one(tree, 'meta[name="robots"]')["content"]


def test_the_zip_holds_what_the_page_offers_and_the_cards(offered: Project) -> None:
    with zipfile.ZipFile(io.BytesIO(offered.outputs()["brand/brand-kit.zip"])) as opened:
        names = opened.namelist()
        poster = opened.read("brand-kit/print/colour/poster-a4.pdf")
    assert {"brand-kit/README.md", "brand-kit/cards/tall/home.png",
            "brand-kit/icons/site.webmanifest"} <= set(names)  # fmt: skip
    assert offered.outputs()["brand/print/colour/poster-a4.pdf"] == poster
    text = pypdf.PdfReader(io.BytesIO(poster)).pages[0].extract_text()
    assert "By us" in text
    assert "Join us" in text


def test_pieces_speak_the_sites_language(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nlanguage: de\n")
    seen = build.Look(project.root, Options(NOW), Cache(None))
    assert seen.plan is not None
    assert "Mit dem Handy scannen oder besuchen:" == seen.plan.kit().scan


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("ask: join\n", "https://test.example/?ref={tag}#ask"),
        ("ask: none\n", "https://test.example/in/?ref={tag}#ask"),
    ],
)
def test_codes_lead_to_the_nearest_page_with_the_form(
    project: Project, content: str, expected: str
) -> None:
    project.write("content/site.yaml", SITE + content + "form: join\n")
    project.page("in.md", "Text.", title="In", description="I.", ask="join")
    seen = build.Look(project.root, Options(NOW), Cache(None))
    assert seen.plan is not None
    assert expected == seen.plan.kit().address


def test_the_kit_is_drawn_once_and_again_only_when_it_changes(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []

    def counting(*given: object) -> Kit:
        drawn.append(given)
        return Kit((File("words/about-us.md", str(len(drawn)).encode()),), ())

    monkeypatch.setattr(drawing, "kit", counting)
    project.write("content/site.yaml", ASKED).built()
    project.page("index.md", "Other words.", title="A street that acts",
                 description="What we do on our street.").built()  # fmt: skip
    assert "1" == project.out("brand/words/about-us.md")
    project.write("content/site.yaml", ASKED.replace("1 Quay", "2 Quay")).built()
    assert "2" == project.out("brand/words/about-us.md")


def test_what_the_kit_lacks_is_said(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = (("flyer-a6", "The law asks for an imprint on it, and there is none."),)
    monkeypatch.setattr(drawing, "kit", lambda *given: Kit((), refused))
    project.write("content/site.yaml", ASKED).build()
    assert "The brand kit has no flyer-a6." in project.problem("kit-refused").message
    assert "warning" == project.problem("kit-refused").level
