"""A line of a scale may end in CR LF, CR, LF, CR CR or LF CR, as the menu of the scale or a gateway has it."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from hardware.scales.detection.tally import Tally
from hardware.scales.framing.lines import Lines
from hardware.scales.protocols.catalogue import dialect
from tests.places import CAPTURES
from tests.shared_data import shared_cases

ENDS = (b"\r\n", b"\r", b"\n", b"\r\r", b"\n\r")
VECTORS: list[dict[str, Any]] = [
    vector
    for file in sorted((CAPTURES / "scales").glob("*.json"))
    for vector in json.loads(file.read_text(encoding="utf-8"))
]
LINES = [
    vector
    for vector in VECTORS
    if (data := bytes.fromhex(vector.get("bytes_hex", ""))).endswith(b"\r\n") and data[:1] not in b"\n\x02"
]
texts = st.binary(min_size=1, max_size=40).map(lambda data: data.translate(None, b"\r\n")).filter(bool)


def _told(vector: dict[str, Any], data: bytes) -> list[tuple[object, ...]]:
    messages = decode(vector["protocol"], [data], vector.get("config", {}))
    return [(m.kind, m.value, m.unit, m.stable, m.mode, m.status, m.tare, m.flags, m.raw) for m in messages]


@pytest.mark.parametrize("end", ENDS[1:], ids=repr)
@pytest.mark.parametrize("vector", LINES, ids=lambda vector: vector["id"])
def test_a_published_line_says_the_same_with_any_end(vector: dict[str, Any], end: bytes) -> None:
    data = bytes.fromhex(vector["bytes_hex"])
    other = data.replace(b"\r\n", end)
    assert _told(vector, other) == _told(vector, data)
    assert _told(vector, other * 3) == _told(vector, data * 3)


def test_line_protocols_are_among_the_published_lines() -> None:
    assert len({vector["protocol"] for vector in LINES}) > 10


@given(st.lists(texts, min_size=1, max_size=8), st.sampled_from(ENDS), st.lists(st.integers(0, 400), max_size=6))
def test_each_line_comes_once_however_it_is_split(lines: list[bytes], end: bytes, cuts: list[int]) -> None:
    data = b"".join(line + end for line in lines)
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    cutter = Lines()
    cut = [line for start, stop in pairwise(places) for line in cutter.feed(data[start:stop])]
    assert [line for line in cut if line] == lines


@given(st.binary(max_size=700).map(lambda data: data.replace(b"A", b"\r\n").replace(b"B", b"\r")), st.data())
def test_what_lines_are_does_not_hang_on_the_split(data: bytes, draw: st.DataObject) -> None:
    place = draw.draw(st.integers(0, len(data)))
    halves, whole, single = Lines(), Lines(), Lines()
    expected = whole.feed(data)
    assert halves.feed(data[:place]) + halves.feed(data[place:]) == expected
    assert [line for byte in data for line in single.feed(bytes([byte]))] == expected


@pytest.mark.parametrize("spoilt", [b"\r", b"\n"])
def test_one_spoilt_byte_does_not_cut_a_line_where_lines_end_in_cr_lf(spoilt: bytes) -> None:
    good = b"-  12.34 g\r\n"
    assert Lines().feed(good + spoilt + good[1:] + good)[1:] == [spoilt + b"  12.34 g", b"-  12.34 g"]


@given(st.sampled_from(ENDS), st.integers(1, 9), st.booleans())
def test_the_ends_of_lines_are_no_fault_and_noise_is(end: bytes, size: int, noisy: bool) -> None:
    tally = Tally(dialect("st-gs-generic").decoder({}))
    line = b"ST,GS,+  12.34kg" + end
    data = line * 5 + (b"\x00" * size if noisy else b"") + line * 5
    for start in range(0, len(data), size):
        tally.hear(data[start : start + size])
    strange = tally.give_up()
    assert (tally.frames, tally.garbled, bool(tally.lost), strange) == (10, size if noisy else 0, noisy, b"")


def test_a_scale_that_was_set_to_another_end_is_heard_again() -> None:
    cutter = Lines()
    cutter.feed(b"1.0 g\r\n")
    after = cutter.feed(b"2.0 g\r" * 60)
    assert after.count(b"2.0 g") == 60


@given(st.integers(0, 9999), st.integers(0, 1599), st.sampled_from(ENDS), st.booleans())
def test_pounds_and_ounces_are_ounces(pounds: int, hundredths: int, end: bytes, below: bool) -> None:
    ounces = Decimal(hundredths).scaleb(-2)
    line = f"S S   {'-' if below else ''}{pounds}:{ounces:05.2f} lb:oz".encode() + end
    (weight,) = decode("mt-sics", [line], {})
    total = 16 * pounds + ounces
    assert (weight.value, weight.unit, weight.stable) == (-total if below else total, "oz", True)
    balance = f"{f'{pounds}:{ounces:05.2f}':>11} lb:oz".encode() + end
    (weight,) = decode("ohaus", [balance], {})
    assert (weight.value, weight.unit, weight.stable) == (total, "oz", True)


@pytest.mark.parametrize("case", shared_cases("field/scales.json"))
def test_lines_of_public_reports_give_their_weight(case: dict[str, Any]) -> None:
    wanted = dict(case["expect"])
    messages = decode(case["protocol"], [bytes.fromhex(case["bytes_hex"])], case["config"])
    assert len(messages) == wanted.pop("count", 1)
    for said in messages:
        told = {"kind": said.kind, "value": f"{said.value:f}", "unit": said.unit, "stable": said.stable}
        assert {name: told[name] for name in wanted} == wanted
