"""A picture's file rebuilt from the parts that hold pixels, and from nothing else.

For files that need no new encoding: animations, and pictures that are small already. Works on
bytes alone; damage raises EOFError or BrokenError, which ``images`` turns into a problem.
"""

from __future__ import annotations

from collections.abc import Iterator


class BrokenError(Exception):
    """The file's structure makes no sense."""


def strip(data: bytes, kind: str) -> bytes:
    """The same pixels and timing in the same coding, and nothing else."""
    return {"png": strip_png, "gif": _gif, "webp": _webp}[kind](data)


def strip_png(data: bytes, colour: bool = False) -> bytes:
    """Chunks that hold pixels (PNG 3rd edition, section 11); ``colour`` keeps profile and EXIF."""
    keep = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT"}
    if colour:
        keep |= {b"iCCP", b"eXIf"}
    out = bytearray(data[:8])
    at, pixels = 8, False
    late = []
    while True:
        size = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        end = at + 12 + size
        if len(kind) < 4 or end > len(data):
            raise EOFError
        pixels = pixels or kind == b"IDAT"
        if kind in keep:
            if kind == b"eXIf" and pixels:
                late.append(data[at:end])
            else:
                out += data[at:end]
        if kind == b"IEND":
            break
        at = end
    if late:  # after the header, where it is found without decoding
        out[33:33] = late[0]
    return bytes(out)


def _gif(data: bytes) -> bytes:
    """Screen, palettes, frames, their timing and the loop count (GIF89a, sections 17 to 27)."""

    def table(flags: int) -> int:
        return 3 << ((flags & 7) + 1) if flags & 0x80 else 0

    def past_blocks(at: int) -> int:
        while data[at]:
            at += data[at] + 1
        return at + 1

    at = 13 + table(data[10])
    out = bytearray(data[:at])
    while at < len(data) and data[at] != 0x3B:  # many encoders forget the trailer
        mark = data[at]
        if mark == 0x21:
            end = past_blocks(at + 2)
            if data[at + 1] == 0xF9:
                out += data[at : at + 8]
            elif data[at + 1] == 0xFF and data[at + 3 : at + 14] == b"NETSCAPE2.0":
                out += data[at : at + 18] + b"\0"
        elif mark == 0x2C:
            end = past_blocks(at + 11 + table(data[at + 9]))
            if end > len(data):
                raise EOFError
            out += data[at:end]
        elif mark == 0:
            end = at + 1
        else:
            raise BrokenError
        at = end
    return bytes(out + b";")


def _webp(data: bytes) -> bytes:
    """Chunks that hold pixels and timing (RFC 9649, section 2), flags of the others cleared."""

    def chunks(part: bytes) -> Iterator[tuple[bytes, bytes]]:
        at = 0
        while at + 8 <= len(part):
            size = int.from_bytes(part[at + 4 : at + 8], "little")
            if at + 8 + size > len(part):
                raise EOFError
            yield part[at : at + 4], part[at + 8 : at + 8 + size]
            at += 8 + size + size % 2

    def chunk(kind: bytes, body: bytes) -> bytes:
        return kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)

    length = int.from_bytes(data[4:8], "little")
    if 8 + length > len(data) + 1:
        raise EOFError
    out = b"WEBP"
    for kind, body in chunks(data[12 : 8 + length]):
        if kind == b"VP8X":
            body = bytes((body[0] & 0x12, 0, 0, 0)) + body[4:10]
        elif kind == b"ANMF":
            inner = b"".join(chunk(part, held) for part, held in chunks(body[16:])
                             if part in (b"ALPH", b"VP8 ", b"VP8L"))  # fmt: skip
            body = body[:16] + inner
        elif kind == b"ANIM":
            body = body[:6]
        elif kind not in (b"ALPH", b"VP8 ", b"VP8L"):
            continue
        out += chunk(kind, body)
    return b"RIFF" + len(out).to_bytes(4, "little") + out
