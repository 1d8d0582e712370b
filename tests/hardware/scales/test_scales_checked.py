"""Frames with a check, and the counter scales: a flipped bit is never another weight."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from tests.hardware.scales.scale_frames import decimals, flipped, nibbles, only, weights, xored

if TYPE_CHECKING:
    from collections.abc import Mapping

UNIT = {"unit": "kg"}
digits6 = st.integers(0, 999_999)
signs = st.sampled_from("+-")
MODES = {"B": "gross", "C": "tare", "D": "net"}


def _pd(body: bytes) -> bytes:
    return b"\x01\x02" + body + bytes([xored(body)]) + b"\x03\x04"


def _dibal(state: int, grams: int, total: int) -> bytes:
    digits = f"99{state}{grams:05}0{total:06}".encode()
    return digits + nibbles(bytes([xored(digits) & 15]), letters=True)[1:] + b"\r\n"


def _a12(body: str, letters: bool = True) -> bytes:
    return body.encode() + nibbles(body.encode(), letters) + b"\r\n"


def _a9(body: str, letters: bool = True) -> bytes:
    return b"\x02" + body.encode() + nibbles(body.encode(), letters) + b"\x03"


@given(digits6, signs, st.integers(0, 4), st.booleans(), st.sampled_from(["", "AB", "AC", "ZD"]))
def test_a_yaohua_frame_says_what_was_put_in(digits: int, sign: str, places: int, letters: bool, command: str) -> None:
    message = only("yaohua-a9", _a9(f"{command}{sign}{digits:06}{places}", letters), UNIT)
    value = Decimal(digits).scaleb(-places) * (-1 if sign == "-" else 1)
    mode = MODES.get(command[1:])
    assert (message.kind, message.mode) == ("tare" if mode == "tare" else "weight", mode)
    shown = message.tare if mode == "tare" else message.value
    assert shown is not None
    assert (shown, shown.as_tuple().exponent) == (value, -places)
    assert not (shown == 0 and shown.is_signed())
    assert (message.unit, message.stable, message.status) == ("kg", None, "ok")


@given(decimals, st.booleans(), st.sampled_from("BCD"))
def test_a_keli_frame_says_what_was_put_in(value: Decimal, letters: bool, command: str) -> None:
    sign = "-" if value.is_signed() else "+"
    message = only("keli-k9", _a9(f"A{command}{sign}{abs(value):07f}", letters), UNIT)
    assert (message.tare if command == "C" else message.value) == value
    assert (message.mode, message.unit, message.stable) == (MODES[command], "kg", None)


@given(decimals, st.booleans(), st.sampled_from([("WG", "gross"), ("WN", "net")]))
def test_an_a12_line_says_what_was_put_in(value: Decimal, letters: bool, mode: tuple[str, str]) -> None:
    message = only("yaohua-a12", _a12(f"{mode[0]}{value:07f}kg", letters))
    assert (message.value, message.mode, message.unit) == (value, mode[1], "kg")
    text = only("yaohua-a12", f"{'ww' if mode[1] == 'gross' else 'wn'}{value:07f}kg\r\n".encode())
    assert (text.value, text.mode, text.unit) == (value, mode[1], "kg")
    tare = only("yaohua-a12", f"wt{value:07f}kg\r\n".encode())
    assert (tare.kind, tare.value, tare.tare, tare.mode) == ("tare", None, value, "tare")


@given(decimals)
def test_both_orders_of_the_equals_format_say_what_was_put_in(value: Decimal) -> None:
    text = f"{'-' if value.is_signed() else '0'}{abs(value):07f}"
    forward = only("yaohua-eq", b"=" + text.encode(), {"order": "forward", **UNIT})
    backward = only("yaohua-eq", b"=" + text[::-1].encode(), {"order": "reversed", **UNIT})
    for message in (forward, backward):
        assert (message.value, message.unit, message.stable) == (value, "kg", None)


def test_the_equals_format_without_its_order_gives_no_weight() -> None:
    message = only("yaohua-eq", b"=0003.000")
    assert (message.kind, message.value, message.status) == ("status_only", None, "error")
    assert "order" in (message.text or "")
    with pytest.raises(ValueError, match="order is 'up': use one of forward, reversed"):
        decode("yaohua-eq", [], {"order": "up"})


@given(decimals, st.sampled_from("SU"), st.sampled_from(["KG", "LB", " g"]))
def test_a_pd_frame_says_what_was_put_in(value: Decimal, state: str, unit: str) -> None:
    body = f"{state}{'-' if value.is_signed() else ' '}{abs(value):06f}{unit}".encode()
    message = only("cas-pd", _pd(body))
    assert (message.value, message.unit, message.mode) == (value, unit.strip().lower(), "gross")
    assert message.stable is (state == "S")


def test_the_range_of_the_pd_check_is_a_setting() -> None:
    body = b"S 01.250KG"
    other = b"\x01\x02" + body + bytes([xored(b"\x02" + body)]) + b"\x03\x04"
    assert weights("cas-pd", other) == []
    assert weights("cas-pd", other, {"bcc_range": "STX..UN0"}) == [Decimal("1.250")]
    unsure = only("cas-pd", other, {"bcc_range": "unverified"})
    assert (unsure.value, unsure.flags) == (Decimal("1.250"), ("bcc_mismatch",))
    with pytest.raises(ValueError, match=r"bcc_range is 'all': use one of STA\.\.UN0"):
        decode("cas-pd", [], {"bcc_range": "all"})


@given(st.integers(0, 99_999), st.integers(0, 999_999))
def test_a_dibal_answer_says_what_was_put_in(grams: int, total: int) -> None:
    message = only("dibal-98", _dibal(0, grams, total))
    assert (message.value, message.unit, message.stable) == (Decimal(grams).scaleb(-3), "kg", True)
    assert only("dibal-98", _dibal(1, grams, total)).status == "error"


@given(st.integers(0, 99_999), st.sampled_from([(1, 2, "lb"), (2, 3, "lb"), (3, 3, "kg")]), digits6)
def test_a_dialog_record_says_what_was_put_in(weight: int, unit: tuple[int, int, str], price: int) -> None:
    code, places, name = unit
    message = only("dialog06", f"\x0202\x1b{code}\x1b{weight:05}\x1b{price:06}\x1b000125\x03".encode())
    assert (message.value, message.unit, message.stable) == (Decimal(weight).scaleb(-places), name, True)


@given(digits6, st.integers(0, 5), st.booleans(), st.booleans(), st.sampled_from([(0, "kg"), (1, "lb")]))
def test_a_bcd_frame_says_what_was_put_in(
    digits: int, places: int, negative: bool, stable: bool, unit: tuple[int, str]
) -> None:
    state = places | negative << 5 | stable << 6
    frame = bytes([0xFF, state, *bytes.fromhex(f"{digits:06}")[::-1], unit[0]])
    message = only("jcs-bcd", frame)
    value = Decimal(digits).scaleb(-places)
    assert (message.value, message.unit, message.stable) == (-value if negative else value, unit[1], stable)
    assert message.value is not None
    assert not (message.value == 0 and message.value.is_signed())
    for wrong in (state | 0x80, state | 0x08, state | 0x07):
        assert weights("jcs-bcd", bytes([0xFF, wrong]) + frame[2:]) == []


CHECKED: list[tuple[str, bytes, Mapping[str, object]]] = [
    ("yaohua-a9", _a9("+0020002"), UNIT),
    ("yaohua-a9", _a9("-9999994", letters=False), UNIT),
    ("yaohua-a9", _a9("AB+0012503"), UNIT),
    ("yaohua-a9", _a9("AC-0012500"), UNIT),
    ("keli-k9", _a9("AB-000.250"), UNIT),
    ("keli-k9", _a9("AD+1234567", letters=False), UNIT),
    ("yaohua-a12", _a12("WG004.139kg"), {}),
    ("yaohua-a12", _a12("WN-04.139kg", letters=False), {}),
    ("yaohua-a12", _a12(" " * 9 + "OL"), {}),
    ("dibal-98", _dibal(0, 316, 0), {}),
    ("dibal-98", _dibal(0, 98_765, 123_456), {}),
    ("cas-pd", _pd(b"S 01.250KG"), {}),
    ("cas-pd", _pd(b"U-01.240KG"), {}),
]


@pytest.mark.parametrize(("protocol", "frame", "config"), CHECKED, ids=lambda part: repr(part)[:40])
def test_a_flipped_bit_is_never_another_weight(protocol: str, frame: bytes, config: Mapping[str, object]) -> None:
    (right,) = decode(protocol, [frame], config)
    for wrong in flipped(frame):
        for behind in (b"", frame):
            for message in decode(protocol, [wrong + behind], config):
                assert (message.value, message.tare, message.unit) in (
                    (right.value, right.tare, right.unit),
                    (None, None, None),
                )


@pytest.mark.parametrize("letters", [True, False])
@pytest.mark.parametrize(
    ("protocol", "body"), [("yaohua-a9", b"+0020002"), ("keli-k9", b"AB-000.250"), ("yaohua-a12", b"WG004.139kg")]
)
def test_every_other_check_is_wrong(protocol: str, body: bytes, letters: bool) -> None:
    begin, end = (b"", b"\r\n") if protocol == "yaohua-a12" else (b"\x02", b"\x03")
    frames = {check: begin + body + nibbles(bytes([check]), letters) + end for check in range(256)}
    fitting = [check for check, frame in frames.items() if decode(protocol, [frame], {})]
    assert fitting == [xored(body)]


@pytest.mark.parametrize("protocol", sorted({protocol for protocol, _, _ in CHECKED}))
@given(st.binary(max_size=300))
def test_random_bytes_are_no_weight(protocol: str, data: bytes) -> None:
    assert weights(protocol, data) == []


@given(st.sampled_from(CHECKED), st.binary(max_size=40), st.binary(max_size=40))
def test_any_noise_around_a_checked_frame_adds_no_weight(
    case: tuple[str, bytes, Mapping[str, object]], before: bytes, after: bytes
) -> None:
    protocol, frame, config = case
    said = weights(protocol, frame, config)
    assert weights(protocol, before + frame + b"\r\n" + after, config) == said


@pytest.mark.parametrize(
    ("protocol", "frame", "kind", "status"),
    [
        ("yaohua-a9", _a9("AA"), "ack", "ok"),
        ("keli-k9", _a9("AA"), "ack", "ok"),
        ("yaohua-a12", _a12(" " * 9 + "LO"), "status_only", "underload"),
        ("cas-pd", b"\x06", "ack", "ok"),
        ("cas-pd", b"\x15", "error_reply", "error"),
        ("cas-pd", _pd(b"SFFFFFFFKG"), "status_only", "overload"),
        ("jcs-bcd", b"\xff\xe3\x00\x00\x00\x01", "status_only", "underload"),
        ("toledo-br-enq", b"\x02NNNNN\x03", "status_only", "underload"),
        ("toledo-br-enq", b"\x02SSSSS\x03", "status_only", "overload"),
        ("dialog06", b"\x06", "ack", "ok"),
        ("dialog06", b"\x0209\x1b00\x03", "status_only", "ok"),
        ("dialog06", b"\x0209\x1b11\x03", "error_reply", "error"),
        ("dialog06", b"\x0209\x1b21\x03", "status_only", "error"),
        ("dialog06", b"\x0209\x1b31\x03", "status_only", "underload"),
        ("dialog06", b"\x0209\x1b32\x03", "status_only", "overload"),
        ("dialog06", b"\x0209\x1b77\x03", "error_reply", "error"),
        ("dialog06", b"\x0202\x1b0\x1b01250\x1b000100\x1b000125\x03", "status_only", "error"),
        ("dialog06", b"\x0202\x1b3\x1b     \x1b000100\x1b000125\x03", "status_only", "motion"),
        ("dialog06", b"\x0202\x1b3\x1b-00.000\x1b000100\x1b000125\x03", "status_only", "underload"),
    ],
)
def test_what_is_no_weight_is_named(protocol: str, frame: bytes, kind: str, status: str) -> None:
    message = only(protocol, frame)
    assert (message.kind, message.status, message.value) == (kind, status, None)


def test_a_check_that_looks_like_an_acknowledgement_is_part_of_its_frame() -> None:
    frame = b"\x01\x02S 01.250KG\x06\x03\x04"
    assert decode("cas-pd", [bytes([byte]) for byte in frame], {}) == []


@pytest.mark.parametrize(
    ("protocol", "data"),
    [
        ("yaohua-a9", _a9("+0020005")),
        ("yaohua-a9", _a9("A+0020002")),
        ("yaohua-a9", b"\x02+00200021b\x03"),
        ("keli-k9", _a9("AB+0.2.500")),
        ("keli-k9", _a9("AB+.123456")),
        ("yaohua-eq", b"=0003.0=00"),
        ("toledo-br-enq", b"\x020848\x03"),
        ("toledo-br-enq", b"\x02IIII0\x03"),
        ("dibal-98", b"9900031600000004"),
        ("jcs-bcd", b"\xff\x43\x5a\x12\x00\x00"),
        ("jcs-bcd", b"\xff\x43\x50\x12\x00\x02"),
        ("dialog06", b"\x0202\x1b3\x1b1250\x1b000100\x1b000125\x03"),
        ("unknown-capture", b"\x02A   0.165\r"),
        ("unknown-capture", b"00000\r$00000\r"),
    ],
)
def test_what_is_not_a_whole_frame_gives_no_weight(protocol: str, data: bytes) -> None:
    assert weights(protocol, data, {"order": "forward"}) == []


def test_the_commands_of_the_published_conversations() -> None:
    from hardware.scales.protocols.catalogue import dialect

    assert dialect("yaohua-a9").poll == _a9("AB") == b"\x02AB03\x03"
    assert dialect("yaohua-a9").zero == _a9("A0") == bytes.fromhex("024130373103")
    assert dialect("keli-k9").hello == _a9("AA")
    assert dialect("dibal-98").poll == b"98000001\r\n"
    assert dialect("toledo-br-enq").poll == dialect("cas-pd").poll == b"\x05"
    assert dialect("and-ind").poll == b"RW\r\n"
    assert dialect("ohaus").poll == b"IP\r\n"
    assert dialect("radwag").poll == b"SI\r\n"
    assert dialect("dini-argeo").poll == b"READ\r\n"
    assert dialect("cas-cmd").poll == b"\x01WT\r\n"
