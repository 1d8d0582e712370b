"""Lists from the centre, over a real server and socket: what is good comes into force, all else changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from config import Config
from station.core.outcomes import Done
from station.core.requests import ImportHolds, ImportPlan
from station.doctor import lists as doctor_lists
from station.record.lists import centre_schema, import_marks
from station.record.lists.manifest import Manifest
from station.record.writer import Store
from station.requests import HOLDS, ask, beside_the_centre, import_manifest
from station.sync.transport.backoff import Backoff
from station.tracking_server import lists as centre_lists
from station.tracking_server import lists_store
from tests.station.requests.doing import do
from tests.station.sync.lists_folder import LOOK_S, Side, centre, put, until, until_looked

PLAN_HEAD = "version,country,bin"
MANIFEST_HEAD = "parcel_id,alt_ids,contents"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short waits: the order of things is under test, not the length of the pauses."""
    monkeypatch.setattr(Backoff, "wait_s", lambda self, chance, retry_after=None: 0.02)
    monkeypatch.setattr(centre_lists, "LOOK_S", LOOK_S)
    monkeypatch.setattr(lists_store, "MOST_ROWS", 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lists = tmp_path / "lists"
    lists.mkdir()
    return lists


def fill(folder: Path) -> None:
    put(folder, "sort-plan.csv", PLAN_HEAD, "v1,BR,B1", "v1,,B2")
    put(folder, "holds.jsonl", '{"parcel_id": "A1", "reason": "customs"}')
    put(folder, "manifest.csv", MANIFEST_HEAD, *(f"P{n},LP{n},toy" for n in range(8)))


WHOLE = ("B1", {"A1"}, {f"P{n} LP{n} toy" for n in range(8)})


def test_the_lists_of_the_centre_come_into_force_and_follow_its_edits(folder: Path, tmp_path: Path) -> None:
    fill(folder)
    with centre(tmp_path, folder) as server, Side(tmp_path, server.url) as side:
        until(lambda: side.has() == WHOLE, "the lists")
        assert side.index is not None
        assert side.index.plan.version == "v1"
        assert all(side.status(name).of_centre for name in ("sort plan", "holds", "manifest"))
        taken = side.taken

        put(folder, "sort-plan.csv", PLAN_HEAD, "v2,BR,B9")
        put(folder, "holds.jsonl", '{"parcel_id": "A2"}')
        put(folder, "manifest.csv", MANIFEST_HEAD, "P0,LP0,toy", "P1,LP9,doll", "P77,,toy")
        until(lambda: side.has() == ("B9", {"A2"}, {"P0 LP0 toy", "P1 LP9 doll", "P77  toy"}), "the edits")

        assert side.taken == taken + 2, "what did not change is not written again"
        manifest = Manifest(side.path)
        assert manifest.announced("LP1") is None
        found = manifest.announced("LP9")
        assert found is not None
        assert found.parcel_id == "P1"
        manifest.close()


def test_a_centre_without_lists_is_quiet(tmp_path: Path) -> None:
    put(tmp_path, "m.csv", "parcel_id", "M1")
    with centre(tmp_path, None) as server, Side(tmp_path, server.url) as side:
        until(lambda: side.status("manifest").words == "the centre keeps none", "the answer")
        assert import_manifest(side.path, None, tmp_path / "m.csv") == "manifest m.csv: 1 parcels"

        assert side.has() == (None, set(), set())
        for name in ("sort plan", "holds", "manifest"):
            status = side.status(name)
            assert (status.refused, status.stale, status.kept_by_centre) == (False, False, False)


@pytest.mark.parametrize(
    ("name", "bad", "list_name"),
    [
        ("sort-plan.csv", ["version,country,bin", "v2,NOWHERE,B1"], "sort-plan"),
        ("holds.jsonl", ['{"parcel": 1}'], "holds"),
        ("manifest.csv", ["parcel_id,weight_g", "P1,heavy"], "manifest"),
        ("manifest.csv", ["parcel_id", "P1", "P1"], "manifest"),
    ],
)
def test_a_bad_file_at_the_centre_keeps_the_last_good_one_and_is_said(
    name: str, bad: list[str], list_name: str, folder: Path, tmp_path: Path
) -> None:
    fill(folder)
    with centre(tmp_path, folder) as server, Side(tmp_path, server.url) as side:
        until(lambda: side.has() == WHOLE, "the lists")
        put(folder, name, *bad)
        lists = until_looked(server)
        until(lambda: list_name in lists.refused, "the refusal")

        assert side.has() == WHOLE
    with centre(tmp_path, folder) as server, Side(tmp_path, server.url) as side:
        until(lambda: side.has() == WHOLE, "after a restart of both the last good ones")


def test_an_import_by_hand_stands_until_the_centre_changes_its_list(folder: Path, tmp_path: Path) -> None:
    fill(folder)
    with centre(tmp_path, folder) as server:
        with Side(tmp_path, server.url) as side:
            until(lambda: side.has() == WHOLE, "the lists")
            until(lambda: side.status("manifest").at is not None, "confirmed")
        put(tmp_path, "m.csv", "parcel_id", "M1")
        told = "this one counts until the centre changes its own"
        assert isinstance(ask(side.path, None, ImportHolds("h.csv", "parcel_id\nH1\n")), Done)
        assert told in beside_the_centre(side.path, HOLDS)
        assert told in import_manifest(side.path, None, tmp_path / "m.csv")
        with Side(tmp_path, server.url) as side:
            since = side.status("sort plan").at
            until(lambda: side.status("sort plan").at != since, "another question")
            until(lambda: side.status("manifest").words == "", "another question")
            assert (side.holds(), side.parcels()) == ({"H1"}, set())
            assert not side.status("holds").of_centre
            assert not side.status("manifest").of_centre

            put(folder, "holds.jsonl", '{"parcel_id": "A3"}')
            put(folder, "manifest.csv", MANIFEST_HEAD, "P1,,toy")
            until(lambda: (side.holds(), side.parcels()) == ({"A3"}, {"P1  toy"}), "the newer lists")
            assert side.status("holds").of_centre


def test_an_import_right_after_the_centres_list_stays_an_import(folder: Path, tmp_path: Path) -> None:
    fill(folder)
    with centre(tmp_path, folder) as server:
        side = Side(tmp_path, server.url)
        write = side.write

        def then_a_person(centres: Callable[[Store], object]) -> None:
            """What the core thread does next is to take over what a person imported."""
            write(centres)
            do(side.store, ImportPlan("plan.csv", "version,bin\nby hand,H1\n"))

        side.downlink._write = then_a_person
        with side:
            until(lambda: side.status("sort plan").kept_by_centre, "the plan")
            assert (side.plan(), side.status("sort plan").of_centre) == ("H1", False)


def test_a_record_of_another_epoch_gets_the_plan_again(folder: Path, tmp_path: Path) -> None:
    fill(folder)
    with centre(tmp_path, folder) as server:
        with Side(tmp_path, server.url) as side:
            until(lambda: side.has() == WHOLE, "the lists")
        for end in ("", "-wal", "-shm"):
            (tmp_path / f"station.db{end}").unlink(missing_ok=True)
        with Side(tmp_path, server.url) as side:
            until(lambda: side.has() == WHOLE, "the lists in a new record")


@pytest.mark.parametrize("damage", [b"no database" * 100, b""])
def test_a_damaged_side_file_is_set_aside_and_fetched_again(damage: bytes, folder: Path, tmp_path: Path) -> None:
    fill(folder)
    with centre(tmp_path, folder) as server:
        with Side(tmp_path, server.url) as side:
            until(lambda: side.has() == WHOLE, "the lists")
        centre_schema.path_of(side.path).write_bytes(damage)
        with Side(tmp_path, server.url) as side:
            until(lambda: side.has() == WHOLE, "the lists again")


def test_damage_that_is_found_later_is_set_aside_too(folder: Path, tmp_path: Path) -> None:
    """The first pages are well, one behind them is not."""
    fill(folder)
    with centre(tmp_path, folder) as server:
        with Side(tmp_path, server.url) as side:
            until(lambda: side.has() == WHOLE, "the lists")
        path = centre_schema.path_of(side.path)
        content = path.read_bytes()
        path.write_bytes(content[:4096] + bytes(len(content) - 4096))
        put(folder, "manifest.csv", MANIFEST_HEAD, "P0,LP0,toy")
        with Side(tmp_path, server.url) as side:
            until(lambda: side.parcels() == {"P0 LP0 toy"}, "the manifest again")
        assert path.with_name("lists.db.damaged").exists()


def test_a_record_that_cannot_be_written_is_tried_again(folder: Path, tmp_path: Path) -> None:
    fill(folder)
    with centre(tmp_path, folder) as server:
        side = Side(tmp_path, server.url)
        side.broken = True
        with side:
            until(lambda: side.status("sort plan").words == "seeded", "the failure")
            assert side.plan() is None
            side.broken = False
            until(lambda: side.has() == WHOLE, "the lists")


def test_a_refused_token_is_said(folder: Path, tmp_path: Path) -> None:
    with centre(tmp_path, folder) as server, Side(tmp_path, server.url, token="wrong") as side:
        until(lambda: "token" in side.status("holds").words, "the words")


def test_a_list_of_the_centre_grows_stale_and_one_that_it_never_kept_does_not(folder: Path, tmp_path: Path) -> None:
    put(folder, "sort-plan.csv", PLAN_HEAD, "v1,,B1")
    with centre(tmp_path, folder) as server, Side(tmp_path, server.url) as side:
        until(lambda: side.plan() == "B1", "the plan")
        until(lambda: side.status("sort plan").of_centre, "confirmed")
        assert not side.status("sort plan").stale
    old = "2020-01-01T00:00:00.000Z"
    with closing(sqlite3.connect(centre_schema.path_of(side.path))) as connection, connection:
        connection.execute("UPDATE list SET confirmed_at = ?", (old,))
    (tmp_path / "holds.by-hand").write_text(old)
    side = Side(tmp_path, "http://127.0.0.1:9")
    assert side.status("sort plan").stale
    assert (side.status("holds").at, side.status("holds").stale) == (old, False)
    side.store.close()
    sync = {"url": "http://127.0.0.1:9"}
    told = doctor_lists.check_lists(
        Config.model_validate({"station": {"id": "test-1", "data_dir": tmp_path}, "sync": sync}), None
    )
    assert (told.state, "sort plan 2020" in told.words, "h ago" in told.words) == ("warning", True, True)
    for off in ({"enabled": False}, {"lists": False}, {"protocol": "epcis"}):
        config = Config.model_validate({"station": {"id": "test-1", "data_dir": tmp_path}, "sync": sync | off})
        assert doctor_lists.check_lists(config, None).words == "not fetched from the centre"
    assert import_marks.imported_at(side.path, import_marks.HOLDS) == old
