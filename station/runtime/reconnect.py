"""Keep one device open: open, use, report its loss once, open again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from hardware.contract import DeviceError
from station.core import Health

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from hardware.contract import Notice

FIRST_WAIT_S = 0.3
LONGEST_WAIT_S = 2.0
"""A device that is plugged in again must be back within 5 s."""


class Device(Protocol):
    """What every device can do."""

    name: str

    def open(self) -> None: ...

    def close(self) -> None: ...


def keep_open(
    device: Device,
    use: Callable[[], bool],
    report: Callable[[Health, str, Notice | None], None],
    stop: threading.Event,
) -> None:
    """Run until `stop`. `use` does one short piece of work and says whether the device gave something.

    A device is up once it has given something, not when its port opened. `report` is called on each change of health
    and when the reason of a failure changes: with its English text, and as a code.
    """
    wait = FIRST_WAIT_S
    while not stop.is_set():
        try:
            device.open()
            alive = False
            while not stop.is_set():
                if use() and not alive:
                    alive, wait = True, FIRST_WAIT_S
                    report(Health.UP, device.name, None)
        except DeviceError as error:
            report(Health.DOWN, str(error), error.about)
        finally:
            device.close()
        stop.wait(wait)
        wait = min(wait * 2, LONGEST_WAIT_S)
