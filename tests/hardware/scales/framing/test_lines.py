"""KERN, Ohaus, Radwag, AXIS and Adam: lines, most of which have no beginning that could be told from their middle."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from tests.hardware.scales.scale_frames import decimals, only, weights

KINDS = ("kern-legacy", "ohaus", "radwag", "axis", "adam", "adam-cpwplus")
units = st.sampled_from(["g", "kg", "lb"])
marks = st.sampled_from([" ", "?"])


def _sign(value: Decimal) -> str:
    return "-" if value.is_signed() else " "


@given(decimals, units, marks)
def test_a_radwag_frame_says_what_was_put_in(value: Decimal, unit: str, mark: str) -> None:
    for command in ("S", "SI", "SU", "SUI"):
        frame = f"{command:3}{mark} {_sign(value)}{abs(value):>9f} {unit:3}\r\n".encode()
        message = only("radwag", frame)
        assert len(frame) == 21
        assert (message.value, message.unit, message.stable) == (value, unit, mark == " ")
        assert message.mode is None
    axis = only("axis", f"{_sign(value)} {abs(value):>8f} {unit:3}\r\n".encode())
    assert (axis.value, axis.unit, axis.stable) == (value, unit, None)


@given(decimals, units, marks, st.sampled_from([("G", "gross"), ("NET", "net"), ("T", "tare"), ("", None)]))
def test_an_ohaus_line_says_what_was_put_in(
    value: Decimal, unit: str, mark: str, legend: tuple[str, str | None]
) -> None:
    word, mode = legend
    defender = f"{_sign(value)} {abs(value):>7f} {unit:5}{mark}{word:3}\r\n".encode()
    message = only("ohaus", defender)
    assert len(defender) == 21
    assert (message.tare if mode == "tare" else message.value) == value
    assert (message.unit, message.stable, message.mode) == (unit, mark == " ", mode)
    balance = only("ohaus", f"{value:>11f} {unit}{' ?' if mark == '?' else ''}\r\n".encode())
    assert (balance.value, balance.unit, balance.stable, balance.mode) == (value, unit, mark == " ", None)


@given(decimals, units)
def test_a_kern_line_says_what_was_put_in(value: Decimal, unit: str) -> None:
    for number in (f"{value:>12f}", f"{_sign(value)}{abs(value):>11f}"):
        stable = only("kern-legacy", f"{number} {unit:3}\r\n".encode())
        assert (stable.value, stable.unit, stable.stable) == (value, unit, True)
        moving = only("kern-legacy", f"{number} \r\n".encode(), {"unit": "kg"})
        assert (moving.value, moving.unit, moving.stable, moving.status) == (value, "kg", False, "motion")
    marked = only("kern-legacy", f"M{_sign(value)}{abs(value):>12f} {unit:3}\r\n".encode())
    assert (marked.value, marked.unit, marked.stable) == (value, unit, None)


@given(decimals, units, st.sampled_from([("G", "gross"), ("N", "net")]))
def test_an_adam_line_says_what_was_put_in(value: Decimal, unit: str, mode: tuple[str, str]) -> None:
    sign = "-" if value.is_signed() else "+"
    headed = f"{mode[0]}/W{sign}{abs(value):>8f}{unit}\r\n".encode()
    for protocol in ("adam", "adam-cpwplus"):
        assert (only(protocol, headed).value, only(protocol, headed).mode) == (value, mode[1])
    assert weights("adam", f"{value:>8f}{unit}\r\n".encode()) == [value]
    assert weights("adam", f"{sign}{abs(value):>11f} {unit} \r\n".encode()) == [value]
    assert weights("adam-cpwplus", f"{value:>8f}{unit}\r\n".encode()) == []


@given(st.sampled_from(["ohaus", "adam"]), decimals, st.integers(1, 6))
def test_behind_a_line_end_the_width_is_free(protocol: str, value: Decimal, width: int) -> None:
    frame = f"{value:>{width}f}{' kg' if protocol == 'ohaus' else 'kg'}\r\n".encode()
    assert weights(protocol, b"\r\n" + frame) == [value]


@given(st.sampled_from(KINDS), decimals, st.integers(1, 25))
def test_the_end_of_a_line_without_blanks_is_no_weight(protocol: str, value: Decimal, cut: int) -> None:
    text = f"{abs(value) + 100:f}{' kg' if protocol == 'ohaus' else 'kg'}\r\n".encode()
    assert weights(protocol, text[cut:]) == []


@pytest.mark.parametrize(
    ("protocol", "frame", "kind", "status"),
    [
        ("radwag", b"S A\r\n", "ack", "ok"),
        ("radwag", b"Z D\r\n", "ack", "ok"),
        ("radwag", b"UT OK\r\n", "ack", "ok"),
        ("radwag", b"C1 A\r\n", "ack", "ok"),
        ("radwag", b"S I\r\n", "status_only", "error"),
        ("radwag", b"SI E\r\n", "status_only", "error"),
        ("radwag", b"S ^\r\n", "status_only", "overload"),
        ("radwag", b"S v\r\n", "status_only", "underload"),
        ("radwag", b"Z ^\r\n", "error_reply", "zero_error"),
        ("radwag", b"T I\r\n", "error_reply", "error"),
        ("radwag", b"ES\r\n", "error_reply", "error"),
        ("radwag", b"S  v -     12.5 g  \r\n", "status_only", "underload"),
        ("radwag", b"S            12 pcs\r\n", "count", "ok"),
        ("radwag", b"S          12.5 %  \r\n", "percent", "ok"),
        ("kern-legacy", b"  Error   \r\n", "error_reply", "error"),
        ("ohaus", b"ES\r\n", "error_reply", "error"),
        ("ohaus", b"         12 PCS\r\n", "count", "ok"),
        ("ohaus", b"     192.21 g TOTAL\r\n", "total", "ok"),
        ("ohaus", b"     192.21 N\r\n", "status_only", "error"),
        ("adam", b"!EK\r\n", "error_reply", "error"),
    ],
)
def test_what_is_no_weight_is_named(protocol: str, frame: bytes, kind: str, status: str) -> None:
    message = only(protocol, frame)
    assert (message.kind, message.status, message.value) == (kind, status, None)
    assert message.raw == frame


def test_an_ohaus_line_may_carry_a_time() -> None:
    assert weights("ohaus", b"     192.21 g   12:30:45 PM\r\n") == [Decimal("192.21")]


@pytest.mark.parametrize(
    ("protocol", "data"),
    [
        ("radwag", b"S    -     8.5 g  \r\n"),
        ("radwag", b"S  ! -      8.5 g  \r\n"),
        ("radwag", b"      8.5 g  \r\n"),
        ("axis", b"     12.5 kg \r\n"),
        ("kern-legacy", b"        0.0 g  \r\n"),
        ("kern-legacy", b"       0.000 g\r\n"),
        ("ohaus", b"192.21 g\r\n"),
        ("ohaus", b"   1.250 kg    G  \r\n"),
        ("ohaus", b"   1.250 kg       \r\n"),
        ("ohaus", b"-    192.21 g\r\n"),
        ("ohaus", b"Tare     192.21 g\r\n"),
        ("adam", b"250kg\r\n"),
        ("adam", b"     123.45 g \r\n"),
        ("adam", b"Tare   1.250kg\r\n"),
        ("adam", b"G/W   1.800lb\r\n"),
        ("adam", b"-\xff   1.50kg\r\n"),
        ("adam", b"hello\r\n\xff250kg\r\n"),
        ("adam", b"hello\r\n-" + b" " * 300 + b"1.250kg\r\n"),
    ],
)
def test_what_is_not_a_whole_line_gives_no_weight(protocol: str, data: bytes) -> None:
    assert weights(protocol, data) == []


def test_a_pause_keeps_what_is_known_of_the_beginning_of_a_line() -> None:
    from hardware.scales.protocols.catalogue import dialect

    decoder = dialect("adam").decoder({})
    decoder.feed(b"hello\r\n")
    decoder.reset()
    assert [message.value for message in decoder.feed(b"1.250kg\r\n1.2")] == [Decimal("1.250")]
    decoder.reset()
    assert decoder.feed(b"50kg\r\n") == []


@pytest.mark.parametrize("protocol", KINDS)
def test_wrong_settings_are_refused_in_words(protocol: str) -> None:
    with pytest.raises(ValueError, match="mask_high_bit is 'no'"):
        decode(protocol, [], {"mask_high_bit": "no"})
