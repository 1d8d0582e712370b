"""Laws of the protocols whose frames have a beginning of their own, and of Modbus."""

from __future__ import annotations

import os
import pty
import struct
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Weight
from hardware.scales import SerialScale, decode
from hardware.scales.modbus import crc16
from hardware.scales.protocols import dialect

PUBLISHABLE = ("ok", "motion")


def weights(protocol: str, data: bytes, **config: object) -> list[Decimal]:
    """What could be booked."""
    said = decode(protocol, [data], config)
    return [one.value for one in said if one.kind == "weight" and one.value is not None and one.status in PUBLISHABLE]


def continuous(digits: int, decimals: int, b: int, c: int = 0x20, tare: int = 0) -> bytes:
    """A whole checked frame; `decimals` 0 to 5."""
    head = bytes((0x02, 0x28 | decimals + 2, b, c)) + f"{digits:06}{tare:06}\r".encode()
    return head + bytes([-sum(head) % 128])


def modbus(shown: float, state: int) -> bytes:
    head = bytes((1, 3, 10)) + struct.pack(">ffH", shown, shown, state)
    return head + crc16(head)


@given(st.integers(0, 999999), st.integers(0, 5), st.booleans(), st.booleans(), st.booleans())
def test_toledo_continuous_says_what_its_status_words_mean(
    digits: int, decimals: int, net: bool, negative: bool, motion: bool
) -> None:
    b = 0x30 | net | negative << 1 | motion << 3
    (said,) = decode("toledo-continuous", [continuous(digits, decimals, b)], {"checksum": True})

    sign = -1 if negative else 1
    assert said.value == sign * Decimal(digits).scaleb(-decimals)
    assert (said.unit, said.mode, said.stable) == ("kg", "net" if net else "gross", not motion)
    assert (digits == 0) <= (str(said.value)[0] != "-")


@given(st.integers(0, 999999), st.integers(0, 5), st.integers(0, 17), st.integers(0, 7))
def test_a_flipped_bit_of_a_checked_frame_never_gives_another_weight(
    digits: int, decimals: int, place: int, bit: int
) -> None:
    frame = bytearray(continuous(digits, decimals, 0x30))
    frame[place] ^= 1 << bit

    # The check covers seven bits of each byte: the eighth is a parity that nobody reads.
    assert set(weights("toledo-continuous", bytes(frame), checksum=True)) <= {Decimal(digits).scaleb(-decimals)}


@pytest.mark.parametrize("b", [0x34, 0x36])
def test_what_is_out_of_range_is_never_published(b: int) -> None:
    (said,) = decode("toledo-continuous", [continuous(1250, 3, b)], {"checksum": True})

    assert said.status in ("overload", "underload")
    assert weights("toledo-continuous", continuous(1250, 3, b), checksum=True) == []


def test_the_short_form_has_no_tare_and_blanks_are_leading_zeros() -> None:
    (said,) = decode("toledo-continuous", [b"\x02=0   1250\r"], {})

    assert (said.value, said.unit, said.tare) == (Decimal("1.250"), "kg", None)
    assert weights("toledo-continuous", b"\x02=0 12 250000000\r") == []


@given(st.binary(min_size=1, max_size=1))
def test_a_status_of_8217_is_never_a_weight(flags: bytes) -> None:
    (said,) = decode("toledo-8217", [b"\x02?" + flags + b"\r"], {"unit": "kg"})

    assert said.value is None
    byte = flags[0]
    if byte & 2:
        assert said.status == "overload"
    elif byte & 4:
        assert said.status == "underload"
    elif byte & 1 and not byte & 8:
        assert (said.status, said.stable) == ("motion", False)


@pytest.mark.parametrize("protocol", ["nci-scp01", "nci-scp12", "nci-ecr", "fairbanks-pship"])
@given(shown=st.decimals(-999, 999, places=2), first=st.integers(0, 15), second=st.integers(0, 15))
def test_nci_publishes_only_what_no_state_forbids(protocol: str, shown: Decimal, first: int, second: int) -> None:
    states = bytes((0x30 | first, 0x30 | second))
    field = f"{shown:07.2f}lb".encode()
    frame = {
        "nci-scp01": b"\n" + field + b"\r\n" + states + b"\r\x03",
        "nci-scp12": b"\n" + field + b"\r" + states + b"\x03",
        "nci-ecr": b"\n" + field + b"\r\nS" + states + b"\r\x03",
        "fairbanks-pship": b"\n" + field + b"\r\nS" + states + b"\r\x03",
    }[protocol]
    (said,) = decode(protocol, [frame], {})

    forbidden = first & 12 or second
    assert (said.value is None) == bool(forbidden & 15)
    if said.value is not None:
        assert (said.value, said.unit, said.stable) == (shown, "lb", not first & 1)


def test_an_nci_third_byte_tells_net_and_a_missing_one_is_no_frame() -> None:
    (said,) = decode("nci-scp01", [b"\n0012.34LB\r\n0p4\r\x03"], {})

    assert (said.value, said.mode) == (Decimal("12.34"), "net")
    assert decode("nci-scp01", [b"\n0012.34LB\r\n0p\r\x03"], {}) == []
    inverted = decode("nci-scp12", [b"\n 002.50LB\r30\x03"], {"invert": True})
    assert [one.stable for one in inverted] == [True]


@pytest.mark.parametrize(("state", "status"), [(b"O", "overload"), (b"U", "underload")])
def test_an_sma_weight_beyond_the_range_has_its_status(state: bytes, status: str) -> None:
    frame = b"\n" + state + b"1G      99.999kg_\r"
    (said,) = decode("sma", [frame], {})

    assert said.status == status
    assert weights("sma", frame) == []


def test_tenfold_resolution_is_flagged() -> None:
    for protocol, frame in (
        ("sma", b"\n 1g      1.2520kg_\r"),
        ("toledo-continuous", continuous(12503, 3, 0x30, 0x30)),
    ):
        (said,) = decode(protocol, [frame], {"checksum": True} if protocol != "sma" else {})
        assert said.flags == ("x10",)


@given(st.floats(-99999, 99999, width=32), st.integers(0, 14), st.integers(0, 7))
def test_a_flipped_bit_of_a_modbus_answer_never_gives_another_weight(shown: float, place: int, bit: int) -> None:
    good = modbus(shown, 0xA000)
    frame = bytearray(good)
    frame[place] ^= 1 << bit

    assert len(weights("modbus-rtu", good, unit="kg")) == 1
    assert weights("modbus-rtu", bytes(frame), unit="kg") == []


@given(st.integers(0, 0xFFFF))
def test_a_modbus_state_decides_what_is_published(state: int) -> None:
    (said,) = decode("modbus-rtu", [modbus(1.25, state)], {"unit": "kg"})

    good = state >> 15 & 1 and state >> 13 & 1 and not state >> 9 & 3
    assert (said.value == Decimal("1.25")) == bool(good)


@given(st.integers(0, 0xFFFF), st.integers(-6, 6), st.sampled_from([2, 3, 4]))
def test_a_hid_report_is_a_weight_times_a_power_of_ten(weight: int, exponent: int, status: int) -> None:
    report = bytes((3, status, 3)) + exponent.to_bytes(1, "little", signed=True) + weight.to_bytes(2, "little")
    said: list[Weight] = decode("usb-hid-pos", [report], {})

    assert [one.value for one in said] == [Decimal(weight).scaleb(exponent)]
    assert [one.stable for one in said] == [status != 3]


@pytest.mark.parametrize("status", [1, 5, 6, 7, 8])
def test_a_hid_report_of_a_fault_has_no_weight(status: int) -> None:
    assert weights("usb-hid-pos", bytes((3, status, 3, 0, 5, 0))) == []


def test_a_blank_unit_of_sartorius_is_an_unstable_weight() -> None:
    (said,) = decode("sartorius-sbi", [b"N     +   62.916    \r\n"], {"unit": "g"})

    assert (said.value, said.unit, said.stable, said.mode) == (Decimal("62.916"), "g", False, "net")


@pytest.mark.parametrize(
    ("frame", "status"),
    [
        (b"\x02  1234.0LG \r\n", "ok"),
        (b"\x02  1234.0LGM\r", "motion"),
        (b"\x02  1234.0LGO\r\n", "overload"),
        (b"\x02- 1234.0LGO\r\n", "underload"),
        (b"\x02  1234.0LGI\r\n", "error"),
        (b"\x02^^^^^^^^LG \r\n", "overload"),
    ],
)
def test_rice_lake_publishes_only_what_its_state_allows(frame: bytes, status: str) -> None:
    (said,) = decode("rice-lake-stream", [frame], {})

    assert said.status == status
    assert (said.value is not None) == (status in PUBLISHABLE)


def test_the_commands_of_the_published_conversations() -> None:
    assert dialect("modbus-rtu").poll == bytes.fromhex("01030000000585c9")
    assert dialect("sma").poll == b"\nW\r"
    assert dialect("toledo-8217").poll == b"W"
    assert dialect("nci-scp01").poll == b"W\r"
    assert dialect("sartorius-sbi").poll == b"\x1bP\r\n"
    assert dialect("usb-hid-pos").zero == b"\x02\x02"


def test_a_scale_that_says_its_weight_is_unchanged_has_said_it_again() -> None:
    host, device = pty.openpty()
    os.set_blocking(host, False)
    scale = SerialScale(os.ttyname(device), protocol="toledo-8217", settings={"unit": "kg"})
    scale.open()
    try:
        os.write(host, b"\x02?\x00\r\x02\x30\x31\x2e250\r\x02?\x00\r\x02?A\r\x02?\x00\r")
        said = [scale.read(5.0) for _ in range(5)]
    finally:
        scale.close()
        os.close(host)
        os.close(device)

    values = [message.value if message else message for message in said]
    assert values == [None, Decimal("1.250"), Decimal("1.250"), None, None]
