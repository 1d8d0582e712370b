"""What the next scan is chained to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record.log.wire import first_link

if TYPE_CHECKING:
    import sqlite3

    from station.record.log.epochs import Epoch

_LAST_LINK = """SELECT chain FROM (
  SELECT * FROM (SELECT seq, chain FROM scan WHERE seq > ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1) UNION ALL
  SELECT * FROM (SELECT last_seq, chain FROM retired WHERE last_seq > ?1 AND last_seq < ?2 ORDER BY 1 DESC LIMIT 1)
) ORDER BY seq DESC LIMIT 1"""


def last_link(connection: sqlite3.Connection, station_id: str, epoch: Epoch, seq: int) -> bytes:
    """The link of the scan before `seq`, there or retired, or the beginning of the epoch."""
    found = connection.execute(_LAST_LINK, (epoch.after_seq, seq)).fetchone()
    return bytes(found[0]) if found is not None else first_link(station_id, epoch.epoch)
