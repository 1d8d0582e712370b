"""A batch as it goes out."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from station.core import ClockReading
    from station.record import Batch


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Queued scans and the envelope around them."""

    batch: Batch
    body: dict[str, Any]

    @classmethod
    def of(cls, batch: Batch, station_id: str, clock: ClockReading) -> Outgoing:
        """In a new envelope; `clock` tells what the station's times are worth."""
        body: dict[str, Any] = {
            "batch_id": str(uuid.uuid4()),
            "station_id": station_id,
            "epoch": batch.epoch,
            "first_seq": batch.first_seq,
            "last_seq": batch.last_seq,
            "clock": asdict(clock),
            "scans": batch.scans,
        }
        return cls(batch, body if batch.head is None else body | {"head": batch.head})
