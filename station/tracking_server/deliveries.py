"""A batch on its way into the database, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from station.tracking_server.envelope import Envelope
from station.tracking_server.results import Result, Standing
from station.tracking_server.scans import check_scan
from station.tracking_server.verdicts import Checked, Verdict


@dataclass(frozen=True, slots=True)
class Delivery:
    """A batch as it came: JSON values that nobody has checked, and what travelled beside them."""

    station_id: str
    epoch: str
    scans: Sequence[Any]
    envelope: Envelope = field(default_factory=Envelope)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a delivery, once the commit has returned."""

    results: list[Result]
    """One a scan, in their order."""
    standing: Standing


def checked(delivery: Delivery) -> list[Checked | Verdict]:
    """Each scan of it that may be stored, or why it may not."""
    envelope = delivery.envelope
    return [check_scan(scan, envelope.first_seq, envelope.last_seq) for scan in delivery.scans]
