"""The test code finds what is wrong: each fault that is planted is named, and a healthy scanner has none."""

from __future__ import annotations

from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanners import LAYOUTS, LayoutName
from hardware.scanners.keyboard import KeyDecoder
from hardware.scanners.keyboard.evdev import EVENT
from hardware.scanners.self_test import TEST_TEXT, examined
from hardware.simulated.scanner import key_events

SUFFIXES = {b"\r": "cr", b"\n": "lf", b"\r\n": "crlf", b"\t": "tab", b"\x03": "etx"}
SPELLINGS = dict.fromkeys(("<GS>", "{GS}", "[GS]", "^]", "\\x1D"), "gs_spelled") | {"": "gs_lost", " ": "gs_lost"}


def codes(data: bytes, layout: LayoutName = "us") -> list[str]:
    return [fault.code for fault in examined(data, layout).faults]


@pytest.mark.parametrize(("prefix", "suffix"), list(product([b"", b"\x02", b"]C0", b"\x02]C0"], SUFFIXES)))
def test_a_healthy_one_has_no_fault_and_its_framing_is_named(prefix: bytes, suffix: bytes) -> None:
    found = examined(prefix + TEST_TEXT.encode() + suffix)
    assert found.faults == ()
    assert (found.prefix, found.suffix_name) == (prefix.removesuffix(b"]C0"), SUFFIXES[suffix])
    assert found.aim == ("]C0" if prefix.endswith(b"]C0") else "")


@pytest.mark.parametrize(("spelled", "fault"), list(SPELLINGS.items()))
@pytest.mark.parametrize("caps", [False, True])
def test_caps_lock_and_a_lost_separator_are_named(spelled: str, fault: str, caps: bool) -> None:
    text = TEST_TEXT.swapcase() if caps else TEST_TEXT
    assert codes(text.replace("\x1d", spelled).encode() + b"\r") == [*(["caps"] if caps else []), fault]


@pytest.mark.parametrize(("typed", "read"), [pair for pair in product(LAYOUTS, LAYOUTS) if pair[0] != pair[1]])
def test_a_keyboard_that_is_read_as_another_is_named(typed: LayoutName, read: LayoutName) -> None:
    keys, text = KeyDecoder(read), ""
    for character in TEST_TEXT + "\r":
        with suppress(ValueError):  # such a keyboard has no key for it
            events = key_events(character, typed)
            text += "".join(keys.feed(kind, code, value) for _, _, kind, code, value in EVENT.iter_unpack(events))
    named = [fault.about for fault in examined(text.encode(), read).faults if fault.code == "layout"]
    assert named == [typed] or (text == TEST_TEXT + "\r" and not named)


def test_a_suffix_that_is_missing_or_doubled_and_a_code_that_comes_twice() -> None:
    text = TEST_TEXT.encode()
    assert codes(text) == ["no_suffix"]
    assert codes(text + b"\r\r") == ["suffix_doubled"]
    assert codes(text + b"\r\n\r\n") == ["suffix_doubled"]
    assert codes(text + b"\r" + text + b"\r") == ["twice"]


@given(st.binary(max_size=60))
def test_any_bytes_are_judged(data: bytes) -> None:
    assert examined(data).faults != ()
