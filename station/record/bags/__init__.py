"""Bags beside the log: they follow its entries, and what people ask about them becomes entries."""

from __future__ import annotations

from station.record.bags.apply import apply
from station.record.bags.follow import follow
from station.record.bags.forget import forget_sent
from station.record.bags.place import corrected, not_to_leave, place_of_override, place_of_scan
from station.record.bags.reads import BagReads
from station.record.bags.recount import Recount, carry_older
from station.record.bags.tables import bag, open_bags

__all__ = [
    "BagReads",
    "Recount",
    "apply",
    "bag",
    "carry_older",
    "corrected",
    "follow",
    "forget_sent",
    "not_to_leave",
    "open_bags",
    "place_of_override",
    "place_of_scan",
]
