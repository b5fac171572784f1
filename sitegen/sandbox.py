"""Where templates run: a stranger's data, held to values and to limits.

An immutable Jinja sandbox without loaders, chance or clock. Nothing that begins with an underscore
can be reached, no text or list can grow beyond a limit, all of them together neither, and a watch
ends what does not end by itself. The watch acts between two steps of Python; what the interpreter
does in one step (compare, copy, hash, print a value) is short because no value can be heavy.
A template that tries gets an exception that ``render`` turns into a problem.
"""

from __future__ import annotations

import ctypes
import functools
import math
import threading
import time
from collections.abc import (
    Callable,
    Generator,
    ItemsView,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    ValuesView,
)
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from msgspec import Struct
from msgspec.structs import astuple

from sitegen.theme import Theme

if TYPE_CHECKING:
    from jinja2.bccache import BytecodeCache

SIZE_LIMIT = 20_000_000
"""Characters of one page."""
REPEAT_LIMIT = 1_000_000
"""Signs or items that one expression of a template may make; a page has a tenth of it."""
MADE_LIMIT = 200_000_000
"""Signs and places in lists that the templates of one page may make altogether."""
WEIGHT_LIMIT = 200_000
"""Values inside each other that one list, tuple or dict may hold; 64 signs of text count as one."""
DEPTH_LIMIT = 60

_FORBIDDEN_GLOBALS = ("lipsum", "cycler", "joiner")
_FORBIDDEN_FILTERS = (
    "random",
    "pprint",
    "format",
    "center",
    "urlize",
    "filesizeformat",
    "xmlattr",
)
_GROWING_FILTERS: Mapping[str, int] = {
    "batch": 10_000, "indent": 1_000, "join": 0, "replace": REPEAT_LIMIT, "round": 100,
    "slice": 10_000, "sum": REPEAT_LIMIT, "tojson": 100, "trim": 0, "wordwrap": REPEAT_LIMIT,
}  # fmt: skip
"""Filters that can make much of little, with the largest whole number that each may be given."""
_GROWING_METHODS = (
    "center", "expandtabs", "join", "ljust", "replace", "rjust", "zfill",
    # These take as long as both texts multiplied, in one step.
    "lstrip", "rfind", "rindex", "rpartition", "rsplit", "rstrip", "strip",
)  # fmt: skip
_FORBIDDEN_METHODS = ("format", "format_map", "translate")
_INSIDE = ("_", "gi_", "cr_", "ag_", "tb_", "co_", "f_", "func_", "im_", "mro")
_SERIES = (str, bytes, list, tuple)


class TooLong(Exception):  # noqa: N818 - not an error of ours but a signal
    """Thrown into a render that has used up its time."""


class TooLarge(Exception):  # noqa: N818
    """A page has grown beyond what any page needs."""


class Watch:
    """Ends a render that does not end by itself: an exception is raised in its thread.

    A signal would do on the main thread of POSIX only; preview renders on another thread.
    """

    def __init__(self) -> None:
        self._deadline = 0.0
        self._thread_id = 0
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True, name="render-watch")
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.wait(0.2):
            with self._lock:
                if self._deadline and time.monotonic() > self._deadline:
                    self._deadline += (
                        2.0  # once more: what catches errors may have caught the first
                    )
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(self._thread_id), ctypes.py_object(TooLong)
                    )

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Raise ``TooLong`` inside the block once it has run for ``seconds``."""
        with self._lock:
            self._thread_id = threading.get_ident()
            self._deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            with self._lock:
                self._deadline = 0.0

    def close(self) -> None:
        """End the watching thread."""
        self._stop.set()


def joined(pieces: Iterable[str]) -> str:
    """The pieces as one text of bearable size."""
    if isinstance(pieces, list):
        if sum(map(len, pieces)) > SIZE_LIMIT:
            raise TooLarge
        return "".join(pieces)
    total = 0
    kept: list[str] = []
    keep = kept.append
    for piece in pieces:
        total += len(piece)
        if total > SIZE_LIMIT:
            if isinstance(pieces, Generator):
                pieces.throw(TooLarge())  # there, so that its line is known
            raise TooLarge
        keep(piece)
    return "".join(kept)


def environment(
    theme: Theme,
    read: Callable[[str], str],
    plain: frozenset[type],
    compiled: BytecodeCache | None = None,
) -> Sandbox:
    """The sandbox for one theme. ``read`` gives the text of a template's source path.

    ``plain`` are classes of values without methods, whose attributes need no inspection.
    ``compiled`` keeps what templates were compiled to.
    """
    made = Sandbox(
        loader=_Loader(dict(theme.templates), read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled,
    )
    made.plain = plain
    made.globals["namespace"] = _Namespace
    made.globals["dict"] = _dict
    for name in _FORBIDDEN_GLOBALS:
        made.globals.pop(name, None)
    for name in _FORBIDDEN_FILTERS:
        made.filters.pop(name, None)
    for name, most in _GROWING_FILTERS.items():
        made.filters[name] = _limited(name, made.filters[name], most)
    for name, filter_ in made.filters.items():
        made.filters[name] = _counted(made, filter_)
    return made


def weighed(value: Any) -> Any:
    """The value, unless it holds more than any page needs, or other names to be changed.

    A list that holds another twice, which holds a third twice, and so on, takes no memory, but
    comparing or printing it would take for ever.
    """
    level, weight, depth = [value], 0, 0
    while level:
        depth += 1
        below: list[Any] = []
        for holder in level:
            members = (*holder, *holder.values()) if isinstance(holder, dict) else holder
            weight += len(members)
            if weight > WEIGHT_LIMIT or depth > DEPTH_LIMIT:  # before they are looked at
                raise SecurityError("This holds too many values.")
            for member in members:
                if isinstance(member, str):
                    weight += len(member) >> 6
                elif isinstance(member, list | tuple | dict):
                    below.append(member)
                elif isinstance(member, Struct):  # a view weighs what it shows
                    below.append(astuple(member))
                elif isinstance(member, Namespace):
                    raise SecurityError("A namespace cannot be put into something else.")
            if weight > WEIGHT_LIMIT:
                raise SecurityError("This holds too many values.")
        level = below
    return value


def _dict(**given: Any) -> dict[str, Any]:
    """What ``dict(a=1)`` makes in a template; the class itself could do more."""
    weighed(given)
    return given


class _Namespace(Namespace):
    """Names that a template may change; it shows none of what it holds."""

    def __init__(self, **given: Any) -> None:
        weighed(given)
        super().__init__(given)

    def __setitem__(self, name: str, value: Any) -> None:
        if not isinstance(value, str):
            weighed((value,))
        super().__setitem__(name, value)

    def __repr__(self) -> str:
        return "namespace"


class _Loader(BaseLoader):
    """Templates from memory, under the names their authors know."""

    def __init__(self, templates: Mapping[str, str], read: Callable[[str], str]) -> None:
        self._places, self._read = templates, read

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        path = self._places.get(template)
        if path is None:
            raise TemplateNotFound(template)
        return self._read(path), path, lambda: True


class _Compiler(CodeGenerator):
    """Measures what ``~`` joins, which is no operator that a sandbox sees."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.measured(")
        super().visit_Concat(node, frame)
        self.write(")")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.sliced(")
        super().visit_Getitem(node, frame)
        self.write(")")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        self.write("environment.weighed(")
        super().visit_List(node, frame)
        self.write(")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        self.write("environment.weighed(")
        super().visit_Dict(node, frame)
        self.write(")")

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        if node.ctx != "load":
            super().visit_Tuple(node, frame)
            return
        self.write("environment.weighed(")
        super().visit_Tuple(node, frame)
        self.write(")")


class Sandbox(ImmutableSandboxedEnvironment):
    """No attribute that starts with an underscore, no endless repetition."""

    code_generator_class = _Compiler
    intercepted_binops = frozenset(("*", "**", "%", "+"))
    plain: frozenset[type] = frozenset()
    weighed = staticmethod(weighed)
    made = 0
    """What the page at hand has made so far; who renders sets it back."""

    def concat(self, pieces: Iterable[str]) -> str:
        """What a macro or a ``set`` block made."""
        text = joined(pieces)
        self.count(len(text))
        return text

    def count(self, size: int) -> None:
        """Add to what this page has made."""
        self.made += size
        if self.made > MADE_LIMIT:
            raise TooLarge

    def compile(self, source: Any, name: Any = None, filename: Any = None, raw: bool = False,
                defer_init: bool = False) -> Any:  # fmt: skip
        """A template as code. What is nested deeper than Python can read is a mistake in it."""
        try:
            made: Any = super().compile(source, name, filename, raw, defer_init)  # type: ignore[call-overload]
            return made
        except TemplateSyntaxError:
            raise
        except (SyntaxError, RecursionError, MemoryError, ValueError, OverflowError) as error:
            lines = str(source).split("\n")
            deepest = max(range(len(lines)), key=lambda at: sum(map(lines[at].count, "([{%~")))
            raise TemplateSyntaxError("something is nested too deeply, or a number is too long",
                                      deepest + 1, name, filename) from error  # fmt: skip

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Nothing of how a generator, a frame or code works inside, and no codecs."""
        if isinstance(obj, str | bytes) and attr in ("maketrans", "encode", "decode"):
            return False
        return not attr.startswith(_INSIDE) and super().is_safe_attribute(obj, attr, value)

    def sliced(self, part: Any) -> Any:
        """Part of a text or list, which is a copy."""
        if isinstance(part, _SERIES):
            self.count(_length(part))
        return part

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Our own views need no inspection: plain values, nothing to call, nothing to change.

        This is asked a hundred times for each page; the general answer is four times slower.
        """
        if type(obj) in self.plain and attribute[:1] != "_":
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Methods of text and lists could make in one step what no limit on time would end."""
        method = getattr(obj, "__wrapped__", obj)
        owner = getattr(method, "__self__", None)
        if isinstance(owner, str | bytes | list | tuple | dict):
            if method.__name__ in _FORBIDDEN_METHODS:
                raise SecurityError("Text cannot be formatted; join its parts with ~.")
            if method.__name__ in _GROWING_METHODS:
                args = tuple(map(_whole, args))
                _measure(method.__name__, (owner, *args, *kwargs.values()))
            found = super().call(context, obj, *args, **kwargs)
            self.count(_length(found))
            return found
        if isinstance(obj, Macro) and (obj.catch_varargs or obj.catch_kwargs):
            weighed((args, kwargs))
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Operators whose result can be far larger than what they are given."""
        if operator == "%" and isinstance(left, str | bytes):
            raise SecurityError("Text cannot be formatted with %.")
        if operator == "**" and not (_bits(left) * abs(right) < 4096):
            raise SecurityError("This power is too large.")
        if operator == "*":
            for series, times in ((left, right), (right, left)):
                if isinstance(series, _SERIES) and isinstance(times, int) and (
                    len(series) * times > REPEAT_LIMIT
                ):  # fmt: skip
                    raise SecurityError("This repetition is too long.")
            if _bits(left) + _bits(right) > 4096:
                raise SecurityError("This number is too large.")
        if operator == "+" and isinstance(left, _SERIES) and isinstance(right, _SERIES):
            self.measured(left)
            self.measured(right)
        found = super().call_binop(context, operator, left, right)
        if isinstance(found, _SERIES):
            self.count(_length(found))
        return found

    def measured(self, value: Any) -> Any:
        """The value, unless it has grown too long."""
        if len(value) > REPEAT_LIMIT:
            raise SecurityError("This text has grown too long.")
        self.count(len(value))
        return value


def _length(value: object) -> int:
    """What a new value adds to all that was made; a heavy one is refused."""
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, list | tuple | dict):
        weighed(value)
        return 8 * len(value)
    return 0


def _whole(value: Any) -> Any:
    """What comes one by one, as a list whose length is known."""
    if isinstance(value, Iterator | range):
        return list(value)
    return list(iter(value)) if isinstance(value, KeysView | ValuesView | ItemsView) else value


def _counted(made: Sandbox, filter_: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(filter_)
    def counted(*args: Any, **kwargs: Any) -> Any:
        found = filter_(*args, **kwargs)
        if isinstance(found, str | list):
            made.count(_length(found))
        return found

    return counted


def _bits(value: object) -> int:
    return value.bit_length() if isinstance(value, int) else 1


def _limited(name: str, filter_: Callable[..., Any], most: int) -> Callable[..., Any]:
    @functools.wraps(filter_)
    def limited(*args: Any, **kwargs: Any) -> Any:
        values = [_whole(value) for value in args]
        given = (*values, *kwargs.values())
        if name == "sum" and any(isinstance(value, list | tuple)
                                 for value in (*values[3:], kwargs.get("start"))):  # fmt: skip
            raise SecurityError("Only numbers can be summed up.")
        if any(isinstance(value, int) and value > most for value in given[1:]):
            raise SecurityError("This number is too large.")
        _measure(name, given)
        return filter_(*values, **kwargs)

    return limited


def _measure(name: str, values: Iterable[object]) -> None:
    """Refuse a call whose result would be longer than any page."""
    given = [value for value in values if isinstance(value, str | bytes | list | tuple | int)]
    texts: list[Any] = [value for value in given if isinstance(value, str | bytes)]
    if name == "replace" and len(texts) > 2:
        grown = texts[0].count(texts[1]) * len(texts[2])
    else:
        grown = math.prod(max(1, _size(value)) for value in given)
    if grown > SIZE_LIMIT:
        raise SecurityError("This would grow too long.")


def _size(value: object) -> int:
    if isinstance(value, list | tuple):
        return sum(len(item) if isinstance(item, _SERIES) else 1 for item in value)
    return abs(value) if isinstance(value, int) else len(value)  # type: ignore[arg-type]
