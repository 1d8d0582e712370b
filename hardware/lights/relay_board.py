"""A relay board on a serial line: four bytes switch a relay, as the common USB ones (LCUS and its like) take them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from hardware.contract import DeviceError, notice
from hardware.links import LineSettings, Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.output_contract import Lamp

START = 0xA0
LAMPS: tuple[Lamp, ...] = ("red", "yellow", "green")


def relay_command(relay: int, *, on: bool) -> bytes:
    """Start, relay, state, and the sum of the three, modulo 256."""
    body = (START, relay, int(on))
    return bytes((*body, sum(body) & 0xFF))


class RelayLight:
    """One thread uses it. The board answers nothing: that it is there, the line tells."""

    def __init__(self, port: str, relays: Mapping[Lamp, int], line: LineSettings | None = None) -> None:
        """`relays`: of each lamp; 0 or left out: there is no such lamp."""
        self.name = port
        self._relays = {lamp: relay for lamp, relay in relays.items() if relay}
        self._line = line or LineSettings()
        self._link: Link | None = None

    def open(self) -> None:
        """All lamps off. DeviceError names the culprit."""
        self._link = Link(self.name, self._line, "light")
        self.show(None)

    def show(self, lamp: Lamp | None) -> None:
        """Light this lamp alone; None: none. DeviceError: the board is gone."""
        link = self._opened()
        off = [relay_command(relay, on=False) for other, relay in self._relays.items() if other != lamp]
        on = [relay_command(self._relays[lamp], on=True)] if lamp in self._relays else []
        link.write(b"".join((*off, *on)))

    def look(self, seconds: float) -> None:
        """Wait so long. DeviceError: the board was unplugged meanwhile."""
        self._opened().read(seconds)

    def close(self) -> None:
        """All lamps off, if it is still there, and give the port back; may be called twice."""
        if self._link is not None:
            with suppress(DeviceError):
                self.show(None)
            self._link.close()
            self._link = None

    def _opened(self) -> Link:
        if self._link is None:
            raise DeviceError(notice("port_not_open", what="light", port=self.name))
        return self._link
