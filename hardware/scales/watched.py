"""A scale looked at by a technician: every byte counted and, if wanted, written down."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hardware.links import recorded
from hardware.scales.detection.tally import Tally
from hardware.scales.protocols.catalogue import dialect
from hardware.scales.serial_scale import SerialScale

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TextIO

    from hardware.contract import Weight

STRANGE_S = 0.5
"""Bytes that no message explained after so long are shown as they are."""


class WatchedScale:
    """A scale and the tally of what it says."""

    def __init__(
        self, port: str, record: TextIO | None, *, protocol: str, settings: Mapping[str, object], **line: Any
    ) -> None:
        """`record` gets a recording, for `replay:FILE`; the others are those of SerialScale. ValueError: as there."""
        self.scale = SerialScale(port, heard=self._hear, protocol=protocol, settings=settings, **line)
        self.tally = Tally(dialect(protocol).decoder(settings))
        self._record = record
        self._start = self._known_at = time.monotonic()

    def open(self) -> None:
        """Open the port; times of the recording count from here. DeviceError: as SerialScale."""
        self._start = self._known_at = time.monotonic()
        self.scale.open()

    def read(self, timeout: float) -> Weight | None:
        """As SerialScale."""
        message = self.scale.read(timeout)
        if message is not None:
            self._known_at = message.at
        return message

    def strange(self) -> bytes:
        """Bytes that have waited too long for a message; each is given once."""
        now = time.monotonic()
        if now - self._known_at < STRANGE_S:
            return b""
        self._known_at = now
        return self.tally.give_up()

    def summary(self) -> str:
        """Rate and errors so far."""
        t = self.tally
        rate = t.rate(time.monotonic())
        return f"{t.frames} frames, {rate:.1f} a second, {t.garbled} bytes garbled, {t.lost} frames lost"

    def close(self) -> None:
        """Give the port back."""
        self.scale.close()

    def _hear(self, data: bytes, at: float) -> None:
        self.tally.hear(data, at)
        if self._record is not None:
            self._record.write(recorded(data, at - self._start) + "\n")
            self._record.flush()
