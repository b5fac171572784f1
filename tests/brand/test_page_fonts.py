"""Which fonts pages load: by theme, by site, by language; never more than the budget."""

import hashlib
import os
import re

import pytest
import yaml
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

from sitegen.brand import faces, pagefonts
from tests.conftest import SITE, Project

CHOICES = [face for face in faces.FACES if face.sets]
LANGUAGES = ("en", "de", "pl", "tr", "vi", "uk", "sr-Latn", "el", "ar", "he", "ja", "en-GB")


def chosen(display, text, language="en"):
    return pagefonts.choose(faces.get(display), faces.get(text), language)


def names(fonts):
    return [f"{font.family} {font.cut.file(font.letters)}" for font in fonts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_pair_of_faces_asks_a_page_for_more_than_the_budget(language):
    heaviest = 0
    for display in (None, *CHOICES):
        for text in (None, *CHOICES):
            fonts = pagefonts.choose(display, text, language)
            files = {os.path.join(faces.FOLDER, font.file) for font in fonts}
            heaviest = max(heaviest, sum(os.path.getsize(file) for file in files))
    assert heaviest <= 60_000


def test_english_loads_latin_and_has_letters_of_other_names_ready():
    assert ["D 900.latin", "T 400.latin", "T 700.latin", "D 900.ext", "T 400.ext", "T 700.ext"] == \
        names(chosen("sofia-sans-extra-condensed", "sofia-sans"))  # fmt: skip


def test_what_does_not_fit_is_left_out_from_the_end():
    fonts = names(chosen("noto-serif-display", "noto-serif", "pl"))
    assert "D 800.latin" == fonts[0]
    assert {"T 400.ext", "T 700.ext"} <= set(fonts)
    assert "T 400i.latin" not in fonts


def test_a_language_of_another_script_loads_what_writes_it_or_nothing():
    assert ["D 900.cyrl", "T 400.cyrl", "T 700.cyrl"] == \
        names(chosen("sofia-sans-extra-condensed", "sofia-sans", "uk"))  # fmt: skip
    assert ["T 400.grek", "T 700.grek"] == names(
        chosen("bricolage-grotesque", "source-sans", "el")
    )
    assert () == chosen("nunito", "source-sans", "ar")
    assert () == chosen("nunito", "nunito", "zh-Hant")


def test_one_face_for_both_is_loaded_once():
    fonts = chosen("nunito", "nunito")
    assert ["T 400.latin", "T 800.latin", "T 400.ext", "T 800.ext"] == names(fonts)
    rules = pagefonts.css(faces.get("nunito"), faces.get("nunito"), fonts, lambda font: font.name)
    assert "--font-text:T,Tf,sans-serif;--font-display:T,Tf,sans-serif" in rules


def test_every_letter_of_a_file_makes_the_browser_load_it():
    def numbers(ranges):
        found = set()
        for part in ranges.replace("U+", "").split(","):
            first, _, last = part.partition("-")
            found |= set(range(int(first, 16), int(last or first, 16) + 1))
        return found

    for letters, ranges in faces.SETS.items():
        assert numbers(ranges) <= numbers(pagefonts._SEEN[letters])
    assert not numbers(pagefonts._SEEN["latin"]) & numbers(pagefonts._SEEN["ext"])


def test_what_stands_in_is_as_large_as_the_face_it_stands_in_for():
    for face in CHOICES:
        rules = pagefonts.css(
            face, None, pagefonts.choose(face, None, "en"), lambda font: font.name
        )
        assert re.search(r"font-family:Df;[^}]*size-adjust:[\d.]+%;ascent-override:[\d.]+%;"
                         r"descent-override:[\d.]+%;line-gap-override:0%;src:local\(", rules)  # fmt: skip
        for cut in face.cuts:
            font = TTFont(face.path(cut.file("latin.woff2")))
            em, table, stands = font["head"].unitsPerEm, font["hhea"], cut.stand_in
            assert stands.size * stands.ascent / 100 == pytest.approx(
                table.ascent / em * 100, abs=0.1
            )
            assert stands.size * stands.descent / 100 == \
                pytest.approx(-table.descent / em * 100, abs=0.1)  # fmt: skip


def test_the_digests_of_all_files_are_part_of_the_code():
    with open(os.path.join(faces.FOLDER, "sha256.yaml"), encoding="utf-8") as file:
        listed = yaml.safe_load(file)
    found = {f"{face.name}/{name}" for face in faces.FACES for name in os.listdir(face.path(""))
             if name.endswith((".ttf", ".woff2"))}  # fmt: skip
    assert set(listed) == found
    assert {name: hashlib.sha256(faces.data(name)).hexdigest() for name in found} == listed


# In a site -----------------------------------------------------------------------------------


def styles(project):
    [css] = (project.root / "output/assets/built").glob("site.*.css")
    return css.read_text(encoding="utf-8")


def font_files(project):
    return sorted(path.name.split(".")[0]
                  for path in (project.root / "output/assets/built").glob("*.woff2"))  # fmt: skip


def policy(project):
    html = (project.root / "output/index.html").read_text(encoding="utf-8")
    meta = BeautifulSoup(html, "html.parser").find(
        "meta", {"http-equiv": "Content-Security-Policy"}
    )
    return str(meta["content"])


def site(project, settings):
    project.write("content/site.yaml", SITE + settings)
    return project.page("index.md", "Text.", title="Home", description="D.", ask="none")


def test_a_themes_fonts_are_published_and_allowed(project: Project):
    site(project, "theme: poster\n").built()
    assert {"sofia-400", "sofia-700", "sofia-900"} == set(font_files(project))
    assert "font-src 'self'" in policy(project)
    for name in re.findall(r"url\(([^)]*\.woff2)\)", styles(project)):
        assert (project.root / "output/assets/built" / name).is_file()
    assert styles(project).count("font-display:swap") == styles(project).count(".woff2)")


def test_a_site_chooses_the_face_of_its_headlines(project: Project):
    site(project, "theme: poster\nbrand: {font: Bricolage Grotesque}\n").built()
    assert {"sofia-400", "sofia-700", "bricolage-800"} == set(font_files(project))


def test_system_means_no_font_at_all(project: Project):
    site(project, "theme: poster\nbrand: {font: system}\n").built()
    assert [] == font_files(project)
    assert "@font-face" not in styles(project)
    assert "font-src" not in policy(project)


def test_a_site_in_arabic_loads_no_font_that_cannot_write_it(project: Project):
    site(project, "theme: broadsheet\nlanguage: ar\n").built()
    assert [] == font_files(project)
    assert "font-src" not in policy(project)


def test_a_font_that_there_is_none_of_is_said_with_the_one_that_was_meant(project: Project):
    result = site(project, "brand:\n  colour: red\n  font: nuntio\n").build()
    [problem] = [one for one in result.problems if one.code == "font-unknown"]
    assert ("content/site.yaml", 'Did you mean "nunito"?') == (problem.span.path, problem.hint)


def test_a_theme_takes_over_the_fonts_of_the_theme_it_extends(project: Project):
    project.write("themes/mine/theme.yaml",
                  "name: mine\nextends: poster\nfonts: {display: system, text: source-sans}\n")  # fmt: skip
    site(project, "theme: mine\n").built()
    assert {"source-400", "source-700"} == set(font_files(project))


def test_a_wrong_font_of_a_theme_is_said_at_its_line(project: Project):
    project.write("themes/mine/theme.yaml", "name: mine\nextends: base\nfonts:\n  text: Comic\n")
    result = site(project, "theme: mine\n").build()
    [problem] = [one for one in result.problems if one.code == "font-unknown"]
    assert ("themes/mine/theme.yaml", 4) == (problem.span.path, problem.span.line)


def test_a_second_build_makes_the_same_files_from_memory(project: Project):
    site(project, "theme: poster\n").built()
    before = font_files(project), styles(project)
    project.page("about.md", "More.", title="About", description="D.").built()
    assert before == (font_files(project), styles(project))
