"""What is wrong with a camera that answers: each defect has its picture, and a good one has none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.camera.defects import BLIND_PX, SOFT_PX, Asked, CameraJudge, edge_blur, judge, measured
from hardware.contract import Frame
from hardware.images.pixels import Pixels
from hardware.simulated.camera.hard_scenes import hard_frames
from hardware.simulated.camera.simulated_camera import SimulatedCamera
from station.language import DEFECTS

FEW = settings(max_examples=12)
"""Each looks at ten whole pictures."""
ASKED = Asked(1280, 720, live=True)
FOLDER = Asked(1280, 720, live=False)


@pytest.fixture(scope="module")
def label() -> Pixels:
    """A label that is read without effort, grey."""
    (frame,) = hard_frames("usual", 1, 3)
    return np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_BGR2GRAY)) if frame.pixels.ndim == 3 else frame.pixels


def keys(pixels: Pixels, asked: Asked = FOLDER, fps: float = 30, fourcc: str = "", *, alive: bool = False) -> set[str]:
    """What ten frames of one picture show; `alive`: with the noise of a sensor."""
    judge_ = CameraJudge(asked, 0)
    chance = np.random.default_rng(1)
    for number in range(1, 11):
        noise = chance.integers(0, 3, pixels.shape, np.uint8) if alive else np.zeros_like(pixels)
        judge_.see(Frame(cv2.add(pixels, noise), number, number / fps))
    return {defect.key for defect in judge_.defects(fourcc)}


def test_a_good_picture_and_an_empty_belt_have_no_defect(label: Pixels) -> None:
    asked = Asked(label.shape[1], label.shape[0], live=True)
    assert keys(label, asked, fourcc="MJPG", alive=True) == set()

    camera, own = SimulatedCamera(), CameraJudge(ASKED, 0)
    camera.open()
    number = 0
    for _ in range(5):
        frame = camera.newest(number, 1)
        assert frame is not None
        number = frame.number
        own.see(frame)
    assert own.defects() == ()


@pytest.mark.parametrize("level", [0, 3, 16, 28])
def test_a_black_picture_is_named(level: int) -> None:
    assert keys(np.full((720, 1280), level, np.uint8)) == {"black"}


@FEW
@given(st.floats(0.55, 1), st.integers(250, 255))
def test_a_picture_that_is_mostly_white_is_named(share: float, level: int) -> None:
    picture = np.full((200, 300), 90, np.uint8)
    picture[:, : round(300 * share)] = level
    assert keys(picture) == {"white"}


def test_one_white_page_of_a_folder_is_no_fault_of_a_camera_and_the_same_of_a_live_one_is() -> None:
    page = Frame(np.full((200, 300), 255, np.uint8), 1, 0.0)
    for asked, defects in ((FOLDER, 0), (Asked(300, 200, live=True), 1)):
        own = CameraJudge(asked, 0)
        own.see(page)
        assert len(own.defects("MJPG")) == defects


def test_an_even_grey_is_named() -> None:
    assert keys(np.full((720, 1280), 120, np.uint8), alive=True) == {"even"}


@FEW
@given(sigma=st.floats(5, 25), noise=st.floats(0, 2))
def test_a_blurred_picture_is_named_by_itself_alone(label: Pixels, sigma: float, noise: float) -> None:
    blurred = cv2.GaussianBlur(label, (0, 0), sigma)
    grain = np.random.default_rng(2).normal(0, noise, blurred.shape)
    assert "blurred" in keys(np.clip(blurred + grain, 0, 255).astype(np.uint8)) | (
        {"blurred"} if edge_blur(blurred) is None else set()
    )


@FEW
@given(st.floats(0.5, 2))
def test_a_picture_that_can_be_read_is_not_called_blurred(label: Pixels, sigma: float) -> None:
    assert keys(cv2.GaussianBlur(label, (0, 0), sigma)) == set()


def test_one_sharp_thing_in_a_soft_picture_proves_the_lens(label: Pixels) -> None:
    picture = cv2.GaussianBlur(label, (0, 0), 9)
    height, width = label.shape
    part = np.s_[height // 3 : 2 * height // 3, width // 3 : 2 * width // 3]
    picture[part] = label[part]
    assert keys(picture) == set()
    assert SOFT_PX < BLIND_PX


def test_the_blur_grows_with_the_lens_out_of_focus(label: Pixels) -> None:
    blurs = [edge_blur(cv2.GaussianBlur(label, (0, 0), sigma)) or 99 for sigma in (0.5, 1, 2, 3, 5, 8)]
    assert blurs == sorted(blurs)


def test_pace_size_and_format_of_a_live_camera_are_named(label: Pixels) -> None:
    asked = Asked(label.shape[1], label.shape[0], live=True)
    assert keys(label, asked) == {"frozen"}
    assert keys(label, asked, fps=1.4, alive=True) == {"slow"}
    small = cv2.resize(label, (320, 180), interpolation=cv2.INTER_AREA)
    assert "small" in keys(small, asked, alive=True)
    assert "format" in keys(cv2.resize(label, (1280, 720)), asked, fourcc="YUYV", alive=True)
    assert "format" not in keys(cv2.resize(label, (640, 480)), asked, fourcc="YUYV", alive=True)
    assert keys(label, Asked(asked.height, asked.width, live=True), alive=True) == set()  # mounted upright
    assert keys(cv2.resize(label, (640, 480), interpolation=cv2.INTER_AREA), FOLDER, fps=1) == set()


def test_a_film_that_comes_round_is_not_frozen(label: Pixels) -> None:
    own = CameraJudge(ASKED, 1.0)
    for number in range(1, 161):
        own.see(Frame(label if number % 16 == 1 else label ^ 1, number, number / 16))
    assert (len(own.looks()), len({look.fingerprint for look in own.looks()})) == (10, 1)
    assert "frozen" not in {defect.key for defect in own.defects()}


def test_a_camera_in_use_is_measured_now_and_then_and_forgotten_when_lost(label: Pixels) -> None:
    own = CameraJudge(ASKED, 0.5)
    for number in range(1, 61):
        own.see(Frame(label, number, number / 30))
    assert len(own.looks()) == 4
    own.forget()
    assert (own.looks(), own.defects()) == ((), ())


@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from([(), (3,), (4,)]), st.integers(0, 255), st.booleans())
def test_no_picture_is_too_odd(height: int, width: int, channels: tuple[int, ...], level: int, live: bool) -> None:
    look = measured(Frame(np.full((height, width, *channels), level, np.uint8), 1, 0.0))
    for defect in judge([] if look is None else [look], Asked(160, 120, live=live)):
        assert defect.about.code in DEFECTS
