"""Twelve planted pictures: each one's fault is named, by its figure, and a good picture has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from hardware.contract import notice
from hardware.picture_contract import Advice, PictureFigures, advise
from hardware.simulated.camera import hard_scenes
from hardware.simulated.camera.planted import planted
from station.assembly import picture_figures
from station.language import ADVICE, ENGLISH, advice_text, language

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Value
    from hardware.images import Pixels


def photo(seed: int = 3, **change: float) -> Pixels:
    """A label as a usual station sees it, but for what is changed."""
    parcel = next(one for _, one in hard_scenes.parcels("usual", 40, seed) if not one.label.others)
    chance = np.random.default_rng(seed)
    about = hard_scenes.usual_about(chance) | change
    return np.asarray(hard_scenes.photographed(parcel, about, chance, None))


def brighter(times: float, more: float) -> Pixels:
    spoilt: Pixels = np.clip(photo().astype(np.float32) * times + more, 0, 255).astype(np.uint8)
    return spoilt


def shone_on() -> Pixels:
    return np.asarray(next(iter(planted("glare", 1, 3))))


def empty() -> Pixels:
    return np.asarray(next(iter(planted("nothing_there", 1, 3))))


PICTURES: dict[str, tuple[Callable[[], Pixels], set[str]]] = {
    "good": (photo, set()),
    "tilted": (lambda: photo(tilt=35.0), set()),
    "turned": (lambda: photo(degrees=143.0), set()),
    "dark": (lambda: photo(light=0.25), {"picture_dark"}),
    "black": (lambda: photo(light=0.01), {"picture_black"}),
    "bright": (lambda: brighter(2.2, 40), {"picture_bright"}),
    "white": (lambda: brighter(1, 230), {"picture_white"}),
    "glare": (shone_on, {"picture_glare"}),
    "blurred": (lambda: photo(defocus=6.0), {"picture_soft"}),
    "too few pixels a module": (lambda: photo(module_px=0.8, defocus=0.4), {"picture_coarse"}),
    "low contrast": (lambda: brighter(0.15, 100), {"picture_flat"}),
    "covered": (lambda: np.full((720, 1280), 120, np.uint8), {"picture_even"}),
}
BESIDE = {"picture_without_edges", "picture_without_code", "picture_coarse"}
"""What a blurred, dazzled or faint picture cannot show either."""


def codes(advice: tuple[Advice, ...]) -> set[str]:
    return {each.about.code for each in advice if not each.good}


@pytest.mark.parametrize("name", PICTURES)
def test_each_planted_picture_gets_its_advice(name: str) -> None:
    make, wanted = PICTURES[name]
    figures = picture_figures(make())
    assert figures is not None

    found = codes(advise(figures, fps=30.0))

    assert wanted <= found
    assert found - wanted <= (BESIDE if wanted else set())


def test_a_frozen_and_a_slow_camera_are_told() -> None:
    figures = picture_figures(photo())
    assert figures is not None
    assert codes(advise(figures, 30.0, repeats=True)) == {"picture_repeats"}
    assert codes(advise(figures, 4.0)) == {"picture_slow"}


def test_an_empty_place_asks_for_a_label_and_for_nothing_else() -> None:
    figures = picture_figures(empty())
    assert figures is not None
    assert codes(advise(figures)) <= {"picture_without_edges", "picture_without_code", "picture_dark", "picture_flat"}
    assert "picture_without_code" in codes(advise(figures))


@pytest.mark.parametrize("module_px", [1.5, 2.5, 4.0])
def test_the_pixels_of_a_module_are_measured(module_px: float) -> None:
    seen = [picture_figures(photo(seed, module_px=module_px)) for seed in range(6)]
    measured = [each.module_px for each in seen if each is not None and each.module_px is not None]
    assert len(measured) == len(seen)
    assert np.median(np.abs(np.array(measured) / module_px - 1)) < 0.05


def test_the_histogram_is_of_the_whole_picture() -> None:
    half = np.zeros((400, 600), np.uint8)
    half[:, 300:] = 255
    figures = picture_figures(half)
    assert figures is not None
    assert figures.histogram[0] == figures.histogram[-1] == 0.5
    assert sum(figures.histogram) == pytest.approx(1, abs=0.01)
    assert (figures.clipped, figures.dark) == (0.5, 0.5)


def test_what_is_no_picture_has_no_figures() -> None:
    assert picture_figures(np.zeros((0, 10), np.uint8)) is None
    assert picture_figures("nothing") is None


def test_each_advice_is_one_sentence() -> None:
    english = language(ENGLISH)
    for code in ADVICE:
        values: dict[str, Value] = {
            "share": "0.12",
            "brightest": 50,
            "span": 20,
            "blur_px": "3.1",
            "module_px": "1.0",
            "fps": "4.0",
        }
        text = advice_text(notice(code, **values), english)
        assert text.endswith(".")
        assert "{" not in text


def test_sharpness_has_an_absolute_scale() -> None:
    def with_blur(blur_px: float | None) -> float:
        return PictureFigures(1, 1, (), 0, 0, 0, 0, 0, blur_px, None).sharpness

    assert with_blur(None) == with_blur(9.0) == 0
    assert with_blur(0.8) == 100
    assert 0 < with_blur(3.0) < with_blur(2.0) < 100
