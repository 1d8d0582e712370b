"""What a moment is worth: synced, unsynced or stepped, over clocks that are set, slewed and sent to sleep."""

from __future__ import annotations

import pytest

from station.clock import Clock
from station.core import utc_text_of
from tests.station.machine_clock import Machine, S


def test_a_reading_tells_all_clocks() -> None:
    machine = Machine()
    reading = Clock(machine.sources).read()

    assert (reading.utc, reading.mono_ns) == ("2027-01-15T08:00:00.000Z", 50 * S)
    assert (reading.boot_id, reading.state) == ("boot-1", "synced")


@pytest.mark.parametrize("step", [-3600, -3, 3, 10**8])
def test_a_step_of_a_clock_that_nobody_holds_is_told_until_ntp_holds_it(step: int) -> None:
    machine = Machine(ntp=False)
    clock = Clock(machine.sources)
    assert clock.read().state == "unsynced"

    machine.wall += step * S
    assert clock.read().state == "stepped"
    machine.run(100)
    assert clock.read().state == "stepped"

    machine.ntp = True
    assert clock.read().state == "synced"
    machine.ntp = False
    assert clock.read().state == "unsynced", "the old step is forgotten: the clock was right since"


def test_a_step_by_ntp_itself_makes_the_clock_good() -> None:
    machine = Machine(wall=0, ntp=False)
    clock = Clock(machine.sources)
    machine.run(20)
    assert clock.read().state == "unsynced"

    machine.wall, machine.ntp = 1_800_000_000 * S, True
    assert clock.read().state == "synced"
    machine.run(1)
    assert clock.read().state == "synced"


def test_small_corrections_and_slewing_are_no_steps() -> None:
    machine = Machine(ntp=False)
    clock = Clock(machine.sources)
    for _ in range(100):
        machine.run(60)
    machine.wall += S
    assert clock.read().state == "unsynced"


def test_a_sleep_is_no_step_but_breaks_the_monotonic_span() -> None:
    machine = Machine(ntp=False)
    clock = Clock(machine.sources)
    assert clock.awake_since_ns == 0

    machine.sleep(3600)
    machine.run(1)
    assert clock.read().state == "unsynced"
    assert clock.awake_since_ns == 51 * S
    assert Clock(machine.sources).awake_since_ns == machine.mono, "a new process knows only its own time"


def test_the_real_clocks_agree_with_themselves() -> None:
    clock = Clock()
    first, second = clock.read(), clock.read()

    assert first.boot_id == second.boot_id
    assert first.mono_ns < second.mono_ns
    assert first.utc <= second.utc
    assert first.state == second.state in {"synced", "unsynced"}


def test_moments_are_cut_to_milliseconds() -> None:
    assert utc_text_of(0.9999) == "1970-01-01T00:00:00.999Z"
