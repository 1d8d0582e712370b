"""Which cameras, scales and scanners are at this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hardware.camera import FoundCamera
    from hardware.scales.detection import PortFinding
    from hardware.scanners import Heard

PRINTERS = Path("/dev/usb")


def cameras_here() -> list[FoundCamera]:
    """Every camera that gives pictures, by the path to configure."""
    from hardware.camera import find_cameras

    return find_cameras()


def scales_at(ports: Sequence[str], progress: Callable[[str, str], None]) -> Iterator[PortFinding]:
    """What stands at these ports, or at every one of this machine; each as soon as it is known."""
    from hardware.scales.detection import look_at_all

    return look_at_all(ports, progress)


def scanner_ports() -> list[str]:
    """Where a scanner may be."""
    from hardware.scanners import scanner_ports as at_this_machine

    return at_this_machine()


def heard_scanners(ports: Sequence[str], seconds: float, over: Callable[[], bool]) -> Iterator[Heard]:
    """Each code that comes from one of these in so many seconds, or until it is over."""
    from hardware.scanners import listen

    return listen(ports, seconds, over)


def printer_ports() -> list[str]:
    """Printers at USB."""
    return [str(path) for path in sorted(PRINTERS.glob("lp*"))]
