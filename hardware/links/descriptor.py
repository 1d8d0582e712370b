"""What arrives at an open file descriptor of a device: the one loop of every driver that reads a device file itself."""

from __future__ import annotations

import os
import select


def read_ready(fd: int, timeout: float, most: int) -> bytes:
    """What is there, up to `most` bytes, waiting up to `timeout` seconds; empty: nothing came. `fd` does not block.

    OSError: the device is gone; its end of file is told as ConnectionResetError.
    """
    waiting = select.poll()
    waiting.register(fd, select.POLLIN)
    if not waiting.poll(max(0.0, timeout) * 1000):
        return b""
    try:
        data = os.read(fd, most)
    except BlockingIOError:
        return b""
    if not data:
        raise ConnectionResetError("end of file")  # readable without data: unplugged, or the other end closed
    return data
