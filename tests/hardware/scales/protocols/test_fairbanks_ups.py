"""Fairbanks UPS string: an EOT that may still come takes the weight away."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from hardware.scales.protocols.catalogue import dialect
from tests.hardware.scales.scale_frames import decimals, only, weights


@given(decimals, st.sampled_from(["lb", "KG", " g", "g ", "oz"]), st.booleans())
def test_a_line_says_what_was_put_in(value: Decimal, unit: str, motion: bool) -> None:
    line = f"{value:7f} {unit} {'gr' if motion else 'GR'}  \r\n".encode()
    message = only("fairbanks-ups", line)
    assert (message.kind, message.value, message.unit) == ("weight", value, unit.strip().lower())
    assert (message.stable, message.status, message.mode) == (not motion, "motion" if motion else "ok", "gross")

    over = only("fairbanks-ups", line + b"\x04")
    assert (over.kind, over.value, over.status) == ("status_only", None, "overload")


def test_a_weight_waits_for_what_follows_and_keeps_its_time() -> None:
    line = b"  12.34 lb GR  \r\n"
    decoder = dialect("fairbanks-ups").decoder({})
    assert decoder.feed(line, 1.0) == []
    assert [(message.value, message.at) for message in decoder.feed(line, 2.0)] == [(Decimal("12.34"), 1.0)]
    assert [message.status for message in decoder.feed(b"\x04", 3.0)] == ["overload"]
    assert decoder.feed(line, 4.0) == []
    assert [(message.status, message.at) for message in decoder.feed(b"", 9.0)] == [("ok", 4.0)]
    assert decoder.feed(b"", 9.0) == []


@pytest.mark.parametrize(
    "line",
    [
        b" 12.34 lb GR  \r\n",
        b"1  12.34 lb GR \r\n",
        b"91234.56 lb GR  \r\n",
        b"-  12.34 lb GR  \r\n",
        b"  1 2.34 lb GR  \r\n",
        b"  1 2.34 lb GR  \r\n\x04",
        b"  12.34 lb Gr  \r\n",
        b"  12.34lb GR  \r\n",
        b"  12.34 lb GR  ",
        b"  12,34 lb GR  \r\n",
        b" 12.34   g GR  \r\n",
    ],
)
def test_other_lines_are_nothing(line: bytes) -> None:
    assert decode("fairbanks-ups", [line], {}) == []


@pytest.mark.parametrize("field", [b"-------", b"       ", b"^^^^^^^"])
def test_a_line_without_digits_is_an_error(field: bytes) -> None:
    assert only("fairbanks-ups", field + b" lb GR  \r\n").status == "error"
    assert only("fairbanks-ups", field + b" lb GR  \r\n\x04").status == "overload"
    assert weights("fairbanks-ups", field + b" lb GR  \r\n") == []
