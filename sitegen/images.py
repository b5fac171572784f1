"""Pictures: what a file is, and the clean, sized files that are published in its place.

Bytes in, values out. No byte of a source file's metadata leaves this module: raster pictures are
decoded and encoded anew (animations and already small files are rebuilt from an allowed list of
parts), drawings are rebuilt from an allowed list of elements. It may not touch the disk, and it
never raises on a bad file; that is a Problem.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from sitegen import metadata, sniff, svg
from sitegen.problems import Problem, Span

if TYPE_CHECKING:
    from PIL.Image import Image

PARAMETERS: Final = "images-1"
"""Part of every memo key; raise it whenever the same input would give other bytes."""

STEPS: Final = (480, 800, 1200, 1600)
MAX_PIXELS: Final = 89_478_485
"""Pillow's own limit, here for every format and always an error."""

JPEG_QUALITY: Final = 78
WEBP_QUALITY: Final = 76
WEBP_MAX_SIDE: Final = 16_383
PHOTO_BYTES_PER_PIXEL: Final = 1.0
"""A PNG heavier than this holds a photograph: drawings and screenshots pack far below it."""

EXTENSIONS: Final = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "gif": ".gif", "svg": ".svg"}
_SMALLER: Final = "Make it smaller: 2000 pixels on the longer side are plenty."
_AGAIN: Final = "Open it in a picture program and save it again, or copy it once more."


class ImageInfo(Struct, frozen=True):
    """What a picture is, from its header. Width and height are those a viewer sees.

    ``family`` is the format of its published fallback (jpeg, png, gif, webp or svg). ``lossy``
    says that it is a photograph, for which WebP may lose detail too.
    """

    format: str
    width: int
    height: int
    animated: bool = False
    alpha: bool = False
    family: str = "png"
    lossy: bool = False

    @property
    def extension(self) -> str:
        """The fallback's extension, known before anything is encoded: ``.jpg``."""
        return EXTENSIONS[self.family]


class Variant(Struct, frozen=True):
    """One file to publish."""

    width: int
    height: int
    format: str
    extension: str
    data: bytes


class _TooLargeError(Exception):
    """More pixels than MAX_PIXELS."""


# What it is ----------------------------------------------------------------------------------


def probe(data: bytes, path: str) -> tuple[ImageInfo | None, tuple[Problem, ...]]:
    """What ``data`` is; None with a problem when it cannot be published. Reads headers only."""
    span = Span(path)
    kind, refusal = sniff.kind(data, span)
    if refusal is not None:
        return None, (refusal,)
    if kind == "svg":
        drawing = svg.clean(data, path, _clean_embedded)
        if drawing.data == b"":
            return None, drawing.problems
        info = ImageInfo("svg", drawing.width, drawing.height, alpha=True, family="svg")
        return info, drawing.problems + sniff.misnamed(kind, span)
    try:
        with _quietly():
            info = _raster_info(data, kind)
    except _TooLargeError:
        return None, (Problem("image-too-large",
            f"This picture has more than {MAX_PIXELS // 1_000_000} million pixels.", span,
            _SMALLER),)  # fmt: skip
    except Exception as error:  # Pillow's parsers raise nearly anything on damaged files
        return None, (_broken(span, error, kind),)
    return info, sniff.misnamed(kind, span)


def plan_widths(info: ImageInfo) -> tuple[int, ...]:
    """The widths to publish, ascending and never above the source: known before encoding.

    Every width gets one file of ``info.family``; WebP comes for all of them or for none.
    """
    if info.family == "svg" or info.animated:
        return (info.width,)
    top = min(info.width, STEPS[-1])
    return (*(step for step in STEPS if step < top * 0.87), top)


def scaled_height(info: ImageInfo, width: int) -> int:
    """The height that belongs to ``width``."""
    return max(1, (info.height * width * 2 + info.width) // (info.width * 2))


def _broken(span: Span, error: Exception, kind: str) -> Problem:
    early = isinstance(error, EOFError | IndexError) or "truncated" in str(error).lower()
    if isinstance(error, MemoryError):
        return Problem("image-too-large", "This picture needs more memory than there is.", span,
                       _SMALLER)  # fmt: skip
    what = "ends too early" if early else "is damaged"
    return Problem("image-broken", f"This {kind.upper()} picture {what}.", span, _AGAIN)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """What Pillow mutters about odd tags means nothing to the people who would read it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _raster_info(data: bytes, kind: str) -> ImageInfo:
    if kind == "png":  # Pillow would decode everything to look for a late orientation chunk
        data = metadata.strip_png(data, colour=True)
    with _open(data, kind) as image:
        width, height = image.size
        animated = kind in ("gif", "webp", "png") and bool(getattr(image, "is_animated", False))
        alpha = "A" in image.getbands() or "a" in image.getbands() or "transparency" in image.info
        if width < 1 or height < 1:
            raise metadata.BrokenError
        if not animated and _orientation(image) >= 5:
            width, height = height, width
        palette = image.mode in ("P", "1")
    if animated:
        return ImageInfo(kind, width, height, True, alpha, kind, False)
    heavy = len(data) > PHOTO_BYTES_PER_PIXEL * width * height and width * height >= 65_536
    lossy = (kind in ("jpeg", "tiff", "avif") or (kind == "png" and heavy and not palette)
             or (kind == "webp" and b"VP8 " in data[:4096]))  # fmt: skip
    family = "jpeg" if lossy and not alpha and max(width, height) < 65_000 else "png"
    return ImageInfo(kind, width, height, False, alpha, family, lossy)


def _open(data: bytes, kind: str) -> Image:
    """Only the named format's parser is tried; too many pixels raise before decoding."""
    import PIL.Image
    import PIL.WebPImagePlugin  # open() imports every format there is unless it knows this one

    formats = ("JPEG", "MPO") if kind == "jpeg" else (kind.upper(),)
    try:
        image = PIL.Image.open(io.BytesIO(data), formats=formats)
    except PIL.Image.DecompressionBombError:
        raise _TooLargeError from None
    if image.width * image.height > MAX_PIXELS:
        raise _TooLargeError
    return image


def _orientation(image: Image) -> int:
    """1 to 8 as in EXIF 2.32; browsers look at EXIF only, so XMP is not asked."""
    import PIL.Image

    try:
        if image.format == "TIFF":
            value = image.getexif().get(0x0112, 1)
        else:
            exif = PIL.Image.Exif()
            exif.load(image.info.get("exif") or b"")
            value = exif.get(0x0112, 1)
    except Exception:  # a damaged EXIF block says nothing; the picture may be fine
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


# What is published ---------------------------------------------------------------------------


def variants(
    data: bytes, info: ImageInfo, widths: Sequence[int], path: str = ""
) -> tuple[tuple[Variant, ...], tuple[Problem, ...]]:
    """The files for ``widths``: fallbacks ascending, then WebP ascending for all widths or none.

    ``info`` is what ``probe`` said of the same bytes. Damage that a header cannot show is found
    here and gives no files and one problem.
    """
    try:
        if info.format == "svg":
            drawing = svg.clean(data, path, _clean_embedded)
            if not drawing.data:
                return (), drawing.problems
            return (Variant(info.width, info.height, "svg", ".svg", drawing.data),), ()
        with _quietly():
            if info.animated:
                clean = metadata.strip(data, info.format)
                with _open(clean, info.format) as image:
                    image.load()
                only = Variant(info.width, info.height, info.format, info.extension, clean)
                return (only,), ()
            wanted = sorted({max(1, min(width, info.width)) for width in widths} or {info.width})
            return _resized(data, info, wanted), ()
    except Exception as error:  # Pillow's decoders raise nearly anything on damaged files
        return (), (_broken(Span(path), error, info.format),)


def _resized(data: bytes, info: ImageInfo, widths: list[int]) -> tuple[Variant, ...]:
    import PIL.Image

    source, as_it_was = _decode(data, info, widths[-1])
    few = info.family == "png" and source.getcolors(256) is not None
    fallback: list[Variant] = []
    webp: list[Variant] = []
    for width in widths:
        height = scaled_height(info, width)
        picture = source
        if source.size != (width, height):
            picture = source.resize(
                (width, height), PIL.Image.Resampling.LANCZOS, reducing_gap=3.0
            )
        small = _few_colours(picture, exact=picture is source) if few else picture
        original = as_it_was if width == info.width else {}
        for files, kind in ((fallback, info.family), (webp, "webp")):
            if kind == "webp" and max(width, height) > WEBP_MAX_SIDE:
                continue
            made = [_encode(small, kind, info.lossy)]
            if kind in original:
                made.append(original[kind])
            files.append(Variant(width, height, kind, EXTENSIONS[kind], min(made, key=len)))
    # All or none: with gaps, a phone would fetch a larger WebP than the fallback it replaces.
    smaller = len(webp) == len(fallback) and all(
        len(new.data) < len(old.data) for new, old in zip(webp, fallback, strict=True)
    )
    return tuple(fallback + webp) if smaller else tuple(fallback)


def _decode(data: bytes, info: ImageInfo, width: int) -> tuple[Image, dict[str, bytes]]:
    """Upright sRGB pixels (L, LA, RGB or RGBA) that know nothing else, at least ``width`` wide.

    Also the source's own coding by format, cleaned, where it may stand as it is: encoding a
    small file anew would only make it larger and worse.
    """
    import PIL.Image

    if info.format == "png":
        data = metadata.strip_png(data, colour=True)
    as_it_was: dict[str, bytes] = {}
    with _open(data, info.format) as opened:
        turn = _orientation(opened)
        size = (width, scaled_height(info, width))
        opened.draft(None, size if turn < 5 else size[::-1])  # JPEG decodes at 1/2, 1/4, 1/8
        opened.load()
        profile = opened.info.get("icc_profile")
        if turn == 1 and not (isinstance(profile, bytes) and not _is_srgb(profile)):
            with contextlib.suppress(
                Exception
            ):  # only a candidate: the new coding stands without it
                if info.format in ("png", "webp"):
                    as_it_was[info.format] = metadata.strip(data, info.format)
                elif opened.format == "JPEG" and opened.mode in ("L", "RGB"):
                    as_it_was["jpeg"] = _same_tables(opened)
        image = _plain_colours(opened, profile if isinstance(profile, bytes) else b"")
    if turn > 1:
        move = PIL.Image.Transpose
        image = image.transpose((move.FLIP_LEFT_RIGHT, move.ROTATE_180, move.FLIP_TOP_BOTTOM,
                                 move.TRANSPOSE, move.ROTATE_270, move.TRANSVERSE,
                                 move.ROTATE_90)[turn - 2])  # fmt: skip
    if image.mode in ("LA", "RGBA") and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert(image.mode[:-1])
    if info.family == "jpeg" and image.mode in ("LA", "RGBA"):
        ground = PIL.Image.new("RGBA", image.size, "white")
        image = PIL.Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
    image.info = {}
    return image, as_it_was


def _plain_colours(image: Image, profile: bytes) -> Image:
    mode = image.mode
    if mode.startswith("I") or mode == "F":  # 16 bits per sample; 8 are shown
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if mode == "1":
        return image.convert("L")
    if mode in ("P", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA" if mode != "P" or "transparency" in image.info else "RGB")
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    if profile and not _is_srgb(profile):
        image = _to_srgb(image.convert(image.mode[:-1]) if alpha else image, profile)
    known = image.mode in ("L", "LA", "RGB", "RGBA")
    image = image.copy() if known else image.convert("RGB")
    if alpha is not None:
        image.putalpha(alpha)
    return image


def _is_srgb(profile: bytes) -> bool:
    """True for the usual sRGB profiles, by the name they carry (ASCII or UTF-16)."""
    return b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile


def _to_srgb(image: Image, profile: bytes) -> Image:
    from PIL import ImageCms

    try:
        there = ImageCms.createProfile("sRGB")
        here = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, here, there, outputMode="RGB")
    except Exception:  # a broken profile is as good as none
        return image
    return turned if turned is not None else image


def _few_colours(image: Image, exact: bool) -> Image:
    """A palette picture; smoothed edges of a flat drawing must not make it heavier."""
    import PIL.Image

    if image.mode in ("L", "LA"):
        return image
    method = PIL.Image.Quantize.MEDIANCUT if image.mode == "RGB" else PIL.Image.Quantize.FASTOCTREE
    found = image.quantize(256, method, dither=PIL.Image.Dither.NONE)
    if exact and found.convert(image.mode).tobytes() != image.tobytes():
        return image
    return found


def _encode(image: Image, kind: str, lossy: bool) -> bytes:
    # save() imports every format there is unless it knows the one it is to write.

    out = io.BytesIO()
    if kind == "jpeg":
        image.save(out, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)
    elif kind == "png":
        image.save(out, "PNG", optimize=True)
    elif lossy:
        image.save(out, "WEBP", quality=WEBP_QUALITY, method=4)
    else:
        image.save(out, "WEBP", lossless=True, quality=60, method=4)
    return out.getvalue()


def _same_tables(image: Image) -> bytes:
    """Decoded and encoded with the source's own quantisation: no loss, and no heavier."""

    image.info = {}
    out = io.BytesIO()
    options: dict[str, Any] = {"quality": "keep", "progressive": True, "optimize": True}
    image.save(out, "JPEG", **options)
    return out.getvalue()


def _clean_embedded(data: bytes) -> tuple[str, bytes]:
    """A picture inside a drawing, cleaned: its media type and bytes, or empty ones."""
    info, _ = probe(data, "")
    if info is None or info.format == "svg":
        return "", b""
    files, _ = variants(data, info, (info.width,))
    return (f"image/{files[0].format}", files[0].data) if files else ("", b"")
