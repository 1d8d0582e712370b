"""The values of which a recording of the lane may consist, by name: nothing else is made of its lines."""

from __future__ import annotations

from hardware.contract import Notice, Reading, Symbol, Weight
from hardware.print_contract import PrintedLine, PrintedText
from station.core.announced import Announced
from station.core.exception_codes import Code
from station.core.hold_list import Hold
from station.core.lane.state import Aside, Lane, Machine, Presented, Seen
from station.core.lane.taped import FrameShown
from station.core.models import Capture, Choice, Identity, Kind, ReadVerdict, Sighting, Strength
from station.core.weighing.cycle import Phase, WeighCycle
from station.core.weighing.liveness import Stream
from station.core.weighing.stability import Sample

_OF_DEVICES: tuple[type, ...] = (Notice, PrintedLine, PrintedText, Reading, Symbol, Weight)
_OF_PARCELS: tuple[type, ...] = (
    Announced,
    Capture,
    Choice,
    Code,
    Hold,
    Identity,
    Kind,
    ReadVerdict,
    Sighting,
    Strength,
)
_OF_THE_LANE: tuple[type, ...] = (
    Aside, FrameShown, Lane, Machine, Phase, Presented, Sample, Seen, Stream, WeighCycle,
)  # fmt: skip
RECORDED_CLASSES: dict[str, type] = {each.__name__: each for each in (*_OF_DEVICES, *_OF_PARCELS, *_OF_THE_LANE)}
