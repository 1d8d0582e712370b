"""One simulated scale and the station's own port on the other end of a real pseudo-terminal or socket; many at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import pytest

from hardware.contract import DeviceError, Weight
from hardware.scales import SerialScale
from hardware.simulated.scale.simulated_scale import SimulatedScale
from station.core.weighing.units import to_grams

Transport = Literal["pty", "tcp"]
DEADLINE_S = 30.0
EQUAL = 5
"""So many equal weights in a row are steady where the protocol does not say so."""
SIDE_BY_SIDE = 32
Results = Mapping[tuple[str, ...], Future[None]]


@pytest.fixture
def nothing_left_running() -> None:
    """In the place of the one of that name: cases run side by side, so a thread may be another one's."""


@contextmanager
def side_by_side(request: pytest.FixtureRequest, test: str, run: Callable[..., None]) -> Iterator[Results]:
    """Begin `run` for every selected case of a test at once, since most of the time is waiting. By the parameters."""
    cases = [item for item in request.session.items if isinstance(item, pytest.Function) and item.originalname == test]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        parameters = [tuple(map(str, case.callspec.params.values())) for case in cases]
        try:
            yield {case: pool.submit(run, *case) for case in parameters}
        finally:
            pool.shutdown(cancel_futures=True)


class Bench(AbstractContextManager["Bench"]):
    """Reads on after every loss, as a station does. `seen`: the steady weights in grams, without repetitions."""

    def __init__(self, protocol: str, transport: Transport, folder: Path, **simulation: Any) -> None:
        link = folder / f"{protocol}-{transport}" if transport == "pty" else None
        physics: dict[str, Any] = {"settle_ms": 60, "rate_hz": 50} | simulation
        self.sim = SimulatedScale(protocol=protocol, transport=transport, link=link, **physics)
        self.sim.plug()
        self.scale = SerialScale(self.sim.port, protocol=protocol, settings=self.sim.settings)
        self.seen: list[Decimal] = []
        self.lost: list[str] = []
        self._open = False
        self._equal: list[Decimal] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.scale.close()
        self.sim.unplug()

    def read(self) -> Weight | None:
        """The next message; None after a loss, or when nothing came."""
        try:
            if not self._open:
                self.scale.open()
                self._open = True
            message = self.scale.read(0.1)
        except DeviceError as error:
            self.lost.append(str(error))
            self._open = False
            self._equal.clear()
            time.sleep(0.01)
            return None
        self._note(message)
        return message

    def until(self, wanted: Callable[[Weight | None], bool], what: str) -> Weight | None:
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            message = self.read()
            if wanted(message):
                return message
        raise AssertionError(f"{what} did not come; seen {self.seen}, lost {self.lost[-3:]}")

    def shows(self, grams: int) -> None:
        """Read until this weight is steady."""
        self._equal.clear()
        self.until(lambda message: message is not None and self._steady(message) == grams, f"{grams} g")

    def play(self, loads: Sequence[int]) -> None:
        for grams in loads:
            self.sim.place(grams)
            self.shows(grams)

    def _note(self, message: Weight | None) -> None:
        if message is None or message.kind not in ("weight", "status_only"):
            return
        if message.value is None or message.status not in ("ok", "motion") or message.stable is not None:
            self._equal.clear()
        else:
            self._equal = [*self._equal[-EQUAL:], _grams(message)]
        steady = self._steady(message)
        if steady is not None and self.seen[-1:] != [steady]:
            self.seen.append(steady)

    def _steady(self, message: Weight) -> Decimal | None:
        """What the message says in grams, if that is steady."""
        if message.kind != "weight" or message.value is None or message.status != "ok":
            return None
        if message.stable is None:
            same = len(self._equal) >= EQUAL and len(set(self._equal[-EQUAL:])) == 1
            return self._equal[-1] if same else None
        return _grams(message) if message.stable else None


def _grams(message: Weight) -> Decimal:
    assert message.value is not None
    grams = to_grams(message.value, message.unit)
    assert grams is not None
    return grams
