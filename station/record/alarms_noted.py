"""How the log left each alarm: what the entries about it say last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record import checks_noted

if TYPE_CHECKING:
    import sqlite3


def standing(connection: sqlite3.Connection) -> dict[str, str]:
    """By code `came` or `seen`, of those that have not ended; of the newest entries about checks and alarms."""
    found: dict[str, str] = {}
    for each in checks_noted.noted(connection):
        if each.details.get("is") == "alarm":
            found.setdefault(str(each.details.get("alarm")), str(each.details.get("state")))
    return {code: state for code, state in found.items() if state in ("came", "seen")}
