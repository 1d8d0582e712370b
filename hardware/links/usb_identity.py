"""Where a USB serial adapter went when it was unplugged and came back under another number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from serial.tools import list_ports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from serial.tools.list_ports_common import ListPortInfo


@dataclass(frozen=True, slots=True)
class Adapter:
    """A USB adapter by what stays the same when it is replugged."""

    vid: int
    pid: int
    serial_number: str | None
    location: str | None
    """The socket of the machine that it is plugged into, such as `1-1.4`."""
    alone: bool
    """Its serial number tells it from every other adapter that was plugged in."""

    def among(self, ports: Iterable[ListPortInfo]) -> str | None:
        """Its device. Without a serial number of its own it is known by its socket alone: a twin is another scale."""
        same = [p for p in ports if (p.vid, p.pid, p.serial_number) == (self.vid, self.pid, self.serial_number)]
        here = [p for p in same if self.location and p.location == self.location]
        if len(here) != 1 and self.alone and len(same) == 1:
            here = same
        return str(here[0].device) if len(here) == 1 else None


def adapter_at(path: str, ports: Iterable[ListPortInfo]) -> Adapter | None:
    """The USB adapter behind a device path or a link to one; None: it is none."""
    ports = list(ports)
    device = str(Path(path).resolve())
    for port in ports:
        if port.device == device and port.vid is not None and port.pid is not None:
            twins = [p for p in ports if (p.vid, p.pid, p.serial_number) == (port.vid, port.pid, port.serial_number)]
            alone = bool(port.serial_number) and len(twins) == 1
            return Adapter(port.vid, port.pid, port.serial_number, port.location, alone)
    return None


class Whereabouts:
    """Remembers which adapter a configured path was, and finds it when the path is gone."""

    def __init__(self, path: str, ports: Callable[[], Iterable[ListPortInfo]] = list_ports.comports) -> None:
        self._path, self._ports = path, ports
        self._adapter: Adapter | None = None

    def now(self) -> str:
        """The path to open: the configured one, or where its adapter is now."""
        device = None if self._adapter is None else self._adapter.among(self._ports())
        return self._path if device is None or device == str(Path(self._path).resolve()) else device

    def opened(self, path: str) -> None:
        """Remember what stands at the path that did open."""
        self._adapter = adapter_at(path, self._ports())
