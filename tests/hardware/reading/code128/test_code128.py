from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.images.pixels import Pixels
from hardware.reading.code128.blur_model import FINE, REACH, gaussian, signal
from hardware.reading.code128.symbols import PATTERNS, START_A, START_B, START_C, STOP_PATTERN, checks, text_of
from hardware.reading.code128.viterbi import explain, most_likely

PRINTABLE = "".join(chr(code) for code in range(32, 127))


def written(text: str, **options: bool) -> tuple[list[int], Pixels]:
    """The values of start, data and check characters as zxing-cpp writes a text, and its modules (1: bar)."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128, **options)
    row = np.array(barcode.to_image(scale=1, add_hrt=False, add_quiet_zones=False))[0] < 128
    modules = row.astype(np.float32)
    count = (len(modules) - 13) // 11
    characters = modules[: count * 11].reshape(count, 11)
    values = [int(np.abs(PATTERNS - each).sum(axis=1).argmin()) for each in characters]
    assert all((PATTERNS[value] == each).all() for value, each in zip(values, characters, strict=True))
    assert (modules[count * 11 :] == STOP_PATTERN).all()
    return values, modules


def photographed(modules: Pixels, module_px: float, sigma_px: float, noise: float, seed: int) -> Pixels:
    """A profile at half pixels: quiet zones, blurred, the light sloping, with noise; ink 40, paper 200."""
    fine = 40
    bars = np.concatenate([np.zeros(14), modules, np.zeros(14)])
    line = np.repeat(bars, fine)
    reach = int(4 * sigma_px / module_px * fine) + 1
    at = np.arange(-reach, reach + 1) / fine * module_px
    kernel = np.exp(-0.5 * (at / sigma_px) ** 2)
    line = np.convolve(line, kernel / kernel.sum(), mode="same")
    samples = np.arange(0, len(bars) * module_px, 0.5) / module_px * fine
    seen = np.interp(samples, np.arange(len(line)) + 0.5, line)
    rng = np.random.default_rng(seed)
    grey = (200 - 160 * seen) * np.linspace(0.9, 1.1, len(seen)) + rng.normal(0, noise, len(seen))
    return np.asarray(grey, dtype=np.float32)


@given(st.text(PRINTABLE, min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_the_table_is_that_of_another_writer_and_gives_its_text_back(text: str) -> None:
    values, _ = written(text)

    assert checks(values)
    assert text_of(values[:-1]) == (text, False)


def test_gs1_and_an_inner_fnc1_are_kept() -> None:
    values, _ = written("(420)78745(94)00111899223344556677", gs1=True)

    assert text_of(values[:-1]) == ("42078745\x1d9400111899223344556677", True)


@given(st.text(PRINTABLE, min_size=2, max_size=12), st.data())
@settings(max_examples=60, deadline=None)
def test_one_wrong_character_never_checks(text: str, data: st.DataObject) -> None:
    values, _ = written(text)
    place = data.draw(st.integers(1, len(values) - 2))
    other = data.draw(st.integers(0, 102).filter(lambda value: value != values[place]))
    wrong = [*values[:place], other, *values[place + 1 :]]

    # A place whose weight is a multiple of 103 would be blind; no label is so long.
    assert not checks(wrong)


@given(st.lists(st.integers(0, 105), max_size=12))
def test_any_row_of_characters_is_a_text_or_nothing(values: list[int]) -> None:
    for start in (START_A, START_B, START_C):
        said = text_of([start, *values])
        assert said is None or said[0]


@given(
    st.sampled_from([(0.4, 0.0), (0.8, 0.0), (1.2, 0.0), (0.4, 2.5), (0.4, 4.0)]),
    st.lists(st.integers(0, 102), min_size=3, max_size=20),
    st.integers(0, 1000),
)
@settings(max_examples=60, deadline=None)
def test_the_likeliest_row_is_the_one_that_was_sent(rough: tuple[float, float], data: list[int], seed: int) -> None:
    channel = gaussian(*rough)
    values = (START_B, *data)
    sent = signal(values, channel.spread, channel.stop)
    received = sent + np.random.default_rng(seed).normal(0, 0.003, len(sent)).astype(np.float32)

    assert most_likely(received.astype(np.float32), channel) == values
    assert len(sent) == (len(values) * 11 + 13) * FINE + 2 * REACH


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("module_px", "sigma_px", "noise"), [(1.1, 0.5, 1.0), (2.0, 2.4, 0.4), (3.0, 2.4, 0.6)])
@pytest.mark.parametrize("text", ["RR123456785CN", "LP00123456789012", "1Z879E930154852909"])
def test_what_no_edge_finder_sees_is_explained(
    text: str, module_px: float, sigma_px: float, noise: float, *, turned: bool
) -> None:
    _, modules = written(text)
    profile = photographed(modules, module_px, sigma_px, noise, seed=len(text))
    profile = profile[::-1].copy() if turned else profile
    quiet = round(14 * module_px * 2)

    found = explain(profile, 0.5, slice(quiet - 8, len(profile) - quiet + 8), lambda: False)

    assert found is not None
    assert text_of(found.values[:-1]) == (text, False)
    assert found.turned is turned
    assert abs(found.left - quiet) < 2 * module_px
    assert abs(found.right - (len(profile) - quiet)) < 2 * module_px


@given(seed=st.integers(0, 10_000), smooth=st.sampled_from([1.0, 2.0, 4.0]), width=st.sampled_from([200, 500, 900]))
@settings(max_examples=25, deadline=None)
def test_noise_is_not_explained(seed: int, smooth: float, width: int) -> None:
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, 40, width)
    kernel = np.exp(-0.5 * (np.arange(-12, 13) / smooth) ** 2)
    profile = np.asarray(120 + np.convolve(noise, kernel / kernel.sum(), mode="same"), dtype=np.float32)

    assert explain(profile, 0.5, slice(40, width - 40), lambda: False) is None


def test_after_its_time_nothing_more_is_begun() -> None:
    _, modules = written("RR123456785CN")
    profile = photographed(modules, 2.0, 1.0, 0.5, seed=1)

    assert explain(profile, 0.5, slice(50, len(profile) - 50), lambda: True) is None
