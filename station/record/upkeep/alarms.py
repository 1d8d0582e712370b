"""Unacknowledged alarms of the record: told until somebody says that it was seen.

Why an epoch began is its first line in `epoch.why`: its kind, a code and values (`alarm_values`). What happened within
it stands in lines of its own after that. A line that was seen is marked, in the record itself: neither a kill nor a
full disk parts the alarm from what it tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core import RecordAlarm
from station.record.upkeep import alarm_values

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

COPIED, SALVAGED, LOST, GONE = "copied to another place", "salvaged", "lost scans", "gone"
TAKEN = "taken away"
_SEEN = " (seen)"
_AROUND = re.compile(r" \((?:(.*); )?[a-z ]+ in the epoch of (\S+) (\S+) UTC\)")
_WORDS = {
    COPIED: "this record is a copy, or its disk was moved. Only one station may work under its name",
    SALVAGED: "the record was damaged and set aside. Keep the old file",
    TAKEN: "a file of the record was deleted or emptied. Find out by whom and keep what was set aside; "
    "station restore FILE brings a backup back",
    LOST: "scans that the centre holds are missing here. Keep the disk; see station verify --centre",
    GONE: "the centre lost scans that are no longer kept here. Restore them there from its backup or an export",
}

_CODES = {
    COPIED: "record_copied",
    SALVAGED: "record_salvaged",
    TAKEN: "record_taken",
    LOST: "record_lost",
    GONE: "record_gone",
}


def alarms(connection: sqlite3.Connection) -> tuple[str, ...]:
    """In words, the newest first."""
    rows = connection.execute("SELECT why, began_at FROM epoch ORDER BY id DESC").fetchall()
    return tuple(_told(line, at) for why, at in rows for line in reversed(why.split("\n")) if _is_alarm(line))


def coded(alarm: str) -> RecordAlarm:
    """An alarm in words with its code and values, for `station.language`."""
    kind = next(kind for kind, words in _WORDS.items() if alarm.startswith(words))
    found = _AROUND.fullmatch(alarm.removeprefix(_WORDS[kind]))
    detail, day, time = found.groups() if found else (None, None, None)
    at = f"{day}T{time}:00.000Z" if found else None
    what = alarm_values.read(detail or "")
    if what is None:
        return RecordAlarm(alarm, notice(_CODES[kind], detail=detail, at=at))
    values = {name: str(value) for name, value in what.values}
    return RecordAlarm(alarm, notice(_CODES[kind], what=what.code, at=at, **values))


def of_taken_files(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Those alarms that a file was taken away, oldest first: there may be no number that shows what it held."""
    return tuple(text for text in reversed(alarms(connection)) if text.startswith(_WORDS[TAKEN]))


def began_as_copy(connection: sqlite3.Connection, epoch_id: int) -> bool:
    """Whether an epoch began because the record was found to be a copy of another, which may have gone on."""
    (why,) = connection.execute("SELECT why FROM epoch WHERE id = ?", (epoch_id,)).fetchone()
    return str(why).startswith(COPIED)


def seen(connection: sqlite3.Connection, told: Collection[str]) -> int:
    """End the alarms whose words somebody was shown; how many. Part of the caller's transaction."""
    ended = 0
    for number, why, at in connection.execute("SELECT id, why, began_at FROM epoch").fetchall():
        lines = [line + _SEEN if _is_alarm(line) and _told(line, at) in told else line for line in why.split("\n")]
        changed = sum(new != old for new, old in zip(lines, why.split("\n"), strict=True))
        if changed:
            connection.execute("UPDATE epoch SET why = ? WHERE id = ?", ("\n".join(lines), number))
        ended += changed
    return ended


def note_gone(connection: sqlite3.Connection, count: int, now_utc: str) -> None:
    """Remember that the centre lost `count` scans for good; part of the caller's transaction.

    Stands with the newest epoch; one line until it is seen, however often the centre tells it.
    """
    number, why = connection.execute("SELECT id, why FROM epoch ORDER BY id DESC LIMIT 1").fetchone()
    waiting = [line for line in why.split("\n") if line.startswith(GONE) and _is_alarm(line)]
    if any(_scans_of(line) == str(count) for line in waiting):
        return
    line = f"{GONE}: {alarm_values.written(alarm_values.CENTRE_LOST, scans=count, told=f'{now_utc[:19]}Z')}"
    lines = [line for line in why.split("\n") if line not in waiting] + [line]
    connection.execute("UPDATE epoch SET why = ? WHERE id = ?", ("\n".join(lines), number))


def _scans_of(line: str) -> object:
    """How many scans an alarm of this kind tells of."""
    known = alarm_values.read(line.removeprefix(f"{GONE}: "))
    return None if known is None else dict(known.values).get("scans")


def _is_alarm(line: str) -> bool:
    return not line.endswith(_SEEN) and any(line.startswith(kind) for kind in _WORDS)


def _told(line: str, began_at: str) -> str:
    kind = next(kind for kind in _WORDS if line.startswith(kind))
    told = alarm_values.english(line.removeprefix(kind).removeprefix(": "))
    return f"{_WORDS[kind]} ({f'{told}; ' if told else ''}{kind} in the epoch of {began_at[:16].replace('T', ' ')} UTC)"
