"""What stations tell of themselves, and what the centre tells of them; the same on either database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.counting import hub_rows
from station.tracking_server import CentreStore, EmbeddedServer
from station.tracking_server.problem import Problem
from station.tracking_server.stations import (
    LARGEST_STATUS,
    OLD_SILENT_S,
    SILENT_TIMES,
    HeldEpoch,
    read_status,
    station_answer,
    with_contact,
)
from station.tracking_server.tokens import Tokens
from tests.station.sync.centre import EPOCH, STATION, TOKEN, batch, post, scan
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

STATUS = {
    "version": "0.1.0",
    "operation": "sort",
    "operator": "op-17",
    "clock": "synced",
    "backlog": {"pending": 3, "oldest": "2026-01-31T10:20:30.123Z", "refused": 0},
    "devices": [{"kind": "scale", "name": "B912", "health": "up", "words": None}],
    "troubles": [{"key": "disk", "grave": True, "code": "disk_filling", "values": {"share": "0.12"}}],
    "epochs": ["an older one", EPOCH],
    "a later version says": {"more": 1},
}
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
KEYS = st.sampled_from(["backlog", "devices", "troubles", "epochs", "operator", "clock", "at", "other"])


@contextmanager
def asking(place: Path | str, token: str | Tokens = TOKEN) -> Iterator[httpx2.Client]:
    headers = {"authorization": f"Bearer {TOKEN}"}
    with EmbeddedServer(place, token) as server, httpx2.Client(
        base_url=server.url, headers=headers, trust_env=False
    ) as client:  # fmt: skip
        yield client


def tell(client: httpx2.Client, status: Any, station_id: str = STATION) -> httpx2.Response:
    return client.post(f"/v1/stations/{station_id}/status", json=status)


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_a_station_is_told_as_it_said_with_what_is_held_of_it(
    back_end: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with asking(place_of(back_end, tmp_path, request)) as client:
        assert client.get("/v1/stations").json()["stations"] == []
        assert client.get(f"/v1/stations/{STATION}").status_code == 404

        received_at = tell(client, STATUS).json()["received_at"]
        assert post(client, batch([scan(1), scan(2), scan(5)])).status_code == 200
        assert post(client, batch([scan(1)]) | {"station_id": "an old one"}).status_code == 200
        (old, new) = client.get("/v1/stations").json()["stations"]
        single = client.get(f"/v1/stations/{STATION}").json()

    kept = {key: value for key, value in STATUS.items() if key != "epochs"}
    assert {key: new[key] for key in kept} == kept
    assert new["status_at"] == received_at
    assert new["last_contact"] >= received_at
    assert {each["epoch"]: each["high_water"] for each in new["epochs"]} == {"an older one": 0, EPOCH: 5}
    (held,) = [each for each in single["epochs"] if each["epoch"] == EPOCH]
    assert (held["stored"], held["gaps"], held["chain"]) == (3, [[3, 4]], "unknown")
    assert (old["station_id"], old["status_at"], old["backlog"], old["devices"]) == ("an old one", None, None, [])
    assert old["last_contact"]
    assert (old["silent"], new["silent"], single["silent"]) == (None, False, False)
    assert old["age_s"] >= new["age_s"] - 60


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_the_newest_status_counts_and_a_restart_keeps_it(
    back_end: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = place_of(back_end, tmp_path, request)
    with asking(place) as client:
        tell(client, STATUS)
        tell(client, {"operator": "op-18", "odd": "\0"})
    with asking(place) as client:
        told = client.get(f"/v1/stations/{STATION}").json()

    assert (told["operator"], told["version"], told["odd"]) == ("op-18", None, "\0")


@given(status=st.dictionaries(KEYS, ANY, max_size=5))
def test_any_status_is_kept_with_its_unknown_keys_or_refused_in_words(status: dict[str, Any]) -> None:
    kept = read(json.dumps(status).encode())
    if isinstance(kept, Problem):
        assert (kept.status, bool(kept.detail)) == (400, True)
        return
    told = station_answer("s", (kept, "2026-01-31T10:20:30.123Z"), [])
    assert told["station_id"] == "s"
    assert told.get("other") == status.get("other")
    assert json.dumps(told, allow_nan=False)


@given(body=st.binary(max_size=60))
def test_no_bytes_break_the_reader_of_a_status(body: bytes) -> None:
    kept = read(body)
    assert kept.status == 400 if isinstance(kept, Problem) else isinstance(json.loads(kept), dict)


def read(body: bytes) -> str | Problem:
    try:
        return read_status(body)
    except Problem as problem:
        return problem


@pytest.mark.parametrize(
    "wrong",
    [
        {"backlog": 3},
        {"backlog": {"pending": -1}},
        {"backlog": {"pending": True}},
        {"backlog": {"oldest": 3}},
        {"devices": {}},
        {"devices": ["scale"]},
        {"devices": [{"health": 1}]},
        {"troubles": [{"grave": "yes"}]},
        {"troubles": [{"values": []}]},
        {"epochs": [1]},
        {"every_s": 0},
        {"every_s": True},
        {"hour": {"keyed": 1.5}},
        {"operator": 17},
        {"at": []},
        {"other": float("nan")},
        {"other": "\ud800"},
        [],
    ],
    ids=str,
)
def test_a_status_that_is_none_gets_a_problem_document(wrong: Any, tmp_path: Path) -> None:
    with asking(tmp_path / "centre.db") as client:
        headers = {"content-type": "application/json"}
        answer = client.post(f"/v1/stations/{STATION}/status", content=json.dumps(wrong), headers=headers)

        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"
        assert client.get("/v1/stations").json()["stations"] == []


def test_who_may_tell_what_and_how_much(tmp_path: Path) -> None:
    with asking(tmp_path / "centre.db", Tokens((("lane-1", TOKEN),))) as client:
        assert tell(client, {}, "lane-1").status_code == 200
        assert tell(client, {}, "lane-2").status_code == 403
        assert tell(client, {"other": "x" * LARGEST_STATUS}, "lane-1").status_code == 413
        assert client.post("/v1/stations/lane-1/status", content=b"{}").status_code == 415
        assert tell(client, {}, "s" * 65).status_code == 400
        client.headers["authorization"] = "Bearer another"
        assert tell(client, {}, "lane-1").status_code == 401
        assert client.get("/v1/stations").status_code == 401


def test_a_database_of_before_is_migrated_with_what_it_holds(tmp_path: Path) -> None:
    place = tmp_path / "centre.db"
    with CentreStore(place) as store:
        store.take(STATION, EPOCH, [scan(1)], "2026-01-31T10:20:30.123Z")
    with closing(sqlite3.connect(place)) as before:
        before.execute("DROP TABLE station_status")
        before.execute("DROP TABLE quarterly")
        before.execute("PRAGMA user_version = 2")
    with CentreStore(place) as store:
        store.keep_statuses({STATION: '{"operator":"op-17"}'}, "2026-01-31T10:20:31.123Z")
        (told,) = store.stations()

    assert (told["operator"], told["epochs"][0]["high_water"]) == ("op-17", 1)
    assert told["last_contact"] == "2026-01-31T10:20:31.123Z"


@given(every_s=st.none() | st.floats(0.1, 7200.0), age_s=st.floats(0.0, 20_000.0).map(lambda age: round(age, 1)))
def test_a_station_is_silent_when_it_should_have_been_heard_of(every_s: float | None, age_s: float) -> None:
    then = datetime(2026, 1, 31, 10, tzinfo=UTC)
    status = json.dumps({} if every_s is None else {"every_s": every_s})
    station = station_answer("s", (status, then.isoformat()), [])
    told = with_contact(station, (then + timedelta(seconds=age_s)).isoformat())

    assert told["age_s"] == age_s
    assert told["silent"] is (age_s > (OLD_SILENT_S if every_s is None else SILENT_TIMES * every_s))
    assert with_contact(station, (then - timedelta(hours=1)).isoformat())["age_s"] == 0.0


def test_epochs_stand_by_their_last_contact() -> None:
    held = [HeldEpoch("b", 3, "2026-01-02T00:00:00.000Z"), HeldEpoch("a", 9, "2026-01-03T00:00:00.000Z")]
    told = station_answer("s", None, held)

    assert [each["epoch"] for each in told["epochs"]] == ["b", "a"]
    assert told["last_contact"] == "2026-01-03T00:00:00.000Z"


@pytest.mark.parametrize(
    ("named", "contact", "others"),
    [
        (["a", "b"], "2026-01-03T00:00:00.000Z", []),
        (["b"], "2026-01-02T23:59:00.000Z", ["a"]),
        (["b"], "2026-01-02T20:00:00.000Z", []),
        ([], "2026-01-03T00:00:00.000Z", []),
        (["b"], "", []),
    ],
    ids=["its own", "another computer's", "of a record that was replaced", "no status", "nothing came in"],
)
def test_two_computers_under_one_id_are_told(named: list[str], contact: str, others: list[str]) -> None:
    status = (json.dumps({"epochs": named}), "2026-01-03T00:00:00.000Z")
    told = station_answer("s", status, [HeldEpoch("a", 3, contact), HeldEpoch("b", 9, "2026-01-03T00:00:00.000Z")])

    assert told["other_epochs"] == others
    assert [row.is_shared for row in hub_rows([told])] == [bool(others)]
