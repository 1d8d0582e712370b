"""A recording as lines of JSON: its head, then frames, steps of the lane and what the station told, as they came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hardware.contract import Weight
from station.core import Review, ReviewAsked, ScanCommitted
from station.core.lane import FrameShown, LaneStep, changes, observed, settled
from station.core.recording import plain
from station.runtime.recorder.ring import TapedFrame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from station.core import Announced
    from station.core.lane import LaneRules
    from station.runtime.recorder.ring import Taped, TapedEvent

    Manifest = Callable[[str], Announced | None]

FORMAT = 1


def head(taped: Iterable[Taped], announced: Manifest, **about: object) -> dict[str, Any]:
    """What the rest of the recording goes on from; `about`: who made it, when, why and how."""
    frames = [each for each in taped if isinstance(each, TapedFrame)]
    steps = [each for each in taped if isinstance(each, LaneStep)]
    numbers = {symbol.text for frame in frames for symbol in (*frame.reading.symbols, *frame.reading.unsure)}
    known = ((number, announced(number)) for number in sorted(numbers))
    return {
        "format": FORMAT,
        **about,
        "lane": plain(steps[0].before) if steps else None,
        "lane_at_end": plain(steps[-1].after) if steps else None,
        "memory": plain(frames[0].memory) if frames and frames[0].memory is not None else None,
        "announced": {number: plain(one) for number, one in known if one is not None},
    }


def lines(
    taped: Iterable[Taped], rules: LaneRules, announced: Manifest, keep: Callable[[TapedFrame], str | None]
) -> Iterator[dict[str, Any]]:
    """A line each. `keep`: writes a picture, and tells the name of its file."""
    for each in taped:
        if isinstance(each, TapedFrame):
            told = {"at": each.at, "frame": each.number, "file": keep(each), "reading": plain(each.reading)}
        elif isinstance(each, LaneStep):
            told = _step(each, rules if each.weighs else rules.without_scale(), rules, announced)
        else:
            told = {"at": each.at, "told": _told(each)}
        yield told


def _step(step: LaneStep, settles: LaneRules, rules: LaneRules, announced: Manifest) -> dict[str, Any]:
    """Beside the fact only what it does not explain: what people, the record and a check did."""
    said = changes(observed(step.before, step.fact, step.at, rules), step.observed)
    then, presented = settled(step.observed, step.at, settles, announced)
    done = changes(then, step.after)
    step_of = "frame" if isinstance(step.fact, FrameShown) else "weight" if isinstance(step.fact, Weight) else None
    told: dict[str, Any] = {"at": step.at, "step": step_of or ("time" if step.fact is None else "said")}
    if step.fact is not None:
        told["fact"] = plain(step.fact)
    if not step.weighs:
        told["weighs"] = False
    for name, value in (("changed", said), ("after", done)):
        if value:
            told[name] = plain(value)
    return told if presented is None else {**told, "presented": plain(presented)}


def _told(taped: TapedEvent) -> dict[str, Any]:
    """What became of a parcel, in short."""
    event = taped.event
    if isinstance(event, ScanCommitted):
        scan, capture = event.scan, event.scan.draft.capture
        grams = None if capture is None else f"{capture.grams:f}"
        return {"seq": scan.seq, "parcel_id": scan.parcel_id, "code": scan.code, "bin": scan.bin, "grams": grams}
    asked = event.decision if isinstance(event, ReviewAsked) else None
    return {"asks": asked.code.value if isinstance(asked, Review) else type(event).__name__}
