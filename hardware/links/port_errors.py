"""Why a port does not open or was lost, by codes whose words name the culprit and the cure."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import serial
from serial.tools import list_ports

from hardware.access import holders, permission_cure
from hardware.contract import notice
from hardware.error_texts import os_reason

if TYPE_CHECKING:
    from hardware.contract import Notice

STABLE_NAMES = (Path("/dev/serial/by-id"), Path("/dev/serial/by-path"))


def why_closed(url: str, error: Exception, what: str = "scale") -> Notice:
    """Why opening failed; `what` is behind the port."""
    return _network(url, error, what) if "://" in url else _device(url, error, what)


def why_lost(url: str, error: Exception, what: str = "scale") -> Notice:
    """Why an open port gave up; `what` is behind it."""
    if isinstance(error, serial.SerialTimeoutException):
        return notice("port_takes_no_commands", what=what, port=url)
    if _errno(error) == errno.ETIMEDOUT:
        return notice("port_gone_silently", what=what, port=url)
    if "://" in url:
        return notice("port_closed_by_peer", what=what, port=url)
    return notice("port_unplugged", what=what, port=url)


def serial_devices() -> list[str]:
    """The serial devices of this machine, each once, by a stable name where it has one.

    Two adapters without serial numbers share one name in by-id; the other one has its name in by-path.
    """
    names = {port.device: port.device for port in list_ports.comports()}
    for folder in reversed(STABLE_NAMES):
        for link in sorted(folder.iterdir()) if folder.is_dir() else ():
            names[str(link.resolve())] = str(link)
    return sorted(names.values())


def in_use(port: str, device: Path, what: str = "scale") -> Notice:
    """That somebody else has the device, and who."""
    return notice("port_in_use", what=what, port=port, who=tuple(holders(device)))


def also_open(port: str) -> tuple[str, ...]:
    """Who else reads from the port without having asked for it alone; empty: nobody that this user may see."""
    if "://" in port or not Path(port).exists():
        return ()
    return tuple(who for who in holders(Path(port)) if not who.startswith(f"pid {os.getpid()} "))


def _device(port: str, error: Exception, what: str) -> Notice:
    code, path = _errno(error), Path(port)
    if path.is_dir():
        return notice("port_is_folder", what=what, port=port, devices=tuple(serial_devices()))
    if code == errno.EACCES:
        return notice("port_no_permission", what=what, port=port, **permission_cure(path, "dialout"))
    if code in (errno.EBUSY, errno.EAGAIN):
        return in_use(port, path, what)
    if code in (errno.ENOENT, errno.ENXIO, errno.ENODEV, errno.EIO):
        return notice("port_absent", what=what, port=port, devices=tuple(serial_devices()))
    if (path.exists() and not path.is_char_device()) or _has_no_line_settings(error):
        return notice("port_not_serial", what=what, port=port, devices=tuple(serial_devices()))
    return notice("port_does_not_open", what=what, port=port, reason=_reason(error))


def _has_no_line_settings(error: Exception) -> bool:
    """Whether the system knows the device, but no baud rate of it (`termios.error` with ENOTTY)."""
    cause = error.__context__
    return cause is not None and cause.args[:1] == (errno.ENOTTY,)


def _network(url: str, error: Exception, what: str) -> Notice:
    cause = error.__context__ if isinstance(error.__context__, OSError) else error
    host = urlsplit(url).netloc
    match cause:
        case ConnectionRefusedError():
            return notice("port_refused", what=what, port=url, host=host)
        case socket.gaierror():
            return notice("port_host_unknown", what=what, port=url, host=host)
        case TimeoutError():
            return notice("port_no_answer", what=what, port=url, host=host)
        case OSError() if cause.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH):
            return notice("port_no_way", what=what, port=url, host=host)
    if cause is error:
        return notice("port_no_address", what=what, port=url)
    return notice("port_address_fails", what=what, port=url, reason=os_reason(cause))


def _reason(error: Exception) -> str:
    """The name of the system's error, wherever pyserial hides it."""
    number = _errno(error)
    return str(error) if number is None else os_reason(OSError(number, str(error)))


def _errno(error: BaseException | None) -> int | None:
    """The number of the operating system, which pyserial hides in the error or in the one before it."""
    while error is not None:
        if isinstance(error, OSError) and error.errno:
            return error.errno
        error = error.__context__
    return None
