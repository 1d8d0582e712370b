"""The first word of a station: at a terminal it comes before the screen, in a log it does not stand."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from station import __version__
from station.cli.process_start import SWITCH_S, begin
from tests.lane_of_keys import STATION
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def switch_interval() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize("more", [(), ("--headless",)])
def test_a_terminal_is_told_that_it_starts_before_anything_else(more: tuple[str, ...], tmp_path: Path) -> None:
    bad = tmp_path / "station.toml"
    bad.write_text("[spaceship]\n")
    with Terminal([*STATION, "run", "--config", str(bad), *more]) as terminal:
        code = terminal.wait()
        terminal.pause(0.1)

    first, *rest = terminal.seen.decode().splitlines()
    assert code == 2
    assert first == f"station {__version__} starts"
    assert "spaceship" in " ".join(rest)


def test_a_terminal_that_takes_nothing_holds_no_start_up() -> None:
    """XOFF before the first word."""
    program = (
        "import os, termios; termios.tcflow(2, termios.TCOOFF)\n"
        "from station.cli.process_start import begin; begin(); os._exit(7)"
    )
    with Terminal([sys.executable, "-c", program]) as terminal:
        assert terminal.process.wait(60.0) == 7


@pytest.mark.usefixtures("switch_interval")
def test_a_log_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    begin()

    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("switch_interval")
def test_no_thread_keeps_the_others_waiting_for_long() -> None:
    begin()

    assert sys.getswitchinterval() == pytest.approx(SWITCH_S)
