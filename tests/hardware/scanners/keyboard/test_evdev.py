"""Scanners that act as keyboards: grabbed, read as text, lost and found like every scanner."""

from __future__ import annotations

import errno
import fcntl
import time
from contextlib import closing
from pathlib import Path

import pytest

from hardware.contract import DeviceError
from hardware.scanners import ByteScanner, LayoutName
from hardware.scanners.keyboard import EvdevLink
from hardware.simulated.scanner import SimulatedKeyboard, key_events

NUMBERS = ["RR473124829CN", "1Z999AA10123456784", "LP00123456789012"]


@pytest.mark.parametrize("layout", ["us", "gb", "de", "fr", "es", "br"])
@pytest.mark.parametrize("suffix", ["\r", "\t", ""])
def test_each_code_comes_once(tmp_path: Path, layout: LayoutName, suffix: str) -> None:
    with (
        SimulatedKeyboard(tmp_path / "event7", layout) as keyboard,
        closing(ByteScanner(keyboard.port, layout=layout)) as scanner,
    ):
        scanner.open()
        got: list[str] = []
        for number in NUMBERS:
            for character in number + suffix:
                keyboard.scan(character)
            while (scan := scanner.read(0.3)) is not None:
                got.append(scan.text)
        assert got == NUMBERS


def test_a_separator_is_kept_and_a_piece_of_an_event_waits_for_its_rest(tmp_path: Path) -> None:
    with (
        SimulatedKeyboard(tmp_path / "event7", controls="alt") as keyboard,
        closing(ByteScanner(keyboard.port)) as scanner,
    ):
        scanner.open()
        events = key_events("4201234\x1d9261", controls="alt") + key_events("\r")
        got = []
        for start in range(0, len(events), 7):
            keyboard.send(events[start : start + 7])
            got.append(scanner.read(0.0))
        assert [scan.text for scan in got if scan is not None] == ["4201234\x1d9261"]


def test_it_is_lost_and_comes_back(tmp_path: Path) -> None:
    with SimulatedKeyboard(tmp_path / "event7") as keyboard, closing(ByteScanner(keyboard.port)) as scanner:
        for number in NUMBERS:
            scanner.open()
            keyboard.scan(number + "\r")
            scan = scanner.read(5.0)
            assert scan is not None
            assert scan.text == number
            keyboard.unplug()
            with pytest.raises(DeviceError, match="unplugged"):
                scanner.read(5.0)
            keyboard.plug()


def test_the_device_is_grabbed_and_who_has_it_already_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(fcntl, "ioctl", lambda _fd, request, _arg: asked.append(request))
    EvdevLink("evdev:/dev/null").close()
    assert asked == [1 << 30 | 4 << 16 | ord("E") << 8 | 0x90], "_IOW('E', 0x90, int)"

    def busy(*_: object) -> None:
        raise OSError(errno.EBUSY, "busy")

    monkeypatch.setattr(fcntl, "ioctl", busy)
    with pytest.raises(DeviceError, match="in use"):
        EvdevLink("evdev:/dev/null")


@pytest.mark.parametrize(
    ("port", "words"), [("evdev:/dev/input/none", "no such keyboard"), ("evdev:/dev/null", "no input device")]
)
def test_what_is_no_keyboard_is_told(port: str, words: str) -> None:
    began = time.monotonic()
    with pytest.raises(DeviceError, match=words):
        EvdevLink(port)
    assert time.monotonic() >= began
