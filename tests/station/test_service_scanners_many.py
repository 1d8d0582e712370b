"""Four scanners at once, plugged and unplugged: each label that a hand has scanned is booked, once."""

from __future__ import annotations

import os
import random
import resource
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hardware.simulated.scanner import Passing, SimulatedKeyboard, SimulatedMachine
from station.core import Event, ScanCommitted
from tests.faults.memory import quick_folder
from tests.lane_of_keys import number
from tests.station.scanner_lines import Desk, desk, free_port
from tests.waiting import until

SHORT, LONG = 400, 50_000
ROUND = 25
"""Labels that a hand scans before it may lose its scanner."""
PATIENCE_S = 60.0
TEMPLATE = "{code},{weight_kg}"
MEMORY_KB, HANDLES = 40_000, 20
"""By so much the long run may grow after its first fifth."""


class Booked:
    """What is on the disk, by number."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self._lock = threading.Lock()

    def heard(self, event: Event) -> None:
        if isinstance(event, ScanCommitted):
            with self._lock:
                self.count[str(event.scan.parcel_id)] += 1

    def has(self, numbers: list[str]) -> bool:
        with self._lock:
            return all(each in self.count for each in numbers)


class Worker(threading.Thread):
    """Scans `numbers`; at times its scanner is pulled out, half way through a code, when all before is booked."""

    def __init__(
        self,
        numbers: list[str],
        booked: Booked,
        scan: Callable[[str], Any],
        replug: Callable[[random.Random], None],
        is_up: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._numbers, self._booked, self._scan, self._replug, self._is_up = numbers, booked, scan, replug, is_up
        self._chance = random.Random(numbers[0])
        self.pulled, self.wrong = 0, ""

    def run(self) -> None:
        try:
            self._work()
        except AssertionError as error:
            self.wrong = str(error)

    def _work(self) -> None:
        for start in range(0, len(self._numbers), ROUND):
            some = self._numbers[start : start + ROUND]
            for each in some:
                self._scan(each)
            until(lambda: self._booked.has(some), f"{some[0]} to {some[-1]}", PATIENCE_S)  # noqa: B023
            if self._chance.random() < 0.05 or not start:
                self.pulled += 1
                self._replug(self._chance)
                until(self._is_up, "the scanner is back", PATIENCE_S)


def workers(
    here: Desk, booked: Booked, count: int, others: tuple[SimulatedKeyboard, SimulatedMachine, int]
) -> list[Worker]:
    numbers = [number(serial) for serial in range(count)]
    keyboard, machine, port = others

    def replug_hand(name: str, chance: random.Random) -> None:
        here.hands[name].send(b"RR0000"[: chance.randint(0, 6)])
        here.hands[name].unplug()
        until(lambda: not here.is_up(name), "red", PATIENCE_S)
        here.hands[name].plug()

    def replug_keyboard(_chance: random.Random) -> None:
        keyboard.unplug()
        until(lambda: not here.is_up("keys"), "red", PATIENCE_S)
        keyboard.plug()

    def replug_machine(chance: random.Random) -> None:
        machine.send(b"\x02RR0000"[: chance.randint(0, 7)])
        machine.unplug()
        until(lambda: not here.is_up("tunnel"), "red", PATIENCE_S)
        machine.connect(port)

    def type_in(text: str) -> None:
        for character in f"{text}\r":
            keyboard.scan(character)

    def tell(text: str) -> None:
        machine.tell(Passing((text,)))

    made = [
        Worker(
            numbers[0::4], booked, here.hands["left"].scan, lambda c: replug_hand("left", c), lambda: here.is_up("left")
        ),
        Worker(
            numbers[1::4],
            booked,
            here.hands["right"].scan,
            lambda c: replug_hand("right", c),
            lambda: here.is_up("right"),
        ),
        Worker(numbers[2::4], booked, type_in, replug_keyboard, lambda: here.is_up("keys")),
        Worker(numbers[3::4], booked, tell, replug_machine, lambda: here.is_up("tunnel")),
    ]
    machine.connect(port)
    return made


def handles() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # of this process


def memory_kb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


@pytest.mark.parametrize("count", [SHORT, pytest.param(LONG, marks=pytest.mark.soak)])
def test_each_label_is_booked_once_and_nothing_grows(count: int) -> None:
    port = free_port()
    booked, first_fifth = Booked(), (0, 0)
    with (
        quick_folder() as folder,
        SimulatedKeyboard(folder / "event7") as keyboard,
        SimulatedMachine(TEMPLATE) as machine,
    ):
        scanners = (
            {"name": "left"},
            {"name": "right"},
            {"name": "keys", "port": keyboard.port},
            {
                "name": "tunnel",
                "port": f"listen://127.0.0.1:{port}",
                "prefix": "\x02",
                "suffix": "etx",
                "template": TEMPLATE,
            },
        )
        with desk(folder, *scanners, weigh={"required": False}) as here:
            here.station.subscribe(booked.heard)
            all_ = workers(here, booked, count, (keyboard, machine, port))
            for worker in all_:
                worker.start()
            while any(worker.is_alive() for worker in all_):
                time.sleep(0.2)
                here.events.clear()
                if not any(first_fifth) and len(booked.count) > count / 5:
                    first_fifth = handles(), memory_kb()
            grown = handles() - first_fifth[0], memory_kb() - first_fifth[1]

    assert [worker.wrong for worker in all_ if worker.wrong] == []
    assert set(booked.count.values()) == {1}
    assert len(booked.count) == count
    assert min(worker.pulled for worker in all_) > 0
    assert grown[0] <= HANDLES
    assert count == SHORT or grown[1] <= MEMORY_KB
    print(f"{count} scans, {sum(worker.pulled for worker in all_)} times unplugged, grown by {grown}")
