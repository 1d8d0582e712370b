"""From the command to the terminal: real processes, and beside them Python importing each large library alone."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.simulated import SimulatedTable
from station.bench.figures import Figure, figure
from station.bench.terminal import STATION, StartError, Terminal, configured, is_workers_screen, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

LIBRARIES = ("textual.app", "pydantic", "cv2", "numpy", "sqlite_utils", "httpx2")


def run(times: int, seed: int) -> list[Figure]:
    """Each process so many times, in turns, so that all of them meet the same machine. StartError."""
    runs: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="parcel-station-") as folder:
        table = SimulatedTable(seed, 1.0)
        table.scale.plug()
        config = configured(Path(folder), table.scale.port, seed)
        for _ in range(times):
            with Terminal(*STATION, "run", "--config", str(config)) as terminal:
                word, screen = terminal.await_shown(_is_a_word), terminal.await_shown(is_workers_screen)
            for name, taken in (
                ("run: first word", word),
                ("run: worker's screen", screen),
                ("--help", _until_the_end((*STATION, "--help"))),
                ("python alone", _until_the_end((sys.executable, "-c", ""))),
                *((f"import {name}", _until_the_end((sys.executable, "-c", f"import {name}"))) for name in LIBRARIES),
            ):
                runs.setdefault(name, []).append(taken)
        table.scale.unplug()
    return [_row(name, taken) for name, taken in runs.items()]


def _row(name: str, taken: list[tuple[float, float]]) -> Figure:
    cpu = figure(name, [each[1] for each in taken])
    return figure(name, [each[0] for each in taken], f"CPU p50 {cpu.p50_ms:.0f} ms")


def _is_a_word(seen: bytes) -> bool:
    return re.search(rb"[A-Za-z]", plain(seen)) is not None


def _until_the_end(command: Sequence[str]) -> tuple[float, float]:
    """Milliseconds on the clock and of the processors. StartError when it fails."""
    began = time.monotonic()
    pid = os.posix_spawn(
        command[0], list(command), os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, used = os.wait4(pid, 0)
    if status != 0:
        raise StartError(f"failed: {' '.join(command)}")
    return (time.monotonic() - began) * 1000, (used.ru_utime + used.ru_stime) * 1000
