"""What verify finds in a record: every edit, every hole, and nothing in an untouched one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.record.log import quarter_counts
from station.record.reads import Reads
from station.record.recovery.verify import Anchor, verify
from station.record.writer import Store
from tests.station.record.drafts import draft, drafts
from tests.station.record.recovery.records import STATION, record
from tests.station.record.spans import begin_epoch

# -- verify


@settings(max_examples=30, deadline=None)
@given(made=st.lists(drafts, min_size=1, max_size=6), epochs=st.sets(st.integers(1, 5)))
def test_an_untouched_record_has_no_findings(
    made: list[Any], epochs: set[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("v") / "station.db"
    with Store.open(path, STATION) as store:
        for number, one in enumerate(made):
            store.commit(one)
            if number in epochs:
                begin_epoch(store, "test")
    told = verify(path)
    assert (told.scans, told.count, told.findings) == (len(made), 0, [])


EDITS = {
    "a weight": "UPDATE scan SET grams = '9999' WHERE seq = ?",
    "a bin": "UPDATE scan SET bin = 'X9' WHERE seq = ?",
    "a moment": "UPDATE scan SET scanned_at = '2020-01-01T00:00:00.000Z' WHERE seq = ?",
    "a number read": "UPDATE scan SET parcel_id = 'RR999999995CN' WHERE seq = ?",
    "raw bytes": "UPDATE scan SET raw = x'00' WHERE seq = ?",
    "an operator": "UPDATE scan SET operator = boot_id WHERE seq = ?",
    "a link": "UPDATE scan SET chain = zeroblob(32) WHERE seq = ?",
    "a name": "UPDATE scan SET scan_id = zeroblob(16) WHERE seq = ?",
    "a scan taken out": "DELETE FROM scan WHERE seq = ?",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("seq", [1, 4, 7])
def test_every_edit_is_found(edit: str, seq: int, tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path, 7, sent=7)
    with closing(sqlite3.connect(path)) as forger:
        forger.execute("DROP TRIGGER scan_is_append_only")
        forger.execute(edit, (seq,))
        forger.commit()
    found = verify(path)
    assert found.count >= 1
    assert seq in {finding.seq for finding in found.findings} | {
        None if f.seq is None else f.seq - 1 for f in found.findings
    }


def test_a_lost_end_is_found_by_the_numbers_given_out_and_by_what_the_centre_holds(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path, 5, sent=5)
    with closing(sqlite3.connect(path)) as forger:
        forger.execute("DELETE FROM scan WHERE seq > 3")
        forger.commit()
    assert [f.words for f in verify(path).findings] == ["missing: scans 4 to 5, removed by no retention"]
    with closing(sqlite3.connect(path)) as forger:
        forger.execute("UPDATE sqlite_sequence SET seq = 3 WHERE name = 'scan'")
        quarter_counts.count_anew(forger)
        forger.commit()
    assert verify(path).count == 0  # the record alone cannot know
    (finding,) = verify(path, lambda _: Anchor(5)).findings
    assert "the centre holds scan 5" in finding.words


def test_a_record_that_was_written_again_has_another_head_than_the_centre_was_told(tmp_path: Path) -> None:
    path, forged = tmp_path / "station.db", tmp_path / "forged.db"
    record(path, 3)
    record(forged, 3)
    with Reads(path) as reads:
        batch = reads.next_batch(10)
    assert batch is not None
    assert batch.head is not None
    assert verify(path, lambda _: Anchor(3, 3, batch.head or "")).count == 0
    (finding,) = verify(forged, lambda _: Anchor(3, 3, batch.head or "")).findings
    assert finding.seq == 3


def test_retention_is_no_finding_and_unexplained_numbers_are(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    record(path, 9, sent=6)
    with Store.open(path, STATION) as store:
        store.note_time("2998-01-01T00:00:00.000Z")
        assert store.retire("2999-01-01T00:00:00.000Z", 4) == 4
        store.commit(draft())
    assert verify(path).count == 0
    with closing(sqlite3.connect(path)) as forger:
        forger.execute("DELETE FROM retired")
        forger.commit()
    assert [f.words for f in verify(path).findings] == ["missing: scans 1 to 4, removed by no retention"]
