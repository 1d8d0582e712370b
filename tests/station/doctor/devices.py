"""Devices with faults, on real sockets and pseudo-terminals."""

from __future__ import annotations

import http.server
import os
import threading
import time
import tty
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from hardware.images.pixels import Pixels
from hardware.simulated.camera.hard_scenes import hard_frames

SIZE = (1280, 720)
VARIANTS = 5
"""Pictures of one kind that differ in the noise of a sensor."""
GOOD_FPS = 15.0


@cache
def label() -> Pixels:
    """A label that is read without effort."""
    (frame,) = hard_frames("usual", 1, 3)
    return np.asarray(cv2.resize(frame.pixels, SIZE))


def _words() -> Pixels:
    """Sharp and bright, with nothing on it to be booked."""
    picture = np.full_like(label(), 200)
    for row in range(90, SIZE[1], 90):
        cv2.putText(picture, "KEEP CLEAR", (60, row), cv2.FONT_HERSHEY_SIMPLEX, 3, 20, 8)
    return picture


PICTURES: dict[str, Callable[[], Pixels]] = {
    "good": label,
    "no label": _words,
    "frozen": label,
    "slow": label,
    "black": lambda: np.zeros_like(label()),
    "white": lambda: np.full_like(label(), 254),
    "blur": lambda: np.asarray(cv2.GaussianBlur(label(), (0, 0), 9)),
    "even": lambda: np.full_like(label(), 120),
    "small": lambda: np.asarray(cv2.resize(label(), (320, 180), interpolation=cv2.INTER_AREA)),
}


@cache
def jpegs(kind: str) -> list[bytes]:
    picture, chance = PICTURES[kind](), np.random.default_rng(1)
    grains = [
        chance.integers(0, 0 if kind == "frozen" else 2, picture.shape, np.uint8, endpoint=True) for _ in range(5)
    ]
    return [cv2.imencode(".jpg", cv2.add(picture, grain))[1].tobytes() for grain in grains]


class _Camera(http.server.BaseHTTPRequestHandler):
    server: Cameras

    def do_GET(self) -> None:
        kind = self.server.kind_at(self.path)
        if kind in PICTURES:
            self._stream(kind)
        elif kind.isdecimal():
            self.send_response(int(kind))
            self.end_headers()
        elif kind == "html":
            self._page()
        elif kind == "stall":
            self.server.ended.wait()
        self.close_connection = True

    def _page(self) -> None:
        page = b"<html><title>IP camera login</title></html>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def _stream(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("content-type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        period, number = 1 / (1.4 if kind == "slow" else GOOD_FPS), 0
        while not self.server.ended.wait(period) and self.server.kind_at(self.path) == kind:
            jpeg = jpegs(kind)[number % VARIANTS]
            number += 1
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            try:
                self.wfile.write(head.encode() + jpeg + b"\r\n")
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Cameras(http.server.ThreadingHTTPServer):
    """One network camera a path: a kind of `PICTURES`, a status, `html`, `stall`, or anything else to be hung up on."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Camera)
        self.ended = threading.Event()
        self.now: dict[str, str] = {}
        """What a path of another name is at the moment."""
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def kind_at(self, path: str) -> str:
        name = path.strip("/")
        return self.now.get(name, name)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is expected here."""

    def url(self, kind: str) -> str:
        return f"http://me:hunter2@127.0.0.1:{self.server_port}/{kind}"

    def close(self) -> None:
        self.ended.set()
        self.shutdown()
        self.server_close()
        self._thread.join()


class Talker:
    """A pseudo-terminal that says the same over and over, whatever it is asked."""

    def __init__(self, message: bytes, every_s: float = 0.1) -> None:
        self._message, self._every_s = message, every_s
        self._host, self._device = os.openpty()
        tty.setraw(self._device)
        os.set_blocking(self._host, False)
        self.port = os.ttyname(self._device)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._talk)
        self._thread.start()

    def _talk(self) -> None:
        while not self._ended.wait(self._every_s):
            try:
                if self._message:
                    os.write(self._host, self._message)
            except BlockingIOError:
                time.sleep(self._every_s)

    def __enter__(self) -> Talker:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        os.close(self._host)
        os.close(self._device)


def with_parity(message: bytes, *, even: bool) -> bytes:
    """7-bit characters with their parity bit, as a port sees them that reads 8 bits."""
    return bytes(byte | 0x80 if byte.bit_count() % 2 == even else byte for byte in message)


def link_to(port: str, folder: Path) -> str:
    """The port under a name of its own."""
    link = folder / "scale"
    link.symlink_to(port)
    return str(link)
