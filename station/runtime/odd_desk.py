"""Odd runs of the shift, looked for as its scans come: each is read once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from station.core.counting import OddRuns

if TYPE_CHECKING:
    from station.core.counting import OddRun
    from station.record import ReportReads

MOST = 20_000
"""Scans that are looked at when the first question comes, the newest."""


class OddDesk:
    """Any thread may ask; a shift that begins later forgets the runs of before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since = ""
        self._runs = OddRuns()
        self._seen = 0

    def found(self, reads: ReportReads, since_utc: str) -> tuple[OddRun, ...]:
        """Since a moment (UTC). StoreError."""
        with self._lock:
            if since_utc != self._since:
                newest = reads.recent(1)
                least = newest[0].seq - MOST if newest else 0
                self._since, self._runs = since_utc, OddRuns()
                self._seen = max(least, reads.before_moment(since_utc))
            for scan in reads.passed_scans(self._seen):
                self._runs.add(scan)
                self._seen = scan.seq
            return self._runs.found()
