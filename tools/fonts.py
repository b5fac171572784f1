"""Makes sitegen/brand/fonts/ from the families as their designers publish them. For maintainers.

    pip install -e ".[dev]"
    mkdir upstream && cd upstream
    npm pack @expo-google-fonts/nunito@0.4.2 ...       the packages named in SOURCES below
    cd .. && python tools/fonts.py upstream

Writes, for each cut of a family, the TrueType file that is drawn with and the small WOFF2 files that
pages load, beside the family's licence, and ``sha256.yaml`` with the digest of each; then prints the figures of the faces that stand in
until a file has arrived, for ``sitegen/brand/faces.py`` (package fonts-liberation of Debian). ``tests/brand/test_faces.py`` says when table and files do not agree.

What the files hold: unhinted outlines, kerning, marks, and the ligatures a language needs. Page files
come in five sets of letters. ``latin`` and ``ext`` go together; each of the others stands alone,
with the Latin letters of ASCII, so that a site needs one file for each cut.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from sitegen.brand import faces

LIBERATION = Path("/usr/share/fonts/truetype/liberation")
PREFIX = "expo-google-fonts-"
SOURCES = {
    "bricolage-grotesque": ("bricolage-grotesque-0.4.1", "BricolageGrotesque"),
    "nunito": ("nunito-0.4.2", "Nunito"),
    "noto-sans": ("noto-sans-0.4.2", "NotoSans"),
    "noto-sans-arabic": ("noto-sans-arabic-0.4.3", "NotoSansArabic"),
    "noto-sans-hebrew": ("noto-sans-hebrew-0.4.1", "NotoSansHebrew"),
    "noto-serif": ("noto-serif-0.4.2", "NotoSerif"),
    "noto-serif-display": ("noto-serif-display-0.4.2", "NotoSerifDisplay"),
    "sofia-sans": ("sofia-sans-0.4.3", "SofiaSans"),
    "sofia-sans-extra-condensed": ("sofia-sans-extra-condensed-0.4.2", "SofiaSansExtraCondensed"),
    "source-sans": ("source-sans-3-0.4.1", "SourceSans3"),
}
CUTS = {
    400: "400Regular", 700: "700Bold", 800: "800ExtraBold", 900: "900Black",
}  # fmt: skip
LAYOUT = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "rlig", "init", "medi", "fina", "isol",
          "calt"]  # fmt: skip


def letters(ranges: str) -> set[int]:
    """``U+41-5A,U+E9`` as numbers."""
    found: set[int] = set()
    for part in ranges.replace("U+", "").split(","):
        first, _, last = part.partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def cut(source: bytes, wanted: set[int] | None, flavour: str | None) -> bytes:
    """The font with the letters ``wanted`` (None: all it has) and without hints."""
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = LAYOUT
    options.name_IDs = [1, 2, 4, 6, 13, 14] if flavour is None else []
    options.notdef_outline = True
    options.flavor = flavour
    maker = subset.Subsetter(options)
    have = set(font.getBestCmap())
    maker.populate(unicodes=have if wanted is None else have & wanted)
    maker.subset(font)
    font.flavor = flavour
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


FREQUENT = dict(zip(" etaoinshrdlcumwfgypbvkjxqz", (18, 10, 7, 6.5, 6, 5.7, 5.7, 5.3, 5, 5, 3.4, 3.3,
                2.3, 2.3, 2, 1.9, 1.8, 1.6, 1.6, 1.5, 1.2, .8, .6, .1, .1, .1, .1), strict=True))  # fmt: skip
"""How often a letter stands in English text, in hundredths."""
CAPITALS = ("sofia-sans-extra-condensed",)
"""Families that stand in capitals where they are used."""
STANDARD = {
    "Arial": "LiberationSans-Regular", "Arial Bold": "LiberationSans-Bold",
    "Times New Roman": "LiberationSerif-Regular", "Times New Roman Bold": "LiberationSerif-Bold",
    "Times New Roman Italic": "LiberationSerif-Italic",
}  # fmt: skip
"""Which file has the same advances as a face that every computer has."""


def average(font: TTFont, capitals: bool) -> float:
    """The advance of an average letter, in ems."""
    glyphs, widths, total = font.getBestCmap(), font["hmtx"], 0.0
    for sign, often in FREQUENT.items():
        total += widths[glyphs[ord(sign.upper() if capitals else sign)]][0] * often
    return float(total / sum(FREQUENT.values()) / font["head"].unitsPerEm)


def stand_in(font: TTFont, standard: TTFont, capitals: bool) -> tuple[float, float, float]:
    """size-adjust, ascent-override and descent-override of ``standard`` in this font's place."""
    size = average(font, capitals) / average(standard, capitals)
    em, table = font["head"].unitsPerEm, font["hhea"]
    whole = (size, table.ascent / em / size, -table.descent / em / size)
    return round(whole[0] * 100, 1), round(whole[1] * 100, 1), round(whole[2] * 100, 1)


def main(upstream: Path) -> None:
    root = Path(faces.FOLDER)
    for face in faces.FACES:
        package, stem = SOURCES[face.name]
        folder = root / face.name
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(upstream / f"{PREFIX}{package}.tgz") as archive:

            def member(name: str, archive: tarfile.TarFile = archive) -> bytes:
                file = archive.extractfile(f"package/{name}")
                assert file is not None, name
                return file.read()

            (folder / face.licence).write_bytes(member("LICENSE_FONT").replace(b"\r\n", b"\n"))
            for style in face.cuts:
                named = CUTS[style.weight] + ("_Italic" if style.italic else "")
                source = member(f"{named}/{stem}_{named}.ttf")
                font = TTFont(io.BytesIO(source))
                if style.drawn:
                    everything = letters(",".join(faces.SETS.values()))
                    wanted = (
                        None if "arab" in face.scripts or "hebr" in face.scripts else everything
                    )
                    (folder / style.file("ttf")).write_bytes(cut(source, wanted, None))
                for letters_of in face.sets:
                    data = cut(source, letters(faces.SETS[letters_of]), "woff2")
                    (folder / style.file(f"{letters_of}.woff2")).write_bytes(data)
                    print(f"{len(data):6}  {face.name}/{style.file(letters_of)}.woff2  "
                          f"{hashlib.sha256(data).hexdigest()[:8]}")  # fmt: skip
                if style.stand_in is not None:
                    name = STANDARD[style.stand_in.local[0]]
                    standard = TTFont(LIBERATION / f"{name}.ttf")
                    print("       ", stand_in(font, standard, face.name in CAPITALS))
    listed = sorted(path for path in root.rglob("*") if path.suffix in (".ttf", ".woff2"))
    lines = [f"{path.relative_to(root).as_posix()}: {hashlib.sha256(path.read_bytes()).hexdigest()}\n"
             for path in listed]  # fmt: skip
    (root / "sha256.yaml").write_text("".join(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
