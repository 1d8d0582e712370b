"""Every protocol over every wire, through the whole weigh cycle: each parcel is captured once, with its weight."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from hardware.scales import serial_scale
from hardware.simulated.scale.simulated_scale import PROTOCOLS
from station.core.weighing.cycle import Phase, WeighCycle, WeighRules, advance
from tests.hardware.scales.scale_bench import Bench, Results, Transport, nothing_left_running, side_by_side  # noqa: F401  # a fixture

DEADLINE_S = 60.0
RULES = WeighRules(min_load_g=Decimal(20), division_g=Decimal(1), rearm_s=0.05)
FEW = 3
MANY = 200
MATRIX = list(product(PROTOCOLS, get_args(Transport)))


class Lane:
    """A bench and the weigh cycle behind it. `captures`: grams by the number of the capture."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.cycle = WeighCycle()
        self.captures: dict[int, Decimal] = {}

    def until(self, phase: Phase) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while self.cycle.phase is not phase:
            assert time.monotonic() < deadline, f"no {phase}: {self.cycle}, lost {self.bench.lost}"
            message = self.bench.read()
            if message is not None:
                self.cycle = advance(self.cycle, message, RULES)
            if self.cycle.capture is not None:
                self.captures[self.cycle.capture.capture_id] = self.cycle.capture.grams


def each_parcel_once(protocol: str, transport: Transport, folder: Path, parcels: int) -> None:
    random_g = random.Random(f"{protocol} {transport}")
    expected: dict[int, Decimal] = {}
    grams = 500
    with Bench(protocol, transport, folder) as bench:
        lane = Lane(bench)
        for number in range(1, parcels + 1):
            grams = grams if number % 2 == 0 else random_g.randint(25, 30_000)  # every second weighs as the one before
            expected[number] = Decimal(grams)
            lane.until(Phase.EMPTY)
            bench.sim.place(grams)
            lane.until(Phase.CAPTURED)
            bench.sim.remove()
        lane.until(Phase.EMPTY)
        assert lane.captures == expected
        assert not bench.lost


@pytest.fixture(scope="module")
def few(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    """The short runs, begun and perhaps not over."""
    folder = tmp_path_factory.mktemp("few")

    def run(protocol: str, transport: Transport) -> None:
        each_parcel_once(protocol, transport, folder, FEW)

    with (
        pytest.MonkeyPatch.context() as patch,
        side_by_side(request, test_each_parcel_is_captured_once.__name__, run) as begun,
    ):
        patch.setattr(serial_scale, "POLL_S", 0.02)
        yield begun


@pytest.fixture(scope="module")
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    """The long runs, in which the station asks as often as it does."""
    folder = tmp_path_factory.mktemp("many")

    def run(protocol: str, transport: Transport) -> None:
        each_parcel_once(protocol, transport, folder, MANY)

    with side_by_side(request, test_each_of_200_parcels_is_captured_once.__name__, run) as begun:
        yield begun


@pytest.mark.parametrize(("protocol", "transport"), MATRIX)
def test_each_parcel_is_captured_once(protocol: str, transport: str, few: Results) -> None:
    few[protocol, transport].result()


@pytest.mark.soak
@pytest.mark.parametrize(("protocol", "transport"), MATRIX)
def test_each_of_200_parcels_is_captured_once(protocol: str, transport: str, many: Results) -> None:
    many[protocol, transport].result()
