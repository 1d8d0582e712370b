"""The real program on a real terminal: the screen comes, takes a keyed parcel, and goes when it is asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lane_of_keys import configured, number, on_terminal, quit_by_keys, recorded
from tests.terminal import ENTER

if TYPE_CHECKING:
    from pathlib import Path


def test_a_keyed_parcel_is_booked_on_the_real_screen_and_the_station_quits(tmp_path: Path) -> None:
    with on_terminal(configured(tmp_path)) as terminal:
        terminal.type(number(1).encode() + ENTER)
        terminal.read_until(b"China Post")
        code = quit_by_keys(terminal)

    assert code == 0
    assert b"Traceback" not in terminal.seen
    assert recorded(tmp_path) == [number(1)]
