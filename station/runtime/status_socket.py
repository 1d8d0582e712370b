"""The local socket on which a running station tells its status: `run/station.sock` in its data folder.

One JSON object for each connection, then it is closed. The folder and the socket are the owner's alone. The address of
a Unix socket has room for 107 bytes, so that a longer one is reached through the open folder.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from hardware.contract import notice
from hardware.error_texts import os_reason
from station.core import Trouble, standing

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from pathlib import Path

FOLDER, NAME = "run", "station.sock"
LONGEST_ADDRESS = 107
LARGEST_ANSWER = 1 << 20
LOOK_S = 0.25
"""How long one wait for a connection lasts; bounds how fast the thread stops."""
CLIENT_S = 0.5
"""So long a client may take to read its answer."""
TRY_AGAIN_S = 5.0


def socket_path(data_dir: Path) -> Path:
    """Where the socket of a station lies."""
    return data_dir / FOLDER / NAME


class StatusSocket:
    """`run` is a thread of the station; `troubles` may be read from any other."""

    def __init__(self, data_dir: Path, answer: Callable[[], dict[str, Any]]) -> None:
        self._data_dir = data_dir
        self._answer = answer
        self.troubles: tuple[Trouble, ...] = ()
        """Why nobody can ask; empty: all is well."""

    def run(self, stop: threading.Event) -> None:
        """Answer until `stop`; a socket that cannot be made, or is taken away, is tried again."""
        while not stop.is_set():
            try:
                with _listening(self._data_dir) as listener:
                    self.troubles = ()
                    self._serve(listener, stop)
            except OSError as error:
                self._tell(error)
                stop.wait(TRY_AGAIN_S)

    def _tell(self, error: OSError) -> None:
        path, why = socket_path(self._data_dir), os_reason(error)
        about = notice("status_unanswered", path=str(path), folder=str(path.parent), why=why)
        now = Trouble("status", grave=False, about=about, since=time.monotonic())
        self.troubles = standing((now,), self.troubles)

    def _serve(self, listener: socket.socket, stop: threading.Event) -> None:
        """Until `stop`, or the socket's file is gone."""
        path = socket_path(self._data_dir)
        while not stop.is_set() and path.is_socket():
            try:
                client, _ = listener.accept()
            except TimeoutError:
                continue
            with client, suppress(OSError):  # a client that has left, or does not read, has no answer
                client.settimeout(CLIENT_S)
                client.sendall(json.dumps(self._answer()).encode() + b"\n")


def ask(data_dir: Path, timeout_s: float = 1.0) -> dict[str, Any] | None:
    """What the running station tells, as of docs/reference/status.md; None: nobody answers whole and in time."""
    deadline, answer = time.monotonic() + timeout_s, bytearray()
    try:
        with _address(data_dir) as (_, address), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(timeout_s)
            link.connect(address)
            while chunk := link.recv(1 << 16):
                answer += chunk
                left = deadline - time.monotonic()
                if left <= 0 or len(answer) > LARGEST_ANSWER:
                    return None
                link.settimeout(left)
        status = json.loads(answer)
    except (OSError, ValueError, RecursionError):
        return None
    return status if isinstance(status, dict) else None


@contextmanager
def _listening(data_dir: Path) -> Iterator[socket.socket]:
    """The socket, in the place of what a killed station left. OSError.

    The lock of the record sees to it that no other station uses this folder.
    """
    with suppress(FileExistsError):
        (data_dir / FOLDER).mkdir(mode=0o700)
    with _address(data_dir) as (folder, address), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        os.fchmod(folder, stat.S_IRWXU)
        with suppress(FileNotFoundError):
            os.unlink(NAME, dir_fd=folder)
        listener.bind(address)
        try:
            os.chmod(NAME, stat.S_IRUSR | stat.S_IWUSR, dir_fd=folder)
            listener.listen(8)
            listener.settimeout(LOOK_S)
            yield listener
        finally:
            with suppress(OSError):
                os.unlink(NAME, dir_fd=folder)


@contextmanager
def _address(data_dir: Path) -> Iterator[tuple[int, str]]:
    """The open folder, and the address of the socket in it. OSError."""
    folder = os.open(data_dir / FOLDER, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        path = os.fspath(socket_path(data_dir))
        yield folder, path if len(os.fsencode(path)) <= LONGEST_ADDRESS else f"/proc/self/fd/{folder}/{NAME}"
    finally:
        os.close(folder)
