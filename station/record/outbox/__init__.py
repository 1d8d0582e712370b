"""What waits for the centre, what it refused, and what a person did about that."""

from __future__ import annotations

from station.record.outbox.batches import Batch
from station.record.outbox.corrections import Fix
from station.record.outbox.request_log import ASKED
from station.record.outbox.scan_history import REFUSAL
from station.record.outbox.settling import Settled, troubles

__all__ = ["ASKED", "REFUSAL", "Batch", "Fix", "Settled", "troubles"]
