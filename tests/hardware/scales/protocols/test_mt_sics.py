"""The MT-SICS decoder: the published frames, however they arrive, and never a weight out of noise."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Weight
from hardware.scales import decode
from hardware.scales.protocols.mt_sics import MtSicsDecoder
from tests.places import CAPTURES

VECTORS: list[dict[str, Any]] = json.loads((CAPTURES / "scales" / "mt_sics.json").read_text(encoding="utf-8"))
FRAMES = [bytes.fromhex(v["bytes_hex"]) for v in VECTORS if "config" not in v]
FULL_WEIGHT = re.compile(rb"S [SD] +-?\d{1,10}(\.\d{1,9})? +[A-Za-z]+ *\r\n")

weights = st.builds(
    lambda state, digits, places, unit: f"S {state} {Decimal(digits).scaleb(-places):>10f} {unit}\r\n".encode(),
    st.sampled_from("SD"),
    st.integers(-99_999_999, 99_999_999),
    st.integers(0, 4),
    st.sampled_from(["g", "kg", "lb"]),
)
words = st.sampled_from(
    [b"S ", b"S S", b"100.00 g", b" kg", b"\r\n", b"\r", b"I4 A ", b'"', b"ES", b"-", b"\xff", b"T A "]
)
streams = st.lists(st.one_of(words, weights, st.sampled_from(FRAMES), st.binary(max_size=12)), max_size=12).map(
    b"".join
)


def _plain(message: Weight) -> dict[str, Any]:
    fields = ("kind", "value", "unit", "stable", "mode", "tare", "status")
    plain = {name: getattr(message, name) for name in fields}
    return {name: f"{value:f}" if isinstance(value, Decimal) else value for name, value in plain.items()}


def _wanted(vector: dict[str, Any]) -> list[dict[str, Any]]:
    frames = vector["expect"].get("frames", [vector["expect"]])
    return [{name: frame[name] for name in _plain(_only(b"S I\r\n"))} for frame in frames]


def _only(data: bytes) -> Weight:
    (message,) = decode("mt-sics", [data], {})
    return message


def _fed(data: bytes, cuts: list[int]) -> list[Weight]:
    decoder, messages, start = MtSicsDecoder(), [], 0
    for cut in [*sorted(cut % (len(data) + 1) for cut in cuts), len(data)]:
        messages += decoder.feed(data[start:cut])
        start = cut
    return messages


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
@pytest.mark.parametrize(
    ("before", "after"),
    [(b"", b""), (b"\x00\xfe\xff9", b"\xff\x00"), (b"9.50 kg\r\n", b"S S   "), (b"\x02S S    12.0\r\n\r\n", b"\r")],
    ids=["clean", "line noise", "joined mid-frame", "cut frames"],
)
def test_published_frames_are_read_as_published(vector: dict[str, Any], before: bytes, after: bytes) -> None:
    if before.endswith(b"9") and not bytes.fromhex(vector["bytes_hex"]).startswith((b"S S", b"S D", b"S\xa0S")):
        before = before[:-1]  # a printable byte glued to a short answer makes it another word
    chunks = [bytes.fromhex(chunk) for chunk in vector.get("chunks_hex", [vector["bytes_hex"]])]
    whole = before + b"".join(chunks) + after
    config = vector.get("config", {})
    for split in ([before, *chunks, after], [whole], [bytes([byte]) for byte in whole]):
        assert [_plain(message) for message in decode(vector["protocol"], split, config)] == _wanted(vector)


@pytest.mark.parametrize(
    ("line", "kind", "status", "stable"),
    [
        (b"S L", "error_reply", "error", None),
        (b"Z I", "error_reply", "error", None),
        (b"ZI S", "ack", "ok", True),
        (b"ZI +", "error_reply", "zero_error", None),
        (b"T I", "error_reply", "error", None),
        (b"T -", "error_reply", "error", None),
        (b"TI D      1.250 kg", "ack", "ok", False),
        (b"TA A      1.250 kg", "tare", "ok", None),
        (b"TA L", "error_reply", "error", None),
        (b"TAC A", "ack", "ok", None),
        (b"DW A", "ack", "ok", None),
        (b"I4 L", "error_reply", "error", None),
        (b"S D Error 3b", "error_reply", "error", False),
        (b"S S        12 PCS", "count", "ok", True),
        (b"S S     12.50 %", "percent", "ok", True),
        (b"S S     12.50 xyz", "status_only", "error", None),
    ],
)
def test_every_other_answer_of_the_manual(line: bytes, kind: str, status: str, stable: bool | None) -> None:
    message = _only(line + b"\r\n")
    assert (message.kind, message.status, message.value) == (kind, status, None)
    assert message.raw == line + b"\r\n"
    assert kind in ("error_reply", "status_only") or message.stable is stable


@pytest.mark.parametrize(
    "data",
    [
        b"   100.00 g\r\n",
        b"S     100.00 g\r\n",
        b"S 100.00 g\r\n",
        b" S     100.00 g\r\n",
        b"S S     100.00 g",
        b"S S     12:16.00 lb:oz\r\n",
        b"S S     12:07.50 kg\r\n",
        b"S S     :07.50 lb:oz\r\n",
        b"S S     100.00\r\n",
        b"S S     100,00 g\r\n",
        b"S S     1 00.00 g\r\n",
        b"S S     - 1.00 g\r\n",
        b"S A 1.234 g\r\n",
        b"s s     100.00 g\r\n",
        b"\xd3 S     100.00 g\r\n",
        b'I2 A "S S     100.00 g\r\n',
        b"Z A\r\nT A\r\nES\r\n",
        b'I2 A "ICS469 OU 60.18 kg"\r\n',
    ],
)
def test_what_is_not_a_whole_weight_gives_none(data: bytes) -> None:
    assert [message.kind for message in decode("mt-sics", [data], {}) if message.kind == "weight"] == []


@pytest.mark.parametrize("wire", ["-0.000", "0.000", "-0", "12.50", "007.10", "-0.0000001"])
def test_a_value_keeps_its_decimals_and_minus_zero_is_zero(wire: str) -> None:
    value = _only(f"S S {wire:>10} g\r\n".encode()).value
    assert value is not None
    assert value == Decimal(wire)
    assert value.as_tuple().exponent == Decimal(wire).as_tuple().exponent
    assert not (value == 0 and value.is_signed())


def test_a_masked_frame_needs_the_setting() -> None:
    masked = next(bytes.fromhex(v["bytes_hex"]) for v in VECTORS if "config" in v)
    assert decode("mt-sics", [masked], {}) == []
    assert decode("mt-sics", [masked], {"mask_high_bit": True})[0].value == Decimal("100.00")


def test_wrong_settings_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match=r"unknown scale protocol 'abc'.*mt-sics"):
        decode("abc", [b""], {})
    with pytest.raises(ValueError, match="mask_high_bit"):
        decode("mt-sics", [b""], {"mask_high_bit": "yes"})


def test_the_serial_number_and_the_arrival_are_told() -> None:
    decoder = MtSicsDecoder()
    assert decoder.feed(b'I4 A "12', 1.0) == []
    (message,) = decoder.feed(b'34"\r\n', 2.0)
    assert (message.text, message.at) == ("1234", 2.0)


@given(st.binary(max_size=600), st.booleans())
def test_any_bytes_are_survived(data: bytes, mask: bool) -> None:
    MtSicsDecoder(mask_high_bit=mask).feed(data)


@given(streams, st.lists(st.integers(0, 10_000), max_size=8))
def test_the_split_never_changes_what_is_read(data: bytes, cuts: list[int]) -> None:
    whole = _fed(data, [])
    assert _fed(data, cuts) == whole
    assert _fed(data, list(range(len(data)))) == whole


@given(st.integers(0, 700), streams, weights, st.lists(st.integers(0, 10_000), max_size=4))
def test_a_frame_is_found_behind_noise_and_a_line_end(length: int, noise: bytes, frame: bytes, cuts: list[int]) -> None:
    newest = _fed(noise + b"x" * length + b"\r\n" + frame, cuts)[-1]
    assert newest == _only(frame)


@given(streams)
def test_every_weight_stood_whole_on_the_wire(data: bytes) -> None:
    for message in _fed(data, []):
        if message.kind == "weight":
            assert FULL_WEIGHT.fullmatch(message.raw)
            assert message.raw in data
        else:
            assert message.value is None


@given(weights, st.integers(1, 40))
def test_a_frame_joined_in_the_middle_is_no_weight(frame: bytes, cut: int) -> None:
    assert all(message.kind != "weight" for message in decode("mt-sics", [frame[cut:]], {}))


@given(st.binary(min_size=200, max_size=400).map(lambda data: data.replace(b"\n", b" ")))
def test_an_endless_line_does_not_grow(data: bytes) -> None:
    decoder = MtSicsDecoder()
    for _ in range(20):
        decoder.feed(data)
    assert len(decoder._lines._rest) <= 256
    assert [m.kind for m in decoder.feed(b"\r\nS S       1.00 g\r\n")][-1] == "weight"
