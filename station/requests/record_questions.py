"""What commands ask to see of the record, whether a station runs on it or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.identify import identify
from station.record import Reads
from station.record.lists import Manifest
from station.record.log import StoreError

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from station.core import Announced, Bag, Noted, RecentScan, Shift
    from station.core.sort_plan import SortPlan
    from station.record import Backlog, DeadScan


def plan_of(database: Path) -> SortPlan | None:
    """The sort plan in force."""
    with Reads(database) as reads:
        return reads.plan()


def announced(database: Path, parcel_id: str) -> Announced | None:
    """The line of the manifest. StoreError when there is a manifest that cannot be read."""
    manifest = Manifest(database)
    try:
        found = manifest.announced(parcel_id)
        if manifest.trouble is not None:
            raise StoreError(manifest.trouble)
        return found
    finally:
        manifest.close()


def alarms(database: Path) -> tuple[str, ...]:
    """What the record tells of itself until somebody has seen it."""
    with Reads(database) as reads:
        return reads.alarms()


def shift(database: Path) -> Shift:
    """Who works, and what a scan means, as people have said it."""
    with Reads(database) as reads:
        return reads.shift()


def checks(database: Path) -> tuple[Noted, ...]:
    """The newest entries of the kind `check`, the newest first."""
    with Reads(database) as reads:
        return reads.checks()


def story(database: Path, seq: int) -> dict[str, object] | None:
    """All that is known of one scan; None: there is none of this number."""
    with Reads(database) as reads:
        return reads.story(seq)


def newest_scan(database: Path, parcel_id: str) -> int | None:
    """The number of the newest scan of a parcel, as it is printed or typed; None: there is none."""
    known = identify(parcel_id, keyed=True).normalized
    with Reads(database) as reads:
        return reads.newest_scan(parcel_id) or (reads.newest_scan(known) if known else None)


def recent(database: Path, count: int) -> tuple[RecentScan, ...]:
    """The newest scans, newest first."""
    with Reads(database) as reads:
        return reads.recent(count)


def bags(database: Path) -> tuple[Bag, ...]:
    """Every bag that is kept, by number."""
    with Reads(database) as reads:
        return reads.bags.all()


def bags_loaded(database: Path) -> tuple[Bag, ...]:
    """What lies on the vehicle, by number."""
    with Reads(database) as reads:
        return reads.bags.loaded()


def bag(database: Path, number: str) -> Bag | None:
    """The bag of a number, as it is printed or typed; None: there is none."""
    with Reads(database) as reads:
        return reads.bags.bag(number.strip().upper())


def bag_parcels(database: Path, number: str) -> tuple[tuple[str, Decimal | None], ...]:
    """Parcel ids and grams of a bag, in the order in which they came."""
    with Reads(database) as reads:
        return reads.bags.parcels(number)


def bags_inside(database: Path, container: str) -> tuple[Bag, ...]:
    """The bags of a container, by number."""
    with Reads(database) as reads:
        return reads.bags.inside(container)


def backlog(database: Path) -> Backlog:
    """What the centre does not have."""
    with Reads(database) as reads:
        return reads.backlog()


def refused(database: Path, count: int) -> tuple[DeadScan, ...]:
    """Scans that the centre refused, oldest first."""
    with Reads(database) as reads:
        return reads.refused(count)
