"""The readers that are measured: this one for a lane and for stills, and its peers with their defaults."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import zxingcpp

from hardware.images import as_grey, c_stderr_silenced
from station.assembly import open_reader
from station.core import choose
from station.core.identify import identify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hardware.contract import Notice, Reader

    Symbols = list[tuple[str, bytes]]

QUICK, STILLS = "this reader", "this reader stills"
ZXING, ZBAR, BOTH = "zxing-cpp alone", "pyzbar alone", "zxing-cpp + pyzbar"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one reader made of one picture."""

    symbols: tuple[tuple[str, bytes], ...]
    """Text and raw bytes of each."""
    parcel_ids: frozenset[str]
    """The id that the station takes. A peer does not choose: of it every id that its texts hold."""
    chosen: str | None
    """The id that the station takes; None when it takes none, and of a peer."""
    cause: str | None
    """Why the station takes none, in words; None when it does, and of a peer."""
    ms: float
    """Of processor time, so that what else the machine does has little part in it."""


class Readers:
    """All of them. Each reads a parcel's frames in their order, so that their times are of the same minute."""

    def __init__(self) -> None:
        """Opens them and reads an empty picture once, for the first reading of a process is slow."""
        self._stills = open_reader(thorough=True)
        self.warning = self._stills.warning
        """A warning of this reader's, such as a missing libzbar."""
        self._peers: dict[str, Callable[[Any], Symbols]] = {ZXING: _zxing}
        if (zbar := _zbar()) is not None:
            self._peers[ZBAR] = zbar
        self.names = (QUICK, STILLS, *self._peers, *((BOTH,) if zbar else ()))
        self.read([np.full((1080, 1920), 255, np.uint8)])

    def read(self, frames: Sequence[Any]) -> dict[str, list[Answer]]:
        """What each says of each of a parcel's frames (uint8; height x width, x 3 (BGR) or x 4 (BGRA))."""
        # A lane's reader remembers the frames before: a new one, so that no parcel helps the next. And it hurries over
        # a first frame, which alone has to be worked out here.
        lane = open_reader(steady=len(frames) > 1)
        answers: dict[str, list[Answer]] = {name: [] for name in self.names}
        for pixels in frames:
            answers[QUICK].append(_ours(lane, pixels))
            answers[STILLS].append(_ours(self._stills, pixels))
            grey = as_grey(pixels)
            theirs = [_peer(read, grey) for read in self._peers.values()]
            for name, answer in zip(self._peers, theirs, strict=True):
                answers[name].append(answer)
            if BOTH in answers:
                answers[BOTH].append(_joined(theirs))
        return answers


def _ours(reader: Reader, pixels: Any) -> Answer:
    began = time.process_time()
    reading = reader.read(pixels)
    ms = (time.process_time() - began) * 1000
    choice = choose(reading.symbols, outshone=reading.outshone)
    chosen = (choice.parcel.identity.normalized or choice.parcel.identity.raw) if choice.parcel else None
    return Answer(
        tuple((symbol.text, symbol.raw) for symbol in reading.symbols),
        frozenset({chosen} if chosen else ()),
        chosen,
        None if chosen else _code(reading.cause or choice.cause),
        ms,
    )


def _code(cause: Notice | None) -> str | None:
    return cause.code if cause is not None else None


def _peer(read: Callable[[Any], Symbols], grey: Any) -> Answer:
    began = time.process_time()
    symbols = read(grey)
    ms = (time.process_time() - began) * 1000
    ids = (identify(text).normalized for text, _ in symbols)
    return Answer(tuple(symbols), frozenset(each for each in ids if each), None, None, ms)


def _joined(answers: Sequence[Answer]) -> Answer:
    """What several peers gave together, in the sum of their times."""
    symbols = tuple(dict.fromkeys(symbol for answer in answers for symbol in answer.symbols))
    ids = frozenset[str]().union(*(answer.parcel_ids for answer in answers))
    return Answer(symbols, ids, None, None, sum(answer.ms for answer in answers))


def _zxing(grey: Any) -> Symbols:
    return [(code.text, code.bytes) for code in zxingcpp.read_barcodes(grey)]


def _zbar() -> Callable[[Any], Symbols] | None:
    """None when libzbar is missing."""
    try:
        from pyzbar import pyzbar
    except ImportError:
        return None

    def read(grey: Any) -> Symbols:
        # Its DataBar decoder prints failed assertions.
        with c_stderr_silenced():
            try:
                return [(code.data.decode(errors="replace"), code.data) for code in pyzbar.decode(grey)]
            except ValueError:  # a symbol that libzbar knows and pyzbar does not
                return []

    return read
