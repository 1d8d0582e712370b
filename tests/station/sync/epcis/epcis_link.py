"""A station that sends its scans to an EPCIS repository."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from station.core.models import ClockReading, ScanDraft
from station.sync.epcis.client import EpcisClient
from station.sync.epcis.naming import Naming, event_id
from station.sync.transport.client import TrackingClient
from tests.station.record.drafts import BOOT, draft
from tests.station.sync.draining import SOON, Draining

NAMING = Naming("https://tracking.example/p/{id}", "https://hub.example/lane-1")


NEW_BOOT, SAME_LIFE = ClockReading("", 0, "another", "synced"), ClockReading("", 0, BOOT, "synced")
"""When the client began: after the scans were made, in another life, or before."""


class Line(Draining):
    """Sends to a repository."""

    def __init__(
        self,
        folder: Path,
        url: str,
        scans: int | Sequence[ScanDraft],
        batch: int = 20,
        born: ClockReading = SAME_LIFE,
        client: type[EpcisClient] = EpcisClient,
    ) -> None:
        drafts = [draft(f"P{n}" if n % 7 else None) for n in range(scans)] if isinstance(scans, int) else scans
        carrier = client(TrackingClient(url, "token", total_s=2.0), NAMING, "/epcis", born, 0.25)
        super().__init__(folder, carrier, drafts, batch)

    def drain(self, dead: int = 0, soon: float = SOON) -> None:
        self.until(lambda: self.backlog() == (0, dead), "an empty queue", soon)


def names(ids: Sequence[str]) -> dict[str, int]:
    return dict.fromkeys(map(event_id, ids), 1)
