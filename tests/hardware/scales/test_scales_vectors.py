"""Every published frame of every scale protocol, however its bytes arrive."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from hardware.scales.protocols.catalogue import dialect
from tests.places import CAPTURES
from tests.shared_data import shared_file

if TYPE_CHECKING:
    from hardware.contract import Weight

FOLDER = CAPTURES / "scales"
PUBLISHED = shared_file("scale_vectors.json")
VECTORS: list[dict[str, Any]] = [
    vector for file in sorted(FOLDER.glob("*.json")) for vector in json.loads(file.read_text(encoding="utf-8"))
]
CONFIGS = {vector["protocol"]: vector.get("config", {}) for vector in VECTORS}
FIELDS = ("kind", "value", "unit", "stable", "mode", "tare", "status", "flags")
UNFRAMED = ("usb-hid-pos", "modbus-rtu")
"""Reports and answers that come one at a time: bytes before them are another report."""
AMBIGUOUS = ("adam-004",)
"""Its end is a whole frame of another model of the same protocol."""

FRAMED = [vector for vector in VECTORS if vector["protocol"] not in UNFRAMED]
UNAMBIGUOUS = [vector for vector in VECTORS if vector["id"] not in AMBIGUOUS]

each_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
each_framed_vector = pytest.mark.parametrize("vector", FRAMED, ids=lambda v: v["id"])
each_unambiguous_vector = pytest.mark.parametrize("vector", UNAMBIGUOUS, ids=lambda v: v["id"])


def _config(vector: dict[str, Any]) -> dict[str, object]:
    return dict(vector.get("config", {}))


def _chunks(vector: dict[str, Any]) -> list[bytes]:
    return [bytes.fromhex(chunk) for chunk in vector.get("chunks_hex", [vector["bytes_hex"]])]


def _wanted(vector: dict[str, Any]) -> list[dict[str, Any]]:
    expected = vector["expect"]
    frames = [] if expected["kind"] == "none" else expected.get("frames", [expected])
    return [{name: _figure(name, frame[name]) for name in FIELDS if name in frame} for frame in frames]


def _figure(name: str, value: Any) -> Any:
    """Figures by value and by number of decimals: `000000` and `0` are the same."""
    return f"{Decimal(value):f}" if name in ("value", "tare") and value is not None else value


def _read(vector: dict[str, Any], chunks: list[bytes]) -> list[dict[str, Any]]:
    names = [name for name in FIELDS if name != "flags" or "flags" in vector["expect"]]
    messages = decode(vector["protocol"], chunks, _config(vector))
    return [{name: _plain(getattr(message, name)) for name in names} for message in messages]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return list(value) if isinstance(value, tuple) else value


def _weights(messages: list[Weight]) -> set[tuple[Decimal | None, str | None]]:
    return {(message.value, message.unit) for message in messages if message.value is not None}


@each_vector
def test_a_frame_is_read_as_published_whole_and_byte_by_byte(vector: dict[str, Any]) -> None:
    chunks = _chunks(vector)
    for split in (chunks, [b"".join(chunks)], [bytes([byte]) for byte in b"".join(chunks)]):
        assert _read(vector, split) == _wanted(vector)


@given(st.sampled_from(VECTORS), st.lists(st.integers(0, 200), max_size=6))
def test_a_frame_is_read_as_published_however_it_is_split(vector: dict[str, Any], cuts: list[int]) -> None:
    data = b"".join(_chunks(vector))
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    split = [data[start:end] for start, end in pairwise(places)]

    assert _read(vector, split) == _wanted(vector)


@each_framed_vector
@pytest.mark.parametrize("before", [b"\x00\x80", b"17\x00", b"12.50 kg\r\n"], ids=["noise", "digits", "end of a line"])
@pytest.mark.parametrize("after", [b"", b"\x00\x80\x00", b"7"])
def test_noise_around_a_frame_changes_nothing(vector: dict[str, Any], before: bytes, after: bytes) -> None:
    if vector["expect"]["kind"] == "none":
        after = b""  # it may be the missing part

    assert _read(vector, [before, *_chunks(vector), after]) == _wanted(vector)
    assert _read(vector, [before + b"".join(_chunks(vector)) + after]) == _wanted(vector)


@each_unambiguous_vector
def test_a_stream_joined_in_the_middle_of_a_frame_gives_no_other_weight(vector: dict[str, Any]) -> None:
    data, protocol, config = b"".join(_chunks(vector)), vector["protocol"], _config(vector)
    whole = _weights(decode(protocol, [data], config))
    for cut in range(1, len(data)):
        assert _weights(decode(protocol, [data[cut:]], config)) <= whole
        if protocol not in UNFRAMED:
            assert _weights(decode(protocol, [data[cut:] + data], config)) == whole


@given(st.sampled_from(sorted(CONFIGS)), st.binary(max_size=600))
def test_any_bytes_are_survived(protocol: str, data: bytes) -> None:
    config = CONFIGS[protocol]
    assert decode(protocol, [data], config) == decode(protocol, [bytes([byte]) for byte in data], config)


def test_every_published_protocol_has_a_dialect_and_every_frame_stands_here() -> None:
    if PUBLISHED is None:
        pytest.skip("the collection of frames is not beside this checkout")
    held = {vector["id"]: vector for vector in VECTORS}
    covered = {vector["protocol"] for vector in VECTORS}
    for vector in json.loads(PUBLISHED.read_text(encoding="utf-8")):
        if vector["direction"] == "scale_to_host" and vector["protocol"] in covered:
            dialect(vector["protocol"])
            assert held[vector["id"]]["bytes_hex"] == vector["bytes_hex"]
