"""A fixed reader or a DWS on the network: tells each parcel that passes in one message, and counts as makers do."""

from __future__ import annotations

import re
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.contract import DeviceError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

WAIT_S = 10.0
"""For the host."""
TRY_S = 0.1
_FIELD = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Passing:
    """A parcel that passes. Without a code it is a no-read; values by the name of their field, such as `weight_kg`."""

    codes: tuple[str, ...] = ()
    values: Mapping[str, Decimal] | None = None


class SimulatedMachine:
    """Connects to a host, or is connected to. One thread uses it."""

    def __init__(
        self,
        template: str,
        *,
        prefix: bytes = b"\x02",
        suffix: bytes = b"\x03",
        separator: str = ";",
        no_read: str = "NOREAD",
    ) -> None:
        """`template`: as of `hardware.scanners.Template`."""
        self._template, self._prefix, self._suffix = template, prefix, suffix
        self._separator, self._no_read = separator, no_read
        self._line: socket.socket | None = None
        self._listening: socket.socket | None = None
        self.passed = 0
        """Parcels that were told."""
        self.no_reads = 0
        """Those of them without a code."""

    def __enter__(self) -> SimulatedMachine:
        return self

    def __exit__(self, *exc: object) -> None:
        self.unplug()

    def listen(self) -> int:
        """Wait for a host on a free port of this machine, which it returns; the host is taken with the first parcel."""
        self._listening = socket.create_server(("127.0.0.1", 0))
        return int(self._listening.getsockname()[1])

    def connect(self, port: int) -> None:
        """Connect to a host, again and again while it does not listen, as readers do. DeviceError: it never did."""
        deadline = time.monotonic() + WAIT_S
        while True:
            try:
                self._line = socket.create_connection(("127.0.0.1", port), timeout=WAIT_S)
            except OSError as error:
                if time.monotonic() > deadline:
                    raise DeviceError(f"simulated machine: nobody listens on port {port}") from error
                time.sleep(TRY_S)
            else:
                return

    def unplug(self) -> None:
        """Hang up and listen no more; may be called twice."""
        for each in (self._line, self._listening):
            if each is not None:
                each.close()
        self._line = self._listening = None

    def tell(self, parcel: Passing) -> None:
        """A parcel has passed. OSError: the host is gone, and the parcel is not counted as told."""
        self.send(self._prefix + self.message(parcel).encode() + self._suffix)
        self.passed += 1
        self.no_reads += not parcel.codes

    def send(self, data: bytes) -> None:
        """These bytes, and nothing around them. OSError: the host is gone."""
        if self._line is None and self._listening is not None:
            self._listening.settimeout(WAIT_S)
            self._line, _ = self._listening.accept()
        if self._line is None:
            raise ConnectionError("no host")
        self._line.sendall(data)

    def message(self, parcel: Passing) -> str:
        """The parcel in the form of the template; what was not measured is 0."""

        def field(match: re.Match[str]) -> str:
            if match[1] == "code":
                return self._separator.join(parcel.codes) or self._no_read
            return format((parcel.values or {}).get(match[1], 0), "f")

        return _FIELD.sub(field, self._template)
