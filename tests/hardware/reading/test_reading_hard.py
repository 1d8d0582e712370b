"""Hard frames and odd ways to lie: drawn by the product's own renderer, or by zxing-cpp's writer and turned here."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from hardware.reading import LabelReader
from hardware.reading.locate import locate
from hardware.simulated.camera.hard_scenes import FRAMES_PASSING, HEIGHT, STRATA, WIDTH, hard_frames, passing
from station.core.choose import choose, claim
from tests.hardware.reading.drawn import Picture, drawn, on_table

QUICK, THOROUGH = LabelReader(claim=claim), LabelReader(effort="thorough", claim=claim)


def turned(picture: Picture, degrees: float) -> Any:
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=110)


@pytest.mark.parametrize("stratum", STRATA)
def test_hard_frames_are_read_and_nothing_wrong_is(stratum: str) -> None:
    read = 0
    for frame in hard_frames(stratum, 4, seed=77):
        reading = QUICK.read(frame.pixels)
        texts = {symbol.text.replace("\x1d", "") for symbol in reading.symbols}
        chosen = choose(reading.symbols).parcel
        assert texts <= set(frame.texts)
        assert chosen is None or chosen.identity.normalized == frame.parcel_id
        read += chosen is not None

    # Measured over thousands of frames: 95 % and more in every stratum (docs/limits.md).
    assert read >= 3


def test_a_frame_can_be_drawn_again_and_a_passing_parcel_never_lies_twice_in_the_same_place() -> None:
    first, again = (next(hard_frames("film", 1, seed=5)) for _ in range(2))
    frames = next(passing("film", 1, seed=5))

    assert np.array_equal(first.pixels, again.pixels)
    assert first.pixels.shape == (HEIGHT, WIDTH, 3)
    assert first.pixels.dtype == np.uint8
    assert np.array_equal(frames[0].pixels, first.pixels)
    assert len(frames) == FRAMES_PASSING
    assert {frame.parcel_id for frame in frames} == {first.parcel_id}
    assert all(not np.array_equal(one.pixels, first.pixels) for one in frames[1:])
    with pytest.raises(ValueError, match="no stratum fog: use one of usual"):
        next(hard_frames("fog", 1, seed=5))


@pytest.mark.parametrize("degrees", [0, 17, 45, 80, 133, 200, 291])
@pytest.mark.parametrize(
    ("written_as", "text"),
    [
        ("Code128", "RR123456785CN"),
        ("Code39", "RR123456785CN"),
        ("ITF", "12345678901231"),
        ("QRCode", "LP00123456789012"),
        ("DataMatrix", "LP00123456789012"),
        ("PDF417", "1Z12345E0205271688"),
        ("Aztec", "%0000012345678901234567"),
    ],
)
def test_codes_are_read_however_they_lie(written_as: str, text: str, degrees: float) -> None:
    picture = turned(on_table(drawn(text, written_as), 150, 300), degrees)

    for reader in (QUICK, THOROUGH):
        assert [symbol.text for symbol in reader.read(picture).symbols] == [text]


@pytest.mark.parametrize("degrees", [0, 24, 45, 72, 96, 168, 240, 312])
def test_maxicode_is_read_at_any_angle(degrees: float) -> None:
    picture = turned(on_table(drawn("1Z12345E0205271688", "MaxiCode", module=1), 200, 400), degrees)

    assert [symbol.text for symbol in THOROUGH.read(picture).symbols] == ["1Z12345E0205271688"]


@pytest.mark.parametrize("written_as", ["Code128", "Code39", "QRCode", "DataMatrix", "PDF417", "Aztec"])
def test_mirrored_codes_are_read(written_as: str) -> None:
    picture = on_table(drawn("LP00123456789012", written_as, module=4), 150, 60)[:, ::-1]

    assert "LP00123456789012" in [symbol.text for symbol in THOROUGH.read(picture).symbols]


@pytest.mark.parametrize("degrees", [0, 45, 133])
@pytest.mark.parametrize("written_as", ["Code128", "Code39", "ITF"])
def test_light_bars_on_dark_are_read_at_any_angle(written_as: str, degrees: float) -> None:
    picture = turned(on_table(255 - drawn("12345678901231", written_as), 150, 300), degrees)

    assert [symbol.text for symbol in QUICK.read(picture).symbols] == ["12345678901231"]


def test_a_reference_does_not_stand_in_for_the_main_code_that_is_not_readable() -> None:
    label = np.full((720, 1280), 235, dtype=np.uint8)
    main, reference = drawn("RR123456785CN", "Code128", module=3), drawn("LP00123456789012", "Code128", module=2)
    label[60 : 60 + main.shape[0], 300 : 300 + main.shape[1]] = main
    label[420 : 420 + reference.shape[0], 300 : 300 + reference.shape[1]] = reference
    assert choose(QUICK.read(label).symbols).parcel is not None
    label[60 : 60 + main.shape[0], 420:560] = 20  # a strip of ink over three characters

    reading = QUICK.read(label)

    assert choose(reading.symbols).parcel is None
    assert "LP00123456789012" in [symbol.text for symbol in reading.outshone]


def test_bars_are_found_where_they_are_and_text_is_not_taken_for_them() -> None:
    picture = turned(on_table(drawn("RR123456785CN", "Code128"), 200, 400), 30)
    [bars] = [one for one in locate(picture).bars if one.likely]

    assert abs(bars.x - 700) < 60
    assert abs(abs(np.degrees(bars.angle)) - 30) < 3
    assert 350 < bars.length < 520
    assert locate(np.full((720, 1280), 90, dtype=np.uint8)).bars == []
    assert not locate(np.full((720, 1280), 90, dtype=np.uint8)).busy


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("out_of_focus", {"defocus": 7.0}),
        ("too_dark", {"light": 0.01}),
        ("motion_blur", {"motion": 24.0, "motion_towards": 20.0}),
    ],
)
def test_the_cause_of_a_no_read_has_its_figure(kind: str, about: dict[str, float], monkeypatch: Any) -> None:
    from hardware.simulated.camera import hard_scenes

    usual = hard_scenes._about
    monkeypatch.setattr(hard_scenes, "_about", lambda stratum, rng: usual(stratum, rng) | about)
    causes = [QUICK.read(frame.pixels).cause for frame in hard_frames("usual", 4, seed=3)]

    named = [cause for cause in causes if cause and cause.code == kind]
    assert len(named) >= 3, causes
