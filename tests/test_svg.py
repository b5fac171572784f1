"""Drawings keep their look and lose everything else."""

from __future__ import annotations

import base64
import io
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sitegen import images, svg

SECRET = "PLANTED"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def cleaned(inner: str, root: str = 'viewBox="0 0 20 10"', before: str = "") -> str:
    data = f"{before}{HEAD}{root}>{inner}</svg>".encode()
    made = svg.clean(data, "a.svg", images._clean_embedded)
    assert made.data, made.problems
    ElementTree.fromstring(made.data)
    return made.data.decode()


@pytest.mark.parametrize(
    "inner",
    [
        "<script>PLANTED</script>", '<script xlink:href="PLANTED"/>', "<!-- PLANTED -->",
        '<x:script xmlns:x="http://www.w3.org/2000/svg">PLANTED</x:script>',
        "<title>PLANTED</title>", '<path onclick="PLANTED"/>', '<path ONCLICK="PLANTED"/>',
        "<metadata>PLANTED</metadata>",
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">PLANTED</p></foreignObject>',
        '<p xmlns="http://www.w3.org/1999/xhtml">PLANTED</p>', "<?php PLANTED ?>",
        '<a href="javascript:PLANTED"><path/></a>', '<a xlink:href="http://PLANTED"><path/></a>',
        '<use href="http://x/PLANTED.svg#a"/>', '<use href="data:image/svg+xml,PLANTED"/>',
        '<image href="PLANTED.png"/>', '<image href="file:///PLANTED"/>',
        '<image href="data:image/png;base64,UExBTlRFRA=="/>',
        '<image href="data:image/svg+xml;base64,PHN2Zz5QTEFOVEVEPC9zdmc+"/>',
        "<style>@import url(PLANTED);</style>", '<style>@import "PLANTED";</style>',
        "<style>a{background:url(//PLANTED)}</style>",
        "<style>a{background:u\\72l(PLANTED)}</style>",
        "<style>a{background:image-set('PLANTED' 1x)}</style>", "<style>/* PLANTED */</style>",
        "<style>@font-face{font-family:x;src:url(data:font/woff2;base64,PLANTED)}</style>",
        '<path style="fill:url(http://PLANTED)"/>', '<path fill="url(PLANTED#a)"/>',
        '<path style="fill:red;behavior:url(PLANTED)"/>', '<path filter="url(https://PLANTED)"/>',
        '<path><set attributeName="href" to="PLANTED"/></path>',
        '<path><animate attributeName="xlink:href" values="javascript:PLANTED"/></path>',
        '<path><set attributeName="onload" to="PLANTED"/></path>', '<path xml:base="http://PLANTED"/>',
        '<path data-name="PLANTED"/>', '<path xmlns:i="urn:ink" i:label="PLANTED"/>',
        '<i:page xmlns:i="urn:ink">PLANTED</i:page>', "<iframe>PLANTED</iframe>",
        '<handler xmlns="http://www.w3.org/2001/xml-events">PLANTED</handler>', "PLANTED",
        '<feImage href="http://PLANTED"/>', '<path mask="url(&quot;http://PLANTED&quot;)"/>',
    ],
)  # fmt: skip
def test_nothing_that_runs_loads_or_tells_stays(inner: str) -> None:
    text = cleaned(inner)
    assert SECRET not in text
    assert base64.b64encode(SECRET.encode()).decode() not in text
    for sign in ("script", "http://x", "javascript", "@import", "<!", "<?"):
        assert sign not in text


@pytest.mark.parametrize(
    "kept",
    [
        '<path d="M0 0L5 5" fill="#e4003b"/>', '<use xlink:href="#a"/>', '<use href="#a"/>',
        '<rect fill="url(#g)" clip-path="url(\'#c\')"/>', "<style>.a{fill:url(#g)}</style>",
        '<text x="1">Ja &amp; nein <tspan>!</tspan></text>', '<g style="fill:red"/>',
        '<linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient>',
        '<animate attributeName="opacity" values="0;1"/>', '<g xml:space="preserve"/>',
        '<feGaussianBlur stdDeviation="2"/>',
    ],
)  # fmt: skip
def test_what_is_drawn_stays(kept: str) -> None:
    assert kept.replace("'", "&#x27;") in cleaned(kept)


def test_editors_headers_with_doctype_and_short_entities_are_read() -> None:
    before = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://x/PLANTED.dtd" ['
        '<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY ink "urn:ink">]>'
    )
    text = cleaned('<g xmlns:i="&ink;" i:knockout="Off"><path d="M0 0"/></g>', before=before)
    assert '<g><path d="M0 0"/></g>' in text
    assert "PLANTED" not in text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg", "svg-broken"), (b"<svg></g>", "svg-broken"), (b"<html/>", "svg-refused"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "svg-size"),
        (b"<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><svg viewBox='0 0 1 1'>&b;</svg>",
         "svg-refused"),
        (b"<!DOCTYPE svg [<!ENTITY a '" + b"x" * 101 + b"'>]><svg viewBox='0 0 1 1'/>",
         "svg-refused"),
        (b"<svg viewBox='0 0 1 1'>" + b"<g>" * 300 + b"</g>" * 300 + b"</svg>", "svg-refused"),
        (b"<svg viewBox='0 0 1 1'>" + b" " * svg.MAX_BYTES + b"</svg>", "svg-too-heavy"),
        (b"<svg viewBox='0 0 0 0'/>", "svg-size"), (b"<svg width='-5' height='5'/>", "svg-size"),
        (b'<?xml version="1.0" encoding="klingon"?><svg viewBox="0 0 1 1"/>', "svg-broken"),
    ],
)  # fmt: skip
def test_what_cannot_be_cleaned_is_refused(data: bytes, code: str) -> None:
    made = svg.clean(data, "a.svg", images._clean_embedded)
    assert (b"", [code]) == (made.data, [problem.code for problem in made.problems])


def test_an_external_entity_is_never_loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("x") / "secret.txt"
    secret.write_text(SECRET)
    before = f'<!DOCTYPE svg [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    assert SECRET not in cleaned("<text>&e;</text>", before=before)


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ('viewBox="0 0 20 10"', (20, 10)), ('width="40" viewBox="0 0 20 10"', (40, 20)),
        ('width="100%" height="100%" viewBox="0,0,20,10"', (20, 10)),
        ('width="1in" height="48px"', (96, 48)), ('width="10mm" height="10mm"', (38, 38)),
        ('height="40" viewBox="0 0 20 10"', (80, 40)), ('width="30" height="20"', (30, 20)),
    ],
)  # fmt: skip
def test_width_height_and_viewbox_are_always_there(root: str, expected: tuple[int, int]) -> None:
    info, _ = images.probe(f"{HEAD}{root}><path/></svg>".encode(), "a.svg")
    assert info is not None
    assert (*expected, "svg", ".svg") == (info.width, info.height, info.format, info.extension)
    text = cleaned("<path/>", root)
    assert all(f" {name}=" in text for name in ("width", "height", "viewBox"))


def test_a_picture_inside_a_drawing_loses_its_metadata_and_stays() -> None:
    out = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(out, "JPEG", comment=SECRET, quality=95)
    inside = base64.b64encode(out.getvalue()).decode()
    text = cleaned(f'<image width="9" href="data:image/jpeg;base64,{inside}"/>')
    found = base64.b64decode(text.partition("base64,")[2].partition('"')[0])
    assert SECRET.encode() not in found
    assert (9, 9) == Image.open(io.BytesIO(found)).size


def test_what_was_left_out_is_said_once() -> None:
    data = f'{HEAD}viewBox="0 0 1 1"><script/><g onclick="a"/><g onclick="b"/></svg>'.encode()
    made = svg.clean(data, "a.svg", images._clean_embedded)
    assert ["svg-cleaned"] == [problem.code for problem in made.problems]
    assert "Left out of this drawing: a script, event handlers." == made.problems[0].message


def test_cleaning_twice_changes_nothing() -> None:
    once = cleaned('<style>.a{fill:red}</style><text>a &lt; b "c"</text><use xlink:href="#a"/>')
    assert once.encode() == svg.clean(once.encode(), "a.svg", images._clean_embedded).data


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/\"= &;#'!-[]?svgauseonhrf:{}@\\()", max_size=60))
def test_no_text_raises(text: str) -> None:
    svg.clean(f"{HEAD}viewBox='0 0 1 1'>{text}</svg>".encode(), "a.svg", images._clean_embedded)
    svg.clean(text.encode(), "a.svg", images._clean_embedded)
