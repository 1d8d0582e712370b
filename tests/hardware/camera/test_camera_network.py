"""A real HTTP stream through OpenCV."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from hardware.camera import open_camera
from hardware.contract import DeviceError
from tests.hardware.camera.mjpeg_server import SIZE, MjpegServer
from tests.hardware.camera.scripted_capture import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    server = MjpegServer()
    yield server
    server.close()


@pytest.mark.parametrize(
    ("mode", "words"), [("silent", "hangs"), ("repeat", "repeats one picture"), ("cut", "no picture")]
)
def test_a_network_stream_is_shown_and_its_loss_is_noticed(server: MjpegServer, mode: str, words: str) -> None:
    camera = open_camera(server.url, stall_s=1)
    try:
        camera.open()
        first = camera.newest(0, 1)
        assert first is not None
        assert first.pixels.shape == SIZE
        server.mode = mode
        with pytest.raises(DeviceError, match=words) as caught:
            wait_until(lambda: camera.newest(1 << 30, 0) is not None)
        assert "hunter2" not in str(caught.value)
        camera.close()
        server.mode = "new"
        camera.open()
        assert camera.newest(0, 1) is not None
    finally:
        camera.close()


def test_a_stream_that_nobody_serves_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(DeviceError, match="nothing listens at"):
        open_camera(f"rtsp://127.0.0.1:{port}/x").open()
