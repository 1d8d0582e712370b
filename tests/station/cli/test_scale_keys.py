"""The keys of a simulated scale, on a real terminal: what the other end of its port weighs, and what is left behind."""

from __future__ import annotations

import os
import signal
import sys
import termios
from decimal import Decimal
from pathlib import Path

import pytest

from hardware.scales import SerialScale
from tests.terminal import Terminal
from tests.waiting import until

SIMULATE = [sys.executable, "-c", "from station.cli.scale import app; app()", "simulate"]
KEYS_OF = b"digits and Enter"


class Bench:
    """A simulated scale on a terminal, and one who reads its port."""

    def __init__(self, link: Path, *options: str, shell: str | None = None) -> None:
        command = [*SIMULATE, "--link", str(link), *options]
        self.terminal = Terminal(["sh", "-c", shell, *command] if shell else command, controls=True)
        self.before = self.settings()
        self.link = link
        self.scale: SerialScale | None = None

    def settings(self) -> list[object]:
        """Of the terminal, by its other end."""
        return termios.tcgetattr(self.terminal.master)

    def weighs(self, grams: int) -> None:
        """Wait until the scale shows so much, steadily, to a tenth of a percent and a gram."""
        if self.scale is None:
            until(self.link.exists, "the port of the scale")
            self.scale = SerialScale(str(self.link))
            self.scale.open()
        scale, wanted = self.scale, Decimal(grams) / 1000

        def shows() -> bool:
            seen = scale.read(0.2)
            return seen is not None and seen.value is not None and abs(seen.value - wanted) <= Decimal("0.002")

        until(shows, f"{grams} g at the port")

    def close(self) -> None:
        if self.scale is not None:
            self.scale.close()
        self.terminal.close()


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return tmp_path / "scale"


def test_keys_put_loads_on_and_the_terminal_is_left_as_it_was(link: Path) -> None:
    bench = Bench(link)
    try:
        bench.terminal.read_until(KEYS_OF, b"850 g", b"on the scale: 0 g")
        bench.weighs(0)
        until(lambda: bench.settings() != bench.before, "keys without Enter")
        for keys, grams in ((b" ", 850), (b" ", 0), (b"12x3\x7f00\r", 1200), (b" ", 0), (b"\x1b[15~\r0050\r", 50)):
            bench.terminal.type(keys)
            bench.terminal.read_until(f"on the scale: {grams} g".encode())
            bench.weighs(grams)
        bench.terminal.type(b"\x1a")  # Ctrl-Z would leave the shell a terminal without echo
        bench.terminal.type(b"q")
        assert bench.terminal.wait() == 0
        assert bench.settings() == bench.before
    finally:
        bench.close()
    assert not link.is_symlink()


@pytest.mark.parametrize("end", [b"\x03", b"\x1c", signal.SIGTERM, signal.SIGHUP, "time"])
def test_however_it_ends_the_terminal_is_left_as_it_was(end: bytes | signal.Signals | str, link: Path) -> None:
    bench = Bench(link, "--load", "1500", *(("--seconds", "1.5") if end == "time" else ()))
    try:
        bench.terminal.read_until(KEYS_OF, b"on the scale: 1500 g")
        if end != "time":
            until(lambda: bench.settings() != bench.before, "keys without Enter")
            bench.weighs(1500)
            bench.terminal.type(b" ")
            bench.weighs(0)
            bench.terminal.type(b" ")
            bench.weighs(1500)
        if isinstance(end, bytes):
            bench.terminal.type(end)
        elif isinstance(end, signal.Signals):
            os.kill(bench.terminal.process.pid, end)
        assert bench.terminal.wait() == 0
        assert bench.settings() == bench.before
    finally:
        bench.close()
    assert not link.is_symlink()


@pytest.mark.parametrize("shell", [None, 'set -m; "$0" "$@" & wait'])
def test_a_script_and_a_scale_in_the_background_leave_the_terminal_alone(shell: str | None, link: Path) -> None:
    options = ("--seconds", "6", *(("--load", "700") if shell else ("--script", "700")))
    bench = Bench(link, *options, shell=shell)
    try:
        bench.weighs(700)
        assert bench.settings() == bench.before
        bench.terminal.type(b" ")
        bench.weighs(700)
        assert bench.terminal.wait() == 0
    finally:
        bench.close()
    assert KEYS_OF not in bench.terminal.seen
