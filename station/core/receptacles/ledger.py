"""The bags as the entries of the log alone tell them: what `station verify` compares with the record's own tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from station.core.bag import Bag, BagState
from station.core.entries import EntryKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    Wire: TypeAlias = Mapping[str, Any]

_GRAMS = ("tare_g", "most_g", "most_l")


@dataclass(frozen=True, slots=True)
class Bagged:
    """A parcel in a bag."""

    bag: str
    grams: Decimal | None
    scan_id: str
    """The scan or the override by which it is there."""


class Ledger:
    """Add the entries in the order of their numbers."""

    def __init__(self, *, keeps_sent: bool = True) -> None:
        """`keeps_sent` False: what left is forgotten, as a record of years needs it."""
        self.bags: dict[str, Bag] = {}
        self.parcels: dict[str, Bagged] = {}
        """By parcel id; those of dispatched bags are gone."""
        self.sent: dict[str, dict[str, Bagged]] = {}
        """By bag, those of dispatched bags."""
        self._keeps_sent = keeps_sent
        self._by_scan: dict[str, str] = {}

    def add(self, entry: Wire) -> None:
        """One entry in its wire form. What names a bag that was never opened changes nothing."""
        details = entry.get("details") or {}
        match entry.get("kind"):
            case EntryKind.VOID.value:
                self._leaves(self._by_scan.get(str(entry.get("about"))))
            case EntryKind.RECEPTACLE.value:
                self._changed(details, str(entry["scanned_at"]), entry.get("bin"))
            case EntryKind.RELABEL.value if details.get("is") == "read":
                self._renamed(str(details.get("old")), str(details.get("new")))
            case EntryKind.SCAN.value | EntryKind.OVERRIDE.value:
                if "corrects" in entry and self._corrected(entry):
                    return
                if "bag" in details and "parcel_id" in entry:
                    grams = (entry.get("weight") or details).get("grams")
                    self._put(entry["parcel_id"], details["bag"], _decimal(grams), entry["scan_id"])
                elif "from" in details:
                    self._leaves(entry.get("parcel_id"))
            case _:
                pass

    def _changed(self, details: Wire, at: str, bin_: str | None) -> None:
        number = details.get("bag")
        if details.get("is") == "opened":
            self.bags[str(number)] = opened(details, at, bin_)
            return
        if details.get("is") in {"moved", "put", "lost", "found"}:
            self._moved(details)
            return
        if (bag := self.bags.get(str(number))) is None:
            return
        match details.get("is"):
            case "closed":
                gross = _decimal(details.get("gross_g"))
                bag = replace(bag, state=BagState.CLOSED, gross_g=gross, seal=details.get("seal"), closed_at=at)
            case "reopened":
                bag = replace(bag, state=BagState.OPEN, gross_g=None, seal=None, closed_at=None)
            case "nested" | "taken_out":
                bag = self._nested(bag, details)
            case "loaded" | "unloaded":
                bag = replace(bag, loaded_at=at if details["is"] == "loaded" else None)
            case "dispatched":
                bag = replace(bag, state=BagState.DISPATCHED, despatch=details.get("despatch"), dispatched_at=at)
                held = [parcel for parcel, one in self.parcels.items() if one.bag == bag.number]
                left = {parcel: self.parcels.pop(parcel) for parcel in held}
                if self._keeps_sent:
                    self.sent[bag.number] = left
            case _:
                pass
        self.bags[bag.number] = bag

    def _nested(self, bag: Bag, details: Wire) -> Bag:
        inside = details["is"] == "nested"
        container = self.bags.get(str(details.get("container")))
        if container is not None:
            self.bags[container.number] = counted(container, bag.gross_g, 1 if inside else -1)
        return replace(bag, container=details.get("container") if inside else None)

    def _moved(self, details: Wire) -> None:
        """`scan` names the scan by which the parcel is in a bag at all."""
        parcel, number = str(details.get("parcel_id")), details.get("bag")
        self._leaves(parcel)
        if number is not None and details["is"] != "lost":
            self._put(parcel, number, _decimal(details.get("grams")), str(details.get("scan")))

    def _put(self, parcel: str, number: str, grams: Decimal | None, scan_id: str) -> None:
        if number not in self.bags or self.bags[number].state is BagState.DISPATCHED:
            return
        self._leaves(parcel)
        self.parcels[parcel] = Bagged(number, grams, scan_id)
        self._by_scan[scan_id] = parcel
        self.bags[number] = counted(self.bags[number], grams, 1)

    def _renamed(self, old: str, new: str) -> None:
        """What has left keeps its number."""
        if (held := self.parcels.pop(old, None)) is not None:
            self.parcels[new] = held
            self._by_scan[held.scan_id] = new

    def _leaves(self, parcel: str | None) -> None:
        held = self.parcels.pop(parcel, None) if parcel is not None else None
        if held is not None:
            self._by_scan.pop(held.scan_id, None)
            self.bags[held.bag] = counted(self.bags[held.bag], held.grams, -1)

    def _corrected(self, entry: Wire) -> bool:
        """The corrected scan takes the place of the old one; True: in a bag that has left, where nothing is counted."""
        old = str(entry["corrects"])
        for held in self.sent.values():
            before = next((parcel for parcel, one in held.items() if one.scan_id == old), None)
            if before is not None:
                one = held.pop(before)
                held[entry.get("parcel_id", before)] = replace(one, scan_id=entry["scan_id"])
                return True
        self._leaves(self._by_scan.get(old))
        return False


def opened(details: Wire, at: str, bin_: str | None) -> Bag:
    """The bag of an entry that opened it."""
    amounts: dict[str, Any] = {name: _decimal(details.get(name)) for name in _GRAMS}
    return Bag(
        number=str(details["bag"]),
        bin=bin_,
        destination=details.get("destination"),
        most_parcels=cast("int | None", details.get("most_parcels")),
        opened_at=at,
        **amounts,
    )


def counted(bag: Bag, grams: Decimal | None, step: int) -> Bag:
    """One more in it (1), or one less (-1)."""
    if grams is None:
        return replace(bag, count=bag.count + step, unweighed=bag.unweighed + step)
    return replace(bag, count=bag.count + step, net_g=bag.net_g + step * grams)


def _decimal(text: object) -> Decimal | None:
    return None if text is None else Decimal(str(text))
