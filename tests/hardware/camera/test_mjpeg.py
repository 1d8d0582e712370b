"""A network camera that is read slowly shows its newest picture, not one that waited in a socket."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.camera.mjpeg import LARGEST, Parts
from hardware.camera.opening import open_camera
from hardware.camera.source import Source
from hardware.contract import DeviceError

BITS = 16


def stamped(number: int) -> bytes:
    """A JPEG that shows a number as black and white squares, and noise that does not compress."""
    noise = np.random.default_rng(number).integers(0, 256, (160, 160), dtype=np.uint8)
    bits = np.array([255 * (number >> bit & 1) for bit in range(BITS)], dtype=np.uint8)
    return bytes(cv2.imencode(".jpg", np.vstack([np.kron(bits, np.ones((10, 10), np.uint8)), noise]))[1].tobytes())


def stamp(pixels: np.ndarray) -> int:
    return sum(1 << bit for bit in range(BITS) if pixels[2:8, bit * 10 + 2 : bit * 10 + 8].mean() > 127)


class StampingServer:
    """Sends pictures as fast as they are taken; holds after `last`."""

    def __init__(self, *, lengths: bool) -> None:
        self._lengths = lengths
        self.sent, self.last, self.request = 0, 1, b""
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        self.url = f"http://me:s%20cret@127.0.0.1:{self._listener.getsockname()[1]}/video"

    def _serve(self) -> None:
        viewer, _ = self._listener.accept()
        viewer.settimeout(20)
        with viewer:
            self.request = viewer.recv(4096)
            viewer.sendall(b'HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary="--x"\r\n\r\n')
            while not self._stop.is_set():
                if self.sent >= self.last:
                    time.sleep(0.01)
                    continue
                body = stamped(self.sent + 1)
                length = b"Content-Length: %d\r\n" % len(body) if self._lengths else b""
                viewer.sendall(b"--x\r\nContent-Type: image/jpeg\r\n" + length + b"\r\n" + body + b"\r\n")
                self.sent += 1
            viewer.sendall(b"--x--\r\n")

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self._listener.close()


@pytest.fixture(params=[True, False], ids=["lengths", "no lengths"])
def server(request: pytest.FixtureRequest) -> Iterator[StampingServer]:
    made = StampingServer(lengths=request.param)
    yield made
    made.close()


def test_the_next_picture_after_a_pause_is_the_newest(server: StampingServer) -> None:
    server.last = 3
    source = open_camera(server.url)._start()
    try:
        deadline = time.monotonic() + 30
        while source.read() is None:
            assert time.monotonic() < deadline
        server.last = 300
        while server.sent < server.last:
            assert time.monotonic() < deadline, "it is not read on"
            time.sleep(0.01)
        time.sleep(0.5)  # the last bytes are under way
        pixels = source.read()
        assert pixels is not None
        # Without lengths a picture is whole only once the next one begins.
        assert stamp(pixels) >= server.last - 1
    finally:
        source.release()
    assert b"s%20cret" not in server.request


def read_on(source: Source) -> None:
    while True:
        source.read()


def test_an_end_of_the_stream_is_told(server: StampingServer) -> None:
    source = open_camera(server.url)._start()
    server.close()
    with pytest.raises(DeviceError, match="no picture any more"):
        read_on(source)
    source.release()
    server._thread.join()


@given(
    bodies=st.lists(st.binary(max_size=200).filter(lambda body: b"--x" not in body), max_size=5),
    cut=st.integers(1, 50),
    lengths=st.booleans(),
)
def test_parts_come_out_as_they_went_in_however_they_are_cut(bodies: list[bytes], cut: int, lengths: bool) -> None:
    stream = b"noise\r\n"
    for body in bodies:
        length = b"Content-Length: %d\r\n" % len(body) if lengths else b""
        stream += b"--x\r\nContent-Type: image/jpeg\r\n" + length + b"\r\n" + body
    stream += b"--x"
    parts = Parts(b"x")
    taken = [body for at in range(0, len(stream), cut) for body in parts.take(stream[at : at + cut])]
    assert taken == bodies


@given(st.lists(st.binary(max_size=300) | st.sampled_from([b"--x", b"\r\n\r\n", b"Content-Length: 99999999\r\n"])))
def test_noise_never_raises(pieces: list[bytes]) -> None:
    parts = Parts(b"x")
    for piece in pieces:
        parts.take(piece)


def test_a_part_without_end_is_thrown_away() -> None:
    parts = Parts(b"x")
    for _ in range(40):
        parts.take(b"--x\r\n\r\n" + bytes(1 << 20))
        assert len(parts._waiting) <= LARGEST
