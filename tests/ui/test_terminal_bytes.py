"""Law 6 on a real terminal: what a label, the centre or a device says never reaches it as a control sequence."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 30.0
EVIL = "\x1b]52;c;ZXZpbA==\x07\x1b[31mEVIL\x9b31m\u202e[bold]x[/bold]"
PROGRAM = """
from dataclasses import replace
from tests.ui.scripted_station import *
from station.core.events import SyncStatus, LaneStatus, Health
from station.core.models import Refusal, Identity, Kind, Code
from station.ui.app import StationApp
evil = {evil!r}
raw = replace(weight(), raw=evil.encode())
station = ScriptedStation(
    station_id=evil, settings=((evil, evil),), dead=(Refused(1, evil, evil, evil, evil),),
    scans=tuple(replace(scan, parcel_id=evil, bin=evil, sent=evil, carrier=evil) for scan in recent_scans()),
    now=status(station_id=evil, plan_version=evil, plan_words=evil, live_weight=raw, disk_words=evil,
        devices=devices(scale=Health.DOWN, words=evil), lane=LaneStatus("empty", None, evil, evil),
        sync=SyncStatus(evil, False, evil, 1, evil)),
)
app = StationApp(station)
station_event = scan(Refusal(Code.HOLD, evil, evil, evil), Identity(evil, Kind.PARCEL, carrier=evil, check=False), evil)
app.call_later(app._happened, __import__("station.ui.messages", fromlist=["StationEvent"]).StationEvent(station_event))
app.run()
"""


class Terminal:
    """A program on a pseudo-terminal of 140 x 45."""

    def __init__(self, program: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 140, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", program], stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=environment
        )
        os.close(slave)
        self.seen, self.mark = b"", 0

    def type(self, keys: bytes) -> None:
        """Type the keys; `read_until` looks at what comes after them."""
        self.mark = len(self.seen)
        os.write(self.master, keys)

    def read_until(self, *wanted: bytes) -> None:
        """Read until everything wanted was written since the last keys."""
        deadline = time.monotonic() + DEADLINE_S
        while not all(text in self.seen[self.mark :] for text in wanted):
            assert time.monotonic() < deadline, (wanted, self.seen[-3000:])
            if select.select([self.master], [], [], 0.1)[0]:
                self.seen += os.read(self.master, 65536)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal(PROGRAM.format(evil=EVIL))
    yield terminal
    terminal.close()


def test_no_text_from_outside_drives_the_terminal(terminal: Terminal) -> None:
    # Seen as pictures, so the texts were really drawn: verdict, list, supervisor's table, configuration.
    terminal.read_until(b"\\x1b]52;c;ZXZpbA==\\x07", b"EXCEPTION", b"[bold]x")
    terminal.type(b"\x1bOQ")
    terminal.read_until(b"refused by the centre")
    terminal.type(b"\x1bOR")
    terminal.read_until(b"configuration")
    terminal.type(b"\x1bOP1Z\x1d9\x11\x03\x1a8")
    terminal.read_until(*(picture.encode() for picture in "␝␑␃␚"))

    assert terminal.process.poll() is None, "a control chord ended the station"
    for sequence in (b"\x1b]52", b"\x1b[31mEVIL", "\x9b".encode(), "\u202e".encode()):
        assert sequence not in terminal.seen
