"""A real station on a pseudo-terminal, as a person would start it."""

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
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

import cv2

from station.bench.pictures import drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

STATION = (sys.executable, "-c", "from station.cli.main import main; main()")
ROWS, COLUMNS = 45, 140
WAIT_S = 60.0
_CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[()=>].?)")
_WORKERS_SCREEN = b" F5 ", b" F10 "
"""Keys at the foot of the worker's screen; the start-up screen has F10 alone."""
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class StartError(Exception):
    """A process failed, or did not show in time what it should; the text tells what it wrote."""


class Terminal:
    """The process ends with the block."""

    def __init__(self, *command: str) -> None:
        """Start it, on a screen of 140 columns and 45 rows."""
        self._fd, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._began = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603  # our own command
            list(command), stdin=side, stdout=side, stderr=side, env=environment, start_new_session=True
        )
        os.close(side)
        self._seen = b""

    def await_shown(self, shown: Callable[[bytes], bool]) -> tuple[float, float]:
        """Milliseconds from the start until it is shown: on the clock, and of the processors. StartError."""
        while not shown(self._seen):
            if self._process.poll() is not None or time.monotonic() - self._began > WAIT_S:
                self._seen += self._written(0.05)  # its last words
                raise StartError(f"the screen never came: {plain(self._seen)[-500:].decode(errors='replace')}")
            self._seen += self._written(0.05)
        return (time.monotonic() - self._began) * 1000, _cpu_ms(self._process.pid)

    def cpu_ms(self) -> float:
        """Processor time of all its threads until now, steps of 10 ms."""
        return _cpu_ms(self._process.pid)

    def read_for(self, seconds: float) -> None:
        """Take what is written, as a terminal does."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._written(left)

    def write(self, keys: bytes) -> None:
        """Press these keys."""
        os.write(self._fd, keys)

    def echo_ms(self, keys: bytes, shown: bytes, most_s: float) -> float:
        """Milliseconds from these keys until the text is written, `most_s` at most."""
        seen, began = b"", time.monotonic()
        self.write(keys)
        while (now := time.monotonic() - began) < most_s and shown not in plain(seen):
            seen += self._written(most_s - now)
        return (time.monotonic() - began) * 1000

    def _written(self, wait_s: float) -> bytes:
        """What was written since, empty after a while without."""
        if select.select([self._fd], [], [], max(0.0, wait_s))[0]:
            try:
                return os.read(self._fd, 1 << 16)
            except OSError:  # EIO: the process has closed the terminal
                time.sleep(0.05)
        return b""

    def __enter__(self) -> Self:
        """It was started already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ask it to end; what does not is killed."""
        end = time.monotonic() + WAIT_S
        self._process.send_signal(signal.SIGTERM)
        while self._process.poll() is None and time.monotonic() < end:
            self._written(0.05)
        self._process.kill()
        self._process.wait()
        os.close(self._fd)


def plain(written: bytes) -> bytes:
    """What was written to a terminal, without its control sequences."""
    return _CONTROL.sub(b"", written)


def is_workers_screen(seen: bytes) -> bool:
    """Whether its keys are shown."""
    return all(key in seen for key in _WORKERS_SCREEN)


def configured(
    folder: Path, scale_port: str, seed: int, strata: Sequence[str] = ("usual",), frames: int = 1, url: str = ""
) -> Path:
    """The configuration of a station whose camera shows so many frames of each stratum again and again."""
    (folder / "pictures").mkdir()
    for stratum in strata:
        for number, shown in enumerate(drawn(stratum, frames, seed, passing=False)):
            cv2.imwrite(str(folder / "pictures" / f"{stratum}-{number}.png"), shown.frames[0])
    file = folder / "station.toml"
    file.write_text(
        f'[station]\nid = "bench-1"\ndata_dir = "{folder / "data"}"\n'
        f'[camera]\nsource = "{folder / "pictures"}"\nloop = true\n[scale]\nport = "{scale_port}"\n'
        f'[sync]\nurl = "{url or "http://127.0.0.1:9"}"\n'
    )
    return file


def _cpu_ms(pid: int) -> float:
    """Of all its threads until now, steps of 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / _TICKS_PER_S
