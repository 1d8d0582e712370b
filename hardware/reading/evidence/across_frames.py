"""Frames of one stream: a result one frame leaves uncertain is confirmed by a second.

They prove what is printed, never what it is for: a number that was outshone once stays so as long as it is in view.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import cv2
import numpy as np

from hardware.contract import Claim, Reading
from hardware.images import as_grey
from hardware.reading.bars import length_of
from hardware.reading.engines.families import bare
from hardware.reading.evidence.memory import ReaderMemory, Track
from hardware.reading.no_read_cause import DAMAGED, UNCERTAIN
from hardware.reading.text.print_looks import PrintLooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Notice, Point, Symbol
    from hardware.images import Pixels
    from hardware.reading.text.print_looks import PrintReader

_FORGOTTEN = 15
"""Frames without a text after which it has to be seen twice again."""
_AGREEING = 2
_PACE = 0.6
"""How far a code moves from frame to frame at most, in its own lengths; beyond it is another parcel's."""


class PatientReader(Protocol):
    """A reader that can be hurried."""

    warning: Notice | None

    def read(
        self, pixels: Any, *, hurried: bool = False, patient: bool = False, late: tuple[int, ...] | None = None
    ) -> Reading: ...


_SKIPPED, _MOST_SKIPPED = 5, 150
"""Frames that are not looked at while the picture stays as it is and held nothing; twice as many each time."""
_REST_S = 1 / 15
"""Of a picture that stays as it is and holds nothing half of the frames are enough."""
_WAITED_FOR = 25
"""Looks in vain at something unread."""
_SETTLED = 15
"""Frames that showed certain codes alone, after which a picture that stays as it is is looked at more rarely."""
_CHANGED = 8
"""Grey levels: sensor noise changes no cell of the thumbnail as much, a parcel changes many."""
_FLICKER = 1.1


class SteadyReader:
    """A reader for the frames of one camera or video, in their order. One thread at a time."""

    def __init__(
        self, reader: PatientReader, claim: Callable[[Symbol], Claim], lines: PrintReader | None = None
    ) -> None:
        """`claim` tells what a symbol says of itself; one that is proven needs no second frame. `lines`: reads the
        print of a picture that stays as it is and whose bars name no parcel.
        """
        self._reader, self._claim = reader, claim
        self._print = PrintLooks(lines) if lines is not None else None
        self._unnamed = 0
        """Unhurried looks at this picture that named no parcel."""
        self._tracks: list[Track] = []
        self._outshone: dict[str, int] = {}
        """Texts and the frame in which each was seen last."""
        self.warning = reader.warning
        self._frame = 0
        self._thumb: Pixels | None = None
        self._kept: Reading | None = None
        """What the last look gave when another at the same picture would hardly give more."""
        self._skipped = self._looks = self._same = 0
        """Frames since the last look, looks in vain at this picture, and looks that gave the same codes."""
        self._unread = 0
        self._told: Reading | None = None
        """What the last look gave."""

    @property
    def pause(self) -> float:
        """See `hardware.contract.Reader`."""
        return _REST_S if self._looks > 1 and not self._unread else 0.0

    def memory(self) -> ReaderMemory:
        """What the frames so far have left."""
        return ReaderMemory(
            tuple(self._tracks),
            tuple(self._outshone.items()),
            None if self._thumb is None else (self._thumb.shape, self._thumb.tobytes()),
            self._kept,
            (self._frame, self._skipped, self._looks, self._same, self._unread, self._unnamed),
        )

    def recall(self, memory: ReaderMemory) -> None:
        """Go on where another reader was. ValueError: it is none that one has told."""
        self._tracks, self._outshone, self._kept = list(memory.tracks), dict(memory.outshone), memory.kept
        self._thumb = None
        if memory.thumb is not None:
            shape, grey = memory.thumb
            self._thumb = np.frombuffer(grey, np.uint8).reshape(shape)
        self._frame, self._skipped, self._looks, self._same, self._unread, self._unnamed = memory.counts

    def reading_between_looks(self) -> Reading:
        """The next frame, which was not looked at and is not here: it shows what the one before did."""
        self._frame += 1
        self._skipped += self._kept is not None
        told = self._kept or self._told
        return replace(told, ms=0.0, looked=False) if told is not None else Reading((), None, 0.0, looked=False)

    def read(self, pixels: Any, late: tuple[int, ...] | None = None) -> Reading:
        """The barcodes of the next frame; see `hardware.contract.Reader`. `late`: as of a reading that is made again.

        A moving picture is looked at hurriedly at first: the next frame is there before a blurred one is worked out.
        One that stays as it is and held nothing is looked at patiently once, and then more and more rarely.
        """
        self._frame += 1
        thumb = _thumb(pixels)
        still = _alike(thumb, self._thumb)
        if still and self._kept is not None and self._skipped < self._most_skipped():
            self._skipped += 1
            return self._with_print(pixels, replace(self._kept, ms=0.0, looked=False))
        self._looks, self._same = (self._looks, self._same) if still else (0, 0)
        hurried = not still and not self._unread
        reading = self._reader.read(pixels, hurried=hurried, patient=self._looks == 1, late=late)
        self._thumb, self._skipped, self._unread = thumb, 0, reading.unread
        reading = self._doubted(reading)
        in_vain = not (hurried or reading.symbols or reading.unsure)
        self._looks = self._looks + 1 if in_vain else 0
        self._told = told = self._confirmed(reading)
        self._same = self._same + 1 if told.symbols and not (told.unsure or told.outshone) else 0
        self._kept = told if in_vain or self._same > _SETTLED else None
        if self._print is not None and not still:
            self._print.forget()
        named = any(self._claim(symbol) is not Claim.NONE for symbol in told.symbols)
        self._unnamed = 0 if named or hurried else self._unnamed + 1
        return self._with_print(pixels, told)

    def _with_print(self, pixels: Any, reading: Reading) -> Reading:
        """With what the print says; good parcels are named before anybody looks at theirs."""
        if self._print is None:
            return reading
        empty = reading.cause is not None and reading.cause.code == "nothing_there"
        if self._unnamed > 1 and not empty:
            self._print.offer(pixels, reading)
        return replace(reading, printed=self._print.found())

    def _most_skipped(self) -> int:
        """Frames that need no look. Something unread gets all looks while a worker waits for it, then fewer."""
        if not self._unread:
            return min(_MOST_SKIPPED, _SKIPPED << max(0, self._looks - 1))
        return _SKIPPED if self._looks < _WAITED_FOR else 4 * _SKIPPED

    def _confirmed(self, reading: Reading) -> Reading:
        """With what a second frame has made certain, and without what it contradicts."""
        self._tracks = [track for track in self._tracks if self._frame - track.frame <= _FORGOTTEN]
        seen = [(symbol, self._track(symbol)) for symbol in (*reading.symbols, *reading.unsure)]
        certain = [symbol for symbol, track in seen[: len(reading.symbols)] if not self._outvoted(symbol, track)]
        certain += [
            symbol
            for symbol, track in seen[len(reading.symbols) :]
            if track.votes >= _AGREEING and not self._outvoted(symbol, track)
        ]
        unsure = [symbol for symbol, _ in seen if symbol not in certain]
        if not certain:
            cause = reading.cause if not reading.symbols else None
            return replace(reading, symbols=(), unsure=tuple(unsure), cause=cause or UNCERTAIN)
        sure = Reading(tuple(certain), None, reading.ms, tuple(unsure), outshone=reading.outshone)
        return replace(sure, late=reading.late)

    def _doubted(self, reading: Reading) -> Reading:
        """The reading without what this frame or one before has found to be outshone."""
        seen = (*reading.symbols, *reading.unsure, *reading.outshone)
        texts = {symbol.text for symbol in reading.outshone} | self._outshone.keys()
        doubted = tuple(one for one in seen if one.text in texts)
        # A number that proves itself is outshone by another parcel's code alone, which may be taken away.
        self._outshone |= {one.text: self._frame for one in doubted if self._claim(one) is not Claim.PROVEN}
        self._outshone = {text: at for text, at in self._outshone.items() if self._frame - at <= _FORGOTTEN}
        symbols, unsure = (
            tuple(one for one in some if one not in doubted) for some in (reading.symbols, reading.unsure)
        )
        cause = None if symbols else reading.cause or DAMAGED
        return replace(reading, symbols=symbols, unsure=unsure, outshone=doubted, cause=cause)

    def _track(self, symbol: Symbol) -> Track:
        """The track that this symbol goes on, or a new one."""
        at, length = _centre(symbol.polygon), max(1.0, length_of(symbol))
        for place, track in enumerate(self._tracks):
            same = track.text == symbol.text and track.symbology == bare(symbol.symbology)
            if same and track.frame < self._frame and self._near(track, at, length):
                on = replace(track, at=at, length=length, frame=self._frame, votes=track.votes + 1)
                self._tracks[place] = on
                return on
        new = Track(bare(symbol.symbology), symbol.text, at, length, self._frame, 1)
        self._tracks.append(new)
        return new

    def _near(self, track: Track, at: tuple[float, float], length: float) -> bool:
        return math.dist(track.at, at) <= _PACE * max(track.length, length) * max(1, self._frame - track.frame)

    def _outvoted(self, symbol: Symbol, track: Track) -> bool:
        """Whether another text has been read as often at this very place: one of them is wrong."""
        if self._claim(symbol) is Claim.PROVEN:
            return False
        return any(
            other is not track
            and other.symbology == track.symbology
            and other.votes >= track.votes
            and math.dist(other.at, track.at) < 0.2 * track.length
            for other in self._tracks
            if other.text != track.text and self._frame - other.frame <= 2
        )


def _centre(polygon: tuple[Point, ...]) -> tuple[float, float]:
    return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)


def _thumb(pixels: Any) -> Pixels | None:
    """48 x 27 grey levels of a picture; None when it is none."""
    picture = np.asarray(pixels)
    if picture.dtype != np.uint8 or picture.ndim not in {2, 3} or min(picture.shape[:2]) < 108:
        return None
    plane = as_grey(picture[::4, ::4])
    return None if plane is None else np.asarray(cv2.resize(plane, (48, 27), interpolation=cv2.INTER_AREA))


def _alike(one: Pixels | None, other: Pixels | None) -> bool:
    """Whether two thumbnails show the same; a lamp that flickers changes all of it alike."""
    if one is None or other is None:
        return False
    now, before = one.astype(np.float32), other.astype(np.float32)
    gain = float(np.median((now + 1) / (before + 1)))
    changed = np.abs(now - before * min(_FLICKER, max(1 / _FLICKER, gain))) > _CHANGED
    return int(np.count_nonzero(changed)) <= 2
