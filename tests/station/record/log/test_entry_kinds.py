"""Entries of every kind are of one sequence, one chain and one outbox; what a void takes back does not count."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core import EntryDraft, EntryKind
from station.core.counting import ReadClass, ReadCounts
from station.core.models import ClockReading
from station.record import Reads, Store
from station.record.log.wire import canonical
from station.record.recovery import verify
from tests.station.record.drafts import BOOT, NOW, OVERWEIGHT, draft, drafts

CLOCK = ClockReading(NOW, 100_000_000_000, BOOT, "synced")
_text = st.text(max_size=20)
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3),
    max_leaves=8,
)
entries = st.builds(
    EntryDraft,
    kind=st.sampled_from([kind for kind in EntryKind if kind is not EntryKind.SCAN]),
    clock=st.just(CLOCK),
    operation=st.text(min_size=1, max_size=12),
    operator=st.none() | _text,
    about=st.none() | st.uuids().map(str),
    presentation=st.none() | st.uuids().map(str),
    parcel_id=st.none() | _text,
    bin=st.none() | _text,
    code=st.none() | st.text(min_size=1, max_size=4),
    details=st.dictionaries(_text, _json, max_size=4),
)


@given(log=st.lists(entries | drafts, max_size=12))
def test_any_log_is_one_chain_that_verifies(tmp_path_factory: pytest.TempPathFactory, log: list[object]) -> None:
    path = tmp_path_factory.mktemp("entries") / "station.db"
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        names = []
        for each in log:
            made = store.append(each) if isinstance(each, EntryDraft) else store.commit(each)  # type: ignore[arg-type]
            names.append(getattr(made, "entry_id", None) or made.scan_id)  # type: ignore[union-attr]
        sent = reads.next_batch(99)
        assert [scan["scan_id"] for scan in (sent.scans if sent else ())] == names
        exported = list(reads.exported())
    assert [entry["seq"] for entry in exported] == list(range(1, len(log) + 1))
    assert all(json.loads(canonical(entry)) == entry for entry in exported)
    assert not verify(path).findings


def test_a_changed_detail_is_found(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store:
        store.append(EntryDraft(EntryKind.SHIFT, CLOCK, "sort", "anna", details={"is": "open"}))
        connection = store._live()
        connection.execute("DROP TRIGGER scan_is_append_only")
        connection.execute("UPDATE scan SET details = replace(details, 'open', 'shut')")
    assert verify(path).findings


def test_what_is_taken_back_counts_no_more_and_is_no_duplicate(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        first, second = store.commit(draft("RR123456785CN")), store.commit(draft("RR123456799CN"))
        assert reads.facts("RR123456785CN", None, NOW[:10]).previous is not None

        store.append(EntryDraft(EntryKind.VOID, CLOCK, "sort", "anna", about=first.scan_id))

        assert reads.facts("RR123456785CN", None, NOW[:10]).previous is None
        assert reads.facts("RR123456799CN", None, NOW[:10]).previous is not None
        assert reads.parcel_ids() == {"RR123456799CN"}
        hour = reads.hour(NOW)
        assert (hour.scans, hour.accepted, hour.read) == (2, 1, ReadCounts(first_time=2))
        assert [scan.seq for scan in reads.recent(9)] == [second.seq, first.seq]


def test_an_override_puts_the_parcel_into_its_bin(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        stop = store.commit(draft("RR123456785CN", decision=OVERWEIGHT))
        lifted = EntryDraft(
            EntryKind.OVERRIDE, CLOCK, "sort", "anna", about=stop.scan_id, parcel_id="RR123456785CN", bin="B07"
        )
        store.append(lifted)
        previous = reads.facts("RR123456785CN", None, NOW[:10]).previous
        assert previous is not None
        assert previous.bin == "B07"
        hour = reads.hour(NOW)
        assert (hour.scans, hour.accepted, hour.read) == (1, 1, ReadCounts(first_time=1))
        assert hour.exceptions == (("OW", 1),)


@given(classes=st.lists(st.none() | st.sampled_from(ReadClass), max_size=20))
def test_the_record_counts_parcels_and_not_rows(
    tmp_path_factory: pytest.TempPathFactory, classes: list[ReadClass | None]
) -> None:
    path = tmp_path_factory.mktemp("classes") / "station.db"
    first: str | None = None
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        expected = dict.fromkeys(ReadClass, 0)
        for before in classes:
            made = store.commit(replace(draft(), read_before=before, presentation=first))
            first = first or made.scan_id
            expected[ReadClass.FIRST_TIME if before is None else max(before, ReadClass.AFTER_RETRIES)] += 1
            if before is not None:
                expected[before] -= 1
        assert reads.totals().read == ReadCounts(*expected.values())
