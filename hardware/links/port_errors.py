"""Why a port does not open or was lost, in words that name the culprit and the cure."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

import serial
from serial.tools import list_ports

from hardware.access import holders, permission_cure

STABLE_NAMES = (Path("/dev/serial/by-id"), Path("/dev/serial/by-path"))


def why_closed(url: str, error: Exception, what: str = "scale") -> str:
    """Why opening failed; `what` is behind the port."""
    return f"{what} port {url}: {_network(url, error, what) if '://' in url else _device(Path(url), error)}"


def why_lost(url: str, error: Exception, what: str = "scale") -> str:
    """Why an open port gave up; `what` is behind it."""
    cure = f"check the {'network' if '://' in url else 'cable'} and the {what}'s power"
    if isinstance(error, serial.SerialTimeoutException):
        return f"{what} port {url}: the {what} takes no commands; {cure}, and that no flow control is needed"
    if _errno(error) == errno.ETIMEDOUT:
        return f"{what} port {url}: the other end is gone without a word; {cure}"
    lost = "the other end closed the connection" if "://" in url else "the device was unplugged or switched off"
    return f"{what} port {url}: {lost}; {cure}"


def serial_devices() -> list[str]:
    """The serial devices of this machine, each once, by a stable name where it has one.

    Two adapters without serial numbers share one name in by-id; the other one has its name in by-path.
    """
    names = {port.device: port.device for port in list_ports.comports()}
    for folder in reversed(STABLE_NAMES):
        for link in sorted(folder.iterdir()) if folder.is_dir() else ():
            names[str(link.resolve())] = str(link)
    return sorted(names.values())


def in_use(device: Path) -> str:
    """That somebody else has the device, and who."""
    who = ", ".join(holders(device)) or "a process that this user may not see"
    return f"in use by {who}; end it, or configure another port"


def also_open(port: str) -> str:
    """Who else reads from the port without having asked for it alone; empty: nobody that this user may see."""
    if "://" in port or not Path(port).exists():
        return ""
    others = [who for who in holders(Path(port)) if not who.startswith(f"pid {os.getpid()} ")]
    return f"; {', '.join(others)} has the port open too and takes bytes away, end it" if others else ""


def _device(path: Path, error: Exception) -> str:
    code = _errno(error)
    if path.is_dir():
        return f"this is a folder; name a device. {_choice()}"
    if code == errno.EACCES:
        return f"no permission; {permission_cure(path, 'dialout')}"
    if code in (errno.EBUSY, errno.EAGAIN):
        return in_use(path)
    if code in (errno.ENOENT, errno.ENXIO, errno.ENODEV, errno.EIO):
        return f"no such device; plug it in or configure another port. {_choice()}"
    if (path.exists() and not path.is_char_device()) or _has_no_line_settings(error):
        return f"this is not a serial device. {_choice()}"
    return f"does not open ({error}); check the line settings"


def _has_no_line_settings(error: Exception) -> bool:
    """Whether the system knows the device, but no baud rate of it (`termios.error` with ENOTTY)."""
    cause = error.__context__
    return cause is not None and cause.args[:1] == (errno.ENOTTY,)


def _network(url: str, error: Exception, what: str) -> str:
    cause = error.__context__ if isinstance(error.__context__, OSError) else error
    host = urlsplit(url).netloc
    match cause:
        case ConnectionRefusedError():
            return f"connection refused; nothing listens at {host}: check the port and that its network interface is on"
        case socket.gaierror():
            return f"the name of {host} is unknown; check the spelling or use the IP address"
        case TimeoutError():
            return f"no answer from {host}; check the network and the {what}'s power"
        case OSError() if cause.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH):
            return f"no way to {host}; check the network cable and the address"
    if cause is error:
        return "not an address that can be opened; use socket://HOST:PORT, rfc2217://HOST:PORT or a device path"
    return f"does not open ({cause}); use socket://HOST:PORT, rfc2217://HOST:PORT or a device path"


def _errno(error: BaseException | None) -> int | None:
    """The number of the operating system, which pyserial hides in the error or in the one before it."""
    while error is not None:
        if isinstance(error, OSError) and error.errno:
            return error.errno
        error = error.__context__
    return None


def _choice() -> str:
    names = serial_devices()
    return f"Serial devices here: {', '.join(names)}" if names else "No serial device is here"
