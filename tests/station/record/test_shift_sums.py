"""What a shift came to is what its exported entries say, whatever was done in it and wherever the clock steps."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.clock import Clock
from station.core import Accept, Code, Refusal
from station.core.bag_requests import OpenBag
from station.core.outcomes import Done, Reason
from station.core.requests import CloseShift, OpenShift, OverrideStop, VoidScan
from station.record import Store, shift_sums
from station.record.reads import Reads
from tests.station.record.drafts import draft
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from pathlib import Path

    from station.core.outcomes import Outcome

HOLD = Refusal(Code.HOLD, (), "HOLD")
PARCELS = [f"RR12345{n}785CN" for n in range(4)]
CLOCKS = st.sampled_from(["2026-11-30T08:00:00.000Z", "2026-11-30T07:00:00.000Z", "2031-01-01T00:00:00.000Z"])
"""The clock steps back behind the beginning of the shift, and far past its end."""
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("scan"), st.sampled_from([None, *PARCELS]), st.booleans(), CLOCKS),
        st.tuples(st.sampled_from(["void", "override"]), st.integers(1, 12), st.booleans(), CLOCKS),
    ),
    max_size=14,
)


def closed(store: Store, steps: list[tuple[Any, ...]]) -> Outcome:
    store.commit(replace(draft(PARCELS[0]), decision=HOLD))
    assert isinstance(do(store, OpenShift("Ana")), Done)
    for what, about, stops, at in steps:
        if what == "scan" and about is None:
            store.commit(draft(None, grams=None, at=at, decision=Refusal(Code.NO_READ, (), "REJECT")))
        elif what == "scan":
            store.commit(draft(about, at=at, keyed=stops, decision=HOLD if stops else Accept("A01", "")))
        else:
            do(store, VoidScan(about, "Bo", "x") if what == "void" else OverrideStop(about, "A01", "Bo", "x"))
    return do(store, CloseShift())


def recounted(path: Path) -> dict[str, Any]:
    """From the entries alone, since the shift was opened."""
    with Reads(path) as reads:
        entries: list[dict[str, Any]] = list(reads.exported())
    began = max(n for n, each in enumerate(entries) if (each.get("details") or {}).get("is") == "open")
    here = entries[began:]
    scans = [each for each in here if each["kind"] == "scan"]
    void = {each["about"] for each in here if each["kind"] == "void"}
    stops = [each for each in scans if each.get("code") and each["scan_id"] not in void]
    went_on = [
        (each["parcel_id"], each["seq"])
        for each in here
        if each["kind"] in {"scan", "override"} and not each.get("code") and each["scan_id"] not in void
    ]
    still = {
        each.get("parcel_id", f"#{each['seq']}")
        for each in stops
        if not any(parcel == each.get("parcel_id") and seq > each["seq"] for parcel, seq in went_on)
    }
    return {
        "presented": len(scans),
        "keyed": sum(each["keyed"] for each in scans),
        "not_read": sum("parcel_id" not in each for each in scans),
        "codes": Counter(each["code"] for each in stops),
        "open_exceptions": still,
    }


@given(STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_sums_of_a_shift_are_those_of_its_entries(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]]
) -> None:
    path = tmp_path_factory.mktemp("shift") / "station.db"
    with Store.open(path, "lane-1") as store:
        outcome = closed(store, steps)
    assert outcome.reason is Reason.SHIFT_CLOSED
    with Reads(path) as reads:
        *_, entry = reads.exported()
    told: Any = entry["details"]
    own = recounted(path)
    assert {name: told[name] for name in ("presented", "keyed", "not_read")} == {
        name: own[name] for name in ("presented", "keyed", "not_read")
    }
    assert (told["codes"], set(told["open_exceptions"])) == (dict(own["codes"]), own["open_exceptions"])
    assert told["presented"] == told["read"] + told["keyed"] + told["not_read"]


def test_the_control_sums_by_the_clock_are_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_clock = shift_sums._COUNTS.replace("s.seq > ?1", f"?1 = ?1 AND s.scanned_at > '{Clock().read().utc}'")
    monkeypatch.setattr(shift_sums, "_COUNTS", by_clock)
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        outcome = closed(store, [("scan", PARCELS[1], False, "2026-11-30T07:00:00.000Z")])
    assert outcome.values["presented"] == 0, "a scan that the clock put before the shift is lost"


def test_parcels_of_a_bin_with_an_open_bag_that_are_in_no_bag_are_named(tmp_path: Path) -> None:
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        do(store, OpenShift("Ana"))
        for number, bin_ in enumerate(("A01", "A01", "B02", "A01")):
            if number == 1:
                do(store, OpenBag("Ana", "A01", "BAG-1"))
            store.commit(draft(PARCELS[number], decision=Accept(bin_, "")))
        outcome = do(store, CloseShift())
    assert outcome.values["not_put"] == (PARCELS[0],), "it lies in the bin since before the bag was opened"
