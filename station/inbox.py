"""What other threads hand to the core, and the queue in which it waits."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.contract import Weight
from station.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hardware.contract import Symbol
    from station.core.models import Receipt
    from station.core.plan import PlanIndex
    from station.store.writer import Settled, Store

ROOM = 256


@dataclass(frozen=True, slots=True)
class Looked:
    """A frame was read; `at` is when it was grabbed."""

    at: float
    symbols: tuple[Symbol, ...]
    cause: str | None


@dataclass(frozen=True, slots=True)
class Keyed:
    """The worker keyed a text in."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Verdicts of the centre; `answer` is given once they are written."""

    receipts: Sequence[Receipt]
    answer: Future[Settled]


@dataclass(frozen=True, slots=True)
class TakeList:
    """A checked list for the record, of a sort plan with its index; `answer` is given once it is written."""

    write: Callable[[Store], object]
    index: PlanIndex | None
    answer: Future[None]

    def is_written(self, store: Store) -> bool:
        """Write it and answer; False: it could not be written, the old one stays."""
        try:
            self.write(store)
        except StoreError as error:
            self.answer.set_exception(error)
            return False
        self.answer.set_result(None)
        return True


class ScaleLost:
    """The scale went away."""


class Resend:
    """Put every refused scan back into the queue."""


class Stop:
    """End after what came before."""


Fact = Looked | Weight | Keyed | Settle | TakeList | ScaleLost | Resend | Stop


class Inbox:
    """A bounded queue: whoever hands in waits for room, but not for a core that has ended."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Fact] = queue.Queue(ROOM)
        self._ended = threading.Event()

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
    if isinstance(fact, Settle | TakeList):
        fact.answer.set_exception(StoreError("the core has ended; what the centre sent was not written"))
