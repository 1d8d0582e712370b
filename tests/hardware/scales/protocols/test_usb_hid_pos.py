"""USB HID POS reports: every status, unit and exponent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from hardware.scales.protocols.catalogue import dialect
from tests.hardware.scales.scale_frames import only

UNITS = [None, "mg", "g", "kg", "ct", "tael", "gr", "dwt", "t", "ton", "ozt", "oz", "lb"]
TROUBLE = {1: "error", 5: "underload", 6: "overload", 7: "error", 8: "zero_error"}


def _report(status: int, unit: int, exponent: int, weight: int) -> bytes:
    return bytes([status, unit, exponent % 256]) + weight.to_bytes(2, "little")


@given(st.integers(1, 8), st.integers(1, 12), st.integers(-6, 2), st.integers(0, 65535))
def test_a_report_says_what_was_put_in(status: int, unit: int, exponent: int, weight: int) -> None:
    body = _report(status, unit, exponent, weight)
    message = only("usb-hid-pos", body, {"report_id_stripped": True})
    assert only("usb-hid-pos", b"\x03" + body) == only("usb-hid-pos", b"\x00\x03" + body)

    assert message.unit == UNITS[unit]
    if status in TROUBLE:
        assert (message.kind, message.value, message.stable) == ("status_only", None, None)
        assert message.status == TROUBLE[status]
    else:
        assert (message.kind, message.stable, message.status) == (
            "weight",
            status != 3,
            "motion" if status == 3 else "ok",
        )
        assert message.value == weight * Decimal(10) ** exponent
        assert message.value is not None
        assert len(f"{message.value:f}".partition(".")[2]) == max(0, -exponent)
        assert ("center_of_zero" in message.flags) is (status == 2 and weight == 0)


@pytest.mark.parametrize(
    "report",
    [
        b"\x03\x00\x02\x00\x05\x00",
        b"\x03\x09\x02\x00\x05\x00",
        b"\x03\x04\x00\x00\x05\x00",
        b"\x03\x04\x0d\x00\x05\x00",
        b"\x03\x04\x02\x7f\x05\x00",
        b"\x03\x04\x02\x80\x05\x00",
        b"\x04\x04\x02\x00\x05\x00",
        b"\x03\x04\x02\x00\x05",
        b"\x04\x02\x00\x05\x00",
    ],
)
def test_other_reports_are_nothing(report: bytes) -> None:
    assert decode("usb-hid-pos", [report], {}) == []


def test_a_link_that_knows_the_bounds_drops_a_short_report() -> None:
    decoder = dialect("usb-hid-pos").decoder({})
    whole = b"\x03\x04\x0b\xff\xa0\x00"
    for length in range(1, 6):
        decoder.feed(whole[:length])
        decoder.reset()
        assert [message.value for message in decoder.feed(whole)] == [Decimal("16.0")]


def test_settings_and_the_published_command() -> None:
    with pytest.raises(ValueError, match="report_id_stripped is 'no'"):
        decode("usb-hid-pos", [], {"report_id_stripped": "no"})
    assert dialect("usb-hid-pos").zero == b"\x02\x02"
