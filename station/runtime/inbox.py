"""What other threads hand to the core, and the queue in which it waits."""

from __future__ import annotations

import queue
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from hardware.contract import Weight, notice
from station.record.log import DamagedError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from hardware.contract import Notice, Reading, Scanned, Symbol
    from hardware.print_contract import PrintedLine
    from station.core import Code
    from station.record import Store

T = TypeVar("T")
ROOM = 256
WRITE_S = 60.0
"""Timeout for a write requested by another thread, seconds."""


@dataclass(frozen=True, slots=True)
class FrameRead:
    """A frame was read; `at` is when it was grabbed."""

    at: float
    symbols: tuple[Symbol, ...]
    cause: Notice | None
    outshone: tuple[Symbol, ...] = ()
    unsure: tuple[Symbol, ...] = ()
    printed: tuple[PrintedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Keyed:
    """A text was keyed in."""

    at: float
    text: str
    by_scanner: bool = False
    """A scanner typed it."""


@dataclass(frozen=True, slots=True)
class ScanRead:
    """A scanner read a label, or saw a parcel and read nothing; `machine`: it presents the parcel whole."""

    scan: Scanned
    by: str
    machine: bool

    @property
    def text(self) -> str:
        """Its first code."""
        return self.scan.text


@dataclass(frozen=True, slots=True)
class WeightTold:
    """Somebody tells the weight of the parcel that lies there, because the scale is down."""

    at: float
    grams: Decimal
    mode: str
    """`MANUAL` or `FORCED`."""
    by: str


class CancelKeyed:
    """The worker takes back what was keyed and is not booked yet."""


@dataclass(frozen=True, slots=True)
class StopByHand:
    """The worker stops what lies there, or what was decided on last."""

    code: Code
    last: bool = False
    """Somebody has said that the last one is meant, although it lies there no more."""


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """Why a parcel came back; None: the worker leaves the question."""

    parcel_id: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class CheckAnswered:
    """The worker's word on a check."""

    check: str
    passed: bool


Answer = ReasonGiven | CheckAnswered
"""What a person says to a question of the lane."""


class Write:
    """Something that another thread wants written; `answer` is given once it is on the disk."""

    def __init__(self, write: Callable[[Store], object]) -> None:
        self._write = write
        self.answer: Future[Any] = Future()

    def do(self, store: Store) -> None:
        """Write, and answer with what the store said. DamagedError: the station has to end, the next start saves it."""
        try:
            answer = self._write(store)
        except DamagedError as error:
            self.refuse(error)
            raise
        except StoreError as error:
            self.refuse(error)
        else:
            self.answer.set_result(answer)

    def refuse(self, error: StoreError) -> None:
        """It was not written."""
        self.answer.set_exception(error)


class ScaleLost:
    """The scale went away."""


class Stop:
    """End after what came before."""


Fact = FrameRead | Weight | Keyed | ScanRead | CancelKeyed | StopByHand | WeightTold | Answer | Write | ScaleLost | Stop


class Inbox:
    """A bounded queue: whoever hands in waits for room, but not for a core that has ended."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Fact] = queue.Queue(ROOM)
        self._ended = threading.Event()

    def frame_read(self, at: float, reading: Reading) -> None:
        """A frame was read; blocks while the inbox is full."""
        seen = (reading.symbols, reading.cause, reading.outshone, reading.unsure, reading.printed)
        self.put(FrameRead(at, *seen))

    def weighed(self, weight: Weight) -> None:
        """The scale sent a message; blocks while the inbox is full."""
        self.put(weight)

    def scale_lost(self) -> None:
        """The scale went away."""
        self.put(ScaleLost())

    def key_in(self, text: str, *, by_scanner: bool) -> None:
        """An id was keyed in, by the worker or by a scanner."""
        self.put(Keyed(time.monotonic(), text, by_scanner))

    def scanned(self, scan: Scanned, by: str, *, machine: bool) -> None:
        """A scanner read something; blocks while the inbox is full."""
        self.put(ScanRead(scan, by, machine))

    def cancel_keyed(self) -> None:
        """The worker takes back what was keyed and is not booked yet."""
        self.put(CancelKeyed())

    def stop_by_hand(self, code: Code, *, last: bool = False) -> None:
        """The worker stops a parcel."""
        self.put(StopByHand(code, last))

    def weight_told(self, grams: Decimal, mode: str, by: str) -> None:
        """Somebody tells the weight of a parcel."""
        self.put(WeightTold(time.monotonic(), grams, mode, by))

    def give_reason(self, parcel_id: str, reason: str | None) -> None:
        """The worker says why a parcel came back, or leaves the question."""
        self.put(ReasonGiven(parcel_id, reason))

    def answer_check(self, check: str, *, passed: bool) -> None:
        """The worker says whether a check passes."""
        self.put(CheckAnswered(check, passed))

    def write(self, write: Callable[[Store], T]) -> T:
        """Have the core write; waits for it. StoreError: nothing was written."""
        wanted = Write(write)
        self.put(wanted)
        try:
            return cast("T", wanted.answer.result(timeout=WRITE_S))
        except TimeoutError:
            raise StoreError(notice("record_busy", seconds=f"{WRITE_S:.0f}")) from None

    def stop(self) -> None:
        """End the core after what already waits here."""
        self.put(Stop())

    def put(self, fact: Fact) -> None:
        """Wait for room; after the end a fact is dropped, and whoever waits for an answer is told."""
        while not self._ended.is_set():
            try:
                self._queue.put(fact, timeout=0.2)
            except queue.Full:
                continue
            return
        _refuse(fact)

    def get(self, timeout: float) -> Fact | None:
        """The next fact; None: none came in `timeout` seconds."""
        try:
            return self._queue.get(timeout=timeout)
        except queue.Empty:
            return None

    def end(self) -> None:
        """The core takes no more."""
        self._ended.set()
        while (fact := self.get(timeout=0.001)) is not None:
            _refuse(fact)


def _refuse(fact: Fact) -> None:
    if isinstance(fact, Write):
        fact.refuse(StoreError(notice("record_closed")))
