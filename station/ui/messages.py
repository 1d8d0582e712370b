"""What reaches the screens from other threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from station.core import Event, Leaving, RecentScan
    from station.core.counting import HubRow, ShiftFigures
    from station.core.outcomes import Nothing, Outcome, Problem
    from station.ui.face import RefusedScan


class StationEvent(Message):
    """A fact of the station, carried over from the thread that made it."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self.event = event


class RecentRead(Message):
    """The newest scans were read, newest first."""

    def __init__(self, scans: Sequence[RecentScan]) -> None:
        super().__init__()
        self.scans = scans


class Answered(Message):
    """What came of something that was asked of the station."""

    def __init__(self, outcome: Outcome, then: Callable[[Outcome], bool] | None = None) -> None:
        """`then`: whoever asked goes on, or says no."""
        super().__init__()
        self.outcome, self.then = outcome, then


class LeavingRead(Message):
    """What would leave with the loaded bags was read, or why nothing would."""

    def __init__(self, leaving: Leaving | Nothing | Problem) -> None:
        super().__init__()
        self.leaving = leaving


class RefusedRead(Message):
    """The refused scans were read, oldest first."""

    def __init__(self, scans: Sequence[RefusedScan]) -> None:
        super().__init__()
        self.scans = scans


class FiguresRead(Message):
    """The figures of the shift were read."""

    def __init__(self, figures: ShiftFigures) -> None:
        super().__init__()
        self.figures = figures


class HistoryRead(Message):
    """Every entry of a parcel was read, oldest first."""

    def __init__(self, number: str, entries: Sequence[Mapping[str, object]]) -> None:
        super().__init__()
        self.number, self.entries = number, entries


class LanguageRead(Message):
    """The catalogue of a language was read: it can be spoken."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class Looked(Message):
    """The station that runs was asked how it is."""


class HubRead(Message):
    """The centre told its stations."""

    def __init__(self, rows: Sequence[HubRow]) -> None:
        super().__init__()
        self.rows = rows
