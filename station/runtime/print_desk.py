"""What the camera sees printed: numbers that count go to the lane; another is put to the worker after a no-read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import Code, NumberProposed, Presence, proposed_number, with_print

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Symbol
    from station.core import Event, LaneStatus, Scan
    from station.record import Reads
    from station.runtime.inbox import FrameRead

_UNREAD = frozenset((Code.NO_READ.value, Code.CHECK_DIGIT.value))


class PrintDesk:
    """Used by the lane thread alone."""

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._seen: FrameRead | None = None
        """The newest frame with print, which the next ones repeat as long as nothing moves."""
        self._symbols: tuple[Symbol, ...] = ()
        self._unread: int | None = None
        """Number of the no-read of what lies there; None: there is none, or the worker was asked."""

    def symbols(self, fact: FrameRead, status: LaneStatus, reads: Reads) -> tuple[Symbol, ...]:
        """What a frame shows, the printed numbers that count among it."""
        if status.presence is not Presence.DECIDED:
            self._unread = None
        if not fact.printed:
            self._seen = None
            return fact.symbols
        if self._seen is None or not _alike(fact, self._seen):
            self._symbols = with_print(fact, reads.manifest.announced)
            self._propose(fact)
        self._seen = fact
        return self._symbols

    def stored(self, scan: Scan) -> None:
        """A scan is on the disk; of a no-read the worker may say what is printed, now or once that is read."""
        unread = scan.code in _UNREAD and scan.parcel_id is None and scan.draft.scanner is None
        self._unread = scan.seq if unread else None
        if self._seen is not None:
            self._propose(self._seen)

    def _propose(self, seen: FrameRead) -> None:
        number = proposed_number(seen) if self._unread is not None and self._symbols == seen.symbols else None
        if number is not None and self._unread is not None:
            self._publish(NumberProposed(self._unread, number))
            self._unread = None


def _alike(one: FrameRead, other: FrameRead) -> bool:
    """Whether the same print was read, and the same codes: it is judged once, not in each frame."""
    return one.printed is other.printed and all(
        [symbol.text for symbol in here] == [symbol.text for symbol in there]
        for here, there in zip(
            (one.symbols, one.outshone, one.unsure), (other.symbols, other.outshone, other.unsure), strict=True
        )
    )
