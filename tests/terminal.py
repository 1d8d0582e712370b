"""A program on a real pseudo-terminal, as a person at a workstation has it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING, Self

from tests.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEADLINE_S = 60.0
F1, F2, F3, F4, F10 = b"\x1bOP", b"\x1bOQ", b"\x1bOR", b"\x1bOS", b"\x1b[21~"
LEFT, ENTER = b"\x1b[D", b"\r"


class Terminal:
    """`command` on a pseudo-terminal of `rows` x `columns`; what it writes is kept in `seen`."""

    def __init__(
        self,
        command: Sequence[str],
        rows: int = 45,
        columns: int = 140,
        env: Mapping[str, str] | None = None,
        *,
        controls: bool = False,
    ) -> None:
        """`controls`: it is the terminal that controls the program, so that the kernel hangs the program up with it."""
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        # The size is the terminal's own: workers of pytest have another one in their environment.
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            ["setsid", "--ctty", *command] if controls else list(command),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env={**environment, **(env or {})},
            start_new_session=not controls,
        )
        os.close(slave)
        self.seen, self.mark = b"", 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def type(self, keys: bytes) -> None:
        """Type the keys; `read_until` looks at what comes after them."""
        self.mark = len(self.seen)
        os.write(self.master, keys)

    def read_until(self, *wanted: bytes) -> None:
        """Read until everything wanted was written since the last keys."""
        deadline = time.monotonic() + DEADLINE_S
        while not all(text in self.seen[self.mark :] for text in wanted):
            assert time.monotonic() < deadline, (wanted, self.seen[-3000:])
            self._read()

    def wait(self) -> int:
        """Read on until the program has ended; its exit code, negative for a signal."""
        deadline = time.monotonic() + DEADLINE_S
        while self.process.poll() is None:
            assert time.monotonic() < deadline, self.seen[-3000:]
            self._read()
        return self.process.returncode

    def pause(self, seconds: float) -> None:
        """Read on for a while, as a person looks before the next key."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._read(left)

    def _read(self, at_most_s: float = 0.1) -> None:
        if select.select([self.master], [], [], min(at_most_s, 0.1))[0]:
            try:
                self.seen += os.read(self.master, 65536)
            except OSError:  # the program has closed the terminal
                time.sleep(0.05)

    def close(self) -> None:
        """End the program, whatever it does."""
        self.process.kill()
        self.process.wait()
        os.close(self.master)
