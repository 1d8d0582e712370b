"""A recalled parcel that was sorted before: station, bin and bag are named, on both kinds of database."""

from __future__ import annotations

import uuid
from pathlib import Path

import httpx2
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are not installed

from station.tracking_server import lists as centre_lists
from station.tracking_server.openapi import openapi
from tests.station.sync.centre import TOKEN, batch, post, scan
from tests.station.sync.lists_folder import LOOK_S, centre, put, until_looked
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

FIRST, SECOND, NOBODY = "RR473124829CN", "RX473124829CN", "RB123456785CN"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centre_lists, "LOOK_S", LOOK_S)


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_recalled_parcels_are_told_with_the_place_where_they_lie(
    back_end: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    put(folder, "recalls.csv", "parcel_id,reason", f"{FIRST},lithium", f"{NOBODY},lithium")
    allowed = {"authorization": f"Bearer {TOKEN}"}
    with (
        centre(tmp_path, folder, place_of(back_end, tmp_path, request)) as server,
        httpx2.Client(base_url=server.url, headers=allowed, trust_env=False) as client,
    ):
        until_looked(server)
        at = "2026-11-23T10:00:0{}.000Z".format
        lane_2 = [scan(1, scanned_at=at(1), parcel_id=FIRST, bin="HOLD", code="HD", decision="exception")]
        lane_2 += [scan(2, scanned_at=at(2), parcel_id=FIRST, bin="A01", details={"bag": "BAG-7"}, operator="陈 Bo")]
        post(client, batch(lane_2, station_id="lane-2", epoch=str(uuid.uuid4())))
        post(client, batch([scan(1, parcel_id=SECOND)], station_id="lane-1", epoch=str(uuid.uuid4())))
        answer = client.get("/v1/recalls")
        schema = {"$ref": "#/components/schemas/Recalls", "components": openapi()["components"]}
        Draft202012Validator(schema).validate(answer.json())
        found, nobody = answer.json()["recalls"]
        newest, before = found["seen"]
        assert (found["parcel_id"], found["reason"]) == (FIRST, "lithium")
        told = {key: newest[key] for key in ("station_id", "bin", "bag", "operator")}
        assert told == {"station_id": "lane-2", "bin": "A01", "bag": "BAG-7", "operator": "陈 Bo"}
        assert before["code"] == "HD"
        assert nobody["seen"] == []
        tag = {"if-none-match": answer.headers["etag"]}
        assert client.get("/v1/recalls", headers=tag).status_code == 304
        post(client, batch([scan(9, parcel_id=NOBODY)], station_id="lane-1", epoch=str(uuid.uuid4())))
        assert client.get("/v1/recalls", headers=tag).json()["recalls"][1]["seen"][0]["station_id"] == "lane-1"


def test_more_recalls_than_are_looked_for_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centre_lists, "MOST_RECALLS", 2)
    put(tmp_path, "recalls.csv", "parcel_id", "A1", "A2", "A3")
    lists = centre_lists.Lists(tmp_path)
    lists.look()
    lists.look()
    assert "more than 2 parcels" in lists.refused["recalls"]
    assert lists.text("recalls") is None
    lists.stop()
