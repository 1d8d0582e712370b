"""What a station tells beside its screen: the stack light, the second display."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import DeviceError
from station.assembly import open_light
from station.doctor.finding import FAULT, OK, Finding
from station.doctor.running import device_of, of_running

if TYPE_CHECKING:
    from config import Config
    from station.doctor.running import Running


def check_light(config: Config, running: Running | None) -> Finding:
    """Whether its board is there; without a running station it is opened, and all lamps are off."""
    port = config.light.port
    if not port:
        return Finding("light", OK, "none in the configuration")
    device = device_of(running, "light")
    if running is not None and device is not None and (held := of_running(device, running.pid, port, "lit by outcome")):
        return held
    light = open_light(config)
    try:
        light.open()
    except DeviceError as error:
        return Finding("light", FAULT, str(error))
    finally:
        light.close()
    return Finding("light", OK, f"{port} opens; whether the right lamp is lit: station light test")


def check_display(config: Config, running: Running | None) -> Finding:
    """What the running station says of its page; without one nobody serves it."""
    address = config.display.address
    if not address:
        return Finding("display", OK, "none in the configuration")
    device = device_of(running, "display")
    if running is not None and device is not None and (held := of_running(device, running.pid, address, "serves")):
        return held
    return Finding("display", OK, f"http://{address}/ while the station runs")
