"""What carries the bytes of a device: a serial port, or any URL that pyserial opens (socket://, rfc2217://, loop://)."""

from __future__ import annotations

import errno
import socket
import termios
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import serial

from hardware.contract import DeviceError
from hardware.links.descriptor import read_ready
from hardware.links.port_errors import why_closed, why_lost

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

Parity = Literal["none", "even", "odd"]

LOOK_S = 0.1
"""Longest single wait inside pyserial, where a link has no file descriptor to wait on."""
WRITE_S = 0.5
CHUNK = 4096
PARITIES = {"none": serial.PARITY_NONE, "even": serial.PARITY_EVEN, "odd": serial.PARITY_ODD}
ALIVE = ((socket.TCP_KEEPIDLE, 1), (socket.TCP_KEEPINTVL, 1), (socket.TCP_KEEPCNT, 1), (socket.TCP_USER_TIMEOUT, 2000))
"""Seconds of quiet, seconds between probes, probes, and milliseconds that sent bytes may stay without an answer: the
other end of a TCP connection that lost its power says nothing, and a scale may be allowed to be silent.
"""


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How the line is driven; a socket ignores it."""

    baudrate: int = 9600
    bytesize: int = 8
    parity: Parity = "none"
    stopbits: int = 1
    dtr: bool = True
    rts: bool = True

    def __str__(self) -> str:
        """As technicians write it: `9600 8N1`."""
        return f"{self.baudrate} {self.bytesize}{self.parity[0].upper()}{self.stopbits}"


class Link:
    """An open port. Bytes are handed over as soon as they are there; a lost port is a DeviceError, never silence."""

    def __init__(
        self, url: str, settings: LineSettings | None = None, what: str = "scale", *, keeps_first: bool = False
    ) -> None:
        """Open it for us alone and drop what came before. DeviceError names the culprit, and `what` is behind it.

        `keeps_first`: of a TCP connection nothing is dropped, as a reader tells at once what passed meanwhile.
        """
        self.url, self._what = url, what
        try:
            self._port = _opened(url, settings or LineSettings(), keeps_first=keeps_first)
        except (serial.SerialException, OSError, ValueError) as error:
            raise DeviceError(why_closed(url, error, what)) from error
        self._fd = _descriptor(self._port)

    def read(self, timeout: float) -> bytes:
        """What has arrived, waiting up to `timeout` seconds for the first byte; empty: nothing came."""
        try:
            return self._read_pyserial(timeout) if self._fd is None else read_ready(self._fd, timeout, CHUNK)
        except (serial.SerialException, OSError, ValueError) as error:
            raise DeviceError(why_lost(self.url, error, self._what)) from error

    def write(self, data: bytes) -> None:
        """Send it all."""
        try:
            self._port.write(data)
        except (serial.SerialException, OSError) as error:
            raise DeviceError(why_lost(self.url, error, self._what)) from error

    def drive(self, settings: LineSettings) -> None:
        """Change speed and form of the characters without an edge on DTR, and drop what came before."""
        wanted = {
            "baudrate": settings.baudrate,
            "bytesize": settings.bytesize,
            "parity": PARITIES[settings.parity],
            "stopbits": settings.stopbits,
        }
        try:
            for name, value in wanted.items():
                _set(self._port, name, value)
            self._port.reset_input_buffer()
        except (serial.SerialException, OSError, ValueError, termios.error) as error:
            raise DeviceError(why_lost(self.url, error, self._what)) from error

    def close(self) -> None:
        """Give the port back; may be called twice."""
        _close(self._port)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read_pyserial(self, timeout: float) -> bytes:
        self._port.timeout = min(max(0.0, timeout), LOOK_S)
        first: bytes = self._port.read(1)
        rest: bytes = self._port.read(self._port.in_waiting) if first else b""
        return first + rest


def _opened(url: str, settings: LineSettings, *, keeps_first: bool) -> serial.Serial:
    port = serial.serial_for_url(
        url,
        do_not_open=True,
        baudrate=settings.baudrate,
        bytesize=settings.bytesize,
        parity=PARITIES[settings.parity],
        stopbits=settings.stopbits,
        timeout=LOOK_S,
        write_timeout=WRITE_S,
        exclusive=True,
    )
    # Set before the port opens: some scales reset on a DTR edge, some stay mute with DTR or RTS high.
    port.dtr = settings.dtr
    port.rts = settings.rts
    if keeps_first and url.startswith("socket://"):
        # pyserial drops also what came with the new connection while it opened
        port.reset_input_buffer = lambda: None  # type: ignore[method-assign]
    port.open()  # drops what came before
    _notice_half_open(port)
    return port


def _set(port: serial.Serial, name: str, value: object) -> None:
    try:
        setattr(port, name, value)
    except termios.error as error:
        if error.args[0] != errno.EINVAL:  # a pseudo-terminal has no parity to change
            raise


def _notice_half_open(port: serial.Serial) -> None:
    connection = getattr(port, "_socket", None)  # socket:// and rfc2217:// alone have one
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in ALIVE:
            connection.setsockopt(socket.IPPROTO_TCP, option, value)


def _close(port: serial.Serial) -> None:
    # pyserial forgets its socket without closing it when the other end was faster (protocol_socket, rfc2217).
    connection = getattr(port, "_socket", None)
    try:
        port.close()
    except (serial.SerialException, OSError):
        return  # a port that is gone cannot be closed in good order
    finally:
        if connection is not None:
            connection.close()


def _descriptor(port: serial.Serial) -> int | None:
    try:
        fd: int = port.fileno()
    except (OSError, AttributeError):
        return None
    return fd
