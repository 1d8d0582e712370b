"""The plugs of a simulated scale: a pseudo-terminal with a stable name, or a TCP port. Nobody has to listen."""

from __future__ import annotations

import errno
import os
import select
import socket
import tty
from pathlib import Path
from typing import Protocol

from hardware.contract import DeviceError

LOOK_S = 0.03
"""A pseudo-terminal cannot be waited on while nobody has it open; how often it is looked at."""
CHUNK = 4096


class Wire(Protocol):
    """A plug that is in. One thread uses it."""

    port: str
    """What a host opens."""

    @property
    def connected(self) -> bool:
        """Whether a host has it open."""

    def wait(self, timeout: float | None, wake: int) -> bytes:
        """What a host sent, after at most `timeout` seconds, or when the descriptor `wake` is readable."""

    def write(self, data: bytes) -> None:
        """Send it if somebody listens and has room; a scale does not wait."""

    def close(self) -> None:
        """Pull the plug."""


class PtyWire:
    """A serial device. Closing it hangs up the host, as unplugging does."""

    def __init__(self, link: Path | None) -> None:
        """`link`: a symbolic link that is made to point at the device, replaced when it is one already."""
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self.device = os.ttyname(slave)
        # Held open here, the device would seem in use by the scale itself.
        os.close(slave)
        os.set_blocking(self._master, False)
        self.connected = False
        self._link = link
        self.port = str(link) if link else self.device
        if link is not None:
            self._point(link)

    def _point(self, link: Path) -> None:
        try:
            if link.exists() and not link.is_symlink():
                raise FileExistsError(errno.EEXIST, "a file of this name is there; choose another name")
            beside = link.with_name(f".{link.name}.{os.getpid()}")
            beside.unlink(missing_ok=True)
            beside.symlink_to(self.device)
            beside.replace(link)
        except OSError as error:
            os.close(self._master)
            raise DeviceError(f"simulated scale: link {link}: {error.strerror}") from error

    def wait(self, timeout: float | None, wake: int) -> bytes:
        """What a host sent."""
        try:
            data = self._read()
            if data is None:
                select.select([self._master, wake], [], [], timeout)
                data = self._read() or b""
        except OSError:  # EIO: nobody has the other end open
            self.connected = False
            select.select([wake], [], [], LOOK_S)
            return b""
        self.connected = True
        return data

    def _read(self) -> bytes | None:
        try:
            return os.read(self._master, CHUNK)
        except BlockingIOError:
            return None

    def write(self, data: bytes) -> None:
        """Send it if there is room."""
        try:
            os.write(self._master, data)
        except OSError:
            return  # nobody reads, or the host's buffer is full

    def close(self) -> None:
        """Hang up, and take the link away if it is still ours."""
        os.close(self._master)
        if self._link is not None and self._link.is_symlink() and str(self._link.readlink()) == self.device:
            self._link.unlink()


class TcpWire:
    """A serial server with one host at a time; a second one waits."""

    def __init__(self, address: str, port: int) -> None:
        """`port` 0 takes a free one."""
        try:
            self._listener = socket.create_server((address, port), backlog=1)
        except OSError as error:
            raise DeviceError(f"simulated scale: TCP port {port} of {address}: {error.strerror}") from error
        self.number: int = self._listener.getsockname()[1]
        self.port = f"socket://{address}:{self.number}"
        self._host: socket.socket | None = None

    @property
    def connected(self) -> bool:
        """Whether a host is there."""
        return self._host is not None

    def wait(self, timeout: float | None, wake: int) -> bytes:
        """What a host sent."""
        source: socket.socket = self._host or self._listener
        ready, _, _ = select.select([source.fileno(), wake], [], [], timeout)
        if source.fileno() not in ready:
            return b""
        if self._host is None:
            self._host, _ = self._listener.accept()
            self._host.setblocking(False)
            self._host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return b""
        try:
            data = self._host.recv(CHUNK)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._drop()
        return data

    def write(self, data: bytes) -> None:
        """Send it if there is room."""
        if self._host is None:
            return
        try:
            self._host.send(data)
        except BlockingIOError:
            return
        except OSError:
            self._drop()

    def close(self) -> None:
        """Drop the host and stop listening."""
        self._drop()
        self._listener.close()

    def _drop(self) -> None:
        if self._host is not None:
            self._host.close()
            self._host = None
