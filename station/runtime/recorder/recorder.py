"""The recorder: it is told of frames, steps and events, and writes the last seconds of them when something went wrong.

Whoever tells it waits for nothing but a lock of microseconds; pictures are written in a thread of their own.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from station import __version__
from station.core import Code, RequestDone, ReviewAsked, ScanCommitted
from station.core.outcomes import Done, Reason
from station.record import Reads
from station.record.upkeep import room
from station.runtime.recorder import folder as folders
from station.runtime.recorder.ring import Ring, TapedEvent, TapedFrame
from station.runtime.recorder.written import head, lines

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.contract import Frame, Reading
    from station.core import Event, Trouble
    from station.core.lane import LaneRules, LaneStep

WHY_STOPPED = {Code.NO_READ.value: "no-read", Code.CHECK_DIGIT.value: "no-read", Code.WEIGHT_MISMATCH.value: "mismatch"}
WHY_DONE = {Reason.TAKEN_BACK: "misread", Reason.CORRECTED: "misread", Reason.STOP_LIFTED: "override"}
ASKED = "asked"
AFTER_S = 0.5
"""So long after its cause a recording ends: what the station made of it is on it as well."""
HOUR_S = 3600.0
_NICER = 10


class Pictures(Protocol):
    """What is done with pictures; called by the thread of the camera, and by that of the recorder."""

    def grey(self, pixels: Any) -> Any | None:
        """What the reader sees of it: uint8, height x width; None: it is no picture."""

    def write(self, grey: Any, reading: Reading, path: Path) -> None:
        """Without loss, masked if that is wanted. OSError."""


@dataclass(frozen=True, slots=True)
class RecorderSetup:
    """How it records."""

    folder: Path
    record: Path
    """The database, whose manifest tells what was announced."""
    seconds: float
    memory_bytes: int
    keep: folders.KeepRules
    masked: bool
    rules: LaneRules
    settings: str
    """TOML: what of the configuration counts for reading and weighing."""


class Recorder:
    """Everything but `run` may be called from any thread and never waits."""

    key = "recorder"

    def __init__(self, setup: RecorderSetup, pictures: Pictures) -> None:
        self._setup, self._pictures = setup, pictures
        self._ring = Ring(setup.seconds, setup.memory_bytes // 2)
        self._wanted: queue.Queue[str] = queue.Queue(maxsize=1)
        """What happens while one is written is not written as well: it would double the memory."""
        self._stop = threading.Event()
        self.left_out = 0
        """Recordings that were wanted and not made: another was being written, or the disk is short or broken."""

    def saw(self, frame: Frame, reading: Reading, memory: object) -> None:
        """The reader had a frame; `memory`: what the ones before had left in it."""
        grey = self._pictures.grey(frame.pixels) if reading.looked else None
        if reading.printed:  # the strip of a line is a picture of it, and a mask is to keep none
            lines = () if self._setup.masked else (replace(line, strip=None) for line in reading.printed)
            reading = replace(reading, printed=tuple(lines))
        self._ring.add(TapedFrame(frame.number, frame.at, grey, reading, memory))

    def stepped(self, step: LaneStep) -> None:
        """The lane did something."""
        self._ring.add(step)

    def heard(self, event: Event) -> None:
        """A listener of the station."""
        if isinstance(event, ScanCommitted | ReviewAsked):
            self._ring.add(TapedEvent(time.monotonic(), event))
        why = _why(event)
        if why is not None:
            self.record(why)

    def record(self, why: str = ASKED) -> bool:
        """Write the last seconds; False: others are being written."""
        try:
            self._wanted.put_nowait(why)
        except queue.Full:
            self.left_out += 1
            return False
        return True

    def devices(self) -> tuple[()]:
        """It is none."""
        return ()

    def troubles(self) -> tuple[Trouble, ...]:
        """None of them stops the lane."""
        return ()

    def stop(self) -> None:
        """End; what is being written is written."""
        self._stop.set()

    def run(self) -> None:
        """Until `stop`."""
        with suppress(OSError):  # of this thread alone, on Linux
            own = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, own, os.getpriority(os.PRIO_PROCESS, own) + _NICER)
        tidied = -HOUR_S
        while not self._stop.is_set():
            if time.monotonic() - tidied > HOUR_S:
                folders.make_room(self._setup.folder, self._setup.keep, 0)
                tidied = time.monotonic()
            with suppress(queue.Empty):
                why = self._wanted.get(timeout=0.2)
                self._stop.wait(AFTER_S)
                self._write(why)

    def _write(self, why: str) -> None:
        setup, taped = self._setup, self._ring.now()
        size = sum(each.grey.nbytes for each in taped if isinstance(each, TapedFrame) and each.grey is not None)
        try:
            folders.make_room(setup.folder, setup.keep, size)
            made = folders.begun(setup.folder, f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}Z-{why}")
            if room(made).warning is not None:
                made.rmdir()
                self.left_out += 1
                return
            self._write_into(made, taped, why)
            folders.finished(made)
        except OSError:
            self.left_out += 1

    def _write_into(self, made: Path, taped: tuple[Any, ...], why: str) -> None:
        setup = self._setup

        def keep(frame: TapedFrame) -> str | None:
            if frame.grey is None:
                return None
            name = f"{frame.number:09}{folders.PICTURES_END}"
            self._pictures.write(frame.grey, frame.reading, made / name)
            return name

        about = {
            "made_by": __version__,
            "made_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "why": why,
            "masked": setup.masked,
            "rearm_s": setup.rules.weigh.rearm_s if setup.rules.weigh is not None else 0.0,
        }
        with Reads(setup.record) as reads:
            announced = reads.manifest.announced
            first = head(taped, announced, **about)
            rest = lines(taped, setup.rules, announced, keep)
            folders.write_lines(made / folders.RECORD, (line for some in ((first,), rest) for line in some))
        (made / folders.SETTINGS).write_text(setup.settings, encoding="utf-8")


def _why(event: Event) -> str | None:
    """Why what has just happened is worth a recording; None: it is not."""
    if isinstance(event, ScanCommitted):
        return WHY_STOPPED.get(event.scan.code or "") if event.scan.draft.scanner is None else None
    if isinstance(event, RequestDone) and isinstance(event.outcome, Done):
        return WHY_DONE.get(event.outcome.reason)
    return None
