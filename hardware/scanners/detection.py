"""Which port a scanner is at, and how its codes are framed: by listening at all of them while somebody scans."""

from __future__ import annotations

import re
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.contract import DeviceError
from hardware.links import LineSettings, hid_nodes, serial_devices
from hardware.scanners.byte_scanner import EVDEV, open_line
from hardware.scanners.keyboard import keyboards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hardware.scanners.byte_scanner import Carrier

VENDORS = frozenset(("0c2e", "05e0", "05f9"))
"""Of USB scanners: Honeywell, Zebra, Datalogic."""
BAUDS = (9600, 115200, 38400, 19200)
"""In the order in which they are tried: factory settings of the makers."""
QUIET_S = 0.3
"""A code is whole after so much silence."""
TURN_S = 4.0
"""For so long a serial port is listened to at one speed."""
LOOK_S = 0.02
_TEXT = re.compile(rb"[\x1c-\x1f\x20-\x7e\x80-\xff]{4,}")
_MOSTLY = 0.9


@dataclass(frozen=True, slots=True)
class Heard:
    """The bytes of one code."""

    port: str
    baud: int
    data: bytes

    @property
    def code(self) -> bytes:
        """Without what frames it."""
        found = _TEXT.search(self.data)
        return found[0] if found is not None else b""

    @property
    def prefix(self) -> bytes:
        """Control characters before it."""
        return self.data.partition(self.code)[0]

    @property
    def suffix(self) -> bytes:
        """Control characters behind it; empty: silence ends it."""
        return self.data.partition(self.code)[2]

    @property
    def is_text(self) -> bool:
        """Whether it can be a code: at a wrong speed nearly every byte is none of a text."""
        plain = sum(0x20 <= byte < 0x7F for byte in self.code)
        return plain >= 4 and plain >= _MOSTLY * len(self.data.strip(b"\x02\x03\r\n\t"))


def scanner_ports() -> list[str]:
    """Where a scanner may be: serial devices, keyboards, USB scanners of the point-of-sale class."""
    hid = sorted({f"hid:{number}" for number in hid_nodes().values() if number.partition(":")[0] in VENDORS})
    return [*serial_devices(), *keyboards(), *hid]


def listen(ports: Sequence[str], seconds: float, over: Callable[[], bool] = lambda: False) -> Iterator[Heard]:
    """What comes from any of these in so many seconds, or until it is `over`, a code at a time. Ports that cannot be
    opened are left out.
    """
    ends, speed = time.monotonic() + seconds, 0
    while (left := ends - time.monotonic()) > 0 and not over():
        yield from _turn(ports, BAUDS[speed % len(BAUDS)], min(TURN_S, left), over)
        speed += 1


def _turn(ports: Sequence[str], baud: int, seconds: float, over: Callable[[], bool]) -> Iterator[Heard]:
    with ExitStack() as closing:
        lines: dict[str, Carrier] = {}
        for port in ports:
            try:
                lines[port] = open_line(port, LineSettings(baud), grab=not port.startswith(EVDEV))
            except DeviceError:
                continue  # somebody else has it
            closing.callback(lines[port].close)
        ends = time.monotonic() + seconds
        begun: dict[str, tuple[bytes, float]] = {}
        while (time.monotonic() < ends or begun) and not over():
            for port, line in lines.items():
                data, at = _read(line), time.monotonic()
                before, last = begun.get(port, (b"", at))
                if data:
                    begun[port] = before + data, at
                elif before and at - last >= QUIET_S:
                    del begun[port]
                    yield Heard(port, baud, before)
            if not lines:
                time.sleep(LOOK_S)


def _read(line: Carrier) -> bytes:
    try:
        return line.read(LOOK_S)
    except DeviceError:
        return b""  # it was unplugged
