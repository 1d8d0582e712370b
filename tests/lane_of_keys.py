"""A real station of keys alone (no camera, no scale, no centre) on a real terminal, and what stands in its record."""

from __future__ import annotations

import sqlite3
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from station.cli.main import app
from station.core.identify.check_digits import s10_digit
from tests.places import ROOT
from tests.terminal import DEADLINE_S, F10, LEFT, Terminal

if TYPE_CHECKING:
    from pathlib import Path

STATION = [sys.executable, "-c", "from station.cli.main import main; main()"]


def configured(folder: Path, *more: str) -> Path:
    """Its configuration, with the example plan imported."""
    file = folder / "station.toml"
    file.write_text(
        f'[station]\nid = "keys-1"\ndata_dir = "{folder / "data"}"\n'
        "[camera]\nenabled = false\n[scale]\nenabled = false\n[sync]\nenabled = false\n" + "".join(more)
    )
    plan = ROOT / "config" / "plan.example.csv"
    done = CliRunner().invoke(app, ["import", "plan", str(plan), "--config", str(file)])
    assert done.exit_code == 0, done.output
    return file


def on_terminal(file: Path, *, controls: bool = False) -> Terminal:
    """The station on a terminal, once its screen takes keys; `controls` as `Terminal` has it."""
    terminal = Terminal([*STATION, "run", "--config", str(file)], controls=controls)
    terminal.read_until(b"ype the number", b"F10")  # with a scanner: scan the label, or ...
    return terminal


def quit_by_keys(terminal: Terminal) -> int:
    """Quit as a person does; the exit code."""
    terminal.pause(0.2)
    terminal.type(F10)
    terminal.read_until(b"Yes")
    terminal.pause(1.0)  # answers that come at once are not a person's
    terminal.type(LEFT)
    terminal.pause(0.3)
    terminal.type(b"\r")
    return terminal.wait()


def number(serial: int) -> str:
    """A valid S10 number."""
    digits = f"{serial:08}"
    return f"RR{digits}{s10_digit(digits)}CN"


def entry_count(folder: Path) -> int:
    """How many the record has, of every kind."""
    with closing(sqlite3.connect(folder / "data" / "station.db")) as record:
        return int(record.execute("SELECT count(*) FROM scan").fetchone()[0])


def recorded(folder: Path) -> list[str | None]:
    """Parcel ids of the scans in the record, oldest first."""
    with closing(sqlite3.connect(folder / "data" / "station.db")) as record:
        return [row[0] for row in record.execute("SELECT parcel_id FROM scan WHERE ifnull(entry, 0) = 0 ORDER BY seq")]


def until_recorded(terminal: Terminal, folder: Path, count: int) -> None:
    """Read on until there are so many scans: a program that nobody reads may wait for its terminal."""
    deadline = time.monotonic() + DEADLINE_S
    while len(recorded(folder)) < count:
        assert time.monotonic() < deadline, terminal.seen[-2000:]
        terminal.pause(0.05)
