"""A printer behind the print system of the machine (CUPS): labels go through `lp` as they are."""

from __future__ import annotations

import os
import shutil
import subprocess

from hardware.contract import DeviceError, notice
from hardware.output_contract import PrinterState

PREFIX = "lp:"
ANSWER_S = 1.5
TAKE_S = 10.0


class SystemPrinter:
    """The print system takes a label and tells no more of it. One thread uses it."""

    tells = False

    def __init__(self, port: str) -> None:
        """`port`: `lp:QUEUE`, a queue as `lpstat -e` names it."""
        self.name = port
        self._queue = port.removeprefix(PREFIX)

    def open(self) -> None:
        """DeviceError when the machine has no print system."""
        if shutil.which("lp") is None or shutil.which("lpstat") is None:
            raise DeviceError(notice("print_system_absent", port=self.name))

    def state(self) -> PrinterState:
        """Whether the queue stands still. DeviceError: there is no such queue, or nobody answers."""
        told = self._ran(["lpstat", "-p", self._queue], b"", ANSWER_S).decode(errors="replace")
        return PrinterState(("paused",) if " disabled " in told else ())

    def print(self, label: bytes) -> None:
        """Hand over one label, as it is. DeviceError: the print system does not take it."""
        self._ran(["lp", "-d", self._queue, "-o", "raw", "-s"], label, TAKE_S)

    def close(self) -> None:
        """Nothing is held."""

    def _ran(self, command: list[str], given: bytes, seconds: float) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603  # the queue is the configuration's
                command,
                input=given,
                capture_output=True,
                timeout=seconds,
                check=False,
                env={**os.environ, "LC_ALL": "C"},  # its words are looked into
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DeviceError(notice("print_system_mute", port=self.name)) from error
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise DeviceError(notice("print_system_refuses", port=self.name, said_there=said[-1] if said else None))
        return done.stdout
