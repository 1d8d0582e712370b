"""Toledo 8217 and 8213: every weight and every status byte of the grammar, and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from hardware.scales.protocols.catalogue import dialect
from tests.hardware.scales.scale_frames import only, weights

forms = st.sampled_from([(5, 2), (6, 2), (6, 3)])
"""Width of the field and decimals."""


@given(st.integers(0, 99_999), forms, st.booleans(), st.booleans(), st.sampled_from(["kg", "lb", None]))
def test_a_weight_says_what_was_put_in(
    digits: int, form: tuple[int, int], net: bool, blank: bool, unit: str | None
) -> None:
    width, places = form
    value = Decimal(digits % 10 ** (width - 1)).scaleb(-places)
    field = f"{value:{width}f}" if blank else f"{value:0{width}f}"
    message = only("toledo-8217", f"\x02{field}{'N' if net else ''}\r".encode(), {"unit": unit})

    assert (message.kind, message.value, message.unit, message.stable) == ("weight", value, unit, True)
    assert (message.mode, message.status, message.flags) == ("net" if net else "gross", "ok", ())
    assert f"{message.value:f}" == f"{value:f}"


@pytest.mark.parametrize("bits", range(256))
def test_no_status_byte_gives_a_weight_and_the_worst_bit_counts(bits: int) -> None:
    message = only("toledo-8217", b"\x02?" + bytes([bits]) + b"\r", {"unit": "kg"})

    assert message.value is None
    if bits & 0x7F == 0x40:
        assert (message.kind, message.status) == ("error_reply", "error")
        return
    motion, over, under, outside = (bool(bits >> bit & 1) for bit in range(4))
    wanted = "overload" if over else "underload" if under else "motion" if motion else "zero_error" if outside else "ok"
    assert (message.kind, message.status, message.stable) == ("status_only", wanted, False if motion else None)
    assert ("net" in message.flags) is bool(bits & 32) is (message.mode == "net")


@pytest.mark.parametrize(
    "body",
    [b"1.250", b"0125", b"01250", b"001.250", b"-1.250", b"01,250", b"0 1.25", b"01.25k", b"01.250n", b"?", b"01.2500"],
)
def test_other_fields_are_no_weight(body: bytes) -> None:
    assert weights("toledo-8217", b"\x02" + body + b"\r") == []


@pytest.mark.parametrize("start", [b"", b"\x03", b"\n"])
def test_a_weight_without_its_beginning_is_none(start: bytes) -> None:
    assert decode("toledo-8217", [start + b"01.250\r"], {}) == []


@given(st.integers(0, 99_999))
def test_an_8213_has_six_characters(digits: int) -> None:
    value = Decimal(digits).scaleb(-3)
    grams = only("toledo-8213", b"\x020%05d\r" % digits, {"unit": "g"})
    assert (grams.value, grams.unit) == (Decimal(digits), "g")
    assert only("toledo-8213", f"\x02{value:06f}\r".encode(), {"unit": "kg"}).value == value
    assert weights("toledo-8213", f"\x02{value:06f}"[:-1].encode() + b"\r") == []


def test_one_digit_more_is_marked_as_ten_times_the_resolution() -> None:
    for field in (b"012.345", b"01.2504", b"0012504"):
        message = only("toledo-8213", b"\x02" + field + b"\r")
        assert (message.value, message.flags) == (Decimal(field.decode()), ("x10",))


def test_grams_with_another_unit_set_are_no_weight() -> None:
    message = only("toledo-8213", b"\x02001250\r", {"unit": "kg"})
    assert (message.kind, message.status, message.value) == ("status_only", "error", None)
    assert message.text is not None
    assert "unit is set to kg" in message.text


def test_parity_bits_need_the_setting() -> None:
    frame = bytes(byte | (byte.bit_count() & 1) << 7 for byte in b"\x0201.250\r")
    assert decode("toledo-8217", [frame], {}) == []
    assert weights("toledo-8217", frame, {"mask_high_bit": True}) == [Decimal("1.250")]


def test_an_echo_and_a_self_test_are_acknowledged() -> None:
    assert [only("toledo-8217", frame).kind for frame in (b"\x02E\r", b"\x02\r")] == ["ack", "ack"]


def test_wrong_settings_and_the_published_command() -> None:
    with pytest.raises(ValueError, match="unit is 'KG'"):
        decode("toledo-8217", [], {"unit": "KG"})
    assert dialect("toledo-8217").poll == b"W"
