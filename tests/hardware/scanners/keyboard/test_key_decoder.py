"""Key events give the text that the scanner meant, whatever keyboard it is set to; noise gives nothing but text."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanners import LAYOUTS, LayoutName
from hardware.scanners.keyboard import KeyDecoder
from hardware.simulated.scanner import key_events
from hardware.simulated.scanner.keyboard import Controls

NAMES = sorted(LAYOUTS)


def typed(events: bytes, layout: LayoutName = "us") -> str:
    keys = KeyDecoder(layout)
    return "".join(keys.feed(kind, code, value) for _, _, kind, code, value in struct.iter_unpack("@llHHi", events))


def alphabet(layout: LayoutName) -> str:
    keys = LAYOUTS[layout]
    return "".join(sorted({*keys.plain, *keys.shifted, *keys.third.values(), " ", "\r", "\t", "\x1d", "\x1e"}))


@given(st.data(), st.sampled_from(NAMES), st.sampled_from(["ctrl", "alt"]))
def test_whatever_a_keyboard_can_type_is_read_once_and_whole(
    data: st.DataObject, layout: LayoutName, controls: Controls
) -> None:
    text = data.draw(st.text(alphabet(layout), max_size=40))
    assert typed(key_events(text, layout, controls), layout) == text


@pytest.mark.parametrize("layout", NAMES)
def test_each_layout_types_what_parcel_numbers_and_urls_need(layout: LayoutName) -> None:
    wanted = set('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-./:;,+*%$()=?&_<>"#!') - {"$"}
    assert wanted <= set(alphabet(layout))


def test_a_wrong_layout_is_another_text() -> None:
    """The broken control: the tables do matter."""
    assert typed(key_events("AZ-19", "fr"), "us") == "QW6!("


def test_caps_lock_of_the_system_and_a_key_that_repeats_type_nothing() -> None:
    caps = struct.pack("@llHHi", 0, 0, 1, 58, 1) + struct.pack("@llHHi", 0, 0, 1, 58, 0)
    repeats = struct.pack("@llHHi", 0, 0, 1, 30, 2) * 3
    assert typed(caps + key_events("aB") + repeats) == "aB"


def test_keys_that_the_kernel_lost_make_a_text_that_is_no_number() -> None:
    lost = struct.pack("@llHHi", 0, 0, 0, 3, 0)
    assert typed(key_events("RR4731") + lost + key_events("829CN\r")) == "RR4731\ufffd829CN\r"


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), st.integers(-(2**31), 2**31 - 1))))
def test_any_events_give_text(events: list[tuple[int, int, int]]) -> None:
    for layout in NAMES:
        keys = KeyDecoder(layout)
        assert all(isinstance(keys.feed(*event), str) for event in events)
