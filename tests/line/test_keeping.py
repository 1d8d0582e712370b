"""Housekeeping of the record over clocks that are turned by hand: what is old goes, doubtful times are found again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station import keeping
from station.clock import Clock
from station.core.models import Receipt
from station.keeping import Keeping
from station.store.reads import Reads
from station.store.writer import Store
from tests.store.drafts import draft
from tests.test_clock import Machine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = 86400


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(keeping, "REST_S", 0.0)
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        yield store


def scan(store: Store, clock: Clock, *, sent: bool = True) -> int:
    made = store.commit(replace(draft(), clock=clock.read()))
    if sent:
        store.settle([Receipt(made.scan_id, "stored")])
    return made.seq


def there(store: Store) -> dict[object, object]:
    with Reads(store.path) as reads:
        return {one["seq"]: one.get("scanned_at_corrected") for one in reads.exported()}


def test_scans_go_when_they_are_as_old_as_configured(store: Store) -> None:
    machine = Machine()
    clock = Clock(machine.sources)
    housekeeping = Keeping(store, clock, keep_days=2)
    scan(store, clock)
    scan(store, clock, sent=False)
    machine.run(DAY)
    scan(store, clock)
    machine.run(DAY + 60)
    housekeeping.step()
    assert list(there(store)) == [2, 3]
    Keeping(store, clock, keep_days=0).step()
    machine.run(5 * DAY)
    Keeping(store, clock, keep_days=0).step()
    assert list(there(store)) == [2, 3], "0: for ever"


def test_nothing_goes_by_a_clock_that_somebody_set(store: Store) -> None:
    machine = Machine(ntp=False)
    clock = Clock(machine.sources)
    housekeeping = Keeping(store, clock, keep_days=2)
    scan(store, clock)
    machine.wall += 400 * DAY * 10**9
    housekeeping.step()
    assert list(there(store)) == [1]


def test_times_are_found_again_once_the_clock_is_right(store: Store) -> None:
    machine = Machine(wall=0, ntp=False)
    clock = Clock(machine.sources)
    housekeeping = Keeping(store, clock, keep_days=0)
    scan(store, clock)
    machine.run(90)
    housekeeping.step()
    machine.wall = 5 * DAY * 10**9
    scan(store, clock)
    housekeeping.step()
    assert there(store) == {1: None, 2: None}, "nobody knows the time yet"

    machine.run(10)
    machine.wall, machine.ntp = 1_800_000_000 * 10**9, True
    housekeeping.step()
    scan(store, clock)
    housekeeping.step()
    assert there(store) == {1: "2027-01-15T07:58:20.000Z", 2: "2027-01-15T07:59:50.000Z", 3: None}
