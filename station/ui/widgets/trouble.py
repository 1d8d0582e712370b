"""What is wrong with the station, in as many rows as it may take from the rest of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.widgets import Static

from station.core import DeviceKind, printable
from station.language import screens as texts
from station.language import trouble_texts
from station.ui.safe_text import LONGEST, lines, pad, say, wrapped
from station.ui.wording import spoken, tr

if TYPE_CHECKING:
    from textual.content import Content

    from station.core import Status, Trouble
    from station.language import TroubleWords

SHORT_ROWS, TALL_ROWS = 3, 6
"""Most rows in a terminal of 24 rows, and of 34 or more."""


@dataclass(frozen=True, slots=True)
class Row:
    """A trouble as it is laid out."""

    grave: bool
    head: str
    text: str


class TroubleLines(Static):
    """Every trouble has its row, or its name in the last one; rows left over go to the words of the gravest."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._now: tuple[Row, ...] = ()
        self.display = False

    def show(self, status: Status, told: str = "") -> None:
        """Every trouble of this moment but the technician's; hidden when there is none. `told` is what stands on the
        screen already.
        """
        now = rows_of(status, told)
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


def rows_of(status: Status, told: str = "") -> tuple[Row, ...]:
    """What the worker and the supervisor are shown; of a trouble that is `told` the headline alone."""
    shown = [(trouble, trouble_texts(trouble.about, spoken())) for trouble in status.troubles]
    return tuple(
        Row(each.grave, _head(each, words, status.at), "" if words.everybody == told else words.everybody)
        for each, words in shown
        if words.everybody
    )


def _head(trouble: Trouble, words: TroubleWords, at: float) -> str:
    """`SCALE DOWN 2 min`."""
    of_device = trouble.key.partition("-")[0] in set(DeviceKind) and trouble.grave
    return f"{words.headline} {spoken().age(at - trouble.since)}" if of_device else words.headline


def rows(now: tuple[Row, ...], width: int, most: int) -> list[Content]:
    """At most `most` full rows of `width` columns."""
    if len(now) > most:
        rest = now[most - 1 :]
        heads = " · ".join(row.head for row in rest)
        now = (
            *now[: most - 1],
            Row(any(row.grave for row in rest), tr(texts.MORE_TROUBLES, count=len(rest)), heads),
        )
    shown = now
    spare = most - len(shown)
    laid: list[Content] = []
    for row in now:
        words = printable(f"{row.head}  {row.text}", LONGEST)
        in_rows = wrapped(words, width - 2, 1 + spare)
        spare -= len(in_rows) - 1
        laid += [_row(line, row, first=not number, width=width) for number, line in enumerate(in_rows)]
    return laid


def _row(line: str, row: Row, *, first: bool, width: int) -> Content:
    colours = "exception" if row.grave else "review"
    style = f"${colours}-foreground on ${colours}-background"
    head = len(row.head) if first else 0
    padded = pad(line, width - 2)
    return say((f" {padded[:head]}", f"bold {style}"), (f"{padded[head:]} ", style))
