"""Recorded bytes of a device, written down and played back: JSON lines `{"t": seconds, "hex": bytes}`."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.contract import DeviceError, RecordingOverError, notice
from hardware.error_texts import os_reason

if TYPE_CHECKING:
    from collections.abc import Iterator


def recorded(data: bytes, seconds: float) -> str:
    """The line of a recording for bytes that came so long after its beginning."""
    return json.dumps({"t": round(seconds, 6), "hex": data.hex()})


class ReplayLink:
    """A port whose bytes come from a recording, at the times at which they came. What is sent to it is dropped."""

    def __init__(self, file: str, what: str = "scale") -> None:
        """`what`: the device that was recorded. DeviceError: the file cannot be read, or a line of it is none of a
        recording.
        """
        self._port, self._what = f"replay:{file}", what
        self._pieces = iter(sorted(_pieces(Path(file), self._port, what), key=lambda piece: piece[0]))
        self._start = time.monotonic()
        self._next = next(self._pieces, None)

    def read(self, timeout: float) -> bytes:
        """The bytes whose time has come, waiting up to `timeout` seconds. RecordingOverError behind the last ones."""
        if self._next is None:
            raise RecordingOverError(notice("recording_over", what=self._what, port=self._port))
        seconds, data = self._next
        wait = self._start + seconds - time.monotonic()
        time.sleep(min(max(0.0, wait), max(0.0, timeout)))
        if wait > timeout:
            return b""
        self._next = next(self._pieces, None)
        return data

    def write(self, data: bytes) -> None:
        """A recording cannot be asked."""

    def close(self) -> None:
        """Nothing is held."""


def _pieces(path: Path, port: str, what: str) -> Iterator[tuple[float, bytes]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = os_reason(error)
        raise DeviceError(notice("recording_unreadable", what=what, port=port, reason=reason)) from error
    for number, line in enumerate(lines, 1):
        try:
            piece = json.loads(line)
            yield float(piece["t"]), bytes.fromhex(piece["hex"])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise DeviceError(notice("recording_malformed", what=what, port=port, line=number)) from error
