"""Reading single frames, or those of one passing: this reader beside zxing-cpp and pyzbar, the same frames in one run.

Frames are made and dropped one parcel after the other: of each reading only its time is kept.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from hardware.contract import DeviceError
from hardware.images import save_picture
from station.bench.figures import figure
from station.bench.pictures import EMPTY, FOLDER
from station.bench.readers import QUICK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from station.bench.pictures import Shown
    from station.bench.readers import Answer, Readers

HARD = "hard strata"
"""The row of all hard strata together."""
NOT_HARD = frozenset({"usual", FOLDER, *EMPTY})
"""The strata that it leaves out."""


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one reader over one stratum."""

    stratum: str
    reader: str
    frames: int
    parcels: int
    """What could be read: one a frame, one a passing, one a picture of a folder whose content is known."""
    read: int
    """Parcels."""
    read_rate: float | None
    """Percent of the parcels; None when there was none."""
    misreads: int
    """Frames, or passings, in which something wrong was read."""
    mean_ms: float
    """Of processor time, a frame."""
    p99_ms: float


@dataclass(slots=True)
class Tally:
    """What one reader did so far."""

    parcels: int = 0
    read: int = 0
    misreads: int = 0
    times: array[float] = field(default_factory=lambda: array("d"))
    """Milliseconds of each frame."""

    def add(self, shown: Shown, answers: Sequence[Answer]) -> None:
        """Count one parcel: read when one of its frames is, misread when one of them is."""
        truth = shown.truth
        self.parcels += truth.readable
        self.read += any(truth.read(answer) for answer in answers)
        self.misreads += any(truth.misread(answer) for answer in answers)
        self.times.extend(answer.ms for answer in answers)

    def join(self, other: Tally) -> None:
        """Count what another counted."""
        self.parcels += other.parcels
        self.read += other.read
        self.misreads += other.misreads
        self.times.extend(other.times)

    def row(self, stratum: str, reader: str) -> Row:
        """The figures."""
        times = figure(reader, list(self.times))
        rate = round(100 * self.read / self.parcels, 2) if self.parcels else None
        ms = round(times.mean_ms, 2), round(times.p99_ms, 2)
        return Row(stratum, reader, times.count, self.parcels, self.read, rate, self.misreads, *ms)


def run(
    readers: Readers,
    strata: Iterable[tuple[str, Iterable[Shown]]],
    watch: Callable[[str, Shown, Sequence[Answer]], None] = lambda *_: None,
) -> Iterator[Row]:
    """A row of each reader for each stratum, and at the end of all that are hard.

    `watch` is told each parcel and what this reader, as on a lane, made of its frames.
    """
    hard = {name: Tally() for name in readers.names}
    some_hard = False
    for stratum, parcels in strata:
        tallies = {name: Tally() for name in readers.names}
        for shown in parcels:
            answers = readers.read(shown.frames)
            for name, tally in tallies.items():
                tally.add(shown, answers[name])
            watch(stratum, shown, answers[QUICK])
        for name, tally in tallies.items():
            yield tally.row(stratum, name)
            if stratum not in NOT_HARD:
                hard[name].join(tally)
        some_hard |= stratum not in NOT_HARD
    if some_hard:
        yield from (tally.row(HARD, name) for name, tally in hard.items())


class Failures:
    """Keeps the frames that this reader did not read or misread: pictures, and `failures.jsonl` with a line for each.

    Of a passing all frames are kept when none was read or one misread.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        """Makes the folder and begins the list anew. DeviceError when it cannot be written."""
        self._folder, self._seed = folder, seed
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._list: TextIO = (folder / "failures.jsonl").open("w", encoding="utf-8")
        except OSError as error:
            raise self._trouble(error) from None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the list."""
        self._list.close()

    def add(self, stratum: str, shown: Shown, answers: Sequence[Answer]) -> None:
        """Keep the parcel's frames when they failed. DeviceError when they cannot be written."""
        truth = shown.truth
        read = any(truth.read(answer) for answer in answers) or not truth.readable
        if read and not any(truth.misread(answer) for answer in answers):
            return
        for frame, answer in enumerate(answers):
            tail = f"-{frame}" if len(answers) > 1 else ""
            name = f"{stratum}-{self._seed}-{shown.number}{tail}.png"
            line = {
                "file": name,
                "stratum": stratum,
                "number": shown.number,
                "parcel_id": truth.parcel_id,
                "chosen": answer.chosen,
                "cause": answer.cause,
                "symbols": [text for text, _ in answer.symbols],
                "about": shown.about[frame],
            }
            self._write(name, shown.frames[frame], line)

    def _write(self, name: str, pixels: Any, line: dict[str, Any]) -> None:
        try:
            save_picture(pixels, self._folder / name)
            self._list.write(json.dumps(line) + "\n")
            self._list.flush()
        except OSError as error:
            raise self._trouble(error) from None

    def _trouble(self, error: OSError) -> DeviceError:
        return DeviceError(f"{self._folder}: cannot be written: {error.strerror}")
