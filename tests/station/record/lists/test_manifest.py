"""The manifest in place: found by any number, replaced at once, whole whatever ends an import."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from station.core.announced import Announced
from station.core.facts import Facts
from station.core.hold_list import Hold
from station.language import ENGLISH, language, trouble_texts
from station.record.lists import manifest_import
from station.record.lists.manifest import Manifest, path_of
from station.record.log.errors import StoreBusyError, StoreError
from station.record.log.lock import WriterLock
from station.record.reads import Reads
from station.record.writer import Store
from tests.places import ROOT

TODAY = "2026-11-22"


@pytest.fixture
def manifest(database: Path) -> Iterator[Manifest]:
    """The one beside the record; it opens the file once it is asked."""
    with closing(Manifest(database)) as opened:
        yield opened


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "station.db"
    Store.open(path, "lane-1").close()
    return path


def put(database: Path, *lines: str, name: str = "m.csv") -> int:
    """Import; how many problems."""
    file = database.with_name(name)
    file.write_text("\n".join(lines), encoding="utf-8")
    return manifest_import.import_manifest(database, file, lambda *_: None)[0].count


def parcels(database: Path) -> set[str]:
    with closing(sqlite3.connect(path_of(database))) as connection:
        return {parcel_id for (parcel_id,) in connection.execute("SELECT parcel_id FROM parcel")}


def test_a_parcel_comes_back_as_it_was_announced(database: Path, manifest: Manifest) -> None:
    rows = (
        "parcel_id,alt_ids,weight_g,dest_country,hs_codes,hold_flag,status",
        "RB123456785GB,LP00123456789012 8123,500.5,US,851712,no,cancelled",
    )
    assert put(database, *rows) == 0
    wanted = Announced(
        "RB123456785GB",
        ("LP00123456789012", "8123"),
        dest_country="US",
        weight_g=Decimal("500.5"),
        hs_codes=("851712",),
        status="cancelled",
    )
    for number in ("RB123456785GB", "LP00123456789012", "8123"):
        assert manifest.announced(number) == wanted
    assert manifest.announced("LP1") is None
    assert wanted.cancelled


def test_a_number_that_several_parcels_share_names_none_of_them(database: Path, manifest: Manifest) -> None:
    assert put(database, "parcel_id,alt_ids", "A1,ORDER", "A2,ORDER", "A3,A1") == 0
    assert manifest.announced("ORDER") is None
    found = manifest.announced("A1")
    assert found is not None
    assert found.alt_ids == ("ORDER",)


def test_the_facts_of_a_parcel_and_a_new_manifest_without_reopening(database: Path) -> None:
    with Reads(database) as reads:
        assert reads.facts("A1", None, TODAY) == Facts()
        put(database, "parcel_id", "A1")
        facts = reads.facts("A1", None, TODAY)
        assert (facts.announced, facts.manifest_loaded) == (Announced("A1"), True)
        assert facts.manifest_at is not None
        put(database, "parcel_id", "A2")
        facts = reads.facts("A1", None, TODAY)
        assert (facts.announced, facts.manifest_loaded) == (None, True)
        path_of(database).unlink()
        assert reads.facts("A2", None, TODAY) == Facts()


def test_a_hold_counts_under_every_number_and_by_the_manifest_alone(database: Path) -> None:
    rows = ("A1,LP1,,,", "A2,,yes,customs,2026-11-22", "A3,,yes,,2026-11-21")
    put(database, "parcel_id,alt_ids,hold_flag,hold_reason,hold_until", *rows)
    with Store.open(database, None) as store:
        store.replace_holds([Hold("LP1", "fraud")])
    with Reads(database) as reads:
        assert reads.facts("A1", None, TODAY).hold == Hold("LP1", "fraud")
        assert reads.facts("A2", None, TODAY).hold == Hold("A2", "customs", "2026-11-22")
        assert reads.facts("A3", None, TODAY).hold is None


@pytest.mark.parametrize("bad", ["A9,heavy", "A1,5\nA1,6", "A2,5\n\udcff", "A2"])
def test_a_bad_row_keeps_the_old_manifest(database: Path, bad: str) -> None:
    assert put(database, "parcel_id", "OLD") == 0
    file = database.with_name("new.csv")
    file.write_bytes(f"parcel_id,weight_g\nA7,5\n{bad}\n".encode("utf-8", "surrogateescape"))
    table, _ = manifest_import.import_manifest(database, file, lambda *_: None)
    assert table.count == 1
    assert table.problems[0].line in {3, 4}
    assert parcels(database) == {"OLD"}
    assert list(database.parent.glob(".manifest*")) == []


def test_a_full_disk_keeps_the_old_manifest(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(database, "parcel_id", "OLD")
    monkeypatch.setattr(manifest_import, "_FAST", (*manifest_import._FAST, "max_page_count = 8"))
    with pytest.raises(StoreError, match="disk is full"):
        put(database, "parcel_id,contents", *(f"A{n},{'x' * 200}" for n in range(5000)))
    assert parcels(database) == {"OLD"}
    monkeypatch.undo()
    assert put(database, "parcel_id", "NEW") == 0
    assert parcels(database) == {"NEW"}


def test_two_imports_do_not_mix(database: Path) -> None:
    lock = WriterLock(path_of(database))
    with pytest.raises(StoreBusyError):
        put(database, "parcel_id", "A1")
    lock.release(clean=True)
    assert put(database, "parcel_id", "A1") == 0


@pytest.mark.parametrize("content", [b"", b"no database" * 500])
def test_a_damaged_manifest_is_none_and_says_so(database: Path, manifest: Manifest, content: bytes) -> None:
    path_of(database).write_bytes(content)
    assert manifest.announced("A1") is None
    assert manifest.trouble is not None
    assert "station import manifest" in trouble_texts(manifest.trouble, language(ENGLISH)).technician
    put(database, "parcel_id", "A1")
    assert manifest.announced("A1") == Announced("A1")
    assert manifest.trouble is None


@pytest.mark.parametrize("megabytes", [0.5, 4])
def test_a_kill_in_the_middle_leaves_the_old_one_whole(database: Path, manifest: Manifest, megabytes: float) -> None:
    put(database, "parcel_id", "OLD")
    file = database.with_name("large.csv")
    file.write_text("parcel_id,contents\n" + "".join(f"A{n},{'x' * 100}\n" for n in range(300_000)))
    program = "import sys; from station.cli.main import main; main()"
    arguments = [sys.executable, "-c", program, "import", "manifest", str(file), "--db", str(database)]
    process = subprocess.Popen(arguments, cwd=ROOT, env={**os.environ})
    draft = database.with_name(".manifest.db.part")
    deadline = time.monotonic() + 60
    while not (draft.exists() and draft.stat().st_size > megabytes * 1e6):
        assert process.poll() is None, "the import ended before it could be cut off"
        assert time.monotonic() < deadline
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert draft.exists()
    assert parcels(database) == {"OLD"}
    assert manifest.announced("OLD") == Announced("OLD")
    assert put(database, "parcel_id", "NEW") == 0
    assert parcels(database) == {"NEW"}
    assert not draft.exists()
