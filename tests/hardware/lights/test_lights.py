"""A relay board on a real pseudo-terminal: one lamp alone, and its loss is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import DeviceError
from hardware.lights import LAMPS, RelayLight, relay_command
from hardware.simulated.light import SimulatedRelayBoard
from tests.waiting import until


@pytest.mark.parametrize(
    ("relay", "on", "sent"),
    [(1, True, "a00101a2"), (1, False, "a00100a1"), (3, True, "a00301a4"), (8, False, "a00800a8")],
)
def test_a_command_is_that_of_the_boards(relay: int, on: bool, sent: str) -> None:
    assert relay_command(relay, on=on).hex() == sent


@given(st.binary(max_size=40), st.integers(1, 16), st.booleans())
def test_a_board_switches_nothing_on_noise_and_finds_the_next_command(noise: bytes, relay: int, on: bool) -> None:
    board = SimulatedRelayBoard.__new__(SimulatedRelayBoard)
    board.switched, board._rest = [], b""
    board._take(noise.replace(b"\xa0", b"") + relay_command(relay, on=on))
    assert board.switched == [(relay, on)]


def test_one_lamp_is_lit_alone_and_a_board_that_is_unplugged_is_told(tmp_path: Path) -> None:
    with SimulatedRelayBoard(tmp_path / "light") as board:
        light = RelayLight(str(board.link), {"red": 1, "yellow": 0, "green": 3})
        light.open()
        for lamp, relays in (("red", {1}), ("green", {3}), ("yellow", set()), (None, set())):
            light.show(lamp)  # type: ignore[arg-type]  # of LAMPS, or None
            until(lambda wanted=relays: board.on == wanted, str(lamp))  # type: ignore[misc]
        light.look(0.01)
        board.unplug()
        with pytest.raises(DeviceError, match="light"):
            light.look(1.0)
        light.close()
        with pytest.raises(DeviceError, match="no such device"):
            light.open()
    assert set(LAMPS) == {"red", "yellow", "green"}
