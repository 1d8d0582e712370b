"""Sartorius SBI: lines of 16 and 22 characters, and what stands in place of a weight."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from hardware.scales.protocols.catalogue import dialect
from tests.hardware.scales.scale_frames import decimals, only, weights

IDS = {"": None, "N": "net", "N1": "net", "G": "gross", "G#": "gross", "T": "tare", "T1": "tare", "PT2": "tare"}


def _line(identity: str, value: Decimal, unit: str, plus: str = "+") -> bytes:
    sign = "-" if value.is_signed() else plus
    return f"{f'{identity:6}' if identity else ''}{sign}{abs(value):9f} {unit:3}\r\n".encode()


@given(st.sampled_from(sorted(IDS)), decimals, st.sampled_from(["kg", "g", "lb", "GN", ""]), st.sampled_from("+ "))
def test_a_line_says_what_was_put_in(identity: str, value: Decimal, unit: str, plus: str) -> None:
    message = only("sartorius-sbi", _line(identity, value, unit, plus))

    mode = IDS[identity]
    assert (message.value, message.tare) == ((None, value) if mode == "tare" else (value, None))
    assert (message.kind, message.mode) == ("tare" if mode == "tare" else "weight", mode)
    assert (message.unit, message.stable) == (unit or None, bool(unit))
    assert message.status == ("ok" if unit else "motion")


@pytest.mark.parametrize("identity", ["Qnt", "Sum", "Mean", "S-comp", "n"])
def test_results_under_another_id_are_no_weight(identity: str) -> None:
    assert weights("sartorius-sbi", _line(identity, Decimal("12.5"), "kg")) == []


@pytest.mark.parametrize(
    ("unit", "kind"), [("pcs", "count"), ("%", "percent"), ("mom", "weight"), ("xyz", "status_only")]
)
def test_the_unit_says_what_a_value_is(unit: str, kind: str) -> None:
    assert only("sartorius-sbi", _line("", Decimal(12), unit)).kind == kind


@pytest.mark.parametrize(
    ("words", "kind", "status"),
    [
        ("H", "status_only", "overload"),
        ("L", "status_only", "underload"),
        ("C", "status_only", "error"),
        ("OFF", "error_reply", "error"),
        ("ERR 054", "error_reply", "error"),
    ],
)
def test_what_stands_in_place_of_a_weight(words: str, kind: str, status: str) -> None:
    for line in (f"Stat        {words:8}\r\n", f"{words:^14}\r\n", f"Stat   {words}\r\n"):
        message = only("sartorius-sbi", line.encode())
        assert (message.kind, message.status, message.value, message.unit) == (kind, status, None, None)


@pytest.mark.parametrize(
    "line",
    [
        b"   62.916 GN \r\n",
        b"+  62.916 GN \r\n",
        b"+   62.916GN  \r\n",
        b"+   62.916 GN\r\n",
        b"+   6 2.91 GN \r\n",
        b"+   62,916 GN \r\n",
        b"+   62.916 GN ",
        b"     +   62.916 GN \r\n",
        b"      H      \r\n",
        b"NOK!\r\n",
    ],
)
def test_other_lines_are_nothing(line: bytes) -> None:
    assert decode("sartorius-sbi", [line], {}) == []


@given(decimals, st.integers(1, 5))
def test_a_tare_that_lost_its_beginning_is_no_weight(value: Decimal, cut: int) -> None:
    assert weights("sartorius-sbi", _line("T1", value, "kg")[cut:]) == []


def test_commands() -> None:
    sbi = dialect("sartorius-sbi")
    assert (sbi.poll, sbi.zero, sbi.tare) == (b"\x1bP\r\n", b"\x1bV\r\n", b"\x1bU\r\n")
