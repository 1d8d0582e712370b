"""From the command to the terminal: real processes, and beside them Python importing each large library alone."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from hardware.simulated import SimulatedTable
from station.bench.figures import Figure, figure
from station.bench.pictures import drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LIBRARIES = ("textual.app", "pydantic", "cv2", "numpy", "sqlite_utils", "httpx2")
STATION = (sys.executable, "-c", "from station.cli.main import main; main()")
ROWS, COLUMNS = 45, 140
WAIT_S = 60.0
_CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[()=>].?)")
_WORKERS_SCREEN = b" F5 ", b" F10 "
"""Keys at the foot of the worker's screen; the start-up screen has F10 alone."""
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class StartError(Exception):
    """A process failed, or did not show in time what it should; the text tells what it wrote."""


def run(times: int, seed: int) -> list[Figure]:
    """Each process so many times, in turns, so that all of them meet the same machine. StartError."""
    runs: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="parcel-station-") as folder:
        table = SimulatedTable(seed, 1.0)
        table.scale.plug()
        config = _configured(Path(folder), table.scale.port, seed)
        for _ in range(times):
            word, screen = _until((*STATION, "run", "--config", str(config)), _is_a_word, _is_the_screen)
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


def _configured(folder: Path, scale_port: str, seed: int) -> Path:
    """A station with a camera that shows one label again and again, a scale, and a centre that is away."""
    (folder / "pictures").mkdir()
    (label,) = drawn("usual", 1, seed, passing=False)
    cv2.imwrite(str(folder / "pictures" / "label.png"), label.frames[0])
    file = folder / "station.toml"
    file.write_text(
        f'[station]\nid = "bench-1"\ndata_dir = "{folder / "data"}"\n'
        f'[camera]\nsource = "{folder / "pictures"}"\nloop = true\n[scale]\nport = "{scale_port}"\n'
        '[sync]\nurl = "http://127.0.0.1:9"\n'
    )
    return file


def _is_a_word(seen: bytes) -> bool:
    return re.search(rb"[A-Za-z]", _CONTROL.sub(b"", seen)) is not None


def _is_the_screen(seen: bytes) -> bool:
    return all(key in seen for key in _WORKERS_SCREEN)


def _until(command: Sequence[str], *shown: Callable[[bytes], bool]) -> list[tuple[float, float]]:
    """Milliseconds on the clock and of the processors until each was shown, in this order, on a terminal."""
    terminal, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603  # our own command
        list(command), stdin=side, stdout=side, stderr=side, env=environment, start_new_session=True
    )
    os.close(side)
    seen = b""
    taken: list[tuple[float, float]] = []
    try:
        while len(taken) < len(shown):
            seen += _written(terminal)
            if shown[len(taken)](seen):
                taken.append(((time.monotonic() - began) * 1000, _cpu_ms(process.pid)))
            elif process.poll() is not None or time.monotonic() - began > WAIT_S:
                raise StartError(f"the screen never came: {_CONTROL.sub(b'', seen)[-500:].decode(errors='replace')}")
        process.send_signal(signal.SIGTERM)
        while process.poll() is None and time.monotonic() - began < 2 * WAIT_S:
            _written(terminal)
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
    return taken


def _written(terminal: int) -> bytes:
    """What was written since, empty after a while without."""
    if select.select([terminal], [], [], 0.05)[0]:
        try:
            return os.read(terminal, 1 << 16)
        except OSError:  # EIO: the process has closed the terminal
            time.sleep(0.05)
    return b""


def _cpu_ms(pid: int) -> float:
    """Of all its threads until now, steps of 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / _TICKS_PER_S


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
