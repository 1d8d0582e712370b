"""Rice Lake stream: frames over the whole grammar, and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from tests.hardware.scales.scale_frames import decimals, only, weights

UNITS = {"L": "lb", "K": "kg", "T": "t", "G": "g", "O": "oz", "LB": "lb", "kg": "kg", " ": None}
BAD = {"I": "error", "O": "overload", "M": "motion", " ": "ok", "Z": "ok"}


@given(decimals, st.sampled_from(sorted(UNITS)), st.sampled_from("GN"), st.sampled_from(" IMOZ"), st.booleans())
def test_a_frame_says_what_was_put_in(value: Decimal, unit: str, mode: str, status: str, line_feed: bool) -> None:
    polarity = "-" if value.is_signed() else " "
    frame = f"\x02{polarity}{abs(value):7f}{unit}{mode}{status}\r{chr(10) if line_feed else ''}".encode()
    message = only("rice-lake-stream", frame, {"unit": "kg"})

    assert message.unit == (UNITS[unit] or "kg")
    assert message.mode == ("gross" if mode == "G" else "net")
    if status in "IO":
        under = status == "O" and polarity == "-"
        assert (message.kind, message.value, message.stable) == ("status_only", None, None)
        assert message.status == ("underload" if under else BAD[status])
    else:
        assert (message.kind, message.value, message.status) == ("weight", value, BAD[status])
        assert message.stable is (status != "M")


@pytest.mark.parametrize(("polarity", "status"), [("^", "overload"), ("]", "underload")])
@pytest.mark.parametrize("field", ["{0}{0}{0}{0}{0}{0}{0}", "  12.50", "       "])
@pytest.mark.parametrize("told", "O MZ")
def test_over_and_under_have_no_value(polarity: str, status: str, field: str, told: str) -> None:
    message = only("rice-lake-stream", f"\x02{polarity}{field.format(polarity)}LG{told}\r".encode())
    assert (message.kind, message.value, message.status) == ("status_only", None, status)


@given(decimals, st.sampled_from("A1z"), st.sampled_from(["lb", "KG", "g"]))
def test_a_polled_answer_tells_no_motion(value: Decimal, address: str, unit: str) -> None:
    message = only("rice-lake-stream", f"\x02{address} {value:f} {unit}\r\n\x03\r".encode())
    assert (message.kind, message.value, message.unit) == ("weight", value, unit.lower())
    assert (message.stable, message.mode, message.status) == (None, "gross", "ok")


@pytest.mark.parametrize(
    "frame",
    [
        b"\x02   12.5LG \r",
        b"\x02    12.50LG \r",
        b"\x02   12.5 G \r",
        b"  12.50LG \r",
        b"\x02+  12.50LG \r",
        b"\x02   12.50LX \r",
        b"\x02   12.50LGX\r",
        b"\x02   1 2.5LG \r",
        b"\x02A1234.00 lb\r\n\x03\r",
        b"\x02A 1234.00 lb\r\n\x03",
    ],
)
def test_other_bytes_are_nothing(frame: bytes) -> None:
    assert decode("rice-lake-stream", [frame], {}) == []


def test_a_blank_unit_is_not_guessed_and_a_field_without_digits_is_an_error() -> None:
    assert only("rice-lake-stream", b"\x02   12.50 G \r").unit is None
    assert only("rice-lake-stream", b"\x02        LG \r").status == "error"
    assert weights("rice-lake-stream", b"\x02        LG \r") == []
