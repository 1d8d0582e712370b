"""The way of every word to the screen: markup is never read and nothing in it can drive the terminal.

Widths are cells: a Chinese character takes two.
"""

from __future__ import annotations

import re
import textwrap

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from station.core import printable

Part = str | tuple[str, str]
"""Text, or text and a style of theme variables such as `bold $state-down`."""

LONGEST = 400
_UNITS = re.compile(r"[^\s\u2e80-\uffef]+|\s+|[\u2e80-\uffef][，。、：；！？）」』”…]*")
"""What a line may be broken between: words, and wide characters with the marks that may not begin a line."""


def say(*parts: Part) -> Content:
    """One line of text with its styles."""
    return Content.assemble(*(_cleaned(part) for part in parts))


def lines(rows: list[Content]) -> Content:
    """Lines under each other."""
    return Content("\n").join(rows)


def fit(text: str, width: int) -> str:
    """The text as it may be shown, in exactly `width` cells."""
    shown = printable(text, max(1, width))
    return set_cell_size(shown, width)


def pad(text: str, width: int) -> str:
    """The text in at least `width` cells, never cut."""
    return text + " " * max(0, width - cell_len(text))


def centred(text: str, width: int) -> str:
    """The text in the middle of `width` cells, never cut."""
    room = max(0, width - cell_len(text))
    return f"{' ' * (room // 2)}{text}{' ' * (room - room // 2)}"


def wrapped(text: str, width: int, most: int) -> list[str]:
    """At most `most` lines of at most `width` cells; what has no room is told by an ellipsis."""
    width = max(2, width)
    if cell_len(text) == len(text):
        return textwrap.wrap(text, width, max_lines=most, placeholder=" …")
    rows, row = [], ""
    for unit in _units(text, width):
        if cell_len(row + unit.rstrip()) > width:
            rows.append(row.rstrip())
            row = ""
        row += unit if row else unit.lstrip()
    rows.append(row.rstrip())
    if len(rows) > most:
        rows = [*rows[: most - 1], f"{set_cell_size(rows[most - 1], min(cell_len(rows[most - 1]), width - 2))} …"]
    return [each for each in rows if each]


def _units(text: str, width: int) -> list[str]:
    """Words and wide characters; a word longer than a line in pieces."""
    units = [match[0] for match in _UNITS.finditer(text)]
    return [unit[at : at + width] for unit in units for at in range(0, len(unit), width)]


def _cleaned(part: Part) -> Part:
    if isinstance(part, str):
        return printable(part, LONGEST)
    text, style = part
    return printable(text, LONGEST), style
