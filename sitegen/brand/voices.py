"""The bundled typefaces as voices that can draw: a chosen face and what stands in for it.

Fonts are read through ``faces``. Nothing is kept between calls.
"""

from __future__ import annotations

from sitegen.brand import faces
from sitegen.brand.look import Voices
from sitegen.brand.typeset import Font, Type

DISPLAY, TEXT = "bricolage-grotesque", "source-sans"
"""What draws where a site and its theme leave their pages to the reader's own fonts."""
HEAVY, LIGHT = 800, 400


def of(display: str = "", text: str = "") -> Voices:
    """The voices of faces by name; an unknown or empty one is the usual one."""
    return Voices(_type(display or DISPLAY, DISPLAY, HEAVY), _type(text or TEXT, TEXT, LIGHT))


def _type(name: str, otherwise: str, weight: int) -> Type:
    """Fonts are read and prepared when a letter needs them: most names need one."""
    wanted = faces.get(name) or faces.get(otherwise)
    chosen = [wanted] if wanted is not None else []
    chosen += [
        face for each in faces.STAND_INS if (face := faces.get(each)) and face not in chosen
    ]
    return Type([_Later(face.drawing(weight)) for face in chosen])


class _Later(Font):
    """A font that is read when it is first asked for something."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        self._path = path

    def __getattr__(self, name: str) -> object:
        # Only reached while the slots are empty.
        if name.startswith("__"):
            raise AttributeError(name)
        Font.__init__(self, faces.data(self._path))
        return getattr(self, name)
