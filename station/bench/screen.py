"""From a key to its echo on the terminal: a real station at rest, and with all that may hold its screen up."""

from __future__ import annotations

import socket
import sqlite3
import tempfile
import threading
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.simulated import SimulatedTable
from station.bench.figures import Figure, figure
from station.bench.terminal import STATION, Terminal, configured, is_workers_screen

if TYPE_CHECKING:
    from collections.abc import Iterator

CHARACTERS = "RB123456785SG"
"""A number of the post's form, which the screen judges at each character."""
PAUSE_S = 0.15
"""Between two keys: slower than a scanner, as fast as a hand."""
SETTLE_S = 2.0
HARD = ("usual", "tilt", "glare", "motion")
"""Strata of the frames that keep the reader at full speed."""
FRAMES = 5
ECHO_S = 5.0
"""A key without an echo for so long counts as so long."""


def run(keys: int, seed: int) -> list[Figure]:
    """So many keys at rest and with all of it at once; the note tells the 95th percentile. StartError."""
    rows = []
    for name, busy in (("at rest", False), ("all that holds it up", True)):
        paint, spent = _typed(keys, seed, busy=busy)
        late = sorted(spent)[int(0.95 * (len(spent) - 1))]
        rows.append(figure(name, spent, f"p95 {late:.1f} ms; first paint {paint:.0f} ms after the start"))
    return rows


def _typed(keys: int, seed: int, *, busy: bool) -> tuple[float, list[float]]:
    """Milliseconds until the first paint, and of each key.

    Busy: hard frames one after the other, a record that nobody can write, a centre that never answers.
    """
    with tempfile.TemporaryDirectory(prefix="parcel-station-") as name, _deaf_centre() as url, ExitStack() as stack:
        folder, table = Path(name), SimulatedTable(seed, 1.0)
        table.scale.plug()
        stack.callback(table.scale.unplug)
        config = (
            configured(folder, table.scale.port, seed, HARD, FRAMES, url)
            if busy
            else configured(folder, table.scale.port, seed)
        )
        terminal = stack.enter_context(Terminal(*STATION, "run", "--config", str(config)))
        paint, _ = terminal.await_shown(is_workers_screen)
        terminal.read_for(SETTLE_S)
        if busy:
            stack.enter_context(_held(folder / "data" / "station.db"))
        return paint, [_key(terminal, number) for number in range(keys)]


def _key(terminal: Terminal, number: int) -> float:
    """One character of the number that is typed; `Esc` clears it when it is whole."""
    place = number % len(CHARACTERS)
    if place == 0:
        terminal.write(b"\x1b")
        terminal.read_for(PAUSE_S)
    spent = terminal.echo_ms(CHARACTERS[place].encode(), CHARACTERS[: place + 1].encode(), ECHO_S)
    terminal.read_for(PAUSE_S)
    return spent


@contextmanager
def _held(record: Path) -> Iterator[None]:
    """Another process writes for ever, so that no commit returns: a disk that does not answer."""
    with closing(sqlite3.connect(record, isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def _deaf_centre() -> Iterator[str]:
    """An address that takes connections and never answers."""
    lines: list[socket.socket] = []

    def take() -> None:
        with suppress(OSError):
            while True:
                lines.append(listening.accept()[0])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    for line in lines:
        line.close()
