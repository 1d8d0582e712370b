"""The simulated camera keeps the camera contract and shows parcels that a plain reader reads."""

from __future__ import annotations

import threading
import time
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import zxingcpp

from hardware.contract import Camera, DeviceError, Frame
from hardware.simulated.camera.labels import render_label
from hardware.simulated.camera.noise import SensorNoise
from hardware.simulated.camera.parcels import SimulatedParcel, make_parcels
from hardware.simulated.camera.scene import MARGIN, Belt, draw_pose
from hardware.simulated.camera.simulated_camera import SimulatedCamera

if TYPE_CHECKING:
    from collections.abc import Iterator

DEADLINE_S = 20.0


@pytest.fixture
def camera() -> Iterator[SimulatedCamera]:
    camera = SimulatedCamera(fps=200, seed=5)
    camera.open()
    yield camera
    camera.close()


def frames(camera: Camera, count: int) -> list[Frame]:
    """The next frames, each newer than the one before."""
    taken: list[Frame] = []
    deadline = time.monotonic() + DEADLINE_S
    while len(taken) < count and time.monotonic() < deadline:
        frame = camera.newest(taken[-1].number if taken else 0, 1.0)
        if frame:
            taken.append(frame)
    assert len(taken) == count
    return taken


def ids_in(pixels: Any) -> set[str]:
    """The contents of the barcodes, of GS1-128 the part after the postal code."""
    found = zxingcpp.read_barcodes(pixels, text_mode=zxingcpp.TextMode.Plain)
    return {code.bytes.decode("latin-1").split("\x1d")[-1] for code in found}


def shows(camera: Camera, parcel: SimulatedParcel) -> bool:
    """Whether the parcel is read within the next frames."""
    deadline, after = time.monotonic() + DEADLINE_S, 0
    while time.monotonic() < deadline:
        frame = camera.newest(after, 1.0)
        if frame and parcel.parcel_id in ids_in(frame.pixels):
            return True
        after = frame.number if frame else after
    return False


def test_frames_are_new_colour_pictures_with_rising_numbers_and_times(camera: SimulatedCamera) -> None:
    taken = frames(camera, 40)
    assert all(frame.pixels.shape == (720, 1280, 3) and frame.pixels.dtype == np.uint8 for frame in taken)
    assert all(later.number > earlier.number and later.at > earlier.at for earlier, later in pairwise(taken))
    assert len({frame.pixels.tobytes() for frame in taken}) == len(taken)


def test_an_empty_belt_reads_nothing(camera: SimulatedCamera) -> None:
    assert camera.parcel is None
    assert all(not ids_in(frame.pixels) for frame in frames(camera, 3))


def test_parcels_placed_one_after_the_other_are_read_and_gone_when_removed(camera: SimulatedCamera) -> None:
    for parcel in islice(make_parcels(9), 4):
        camera.place(parcel)
        assert camera.parcel == parcel
        assert shows(camera, parcel)
    camera.remove()
    assert camera.parcel is None
    assert not ids_in(frames(camera, 1)[0].pixels)


def test_nothing_new_within_the_timeout_is_none(camera: SimulatedCamera) -> None:
    newest = frames(camera, 1)[0]
    assert camera.newest(newest.number + 100_000, 0.02) is None


def test_frames_come_no_faster_than_the_rate() -> None:
    camera = SimulatedCamera(fps=20, seed=1)
    camera.open()
    first, *_, last = frames(camera, 5)
    camera.close()
    assert (last.number - first.number) >= 4
    assert last.at - first.at >= (last.number - first.number - 1) / 20


def test_state_counts_what_a_slow_reader_missed(camera: SimulatedCamera) -> None:
    first = frames(camera, 1)[0]
    later = camera.newest(first.number + 9, 5.0)
    assert later
    state = camera.state()
    assert (state.width, state.height) == (1280, 720)
    assert state.dropped == later.number - 2
    assert state.fps > 0


def test_unplugging_wakes_who_waits_and_says_what_to_do(camera: SimulatedCamera) -> None:
    caught: list[DeviceError] = []
    waiting = threading.Event()

    def wait_for_a_frame() -> None:
        waiting.set()
        try:
            camera.newest(10**9, DEADLINE_S)
        except DeviceError as error:
            caught.append(error)

    reader = threading.Thread(target=wait_for_a_frame)
    reader.start()
    assert waiting.wait(DEADLINE_S)
    camera.unplug()
    reader.join(DEADLINE_S)
    assert [str(error) for error in caught] == ["simulated camera is unplugged: put its cable back in"]


def test_unplugged_it_neither_opens_nor_gives_frames_and_plugged_it_counts_anew(camera: SimulatedCamera) -> None:
    parcel = next(make_parcels(3))
    camera.place(parcel)
    camera.unplug()
    with pytest.raises(DeviceError, match="unplugged"):
        camera.open()
    with pytest.raises(DeviceError, match="unplugged"):
        camera.newest(0, 0.1)
    camera.plug()
    with pytest.raises(DeviceError, match="not open"):
        camera.newest(0, 0.1)
    camera.open()
    first = camera.newest(0, 1.0)
    assert first
    assert first.number < 100
    assert shows(camera, parcel)


def test_closing_twice_is_fine_and_a_closed_camera_gives_no_frame(camera: SimulatedCamera) -> None:
    camera.close()
    camera.close()
    with pytest.raises(DeviceError, match="not open"):
        camera.newest(0, 0.1)


def test_parcels_may_be_changed_while_frames_are_taken(camera: SimulatedCamera) -> None:
    parcels = list(islice(make_parcels(4), 6))
    done = threading.Event()

    def feed() -> None:
        for parcel in parcels:
            camera.place(parcel)
            camera.remove()
        camera.place(parcels[-1])
        done.set()

    feeder = threading.Thread(target=feed)
    feeder.start()
    after = 0
    while not done.is_set():
        frame = camera.newest(after, 1.0)
        assert frame is None or frame.pixels.shape == (720, 1280, 3)
        after = frame.number if frame else after
    feeder.join(DEADLINE_S)
    assert shows(camera, parcels[-1])


def test_at_the_usual_difficulty_every_parcel_is_read_from_its_first_frames() -> None:
    belt, noise = Belt(1280, 720, 2), SensorNoise(1280, 720, 4.4, 2)
    poses = np.random.default_rng(2)
    for parcel in islice(make_parcels(11), 25):
        picture = belt.with_parcel(render_label(parcel.label), draw_pose(poses, 0.4))
        views = (noise.over(picture[MARGIN:-MARGIN, MARGIN:-MARGIN], number) for number in range(1, 6))
        assert any(parcel.parcel_id in ids_in(view) for view in views), parcel.parcel_id


def test_the_hardest_pose_becomes_readable_when_the_parcel_is_put_straight() -> None:
    belt, noise = Belt(1280, 720, 3), SensorNoise(1280, 720, 8.0, 3)
    poses = np.random.default_rng(3)
    for parcel in islice(make_parcels(12), 15):
        pose, label = draw_pose(poses, 1.0), render_label(parcel.label)
        steps = (belt.with_parcel(label, pose.straightened(times)) for times in (3, 2, 1))
        views = (noise.over(picture[MARGIN:-MARGIN, MARGIN:-MARGIN], 1) for picture in steps)
        assert any(parcel.parcel_id in ids_in(view) for view in views), (parcel.parcel_id, pose)


def test_the_same_seed_lays_the_parcels_the_same_way() -> None:
    parcel = next(make_parcels(1))
    belts = [
        Belt(1280, 720, seed).with_parcel(render_label(parcel.label), draw_pose(np.random.default_rng(seed), 0.4))
        for seed in (1, 1, 2)
    ]
    assert np.array_equal(belts[0], belts[1])
    assert not np.array_equal(belts[0], belts[2])


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"width": 320}, "cannot hold a label"),
        ({"fps": 0}, "frames a second"),
        ({"difficulty": 1.5}, "not between 0 and 1"),
    ],
)
def test_impossible_settings_are_refused_in_words(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        SimulatedCamera(**settings)


def test_a_parcel_left_unread_is_put_straight_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.simulated.camera.simulated_camera._STRAIGHTEN_S", 0.02)
    camera: Camera = SimulatedCamera(fps=100, seed=8, difficulty=1.0)
    assert isinstance(camera, SimulatedCamera)
    camera.open()
    for parcel in islice(make_parcels(8), 5):
        camera.place(parcel)
        assert shows(camera, parcel), parcel.parcel_id
    camera.close()
