"""What is wrong with the station, made from its gauges: screens, journal and `station status` show the same list."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.contract import Notice, notice
from station.core.events import Health, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hardware.contract import Value
    from station.core.events import ListStatus, Status, SyncStatus

CENTRE, RECORD, RECORD_FILE, CLOCK = "centre", "record", "record-file", "clock"
AWAY_S = 900.0
"""A list that the centre has not confirmed for so long is missed; when the line comes back it may take its time."""
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
    about = trouble.about
    if trouble.figures_run:
        about = replace(about, values=tuple((name, _still(value)) for name, value in about.values))
    return replace(trouble, about=about, since=0.0)


def _still(value: Value) -> Value:
    """A value without the figures in it."""
    return _FIGURES.sub("#", value) if isinstance(value, str) else value if isinstance(value, tuple) else 0


def _devices(status: Status) -> Iterator[Trouble]:
    for device in status.devices:
        if device.health is Health.DOWN:
            kind = device.kind.value
            about = notice(f"{kind}_down", detail=device.words or None)
            yield Trouble(kind, grave=True, about=about, since=device.since)


def _defects(status: Status) -> Iterator[Trouble]:
    """What a device sends and nothing can be done with; the worker sees it in what the lane asks for."""
    for device in status.devices:
        for each in device.defects:
            if each.grave:
                yield _warning(f"{device.kind.value}-{each.key}", each.about, figures_run=True)


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
    detail = sync.words or None
    if sync.alarm:
        yield replace(_warning(CENTRE, notice("centre_refuses", detail=detail)), grave=True)
    elif sync.online is False or (sync.online and sync.words):
        yield _warning(CENTRE, notice("centre_useless" if sync.online else "centre_offline", detail=detail))


def _lists(status: Status) -> Iterator[Trouble]:
    """What the centre sent and cannot be used, what it has not confirmed for too long, what does not come."""
    for each in status.lists:
        key, detail = f"list-{each.name.replace(' ', '-')}", each.words or None
        if each.refused:
            yield _warning(f"{key}-refused", notice("list_refused", list=each.name, detail=detail))
        elif each.kept_by_centre and each.words and status.sync.online and (each.age_s or AWAY_S) >= AWAY_S:
            yield _warning(f"{key}-away", notice("list_away", list=each.name, detail=detail))
        if each.stale:
            yield _warning(f"{key}-old", _old(each), figures_run=True)


def _old(each: ListStatus) -> Notice:
    if each.age_s is None:
        return notice("list_of_unknown_age", list=each.name)
    return notice("list_old" if each.of_centre else "list_by_hand_old", list=each.name, age_s=_whole_age(each.age_s))


def _whole_age(seconds: float) -> int:
    """Whole days, hours, minutes or seconds: what is told of an age that has hardly changed is the same."""
    length = next((length for length in (86400, 3600, 60) if seconds >= length), 1)
    return int(seconds // length) * length


def _record(status: Status) -> Iterator[Trouble]:
    if alarms := status.record_alarms:
        count = (("alarms", len(alarms)),) if len(alarms) > 1 else ()
        about = Notice(alarms[0].about.code, tuple(sorted((*alarms[0].about.values, *count))))
        yield Trouble(RECORD, grave=True, about=about, since=0.0)
    if status.record_words:
        yield Trouble(RECORD_FILE, grave=True, about=notice("record_unreadable", detail=status.record_words), since=0.0)


def _clock(status: Status) -> Iterator[Trouble]:
    """A clock that NTP does not hold is the technician's business; one that jumped is everybody's."""
    if status.clock in {"stepped", "unsynced"}:
        yield _warning(CLOCK, Notice(f"clock_{status.clock}"))


def _rest(status: Status) -> Iterator[Trouble]:
    if status.plan_trouble:
        yield _warning("plan", status.plan_trouble)
    if status.disk:
        yield replace(_warning("disk", status.disk, figures_run=True), grave=status.disk_stops)
    if status.backup_words:
        yield _warning("backup", notice("no_backup", detail=status.backup_words), figures_run=True)
    if status.peers_words:
        yield _warning("peers", notice("peers_unheard", detail=status.peers_words))
    if status.reader_warning:
        yield _warning("reader", notice("reader_reduced", detail=status.reader_warning))
    if status.socket_words:
        yield _warning("status", notice("status_unanswered", detail=status.socket_words))


def _warning(key: str, about: Notice, *, figures_run: bool = False) -> Trouble:
    return Trouble(key, grave=False, about=about, since=0.0, figures_run=figures_run)
