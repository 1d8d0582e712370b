"""Reader, lane and weigh cycle once more, over what was recorded.

By the settings of then the reader is told when its time was up, so that the load of this machine changes nothing. By
others it has its time as at the station. A frame that was not looked at then shows what the one before does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from station.assembly import open_reader, recorded_picture, station_rules
from station.core.lane import FrameShown, Lane, Presented, changed, observed, settled
from station.replay.recording import BadRecordingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config import Config
    from hardware.contract import Reading
    from station.core import Announced
    from station.core.lane import Changes
    from station.replay.recording import Recording


@dataclass(frozen=True, slots=True)
class FrameRun:
    """A frame that was looked at, and what it gave then and now."""

    number: int
    at: float
    before: Reading
    after: Reading


@dataclass(frozen=True, slots=True)
class Handover:
    """A parcel that the lane handed over to be decided on."""

    at: float
    presented: Presented
    became: dict[str, Any] | None
    """What the station told of it; None: nothing, or it is of the run of now."""


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it, then and now."""

    frames: tuple[FrameRun, ...]
    before: tuple[Handover, ...]
    after: tuple[Handover, ...]
    weights: int
    same_end: bool
    """The lane stands where it stood."""


def rerun(recording: Recording, config: Config) -> Run:
    """Run a recording by a configuration. BadRecordingError."""
    try:
        readings = {each.at: each for each in _read(recording, config)}
        return _led(recording, config, readings)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        why = f"{recording.folder}: a line of the recording is damaged ({type(error).__name__}: {error})"
        raise BadRecordingError(why) from None


def _read(recording: Recording, config: Config) -> Iterator[FrameRun]:
    """Every frame by the reader of the configuration, and what the recording says of it."""
    reader: Any = open_reader(config, text=False)
    if recording.head["memory"] is not None and config.camera.roi == recording.config.camera.roi:
        reader.recall(recording.value(recording.head["memory"]))
    as_then = config == recording.config
    for line in recording.lines:
        if "frame" not in line:
            continue
        before = recording.value(line["reading"])
        if line["file"] is None:
            after = reader.reading_between_looks()
        else:
            pixels = recorded_picture(recording.folder / str(line["file"]).replace("/", "_"))
            after = reader.read(pixels, before.late if as_then else None)
        yield FrameRun(line["frame"], line["at"], before, replace(after, printed=before.printed))


def _led(recording: Recording, config: Config, readings: dict[float, FrameRun]) -> Run:
    """The lane over these readings."""
    rules = station_rules(config, recording.head["rearm_s"]).lane
    known = {number: recording.value(one) for number, one in recording.head["announced"].items()}
    lane: Lane = recording.value(recording.head["lane"]) or Lane()
    before: list[Handover] = []
    after: list[Handover] = []
    told: dict[str, Any] | None = None
    weights = 0

    def manifest(number: str) -> Announced | None:
        return known.get(number)

    for line in recording.lines:
        if "told" in line:
            told = line["told"]
        if "step" not in line:
            continue
        weights += line["step"] == "weight"
        fact = recording.value(line["fact"]) if line["step"] in {"frame", "weight"} else None
        if isinstance(fact, FrameShown):
            fact = _shown(fact, readings.get(fact.at))
        lane = changed(observed(lane, fact, line["at"], rules), _changes(recording, line, "changed"))
        settles = rules if line.get("weighs", True) else rules.without_scale()
        lane, presented = settled(lane, line["at"], settles, manifest)
        was: Presented | None = recording.value(line["presented"]) if "presented" in line else None
        by_others = _changes(recording, line, "after")
        if was is not None and not by_others:
            before.append(Handover(line["at"], was, told))
        if by_others and presented == was:
            lane = changed(lane, by_others)
        elif presented is not None:
            after.append(Handover(line["at"], presented, told if presented == was else None))
        told = None
    looked = tuple(run for run in readings.values() if run.before.looked)
    return Run(looked, tuple(before), tuple(after), weights, lane == recording.value(recording.head["lane_at_end"]))


def _changes(recording: Recording, line: dict[str, Any], name: str) -> Changes:
    return tuple((field, recording.value(value)) for field, value in line.get(name, ()))


def _shown(was: FrameShown, run: FrameRun | None) -> FrameShown:
    """What the frame shows the lane now: labels and commands left out as then, and print added as then."""
    if run is None or judged(run.before) == judged(run.after):
        return was
    shown, read = ({symbol.text for symbol in some} for some in (was.symbols, run.before.symbols))
    gone, added = read - shown, tuple(symbol for symbol in was.symbols if symbol.text not in read)
    new = {symbol.text for symbol in run.after.symbols}
    symbols = tuple(symbol for symbol in run.after.symbols if symbol.text not in gone)
    symbols += tuple(symbol for symbol in added if symbol.text not in new)
    outshone = tuple(symbol for symbol in run.after.outshone if symbol.text not in gone)
    return FrameShown(was.at, symbols, run.after.cause, outshone)


def judged(reading: Reading) -> Reading:
    """What counts of a reading: how long it took does not, and print is not read again."""
    return replace(reading, ms=0.0, late=(), printed=())
