"""What a file is by its first bytes, for every file that somebody takes for a picture.

Endings lie: a HEIC photo is called ``.jpg``, a web page ``.png``. Nothing is decoded here, and
the only question about the computer is whether its Pillow was built with AVIF.
"""

from __future__ import annotations

from typing import Final

from sitegen.problems import Problem, Span

MAX_BYTES: Final = 50_000_000
_NAMES: Final = {
    "jpeg": ("jpg", "jpeg", "jpe", "jfif"), "png": ("png", "apng"), "webp": ("webp",),
    "gif": ("gif",), "svg": ("svg",), "avif": ("avif", "avifs"), "bmp": ("bmp", "dib"),
    "tiff": ("tif", "tiff"),
}  # fmt: skip
_EXPORT: Final = "Open it in a picture program and export it as JPEG or PNG."


def kind(data: bytes, span: Span) -> tuple[str, Problem | None]:
    """The format by content, or why it is refused."""

    def refuse(code: str, message: str, hint: str) -> tuple[str, Problem]:
        return "", Problem(code, message, span, hint)

    if not data.strip(b"\0 \r\n\t"):
        return refuse("image-empty", "This picture is empty.", "Copy the file once more.")
    if len(data) > MAX_BYTES:
        return refuse("image-too-heavy", f"This picture has {len(data) // 1_000_000} MB; at most "
            f"{MAX_BYTES // 1_000_000} MB can be read.",
            "Export it as JPEG, 2000 pixels on the longer side.")  # fmt: skip
    for start, format in ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"BM", "bmp"),
                          (b"GIF87a", "gif"), (b"GIF89a", "gif"), (b"II*\0", "tiff"),
                          (b"MM\0*", "tiff")):  # fmt: skip
        if data.startswith(start):
            return format, None
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp", None
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in (b"avif", b"avis"):
            from PIL import features

            if features.check("avif"):
                return "avif", None
            return refuse("image-avif", "AVIF pictures cannot be read on this computer.", _EXPORT)
        if brand[:3] in (b"hei", b"hev", b"mif", b"msf"):
            return refuse("image-heic", "This is a HEIC photo, which most browsers cannot show.",
                "On an iPhone choose Settings > Camera > Formats > Most Compatible, "
                "or export it as JPEG.")  # fmt: skip
        return refuse("image-video", "This is a video, not a picture.",
                      "Put it on a video site and link to it, or use a picture.")  # fmt: skip
    for start, name in ((b"%PDF", "a PDF document"), (b"8BPS", "a Photoshop file"),
                        (b"PK\x03\x04", "a ZIP file or office document"),
                        (b"\x1f\x8b", "a compressed file"), (b"\0\0\x01\0", "a Windows icon"),
                        (b"%!PS", "a PostScript file")):  # fmt: skip
        if data.startswith(start):
            return refuse("image-other", f"This is {name}, not a picture for the web.", _EXPORT)
    head = data[:4096].replace(b"\0", b"").lower()
    if head.startswith(b"version https://git-lfs"):
        return refuse("image-lfs", "This is a stand-in for a picture kept in Git LFS.",
                      'Fetch the real files with "git lfs pull".')  # fmt: skip
    if b"<html" in head or b"<!doctype html" in head:
        return refuse("image-other", "This is a web page, not a picture.",
                      "The download went wrong: save the picture itself.")  # fmt: skip
    if b"<svg" in head or b":svg" in head or span.path.lower().endswith(".svg"):
        return "svg", None
    return refuse("image-other", "This is not a picture that can be read.", _EXPORT)


def misnamed(kind: str, span: Span) -> tuple[Problem, ...]:
    """A warning when the file's ending promises another format than ``kind``."""
    ending = span.path.rpartition(".")[2].lower()
    if ending in _NAMES[kind] or "." not in span.path.rpartition("/")[2]:
        return ()
    message = f'The name ends in ".{ending}" but this is a {kind.upper()} file.'
    hint = f'Rename it so that it ends in ".{_NAMES[kind][0]}".'
    return (Problem("image-extension", message, span, hint, "warning"),)
