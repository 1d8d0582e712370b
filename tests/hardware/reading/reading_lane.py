"""From frames to what a lane without a scale presents, by the reader and the lane of the station."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hardware.reading import LabelReader, SteadyReader
from station.core.choose import choose, claim
from station.core.lane import steps
from station.core.lane.codes_in_view import after_frame
from station.core.lane.state import Lane, LaneRules
from station.core.models import Choice, ReadVerdict

if TYPE_CHECKING:
    from collections.abc import Iterable

QUICK, THOROUGH = LabelReader(claim=claim), LabelReader(effort="thorough", claim=claim)
UNWEIGHED = LaneRules(None, weigh_required=False, weigh_timeout_s=5, no_read_s=4, gone_s=1)
FRAME_S = 0.1


def of_still(pixels: Any) -> Choice:
    """What `station read` makes of a picture."""
    reading = THOROUGH.read(pixels)
    return choose(reading.symbols, outshone=reading.outshone)


def of_camera(frames: Iterable[Any], seconds: float = 1.0) -> Choice | None:
    """What the lane presents first while these frames are seen over and over; None: nothing yet."""
    reader, lane, at = SteadyReader(QUICK, claim), Lane(), 0.0
    readings = [reader.read(pixels) for pixels in frames]
    while at < seconds:
        reading = readings[round(at / FRAME_S) % len(readings)]
        at += FRAME_S
        lane = after_frame(lane, at, reading.symbols, UNWEIGHED, reading.outshone)
        lane, presented = steps.settle(lane, at, UNWEIGHED)
        if presented is not None:
            return presented.choice
    return None


def id_of(choice: Choice | None) -> str | None:
    """The parcel's number of a read; None: nothing is green."""
    if choice is None or choice.verdict is not ReadVerdict.READ or choice.parcel is None:
        return None
    return choice.parcel.identity.normalized
