"""A station whose terminal is gone ends, non-zero, and lets the record go: no scan at a screen that nobody sees."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import struct
import subprocess
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lane_of_keys import STATION, configured, on_terminal
from tests.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.terminal import Terminal

PATIENCE_S = 30.0
"""Longer than the law's 5 s: machines are shared. The seconds are printed."""


def window_closed(terminal: Terminal) -> None:
    os.close(terminal.master)
    terminal.master = os.open(os.devnull, os.O_RDWR)


def hung_up(terminal: Terminal) -> None:
    terminal.process.send_signal(signal.SIGHUP)


def stalled_and_told_to_end(terminal: Terminal) -> None:
    """XOFF: the terminal takes nothing any more, then the station is told to end."""
    slave = os.open(Path(f"/proc/{terminal.process.pid}/fd/0").readlink(), os.O_RDWR | os.O_NOCTTY)
    termios.tcflow(slave, termios.TCOOFF)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    terminal.pause(1.0)
    terminal.process.send_signal(signal.SIGTERM)
    os.close(slave)


@pytest.mark.parametrize("close", [window_closed, hung_up, stalled_and_told_to_end])
def test_a_station_whose_terminal_is_gone_ends_and_lets_the_record_go(
    close: Callable[[Terminal], None], tmp_path: Path
) -> None:
    file = configured(tmp_path)
    with on_terminal(file) as terminal:
        close(terminal)
        code = terminal.process.wait(PATIENCE_S)

    assert code == 1
    # The record is free: another process may write it at once.
    done = subprocess.run(
        [*STATION, "verify", "--config", str(file)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with sqlite3.connect(tmp_path / "data" / "station.db") as record:
        record.execute("BEGIN IMMEDIATE")
    record.close()


def test_a_station_that_is_told_to_end_ends_well(tmp_path: Path) -> None:
    with on_terminal(configured(tmp_path)) as terminal:
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait() == 0
