"""What a barcode library looks like to the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from hardware.contract import Symbol
    from hardware.reading.engines.families import Family
    from hardware.reading.view import View


class Engine(Protocol):
    """One barcode library. Never raises on a view."""

    name: str

    def read(self, view: View, family: Family) -> list[Symbol]:
        """The symbols that it sees, corners in pixels of the frame."""
