"""The parcels of the past on another sort plan: what would go elsewhere, by bin."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from station.core import Code
from station.core.identify import identify
from station.core.sort_plan import PlanIndex, route
from station.record import Reads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.core import Identity
    from station.core.sort_plan import SortPlan

NOWHERE = ""
"""No rule fits: the parcel stops."""
_MOST_NAMED = 1000
"""Parcels that go elsewhere are named up to so many."""


@dataclass(slots=True)
class Load:
    """Of one bin."""

    before: int = 0
    after: int = 0
    grams_before: Decimal = Decimal(0)
    grams_after: Decimal = Decimal(0)


@dataclass(slots=True)
class Replayed:
    """What another plan would have done."""

    parcels: int = 0
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By the bin as it was and the bin of the other plan; `NOWHERE` where no rule fits."""
    bins: dict[str, Load] = field(default_factory=dict)
    named: list[tuple[str, str, str]] = field(default_factory=list)
    """Parcel id, before, after: of parcels that would go elsewhere."""


def replay_plan(database: Path, plan: SortPlan, since_utc: str | None, until_utc: str | None) -> Replayed:
    """Scans that were accepted, or that no rule fitted, and were not taken back: other stops come before the plan. Each
    is routed as on its day, by what its label, its weight and the manifest of today say. StoreError.
    """
    index, told = PlanIndex(plan), Replayed()
    with Reads(database) as reads:
        gone = set(reads.corrected())
        for scan in _routed(reads, since_utc, until_utc):
            if scan["scan_id"] in gone:
                continue
            parcel_id, weight = str(scan["parcel_id"]), scan.get("weight")
            grams = Decimal(weight["grams"]) if weight else None
            announced = reads.manifest.announced(parcel_id)
            rule = route(index, _identity(scan), grams, str(scan["scanned_at"])[:10], announced)
            before = NOWHERE if "code" in scan else str(scan.get("bin", ""))
            _add(told, parcel_id, before, NOWHERE if rule is None else rule.bin, grams or Decimal(0))
    return told


def _routed(reads: Reads, since_utc: str | None, until_utc: str | None) -> Iterator[dict[str, Any]]:
    for scan in reads.exported(since_utc):
        at = str(scan.get("scanned_at_corrected", scan["scanned_at"]))
        if until_utc is not None and at >= until_utc:
            continue
        is_scan = scan["kind"] == "scan" and "parcel_id" in scan and "corrects" not in scan
        if is_scan and scan.get("code") in {None, Code.NO_RULE.value}:
            yield scan


def _identity(scan: dict[str, Any]) -> Identity:
    """As it was read; where that says another number today, as it was booked."""
    raw = bytes.fromhex(scan.get("raw_hex") or "").decode(errors="replace")
    read = identify(raw, scan.get("symbology"), scan.get("aim"), keyed=bool(scan.get("keyed")))
    return read if read.normalized == scan["parcel_id"] else identify(scan["parcel_id"], keyed=True)


def _add(told: Replayed, parcel_id: str, before: str, after: str, grams: Decimal) -> None:
    told.parcels += 1
    was, now = (told.bins.setdefault(bin_, Load()) for bin_ in (before, after))
    was.before += 1
    was.grams_before += grams
    now.after += 1
    now.grams_after += grams
    if before != after:
        told.moved[before, after] += 1
        if len(told.named) < _MOST_NAMED:
            told.named.append((parcel_id, before, after))
