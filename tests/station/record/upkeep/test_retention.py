"""The laws of retention: only what the centre holds goes, oldest first, and chain and counts hold over the gap."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core import utc_text
from station.core.models import Receipt
from station.record.log.wire import canonical, first_link, next_link
from station.record.reads import Reads
from station.record.upkeep import retention
from station.record.writer import Store
from tests.faults.old_version import as_version_3
from tests.station.record.drafts import draft
from tests.station.record.spans import begin_epoch

START = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: int) -> str:
    return utc_text(START + timedelta(days=number))


def fill(store: Store, days: int) -> list[str]:
    return [stored(store, number) for number in range(days)]


def stored(store: Store, number: int, at: str | None = None) -> str:
    """A scan of this day, whatever it says itself."""
    name = store.commit(draft(f"P{number}", at=at or day(number))).scan_id
    store.note_time(day(number))
    return name


def acknowledge(store: Store, *names: str, status: str = "stored") -> None:
    store.settle([Receipt(name, status) for name in names])


def rows(path: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as look:
        return look.execute(question).fetchall()


def check_chain(path: Path, station_id: str) -> None:
    """Walk the whole record as a verifier would: every scan is chained to the one before it, there or retired."""
    runs = {row[1]: (row[0], row[2]) for row in rows(path, "SELECT first_seq, last_seq, chain FROM retired")}
    (epochs,) = [rows(path, "SELECT epoch, after_seq FROM epoch ORDER BY id")]
    chain = dict(rows(path, "SELECT seq, chain FROM scan"))
    begins = {int(after): str(name) for name, after in epochs}
    with Reads(path) as reads:
        for scan in reads.exported():
            seq = int(str(scan["seq"]))
            if seq - 1 in begins:
                link = first_link(station_id, begins[seq - 1])
            else:
                link = bytes(chain[seq - 1] if seq - 1 in chain else runs[seq - 1][1])
            after = max(after for after in begins if after < seq)
            assert next_link(link, canonical(scan | {"seq": seq - after})) == chain[seq]
    numbers = sorted([*chain, *(n for last, (first, _) in runs.items() for n in range(int(first), last + 1))])
    assert numbers == list(range(1, len(numbers) + 1)), "every number is there or retired, once"


def test_old_acknowledged_scans_go_and_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        names = fill(store, 10)
        acknowledge(store, *names[:2], *names[3:])
        acknowledge(store, names[4], status="stored")

        assert store.retire(day(6), 100) == 5
        assert store.retire(day(6), 100) == 0
        with Reads(path) as reads:
            assert [scan["seq"] for scan in reads.exported()] == [3, 7, 8, 9, 10]
            assert (reads.count(), reads.backlog().pending) == (5, 1)
        assert rows(path, "SELECT first_seq, last_seq FROM retired") == [(1, 2), (4, 6)]
        acknowledge(store, names[2])
        assert store.retire(day(6), 100) == 1
        assert rows(path, "SELECT first_seq, last_seq FROM retired") == [(1, 6)], "runs that touch are one"
        assert store.commit(draft("new", at=day(99))).seq == 11
    check_chain(path, "lane-1")


@pytest.mark.parametrize("status", ["rejected", "conflict"])
def test_refused_scans_and_what_took_their_place_stay(tmp_path: Path, status: str) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        first, second, third = fill(store, 3)
        acknowledge(store, first, status=status)
        acknowledge(store, second, third)
        store._live().execute("INSERT INTO resolution VALUES (1, 'fixed', 'sam', '', ?, 2)", (day(3),))

        assert store.retire(day(300), 100) == 1
        assert rows(path, "SELECT seq FROM scan") == [(1,), (2,)]


def test_the_last_scan_of_all_may_go_and_its_number_is_not_given_again(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        acknowledge(store, *fill(store, 5))
        assert store.retire(day(300), 100) == 5
        assert (rows(path, "SELECT count(*) FROM scan"), store.commit(draft(at=day(300))).seq) == ([(0,)], 6)
    with Store.open(path, "lane-1") as store:
        assert store.commit(draft(at=day(301))).seq == 7
    check_chain(path, "lane-1")


@pytest.mark.parametrize("says", [-20000, -365, 400, 20000])
def test_what_a_scan_says_of_its_own_time_does_not_count(tmp_path: Path, says: int) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        acknowledge(store, *(stored(store, number, day(says) if number == 5 else None) for number in range(10)))

        assert store.retire(day(5), 100) == 5
        assert store.retire(day(5), 100) == 0, "it was stored on the fifth day"
        assert store.retire(day(6), 100) == 1


def test_scans_of_an_older_version_go_by_their_days(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        dates = (0, 1, 2, -20000, 3, 4, 5)  # one by a clock of the past
        acknowledge(store, *(store.commit(draft(f"P{n}", at=day(n))).scan_id for n in dates))
    as_version_3(path)
    with Store.open(path, "lane-1") as store:
        assert store.retire(day(2) + "x", 100) == 2
        assert store.retire(day(3) + "x", 100) == 2
        assert rows(path, "SELECT seq FROM scan") == [(5,), (6,), (7,)]


def test_a_long_queue_at_the_old_end_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "LOOKED_AT", 4)
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        names = fill(store, 12)
        acknowledge(store, *names[10:])

        assert [store.retire(day(300), 100) for _ in range(4)] == [0, 0, 2, 0]
        acknowledge(store, *names[:3])
        assert sum(store.retire(day(300), 2) for _ in range(6)) == 3
    check_chain(path, "lane-1")


def test_the_space_of_what_went_is_used_again(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        acknowledge(store, *fill(store, 300))
        (before,) = rows(path, "PRAGMA page_count")
        free = store.free_bytes()
        while store.retire(day(250), 100):
            pass
        assert store.free_bytes() > free
        acknowledge(store, *fill(store, 150))
        assert rows(path, "PRAGMA page_count")[0] <= before


@settings(max_examples=25)
@given(st.data())
def test_whatever_goes_chain_numbers_and_counts_hold(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("retire") / "station.db"
    with Store.open(path, "lane-1") as store:
        names: dict[int, str] = {}
        sent: set[int] = set()
        for _ in range(data.draw(st.integers(1, 5))):
            for _ in range(data.draw(st.integers(0, 6))):
                seq = len(names) + 1
                names[seq] = stored(store, seq)
            chosen = data.draw(st.sets(st.sampled_from(sorted(names)), max_size=6)) if names else set()
            acknowledge(store, *(names[seq] for seq in chosen))
            sent |= chosen
            before, limit = data.draw(st.integers(0, 40)), data.draw(st.integers(1, 5))
            there = {seq for (seq,) in rows(path, "SELECT seq FROM scan")}
            may = {seq for seq in there & sent if seq < before}
            gone = store.retire(day(before), limit)
            left = {seq for (seq,) in rows(path, "SELECT seq FROM scan")}
            assert there - left <= set(may), "never a queued one, never a young one"
            assert gone == len(there - left) <= limit
            if data.draw(st.booleans()):
                begin_epoch(store, "test")
        assert set(names) - sent <= {seq for (seq,) in rows(path, "SELECT seq FROM scan")}
        with Reads(path) as reads:
            assert reads.count() == len(list(reads.exported()))
            assert reads.backlog().pending == len(set(names) - sent)
    check_chain(path, "lane-1")


def test_control_a_gap_that_nobody_noted_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk over the chain bites: without the runs of `retired` it fails."""
    monkeypatch.setattr(retention, "_note", lambda *_: None)
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        acknowledge(store, *fill(store, 6))
        assert store.retire(day(3), 100) == 3
    with pytest.raises(KeyError):
        check_chain(path, "lane-1")
