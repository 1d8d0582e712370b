"""The NCI family: weights, displays without digits and status bytes of every variant."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from hardware.scales.protocols.catalogue import dialect
from tests.hardware.scales.scale_frames import decimals, only, weights

if TYPE_CHECKING:
    from collections.abc import Callable

FRAMES: dict[str, Callable[[bytes, bytes], bytes]] = {
    "nci-scp01": lambda shown, status: b"\n" + (shown + b"\r\n" if shown else b"") + status + b"\r\x03",
    "nci-scp12": lambda shown, status: b"\n" + (shown + b"\r" + status if shown else status + b"\r") + b"\x03",
    "nci-ecr": lambda shown, status: b"\n" + (shown + b"\r\n" if shown else b"") + b"S" + status + b"\r\x03",
}
VARIANTS = {**FRAMES, "fairbanks-pship": FRAMES["nci-ecr"]}
variants = st.sampled_from(sorted(VARIANTS))
low = st.integers(0, 15)
statuses = st.one_of(
    st.tuples(low, low), st.tuples(low, low, low), st.tuples(low, low, low, low)
)  # bits 0-3 of each status byte
units = st.sampled_from([b"lb", b"LB", b"kg", b"KG", b"oz", b" g", b"G "])


def _status(bits: tuple[int, ...]) -> bytes:
    """Bit 6 of every byte but the first and the last says that one more follows."""
    more = range(1, len(bits) - 1)
    return bytes(0x30 | bit | (0x40 if place in more else 0) for place, bit in enumerate(bits))


def _expected(bits: tuple[int, ...]) -> str:
    first, second, third, _ = (*bits, 0, 0, 0)[:4]
    if first & 12 or second & 12:
        return "error"
    if second & 3:
        return "overload" if second & 2 else "underload"
    if third & 8:
        return "zero_error"
    return "motion" if first & 1 else "ok"


@given(variants, decimals, units, statuses)
def test_a_weight_is_one_only_while_its_status_is_good(
    variant: str, value: Decimal, unit: bytes, bits: tuple[int, ...]
) -> None:
    value = abs(value) if variant == "nci-ecr" else value
    message = only(variant, VARIANTS[variant](f"{value:07f}".encode() + unit, _status(bits)))

    assert message.status == _expected(bits)
    assert message.unit == unit.strip().decode().lower()
    if message.status in ("ok", "motion"):
        assert (message.kind, message.value) == ("weight", value)
        assert message.stable is (message.status == "ok")
        assert message.mode == ("net" if len(bits) > 2 and bits[2] & 4 else "gross")
    else:
        assert (message.kind, message.value) == ("status_only", None)


@given(variants, statuses)
def test_a_status_alone_is_never_a_weight(variant: str, bits: tuple[int, ...]) -> None:
    message = only(variant, VARIANTS[variant](b"", _status(bits)))
    assert (message.kind, message.value, message.status) == ("status_only", None, _expected(bits))
    assert message.stable is (False if bits[0] & 1 else True if message.status == "ok" else None)


@given(variants, st.integers(0, 99), st.integers(0, 159), st.sampled_from([b"lb", b"LB ", b" lb "]))
def test_pounds_and_ounces_are_one_weight(variant: str, pounds: int, tenths: int, lb: bytes) -> None:
    shown = b"%02d%b%04.1foz" % (pounds, lb, tenths / 10)
    message = only(variant, VARIANTS[variant](shown, b"00"))
    assert (message.value, message.unit) == (16 * pounds + Decimal(tenths).scaleb(-1), "oz")


@pytest.mark.parametrize("variant", FRAMES)
@pytest.mark.parametrize(
    ("bars", "status"), [(b"^^^^^^", "overload"), (b"____.__", "underload"), (b"---.--", "zero_error")]
)
@pytest.mark.parametrize("unit", [b"lb", b" KG", b""])
def test_bars_are_what_they_say_with_any_status_byte(variant: str, bars: bytes, status: str, unit: bytes) -> None:
    message = only(variant, FRAMES[variant](bars + unit, b"00"))
    assert (message.kind, message.status, message.value) == ("status_only", status, None)


@pytest.mark.parametrize("variant", FRAMES)
@pytest.mark.parametrize("status", [b"", b"0", b"0@", b"0p", b"p0", b"000", b"0p@", b"0pp", b" 0", b"0q0q"])
def test_wrong_status_bytes_make_no_frame(variant: str, status: bytes) -> None:
    assert decode(variant, [FRAMES[variant](b"0012.34LB", status), FRAMES[variant](b"", status)], {}) == []


@pytest.mark.parametrize(
    "shown", [b"12.34", b"12.34xx", b"1 2.34LB", b"12,34LB", b"03lb 16.0oz", b"0012.34#LB", b"--12LB"]
)
@pytest.mark.parametrize("variant", FRAMES)
def test_what_is_no_weight_gives_none(variant: str, shown: bytes) -> None:
    assert weights(variant, FRAMES[variant](shown, b"00")) == []


def test_an_ecr_scale_never_sends_a_sign() -> None:
    assert decode("nci-ecr", [FRAMES["nci-ecr"](b"-1.250KG", b"00")], {}) == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_weight_without_its_beginning_leaves_no_status_behind(variant: str) -> None:
    frame = VARIANTS[variant](b"0012.34LB", b"00")
    for cut in set(range(1, len(frame))) - {frame.rindex(b"\n")}:  # cut there, it is a whole status
        assert decode(variant, [frame[cut:]], {}) == []


@given(statuses)
def test_an_inverted_scale_tells_motion_and_zero_by_clear_bits(bits: tuple[int, ...]) -> None:
    turned = (bits[0] ^ 3, *bits[1:])
    plain = only("nci-scp12", FRAMES["nci-scp12"](b" 002.50LB", _status(bits)))
    inverted = only("nci-scp12", FRAMES["nci-scp12"](b" 002.50LB", _status(turned)), {"invert": True})
    assert replace(inverted, raw=plain.raw) == plain
    assert ("center_of_zero" in plain.flags) is bool(bits[0] & 2)


def test_settings_and_commands() -> None:
    with pytest.raises(ValueError, match="invert is 1"):
        decode("nci-scp12", [], {"invert": 1})
    assert [dialect(variant).poll for variant in VARIANTS] == [b"W\r"] * len(VARIANTS)
