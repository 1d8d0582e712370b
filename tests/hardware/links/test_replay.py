"""What was recorded comes back byte for byte, through the same decoder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import DeviceError, RecordingOverError
from hardware.links.replay import ReplayLink, recorded
from hardware.scales import SerialScale


def _file(folder: Path, pieces: list[tuple[float, bytes]]) -> Path:
    file = folder / "capture.jsonl"
    file.write_text("".join(recorded(data, seconds) + "\n" for seconds, data in pieces))
    return file


def _all(link: ReplayLink) -> bytes:
    heard = b""
    with pytest.raises(RecordingOverError):  # noqa: PT012  # the end comes on any read
        while True:
            heard += link.read(0.2)
    return heard


@given(pieces=st.lists(st.binary(max_size=8), max_size=20))
def test_every_byte_comes_back(pieces: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    file = _file(tmp_path_factory.mktemp("replay"), [(0.0, piece) for piece in pieces])
    assert _all(ReplayLink(str(file))) == b"".join(pieces)


def test_a_recording_keeps_its_pauses(tmp_path: Path) -> None:
    link = ReplayLink(str(_file(tmp_path, [(0.0, b"a"), (0.15, b"b")])))
    assert link.read(0.05) == b"a"
    assert link.read(0) == b""
    assert link.read(5) == b"b"


def test_a_recorded_scale_weighs_again(tmp_path: Path) -> None:
    file = _file(tmp_path, [(0.0, b"S S       1.2"), (0.05, b"50 kg\r\nS +\r\n")])
    scale = SerialScale(f"replay:{file}")
    scale.open()
    weight, over = scale.read(1), scale.read(1)
    assert weight is not None
    assert over is not None
    assert (str(weight.value), over.status) == ("1.250", "overload")
    with pytest.raises(RecordingOverError, match="over"):
        scale.read(1)


@pytest.mark.parametrize(
    "line",
    ["x", "[1]", "{}", '{"t": 0}', '{"t": "a", "hex": ""}', '{"t": 0, "hex": "5"}', '{"t": 0, "hex": 5}', "[" * 9999],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "capture.jsonl"
    file.write_text(json.dumps({"t": 0, "hex": "41"}) + "\n" + line + "\n")
    with pytest.raises(DeviceError, match="line 2"):
        ReplayLink(str(file))


def test_a_missing_file_is_words(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="cannot be read"):
        ReplayLink(str(tmp_path / "none"))
    (tmp_path / "picture").write_bytes(b"\xff\xd8")
    with pytest.raises(DeviceError, match="cannot be read"):
        ReplayLink(str(tmp_path / "picture"))
