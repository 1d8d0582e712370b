"""Scanners with a line of their own at the real screen: each scan is booked once, no content drives the terminal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hardware.simulated.scanner import SimulatedHandScanner, SimulatedKeyboard
from tests.hostile_codes import HOSTILE, NEVER_SHOWN
from tests.lane_of_keys import configured, number, on_terminal, quit_by_keys, recorded, until_recorded
from tests.terminal import F2, F3, F10

if TYPE_CHECKING:
    from hardware.scanners.keyboard import LayoutName
    from tests.terminal import Terminal

F6, F11, ESCAPE = b"\x1b[17~", b"\x1b[23~", b"\x1b"
FRONTS = {
    "the worker's": (),
    "a number half typed": (b"RR47",),
    "supervisor": (F2,),
    "refused scans": (F2, F6),
    "technician": (F3,),
    "a question": (F10,),
    "actions": (F11,),
}
GS = ("\x1d", "<GS>", "{GS}", "[GS]", "\\x1D")
LAYOUTS: tuple[LayoutName, ...] = ("us", "gb", "de", "fr", "es", "br")


@contextmanager
def station(folder: Path) -> Iterator[tuple[Terminal, SimulatedHandScanner, SimulatedKeyboard]]:
    with SimulatedHandScanner(folder / "scanner") as hand, SimulatedKeyboard(folder / "event7", "de") as keys:
        tables = f'[[scanner]]\nport = "{hand.link}"\ngap_s = 0.3\n'
        tables += f'[[scanner]]\nname = "keys"\nport = "{keys.port}"\nlayout = "de"\n'
        with on_terminal(configured(folder, tables)) as terminal:
            terminal.read_until(b"scanner keys up", b"scanner hand up")
            yield terminal, hand, keys


def test_each_scan_is_booked_once_whatever_is_in_front(tmp_path: Path) -> None:
    wanted: list[str | None] = []
    with station(tmp_path) as (terminal, hand, keys):
        for front in FRONTS.values():
            for key in front:
                terminal.type(key)
                terminal.pause(0.5)
            for send in (hand.scan, lambda text: keys.scan(f"{text}\r")):
                text = number(len(wanted) + 1)
                wanted.append(text)
                send(text)
                until_recorded(terminal, tmp_path, len(wanted))
            for _ in front:
                terminal.type(ESCAPE)
                terminal.pause(0.3)
        terminal.pause(0.3)  # one too many would come now
        assert quit_by_keys(terminal) == 0

    assert recorded(tmp_path) == wanted


def test_keyboards_of_six_layouts_are_read_in_their_own(tmp_path: Path) -> None:
    """Grabbed keyboards at one station: plain numbers, and a GS1 code with its separator, behind another screen too."""
    wanted: list[str | None] = []
    with ExitStack() as plugged:
        keyboards = [plugged.enter_context(SimulatedKeyboard(tmp_path / f"event-{each}", each)) for each in LAYOUTS]
        tables = "".join(
            f'[[scanner]]\nname = "{layout}"\nport = "{each.port}"\nlayout = "{layout}"\n'
            for layout, each in zip(LAYOUTS, keyboards, strict=True)
        )
        with on_terminal(configured(tmp_path, tables)) as terminal:
            terminal.read_until(b"scanner us up")
            for front, keyboard in product((b"", F3), keyboards):
                terminal.type(front)
                for suffix, gs in (("\r", ""), ("\t", "\x1d")):
                    parcel = impb(len(wanted) + 1) if gs else number(len(wanted) + 1)
                    keyboard.scan((f"42090210{gs}" if gs else "") + parcel + suffix)
                    wanted.append(parcel)
                    until_recorded(terminal, tmp_path, len(wanted))
            assert quit_by_keys(terminal) == 0

    assert recorded(tmp_path) == wanted


def test_no_content_of_a_code_drives_the_terminal_or_presses_a_key(tmp_path: Path) -> None:
    with station(tmp_path) as (terminal, hand, keys):
        for each in HOSTILE:
            hand.scan(each)
            terminal.pause(0.2)
        keys.scan("<GS>{[]}\x1d\x1e\r")
        hand.scan(number(1))
        until_recorded(terminal, tmp_path, 1)
        assert terminal.process.poll() is None, "a code ended the station"
        shown = terminal.seen
        assert quit_by_keys(terminal) == 0

    for sequence in NEVER_SHOWN:
        assert sequence not in shown
    assert recorded(tmp_path) == [number(1)]


@pytest.mark.parametrize("byte_s", [0.0, 0.008], ids=["in one burst", "8 ms a byte"])
def test_every_framing_gives_the_text_once(tmp_path: Path, byte_s: float) -> None:
    framings = [
        (b"", b"\r"),
        (b"", b"\n"),
        (b"", b"\r\n"),
        (b"", b"\t"),
        (b"", b""),
        (b"\x02", b"\x03\r"),
        (b"]C0", b"\r"),
    ]
    wanted: list[str | None] = []
    with station(tmp_path) as (terminal, hand, _):
        hand_set_up = [SetUp(prefix, suffix, gs) for prefix, suffix in framings for gs in ("", *GS)]
        for set_up in hand_set_up:
            mail = set_up.code(len(wanted) + 1)
            wanted.append(set_up.parcel)
            for start in range(0, len(mail), 1 if byte_s else len(mail)):
                hand.send(mail[start : start + (1 if byte_s else len(mail))])
                terminal.pause(byte_s)
            until_recorded(terminal, tmp_path, len(wanted))
        assert quit_by_keys(terminal) == 0

    assert recorded(tmp_path) == wanted
    with closing(sqlite3.connect(tmp_path / "data" / "station.db")) as record:
        assert record.execute("SELECT sum(keyed) FROM scan").fetchone() == (0,)


class SetUp:
    """How a scanner is set up; with a separator it reads a GS1 code of USPS, else a number of the post."""

    def __init__(self, prefix: bytes, suffix: bytes, gs: str) -> None:
        self._prefix, self._suffix, self._gs = prefix, suffix, gs
        self.parcel = ""

    def code(self, serial: int) -> bytes:
        self.parcel = impb(serial) if self._gs else number(serial)
        text = f"42090210{self._gs}{self.parcel}" if self._gs else self.parcel
        prefix = b"]C1" if self._gs and self._prefix == b"]C0" else self._prefix
        return prefix + text.encode() + self._suffix


def impb(serial: int) -> str:
    """A valid number of USPS, 22 digits."""
    digits = f"92612901{serial:013}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return f"{digits}{-total % 10}"
