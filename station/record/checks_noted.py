"""The newest entries of the kind `check`, for what waits and what failed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from station.core import Noted
from station.record.log.entry_kinds import CHECK, OF_SHIFT

if TYPE_CHECKING:
    import sqlite3

MOST = 500
_NOTED = f"""SELECT scanned_at, details, (SELECT text FROM term WHERE id = operator)
  FROM scan WHERE entry = {CHECK} AND {OF_SHIFT} ORDER BY seq DESC LIMIT {MOST}"""  # noqa: S608  # own numbers
_NEWEST = f"SELECT ifnull(max(seq), 0) FROM scan WHERE entry = {CHECK} AND {OF_SHIFT}"  # noqa: S608  # own numbers


def noted(connection: sqlite3.Connection) -> tuple[Noted, ...]:
    """At most `MOST`, the newest first."""
    rows = connection.execute(_NOTED).fetchall()
    return tuple(Noted(at, json.loads(details or "{}"), who) for at, details, who in rows)


def newest(connection: sqlite3.Connection) -> int:
    """The number of the newest one; 0: there is none."""
    return int(connection.execute(_NEWEST).fetchone()[0])
