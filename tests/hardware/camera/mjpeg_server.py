"""A network camera on this machine."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from hardware.images.pixels import Pixels


SIZE = (120, 160, 3)


def shade(level: int) -> Pixels:
    return np.full(SIZE, level, dtype=np.uint8)


class MjpegServer:
    """Serves one viewer at a time with multipart JPEG, as network cameras do."""

    def __init__(self) -> None:
        self.mode = "new"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        self.url = f"http://me:hunter2@127.0.0.1:{self._listener.getsockname()[1]}/video.mjpg"

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                viewer, _ = self._listener.accept()
            except OSError:
                return
            with viewer:
                viewer.recv(4096)
                try:
                    self._send(viewer)
                except OSError:
                    continue

    def _send(self, viewer: socket.socket) -> None:
        viewer.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n")
        number = 0
        while not self._ended.wait(0.02) and self.mode != "cut":
            if self.mode == "silent":
                continue
            number += self.mode == "new"
            jpeg = cv2.imencode(".jpg", shade(number * 8 % 256))[1].tobytes()
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            viewer.sendall(head.encode() + jpeg + b"\r\n")

    def close(self) -> None:
        self._ended.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
