"""The bundled typefaces: table, files and licences agree."""

import os

import pytest
from fontTools.ttLib import TTFont

from sitegen.brand import faces

BY_NAME = pytest.mark.parametrize("face", faces.FACES, ids=lambda face: face.name)
SAMPLE = {"latn": "Straße Łódź ąőğ", "cyrl": "Їжак Журнал", "grek": "Ελλάδα ώρα", "arab": "مطبخ پ",
          "hebr": "מטבח"}  # fmt: skip
SIGNS = {"latin": "Straße – “é” €", "ext": "Łąőğț", "cyrl": "Їжак A1 –", "grek": "Ελλάώ A1 –",
         "viet": "Hiệp định Ơ A1"}  # fmt: skip


def letters(path):
    font = TTFont(path, lazy=True)
    found = set(font.getBestCmap())
    font.close()
    return found


@BY_NAME
def test_a_family_has_its_open_licence_beside_it(face):
    with open(face.path(face.licence), encoding="utf-8") as file:
        text = file.read()
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert text.startswith("Copyright")


@BY_NAME
def test_the_folder_holds_exactly_what_the_table_says(face):
    wanted = {face.licence}
    wanted |= {cut.file("ttf") for cut in face.cuts if cut.drawn}
    wanted |= {cut.file(f"{name}.woff2") for cut in face.cuts for name in face.sets}
    assert wanted == set(os.listdir(face.path("")))


@BY_NAME
def test_a_drawn_cut_writes_the_scripts_of_its_family(face):
    for cut in face.cuts:
        if cut.drawn:
            have = letters(face.path(cut.file("ttf")))
            for script in face.scripts:
                missing = [s for s in SAMPLE[script] if s != " " and ord(s) not in have]
                assert missing == []


@BY_NAME
def test_a_page_file_writes_the_letters_of_its_set(face):
    for cut in face.cuts:
        for name in face.sets:
            have = letters(face.path(cut.file(f"{name}.woff2")))
            assert [sign for sign in SIGNS[name] if ord(sign) not in have and sign != " "] == []


def test_all_files_together_stay_small():
    total = sum(os.path.getsize(os.path.join(folder, name))
                for folder, _, names in os.walk(faces.FOLDER) for name in names)  # fmt: skip
    assert total < 2_500_000


def test_a_family_is_found_by_its_name_however_it_is_written():
    assert "noto-serif-display" == faces.get("Noto Serif  Display").name
    assert "source-sans" == faces.get("Source Sans 3").name
    assert faces.get("comic") is None
    assert 'Did you mean "nunito"?' in faces.unknown("Nunitto").hint


def test_the_nearest_weight_is_drawn():
    assert faces.get("noto-serif").drawing(600).endswith("700.ttf")
    assert faces.get("noto-serif").drawing(300).endswith("400.ttf")
