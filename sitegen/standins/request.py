"""What a browser sends, and what is in it: names and values in the order sent, files, encoding.

Pure. Knows the encodings that forms and scripts use, and no service.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from sitegen.model import Pairs

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
JSON = "application/json"

DEPTH = 20
"""How deep JSON may be nested before it counts as unreadable."""


class Request(Struct, frozen=True):
    """One request as it came over the wire; header names are in small letters."""

    method: str
    url: str
    headers: Pairs = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """The value of a header, "" where it was not sent."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def host(self) -> str:
        """The host's name without a port."""
        return urlsplit(self.url).hostname or ""

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    @property
    def wants_json(self) -> bool:
        return JSON in self.header("accept")


class File(Struct, frozen=True):
    """A file that was sent: the field, its name, its size in bytes. Its contents are not kept."""

    field: str
    name: str
    size: int


class Sent(Struct, frozen=True):
    """A body, read. ``encoding`` is "" where it could not be, and ``trouble`` says why.

    The members of JSON objects have paths for names: ``person.emails[0].address``. A list of plain
    values is a repeated name, as in the other encodings.
    """

    encoding: str
    fields: Pairs = ()
    files: tuple[File, ...] = ()
    trouble: str = ""

    def values(self, name: str) -> tuple[str, ...]:
        """Every value sent under a name."""
        return tuple(value for key, value in self.fields if key == name)


def read(request: Request) -> Sent:
    """The body of a request by its content type."""
    kind, _, rest = request.header("content-type").partition(";")
    kind = kind.strip().lower()
    try:
        if kind == URLENCODED:
            text = request.body.decode("ascii")
            return Sent(kind, tuple(parse_qsl(text, keep_blank_values=True, errors="strict")))
        if kind == MULTIPART:
            return _multipart(request.body, rest)
        if kind == JSON:
            found: list[tuple[str, str]] = []
            _flatten(json.loads(request.body), "", found, 0)
            return Sent(kind, tuple(found))
    except (ValueError, RecursionError):
        return Sent("", trouble=f"The body is not what its type, {kind}, says.")
    if not kind:
        return Sent("", trouble="The request has no content type.")
    return Sent("", trouble=f'"{kind[:60]}" is not a type in which forms are sent.')


def _flatten(value: Any, path: str, found: list[tuple[str, str]], depth: int) -> None:
    if depth > DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, dict):
        for key, item in value.items():
            _flatten(item, f"{path}.{key}" if path else str(key), found, depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            plain = not isinstance(item, dict | list)
            _flatten(item, path if plain else f"{path}[{index}]", found, depth + 1)
    elif value is not None:
        found.append((path, str(value).lower() if isinstance(value, bool) else str(value)))


_PARAMETER = re.compile(r'(\w+\*?)\s*=\s*(?:"([^"]*)"|([^;\s]+))')


def _multipart(body: bytes, parameters: str) -> Sent:
    """RFC 7578 as browsers write it: quotes and line breaks in names are percent-encoded."""
    words = {key: quoted or plain for key, quoted, plain in _PARAMETER.findall(parameters)}
    boundary = b"--" + words.get("boundary", "").encode("ascii")
    if len(boundary) < 3 or not body.startswith(boundary):
        raise ValueError("no boundary")
    fields: list[tuple[str, str]] = []
    files: list[File] = []
    parts = (b"\r\n" + body).split(b"\r\n" + boundary)[1:]
    if not parts or not parts[-1].startswith(b"--"):
        raise ValueError("cut short")
    for part in parts[:-1]:
        head, gap, content = part.partition(b"\r\n\r\n")
        if not gap:
            raise ValueError("a part without a head")
        named = re.search(r"content-disposition:\s*form-data;([^\r\n]*)", head.decode(), re.I)
        said = {key: quoted or plain for key, quoted, plain in
                _PARAMETER.findall(named[1] if named else "")}  # fmt: skip
        if "name" not in said:
            raise ValueError("a part without a name")
        name = _unescaped(said["name"])
        if "filename" in said:
            if said["filename"] or content:  # a file field left alone sends an empty part
                files.append(File(name, _unescaped(said["filename"]), len(content)))
        else:
            fields.append((name, content.decode()))
    return Sent(MULTIPART, tuple(fields), tuple(files))


def _unescaped(text: str) -> str:
    return text.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
