"""Parcels that a machine (a fixed reader, a DWS) presents whole: no other device adds anything to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core.lane.state import Machine, Presented
from station.core.scanned import capture_of

if TYPE_CHECKING:
    from hardware.contract import Scanned
    from station.core.lane.state import Lane
    from station.core.models import Choice


def sent(lane: Lane, scan: Scanned, by: str, choice: Choice) -> Lane:
    """The lane, which decides on this parcel next, behind those that were sent before. Its weight is a capture, so that
    it is booked once, and no weight of the scale ever has its number.
    """
    number = lane.cycle.captures + 1
    whole = Presented(choice, capture_of(scan, number), 0, scan.at, keyed=False, machine=Machine(by, scan.size_mm))
    return replace(lane, sent=(*lane.sent, whole), cycle=replace(lane.cycle, captures=number))


def without_first(lane: Lane) -> tuple[Lane, Presented]:
    """The lane past the first of them, and that one."""
    return replace(lane, sent=lane.sent[1:]), lane.sent[0]
