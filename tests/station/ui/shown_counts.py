"""What the screens of a scripted station count and list: the last hour, the newest scans."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.counting import ReadCounts
from station.core.events import (
    HourCounts,
)
from station.core.recent_scan import RecentScan

if TYPE_CHECKING:
    pass


def hour() -> HourCounts:
    return HourCounts(
        scans=431,
        accepted=414,
        weighed=429,
        read=ReadCounts(not_read=3, keyed=6, after_retries=11, first_time=405),
        exceptions=(("NR", 9), ("HD", 4), ("DUP", 3), ("OW", 1)),
        quarters=(
            ("12:15", 84),
            ("12:30", 97),
            ("12:45", 0),
            ("13:00", 105),
            ("13:15", 118),
            ("13:30", 112),
            ("13:45", 121),
            ("14:00", 57),
        ),
    )


def recent_scans() -> tuple[RecentScan, ...]:
    ids = (
        "RB123456785CN",
        "92055901755477000271990251",
        "1Z999AA10123456784",
        None,
        "LP00123456789012",
        "UA938222195PL",
    )
    rows = []
    for number in range(30):
        parcel = ids[number % len(ids)]
        code = "NR" if parcel is None else "HD" if number % 11 == 5 else None
        rows.append(
            RecentScan(
                seq=900 - number,
                scanned_at=f"2026-11-23T14:{7 - number // 12:02}:{(25 - number * 5) % 60:02}.000Z",
                parcel_id=parcel,
                carrier=None if parcel is None else "China Post",
                service=None if parcel is None else "registered",
                grams=Decimal(1234 - 31 * number),
                bin="REJECT" if parcel is None else "HOLD" if code else f"B{number % 9 + 1}",
                code=code,
                keyed=number == 4,
                sent="queued" if number < 3 else "refused" if number == 8 else "sent",
            )
        )
    return tuple(rows)
