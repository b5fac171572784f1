"""The small pictures of a site: browser tab, bookmark, home screen.

Drawn from the name's first letter and the brand's colours, or made from the group's own square
logo. Bytes come out and are the same every time; nothing is read from disk and nothing raises.
"""

from __future__ import annotations

import io
import json
import struct
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from sitegen.brand import colour, letters
from sitegen.brand.tokens import Tokens

if TYPE_CHECKING:
    from PIL.Image import Image

BOX: Final = 64.0
CORNER: Final = 13.0
BAND: Final = 11.0
"""The accent's share of the height, at the foot: what is still seen when the letter is not."""
ICO_SIZES: Final = (16, 32, 48)
TOUCH: Final = 180
ALMOST_SQUARE: Final = 1.2


class Icon(Struct, frozen=True):
    """One file with what its ``<link>`` says."""

    rel: str
    name: str
    type: str
    sizes: str
    data: bytes


def make(name: str, tokens: Tokens, logo: bytes = b"") -> tuple[Icon, ...]:
    """All icons of a site. ``logo`` is used where it is square enough to be one.

    A drawing (SVG) becomes the scalable icon; the pixel ones are then still the letter, since
    nothing here can draw a drawing. A photograph or PNG becomes all of them.
    """
    scalable, picture = _own(logo) if logo else (b"", None)
    sizes = " ".join(f"{size}x{size}" for size in ICO_SIZES)
    made = [Icon("icon", "favicon.ico", "image/x-icon", sizes, ico(name, tokens, picture))]
    if picture is not None:
        made.append(Icon("icon", "icon-192.png", "image/png", "192x192",
                         _png(_squared(picture, 192))))  # fmt: skip
    else:
        data = scalable or favicon(name, tokens)
        made.append(Icon("icon", "icon.svg", "image/svg+xml", "any", data))
    made.append(Icon("apple-touch-icon", "apple-touch-icon.png", "image/png",
                     f"{TOUCH}x{TOUCH}", touch(name, tokens, picture)))  # fmt: skip
    return tuple(made)


LARGE: Final = (192, 512)


def more(name: str, tokens: Tokens, logo: bytes = b"") -> tuple[Icon, ...]:
    """What only an installed site wants: large icons, one that may be cut to any shape, and the
    manifest that names them (W3C, Web Application Manifest)."""
    _, picture = _own(logo) if logo else (b"", None)
    made = [Icon("", f"icon-{size}.png", "image/png", f"{size}x{size}",
                 _png(_squared(picture, size) if picture is not None else draw(name, tokens, size)))
            for size in LARGE]  # fmt: skip
    made.append(Icon("", "icon-maskable-512.png", "image/png", "512x512",
                     _png(_maskable(name, tokens, picture, LARGE[-1]))))  # fmt: skip
    day = {role: colour.to_hex(rgb) for role, rgb in tokens.colours().items()}
    manifest = {
        "name": name, "short_name": name if len(name) <= 12 else name.split()[0][:12],
        "start_url": "./", "display": "browser", "background_color": day["surface"],
        "theme_color": day["brand"],
        "icons": [{"src": icon.name, "sizes": icon.sizes, "type": icon.type,
                   **({"purpose": "maskable"} if "maskable" in icon.name else {})}
                  for icon in made],
    }  # fmt: skip
    data = json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"
    return (*made, Icon("manifest", "site.webmanifest", "application/manifest+json", "", data))


def _maskable(name: str, tokens: Tokens, picture: Image | None, size: int) -> Image:
    """Full to the edge, with all that matters in the middle four fifths, which no mask reaches."""
    import PIL.Image

    ground, _, _ = _colours(tokens)
    if picture is None:
        inner = draw(name, tokens, size * 4 // 5, corner=0.0)
    else:
        ground = colour.to_hex(tokens.colours()["surface"])
        inner = _squared(picture, size * 3 // 5)
    whole = PIL.Image.new("RGB", (size, size), ground)
    edge = (size - inner.width) // 2
    whole.paste(inner, (edge, edge), inner.convert("RGBA"))
    return whole


def favicon(name: str, tokens: Tokens) -> bytes:
    """The mark as SVG, with a brighter ground for dark tab bars where the brand is dark."""
    ground, ink, band = _colours(tokens)
    path, x, y, scale, pen = _placed(name, band)
    night = tokens.colours(dark=True)
    style = ""
    if colour.ratio(colour.from_hex(ground), night["surface"]) < 2:
        brighter = colour.to_hex(night["button"])
        written = colour.to_hex(night["on-button"])
        style = ("<style>@media (prefers-color-scheme:dark){"
                 f".g{{fill:{brighter}}}.i{{stroke:{written}}}}}</style>")  # fmt: skip
    foot = ""
    if band:
        foot = (
            '<clipPath id="c"><rect width="64" height="64" rx="13"/></clipPath>'
            f'<path fill="{band}" clip-path="url(#c)" d="M0 {BOX - BAND:g}H64V64H0z"/>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">'
        f'{style}<rect class="g" width="64" height="64" rx="13" fill="{ground}"/>{foot}'
        f'<path class="i" fill="none" stroke="{ink}" stroke-width="{pen / scale:.2f}" '
        'stroke-linecap="round" stroke-linejoin="round" '
        f'transform="translate({x:.2f} {y:.2f}) scale({scale:.3f})" d="{path}"/></svg>\n'
    ).encode()


def ico(name: str, tokens: Tokens, picture: Image | None = None) -> bytes:
    """A Windows icon that holds PNGs (understood by every browser since 2012)."""
    frames = [_png(_squared(picture, size) if picture is not None else draw(name, tokens, size))
              for size in ICO_SIZES]  # fmt: skip
    out = struct.pack("<HHH", 0, 1, len(frames))
    at = 6 + 16 * len(frames)
    for size, data in zip(ICO_SIZES, frames, strict=True):
        out += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return out + b"".join(frames)


def touch(name: str, tokens: Tokens, picture: Image | None = None) -> bytes:
    """The home-screen icon: full square without transparency, for the phone rounds it itself."""
    import PIL.Image

    if picture is None:
        return _png(draw(name, tokens, TOUCH, corner=0.0).convert("RGB"))
    inner = _squared(picture, TOUCH if picture.mode == "RGB" else TOUCH * 4 // 5)
    ground = PIL.Image.new("RGB", (TOUCH, TOUCH), colour.to_hex(tokens.colours()["surface"]))
    edge = (TOUCH - inner.width) // 2
    ground.paste(inner, (edge, edge), inner.convert("RGBA"))
    return _png(ground)


def draw(name: str, tokens: Tokens, size: int, corner: float = CORNER) -> Image:
    """The mark in pixels, drawn large and reduced."""
    import PIL.Image
    from PIL import ImageDraw

    whole = size * (8 if size < 100 else 4)
    unit = whole / BOX
    ground, ink, band = _colours(tokens)
    face = PIL.Image.new("RGB", (whole, whole), ground)
    pencil = ImageDraw.Draw(face)
    if band:
        top = round((BOX - BAND) * size / BOX) * whole // size  # on a pixel's edge: crisp at 16
        pencil.rectangle((0, top, whole, whole), fill=band)
    path, x, y, scale, pen = _placed(name, band)
    letters.stroke(pencil, path, x * unit, y * unit, scale * unit, pen * unit, ink)
    mask = PIL.Image.new("L", (whole, whole), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, whole - 1, whole - 1), corner * unit, fill=255)
    box = PIL.Image.Resampling.BOX
    face, mask = face.resize((size, size), box), mask.resize((size, size), box)
    face.putalpha(mask)
    return face


def _colours(tokens: Tokens) -> tuple[str, str, str]:
    """Ground, letter, and the band's colour or "" where it would not be seen."""
    day = tokens.colours()
    ground, ink = day["brand"], day["on-brand"]
    if colour.ratio(ground, colour.WHITE) < 1.15:  # a white tile on a white tab bar
        ground, ink = day["text"], colour.WHITE
    accent = day["accent"]
    band = colour.to_hex(accent) if colour.ratio(accent, ground) >= 1.35 else ""
    return colour.to_hex(ground), colour.to_hex(ink), band


def _placed(name: str, band: str) -> tuple[str, float, float, float, float]:
    """The letter's path, where it goes, its scale and its pen, in units of the box."""
    path = letters.initial(name)
    left, top, right, bottom = letters.bounds(path)
    high, wide = (31.0 if band else 34.0), 35.0
    pen = 8.4
    scale = min(high / max(bottom - top, 9), wide / max(right - left, 1))
    if path == letters.MEGAPHONE:
        pen, scale = 6.4, scale * 0.95
    middle = (BOX - BAND) / 2 if band else BOX / 2
    return (path, BOX / 2 - (left + right) / 2 * scale, middle - (top + bottom) / 2 * scale,
            scale, pen)  # fmt: skip


def _own(logo: bytes) -> tuple[bytes, Image | None]:
    """The logo as clean SVG or as a picture, if it is square enough to be an icon."""
    import PIL.Image

    from sitegen import images

    info, _ = images.probe(logo, "")
    if info is None or info.animated:
        return b"", None
    long, short = max(info.width, info.height), min(info.width, info.height)
    if long > short * ALMOST_SQUARE or (info.format != "svg" and short < 48):
        return b"", None
    files, _ = images.variants(logo, info, (min(info.width, 512),))
    if not files:
        return b"", None
    if info.format == "svg":
        return files[0].data, None
    with PIL.Image.open(io.BytesIO(files[0].data)) as opened:
        seen = opened.has_transparency_data
        return b"", opened.convert("RGBA" if seen else "RGB")


def _squared(picture: Image, size: int) -> Image:
    """The whole picture in a square; what is missing at the sides is transparent."""
    import PIL.Image

    scale = size / max(picture.size)
    inner = picture.resize((max(1, round(picture.width * scale)),
                            max(1, round(picture.height * scale))),
                           PIL.Image.Resampling.LANCZOS)  # fmt: skip
    if inner.size == (size, size):
        return inner
    ground = PIL.Image.new("RGBA", (size, size), (0, 0, 0, 0))
    ground.paste(inner, ((size - inner.width) // 2, (size - inner.height) // 2))
    return ground


def _png(image: Image) -> bytes:

    out = io.BytesIO()
    image.info = {}
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
