"""USB scanners of the point-of-sale class: a code is whole when its last report has come; commands go in a report."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import DeviceError
from hardware.scanners import ByteScanner
from hardware.scanners.hid_pos import code_of


def reports(code: bytes, aim: bytes = b"]C1") -> list[bytes]:
    pieces = [code[i : i + 56] for i in range(0, len(code), 56)] or [b""]
    return [
        bytes([2, len(piece)]) + aim + piece.ljust(56, b"\0") + b"s\0" + bytes([piece is not pieces[-1]])
        for piece in pieces
    ]


@given(st.binary(min_size=1, max_size=300).filter(lambda code: not set(code) & set(b"\r\n\t")))
def test_a_code_of_any_length_comes_whole_with_its_aim(code: bytes) -> None:
    begun, got = b"", b""
    for report in reports(code):
        assert got == b""
        got, begun = code_of(report, begun)
    assert (got, begun) == (b"]C1" + code + b"\r", b"")


@given(st.binary(max_size=80), st.binary(max_size=60))
def test_any_report_gives_bytes(report: bytes, begun: bytes) -> None:
    assert all(isinstance(each, bytes) for each in code_of(report, begun))


def test_a_scanner_by_its_node_is_read_and_answered(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "hidraw3")
    theirs = os.open(tmp_path / "hidraw3", os.O_RDWR | os.O_NONBLOCK)
    with closing(ByteScanner(f"hidraw:{tmp_path / 'hidraw3'}", maker="honeywell")) as scanner:
        scanner.open()
        for report in reports(b"420926129261290100000000000014" + b"X" * 40):
            os.write(theirs, report)
            scan = scanner.read(0.2)
        assert scan is not None
        assert (scan.aim, scan.text) == ("]C1", "420926129261290100000000000014" + "X" * 40)
        scanner.answer("good")
        assert os.read(theirs, 64) == b"\xfd\x03\x16\x07\r"
    os.close(theirs)
    with pytest.raises(DeviceError, match="scanner port hid:0c2e:9999: no such device"):
        ByteScanner("hid:0c2e:9999").open()
