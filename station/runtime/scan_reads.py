"""What scanners read, for the lane: the way of keyed numbers, or whole parcels of a machine; none of them twice. And
what a camera sees printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import (
    KEYBOARD,
    Accept,
    ControlRead,
    Presence,
    ReadVerdict,
    choose,
    keyed_choice,
    scanner_of,
    symbols_of,
)
from station.core.outcomes import Nothing, Reason
from station.record import Reads
from station.runtime.print_desk import PrintDesk

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.core import Choice, ChoiceRules, Event, LaneStatus, Scan
    from station.core.lane import Presented
    from station.record import Store
    from station.runtime.inbox import Keyed, ScanRead

SAME_S, OTHER_S = 1.0, 5.0
"""The same number within this time of its booking is the same parcel: by the same device, by another one."""
RECENT = 10
"""Among so many scans the last one is found."""


class ScanReads:
    """Used by the lane thread alone."""

    def __init__(self, store: Store, rules: ChoiceRules, publish: Callable[[Event], None]) -> None:
        self._store, self._rules, self._publish = store, rules, publish
        self._last: Scan | None = None
        self._print = PrintDesk(publish)
        self.symbols = self._print.symbols
        """What a frame shows, the printed numbers that count among it."""

    def stored(self, scan: Scan) -> None:
        """A scan is on the disk."""
        self._last = scan
        self._print.stored(scan)

    def choice(self, fact: ScanRead, reads: Reads) -> Choice:
        """Which of its codes is the parcel."""
        return choose(symbols_of(fact.scan, fact.by), self._rules, reads.manifest.announced)

    def keyed(self, fact: Keyed, status: LaneStatus, now: float, reads: Reads) -> Choice | None:
        """Which parcel is meant by what was keyed in; None: a scanner typed it, and it is booked already."""
        choice = keyed_choice(fact.text, self._rules, reads.manifest.announced, by_scanner=fact.by_scanner)
        return None if fact.by_scanner and self.is_booked(choice, KEYBOARD, status, now) else choice

    def is_booked(self, choice: Choice, by: str, status: LaneStatus, now: float) -> bool:
        """Whether what a hand scanner read is the parcel that was decided on just now; then it is told."""
        last, number = self._last, _number(choice)
        lies_there = last is not None and status.presence is Presence.DECIDED
        accepted = last is not None and isinstance(last.draft.decision, Accept)
        if not self._is_last(number, by, now) and not (lies_there and accepted and self._is_last(number, by, None)):
            return False
        self._publish(ControlRead("", Nothing(Reason.READ_ALREADY, {"number": str(number)})))
        return True

    def is_twice(self, presented: Presented, now: float) -> bool:
        """Whether another device, one of both a scanner, has brought the same parcel to its end a moment ago."""
        by = presented.machine.by if presented.machine is not None else scanner_of(presented.choice)
        scanned = by is not None or (self._last is not None and self._last.draft.scanner is not None)
        return scanned and self._is_last(_number(presented.choice), by, now)

    def _is_last(self, number: str | None, by: str | None, now: float | None) -> bool:
        """Whether it is the number of the last scan, which nobody has taken back; `now`: of one that is young.

        `by`: the scanner, None: the camera.
        """
        last = self._last
        if last is None or number is None or number != last.parcel_id:
            return False
        most = SAME_S if by == last.draft.scanner else OTHER_S
        if now is not None and now - last.draft.clock.mono_ns / 1e9 > most:
            return False
        with Reads(self._store.path) as reads:
            return not any(scan.taken_back for scan in reads.recent(RECENT) if scan.seq == last.seq)


def _number(choice: Choice) -> str | None:
    identity = choice.parcel.identity if choice.parcel is not None else None
    return identity.normalized if identity is not None and choice.verdict is ReadVerdict.READ else None
