"""Messages of fixed readers: what a template tells, with its units; what it does not fit is nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanners.template import NO_READS, Template, TemplateError

DWS = Template("{code},{weight_kg},{length_cm}x{width_cm}x{height_cm},{*}")


def test_a_message_tells_codes_weight_and_size() -> None:
    scan = DWS.read(b"]C1RR473124829CN;LP00123456789012,1.250,30,5x20x10.2,lane 3", 7.0)

    assert scan is not None
    assert (scan.text, scan.aim, scan.others) == ("RR473124829CN", "]C1", ("LP00123456789012",))
    assert scan.grams == 1250
    assert scan.size_mm == (Decimal(305), Decimal(200), Decimal(102))
    assert scan.at == 7.0


@pytest.mark.parametrize(
    ("unit", "number", "grams"),
    [("g", "350", "350"), ("kg", "0.350", "350"), ("lb", "1", "453.59237"), ("oz", "2", "56.69904625")],
)
def test_weights_are_taken_with_their_unit(unit: str, number: str, grams: str) -> None:
    scan = Template(f"{{code}} {{weight_{unit}}}").read(f"A1 {number}".encode(), 0.0)

    assert scan is not None
    assert scan.grams == Decimal(grams)


@pytest.mark.parametrize("no_read", NO_READS)
def test_a_parcel_without_a_code_is_one(no_read: str) -> None:
    scan = DWS.read(f"{no_read},0.350,0x0x0,".encode(), 0.0)

    assert scan is not None
    assert (scan.text, scan.others, scan.grams, scan.size_mm) == ("", (), Decimal(350), None)


def test_what_is_not_measured_is_not_nought() -> None:
    scan = DWS.read(b"A1,0.000,0x20x10,", 0.0)

    assert scan is not None
    assert (scan.grams, scan.size_mm) == (None, None)


@pytest.mark.parametrize(
    "template",
    [
        "{code}{code}",
        "{weight_kg}",
        "{code}{weight_st}",
        "{code}{length_kg}",
        "{code}{colour}",
        "{code}{weight_kg}{weight_g}",
    ],
)
def test_a_template_that_cannot_be_meant_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        Template(template)


@given(st.binary(max_size=120))
def test_any_bytes_are_a_message_or_nothing(raw: bytes) -> None:
    scan = DWS.read(raw, 0.0)

    assert scan is None or raw.count(b",") >= 3


@given(
    code=st.from_regex(r"[A-Z0-9]{1,30}", fullmatch=True).filter(lambda code: code not in NO_READS),
    grams=st.integers(1, 99_999),
    sides=st.tuples(*[st.integers(1, 999)] * 3),
)
def test_what_was_sent_is_read(code: str, grams: int, sides: tuple[int, int, int]) -> None:
    size = "x".join(map(str, sides))
    scan = DWS.read(f"{code},{Decimal(grams) / 1000:f},{size},".encode(), 0.0)

    assert scan is not None
    assert (scan.text, scan.grams, scan.size_mm) == (
        code,
        Decimal(grams),
        tuple(Decimal(10 * side) for side in sides),
    )
