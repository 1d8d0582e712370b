"""A station whose terminal is gone ends, non-zero, and lets the record go: no scan at a screen that nobody sees."""

from __future__ import annotations

import fcntl
import itertools
import os
import signal
import sqlite3
import struct
import subprocess
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lane_of_keys import STATION, configured, number, on_terminal, recorded
from tests.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.terminal import Terminal

LAW_S = 5.0
NOISE_S = 10.0
"""Machines are shared: so much longer is still not called a failure. The seconds are printed."""


def window_closed(terminal: Terminal) -> None:
    """End of file and hang-up at once; the same when sshd ends."""
    os.close(terminal.master)
    terminal.master = os.open(os.devnull, os.O_RDWR)


def hung_up(terminal: Terminal) -> None:
    """The signal alone, as from a login shell that ends."""
    terminal.process.send_signal(signal.SIGHUP)


def window_closed_in_a_scan(terminal: Terminal) -> None:
    os.write(terminal.master, number(99_999).encode()[:7])
    window_closed(terminal)


def hung_up_in_a_scan(terminal: Terminal) -> None:
    os.write(terminal.master, number(99_999).encode()[:7])
    hung_up(terminal)


def stalled(terminal: Terminal) -> None:
    """XOFF: the terminal takes nothing any more, while much is drawn."""
    slave = os.open(Path(f"/proc/{terminal.process.pid}/fd/0").readlink(), os.O_RDWR | os.O_NOCTTY)
    termios.tcflow(slave, termios.TCOOFF)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    os.close(slave)
    terminal.pause(1.0)


def stalled_and_told_to_end(terminal: Terminal) -> None:
    stalled(terminal)
    terminal.process.send_signal(signal.SIGTERM)


def stalled_and_closed(terminal: Terminal) -> None:
    stalled(terminal)
    window_closed(terminal)


def not_read_and_told_to_end(terminal: Terminal) -> None:
    """An ssh that hangs: nobody reads, until no more fits in between."""
    for columns in (100, 140) * 6:
        fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, struct.pack("HHHH", 45, columns, 0, 0))
        terminal.process.send_signal(signal.SIGWINCH)
        time.sleep(0.1)
    terminal.process.send_signal(signal.SIGTERM)


def killed(terminal: Terminal) -> None:
    terminal.process.kill()


def told_to_end(terminal: Terminal) -> None:
    terminal.process.send_signal(signal.SIGTERM)


CODES: dict[Callable[[Terminal], None], int | tuple[int, int]] = {
    window_closed: 1,
    hung_up: 1,
    window_closed_in_a_scan: 1,
    hung_up_in_a_scan: 1,
    stalled_and_told_to_end: 1,
    stalled_and_closed: 1,
    not_read_and_told_to_end: (0, 1),  # 0 where its last output still fitted into what lies between
    killed: -signal.SIGKILL,
    told_to_end: 0,
}
"""The exit code of each way to end; whoever asks a station to end gets what was asked for."""
STILL_READ = frozenset((hung_up, hung_up_in_a_scan, told_to_end))
"""Somebody is left who takes what the station writes."""


def close_after_a_scan(file: Path, serial: int, close: Callable[[Terminal], None], *, controls: bool) -> float:
    """Start, scan a number, close; seconds until the process was gone."""
    with on_terminal(file, controls=controls) as terminal:
        os.write(terminal.master, number(serial).encode() + b"\r")
        terminal.read_until(b"China Post")
        began = time.monotonic()
        close(terminal)
        code = terminal.wait() if close in STILL_READ else terminal.process.wait(LAW_S + NOISE_S)
        seconds = time.monotonic() - began

    print(f"{close.__name__:26} controls={controls!s:5}  ended after {seconds:4.1f} s, exit code {code}")
    wanted = CODES[close]
    assert code in (wanted if isinstance(wanted, tuple) else (wanted,)), terminal.seen[-2000:]
    assert seconds <= LAW_S + NOISE_S
    return seconds


@pytest.mark.parametrize(
    ("closes", "rounds"),
    [*((tuple(CODES)[first::3], 1) for first in range(3)), pytest.param(tuple(CODES), 6, marks=pytest.mark.soak)],
    ids=["closed", "hung up", "in a scan", "soak"],
)
def test_a_station_whose_terminal_is_gone_ends_and_lets_the_record_go(
    closes: tuple[Callable[[Terminal], None], ...], rounds: int, tmp_path: Path
) -> None:
    """On one record: each start needs what the one before let go, and finds every scan."""
    file = configured(tmp_path)
    seconds = []
    for serial, (number_of_round, close) in enumerate(itertools.product(range(rounds), closes), 1):
        # With a terminal of its own it is hung up by the kernel too; every second round it is not.
        seconds.append(close_after_a_scan(file, serial, close, controls=number_of_round % 2 == 0))
        assert recorded(tmp_path) == [number(each) for each in range(1, serial + 1)]

    print(f"{len(seconds)} closes, the longest took {max(seconds):.1f} s; the law says {LAW_S:.0f} s")
    done = subprocess.run(
        [*STATION, "verify", "--config", str(file)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with sqlite3.connect(tmp_path / "data" / "station.db") as record:
        record.execute("BEGIN IMMEDIATE")
    record.close()
