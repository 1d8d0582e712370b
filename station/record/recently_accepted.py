"""What was accepted here of late, for those who want to know it elsewhere."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from station.core import utc_text
from station.record.log import connect
from station.record.log.entry_kinds import NOT_VOID
from station.record.log.errors import in_words

if TYPE_CHECKING:
    from pathlib import Path

_NEWEST = f"""SELECT parcel_id, scanned_at, bin FROM (
  SELECT scan_id, seq, parcel_id, scanned_at, bin FROM scan INDEXED BY scan_by_time
  WHERE scanned_at >= ? AND code IS NULL ORDER BY seq DESC LIMIT 20000
) s WHERE parcel_id IS NOT NULL AND {NOT_VOID} ORDER BY seq"""  # noqa: S608  # own words


# A lifted stop counts where its override says: an override and a scan have the same columns.
_OF_PARCEL = f"""SELECT (SELECT text FROM term WHERE id = operation), scanned_at, bin
  FROM scan s INDEXED BY scan_accepted
  WHERE parcel_id = ? AND code IS NULL AND scanned_at >= ? AND {NOT_VOID} ORDER BY seq"""  # noqa: S608  # own words


def counting(database: Path, hours: float, parcel_id: str) -> list[tuple[str, str, str]]:
    """How a parcel was accepted in the last `hours`, by operation: that, UTC time and bin of the newest. StoreError."""
    since = utc_text(datetime.now(UTC) - timedelta(hours=hours))
    try:
        with closing(connect.for_reading(database)) as connection:
            rows = connection.execute(_OF_PARCEL, (parcel_id, since)).fetchall()
    except sqlite3.Error as error:
        raise in_words(error, database) from error
    return [(operation, at, bin_ or "") for operation, (at, bin_) in {row[0]: row[1:] for row in rows}.items()]


def accepted_within(database: Path, hours: float) -> list[tuple[str, str, str]]:
    """Parcel ids accepted in the last `hours`, with UTC time and bin; the newest 20,000, oldest first. StoreError."""
    since = utc_text(datetime.now(UTC) - timedelta(hours=hours))
    try:
        with closing(connect.for_reading(database)) as connection:
            return [(parcel, at, bin_ or "") for parcel, at, bin_ in connection.execute(_NEWEST, (since,))]
    except sqlite3.Error as error:
        raise in_words(error, database) from error
