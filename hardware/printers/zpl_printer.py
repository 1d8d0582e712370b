"""A ZPL printer that is asked for its state: TCP port 9100, a serial line, or the device file of a USB cable."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from hardware.contract import DeviceError, notice
from hardware.links import Link
from hardware.output_contract import PrinterState
from hardware.printers.device_file import DeviceFileLink
from hardware.printers.zpl_state import ASK_STATE, is_counted, state_of

if TYPE_CHECKING:
    from hardware.links import LineSettings

ANSWER_S = 1.0
"""A printer that has not answered by then is red within 2 s."""
COUNT_S = 0.3
"""So long the count may come after the state; a printer that has none says nothing."""
LOOK_S = 0.05
OLD_ANSWERS = 16
"""Looks for what an older question brought; a line that is never silent is noise."""
LONGEST = 4096
DEVICE_FILES = "/dev/usb/lp"


class _Link(Protocol):
    def read(self, timeout: float) -> bytes: ...

    def write(self, data: bytes) -> None: ...

    def close(self) -> None: ...


class ZplPrinter:
    """One thread uses it."""

    def __init__(self, port: str, line: LineSettings | None = None, *, answers: bool = True) -> None:
        """`port`: socket://HOST:9100, /dev/usb/lp0 or a serial device. `answers`: it can be asked for its state."""
        self.name, self.tells = port, answers
        self._line = line
        self._link: _Link | None = None

    def open(self) -> None:
        """Connect. DeviceError."""
        if self.name.startswith(DEVICE_FILES):
            self._link = DeviceFileLink(self.name)
        else:
            self._link = Link(self.name, self._line, what="printer")

    def state(self) -> PrinterState:
        """How it is now; of a printer that cannot be asked it is only known that it is there. DeviceError."""
        link = self._opened()
        for _ in range(OLD_ANSWERS):
            if not link.read(0.0):
                break
        if not self.tells:
            return PrinterState()
        link.write(ASK_STATE)
        answer, asked = b"", time.monotonic()
        told: float | None = None
        while (now := time.monotonic()) < (asked + ANSWER_S if told is None else told + COUNT_S):
            answer = (answer + link.read(LOOK_S))[-LONGEST:]
            if told is None and state_of(answer) is not None:
                told = now
            if told is not None and is_counted(answer):
                break
        state = state_of(answer)
        if state is None:
            raise DeviceError(notice("printer_silent", port=self.name, seconds=f"{ANSWER_S:g}"))
        return state

    def print(self, label: bytes) -> None:
        """Send one label. DeviceError: nobody knows how much of it arrived."""
        self._opened().write(label)

    def close(self) -> None:
        """Hang up; may be called twice."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def _opened(self) -> _Link:
        if self._link is None:
            raise DeviceError(notice("port_not_open", what="printer", port=self.name))
        return self._link
