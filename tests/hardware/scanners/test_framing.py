"""Every framing gives each code exactly once, whatever the pieces in which its bytes come."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanners.framing import LONGEST, STALL_S, Framing, ScanCutter

SLOW_S, BURST_S, PAUSE_S = 0.008, 0.0, 0.3
CODES = st.lists(
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40).map(str.encode),
    min_size=1,
    max_size=6,
)
SUFFIXES = {
    "CR": (b"\r", None), "LF": (b"\n", None), "CR LF": (b"\r\n", None), "LF CR": (b"\n\r", None),
    "CR CR": (b"\r\r", None), "TAB": (b"\t", None), "TAB TAB": (b"\t\t", None), "none": (b"", None),
    "named CR LF": (b"\r\n", b"\r\n"), "ETX": (b"\x03", b"\x03"), "silence": (b"", b""),
}  # fmt: skip
PREFIXES = {"no prefix": b"", "STX": b"\x02", "text": b"\x02P1"}


def scans(cutter: ScanCutter, pieces: list[tuple[float, bytes]]) -> list[bytes]:
    """What a scanner thread gets that looks every 20 ms."""
    got, now = [], 0.0
    for at, data in pieces:
        while now < at:
            got += cutter.idle(now)
            now += 0.02
        got += cutter.feed(data, at)
        now = max(now, at)
    return got + cutter.idle(now + 1)


def sent(codes: list[bytes], before: bytes, behind: bytes, byte_s: float) -> list[tuple[float, bytes]]:
    """The codes as they come: byte by byte, or each in one piece."""
    pieces, at = [], 1.0
    for code in codes:
        whole = before + code + behind
        for byte in [whole] if not byte_s else [bytes([each]) for each in whole]:
            pieces.append((at, byte))
            at += byte_s
        at += PAUSE_S
    return pieces


@pytest.mark.parametrize("byte_s", [SLOW_S, BURST_S], ids=["8 ms a byte", "burst"])
@pytest.mark.parametrize("before", PREFIXES.values(), ids=PREFIXES)
@pytest.mark.parametrize(("behind", "told"), SUFFIXES.values(), ids=SUFFIXES)
@given(codes=CODES)
def test_every_framing_gives_each_code_once(
    codes: list[bytes], behind: bytes, told: bytes | None, before: bytes, byte_s: float
) -> None:
    cutter = ScanCutter(Framing(before, told))
    codes = [code for code in codes if not before or before not in code]

    assert scans(cutter, sent(codes, before, behind, byte_s)) == codes
    assert cutter.dropped == 0


@given(codes=CODES, stall=st.tuples(st.integers(0, 39), st.floats(0.0, STALL_S - 0.03)))
def test_a_scanner_that_ends_its_codes_may_stall_within_one(codes: list[bytes], stall: tuple[int, float]) -> None:
    place, seconds = stall
    pieces, at = [(1.0, codes[0] + b"\r")], 2.0
    for code in codes[1:]:
        cut = place % (len(code) + 1)
        pieces += [(at, code[:cut]), (at + seconds, code[cut:] + b"\r")]
        at += 2.0

    assert scans(ScanCutter(), pieces) == codes


@pytest.mark.parametrize(("behind", "told"), [(b"\r\n", None), (b"\x03", b"\x03")], ids=["CR LF", "ETX"])
@given(codes=CODES, cuts=st.lists(st.integers(0, 300), max_size=12))
def test_codes_that_follow_each_other_at_once_are_cut_by_their_suffix(
    codes: list[bytes], behind: bytes, told: bytes | None, cuts: list[int]
) -> None:
    whole = b"".join(code + behind for code in codes)
    ends = sorted({0, *(cut for cut in cuts if cut < len(whole)), len(whole)})
    cutter = ScanCutter(Framing(suffix=told))

    assert [scan for a, b in pairwise(ends) for scan in cutter.feed(whole[a:b], 1.0)] == codes


def test_a_code_keeps_its_control_characters_where_the_suffix_is_named() -> None:
    code = b"[)>\x1e06\x1d25S\tX\x1dQ1\r\x1e\x04"

    assert ScanCutter(Framing(b"\x02", b"\x03")).feed(b"\x02" + code + b"\x03", 1.0) == [code]


@given(some=st.binary(min_size=1, max_size=50), times=st.integers(1, 3))
def test_noise_without_an_end_is_dropped_and_the_next_code_is_read(some: bytes, times: int) -> None:
    some = some.replace(b"\r", b"x").replace(b"\n", b"x").replace(b"\t", b"x")
    noise = some * (times * LONGEST // len(some) + 1)
    cutter = ScanCutter()
    got = cutter.feed(noise, 1.0) + cutter.feed(b"rest\r", 1.001) + cutter.feed(b"RR473124829CN\r", 2.0)

    assert got == [b"RR473124829CN"]
    assert cutter.dropped == len(noise) + len(b"rest")


@given(pieces=st.lists(st.tuples(st.binary(max_size=50), st.floats(0, 0.2)), max_size=40))
def test_any_bytes_give_scans_that_were_in_them(pieces: list[tuple[bytes, float]]) -> None:
    cutter, at, got = ScanCutter(Framing(b"\x02", None)), 1.0, list[bytes]()
    for data, pause in pieces:
        at += pause
        got += cutter.feed(data, at)
    whole = b"".join(data for data, _ in pieces)

    assert all(scan and scan in whole for scan in got)
    assert sum(map(len, got)) + cutter.dropped <= len(whole)
