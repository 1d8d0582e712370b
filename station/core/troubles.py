"""What is wrong with the station, made from its gauges: screens, journal and `station status` show the same list."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from station.core.durations import age
from station.core.events import DeviceKind, Health, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.core.events import ListStatus, Status, SyncStatus

CENTRE, RECORD, RECORD_FILE, CLOCK = "centre", "record", "record-file", "clock"

NO_CONNECTION = "No connection to the centre. Go on working."
NOT_TAKEN = "The centre does not take the scans of this station. Go on working: they are kept here."
TECHNICIAN_ONLY = ""
AWAY_S = 900.0
"""A list that the centre has not confirmed for so long is missed; when the line comes back it may take its time."""
_DEVICE_DOWN = {
    DeviceKind.SCALE: "The scale is not connected. Call the technician.",
    DeviceKind.CAMERA: "The camera is not connected. Type the numbers, and call the technician.",
}
"""For the worker; what is wrong with it stands on F3."""
_STEPPED = "the clock was set while running"
_UNSYNCED = "the clock is not synchronised by NTP; run: sudo timedatectl set-ntp true"
_OLD, _OLD_BY_HAND, _AGE_UNKNOWN = (
    "not confirmed by the centre for {age}; check the connection and its list",
    "imported by hand {age} ago; the centre keeps another",
    "age unknown: check the clock",
)
_FIGURES = re.compile(r"\d[\d.,]*(?: (?:s|min|h|d|MiB|GiB)\b)?")


def list_troubles(status: Status, before: tuple[Trouble, ...] = ()) -> tuple[Trouble, ...]:
    """Every trouble of this moment, the grave ones first, one a key.

    `before` is the list of the moment before: what stood in it goes on standing since then.
    """
    since = {trouble.key: trouble.since for trouble in before}
    now = [*_devices(status), *_others(status, since)]
    return tuple(sorted(now, key=lambda trouble: not trouble.grave))


def is_same(one: Trouble, other: Trouble) -> bool:
    """Whether the second says nothing that the first does not: figures that run and the age count for nothing."""
    return _essence(one) == _essence(other)


def _essence(trouble: Trouble) -> Trouble:
    text = _FIGURES.sub("#", trouble.text) if trouble.figures_run else trouble.text
    return replace(trouble, text=text, since=0.0, worker_text=None)


def _devices(status: Status) -> Iterator[Trouble]:
    for device in status.devices:
        if device.health is Health.DOWN:
            kind = device.kind.value
            what, words = f"{kind.upper()} DOWN", _DEVICE_DOWN.get(device.kind)
            yield Trouble(kind, grave=True, what=what, text=device.words, since=device.since, worker_text=words)


def _defects(status: Status) -> Iterator[Trouble]:
    """What a device sends and nothing can be done with; the worker sees it in what the lane asks for."""
    for device in status.devices:
        for each in device.defects:
            if each.grave:
                kind = device.kind.value
                what = f"{kind.upper()} {each.key.upper()}"
                yield _warning(f"{kind}-{each.key}", what, each.text, worker_text=TECHNICIAN_ONLY, figures_run=True)


def _others(status: Status, since: dict[str, float]) -> Iterator[Trouble]:
    """All but the devices, whose watch knows since when they are down."""
    for trouble in (
        *_defects(status),
        *_centre(status.sync),
        *_lists(status),
        *_record(status),
        *_clock(status),
        *_rest(status),
    ):
        yield replace(trouble, since=since.get(trouble.key, status.at))


def _centre(sync: SyncStatus) -> Iterator[Trouble]:
    if sync.alarm:
        what = "CENTRE: CALL THE TECHNICIAN"
        yield Trouble(CENTRE, grave=True, what=what, text=sync.words, since=0.0, worker_text=NOT_TAKEN)
    elif sync.online is False or (sync.online and sync.words):
        what = "CENTRE: NOTHING GETS THROUGH" if sync.online else "CENTRE OFFLINE"
        yield Trouble(CENTRE, grave=False, what=what, text=sync.words, since=0.0, worker_text=NO_CONNECTION)


def _lists(status: Status) -> Iterator[Trouble]:
    """What the centre sent and cannot be used, what it has not confirmed for too long, what does not come."""
    for each in status.lists:
        key, name = f"list-{each.name.replace(' ', '-')}", each.name.upper()
        if each.refused:
            yield _warning(f"{key}-refused", f"{name}: the centre's new one is NOT USED", each.words)
        elif each.kept_by_centre and each.words and status.sync.online and (each.age_s or AWAY_S) >= AWAY_S:
            yield _warning(f"{key}-away", f"{name} NOT FETCHED", each.words, worker_text=TECHNICIAN_ONLY)
        if each.stale:
            yield _warning(f"{key}-old", f"{name} OLD", _age_of(each), figures_run=True)


def _age_of(each: ListStatus) -> str:
    if each.age_s is None:
        return _AGE_UNKNOWN
    return (_OLD if each.of_centre else _OLD_BY_HAND).format(age=age(each.age_s))


def _record(status: Status) -> Iterator[Trouble]:
    if status.record_alarms:
        text = alarm_text(status.record_alarms)
        yield Trouble(RECORD, grave=True, what="RECORD: CALL THE SUPERVISOR", text=text, since=0.0)
    if status.record_words:
        text = status.record_words
        yield Trouble(RECORD_FILE, grave=True, what="RECORD: CALL THE TECHNICIAN", text=text, since=0.0)


def alarm_text(alarms: tuple[str, ...]) -> str:
    """The newest, and how many more there are."""
    return alarms[0] if len(alarms) == 1 else f"{len(alarms)} alarms, the newest: {alarms[0]}"


def _clock(status: Status) -> Iterator[Trouble]:
    """A clock that NTP does not hold is the technician's business; one that jumped is everybody's."""
    if status.clock == "stepped":
        yield _warning(CLOCK, "CLOCK", _STEPPED)
    elif status.clock == "unsynced":
        yield _warning(CLOCK, "CLOCK", _UNSYNCED, worker_text=TECHNICIAN_ONLY)


def _rest(status: Status) -> Iterator[Trouble]:
    if status.plan_words:
        yield _warning("plan", "PLAN", status.plan_words)
    if status.disk_words:
        warning = _warning("disk", "DISK", status.disk_words, figures_run=True)
        yield replace(warning, grave=status.disk_stops)
    if status.backup_words:
        yield _warning("backup", "BACKUP", status.backup_words, figures_run=True)
    if status.peers_words:
        yield _warning("peers", "PEERS", status.peers_words)
    if status.reader_warning:
        yield _warning("reader", "READER", status.reader_warning)
    if status.socket_words:
        yield _warning("status", "STATUS", status.socket_words, worker_text=TECHNICIAN_ONLY)


def _warning(key: str, what: str, text: str, *, worker_text: str | None = None, figures_run: bool = False) -> Trouble:
    return Trouble(key, False, what, text, 0.0, worker_text, figures_run)
