"""The record of a simulated station before its first parcel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import example_plan
from station.core import Hold
from station.core.sort_plan import parse_plan
from station.record import Reads, Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def fill_record(path: Path, station_id: str, holds: Sequence[str]) -> None:
    """Give the record the example plan when it has none, and a hold by customs on each of the ids `holds`.

    StoreError when it cannot be opened.
    """
    plan, _ = parse_plan(example_plan().splitlines(), "plan.example.csv")
    with Store.open(path, station_id) as store:
        with Reads(store.path) as reads:
            missing = reads.plan() is None
        if missing and plan is not None:
            store.replace_plan(plan)
        if holds:
            store.replace_holds(Hold(parcel_id, "customs") for parcel_id in holds)
