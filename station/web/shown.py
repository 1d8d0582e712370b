"""What the second display shows: the verdict on the parcel that lies there or was just taken away. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core import Accept, Presence, Refusal
from station.language import exception_term

if TYPE_CHECKING:
    from station.core import LaneStatus, Scan
    from station.language import Language

LINGER_S = 10.0
"""A verdict is shown so long after its parcel is gone, as on the screen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`mood`: accept, stop or none; texts as they stand on the page."""

    mood: str = "none"
    large: str = ""
    word: str = ""
    number: str = ""
    seq: int = 0
    at_ms: int = 0
    """When the scan was on the disk, milliseconds since 1970."""


NOTHING_SHOWN = Shown()


def shown_of(scan: Scan, at_ms: int, language: Language) -> Shown:
    """The verdict on a scan that is on the disk."""
    number = scan.parcel_id or ""
    match scan.draft.decision:
        case Accept(bin=place):
            return Shown("accept", place, "", number, scan.seq, at_ms)
        case Refusal(code=code, bin=place):
            term = f"{code.value}  {exception_term(code.value, language)}"
            return Shown("stop", place or code.value, term, number, scan.seq, at_ms)
        case _:
            return NOTHING_SHOWN


def is_over(lane: LaneStatus, given_at: float, now: float) -> bool:
    """Whether a verdict that was given at `given_at` (monotonic seconds) would stand over another parcel, or long
    enough after its own.
    """
    if lane.at <= given_at:
        return False
    if lane.presence is Presence.OPEN:
        return True
    return lane.presence is Presence.NONE and now - max(lane.since, given_at) > LINGER_S
