"""Pictures as a page shows them: sizes, formats, words, and nothing about who took them."""

from __future__ import annotations

import io

import pytest
from PIL import ExifTags, Image
from reading import one, photo, soup, value

from tests.conftest import SITE, Project


def show(project: Project, data: bytes, name: str = "table.jpg", text: str = "") -> Project:
    """A page that shows one picture, built without a complaint."""
    project.write(f"content/assets/{name}", data)
    return project.page("a.md", text or f"![Six people](assets/{name})", title="A",
                        description="A.").built()  # fmt: skip


def secret() -> bytes:
    """Metadata with a name, a place and a description."""
    made = Image.Exif()
    made[ExifTags.Base.Artist] = "Secret Name"
    made[ExifTags.Base.ImageDescription] = "Secret place"
    gps = made.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    return made.tobytes()


def test_a_large_photo_comes_in_several_widths_and_as_webp(project: Project) -> None:
    show(project, photo(2000, 1000))
    tree = soup(project, "a/index.html")
    image = one(tree, ".prose img")
    widths = []
    for part in str(image["srcset"]).split(", "):
        url, width = part.split(" ")
        file = project.outputs()[url.removeprefix("../")]
        assert f"{Image.open(io.BytesIO(file)).width}w" == width
        widths.append(int(width[:-1]))
    assert sorted(widths) == widths
    assert len(widths) > 2
    assert max(widths) <= 2000
    source = one(tree, ".prose source")
    assert "image/webp" == source["type"]
    webp = str(source["srcset"]).split(" ")[0].removeprefix("../")
    assert "WEBP" == Image.open(io.BytesIO(project.outputs()[webp])).format
    assert image["sizes"] == source["sizes"]


def test_a_picture_has_its_size_so_that_the_page_does_not_jump(project: Project) -> None:
    show(project, photo(600, 300))
    image = one(soup(project, "a/index.html"), ".prose img")
    assert 2.0 == int(str(image["width"])) / int(str(image["height"]))
    assert ("Six people", "lazy") == (image["alt"], image["loading"])


def test_a_small_picture_is_not_made_larger(project: Project) -> None:
    show(project, photo(120, 80))
    for path, data in project.outputs().items():
        if "built/table" in path:
            assert Image.open(io.BytesIO(data)).size == (120, 80)
    assert "srcset" not in one(soup(project, "a/index.html"), ".prose img").attrs


@pytest.mark.parametrize(
    "text",
    ["![Six people](assets/table.jpg)", "[The photo](assets/table.jpg)",
     "[The photo](assets/table.jpg#right)", "::: image assets/table.jpg\nalt: Six\n:::"],
)  # fmt: skip
def test_no_published_picture_says_who_took_it_and_where(project: Project, text: str) -> None:
    show(project, photo(900, 600, exif=secret()), text=text)
    files = {path: data for path, data in project.outputs().items() if "table" in path}
    assert files
    for path, data in files.items():
        assert b"Secret" not in data, path
        assert {} == dict(Image.open(io.BytesIO(data)).getexif()), path


def test_a_photo_in_a_menu_or_an_ask_is_cleaned_as_well(project: Project) -> None:
    for name in ("menu", "foot", "page"):
        project.write(f"content/assets/{name}.jpg", photo(300, 200, exif=secret()))
    project.write("content/site.yaml", SITE + "form: join\nfooter: [assets/foot.jpg]\n"
                  "nav: [{title: More, children: [{to: assets/menu.jpg, title: Map}]}]\n")  # fmt: skip
    project.page("a.md", "Text.", title="A", description="A.", ask="{to: assets/page.jpg}").built()
    photos = [path for path in project.outputs() if path.endswith(".jpg")]
    assert 3 == len(photos)
    assert all(b"Secret" not in project.outputs()[path] for path in photos)


def test_no_way_to_write_a_link_publishes_a_photo_as_it_is(project: Project) -> None:
    project.write("content/assets/table.jpg", photo(300, 200, exif=secret()))
    project.page("a.md", "[Photo](assets/table.jpg?raw=1)", title="A", description="A.").build()
    assert all(b"Secret" not in data for data in project.outputs().values())


def test_a_picture_beside_its_page_and_one_in_front_matter_are_found(project: Project) -> None:
    project.write("content/news/hall.jpg", photo(300, 200))
    project.page("news/a.md", "![Hall](hall.jpg)", title="A", description="A.", image="hall.jpg",
                 image_alt="The hall").built()  # fmt: skip
    tree = soup(project, "news/a/index.html")
    assert ["The hall", "Hall"] == [image["alt"] for image in tree.select("main img")]
    card = one(soup(project, "news/index.html"), ".card img")
    assert project.has(str(card["src"]).removeprefix("../"))


def test_one_picture_shown_twice_is_published_once(project: Project) -> None:
    project.write("content/assets/table.png", photo(100, 50, "PNG"))
    for name in ("a", "b"):
        project.page(f"{name}.md", "![Six](assets/table.png)", title=name, description="D.")
    project.built()
    sources = {value(soup(project, f"{name}/index.html"), ".prose img", "src") for name in "ab"}
    assert 1 == len(sources)


def test_a_picture_that_no_page_shows_is_not_published(project: Project) -> None:
    project.write("content/assets/unused.png", photo(100, 50, "PNG")).built()
    assert [] == [path for path in project.outputs() if "unused" in path]


def test_a_picture_without_words_is_remarked_and_no_more(project: Project) -> None:
    project.write("content/assets/table.png", photo(100, 50, "PNG"))
    project.page("a.md", "![](assets/table.png)", title="A", description="A.")
    project.page("b.md", "::: image assets/table.png\n:::", title="B", description="B.").built()
    found = [problem.span for problem in project.result.problems
             if problem.code == "image-undescribed"]  # fmt: skip
    assert ["content/a.md", "content/b.md"] == [span.path for span in found if span]
    assert {"info"} == {problem.level for problem in project.result.problems}


def test_a_picture_of_another_host_is_refused_and_leaves_its_words(project: Project) -> None:
    project.page("a.md", "![Six people](https://img.test-tube.org/a.jpg)", title="A",
                 description="A.").build()  # fmt: skip
    problem = project.problem("image-elsewhere")
    assert problem.span is not None
    assert ("warning", "content/a.md", 5) == (problem.level, problem.span.path, problem.span.line)
    assert "hosts_allowed: [img.test-tube.org]" in problem.hint
    tree = soup(project, "a/index.html")
    assert [] == tree.select(".prose img")
    assert "Six people" in tree.get_text()


def test_a_picture_of_an_allowed_host_is_shown(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nhosts_allowed: ['*.test-tube.org']\n")
    project.page("a.md", "![Six people](https://img.test-tube.org/a.jpg)", title="A",
                 description="A.").built()  # fmt: skip
    assert "https://img.test-tube.org/a.jpg" == value(soup(project, "a/index.html"), ".prose img",
                                                     "src")  # fmt: skip


@pytest.mark.parametrize(
    ("target", "code"),
    [("assets/tabel.jpg", "link-missing"), ("index.md", "image-is-page"),
     ("assets/plan.pdf", "image-unknown")],
)  # fmt: skip
def test_what_is_no_picture_is_said_with_its_line(
    project: Project, target: str, code: str
) -> None:
    project.write("content/assets/table.jpg", photo(10, 10))
    project.write("content/assets/plan.pdf", b"%PDF-1.4")
    project.page("a.md", f"Text.\n\n![Six]({target})", title="A", description="A.").build()
    problem = project.problem(code)
    assert problem.span is not None
    assert ("content/a.md", 7) == (problem.span.path, problem.span.line)
    assert {} == project.outputs()


def test_a_damaged_picture_stops_the_build_and_is_named(project: Project) -> None:
    project.write("content/assets/table.jpg", photo(300, 200)[:400])
    project.page("a.md", "![Six](assets/table.jpg)", title="A", description="A.").build()
    assert project.result.failed
    assert ["content/assets/table.jpg"] == [
        problem.span.path for problem in project.result.problems if problem.span]  # fmt: skip


def test_the_logo_stands_in_the_header_and_is_the_icon(project: Project) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M0 0h20v20z"/></svg>'
    project.write("content/assets/logo.svg", svg)
    project.built()
    letters = project.outputs()["icon.svg"]
    project.write("content/site.yaml", SITE + "form: join\nbrand: {logo: ./assets/logo.svg}\n")
    project.page("a.md", "Text.", title="A", description="A.").built()
    source = value(soup(project, "a/index.html"), "a.mark img", "src")
    assert project.has(source.removeprefix("../"))
    assert letters != project.outputs()["icon.svg"]


def test_what_is_said_of_a_brand_is_said_in_every_build(project: Project) -> None:
    project.write("content/site.yaml", SITE + "form: join\nbrand: '#ffff00'\n").build()
    first = [problem for problem in project.result.problems if "brand" in problem.code]
    assert first
    project.page("a.md", "Text.", title="A", description="A.").build()
    assert first == [problem for problem in project.result.problems if "brand" in problem.code]


def test_a_picture_lost_during_the_build_stops_it_instead_of_being_empty(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitegen.cache import Cache

    get = Cache.get
    show(project, photo(120, 80))
    (project.root / "output").rename(project.root / "before")
    lost = [False]

    def losing(self: Cache, kind: str, key: str) -> bytes | None:
        return None if kind == "blob" and lost[0] else get(self, kind, key)

    def planned(*given: object, **more: object) -> object:
        lost[0] = True  # the pictures are known to be there: now they vanish
        return plan_site(*given, **more)  # type: ignore[arg-type]

    from sitegen.plan import outputs

    plan_site = outputs.site
    monkeypatch.setattr(outputs, "site", planned)
    monkeypatch.setattr(Cache, "get", losing)
    project.build()
    assert "picture-lost" in project.codes()
    assert not project.has("index.html")
