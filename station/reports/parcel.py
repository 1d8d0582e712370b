"""The whole history of one parcel at this station."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from station.core.identify import identify
from station.record import ReportReads

if TYPE_CHECKING:
    from pathlib import Path


def parcel_history(database: Path, number: str) -> dict[str, Any]:
    """`{parcel_id, numbers, entries, bag, announced}`: entries in their wire form, each with `state`, `refused` and
    `resolved`; the bag in which it lies now, its line of the manifest. Its other numbers, of the manifest and of labels
    before and after, are looked up as well. StoreError.
    """
    identity = identify(number, keyed=True)
    parcel_id = identity.normalized if identity.accepted and identity.normalized is not None else number.strip()
    with ReportReads(database) as reads:
        announced = reads.manifest.announced(parcel_id)
        others = () if announced is None else (announced.parcel_id, *announced.alt_ids)
        labels = (label for number in (parcel_id, *others) for label in sorted(reads.relabels.others(number)))
        numbers = tuple(dict.fromkeys((parcel_id, *others, *labels)))
        entries = {str(entry["scan_id"]): entry for number in numbers for entry in reads.history(number)}.values()
        bags = [bag.number for number in numbers if (bag := reads.bags.of_parcel(number)) is not None]
    line = None if announced is None else {name: value for name, value in asdict(announced).items() if value}
    return {
        "parcel_id": parcel_id,
        "numbers": numbers,
        "entries": sorted(entries, key=lambda entry: int(str(entry["seq"]))),
        "bag": bags[0] if bags else None,
        "announced": line and json.loads(json.dumps(line, default=str)),
    }
