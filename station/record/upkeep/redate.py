"""Times of scans that were made while the clock was wrong, found again once it is right.

The monotonic clock ran on all the while: a scan was made as long ago as it says. The new time stands beside the scan,
which itself is never changed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from station.core import utc_text
from station.record.log import quarter_counts

if TYPE_CHECKING:
    import sqlite3

    from station.core import ClockReading

_PAGE = """
    SELECT seq, mono_ns, (SELECT text FROM term WHERE id = boot_id) IS ?2,
      (SELECT text FROM term WHERE id = clock_state) <> 'synced' AND NOT EXISTS (
        SELECT 1 FROM redated r WHERE r.seq = s.seq)
    FROM scan s WHERE seq < ?1 ORDER BY seq DESC LIMIT ?3
"""


def redate(
    connection: sqlite3.Connection, now: ClockReading, awake_since_ns: int, below_seq: int, limit: int
) -> tuple[int, int]:
    """Give the scans of this boot that were not made by a synced clock the time at which they were made, by what the
    synced clock says `now`; part of the caller's transaction. Looks at up to `limit` scans with numbers below
    `below_seq`, newest first. How many got a time, and where the next look begins; 0: all are looked at.
    """
    moment = datetime.fromisoformat(now.utc)
    rows = connection.execute(_PAGE, (below_seq, now.boot_id, limit))
    span = list(takewhile(lambda row: row[2] and awake_since_ns <= row[1] <= now.mono_ns, rows))
    dated = [
        (seq, utc_text(moment - timedelta(microseconds=(now.mono_ns - mono_ns) / 1000)))
        for seq, mono_ns, _, doubtful in span
        if doubtful
    ]
    for seq, scanned_at in dated:  # from one quarter hour to another
        quarter_counts.count(connection, seq, seq, -1)
        connection.execute("INSERT INTO redated (seq, scanned_at) VALUES (?, ?)", (seq, scanned_at))
        quarter_counts.count(connection, seq, seq)
    return len(dated), span[-1][0] if len(span) == limit else 0
