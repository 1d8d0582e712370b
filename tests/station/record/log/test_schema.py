"""A record of any older version goes on where it was: nothing of it changes, and what is new is there."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest.mock import ANY

import pytest

from station.core.counting import ReadCounts
from station.core.outcomes import Done, Reason
from station.core.requests import VoidScan
from station.record.log import schema
from station.record.reads import Reads
from station.record.recovery import verify
from station.record.writer import Store
from station.reports.exports.columns import ENTRIES
from station.reports.exports.row_formats import write_csv, write_jsonl
from tests.old_records import STATION, VERSIONS, exported, unpack
from tests.station.record.drafts import draft
from tests.station.requests.doing import do


@pytest.mark.parametrize("version", VERSIONS)
def test_an_old_record_opens_and_loses_nothing(version: int, tmp_path: Path) -> None:
    path = unpack(version, tmp_path / "station.db")

    with Store.open(path, STATION) as store, Reads(path) as reads:
        assert store.opened_with is None
        assert list(reads.exported()) == exported(version)
        assert reads.backlog().pending == 3
        assert reads.totals().read == ReadCounts(not_read=1, keyed=1, after_retries=0, first_time=4)
        new = store.commit(draft("RR123456799CN", at="2026-11-23T10:00:00.000Z"))
        assert (new.seq, do(store, VoidScan(7, "maria", "wrong"))) == (7, Done(Reason.TAKEN_BACK, ANY))
        *before, scan, taken_back = list(reads.exported())
    assert before == exported(version)
    assert (scan["kind"], taken_back["kind"], taken_back["about"]) == ("scan", "void", new.scan_id)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        (strict,) = connection.execute("SELECT strict FROM pragma_table_list WHERE name = 'scan'").fetchone()
        assert strict == 1
    found = verify(path, lambda _: None, lambda _: None)
    assert not found.findings, found.findings


def test_an_export_spells_old_and_new_scans_alike(tmp_path: Path) -> None:
    path = unpack(5, tmp_path / "station.db")
    with Store.open(path, STATION) as store, Reads(path) as reads:
        store.commit(draft("RR123456799CN", at="2026-11-23T10:00:00.000Z"))
        table, lines = io.StringIO(), io.StringIO()
        write_csv(table, reads.exported(), header=ENTRIES, raw=True)
        write_jsonl(lines, reads.exported())
    header, *rows = (row.split(",") for row in table.getvalue().splitlines())
    kinds = [(row[header.index("id_kind")], row[header.index("code")]) for row in rows]
    assert "exception" not in header
    assert kinds[1:4] == [("", "NR"), ("parcel_id", ""), ("parcel_id", "OW")]
    assert kinds[-1] == ("parcel_id", "")
    assert [json.loads(line) for line in lines.getvalue().splitlines()][:-1] == exported(5), "the chain needs them so"
