"""Housekeeping of the record over clocks that are turned by hand: what is old goes, doubtful times are found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from station.clock import Clock
from station.core import utc_text
from station.core.models import Receipt
from station.record.reads import Reads
from station.record.writer import Store
from station.runtime import record_time, record_upkeep
from station.runtime.record_time import RecordTime
from station.runtime.record_upkeep import RecordUpkeep
from tests.station.machine_clock import Machine
from tests.station.record.drafts import draft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = 86400


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(record_upkeep, "REST_S", 0.0)
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


def lives(machine: Machine, housekeeping: RecordUpkeep, days: float) -> None:
    """The station runs, and keeps house."""
    for _ in range(steps := 24 if days <= 1 else int(days)):
        machine.run(days * DAY / steps)
        housekeeping.step()


def test_scans_go_when_they_are_as_old_as_configured(store: Store) -> None:
    machine = Machine()
    clock = Clock(machine.sources)
    housekeeping = RecordUpkeep(store, clock, keep_days=2)
    scan(store, clock)
    scan(store, clock, sent=False)
    lives(machine, housekeeping, 1)
    scan(store, clock)
    lives(machine, housekeeping, 0.9)
    assert list(there(store)) == [1, 2, 3]
    lives(machine, housekeeping, 0.3)
    assert list(there(store)) == [2, 3]
    lives(machine, RecordUpkeep(store, clock, keep_days=0), 5)
    assert list(there(store)) == [2, 3], "0: for ever"


@pytest.mark.parametrize("ntp", [False, True])
@pytest.mark.parametrize("days", [-20000, -400, -3, 3, 30, 400, 20000])
@pytest.mark.parametrize("during", [False, True])
def test_a_wrong_clock_removes_nothing_at_all(store: Store, days: int, ntp: bool, during: bool) -> None:
    """Neither by itself, nor for what was scanned by it once the clock is right again; however it came."""
    machine = Machine(ntp=ntp)
    housekeeping = RecordUpkeep(store, Clock(machine.sources), keep_days=90)
    scan(store, Clock(machine.sources))
    lives(machine, housekeeping, 1)
    for turn in (1, -1):
        machine.wall += turn * days * DAY * 10**9
        machine.ntp = ntp and turn == -1
        if not during:
            housekeeping = RecordUpkeep(store, Clock(machine.sources), keep_days=90)
        housekeeping.step()
        scan(store, Clock(machine.sources))
        lives(machine, housekeeping, 1)
        assert housekeeping.time.warning is None or abs(days) > 1
    assert list(there(store)) == [1, 2, 3]
    lives(machine, housekeeping, 78)
    assert list(there(store)) == [1, 2, 3]
    if -7 <= days <= 7 or ntp:
        lives(machine, housekeeping, 20)
        assert list(there(store)) == [], "and all of it goes in the end"


def test_control_by_the_wall_clock_alone_all_of_it_is_gone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_time, "UNHELD_AHEAD", timedelta(days=10**5))
    monkeypatch.setattr(RecordTime, "__init__", believing)
    with pytest.raises(AssertionError):
        test_a_wrong_clock_removes_nothing_at_all(store, 400, False, False)


def believing(self: RecordTime, noted_utc: str | None, keep: timedelta) -> None:  # as the true one
    self._at = None if noted_utc is None else datetime.fromisoformat(noted_utc)
    self._ahead, self._mono_ns, self.warning = timedelta(days=10**5), None, None


@pytest.mark.parametrize("hours", [-48, -1, 1, 48])
def test_a_clock_that_is_set_right_by_hand_is_followed(store: Store, hours: int) -> None:
    machine = Machine(ntp=False)
    housekeeping = RecordUpkeep(store, Clock(machine.sources), keep_days=90)
    housekeeping.step()
    machine.wall += hours * 3600 * 10**9
    for _ in range(100):
        before = housekeeping.time.at
        lives(machine, housekeeping, 1 / 24)
        assert housekeeping.time.warning is None
        assert housekeeping.time.at > before
    assert utc_text(housekeeping.time.at) == Clock(machine.sources).read().utc


def test_what_is_held_back_is_told(store: Store) -> None:
    machine = Machine(ntp=False)
    RecordUpkeep(store, Clock(machine.sources), keep_days=90).step()
    machine.wall += 400 * DAY * 10**9
    housekeeping = RecordUpkeep(store, Clock(machine.sources), keep_days=90)
    housekeeping.step()
    assert "2028-02-19" in str(housekeeping.time.warning)
    assert "2027-01-15" in str(housekeeping.time.warning)


@pytest.mark.parametrize("days", [-20000, -400, 0, 400])
def test_a_double_is_one_by_the_time_at_which_it_was_stored(store: Store, days: int) -> None:
    """Accepted minutes ago under a wrong clock: a double. Two days ago: none, whatever it says of its time."""
    machine = Machine(ntp=False)
    RecordUpkeep(store, Clock(machine.sources), keep_days=90).step()
    machine.wall += days * DAY * 10**9
    housekeeping = RecordUpkeep(store, Clock(machine.sources), keep_days=90)
    housekeeping.step()
    store.commit(replace(draft("RR1"), clock=Clock(machine.sources).read()))
    machine.wall -= days * DAY * 10**9
    housekeeping = RecordUpkeep(store, Clock(machine.sources), keep_days=90)
    with Reads(store.path) as reads:
        for hours, is_double in ((1, True), (20, True), (6, False)):
            lives(machine, housekeeping, hours / 24)
            since = utc_text(housekeeping.now() - timedelta(hours=24))
            assert (reads.facts("RR1", since, "2027-01-15").previous is not None) is is_double, hours


def test_times_are_found_again_once_the_clock_is_right(store: Store) -> None:
    machine = Machine(wall=0, ntp=False)
    clock = Clock(machine.sources)
    housekeeping = RecordUpkeep(store, clock, keep_days=0)
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
