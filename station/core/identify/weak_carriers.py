"""What a lane makes of a number that does not prove itself: the carriers that it names decide."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core.models import Identity, Kind, Strength

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

SSCC = "sscc"
"""Named as a weak carrier: each logistic unit is a parcel here, as with PostNord, Bring and Poczta Polska."""


def allowed_in_lane(fitting: Iterable[Identity], weak_carriers: Collection[str]) -> Identity | None:
    """The first of the identities that fit a number whose carrier the lane names, as a parcel id that may be booked."""
    for each in fitting:
        if each.check is False or each.refused:
            continue
        if each.strength is Strength.WEAK and each.carrier in weak_carriers:
            return _taken(each)
        if each.kind is Kind.LOGISTIC_UNIT and SSCC in weak_carriers:
            return replace(_taken(each), carrier=None)
    return None


def _taken(identity: Identity) -> Identity:
    """As one with a prefix of its own: on the word of several frames."""
    return replace(identity, kind=Kind.PARCEL, strength=Strength.PREFIX, hint=None)
