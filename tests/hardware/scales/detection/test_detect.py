"""Which protocol bytes belong to, and how much of them is understood."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.scales import ScaleProtocol
from hardware.scales.detection.detect import MOST_SPECIFIC_FIRST, VARIANTS, fits, parity_of
from hardware.scales.detection.tally import Tally
from hardware.scales.protocols.catalogue import DIALECTS, dialect
from tests.places import CAPTURES

FOLDER = CAPTURES / "scales"
NO_LINE = ("usb-hid-pos", "modbus-rtu", "modbus-tcp")
"""Reports of a USB device, and answers to a question that needs a register map."""
STATED = ("order", "checksum")
"""Settings that detection tries itself."""
VECTORS: list[dict[str, Any]] = [
    vector
    for file in sorted(FOLDER.glob("*.json"))
    for vector in json.loads(file.read_text(encoding="utf-8"))
    if vector["expect"]["kind"] == "weight"
    and vector["protocol"] not in NO_LINE
    and not set(vector.get("config", {})) - {"unit", *STATED}
]
FAMILY = b"ST,GS,+  1.250kg\r\n"


def _bytes(vector: dict[str, Any]) -> bytes:
    return b"".join(bytes.fromhex(chunk) for chunk in vector.get("chunks_hex", [vector["bytes_hex"]]))


def _names(chunks: list[bytes]) -> list[str]:
    return [fit.protocol for fit in fits(chunks)]


def _with_parity(data: bytes, odd: int) -> bytes:
    return bytes(byte | 0x80 if byte.bit_count() % 2 != odd else byte for byte in data)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_every_published_weight_is_recognised_as_what_it_is(vector: dict[str, Any]) -> None:
    data = _bytes(vector)
    found = fits([data] * 5)
    assert vector["protocol"] in [fit.protocol for fit in found]
    assert all(fit.frames >= 3 for fit in found)


def test_twins_are_all_told_the_most_specific_first() -> None:
    assert _names([FAMILY] * 4) == ["and-ind", "cas-and18", "dini-argeo", "st-gs-generic", "kern-eoc"]
    assert _names([b"S S      1.500 kg\r\n"] * 4) == ["mt-sics", "kern-kcp"]


def test_two_orders_of_one_protocol_are_two_answers() -> None:
    found = fits([b"=0003.000"] * 5)
    assert [(fit.protocol, fit.settings, str(fit.last.value)) for fit in found] == [
        ("yaohua-eq", {"order": "forward"}, "3.000"),
        ("yaohua-eq", {"order": "reversed"}, "0.3000"),
    ]


def test_a_protocol_that_explains_less_is_no_twin() -> None:
    """The frame of an NCI scale holds a line that others would take for a weight, and more."""
    assert _names([b"\n0012.34LB\r\n00\r\x03"] * 4) == ["nci-scp01", "fairbanks-pship"]


def test_a_byte_left_over_in_each_frame_is_no_twin() -> None:
    """The check sum of a Toledo indicator, when it is not asked for."""
    frame = b"\x02\x2c\x30\x20001250000000\r"
    checked = frame + bytes([-sum(frame) % 128])
    assert [(fit.protocol, fit.settings) for fit in fits([checked] * 5)] == [("toledo-continuous", {"checksum": True})]
    assert [(fit.protocol, fit.settings) for fit in fits([frame] * 5)] == [("toledo-continuous", {})]


@given(cut=st.integers(0, len(FAMILY)))
def test_joining_in_the_middle_of_a_frame_changes_nothing(cut: int) -> None:
    assert _names([FAMILY[cut:], *[FAMILY] * 4, FAMILY[:cut]])[0] == "and-ind"


@given(sizes=st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_how_the_bytes_are_split_changes_nothing(sizes: list[int]) -> None:
    data = FAMILY * 5
    chunks = [data[sum(sizes[:i]) : sum(sizes[: i + 1])] for i in range(len(sizes))]
    assert _names([*chunks, data[sum(sizes) :]]) == _names([data])


@pytest.mark.parametrize(("odd", "name"), [(0, "even"), (1, "odd")])
def test_seven_bits_that_were_read_as_eight_tell_their_parity(odd: int, name: str) -> None:
    data = _with_parity(FAMILY, odd)
    assert parity_of(data) == name
    found = fits([data] * 4)
    assert (found[0].protocol, found[0].parity) == ("and-ind", name)


def test_high_bits_that_are_no_parity_stay() -> None:
    assert parity_of(FAMILY) is None
    assert parity_of(b"\x80\x81") is None


@given(st.lists(st.binary(max_size=30), max_size=12))
def test_noise_never_raises_and_what_fits_has_frames(chunks: list[bytes]) -> None:
    for fit in fits(chunks, 1):
        assert fit.frames >= 1
        assert 0 <= fit.garbled <= fit.unexplained < fit.heard


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 500, b"\x04" * 50, b"\x02" * 50, b"GPS fix 12.5 N\r\n" * 9, b"OK\r\n" * 9]
)
def test_what_no_scale_says_fits_nothing(data: bytes) -> None:
    assert fits([data]) == []


def test_two_frames_are_not_enough() -> None:
    assert fits([FAMILY, FAMILY]) == []


def test_every_protocol_with_a_line_is_tried() -> None:
    assert set(DIALECTS) <= {*MOST_SPECIFIC_FIRST, *NO_LINE}
    assert {*MOST_SPECIFIC_FIRST, *VARIANTS} <= set(get_args(ScaleProtocol))


def _tally() -> Tally:
    return Tally(dialect("st-gs-generic").decoder({}))


def test_garbled_bytes_and_lost_frames_are_counted() -> None:
    tally = _tally()
    tally.hear(FAMILY[9:])
    tally.hear(FAMILY)
    assert (tally.frames, tally.before, tally.garbled, tally.lost) == (1, len(FAMILY) - 9, 0, 0)
    tally.hear(b"ST,GS,+  1.2\xff\xffkg\r\n" + FAMILY)
    assert (tally.frames, tally.garbled, tally.lost) == (2, 18, 1)


@given(st.lists(st.sampled_from([FAMILY, FAMILY[:7], b"\xff", b"noise\r\n"]), max_size=30))
def test_every_byte_is_counted_once(chunks: list[bytes]) -> None:
    tally = _tally()
    frames = [message for chunk in chunks for message in tally.hear(chunk)]
    understood = sum(len(frame.raw) for frame in frames)
    assert tally.heard == sum(map(len, chunks)) == understood + tally.unexplained
    strange = tally.give_up()
    assert tally.heard == understood + tally.before + tally.garbled
    assert FAMILY not in strange


def test_the_rate_is_that_of_late_and_ends_with_the_frames() -> None:
    tally = _tally()
    for step in range(20):
        tally.hear(FAMILY, step / 10)
    assert tally.rate(1.9) == pytest.approx(10)
    assert tally.rate(9.0) == 0
