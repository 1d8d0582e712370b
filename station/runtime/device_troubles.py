"""What is wrong with the devices, and with what reads the pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import Health, Trouble, caused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hardware.contract import Notice
    from station.core import DeviceStatus

READER = "reader"


def device_troubles(devices: Iterable[DeviceStatus], at: float) -> Iterator[Trouble]:
    """Of each device that is down, since its watch knows; of one that is up, what nothing can be done with.

    `at`: monotonic seconds, for what is seen now.
    """
    for device in devices:
        if device.health is Health.DOWN:
            named = {"name": device.label} if device.label else {}
            about = caused(f"{device.kind.value}_down", device.words, device.about, **named)
            yield Trouble(device.key, grave=True, about=about, since=device.since)
        for each in device.defects:
            if each.grave:
                yield Trouble(f"{device.key}-{each.key}", grave=False, about=each.about, since=at, figures_run=True)


def reader_trouble(warning: Notice, at: float) -> Trouble:
    """Why the reader finds less than it could."""
    return Trouble(READER, grave=False, about=warning, since=at)
