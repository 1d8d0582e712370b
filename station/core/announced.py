"""A parcel of the manifest: what its sender said of it before it came (pre-advice)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core.hold_list import Hold

if TYPE_CHECKING:
    from decimal import Decimal

CANCELLED = "cancelled"
STATUSES = ("expected", CANCELLED)


@dataclass(frozen=True, slots=True)
class Announced:
    """One line of the manifest; only the parcel id is always given."""

    parcel_id: str
    """Canonical."""
    alt_ids: tuple[str, ...] = ()
    """Other numbers of the same parcel: first mile, order, last mile."""
    carrier: str | None = None
    service: str | None = None
    origin_country: str | None = None
    dest_country: str | None = None
    """ISO 3166-1 alpha-2."""
    dest_postcode: str | None = None
    bag_id: str | None = None
    """Receptacle (UPU S9)."""
    despatch_id: str | None = None
    """UPU S8."""
    weight_g: Decimal | None = None
    """Declared."""
    value: Decimal | None = None
    currency: str | None = None
    """ISO 4217."""
    hs_codes: tuple[str, ...] = ()
    """Harmonized System, digits."""
    contents: str | None = None
    hold_flag: bool = False
    hold_reason: str | None = None
    hold_until: str | None = None
    """UTC date, inclusive."""
    customs_flag: str | None = None
    """A word such as `dutiable`, which rules of the sort plan may ask for."""
    status: str = "expected"
    """expected or cancelled."""
    expected_at: str | None = None
    """UTC date or moment."""
    source: str | None = None
    """Who said so."""

    @property
    def cancelled(self) -> bool:
        """Its sender called it back."""
        return self.status == CANCELLED

    def hold(self, today: str) -> Hold | None:
        """The hold that the manifest puts on it, if it is in force on `today` (UTC date)."""
        if not self.hold_flag or (self.hold_until is not None and self.hold_until < today):
            return None
        return Hold(self.parcel_id, self.hold_reason or "hold", self.hold_until)
