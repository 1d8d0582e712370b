"""A station's upload to our own kind of centre."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station.sync.transport.client import TrackingClient
from station.sync.transport.trust import Papers
from tests.station.record.drafts import draft
from tests.station.sync.draining import Draining
from tests.station.sync.moody_centre import MoodyCentre


@contextmanager
def centre(*args: object) -> Iterator[MoodyCentre]:
    moody = MoodyCentre(*args)  # type: ignore[arg-type]  # passed through
    try:
        yield moody
    finally:
        moody.close()


class Line(Draining):
    """Sends numbered parcels to our own kind of centre."""

    def __init__(self, folder: Path, url: str, scans: int, batch: int = 20, papers: Papers | None = None) -> None:
        client = TrackingClient(url, "token", papers, total_s=0.6 if papers is None else 5.0)
        super().__init__(folder, client, [draft(parcel_id=f"P{n}") for n in range(1, scans + 1)], batch)
