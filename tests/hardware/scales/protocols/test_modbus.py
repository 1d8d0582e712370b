"""Modbus answers: weights over the whole register map, and a CRC that lets no flipped bit through."""

from __future__ import annotations

import struct
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from hardware.scales.protocols.catalogue import dialect
from tests.hardware.scales.scale_frames import flipped, only, weights

KG = {"unit": "kg"}
ZERO, UNDER, OVER, NET, MOTION, POWER_UP, DATA_OK = (1 << bit for bit in (8, 9, 10, 11, 12, 13, 15))


def _rtu(body: bytes) -> bytes:
    crc = 0xFFFF
    for bit in (byte >> place & 1 for byte in body for place in range(8)):
        crc = crc >> 1 ^ 0xA001 * (crc & 1 ^ bit)
    return body + crc.to_bytes(2, "little")


def _registers(weight: float, bits: int) -> bytes:
    return b"\x03\x0a" + struct.pack(">ffH", weight, weight, bits)


shown = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-99_999, 99_999), st.integers(0, 3)
)


def test_the_check_here_is_that_of_the_published_request() -> None:
    assert _rtu(b"\x01\x03\x00\x00\x00\x05") == dialect("modbus-rtu").poll


@given(shown, st.integers(0, 0xFFFF), st.integers(1, 247))
def test_an_answer_says_what_was_put_in(value: Decimal, bits: int, device: int) -> None:
    body = bytes([device]) + _registers(float(value), bits)
    message = only("modbus-rtu", _rtu(body), KG)
    over_tcp = only("modbus-tcp", b"\x00\x01\x00\x00\x00\x0d" + body, KG)
    assert (over_tcp.kind, over_tcp.value, over_tcp.status) == (message.kind, message.value, message.status)

    good = bits & DATA_OK and bits & POWER_UP and not bits & (OVER | UNDER)
    assert message.unit == "kg"
    if good:
        assert (message.kind, message.value) == ("weight", value)
        assert not (message.value == 0 and str(message.value).startswith("-"))
        assert message.stable is not bool(bits & MOTION)
        assert message.status == ("motion" if bits & MOTION else "ok")
        assert message.mode == ("net" if bits & NET else "gross")
        assert ("center_of_zero" in message.flags) is bool(bits & ZERO)
    else:
        assert (message.kind, message.value) == ("status_only", None)
        outside = "overload" if bits & OVER else "underload" if bits & UNDER else "zero_error"
        assert message.status == (outside if bits & DATA_OK else "error")


@given(shown, st.integers(0, 0xFFFF))
def test_a_flipped_bit_is_never_another_weight(value: Decimal, bits: int) -> None:
    frame = _rtu(b"\x01" + _registers(float(value), bits | DATA_OK | POWER_UP))
    for wrong in flipped(frame):
        assert weights("modbus-rtu", wrong, KG) == []


@given(st.binary(max_size=300))
def test_random_bytes_give_no_weight(data: bytes) -> None:
    assert weights("modbus-rtu", data, KG) == []


@given(st.binary(max_size=12), shown, st.binary(max_size=12))
def test_an_answer_is_found_in_noise(before: bytes, value: Decimal, after: bytes) -> None:
    frame = _rtu(b"\x01" + _registers(float(value), DATA_OK | POWER_UP))
    assert weights("modbus-rtu", before + frame + after, KG) == [value]


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), float("-inf")])
def test_a_float_that_is_no_number_is_an_error(weight: float) -> None:
    message = only("modbus-rtu", _rtu(b"\x01" + _registers(weight, DATA_OK | POWER_UP)), KG)
    assert (message.kind, message.status, message.value) == ("status_only", "error", None)


@given(st.integers(0, 0xFFFFFFFF))
def test_any_float_is_survived(pattern: int) -> None:
    body = b"\x01\x03\x0a" + pattern.to_bytes(4, "big") * 2 + (DATA_OK | POWER_UP).to_bytes(2, "big")
    only("modbus-rtu", _rtu(body), KG)


def test_an_exception_is_an_error() -> None:
    for protocol, frame in (
        ("modbus-rtu", _rtu(b"\x01\x83\x02")),
        ("modbus-tcp", b"\x00\x01\x00\x00\x00\x03\x01\x83\x02"),
    ):
        message = only(protocol, frame, KG)
        assert (message.kind, message.status, message.text) == ("error_reply", "error", "no such register")
    assert decode("modbus-rtu", [dialect("modbus-rtu").poll], KG) == []
