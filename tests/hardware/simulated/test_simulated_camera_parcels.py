"""Simulated parcels: true numbers, the same from the same seed, and labels that say exactly what the parcel is."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from hardware.simulated.camera import numbers
from hardware.simulated.camera.labels import PrintedCode, render_label
from hardware.simulated.camera.parcels import make_parcels


def expected(code: PrintedCode) -> tuple[tuple[str, str], bytes]:
    if code.symbology == "GS1-128":
        match = re.fullmatch(r"\((420)\)(\d{5})\((9\d)\)(\d{20})", code.content)
        assert match
        routing, postal_code, identifier, rest = match.groups()
        return ("]C1", "Code 128"), f"{routing}{postal_code}\x1d{identifier}{rest}".encode()
    kinds = {"Code128": ("]C0", "Code 128"), "QRCode": ("]Q1", "QR Code"), "EAN-13": ("]E0", "EAN-13")}
    return kinds[code.symbology], code.content.encode()


@pytest.mark.parametrize(
    ("made", "published"),
    [
        (numbers.s10("RB", 12345678, "GB"), "RB123456785GB"),
        (numbers.s10("RB", 47312482, "GB"), "RB473124829GB"),
        (numbers.s10("SZ", 46020941, "BR"), "SZ460209415BR"),
        (numbers.s10("LS", 14142135, "NL"), "LS141421354NL"),
        (numbers.impb("94001", "112062", 640626078), "9400111206206406260787"),
        (numbers.impb("94058", "03699300", 12428789), "9405803699300124287899"),
        (numbers.ups_1z("879E93", "03", 4683444), "1Z879E930346834440"),
        (numbers.ups_1z("06X610", "01", 495), "1Z06X6100100004951"),
        (numbers.ean13("590", 123412345), "5901234123457"),
    ],
)
def test_numbers_agree_with_published_ones(made: str, published: str) -> None:
    assert made == published


@given(st.integers(0, 10**8 - 1))
def test_s10_check_digit_fits_the_weighted_sum(serial: int) -> None:
    digits = [int(digit) for digit in numbers.s10("LX", serial, "CN")[2:11]]
    rest = sum(weight * digit for weight, digit in zip((8, 6, 4, 2, 3, 5, 9, 7), digits, strict=False)) % 11
    assert digits[8] == {0: 5, 1: 0}.get(rest, 11 - rest)


@given(st.integers(0, 10**13))
def test_gs1_check_digit_makes_the_weighted_sum_whole(serial: int) -> None:
    for number in (numbers.impb("92612", "903029681", serial), numbers.ean13("690", serial)):
        odd, even = number[::-1][0::2], number[::-1][1::2]
        assert (sum(map(int, odd)) + 3 * sum(map(int, even))) % 10 == 0


def test_the_same_seed_gives_the_same_parcels_and_another_seed_others() -> None:
    first, again, other = (list(islice(make_parcels(seed), 50)) for seed in (7, 7, 8))
    assert first == again
    assert not {parcel.parcel_id for parcel in first} & {parcel.parcel_id for parcel in other}


def test_ids_are_unique_and_every_carrier_of_the_mix_comes() -> None:
    parcels = list(islice(make_parcels(1), 5000))
    assert len({parcel.parcel_id for parcel in parcels}) == len(parcels)
    carriers = Counter(parcel.carrier for parcel in parcels)
    assert carriers.keys() >= {"usps", "ups", "cainiao", "china-post", "singpost", "hongkong-post"}
    assert carriers.keys() >= {"correios-br", "russian-post", "correos-es"}


def test_weights_are_whole_grams_of_light_parcels() -> None:
    grams = sorted(parcel.grams for parcel in islice(make_parcels(2), 2000))
    assert grams[0] >= 20
    assert grams[-1] <= 30_000
    assert 200 <= grams[1000] <= 400
    assert all(weight == weight.to_integral_value() for weight in grams)


@pytest.mark.parametrize("seed", [3, 4])
def test_a_label_reads_as_exactly_what_was_printed_on_it(seed: int) -> None:
    for parcel in islice(make_parcels(seed), 25):
        codes = (parcel.label.main, *parcel.label.others)
        found = zxingcpp.read_barcodes(np.pad(render_label(parcel.label).pixels, 40, constant_values=255))
        read = {((code.symbology_identifier, str(code.format)), code.bytes) for code in found}
        assert read == {expected(code) for code in codes}, parcel.parcel_id


def test_the_main_code_carries_the_parcel_id_and_the_caption_prints_it() -> None:
    for parcel in islice(make_parcels(5), 200):
        _, raw = expected(parcel.label.main)
        assert raw.decode().split("\x1d")[-1] == parcel.parcel_id
        assert parcel.label.main.caption.replace(" ", "") == parcel.parcel_id
        assert all(parcel.parcel_id != code.content for code in parcel.label.others)


@pytest.mark.parametrize("pixels_per_mm", [6, 8, 12])
def test_bars_are_whole_modules_wide(pixels_per_mm: int) -> None:
    parcel = next(make_parcels(6))
    label = render_label(parcel.label, pixels_per_mm)
    left, top, right, bottom = label.main_box
    row = label.pixels[(top + bottom) // 2, left:right]
    assert set(np.unique(row)) == {0, 255}
    edges = np.flatnonzero(np.diff(row.astype(int))) + 1
    runs = np.diff(np.concatenate(([0], edges, [len(row)])))
    assert set(runs % runs.min()) == {0}
    assert runs.max() // runs.min() <= 4


def test_a_printer_too_coarse_for_bars_is_refused() -> None:
    with pytest.raises(ValueError, match="pixels a millimetre"):
        render_label(next(make_parcels(1)).label, pixels_per_mm=2)
