"""Real files, real folders and a real HTTP stream through OpenCV."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from hardware.camera import GrabbedCamera, brightness, focus, open_camera
from hardware.camera.folder import FRAMES_A_PICTURE
from hardware.contract import DeviceError
from hardware.images import save_picture
from tests.hardware.camera.mjpeg_server import SIZE, shade
from tests.hardware.camera.scripted_capture import wait_until
from tests.places import ROOT

if TYPE_CHECKING:
    pass

FPS = 100


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve frames, each 20 grey levels brighter than the one before."""
    path = tmp_path_factory.mktemp("video") / "belt 100%.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (SIZE[1], SIZE[0]))
    for number in range(12):
        writer.write(shade(20 * number))
    writer.release()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    cv2.imwrite(str(folder / "1.png"), shade(10))
    (folder / "2.png").write_bytes(b"not a picture")
    jpeg = cv2.imencode(".jpg", shade(90))[1].tobytes()
    (folder / "3.jpg").write_bytes(jpeg[: len(jpeg) // 2])
    (folder / "4.png").touch()
    cv2.imwrite(str(folder / "5.JPG"), shade(200))
    (folder / "notes.txt").write_text("nothing")
    return folder


def play(camera: GrabbedCamera, most: int = 400) -> list[int]:
    """The grey levels of the frames that were seen, to the end or to so many."""
    camera.open()
    levels: list[int] = []
    number = 0
    while len(levels) < most:
        frame = camera.newest(number, 0.5)
        if frame is None:
            break
        number = frame.number
        levels.append(round(float(frame.pixels.mean())))
    return levels


def test_a_video_plays_to_its_end_and_then_gives_nothing_for_ever(video: Path) -> None:
    camera = open_camera(str(video))
    levels = play(camera)

    assert levels == sorted(levels)
    assert levels[-1] == pytest.approx(220, abs=4)
    assert camera.state().dropped == 12 - len(levels)
    wait_until(lambda: camera.ended)
    assert camera.newest(12, 0.01) is None
    last = camera.newest(0, 0)
    assert last is not None
    assert last.number == 12
    camera.close()
    assert not camera.ended


def test_a_video_is_paced_by_its_own_rate(video: Path) -> None:
    camera = open_camera(str(video))
    camera.open()
    first = camera.newest(0, 1)
    wait_until(lambda: camera.ended)
    last = camera.newest(0, 1)
    camera.close()

    assert first is not None
    assert last is not None
    assert last.at - first.at >= (last.number - first.number - 1) / FPS


def test_a_looped_video_starts_again(video: Path) -> None:
    camera = open_camera(str(video), loop=True)
    levels = play(camera, 30)
    camera.close()

    assert len(levels) == 30
    assert not camera.ended
    assert levels != sorted(levels)


def test_a_still_video_is_not_stale(tmp_path: Path) -> None:
    path = tmp_path / "still.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 20, (SIZE[1], SIZE[0]))
    for _ in range(16):
        writer.write(shade(50))
    writer.release()
    camera = open_camera(str(path), stall_s=0.3)

    assert play(camera)
    assert camera.ended
    camera.close()


def test_a_folder_shows_each_picture_for_some_frames_and_counts_the_broken_ones(folder: Path) -> None:
    camera = open_camera(str(folder), fps=200)
    levels = play(camera)
    wait_until(lambda: camera.ended)
    last = camera.newest(0, 0)

    assert sorted(set(levels)) == [10, 200]
    assert levels == sorted(levels)
    assert camera.broken == 3
    assert last is not None
    assert last.number == 2 * FRAMES_A_PICTURE
    camera.close()


def test_a_looped_folder_starts_again(folder: Path) -> None:
    camera = open_camera(str(folder), fps=200, loop=True)
    levels = play(camera, 4 * FRAMES_A_PICTURE)
    camera.close()

    assert len(levels) == 4 * FRAMES_A_PICTURE
    assert levels != sorted(levels)


def test_one_picture_is_a_source_too(folder: Path) -> None:
    camera = open_camera(str(folder / "5.JPG"), fps=200)

    assert set(play(camera)) == {200}
    camera.close()


def test_what_is_transparent_shows_as_paper(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "x.png"), np.zeros((20, 20, 4), dtype=np.uint8))
    camera = open_camera(str(tmp_path), fps=200)
    camera.open()
    frame = camera.newest(0, 1)
    camera.close()

    assert frame is not None
    assert frame.pixels.shape == (20, 20, 3)
    assert frame.pixels.min() == 255


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere.avi", "no such file or folder"),
        ("empty", "holds no pictures"),
        ("broken", "none of its 1 pictures can be read"),
        ("noise.avi", "not a video that can be read"),
        ("nothing.mp4", "not a video that can be read"),
        ("missing.png", "none of its 1 pictures can be read"),
    ],
)
@pytest.mark.parametrize("loop", [False, True])
def test_what_cannot_be_shown_says_why(tmp_path: Path, name: str, words: str, loop: bool) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "1.png").write_bytes(b"x")
    (tmp_path / "noise.avi").write_bytes(b"noise" * 100)
    (tmp_path / "nothing.mp4").touch()

    with pytest.raises(DeviceError, match=f"{name}: {words}"):
        open_camera(str(tmp_path / name), loop=loop).open()


@pytest.mark.parametrize("source", ["", " ", "a\0b"])
def test_a_source_without_a_name_is_refused(source: str) -> None:
    with pytest.raises(DeviceError, match="no source is named"):
        open_camera(source).open()


def test_nothing_is_written_to_the_terminal(folder: Path, tmp_path: Path) -> None:
    """Neither OpenCV, nor FFmpeg, nor the picture libraries."""
    damaged = bytearray(
        cv2.imencode(".jpg", np.random.default_rng(1).integers(0, 256, SIZE, dtype=np.uint8))[1].tobytes()
    )
    damaged[2000:2040] = b"\xff\xd0" * 20
    (folder / "6.jpg").write_bytes(damaged)
    (tmp_path / "noise.avi").write_bytes(b"noise" * 100)
    program = (
        "import sys\nfrom hardware.camera import open_camera\nfrom hardware.contract import DeviceError\n"
        "for source in sys.argv[1:]:\n"
        "    camera = open_camera(source, fps=240)\n"
        "    try:\n        camera.open()\n        while not camera.ended: camera.newest(1 << 30, 0.05)\n"
        "    except DeviceError: pass\n    camera.close()\n"
    )
    sources = [str(folder), str(tmp_path / "noise.avi"), "97", "rtsp://127.0.0.1:9/x", str(tmp_path / "none.mp4")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENCV_")}

    done = subprocess.run(
        [sys.executable, "-c", program, *sources],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_focus_falls_with_blur_and_brightness_with_darkness() -> None:
    sharp = np.random.default_rng(1).integers(0, 256, (720, 1280, 3), dtype=np.uint8)
    soft = cv2.GaussianBlur(sharp, (0, 0), 6)

    assert focus(sharp) > 10 * focus(soft) > 0
    assert focus(shade(128)) == 0
    assert brightness(shade(128)) == 128
    assert brightness(shade(0)) == 0


@pytest.mark.parametrize("shape", [(0,), (0, 0, 3), (5,), (4, 4, 7), (1, 1), (1, 5000), (3, 3, 1), (4, 4, 4)])
def test_measures_take_any_array(shape: tuple[int, ...]) -> None:
    pixels = np.zeros(shape, dtype=np.uint8)

    assert focus(pixels) == 0
    assert brightness(pixels) >= 0


def test_a_picture_is_saved_by_its_suffix(tmp_path: Path) -> None:
    save_picture(shade(77), tmp_path / "x.PNG")

    assert np.array_equal(np.asarray(cv2.imread(str(tmp_path / "x.PNG"))), shade(77))
    with pytest.raises(ValueError, match="not the name of a picture"):
        save_picture(shade(77), tmp_path / "x.txt")
