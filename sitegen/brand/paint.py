"""A scene as pixels: the pen for share cards, headers and the pictures of print pieces.

Words are rasterised by HarfBuzz, which knows glyphs by number; other edges are smoothed by drawing
larger and reducing. Nothing here decides what is drawn.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from sitegen.brand.scene import Area, Code, Item, Scene, Turned, Words

if TYPE_CHECKING:
    from PIL.Image import Image

FINER: Final = 4
"""Shapes are drawn this much larger."""


def scene(made: Scene, scale: float) -> Image:
    """The scene with ``scale`` pixels to its unit, opaque on white."""
    import PIL.Image

    size = round(made.width * scale), round(made.height * scale)
    canvas = PIL.Image.new("RGB", size, "#ffffff")
    for item in made.items:
        if isinstance(item, Turned):
            _turned(canvas, item, scale)
        else:
            _item(canvas, item, scale)
    return canvas


def _item(canvas: Image, item: Item, scale: float) -> None:
    import PIL.Image

    if isinstance(item, Area):
        _area(canvas, item, scale)
    elif isinstance(item, Words):
        mask, left, top = coverage((item,), canvas.size, scale)
        if mask is not None:
            canvas.paste(item.fill, (left, top, left + mask.width, top + mask.height), mask)
    elif isinstance(item, Code):
        _code(canvas, item, scale)
    else:
        with PIL.Image.open(io.BytesIO(item.data)) as opened:
            seen = opened.convert("RGBA")
        size = max(1, round(item.width * scale)), max(1, round(item.height * scale))
        seen = seen.resize(size, PIL.Image.Resampling.LANCZOS)
        canvas.paste(seen, (round(item.x * scale), round(item.y * scale)), seen)


def _turned(canvas: Image, turned: Turned, scale: float) -> None:
    import PIL.Image

    half = PIL.Image.Transpose.ROTATE_180
    upright = canvas.transpose(half)
    for item in turned.items:
        _item(upright, item, scale)
    canvas.paste(upright.transpose(half))


def _area(canvas: Image, area: Area, scale: float) -> None:
    from PIL import Image, ImageDraw

    across = [x * scale for x, _ in area.points]
    down = [y * scale for _, y in area.points]
    left, top = max(0, int(min(across)) - 1), max(0, int(min(down)) - 1)
    right = min(canvas.width, int(max(across)) + 2)
    bottom = min(canvas.height, int(max(down)) + 2)
    if right <= left or bottom <= top:
        return
    upright = len(area.points) == 4 and len({*across}) == 2 and len({*down}) == 2
    if upright:
        x, y = round(min(across)), round(min(down))
        # However thin it is, a line is seen.
        edges = (x, y, max(x + 1, round(max(across))), max(y + 1, round(max(down))))
        canvas.paste(area.fill, edges)
        return
    mask = Image.new("L", ((right - left) * FINER, (bottom - top) * FINER), 0)
    points = [((x - left) * FINER, (y - top) * FINER) for x, y in zip(across, down, strict=True)]
    ImageDraw.Draw(mask).polygon(points, fill=255)
    mask = mask.reduce(FINER)
    canvas.paste(area.fill, (left, top, left + mask.width, top + mask.height), mask)


def _code(canvas: Image, code: Code, scale: float) -> None:
    """Modules of whole pixels where there is room for it: a blurred code is read badly."""
    count = len(code.rows)
    module = code.side * scale / count
    whole = int(module) if module >= 2 else module
    inset = (code.side * scale - whole * count) / 2
    left, top = code.x * scale + inset, code.y * scale + inset
    for down, row in enumerate(code.rows):
        for across, dark in enumerate(row):
            if dark:
                x, y = round(left + across * whole), round(top + down * whole)
                x2, y2 = round(left + (across + 1) * whole), round(top + (down + 1) * whole)
                canvas.paste(code.fill, (x, y, x2, y2))


def coverage(
    items: Sequence[Words], size: tuple[int, int], scale: float, pen: Any = None
) -> tuple[Image | None, int, int]:
    """How far words cover each pixel (0 to 255), and the corner of that picture on the canvas.

    None where nothing of them lies on a canvas of ``size``. ``pen`` is one of ``raster_pen``, for
    callers that draw much.
    """
    import PIL.Image
    import uharfbuzz

    pen = pen or uharfbuzz.RasterDraw()
    left, right, top, bottom = size[0] + 0.0, 0.0, size[1] + 0.0, 0.0
    for words in items:
        x, y, em = words.x * scale, words.y * scale, words.size * scale
        left, right = min(left, x - em * 0.3), max(right, x + (words.line.width + 0.3) * em)
        used = [words.type.fonts[at] for at in sorted({glyph.font for glyph in words.line.glyphs})]
        tall = max((font.ascent for font in used), default=1.0) + 0.3
        deep = max((font.descent for font in used), default=0.0) + 0.2
        top, bottom = min(top, y - tall * em), max(bottom, y + deep * em)
    x1, y1 = max(0, int(left)), max(0, int(top))
    x2, y2 = min(size[0], int(right) + 1), min(size[1], int(bottom) + 1)
    if x2 <= x1 or y2 <= y1:
        return None, 0, 0
    pen.extents = uharfbuzz.RasterExtents(0, 0, x2 - x1, y2 - y1, x2 - x1)
    for words in items:
        em = words.size * scale
        for glyph in words.line.glyphs:
            font = words.type.fonts[glyph.font]
            one = em / font.upem
            pen.transform = (one, 0.0, 0.0, one, words.x * scale - x1 + glyph.x * em,
                             y2 - words.y * scale + glyph.y * em)  # fmt: skip
            pen.draw_glyph(font.font, glyph.id)
    made = pen.render()
    pen.reset()
    found = made.extents
    return PIL.Image.frombytes("L", (found.width, found.height), made.buffer, "raw", "L",
                               found.stride, -1), x1, y1  # fmt: skip


def png(image: Image, colours: int = 0) -> bytes:
    """The picture as PNG, with a palette of so many colours if any."""
    import PIL.Image
    import PIL.PngImagePlugin  # save() imports every format there is unless it knows this one

    out = io.BytesIO()
    if colours:
        image = image.quantize(colours, PIL.Image.Quantize.MEDIANCUT,
                               dither=PIL.Image.Dither.NONE)  # fmt: skip
    image.info = {}
    image.save(out, "PNG", compress_level=7)
    return out.getvalue()
