"""What people ask about a parcel that gets a new label: its new number, and that the new label was read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from station.core.outcomes import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.core.models import Identity


@dataclass(frozen=True, slots=True)
class RelabelParcel:
    """Give a parcel a label with a new number, or with its own once more. It is linked once the label was read."""

    old: str
    new: str
    who: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class ConfirmRelabel:
    """The new label was read at the station."""

    new: str
    who: str | None = None


RelabelRequest = RelabelParcel | ConfirmRelabel
LONGEST = {"old": 100, "new": 100}
"""Characters of a number."""


@dataclass(frozen=True, slots=True)
class Relabel:
    """A new label that was asked for."""

    old: str
    new: str
    entry: str
    """`scan_id` of the entry that asked for it."""
    asked_at: str
    """UTC."""


def judged_relabel(
    request: RelabelRequest, parcel_named: Callable[[str], Identity | Problem]
) -> RelabelRequest | Problem:
    """The request with its numbers as the record spells them, or why one of them is none of a parcel."""
    new = parcel_named(request.new)
    if isinstance(new, Problem):
        return new
    if isinstance(request, ConfirmRelabel):
        return replace(request, new=_name(new))
    old = parcel_named(request.old)
    return old if isinstance(old, Problem) else replace(request, old=_name(old), new=_name(new))


def _name(identity: Identity) -> str:
    return identity.normalized or identity.raw
