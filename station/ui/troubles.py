"""What is wrong with the station now, worst first, in the words of the part that has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core.events import Health
from station.ui import words
from station.ui.amounts import age

if TYPE_CHECKING:
    from station.core.events import Status


@dataclass(frozen=True, slots=True)
class Trouble:
    """`grave`: work cannot go on as usual; else a warning."""

    grave: bool
    what: str
    text: str


def troubles(status: Status) -> tuple[Trouble, ...]:
    """Every trouble of this moment."""
    found = [*_devices(status), *_line(status), *_lists(status)]
    if status.record_alarms:
        found.append(Trouble(grave=True, what=words.RECORD, text=alarm_words(status.record_alarms)))
    # A clock that NTP does not hold is the technician's business; one that jumped is everybody's.
    clock = words.CLOCK_WORDS.get(status.clock) if status.clock == "stepped" else None
    for what, text in (
        (words.PLAN.upper(), status.plan_words),
        (words.DISK, status.disk_words),
        (words.BACKUP, status.backup_words),
        (words.PEERS, status.peers_words),
        (words.READER, status.reader_words),
        (words.CLOCK.upper(), clock),
    ):
        if text:
            found.append(Trouble(grave=what == words.DISK and status.disk_stops, what=what, text=text))
    return tuple(sorted(found, key=lambda trouble: not trouble.grave))


def alarm_words(alarms: tuple[str, ...]) -> str:
    """The newest, and how many more there are."""
    return alarms[0] if len(alarms) == 1 else f"{len(alarms)} alarms, the newest: {alarms[0]}"


def _devices(status: Status) -> list[Trouble]:
    return [
        Trouble(
            grave=True,
            what=f"{device.kind.value.upper()} {words.HEALTH['down']} {age(status.at - device.since)}",
            text=device.words,
        )
        for device in status.devices
        if device.health is Health.DOWN
    ]


def _line(status: Status) -> list[Trouble]:
    sync = status.sync
    if sync.alarm:
        return [Trouble(grave=True, what=words.CALL, text=sync.words)]
    if sync.online is False:
        return [Trouble(grave=False, what=words.LINE_LOST, text=sync.words)]
    return []


def _lists(status: Status) -> list[Trouble]:
    """What the centre sent and cannot be used, then what it has not confirmed for too long."""
    found = []
    for each in status.lists:
        if each.refused:
            found.append(Trouble(grave=False, what=f"{each.name.upper()}: {words.NOT_USED}", text=each.words))
        if each.stale:
            told = words.LIST_OLD if each.of_centre else words.LIST_OLD_BY_HAND
            old = words.AGE_UNKNOWN if each.age_s is None else told.format(age=age(each.age_s))
            found.append(Trouble(grave=False, what=f"{each.name.upper()} {words.TOO_OLD}", text=old))
    return found
