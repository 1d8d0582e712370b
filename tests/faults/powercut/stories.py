"""What the product does while the power is cut: each scenario is one write path, and says what it has confirmed.

`running.py` runs one under the recorder.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from station.core.models import Receipt
from station.core.requests import CorrectScan
from station.record.writer import Store
from tests.old_records import unpack
from tests.station.record.drafts import draft
from tests.station.requests.doing import do

STATION = "lane-1"
PARCELS = ("RR123456785CN", None, "RR123456799CN")
LATER = "2026-12-24T00:00:00.000Z"
Mark = dict[str, Any]
Tell = Callable[..., None]


def commit(store: Store, count: int, tell: Tell) -> list[str]:
    """Scan parcels; each is confirmed when its commit has returned."""
    ids = []
    for turn in range(count):
        ids.append(store.commit(draft(PARCELS[turn % 3], operator=f"op-{turn % 7}")).scan_id)
        tell("committed", ids=ids[-1:])
    return ids


def no_one(_kind: str, **_facts: object) -> None:
    """Nobody is told what is done before the recording."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`before` is done on a disk that fails nobody, `during` is recorded."""

    before: Callable[[Path], None]
    during: Callable[[Path, Tell], None]


def nothing(_folder: Path) -> None:
    """The station's first start."""


def scan(folder: Path, tell: Tell) -> None:
    """First start, scans; a clean stop, a second start; the last one is cut off."""
    for _ in range(2):
        with Store.open(folder / "station.db", STATION) as store:
            commit(store, 40, tell)
    commit(Store.open(folder / "station.db", STATION), 40, tell)


def with_queue(folder: Path) -> None:
    """Scans that wait."""
    with Store.open(folder / "station.db", STATION) as store:
        commit(store, 150, no_one)


def queued(database: Path) -> list[str]:
    """Names of the scans that wait, oldest first, if there is a database."""
    return _names(database, "outbox") if database.exists() else []


def all_names(database: Path) -> set[str]:
    """Names of the scans that a database holds, if there is one."""
    return set(_names(database, "scan")) if database.exists() else set()


def at_the_start(folder: Path) -> list[Mark]:
    """What had been confirmed of the scans that lie there before a recording begins."""
    there, waiting = all_names(folder / "station.db"), set(queued(folder / "station.db"))
    return [{"kind": "committed", "ids": sorted(there)}, {"kind": "acknowledged", "ids": sorted(there - waiting)}]


def _names(database: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            f"SELECT lower(hex(s.scan_id)) FROM scan s JOIN {table} USING (seq) ORDER BY seq"
        ).fetchall()
    return [uuid_of(name) for (name,) in rows]


def uuid_of(name: str) -> str:
    """With its dashes."""
    return f"{name[:8]}-{name[8:12]}-{name[12:16]}-{name[16:20]}-{name[20:]}"


def acknowledge(folder: Path, tell: Tell) -> None:
    """Verdicts of the centre, good and bad, between new scans."""
    chance, waiting = Random(4), queued(folder / "station.db")
    store = Store.open(folder / "station.db", STATION)
    while waiting:
        batch, waiting = waiting[: (count := chance.randint(1, 6))], waiting[count:]
        status = {name: chance.choice(("stored", "duplicate", "stored", "rejected", "conflict")) for name in batch}
        tell("may_acknowledge", ids=batch)
        store.settle([Receipt(name, status[name], "why", "in words") for name in batch])
        tell("acknowledged", ids=[name for name in batch if status[name] in ("stored", "duplicate")])
        tell("refused", ids=[name for name in batch if status[name] in ("rejected", "conflict")])
        commit(store, 1, tell)


def old(folder: Path) -> None:
    """A database that an older version wrote."""
    unpack(3, folder / "station.db")


def migrate(folder: Path, tell: Tell) -> None:
    """The first start of the present program on it."""
    store = Store.open(folder / "station.db", STATION)
    tell("migrated")
    commit(store, 20, tell)


def with_old_ones(folder: Path) -> None:
    """Scans of which the centre holds nearly all."""
    with_queue(folder)
    with Store.open(folder / "station.db", STATION) as store:
        store.settle([Receipt(name, "stored") for turn, name in enumerate(queued(store.path)) if turn % 11])
        store.note_time("2026-12-01T00:00:00.000Z")


def retire(folder: Path, tell: Tell) -> None:
    """Retention, a few at a time, between new scans and verdicts on them."""
    store = Store.open(folder / "station.db", STATION)
    waiting = queued(store.path)
    tell("may_retire", ids=sorted(all_names(store.path) - set(waiting)))
    while count := store.retire(LATER, 6):
        tell("retired", count=count)
        commit(store, 1, tell)


def with_refused(folder: Path) -> None:
    """Scans that the centre refused, and some that wait."""
    with_queue(folder)
    with Store.open(folder / "station.db", STATION) as store:
        store.settle([Receipt(name, "rejected") for name in queued(store.path)[:100]])


def fix(folder: Path, tell: Tell) -> None:
    """The desk puts other scans in the place of refused ones, between new scans."""
    store = Store.open(folder / "station.db", STATION)
    tell("refused", ids=_names(store.path, "refused"))
    for seq in range(1, 101, 3):
        number = "RR123456785CN" if seq % 2 else None
        outcome = do(store, CorrectScan(seq, number, "A02", "desk-1", "wrong label"))
        tell("fixed", seq=seq, by_seq=outcome.values["by_seq"])
        commit(store, 1, tell)


def start_again(folder: Path, tell: Tell) -> None:
    """A start on what a power cut has left, and a few scans."""
    commit(Store.open(folder / "station.db", STATION), 5, tell)


SCENARIOS = {
    "scan": Scenario(nothing, scan),
    "acknowledge": Scenario(with_queue, acknowledge),
    "migrate": Scenario(old, migrate),
    "fix": Scenario(with_refused, fix),
    "retire": Scenario(with_old_ones, retire),
    "start_again": Scenario(with_queue, start_again),
}
