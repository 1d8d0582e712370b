"""The language between output devices and the station, beside `hardware.contract`. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pathlib import Path

PrinterFault = Literal["paper_out", "ribbon_out", "head_open", "paused", "buffer_full", "too_hot", "too_cold"]
"""Why a printer prints nothing, as it says itself."""


@dataclass(frozen=True, slots=True)
class PrinterState:
    """What a printer says of itself."""

    faults: tuple[PrinterFault, ...] = ()
    held: int = 0
    """Labels that it has taken and not printed."""
    printed: int | None = None
    """Labels that it has printed in its life; None: it does not count them."""


class Printer(Protocol):
    """A label printer that takes ZPL. A thread of its own uses it."""

    name: str
    tells: bool
    """Whether it says what it has done with a label; else it is only known that the label was handed over."""

    def open(self) -> None: ...

    def state(self) -> PrinterState:
        """How it is now. DeviceError when the printer is gone or does not answer."""

    def print(self, label: bytes) -> None:
        """Hand over one label. DeviceError when it is not known to be taken whole."""

    def close(self) -> None: ...


Lamp = Literal["red", "yellow", "green"]


class Light(Protocol):
    """A stack light. A thread of its own uses it."""

    name: str

    def open(self) -> None: ...

    def show(self, lamp: Lamp | None) -> None:
        """Light this lamp alone; None: none. DeviceError: it is gone."""

    def look(self, seconds: float) -> None:
        """Wait so long. DeviceError: it is gone."""

    def close(self) -> None: ...


class Speaker(Protocol):
    """What plays sounds that are rendered already. A thread of its own uses it."""

    name: str

    def open(self) -> None:
        """Try it without a sound. DeviceError: there is no player, or no device to play on."""

    def play(self, sound: Path, seconds: float) -> None:
        """Play a WAV file of this length to its end, or until `hush`. DeviceError: it was not heard."""

    def hush(self) -> None:
        """End what is played now; any thread."""

    def close(self) -> None: ...
