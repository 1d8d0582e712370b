"""Entries of other kinds count as no scans, as in the station's own figures: the same on SQLite and PostgreSQL."""

from __future__ import annotations

import uuid
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core import Shift
from station.core.requests import AskedLane, OverrideStop, SetOperation, VoidScan
from station.record.reads import Reads
from station.record.writer import Store
from station.tracking_server.centre import Centre, open_centre
from tests.station.record.drafts import OVERWEIGHT, draft
from tests.station.requests.doing import do
from tests.station.sync.centre import scan
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.core.requests import Request

NOW = "2026-11-23T00:00:00.000Z"
LANE = AskedLane(shift=Shift("sort", "anna"))
SCANS = 4
ASKED = st.lists(
    st.one_of(
        st.builds(VoidScan, st.integers(1, 9), st.just("Bo"), st.just("slip")),
        st.builds(OverrideStop, st.integers(1, 9), st.just("B9"), st.just("Bo"), st.just("weighed again")),
        st.builds(SetOperation, st.sampled_from(["sort", "dispatch"]), st.just("Bo")),
    ),
    max_size=8,
)


@pytest.fixture(scope="module", params=BACK_ENDS)
def centre(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Centre]:
    held = open_centre(place_of(request.param, tmp_path_factory.mktemp("centre"), request))
    yield held
    held.close()


def sums(centre: Centre, station: str) -> dict[str, int]:
    hours = [each for each in centre.throughput("2026-01-01T00:00:00.000Z") if each["station_id"] == station]
    return {key: sum(each[key] for each in hours) for key in ("scans", "parcels", "exceptions", "accepted")}


def of_a_station(folder: Path, asked: list[Request]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """What a station sends of two accepted and two stopped scans and of these requests, and what it counts itself."""
    with Store.open(folder / "station.db", "lane-1") as store:
        for number in range(SCANS):
            store.commit(draft(f"RR{number}", decision=OVERWEIGHT if number % 2 else None))
        for request in asked:
            do(store, request, LANE)
        with Reads(store.path) as reads:
            batch, counted = reads.next_batch(100), reads.totals()
        assert batch is not None
        return list(batch.scans), {"scans": counted.scans, "accepted": counted.accepted}


@settings(max_examples=25, deadline=None)
@given(ASKED)
def test_the_centre_counts_scans_and_accepted_parcels_as_the_station_does(centre: Centre, asked: list[Request]) -> None:
    with TemporaryDirectory() as folder:
        sent, counted = of_a_station(Path(folder), asked)
    station = uuid.uuid4().hex
    for one in sent:
        centre.take(station, "epoch", [one], NOW)

    told = sums(centre, station)
    assert {key: told[key] for key in counted} == counted
    assert (told["parcels"], told["exceptions"]) == (SCANS, SCANS / 2)


def test_a_control_that_counts_each_entry_as_a_scan_is_found(tmp_path: Path) -> None:
    sent, counted = of_a_station(tmp_path, [VoidScan(1, "Bo", "slip"), OverrideStop(2, "B9", "Bo", "light")])

    assert len(sent) != counted["scans"]
    assert sum(one.get("decision") != "exception" for one in sent) != counted["accepted"]


def test_a_scan_of_an_older_station_names_its_number_by_kind_and_counts(centre: Centre) -> None:
    station = uuid.uuid4().hex
    centre.take(station, "epoch", [scan(1, kind="parcel_id"), scan(2), scan(3, decision=None)], NOW)

    assert sums(centre, station) == {"scans": 3, "parcels": 3, "exceptions": 0, "accepted": 3}


def test_an_hour_in_which_a_scan_is_only_taken_back_has_no_scan(centre: Centre) -> None:
    station = uuid.uuid4().hex
    first = scan(1)
    void = scan(
        2, kind="void", about=first["scan_id"], parcel_id=None, decision=None, scanned_at="2026-01-31T11:00:00Z"
    )
    shift = scan(3, kind="shift", parcel_id=None, decision=None, scanned_at="2026-01-31T12:00:00Z")
    centre.take(station, "epoch", [first, void, shift], NOW)

    told = {each["hour"]: each for each in centre.throughput("2026-01-01T00:00:00Z") if each["station_id"] == station}
    assert [(each["scans"], each["accepted"]) for each in told.values()] == [(1, 1), (0, -1)]
