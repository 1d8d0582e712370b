"""SMA SCP-0499: every field of the answer, and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from hardware.scales.protocols.catalogue import dialect
from tests.hardware.scales.scale_frames import decimals, only, weights

MODES = {"G": "gross", "N": "net", "T": "tare"}
TROUBLE = {"O": "overload", "U": "underload", "E": "zero_error", "I": "zero_error", "T": "error", "e": "error"}
units = st.sampled_from(["kg_", " kg", "lb_", "g__", "OZ ", "oz_"])


def _frame(status: str, mode: str, motion: str, weight: str, unit: str) -> bytes:
    return f"\n{status}1{mode}{motion} {weight:>10}{unit}\r".encode()


@given(st.sampled_from(" ZOUEITe"), st.sampled_from("GNTgnt"), st.sampled_from(" M"), decimals, units)
def test_an_answer_says_what_was_put_in(status: str, mode: str, motion: str, value: Decimal, unit: str) -> None:
    message = only("sma", _frame(status, mode, motion, f"{value:f}", unit))

    assert message.stable is (motion == " ")
    assert (message.mode, message.unit) == (MODES[mode.upper()], unit.strip("_ ").lower())
    assert ("x10" in message.flags) is mode.islower()
    assert message.status == TROUBLE.get(status, "motion" if motion == "M" else "ok")
    if status in "EITe":
        assert (message.kind, message.value, message.tare) == ("status_only", None, None)
    elif mode.upper() == "T":
        assert (message.kind, message.value, message.tare) == ("tare", None, value)
    else:
        assert (message.kind, message.value, message.tare) == ("weight", value, None)


@given(st.sampled_from(" ZOUEITe"), st.sampled_from("GNgn"), st.sampled_from(["-" * 10, " " * 10]), units)
def test_an_answer_without_digits_has_no_value(status: str, mode: str, weight: str, unit: str) -> None:
    message = only("sma", _frame(status, mode, " ", weight, unit))
    assert (message.kind, message.value) == ("status_only", None)
    assert message.status == TROUBLE.get(status, "error")


@pytest.mark.parametrize(
    "frame",
    [
        b"\n 1G      1.250kg_\r",
        b"\n 1G        1.250kg_\r",
        b" 1G       1.250kg_\r",
        b"\n 1G       1.250kg_\n",
        b"\nX1G       1.250kg_\r",
        b"\n 1X       1.250kg_\r",
        b"\n 1G       1,250kg_\r",
        b"\n 1G     1 1.250kg_\r",
        b"\n 1G      1.250kgs_\r",
    ],
)
def test_what_is_not_twenty_characters_in_their_places_gives_nothing(frame: bytes) -> None:
    assert decode("sma", [frame], {}) == []


@pytest.mark.parametrize(("unit", "kind"), [("%__", "percent"), ("pcs", "count"), ("xyz", "status_only")])
def test_what_is_no_weight_has_no_value(unit: str, kind: str) -> None:
    assert only("sma", _frame(" ", "G", " ", "12", unit)).kind == kind
    assert weights("sma", _frame(" ", "G", " ", "12", unit)) == []


def test_what_the_scale_says_of_itself() -> None:
    message = only("sma", b"\nCAP:kg:15.000:5:3\r")
    assert (message.kind, message.text, message.value) == ("info", "CAP:kg:15.000:5:3", None)


def test_the_published_commands() -> None:
    sma = dialect("sma")
    assert (sma.poll, sma.stream, sma.zero) == (b"\nW\r", b"\nR\r", b"\nZ\r")
