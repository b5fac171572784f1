"""Lines become a tree: lists, quotes, blocks and headings, and what is left goes to Python-Markdown.

Containers are followed by columns, as CommonMark does, and more forgivingly where writers mean more
than they type: a list needs no blank line before it, a child may be indented by two or four, and
``1)`` counts. Everything is one walk over the lines; nesting deeper than ``DEEPEST`` becomes text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from sitegen.later import later
from sitegen.markdown.draft import ATTRIBUTES, BEGIN, CLOSE, END, FENCE, HTML, OPEN, Draft, Opening
from sitegen.markdown.items import ITEM, item_at, kind_of, rule, title
from sitegen.markdown.leaves import Leaves

DEEPEST = 50
_HEADING = later(r"(#{1,6})(?: |$)")
_TOKEN = later(f"{OPEN}([a-z])([0-9]+){CLOSE}")
_TASK = later(r"\[([ xX✓✔])\][ \u00a0]+(?=\S)")
_NOTE = later(r"\[\^[^\]]+\]:")


class Structure:
    """Builds the tree of one page."""

    def __init__(self, draft: Draft, leaves: Leaves) -> None:
        self.draft = draft
        self.leaves = leaves
        self.warned = False

    def parse(self, parent: Element, lines: Sequence[str], depth: int = 0) -> bool:
        """Add the lines to the parent; whether a blank line separates two of its children."""
        if depth > DEEPEST:
            self._too_deep(lines)
            SubElement(parent, "p").text = " ".join(line.strip() for line in lines if line.strip())
            return False
        chunk: list[str] = []  # lines for Python-Markdown, blank ones among them
        gap = False
        number = 0
        count = len(lines)
        while number < count:
            line = lines[number]
            stripped = line.lstrip(" ")
            if not stripped:
                chunk.append("")
                number += 1
                continue
            sign = stripped[0]
            indent = len(line) - len(stripped)
            before = len(parent)
            text_above = bool(chunk) and chunk[-1] != ""
            handled = -1
            if sign == OPEN and stripped[1] in "dfheek":
                self._flush(parent, chunk)
                handled = self._token(parent, lines, number, stripped, depth)
            elif sign in "-+*0123456789" and (indent < 4 or text_above or not self._note(chunk)):
                if not (sign in "-*" and rule(stripped)):
                    match = ITEM.match(stripped)
                    if match and self._begins(match, lines, number, text_above, stripped):
                        self._flush(parent, chunk)
                        handled = self._list(parent, lines, number, depth)
                elif indent < 4 and not (sign == "-" and text_above and "-" * len(stripped.rstrip()) == stripped.rstrip()
                                         and (len(chunk) < 2 or not chunk[-2])):  # fmt: skip
                    self._flush(parent, chunk)
                    SubElement(parent, "hr")
                    handled = number + 1
            elif sign == ">" and indent < 4:
                self._flush(parent, chunk)
                handled = self._quote(parent, lines, number, depth)
            elif sign == "#" and indent < 4 and (match := _HEADING.match(stripped)):
                self._flush(parent, chunk)
                heading = SubElement(parent, f"h{len(match[1])}")
                heading.text = title(stripped[match.end() :])
                handled = number + 1
            elif sign == "_" and rule(stripped):
                self._flush(parent, chunk)
                SubElement(parent, "hr")
                handled = number + 1
            if handled < 0:
                chunk.append(line)
                number += 1
                continue
            if before and number and not lines[number - 1].strip() and len(parent) > before:
                gap = True
            number = handled
        return self._flush(parent, chunk) or gap

    def _note(self, chunk: list[str]) -> bool:
        """Whether indented lines belong to a definition of Python-Markdown's."""
        return any(
            _NOTE.match(line) or line.lstrip(" ").startswith(":")
            for line in chunk
            if line[:1] != " "
        )

    def _flush(self, parent: Element, chunk: list[str]) -> bool:
        """Give the collected lines to Python-Markdown."""
        if not chunk:
            return False
        first_blank = chunk[0] == ""
        before = len(parent)
        while chunk and not chunk[-1]:
            chunk.pop()
        start = 0
        while start < len(chunk) and not chunk[start]:
            start += 1
        gap = False
        if start < len(chunk):
            text = "\n".join(chunk[start:])
            gap = self.leaves.parse(parent, text)
            gap = gap or (first_blank and before > 0)
        chunk.clear()
        return gap

    def _begins(
        self,
        match: re.Match[str],
        lines: Sequence[str],
        number: int,
        text_above: bool,
        stripped: str,
    ) -> bool:
        """Whether an item line begins a list here; a number in running text does not."""
        if not text_above:
            return True
        if not match[3]:
            return False
        if match[2] is None:
            # A dash in the middle of hard-wrapped text is rare; a list without a blank line is not.
            return True
        if int(match[2]) in (0, 1):
            return True
        for line in lines[number + 1 : number + 30]:
            other = line.lstrip(" ")
            if not other:
                break
            follow = ITEM.match(other)
            if follow and follow[2] is not None:
                return int(follow[2]) == int(match[2]) + 1
        return False

    # Tokens ------------------------------------------------------------------------------------

    def _token(
        self, parent: Element, lines: Sequence[str], number: int, stripped: str, depth: int
    ) -> int:
        match = _TOKEN.match(stripped)
        if match is None:
            SubElement(parent, "p").text = stripped
            return number + 1
        letter, index = match[1], int(match[2])
        rest = stripped[match.end() :]
        if letter == HTML:
            SubElement(parent, "sg-html").text = rest
        elif letter == FENCE:
            SubElement(parent, "sg-fence").text = match[0]
            if rest.strip():
                self.leaves.parse(parent, rest.strip())
        elif letter == ATTRIBUTES:
            if len(parent) and not rest.strip():
                target = parent[-1]
                for key, value in self.draft.attributes[index]:
                    target.set(key, value)
        elif letter == BEGIN:
            return self._block(parent, lines, number, index, rest, depth)
        return number + 1

    def _block(
        self, parent: Element, lines: Sequence[str], number: int, index: int, rest: str, depth: int
    ) -> int:
        """Everything up to the closing token, or the end of this container, is the block's body."""
        opening = self.draft.openings.get(index, Opening("", [], 0))
        closing = f"{OPEN}{END}{index}{CLOSE}"
        body: list[str] = []
        after = ""
        stop = number + 1
        line = rest
        first = True
        while True:
            if closing in line:
                line, after = line.split(closing, 1)
                if line.strip():
                    body.append(line)
                break
            if not first or line.strip():
                body.append(line)
                if first and opening.lead:
                    body.append("")
            first = False
            if stop >= len(lines):
                break
            line = lines[stop]
            stop += 1
        margin = min(
            (len(line) - len(line.lstrip(" ")) for line in body if line.strip()), default=0
        )
        if opening.name:
            element = SubElement(parent, "sg-block", {"n": str(index)})
        else:  # a block nobody knows, or a tab: the words that name it are text like its body
            element = parent
            for _, words in opening.args:
                SubElement(parent, "p").text = words
        self.parse(element, [line[margin:] for line in body] if margin else body, depth + 1)
        if after.strip():
            self.parse(parent, [after.lstrip(" ")], depth + 1)
        return stop

    # Quotes ------------------------------------------------------------------------------------

    def _quote(self, parent: Element, lines: Sequence[str], number: int, depth: int) -> int:
        body: list[str] = []
        stop = number
        while stop < len(lines):
            line = lines[stop]
            stripped = line.lstrip(" ")
            if stripped[:1] == ">" and len(line) - len(stripped) < 4:
                inner = stripped[1:]
                body.append(inner[1:] if inner[:1] == " " else inner)
            elif not stripped:
                after = stop + 1
                while after < len(lines) and not lines[after].strip():
                    after += 1
                following = lines[after].lstrip(" ") if after < len(lines) else ""
                if following[:1] != ">" or _is_alert([following[1:]]) or _is_alert(body):
                    break
                body.append("")
            elif body and body[-1].strip() and not self._interrupts(stripped, 99):
                body.append(line)
            else:
                break
            stop += 1
        if _is_alert(body):
            self.parse(parent, body, depth + 1)
        else:
            self.parse(SubElement(parent, "blockquote"), body, depth + 1)
        return stop

    def _interrupts(self, stripped: str, highest: int = 1) -> bool:
        """Whether a line ends a paragraph that it is not indented for.

        ``highest`` is the last number that may begin an item: a quote may stand between two items.
        """
        sign = stripped[0]
        if sign in "#>|":
            return sign != "#" or bool(_HEADING.match(stripped))
        if sign == OPEN:
            return stripped[1] in "dfhek"
        if sign in "-*_" and rule(stripped):
            return True
        if sign in "-+*0123456789":
            match = ITEM.match(stripped)
            return (
                match is not None
                and bool(match[3])
                and (match[2] is None or int(match[2]) <= highest)
            )
        return False

    # Lists -------------------------------------------------------------------------------------

    def _list(self, parent: Element, lines: Sequence[str], number: int, depth: int) -> int:
        """One list: items of one kind, whatever their indentation below the first one's content."""
        match = ITEM.match(lines[number].lstrip(" "))
        assert match is not None
        kind = kind_of(match)
        ordered = match[2] is not None
        element = SubElement(parent, "ol" if ordered else "ul")
        if ordered and int(match[2]) != 1:
            element.set("start", str(int(match[2])))
        loose = False
        items: list[Element] = []
        position = number
        while match is not None:
            stripped = match.string
            marker = len(lines[position]) - len(stripped)
            spaces = len(match[3])
            width = len(match[1]) + (spaces if 0 < spaces < 5 else 1)
            content = marker + width
            body = [stripped[width:] if spaces else ""]
            position, ended_blank = self._item(
                lines, position + 1, marker, content, kind, ordered, body
            )
            item = SubElement(element, "li")
            self._task(item, body)
            if self.parse(item, body, depth + 1):
                loose = True
            items.append(item)
            match = item_at(lines, position, kind)
            if ended_blank and match is not None:
                loose = True
        if not loose:
            for item in items:
                for child in item:
                    if child.tag == "p":
                        child.tag = "sg-tight"
        return position

    def _item(
        self, lines: Sequence[str], position: int, marker: int, content: int, kind: str, ordered: bool,
        body: list[str],
    ) -> tuple[int, bool]:  # fmt: skip
        """Collect the lines of one item; where it ends, and whether blank lines end it."""
        count = len(lines)
        inside = content  # columns to take off lines that are indented less than the content
        while position < count:
            line = lines[position]
            stripped = line.lstrip(" ")
            if not stripped:
                after = position + 1
                while after < count and not lines[after].strip():
                    after += 1
                if after == count:
                    return count, True
                indent = len(lines[after]) - len(lines[after].lstrip(" "))
                following = lines[after].lstrip(" ")
                item = ITEM.match(following)
                if indent >= content or (
                    indent > marker + 1 and (item is None or self._child(item, kind, ordered))
                    and not (following[0] == OPEN and following[1] in "dfhek")
                ):  # fmt: skip
                    body.extend([""] * (after - position))
                    position = after
                    continue
                return after, True
            indent = len(line) - len(stripped)
            if indent >= content:
                body.append(line[content:])
                inside = content
            else:
                item = ITEM.match(stripped)
                if item is not None and not (stripped[0] in "-*" and rule(stripped)):
                    if indent > marker + 1 and self._child(item, kind, ordered):
                        inside = min(inside, indent)
                        body.append(line[inside:])
                    elif item[3] and (
                        item[2] is None
                        or kind_of(item) == kind
                        or int(item[2]) <= 1
                        or indent < marker
                    ):
                        return position, False
                    elif body[-1]:
                        body.append(stripped)
                    else:
                        return position, False
                elif (
                    not body[-1]
                    and indent <= marker + 1
                    and position
                    and not lines[position - 1].strip()
                ):
                    return position, False
                elif indent > marker + 1 or (body[-1].strip() and not self._interrupts(stripped)):
                    body.append(line[min(indent, inside) :])
                else:
                    return position, False
            position += 1
        return position, False

    def _child(self, item: re.Match[str], kind: str, ordered: bool) -> bool:
        """Whether an item indented a little less than it should be is a child of the one above."""
        return (item[2] is not None) != ordered

    def _task(self, item: Element, body: list[str]) -> None:
        match = _TASK.match(body[0]) if body[0][:1] == "[" else None
        if match is None:
            return
        done = match[1] != " "
        state = "done" if done else "to do"
        html = (
            f'<input type="checkbox" disabled{" checked" if done else ""} aria-label="{state}"> '
        )
        item.set("class", "task")
        body[0] = self.draft.token(html, match[0], "") + body[0][match.end() :]

    def _too_deep(self, lines: Sequence[str]) -> None:
        if not self.warned:
            self.warned = True
            self.draft.problem(
                "nesting-too-deep", f"Lists or quotes are nested more than {DEEPEST} deep.",
                self._guess(lines), "Begin the line further to the left.", "error",
            )  # fmt: skip

    def _guess(self, lines: Sequence[str]) -> int:
        """The line of the source that holds the first of these lines."""
        wanted = next((line.strip() for line in lines if line.strip()), "")
        for number, line in enumerate(self.draft.text.split("\n")):
            if wanted and wanted in line:
                return self.draft.first_line + number
        return self.draft.first_line


def _is_alert(body: Sequence[str]) -> bool:
    return bool(body) and body[0].lstrip(" ")[:2] == OPEN + BEGIN
