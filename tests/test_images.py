"""Pictures are published small, upright and without anything that tells on their makers."""

from __future__ import annotations

import io
import itertools
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from sitegen import images
from sitegen.images import ImageInfo, Variant

SECRET = "PLANTED-SECRET"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{SECRET}</a></x:xmpmeta>'.encode()


def exif(orientation: int = 1) -> Image.Exif:
    """Camera, author and a position, as phones write them."""
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = SECRET
    made[0x013B] = SECRET
    position = made.get_ifd(0x8825)
    position.update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0), 29: SECRET})
    return made


def scene(width: int = 900, height: int = 600, mode: str = "RGB") -> Image.Image:
    """A photograph's stand-in: smooth tones and some detail."""
    one = Image.linear_gradient("L").resize((width, height))
    two = Image.radial_gradient("L").resize((width, height))
    made = Image.merge("RGB", (one, two, one.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    pencil = ImageDraw.Draw(made)
    for number in range(0, width, 40):
        pencil.line((number, 0, width - number, height), fill=(number % 255, 90, 40), width=3)
    return made.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes((marker,)) + struct.pack(">H", len(body) + 2) + body


def jpeg(image: Image.Image | None = None, orientation: int = 1, **options: Any) -> bytes:
    """A JPEG with everything that has been found in campaign photos."""
    thumbnail = saved(scene(64, 48), "JPEG", comment=SECRET)
    block = exif(orientation).tobytes()
    plain = saved(image or scene(), "JPEG", exif=block, xmp=XMP, comment=SECRET, **options)
    photoshop = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(SECRET)) + (SECRET.encode())
    )
    return (plain[:2] + segment(0xED, photoshop) + segment(0xE5, SECRET.encode() + thumbnail)
            + plain[2:] + SECRET.encode())  # fmt: skip


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(image: Image.Image | None = None, orientation: int = 1, **options: Any) -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET)
    text.add_text("Comment", SECRET, zip=True)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    plain = saved(image or scene(), "PNG", pnginfo=text, exif=exif(orientation), **options)
    return plain[:33] + chunk(b"tIME", b"\x07\xea\x0b\x17\x05\0\0") + plain[33:] + SECRET.encode()


def all_variants(data: bytes, path: str = "") -> tuple[ImageInfo, tuple[Variant, ...]]:
    info, problems = images.probe(data, path)
    assert info is not None, problems
    files, problems = images.variants(data, info, images.plan_widths(info), path)
    assert () == problems
    return info, files


def opened(file: Variant) -> Image.Image:
    image = Image.open(io.BytesIO(file.data))
    image.load()
    return image


def animation(kind: str) -> bytes:
    frames = [scene(120, 80).rotate(25 * number) for number in range(5)]
    options: dict[str, Any] = {"comment": SECRET} if kind == "GIF" else {"exif": exif().tobytes()}
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", SECRET)
    if kind == "WEBP":
        options["xmp"] = XMP
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=90, loop=3,
                 **options)  # fmt: skip


# Nothing is left ------------------------------------------------------------------------------

TELLING = {
    "phone.jpg": jpeg(), "grey.jpg": jpeg(scene(mode="L")), "cmyk.jpg": jpeg(scene(mode="CMYK")),
    "small.jpg": jpeg(scene(60, 40)), "upright.jpg": jpeg(orientation=6), "shot.png": png(),
    "palette.png": png(scene().quantize(64)), "tiny.png": png(scene(40, 30)),
    "clear.png": png(scene(mode="RGBA")),
    "lossy.webp": saved(scene(), "WEBP", exif=exif().tobytes(), xmp=XMP),
    "exact.webp": saved(scene(), "WEBP", lossless=True, exif=exif().tobytes(), xmp=XMP),
    "modern.avif": saved(scene(), "AVIF", exif=exif(), xmp=XMP),
    "still.gif": saved(scene().quantize(32), "GIF", comment=SECRET),
    "scan.tif": saved(scene(), "TIFF", exif=exif()),
    "moving.gif": animation("GIF"), "moving.webp": animation("WEBP"),
    "moving.png": animation("PNG"),
}  # fmt: skip


@pytest.mark.parametrize("name", TELLING)
def test_no_published_file_holds_anything_but_the_picture(name: str) -> None:
    assert SECRET.encode() in TELLING[name]
    _, files = all_variants(TELLING[name], name)
    assert files
    for file in files:
        assert SECRET.encode() not in file.data
        for sign in (b"Exif", b"EXIF", b"xmpmeta", b"8BIM", b"Photoshop", b"tEXt", b"zTXt",
                     b"iTXt", b"tIME", b"XMP ", b"ICCP", b"iCCP", b"ICC_PROFILE"):  # fmt: skip
            assert sign not in file.data[:4096]
        image = opened(file)
        assert {} == dict(image.getexif())
        left = {"exif", "xmp", "comment", "icc_profile", "photoshop", "XML:com.adobe.xmp", "dpi"}
        assert set() == left & set(image.info)


@pytest.mark.parametrize(
    ("orientation", "kind"), [*itertools.product(range(1, 9), ("jpg", "png"))]
)
def test_pictures_stand_upright_without_the_tag(orientation: int, kind: str) -> None:
    scene_ = Image.new("RGB", (80, 40), "white")
    ImageDraw.Draw(scene_).rectangle((0, 0, 39, 19), fill="red")  # marks the top left
    undo = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE",
            6: "ROTATE_90", 7: "TRANSVERSE", 8: "ROTATE_270"}.get(orientation)  # fmt: skip
    stored = scene_.transpose(Image.Transpose[undo]) if undo else scene_
    data = jpeg(stored, orientation, quality=95) if kind == "jpg" else png(stored, orientation)
    info, files = all_variants(data, f"a.{kind}")
    assert (80, 40) == (info.width, info.height)
    for file in files:
        shown = opened(file).convert("RGB")
        assert (80, 40) == shown.size == (file.width, file.height)
        corners = [shown.getpixel(at) for at in ((10, 8), (70, 8), (10, 32), (70, 32))]
        green = [corner[1] > 128 for corner in corners if isinstance(corner, tuple)]
        assert [False, True, True, True] == green


def test_a_late_orientation_chunk_is_found_and_obeyed() -> None:
    plain = saved(Image.new("RGB", (80, 40), "white"), "PNG")
    late = plain[:-12] + chunk(b"eXIf", exif(6).tobytes()[6:]) + plain[-12:]
    assert (40, 80) == (all_variants(late)[0].width, all_variants(late)[0].height)


def test_what_follows_the_end_of_a_cropped_screenshot_is_not_published() -> None:
    data = png(scene(50, 40)) + b"IDAT" + SECRET.encode()
    assert all(SECRET.encode() not in file.data for file in all_variants(data)[1])


# Sizes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "expected"),
    [(4000, (480, 800, 1200, 1600)), (1600, (480, 800, 1200, 1600)), (1000, (480, 800, 1000)),
     (500, (500,)), (300, (300,)), (1, (1,)), (1650, (480, 800, 1200, 1600))],
)  # fmt: skip
def test_widths_never_exceed_the_source(width: int, expected: tuple[int, ...]) -> None:
    assert expected == images.plan_widths(ImageInfo("jpeg", width, 10, family="jpeg", lossy=True))


@pytest.mark.parametrize(
    "name", ["phone.jpg", "shot.png", "lossy.webp", "modern.avif", "clear.png"]
)
def test_every_planned_width_has_a_fallback_and_webp_comes_for_all_or_none(name: str) -> None:
    info, files = all_variants(TELLING[name], name)
    widths = images.plan_widths(info)
    fallback = [file for file in files if file.format == info.family]
    assert widths == tuple(file.width for file in fallback)
    webp = tuple(file.width for file in files if file.format == "webp")
    assert webp in ((), widths)
    for file in files:
        assert images.scaled_height(info, file.width) == file.height == opened(file).height
        assert images.EXTENSIONS[file.format] == file.extension
    assert {info.extension} == {file.extension for file in fallback}


@pytest.mark.parametrize("name", sorted(TELLING))
def test_webp_is_published_only_where_it_is_smaller(name: str) -> None:
    info, files = all_variants(TELLING[name], name)
    sizes = {(file.format, file.width): len(file.data) for file in files}
    for (kind, width), size in sizes.items():
        if kind == "webp" and info.family != "webp":
            assert size < sizes[info.family, width]


@pytest.mark.parametrize("quality", [30, 60, 78, 95])
def test_a_small_file_does_not_grow(quality: int) -> None:
    data = saved(scene(400, 300), "JPEG", quality=quality, optimize=True, progressive=True)
    assert len(all_variants(data)[1][0].data) <= len(data)


def test_an_optimised_palette_stays_a_palette() -> None:
    data = saved(scene().quantize(16), "PNG", optimize=True)
    _, files = all_variants(data)
    assert len(data) >= len(
        max((f for f in files if f.format == "png"), key=lambda f: f.width).data
    )
    assert {"P"} == {opened(file).mode for file in files if file.format == "png"}


def test_a_photograph_in_a_png_is_published_as_jpeg() -> None:
    noise = Image.effect_noise((600, 400), 90)
    info, files = all_variants(saved(Image.merge("RGB", (noise, noise.rotate(180), noise)), "PNG"))
    assert "jpeg" == info.family == files[0].format


def test_the_same_bytes_give_the_same_files() -> None:
    for name in ("small.jpg", "palette.png", "lossy.webp", "moving.gif"):
        assert all_variants(TELLING[name]) == all_variants(TELLING[name])


# Colours and transparency ----------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_survives(mode: str) -> None:
    image = scene(600, 400).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize((600, 400)).point(lambda v: 255 * (v > 99)))
    image = image.quantize(32) if mode == "P" else image.convert(mode)
    info, files = all_variants(saved(image, "PNG"))
    assert (True, "png") == (info.alpha, info.family)
    for file in files:
        alpha = opened(file).convert("RGBA").getchannel("A")
        assert (0, 255) == (alpha.getpixel((5, 5)), alpha.getpixel((5, file.height - 5)))


def test_cmyk_and_sixteen_bits_become_what_browsers_show() -> None:
    assert "RGB" == opened(all_variants(TELLING["cmyk.jpg"])[1][0]).mode
    deep = Image.new("I;16", (64, 64), 32768)
    assert 128 == opened(all_variants(saved(deep, "PNG"))[1][0]).convert("L").getpixel((5, 5))


def test_a_wide_gamut_profile_is_turned_into_srgb_and_left_out() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for one, other in ((b"rXYZ", b"tmp "), (b"gXYZ", b"rXYZ"), (b"tmp ", b"gXYZ")):
        profile = profile.replace(one, other)  # in this space, red means green
    profile = profile.replace("sRGB".encode("utf-16-be"), "mine".encode("utf-16-be"))
    data = saved(Image.new("RGB", (64, 64), (200, 60, 60)), "PNG", icc_profile=profile)
    _, files = all_variants(data)
    pixel = opened(files[0]).convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert all(abs(got - want) <= 2 for got, want in zip(pixel, (60, 200, 60), strict=True))
    assert "icc_profile" not in opened(files[0]).info


def test_a_phone_photo_with_a_second_picture_inside_is_read_as_the_first() -> None:
    data = saved(scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (90, 60), "red")])
    info, files = all_variants(data, "a.jpg")
    assert ("jpeg", 900, False) == (info.family, info.width, info.animated)
    assert all("JPEG" == opened(file).format for file in files if file.format == "jpeg")


def test_a_broken_profile_does_no_harm() -> None:
    assert all_variants(saved(scene(), "JPEG", icc_profile=b"nonsense" * 40))[1]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_animations_stay_as_they_are_without_metadata(kind: str) -> None:
    data = animation(kind)
    info, files = all_variants(data)
    assert (True, 1) == (info.animated, len(files))
    assert len(files[0].data) <= len(data)
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(files[0].data)) as after:
        assert before.n_frames == after.n_frames  # type: ignore[attr-defined]
        assert before.info.get("loop") == after.info.get("loop")
        for number in range(after.n_frames):  # type: ignore[attr-defined]
            before.seek(number)
            after.seek(number)
            assert before.info.get("duration") == after.info.get("duration")
            assert before.convert("RGBA").tobytes() == after.convert("RGBA").tobytes()


# What is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "code", "hint"),
    [
        ("a.jpg", b"", "image-empty", "Copy"),
        ("a.jpg", b"\0" * 900, "image-empty", "Copy"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "image-heic", "Most Compatible"),
        ("a.jpg", b"\0\0\0\x18ftypmif1\0\0\0\0", "image-heic", "Most Compatible"),
        ("a.mp4", b"\0\0\0\x18ftypisom\0\0\0\0", "image-video", "link"),
        ("a.png", b"%PDF-1.7", "image-other", "export"),
        ("a.png", b"<!DOCTYPE html><html>", "image-other", "save the picture itself"),
        ("a.png", b"version https://git-lfs.github.com/spec/v1\noid", "image-lfs", "git lfs pull"),
        ("a.png", b"anything", "image-other", "export"),
        ("a.jpg", b"\xff\xd8\xff" + b"x" * 50_000_001, "image-too-heavy", "2000 pixels"),
        ("a.jpg", b"\xff\xd8\xff\xe0 nonsense", "image-broken", "again"),
        ("a.gif", b"GIF89a", "image-broken", "again"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 ", "image-broken", "again"),
        ("a.png", TELLING["shot.png"][:2000], "image-broken", "again"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_published_is_one_plain_problem(
    name: str, data: bytes, code: str, hint: str
) -> None:
    info, problems = images.probe(data, name)
    assert (None, [code]) == (info, [problem.code for problem in problems])
    assert hint in problems[0].hint
    assert problems[0].span is not None
    assert ("error", name) == (problems[0].level, problems[0].span.path)


def test_avif_without_a_decoder_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import features

    monkeypatch.setattr(features, "check", lambda feature: False)
    info, problems = images.probe(TELLING["modern.avif"], "a.avif")
    assert (None, "image-avif") == (info, problems[0].code)


@pytest.mark.parametrize("side", [12_000, 200_000])
def test_a_decompression_bomb_is_refused_from_its_header(side: int) -> None:
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    data = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body)
            + chunk(b"IEND", b""))  # fmt: skip
    info, problems = images.probe(data, "a.png")
    assert (None, "image-too-large") == (info, problems[0].code)


@pytest.mark.parametrize("name", ["phone.jpg", "lossy.webp", "modern.avif", "still.gif"])
def test_damage_below_the_header_gives_no_files_and_one_problem(name: str) -> None:
    data = TELLING[name]
    data = data[: len(data) * 2 // 3]
    info, problems = images.probe(data, name)
    if info is not None:
        files, problems = images.variants(data, info, images.plan_widths(info), name)
        assert () == files
    assert ["image-broken"] == [problem.code for problem in problems]


def test_a_wrong_extension_is_a_warning_and_the_picture_is_used() -> None:
    info, problems = images.probe(TELLING["shot.png"], "pictures/team.photo.jpg")
    assert info is not None
    assert ["image-extension"] == [problem.code for problem in problems]
    assert ("warning", 'Rename it so that it ends in ".png".') == (
        problems[0].level, problems[0].hint)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(TELLING)), st.data())
def test_damaged_files_never_raise(name: str, data: st.DataObject) -> None:
    broken = bytearray(TELLING[name])
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(broken[: data.draw(st.integers(0, len(broken)))])
    for part in (bytes(broken), cut):
        info, problems = images.probe(part, name)
        if info is None:
            assert problems
        else:
            files, problems = images.variants(part, info, (60,), name)
            assert bool(files) != bool(problems)
            assert all(SECRET.encode() not in file.data for file in files)
