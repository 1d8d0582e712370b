"""From nothing to the first parcel by the screens alone: a real terminal, a scale on a pseudo-terminal, an MJPEG stream
over HTTP as camera. The steps are those of a technician who reads the screen and nothing else.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from config import history, load
from hardware.simulated.camera import SimulatedStream
from hardware.simulated.scale import SimulatedScale
from tests.lane_of_keys import STATION, recorded
from tests.painted import Screen
from tests.terminal import ENTER, F10, LEFT

if TYPE_CHECKING:
    from pathlib import Path

F5, F6, F7, F9 = b"\x1b[15~", b"\x1b[17~", b"\x1b[18~", b"\x1b[20~"
BACK_TAB = b"\x1b[Z"
ESCAPE, TAB, DOWN, UP, END, KILL = b"\x1b", b"\t", b"\x1b[B", b"\x1b[A", b"\x1b[F", b"\x15"


def press(screen: Screen, *keys: bytes) -> None:
    """As fingers do: each by itself."""
    for key in keys:
        screen.terminal.type(key)
        time.sleep(0.15)


def set_up(file: Path) -> Screen:
    return Screen([*STATION, "setup", "--config", str(file)])


def through_all_steps(screen: Screen, camera: str, scale: str) -> None:
    """What a person does who follows the order on top of each screen."""
    screen.shows("1 of 8", "Name of the station")
    press(screen, b"hub-7", F6)
    screen.shows("2 of 8", "type its address")
    assert "hub-7" in screen.text()
    press(screen, camera.encode(), ENTER)
    screen.shows("Make every line below good", "2.8 px for the narrowest bar: good", "from black to white")
    press(screen, F6)
    screen.shows("3 of 8", "Put a weight on the scale")
    press(screen, scale.encode(), ENTER)
    screen.shows("Choose the row", "0.850 kg")
    press(screen, ENTER)
    screen.shows("Compare with the scale", "says 0.850 kg", "sends ST,GS,+")
    press(screen, F9, b"850 5", ENTER)
    screen.shows("The test weight is right", "+0.000 g")
    press(screen, F6)
    screen.shows("4 of 8", "Scan any label")
    press(screen, b"LX123456785CN", ENTER)
    screen.shows("It typed: LX123456785CN")
    press(screen, F6)
    screen.shows("5 of 8", "test label is printed")
    press(screen, F6)
    screen.shows("6 of 8", "There is no centre yet")
    press(screen, UP, DOWN, ENTER)
    screen.shows("Left out")
    press(screen, F6)
    screen.shows("7 of 8", "Example plan")
    press(screen, ENTER)
    screen.shows("20 rules")
    press(screen, F6)
    screen.shows("8 of 8", "Press F9 to start", "1280x720 MJPG")
    press(screen, F9)


def test_from_nothing_to_the_first_parcel_by_the_screens_alone(tmp_path: Path) -> None:
    file, port, data = tmp_path / "new" / "station.toml", tmp_path / "scale", tmp_path / "hub" / "data"
    with (
        SimulatedStream() as stream,
        SimulatedScale(protocol="st-gs-generic", link=port, settle_ms=200) as scale,
        set_up(file) as screen,
    ):
        scale.place(850)
        screen.shows("1 of 8")
        press(screen, TAB, str(data).encode(), BACK_TAB)
        through_all_steps(screen, stream.url, str(port))
        screen.shows("Clear the scale")
        scale.remove()
        stream.remove()
        screen.shows("Put a parcel")
        parcel = stream.place()
        scale.place(321)
        deadline = time.monotonic() + 30
        while parcel not in recorded(tmp_path / "hub"):
            assert time.monotonic() < deadline, screen.text()
            time.sleep(0.2)

    now = load(file)
    assert (now.station.id, now.camera.source, now.sync.enabled) == ("hub-7", stream.url, False)
    assert next(version.why for version in history(data)) == "station setup"


def test_wrong_keys_no_device_at_all_and_escape_everywhere(tmp_path: Path) -> None:
    file = tmp_path / "station.toml"
    with set_up(file) as screen:
        screen.shows("1 of 8")
        press(screen, b"a b", F6)
        screen.shows("Not taken", "1 of 8")
        press(screen, F5, F7, F9, b"\x1b[24~", TAB, BACK_TAB)
        press(screen, END, KILL, b"hub-8", F6)
        screen.shows("2 of 8")
        press(screen, b"/nowhere", ENTER)
        screen.shows("no such file", "Chosen")
        press(screen, F6)
        screen.shows("F6 again to go on without it", "2 of 8")
        press(screen, F6)
        screen.shows("3 of 8")
        press(screen, b"/dev/nothing", ENTER)
        screen.shows("no such device", "There is no scale here")
        press(screen, F9, b"heavy", ENTER)
        screen.shows("Write grams")
        press(screen, ESCAPE)
        screen.shows("2 of 8")
        press(screen, ESCAPE)
        screen.shows("1 of 8", "hub-8")
        press(screen, ESCAPE)
        screen.shows("Leave the set-up?")
        press(screen, ESCAPE)
        screen.shows_no("Leave the set-up?")
        press(screen, F10)
        screen.shows("Leave the set-up?")
        time.sleep(1)
        press(screen, LEFT, ENTER)
        assert screen.terminal.process.wait(20) == 0
    assert b"Traceback" not in screen.terminal.seen
    assert load(file).station.id == "hub-8"


def test_a_closed_terminal_ends_it(tmp_path: Path) -> None:
    with set_up(tmp_path / "station.toml") as screen:
        screen.shows("1 of 8")
        press(screen, F6)
        screen.shows("2 of 8")
        os.kill(screen.terminal.process.pid, 1)  # as the kernel does when the window is closed
        assert screen.terminal.process.wait(20) != 0
