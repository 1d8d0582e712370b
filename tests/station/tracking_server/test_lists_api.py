"""The centre's lists over HTTP: tokens, ETags, pages, cursors that survive everything, bad files."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are not installed

from station.core.tables.manifest import COLUMNS, read_manifest, read_rows
from station.core.tables.table import Table
from station.tracking_server import lists as centre_lists
from station.tracking_server import lists_store
from station.tracking_server.lists import Lists
from station.tracking_server.openapi import openapi
from tests.station.sync.centre import TOKEN
from tests.station.sync.lists_folder import LOOK_S, centre, put, until_looked
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centre_lists, "LOOK_S", LOOK_S)
    monkeypatch.setattr(lists_store, "MOST_ROWS", 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lists = tmp_path / "lists"
    lists.mkdir()
    return lists


@pytest.fixture
def kept(folder: Path) -> Iterator[Lists]:
    lists = Lists(folder)
    yield lists
    lists.stop()


def speaker(url: str) -> httpx2.Client:
    return httpx2.Client(base_url=url, headers={"authorization": f"Bearer {TOKEN}"}, trust_env=False)


def look(lists: Lists) -> None:
    """Twice: a file counts once it stayed the same."""
    lists.look()
    lists.look()


def page(lists: Lists, since: str) -> dict[str, Any]:
    body = lists.page(since)
    assert body is not None
    found: dict[str, Any] = httpx2.Response(200, content=body).json()
    return found


def follow(lists: Lists, since: str, have: dict[str, str]) -> str:
    """Every page after a cursor, applied to what is held; the new cursor."""
    while True:
        found = page(lists, since)
        if found["snapshot"]:
            have.clear()
        assert len(found["rows"]) + len(found["removed"]) <= lists_store.MOST_ROWS
        have.update({row[0]: row[COLUMNS.index("contents")] for row in found["rows"]})
        for gone in found["removed"]:
            have.pop(gone, None)
        since = found["cursor"]
        if not found["more"]:
            return since


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_each_list_has_its_digest_as_etag_and_is_not_sent_twice(
    back_end: str, folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    put(folder, "sort-plan.csv", "version,bin", "v1,B1")
    put(folder, "holds.jsonl", '{"parcel_id": "A1"}')
    put(folder, "manifest.csv", "parcel_id", "P1")
    db = place_of(back_end, tmp_path, request)
    with centre(tmp_path, folder, db) as server, speaker(server.url) as client:
        until_looked(server)
        kinds = {"sort-plan": "text/csv", "holds": "application/jsonl", "manifest": "application/json"}
        for name, media in kinds.items():
            answer = client.get(f"/v1/{name}")
            etag = answer.headers["etag"]
            assert answer.status_code == 200
            assert answer.headers["content-type"].split(";")[0] == media
            assert etag == f'"{hashlib.sha256(answer.content).hexdigest()}"'
            again = client.get(f"/v1/{name}", headers={"if-none-match": etag})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
            several = client.get(f"/v1/{name}", headers={"if-none-match": f'"other", W/{etag}'})
            assert several.status_code == 304
            for other in ('"other"', "", etag.strip('"')):
                assert client.get(f"/v1/{name}", headers={"if-none-match": other}).status_code == 200
        document = openapi()
        schema = {"$ref": "#/components/schemas/ManifestPage", "components": document["components"]}
        Draft202012Validator(schema).validate(client.get("/v1/manifest").json())
        assert 'tracking_list_refused{list="holds"} 0' in client.get("/metrics").text


@pytest.mark.parametrize("name", ["sort-plan", "holds", "manifest", "recalls"])
def test_without_a_token_or_a_list_there_is_a_problem_document(name: str, folder: Path, tmp_path: Path) -> None:
    for lists in (None, folder):
        with centre(tmp_path, lists) as server, speaker(server.url) as client:
            if lists is not None:
                until_looked(server)
            refused = client.get(f"/v1/{name}", headers={"authorization": "Bearer wrong"})
            absent = client.get(f"/v1/{name}")
            assert (refused.status_code, absent.status_code) == (401, 404)
            assert absent.headers["content-type"] == "application/problem+json"


def test_two_files_for_one_list_are_refused(folder: Path, kept: Lists) -> None:
    put(folder, "holds.csv", "parcel_id", "A1")
    look(kept)
    put(folder, "holds.jsonl", '{"parcel_id": "A2"}')
    look(kept)
    assert "both there" in kept.refused["holds"]
    text = kept.text("holds")
    assert text is not None
    assert text.content == b"parcel_id\nA1\n"
    (folder / "holds.csv").unlink()
    look(kept)
    assert kept.refused == {}


def test_a_file_that_is_too_large_or_no_text_is_refused(
    folder: Path, kept: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(centre_lists, "MOST_LINES", 3)
    put(folder, "holds.csv", "parcel_id", *(f"A{n}" for n in range(9)))
    (folder / "sort-plan.csv").write_bytes(b"bin\n\xff\n")
    look(kept)
    assert set(kept.refused) == {"holds", "sort-plan"}
    assert kept.text("holds") is None


def test_a_file_that_is_still_written_waits(folder: Path, kept: Lists) -> None:
    put(folder, "manifest.csv", "parcel_id", "P1")
    kept.look()
    assert kept.page("") is None, "seen for the first time"
    with (folder / "manifest.csv").open("a") as more:
        more.write("P2\n")
    kept.look()
    assert kept.page("") is None, "it grew"
    kept.look()
    assert len(page(kept, "")["rows"]) == 2


def test_a_cursor_survives_a_restart_and_one_that_is_not_known_gets_everything(folder: Path) -> None:
    lists, have = Lists(folder), dict[str, str]()
    put(folder, "manifest.csv", "parcel_id,contents", *(f"P{n},toy" for n in range(7)))
    look(lists)
    cursor = follow(lists, "", have)
    assert have == {f"P{n}": "toy" for n in range(7)}
    lists.stop()
    lists = Lists(folder)
    put(folder, "manifest.csv", "parcel_id,contents", "P0,toy", "P1,doll")
    look(lists)
    first = page(lists, cursor)
    assert first["snapshot"] is False
    follow(lists, cursor, have)
    assert have == {"P0": "toy", "P1": "doll"}
    last = page(lists, "")
    for strange in ("", "x", "0" * 16 + ".1.1", cursor[:16] + ".999999.0", cursor + ".1", cursor[:16] + ".-1.0"):
        assert page(lists, strange)["snapshot"], strange
    assert last["rows"]
    lists.stop()


def test_a_centre_that_is_restored_and_goes_another_way_starts_again(folder: Path) -> None:
    """Its log gives the numbers, of which the reader has seen some, to other changes."""
    lists, have = Lists(folder), dict[str, str]()
    put(folder, "manifest.csv", "parcel_id,contents", "P1,toy", "P2,toy")
    look(lists)
    lists.stop()
    copy = (folder / centre_lists.SIDE_FILE).read_bytes()
    lists = Lists(folder)
    put(folder, "manifest.csv", "parcel_id,contents", "P1,doll", "P2,toy")
    look(lists)
    cursor = follow(lists, "", have)
    lists.stop()
    (folder / centre_lists.SIDE_FILE).write_bytes(copy)
    lists = Lists(folder)
    put(folder, "manifest.csv", "parcel_id,contents", "P1,toy", "P2,doll", "P3,toy")
    look(lists)
    assert page(lists, cursor)["snapshot"]
    follow(lists, cursor, have)
    assert have == {"P1": "toy", "P2": "doll", "P3": "toy"}
    lists.stop()


def test_a_cursor_older_than_what_was_forgotten_starts_again(
    folder: Path, kept: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists_store, "MOST_REMOVED", 2)
    have: dict[str, str] = {}
    put(folder, "manifest.csv", "parcel_id,contents", *(f"P{n},toy" for n in range(9)))
    look(kept)
    half = page(kept, "")["cursor"]
    old = follow(kept, "", have)
    put(folder, "manifest.csv", "parcel_id,contents", "P7,toy", "P8,toy", "P9,toy")
    look(kept)
    for cursor in (half, old):
        assert page(kept, cursor)["snapshot"]
        follow(kept, cursor, have)
        assert have == {"P7": "toy", "P8": "toy", "P9": "toy"}
    with closing(sqlite3.connect(folder / centre_lists.SIDE_FILE)) as side:
        assert side.execute("SELECT count(*) FROM parcel WHERE cells IS NULL").fetchone() == (2,)


EDITS = st.lists(
    st.dictionaries(st.sampled_from([f"P{n}" for n in range(12)]), st.sampled_from(["toy", "doll", ""]), max_size=12),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25)
@given(edits=EDITS, data=st.data())
def test_a_reader_that_stops_anywhere_ends_with_the_last_good_manifest(
    edits: list[dict[str, str]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("lists")
    have, since = dict[str, str](), ""
    with ExitStack() as at_the_end, pytest.MonkeyPatch.context() as patch:
        lists = Lists(folder)
        at_the_end.callback(lists.stop)  # also of an example that is given up in the middle
        patch.setattr(lists_store, "MOST_REMOVED", data.draw(st.sampled_from([0, 2, 100])))
        for edit in edits:
            put(folder, "manifest.csv", "parcel_id,contents", *(f"{one},{what}" for one, what in edit.items()))
            look(lists)
            for _ in range(data.draw(st.integers(0, 3))):
                found = page(lists, since)
                if found["snapshot"]:
                    have.clear()
                have.update({row[0]: row[COLUMNS.index("contents")] for row in found["rows"]})
                for gone in found["removed"]:
                    have.pop(gone, None)
                since = found["cursor"]
        follow(lists, since, have)
    assert have == edits[-1]


CELL = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=5))
def test_what_the_centre_has_checked_passes_the_station_unchanged(rows: list[tuple[str, str, str]]) -> None:
    """Reading is idempotent; else a good file at the centre would be a bad page at every station."""
    lines = ["parcel_id\talt_ids\tcontents", *("\t".join(row).replace('"', "") for row in rows)]
    _, chunks = read_manifest(Table("m.csv"), lines)
    stored = [row[1:] for chunk in chunks for row in chunk]
    table = Table("manifest")
    cells = [["" if cell is None else str(cell) for cell in row] for row in stored]
    again = read_rows(table, ["parcel_id", "alt_ids", "contents"], cells)
    assert table.problems == []
    assert [row[1:] for row in again] == stored
