"""What is wrong with the station, in as many rows as it may take from the rest of the screen."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from textual.widgets import Static

from station.core.printable import printable
from station.ui.safe import LONGEST, lines, say
from station.ui.troubles import Trouble, troubles

if TYPE_CHECKING:
    from textual.content import Content

    from station.core.events import Status

SHORT_ROWS, TALL_ROWS = 3, 6
"""Most rows in a terminal of 24 rows, and of 34 or more."""


class TroubleLines(Static):
    """Every trouble has its row as long as there are rows; what is left over goes to the words of the gravest."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._now: tuple[Trouble, ...] = ()
        self.display = False

    def show(self, status: Status) -> None:
        """Every trouble of this moment; hidden when there is none."""
        now = troubles(status)
        if now != self._now:
            self._now = now
            self._lay()

    def on_resize(self) -> None:
        """Other rows for the same words."""
        self._lay()

    def _lay(self) -> None:
        self.display = bool(self._now)
        most = TALL_ROWS if self.screen.has_class("-tall") else SHORT_ROWS
        self.update(lines(rows(self._now, self.screen.size.width if not self.size.width else self.size.width, most)))


def rows(now: tuple[Trouble, ...], width: int, most: int) -> list[Content]:
    """At most `most` full rows of `width` columns."""
    shown = now[:most]
    spare = most - len(shown)
    laid: list[Content] = []
    for trouble in shown:
        words = printable(f"{trouble.what}  {trouble.text}", LONGEST)
        wrapped = textwrap.wrap(words, max(1, width - 2), max_lines=1 + spare, placeholder=" …")
        spare -= len(wrapped) - 1
        laid += [_row(line, trouble, first=not number, width=width) for number, line in enumerate(wrapped)]
    return laid


def _row(line: str, trouble: Trouble, *, first: bool, width: int) -> Content:
    colours = "exception" if trouble.grave else "review"
    style = f"${colours}-foreground on ${colours}-background"
    head = len(trouble.what) if first else 0
    padded = f"{line:<{max(1, width - 2)}}"
    return say((f" {padded[:head]}", f"bold {style}"), (f"{padded[head:]} ", style))
