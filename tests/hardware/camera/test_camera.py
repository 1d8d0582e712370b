"""The newest frame, always; a lost camera is noticed, whatever way it was lost, and can be opened again."""

from __future__ import annotations

import itertools
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import pytest

from hardware.camera import GrabbedCamera, open_camera
from hardware.camera.capture import UvcSource
from hardware.contract import DeviceError
from tests.hardware.camera.scripted_capture import SIZE, ScriptedCapture, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

STALL_S = 0.3


@pytest.fixture
def capture() -> Iterator[ScriptedCapture]:
    capture = ScriptedCapture()
    yield capture
    capture.let_go.set()


@pytest.fixture
def camera(capture: ScriptedCapture, tmp_path: Path) -> Iterator[GrabbedCamera]:
    """A UVC camera whose device node is a file that can be taken away."""
    node = tmp_path / "video0"
    node.touch()
    camera = GrabbedCamera(str(node), lambda: UvcSource(node, 1280, 720, 30, capture), STALL_S, live=True, open_s=0.5)
    yield camera
    camera.close()


def lose(camera: GrabbedCamera, after: int = 0) -> str:
    """Use the camera as the station does until it says that it is lost."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            frame = camera.newest(after, 0.05)
        except DeviceError as error:
            return str(error)
        after = frame.number if frame else after
    pytest.fail("the loss was not noticed")


def test_frames_are_the_newest_and_gaps_are_counted_as_dropped(camera: GrabbedCamera, capture: ScriptedCapture) -> None:
    camera.open()
    first = camera.newest(0, 1)
    assert first is not None
    wait_until(lambda: capture.reads > first.number + 10)
    later = camera.newest(first.number, 1)

    assert later is not None
    assert later.number > first.number + 5
    assert later.at > first.at
    assert camera.state().dropped >= later.number - first.number - 1


def test_pictures_that_nobody_needs_are_taken_but_not_decoded(camera: GrabbedCamera, capture: ScriptedCapture) -> None:
    camera.open()
    number = 0
    taken: list[float] = []
    while len(taken) < 4:
        frame = camera.newest(number, 1, pause=0.15)
        assert frame is not None
        number = frame.number
        taken.append(frame.at)

    assert capture.grabs > 30
    assert min(later - earlier for earlier, later in itertools.pairwise(taken[1:])) >= 0.15
    assert camera.state().fps > 50
    assert camera.newest(number, 1) is not None


def test_a_camera_that_dies_while_nobody_needs_its_pictures_is_noticed(
    camera: GrabbedCamera, capture: ScriptedCapture
) -> None:
    camera.open()
    assert camera.newest(0, 1, pause=0.2) is not None
    capture.mode = "hang"

    assert "hangs" in lose(camera)


def test_a_frame_is_given_at_once_when_it_is_there_and_again_to_another_consumer(camera: GrabbedCamera) -> None:
    camera.open()
    frame = camera.newest(0, 0)
    assert frame is not None
    again = camera.newest(frame.number - 1, 0)

    assert again is not None
    assert again.number >= frame.number


def test_nothing_newer_is_none_after_the_timeout(camera: GrabbedCamera) -> None:
    camera.open()

    assert camera.newest(10_000, 0.05) is None


def test_the_state_tells_size_rate_and_coding(camera: GrabbedCamera, capture: ScriptedCapture) -> None:
    camera.open()
    wait_until(lambda: capture.reads > 20)
    state = camera.state()

    assert (state.width, state.height, state.fourcc) == (SIZE[1], SIZE[0], "MJPG")
    assert 20 < state.fps < 250


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("hang", "hangs"),
        ("same", "repeats one picture"),
        ("nothing", "no picture"),
        ("raise", "no picture"),
        ("odd", "no picture"),
    ],
)
def test_a_lost_camera_is_noticed_says_so_and_comes_back(
    camera: GrabbedCamera, capture: ScriptedCapture, mode: str, words: str
) -> None:
    camera.open()
    capture.mode = mode

    said = lose(camera)
    with pytest.raises(DeviceError, match=words):
        camera.newest(0, 1)
    camera.close()
    capture.mode = "new"
    camera.open()
    frame = camera.newest(0, 1)

    assert words in said
    assert said.startswith(camera.name)
    assert frame is not None


def test_frames_of_a_hung_read_are_never_seen_and_its_capture_is_released_when_it_returns(
    camera: GrabbedCamera, capture: ScriptedCapture
) -> None:
    camera.open()
    capture.mode = "hang"
    lose(camera)
    camera.close()
    released = capture.released
    capture.mode = "same"
    camera.open()
    capture.let_go.set()
    wait_until(lambda: capture.released == released + 1)

    frame = camera.newest(0, 1)
    assert frame is not None
    assert (frame.pixels == 7).all()


def test_hung_reads_do_not_pile_up_for_ever(camera: GrabbedCamera, capture: ScriptedCapture) -> None:
    capture.mode = "hang"
    for _ in range(4):
        with pytest.raises(DeviceError, match=r"hangs|no first picture"):
            camera.open()
    with pytest.raises(DeviceError, match="4 earlier reads still hang"):
        camera.open()
    capture.let_go.set()
    capture.mode = "new"
    wait_until(lambda: not any(thread.name == f"camera {camera.name}" for thread in threading.enumerate()))

    camera.open()
    assert camera.newest(0, 1) is not None


def test_an_unplugged_device_is_noticed_by_its_missing_node(camera: GrabbedCamera, capture: ScriptedCapture) -> None:
    camera.open()
    capture.mode = "nothing"
    Path(camera.name).unlink()

    assert "was unplugged" in lose(camera)


def test_a_short_gap_is_no_loss(camera: GrabbedCamera, capture: ScriptedCapture) -> None:
    camera.open()
    capture.mode = "nothing"
    reads = capture.reads
    wait_until(lambda: capture.reads > reads + 2)
    capture.mode = "new"
    last = camera.newest(0, 1)
    assert last is not None

    assert camera.newest(last.number, 1) is not None


def test_close_twice_reopen_and_use_after_close(camera: GrabbedCamera, capture: ScriptedCapture) -> None:
    camera.close()
    camera.open()
    camera.close()
    camera.close()
    assert capture.released == 1
    with pytest.raises(DeviceError, match="not open"):
        camera.newest(0, 0)
    assert camera.state().width == 0

    camera.open()
    frame = camera.newest(0, 1)

    assert frame is not None
    assert frame.number < 5


def test_closing_while_it_opens_ends_the_opening(camera: GrabbedCamera, capture: ScriptedCapture) -> None:
    capture.mode = "nothing"
    said: list[str] = []

    def opening() -> None:
        try:
            camera.open()
        except DeviceError as error:
            said.append(str(error))

    thread = threading.Thread(target=opening)
    thread.start()
    wait_until(lambda: capture.reads > 2)
    camera.close()
    thread.join(5)

    assert said


def test_a_device_is_asked_for_mjpg_and_one_buffer_at_720p_and_above(capture: ScriptedCapture) -> None:
    camera = open_camera("3", 1280, 720, 30, open_capture=capture)
    camera.open()
    camera.close()

    assert capture.calls == [("/dev/video3", cv2.CAP_V4L2, [])]
    assert capture.settings[0][0] == cv2.CAP_PROP_FOURCC
    assert dict(capture.settings) == {
        cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"MJPG"),
        cv2.CAP_PROP_FRAME_WIDTH: 1280,
        cv2.CAP_PROP_FRAME_HEIGHT: 720,
        cv2.CAP_PROP_FPS: 30,
        cv2.CAP_PROP_BUFFERSIZE: 1,
    }


@pytest.mark.parametrize("size", [(640, 480), (1279, 720), (1600, 600)])
def test_a_small_picture_is_not_asked_for_in_mjpg(capture: ScriptedCapture, size: tuple[int, int]) -> None:
    camera = open_camera("/dev/v4l/by-id/usb-x", *size, open_capture=capture)
    camera.open()
    camera.close()

    assert capture.calls == [("/dev/v4l/by-id/usb-x", cv2.CAP_V4L2, [])]
    assert cv2.CAP_PROP_FOURCC not in dict(capture.settings)


def test_a_camera_that_is_not_there_says_what_to_do() -> None:
    with pytest.raises(DeviceError, match=r"/dev/video97: no such camera\. Plug it in"):
        open_camera("97").open()


def test_the_password_of_a_stream_never_shows(capture: ScriptedCapture) -> None:
    capture.opens = False
    camera = open_camera("rtsp://admin:hunter2@10.0.0.9/1", open_capture=capture)

    with pytest.raises(DeviceError) as caught:
        camera.open()

    assert camera.name == "rtsp stream"
    assert "hunter2" not in str(caught.value) + repr(threading.enumerate())
    assert capture.calls[0][0] == "rtsp://admin:hunter2@10.0.0.9/1"
    assert capture.released == 1


def test_two_consumers_both_get_frames(camera: GrabbedCamera) -> None:
    camera.open()
    seen: dict[str, list[int]] = {"one": [], "two": []}

    def consume(numbers: list[int]) -> None:
        while len(numbers) < 20:
            frame = camera.newest(numbers[-1] if numbers else 0, 1)
            assert frame is not None
            numbers.append(frame.number)

    threads = [threading.Thread(target=consume, args=(numbers,)) for numbers in seen.values()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    for numbers in seen.values():
        assert len(numbers) == 20
        assert numbers == sorted(set(numbers))


def test_pictures_that_differ_in_one_pixel_are_different(camera: GrabbedCamera, capture: ScriptedCapture) -> None:
    capture.mode = "one pixel"
    camera.open()
    began = time.monotonic()
    number = 0
    while time.monotonic() < began + 3 * STALL_S:
        frame = camera.newest(number, 1)
        assert frame is not None
        number = frame.number
