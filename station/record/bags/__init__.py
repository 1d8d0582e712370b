"""Bags beside the log: they follow its entries, and what people ask about them becomes entries."""

from __future__ import annotations

from station.record.bags.apply import apply
from station.record.bags.follow import follow
from station.record.bags.forget import forget_sent
from station.record.bags.place import corrected, not_to_leave, place_of_override, place_of_scan
from station.record.bags.recount import Recount, carry_older
from station.record.bags.tables import (
    bag,
    bag_of_bin,
    bags,
    bags_in,
    bags_of_despatch,
    parcels_of,
    place_of,
)

__all__ = [
    "Recount",
    "apply",
    "bag",
    "bag_of_bin",
    "bags",
    "bags_in",
    "bags_of_despatch",
    "carry_older",
    "corrected",
    "follow",
    "forget_sent",
    "not_to_leave",
    "parcels_of",
    "place_of",
    "place_of_override",
    "place_of_scan",
]
