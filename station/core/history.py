"""What the hub knows of one parcel, for somebody who looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.core.bag import Bag
    from station.core.facts import Elsewhere


@dataclass(frozen=True, slots=True)
class Passed:
    """A scan or an override of the parcel here."""

    seq: int
    at: str
    """UTC."""
    operation: str
    bin: str | None
    code: str | None
    """Why it stopped; None: it went on."""
    operator: str | None
    is_override: bool = False
    """Somebody let it go."""
    taken_back: bool = False
    """It counts no more."""
    reason: str | None = None
    """Why it came back."""


@dataclass(frozen=True, slots=True)
class History:
    """The newest first."""

    parcel_id: str
    printed: str
    here: tuple[Passed, ...] = ()
    bag: Bag | None = None
    """In which it is."""
    is_lost: bool = False
    """It was told to be lost."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """Where other stations of the hub accepted it."""
