"""The simulated camera as a network camera: MJPEG over HTTP, one parcel after the other under it."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

import cv2

from hardware.simulated.camera.parcels import make_parcels
from hardware.simulated.camera.simulated_camera import SimulatedCamera

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT_S = 1.0
HEAD = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"


class SimulatedStream:
    """Serves any number of viewers until the `with` block ends. `port` 0: a free one."""

    def __init__(self, port: int = 0, host: str = "127.0.0.1", seed: int = 0) -> None:
        self.camera = SimulatedCamera(seed=seed)
        self._parcels = make_parcels(seed)
        self._changed = threading.Condition()
        self._picture = b""
        self._ended = threading.Event()
        self._server = ThreadingHTTPServer((host, port), _handler(self.next_picture))
        self._server.daemon_threads = True
        self.url = f"http://{host}:{self._server.server_address[1]}/video"

    def __enter__(self) -> Self:
        """Begin to serve, with a parcel under the camera."""
        self.camera.open()
        self.place()
        for run in (self._server.serve_forever, self._draw):
            threading.Thread(target=run, name="simulated stream", daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        """Hang up."""
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def place(self) -> str:
        """Put the next parcel under the camera; its id."""
        parcel = next(self._parcels)
        self.camera.place(parcel)
        return parcel.parcel_id

    def remove(self) -> None:
        """Take it away."""
        self.camera.remove()

    def next_picture(self, before: bytes) -> bytes:
        """The newest JPEG that is another than `before`; empty: there is none any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._picture is not before or self._ended.is_set(), WAIT_S)
            return b"" if self._ended.is_set() else self._picture

    def _draw(self) -> None:
        number = 0
        while not self._ended.is_set():
            frame = self.camera.newest(number, WAIT_S)
            if frame is None:
                continue
            number, picture = frame.number, cv2.imencode(".jpg", frame.pixels)[1].tobytes()
            with self._changed:
                self._picture = picture
                self._changed.notify_all()
            time.sleep(0.01)


def _handler(next_picture: Callable[[bytes], bytes]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            picture = b""
            try:
                while picture := next_picture(picture):
                    self.wfile.write(HEAD % len(picture) + picture + b"\r\n")
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    return Handler
