"""The labels that a station prints by itself: told by the record alone, so that no kill loses one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import BagState, DueLabel
from station.record import Reads
from station.reports.bags import Held, zpl_label
from station.reports.labels.small_labels import exception_slip, parcel_label

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from station.core import Bag

LOOKED_BACK = 50
"""Scans in which a stop without its slip is looked for."""


def due_labels(
    database: Path, wanted: Collection[str], since: str, is_known: Callable[[str], bool]
) -> Iterator[DueLabel]:
    """What is due and not known yet, of `wanted`: bag_opened, bag_closed, exception, relabel. `since`: UTC.

    StoreError.
    """
    with Reads(database) as reads:
        for bag in reads.bags.all():
            because = _because(bag, wanted, since)
            if because is not None and not is_known(because):
                yield _bag(reads, bag, because)
        for label in reversed(reads.relabels.waiting()) if "relabel" in wanted else ():
            because = f"relabel/{label.entry}"
            if label.asked_at >= since and not is_known(because):
                zpl = parcel_label(label.new, label.old if label.old != label.new else None, reads.station_id)
                yield DueLabel("relabel", label.new, zpl.encode(), because)
        if "exception" not in wanted:
            return
        for scan in reversed(reads.recent(LOOKED_BACK)):
            because = f"exception/{scan.seq}/{scan.scanned_at}"
            if scan.code is not None and scan.scanned_at >= since and not is_known(because):
                slip = exception_slip(scan, reads.station_id)
                yield DueLabel("exception", scan.parcel_id or "no-read", slip.encode(), because)


def _because(bag: Bag, wanted: Collection[str], since: str) -> str | None:
    if bag.bin is None:
        return None
    if bag.state is BagState.OPEN and "bag_opened" in wanted and bag.opened_at >= since:
        return f"bag_opened/{bag.number}/{bag.opened_at}"
    if bag.state is BagState.CLOSED and "bag_closed" in wanted and (bag.closed_at or "") >= since:
        return f"bag_closed/{bag.number}/{bag.closed_at}"
    return None


def _bag(reads: Reads, bag: Bag, because: str) -> DueLabel:
    held = Held(bag, reads.bags.parcels(bag.number))
    return DueLabel("bag", bag.number, zpl_label(held, reads.station_id).encode(), because)
