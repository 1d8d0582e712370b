"""The comma family, A&D, CAS strings and Dini Argeo: frames over the whole grammar, and what is no frame."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from tests.hardware.scales.scale_frames import decimals, only, weights

if TYPE_CHECKING:
    from hardware.contract import Weight

STATES = {"ST": (True, "ok"), "US": (False, "motion")}
MODES = {"GS": "gross", "NT": "net", "TR": "tare"}
units = st.sampled_from(["kg", " g", "lb", "t "])
states = st.sampled_from(sorted(STATES))
modes = st.sampled_from(sorted(MODES))
noise = st.binary(max_size=12)


def _signed(value: Decimal, width: int) -> str:
    return f"{value:+0{width}f}"


def _spread(value: Decimal, width: int) -> str:
    """The sign in front, blanks, the digits."""
    return f"{'-' if value.is_signed() else ' '}{abs(value):>{width - 1}f}"


def _right(value: Decimal, width: int) -> str:
    return f"{value:>{width}f}"


def _comma(value: Decimal, width: int) -> str:
    return _signed(value, width).replace(".", ",")


fields = st.sampled_from([_signed, _spread, _right, _comma])


def _check(message: Weight, value: Decimal, state: str, mode: str | None, unit: str) -> None:
    tare = mode == "tare"
    assert message.kind == ("tare" if tare else "weight")
    assert (message.tare if tare else message.value) == value
    assert (message.value if tare else message.tare) is None
    assert (message.stable, message.status) == STATES[state]
    assert (message.mode, message.unit) == (mode, unit.strip())
    shown = message.tare if tare else message.value
    assert shown is not None
    assert shown.as_tuple().exponent == value.as_tuple().exponent
    assert not (shown == 0 and shown.is_signed())


@pytest.mark.parametrize("protocol", ["st-gs-generic", "and-ind"])
@given(value=decimals, state=states, mode=modes, unit=units, field=fields, before=noise)
def test_an_indicators_frame_says_what_was_put_in(
    protocol: str, value: Decimal, state: str, mode: str, unit: str, field: object, before: bytes
) -> None:
    assert callable(field)
    frame = f"{state},{mode},{field(value, 8)}{unit}\r\n".encode()
    message = decode(protocol, [before, frame], {})[-1]
    _check(message, value, state, MODES[mode], unit)
    assert message.raw == frame


@given(value=decimals, state=states, mode=st.sampled_from(["GS", "NT"]), unit=units, field=fields)
def test_cas_strings_say_what_was_put_in(value: Decimal, state: str, mode: str, unit: str, field: object) -> None:
    assert callable(field)
    lamps = 0xC0 if state == "ST" else 0x80
    middle = f"{state},{mode},{field(value, 8)}{unit}\r\n".encode()
    long = f"{state},{mode},1".encode() + bytes([lamps]) + f",{field(value, 8)} {unit}\r\n".encode()
    assert (len(middle), len(long)) == (18, 22)
    _check(only("cas-and18", middle), value, state, MODES[mode], unit)
    _check(only("cas-22", long), value, state, MODES[mode], unit)
    short = only("cas-10", f"{field(value, 8)}\r\n".encode(), {"unit": "kg"})
    assert (short.value, short.unit, short.stable, short.status) == (value, "kg", None, "ok")


@given(value=decimals, state=states, unit=st.sampled_from(["  g", " kg", " lb", "ozt"]))
def test_a_balance_line_says_what_was_put_in(value: Decimal, state: str, unit: str) -> None:
    frame = f"{state},{_signed(value, 9)}{unit}\r\n".encode()
    assert len(frame) == 17
    _check(only("and-std", frame), value, state, None, unit)
    _check(only("st-gs-generic", frame), value, state, None, unit)


@given(
    value=decimals,
    tare=decimals.map(abs),
    state=states,
    mode=st.sampled_from(["GS", "NT"]),
    address=st.sampled_from(["", "01", "99"]),
)
def test_dini_argeo_strings_say_what_was_put_in(
    value: Decimal, tare: Decimal, state: str, mode: str, address: str
) -> None:
    standard = f"{address}{state},{mode},{value:>8f},kg\r\n".encode()
    _check(only("dini-argeo", standard), value, state, MODES[mode], "kg")
    for kind in ("PT", "", "  "):
        extended = f"{address}1,{state},{value:>9f},{kind}{tare:>8f},         0,kg\r\n".encode()
        alibi = f"{state},1,{value:>10f}kg,{kind}{tare:>10f}kg\r\n".encode()
        for frame, meant in ((extended, "net"), (alibi, "gross")):
            message = only("dini-argeo", frame)
            assert (message.value, message.tare, message.mode, message.unit) == (value, tare, meant, "kg")
            assert (message.stable, message.status) == STATES[state]


@given(
    value=decimals,
    tare=decimals.map(abs),
    state=states,
    kind=st.sampled_from(["PT", "  "]),
    unit=st.sampled_from(["kg", " g", " t", "lb"]),
    number=st.none() | st.tuples(st.integers(0, 255), st.integers(0, 999_999)),
    address=st.sampled_from(["", "01"]),
)
def test_a_weight_that_dini_argeo_stored_has_its_id(
    value: Decimal, tare: Decimal, state: str, kind: str, unit: str, number: tuple[int, int] | None, address: str
) -> None:
    stored = "NO" if number is None else f"{number[0]:05}-{number[1]:06}"
    frame = f"{address}PID{state},1,{value:>10f}{unit},{kind}{tare:>10f}{unit},{stored}\r\n"
    for spelled in (frame, frame.replace(".", ",")):
        message = only("dini-argeo", spelled.encode())
        assert (message.value, message.tare, message.mode, message.unit) == (value, tare, "gross", unit.strip())
        assert (message.stable, message.status) == STATES[state]
        assert message.alibi == (None if number is None else stored)


@pytest.mark.parametrize(
    ("protocol", "frame", "status", "unit", "mode"),
    [
        ("st-gs-generic", b"OL,GS,-            \r\n", "underload", None, "gross"),
        ("st-gs-generic", b"UL,NT,   0.000kg\r\n", "underload", "kg", "net"),
        ("st-gs-generic", b"OL,GS  99.999kg\r\n", "overload", "kg", "gross"),
        ("and-std", b"OL,-999999.9  g\r\n", "underload", "g", None),
        ("and-ind", b"OL,NT,-    .   lb\r\n", "underload", "lb", "net"),
        ("cas-22", b"OL,GS,1\xc4,         kg\r\n", "overload", "kg", "gross"),
        ("cas-and18", b"OL,GS,        kg\r\n", "overload", "kg", "gross"),
        ("dini-argeo", b"UL,NT,   -0.50,kg\r\n", "underload", "kg", "net"),
        ("dini-argeo", b"1,OL,   99.99,PT    20.8,         0,kg\r\n", "overload", "kg", "net"),
        ("dini-argeo", b"OL,1,     99.99kg,PT      1.25kg\r\n", "overload", "kg", "gross"),
        ("dini-argeo", b"ER,GS,   12.50,kg\r\n", "error", None, None),
    ],
)
def test_out_of_range_has_no_value(protocol: str, frame: bytes, status: str, unit: str | None, mode: str) -> None:
    message = only(protocol, frame)
    assert (message.kind, message.value, message.stable) == ("status_only", None, None)
    assert (message.status, message.unit, message.mode) == (status, unit, mode)


@pytest.mark.parametrize(
    ("protocol", "frame", "kind", "status", "text"),
    [
        ("and-std", b"\x06\r\n", "ack", "ok", None),
        ("and-std", b"?\r\n", "error_reply", "error", "unknown command"),
        ("and-std", b"EC,E02\r\n", "error_reply", "error", "E02 not possible now"),
        ("and-ind", b"@07I\r\n", "error_reply", "error", "busy"),
        ("and-std", b"QT,+00000123 PC\r\n", "count", "ok", None),
        ("and-std", b"ST,+000012.5  %\r\n", "percent", "ok", None),
        ("and-std", b"US,+00000123 PC\r\n", "count", "motion", None),
        ("cas-22", b"ERR 02\r\n", "error_reply", "error", "ERR 02"),
        ("cas-10", b"ERR02\r\n", "error_reply", "error", "ERR 02"),
        ("dini-argeo", b"ERR01\r\n", "error_reply", "error", "letters behind the command"),
        ("dini-argeo", b"01OK\r\n", "ack", "ok", None),
        ("dini-argeo", b"NO\r\n", "error_reply", "error", "not stored: moving or negative"),
        ("dini-argeo", b"ST,VL,   12345,uV\r\n", "info", "ok", "VL 12345 uV"),
        ("dini-argeo", b"ST,GX,  1.2345,kg\r\n", "info", "ok", "GX 1.2345 kg"),
    ],
)
def test_what_is_no_weight_is_named(protocol: str, frame: bytes, kind: str, status: str, text: str | None) -> None:
    message = only(protocol, frame)
    assert (message.kind, message.status, message.text) == (kind, status, text)
    assert (message.value, message.tare) == (None, None)


def test_addresses_and_unusual_forms_of_a_weight() -> None:
    assert weights("and-ind", b"@01ST,GS,+0012.50kg\r\n") == [Decimal("12.50")]
    assert weights("and-ind", b"ST,GS,+0012,50 kg\r\n") == [Decimal("12.50")]
    assert weights("st-gs-generic", b"ST,GS,   12,50,kg\r\n") == [Decimal("12.50")]
    assert only("and-ind", b"HD,GS,+0012.50kg\r\n").flags == ("hold",)
    assert only("cas-22", b"ST,GS,1\xd4,000012.0 kg\r\n").flags == ("hold",)


def test_lamps_that_contradict_the_state_make_it_unstable() -> None:
    for frame in (b"ST,GS,1\x84,000012.0 kg\r\n", b"US,GS,1\xc4,000012.0 kg\r\n"):
        assert only("cas-22", frame).stable is False


@pytest.mark.parametrize(
    ("protocol", "data"),
    [
        ("st-gs-generic", b"ST,GS,+  12.34\r\n"),
        ("st-gs-generic", b"ST,US,+  12.34kg\r\n"),
        ("st-gs-generic", b"ST,GS,+  1 2.34kg\r\n"),
        ("st-gs-generic", b"ST,GS,+  12.34kg"),
        ("st-gs-generic", b",GS,+  12.34kg\r\n"),
        ("st-gs-generic", b"ST,GS,+  12.34k\r\n"),
        ("st-gs-generic", b"XX,GS,+  12.34kg\r\n"),
        ("and-ind", b"ST,GS,+012.50kg\r\n"),
        ("and-ind", b"ST,GS,+00.2.50kg\r\n"),
        ("and-ind", b"US,GS,     .  kg\r\n"),
        ("and-std", b"ST,GS,+0012.50kg\r\n"),
        ("and-std", b"ST,+01234.5  g\r\n"),
        ("cas-22", b"ST,GS,1\x44,000012.0 kg\r\n"),
        ("cas-22", b"ST,GS,1\xc4,00012.0 kg\r\n"),
        ("cas-and18", b"ST,GS,013.500kg\r\n"),
        ("cas-10", b" 13.500\r\n"),
        ("cas-10", b"+ -13.50\r\n"),
        ("cas-10", b"x  13.500\r\n"),
        ("dini-argeo", b"ST,GS,    0.0,kg\r\n"),
        ("dini-argeo", b"ST,1,     12.50kg,PT      1.25lb\r\n"),
    ],
)
def test_what_is_not_a_whole_frame_gives_no_weight(protocol: str, data: bytes) -> None:
    assert weights(protocol, data) == []


def test_a_cut_frame_does_not_spoil_the_next() -> None:
    for cut in (b"OL,GS,+  ", b"ST,GS,+00", b"1,ST,   1", b"ERR"):
        for protocol in ("st-gs-generic", "and-ind", "cas-and18"):
            assert weights(protocol, cut + b"ST,GS,+0012.50kg\r\n") == [Decimal("12.50")]


@pytest.mark.parametrize(
    ("protocol", "config", "words"),
    [
        ("cas-22", {"frame_len": 18}, "frame_len is 18: use 22"),
        ("cas-22", {"mask_high_bit": True}, "mask_high_bit"),
        ("cas-10", {"unit": "pcs"}, "unit is 'pcs'"),
        ("and-ind", {"mask_high_bit": 1}, "mask_high_bit is 1"),
    ],
)
def test_wrong_settings_are_refused_in_words(protocol: str, config: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        decode(protocol, [], config)


def test_parity_bits_are_taken_off_where_the_setting_says_so() -> None:
    even = bytes(byte | (byte.bit_count() % 2) << 7 for byte in b"ST,GS,+0012.50kg\r\n")
    for protocol in ("st-gs-generic", "and-ind", "cas-and18"):
        assert weights(protocol, even) == []
        assert weights(protocol, even, {"mask_high_bit": True}) == [Decimal("12.50")]
