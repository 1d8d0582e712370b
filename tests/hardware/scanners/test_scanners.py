"""Scanners on real pseudo-terminals and sockets: each code once, however it comes; a lost one comes back."""

from __future__ import annotations

import os
import random
import socket
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from hardware.contract import DeviceError, Scanned
from hardware.links import recorded
from hardware.scanners import ByteScanner, Framing, Template
from hardware.scanners.answers import ANSWERS, ssi_packet
from hardware.scanners.listening import ListeningLink

SOON_S = 10.0
PAUSE_S = 1.0
"""Between two codes that silence alone tells apart, on a busy machine."""
CODES = ["RR473124829CN", "]C1420926129261290100000000000014", "LP00123456789012", "1Z999AA10123456784"]
TEXTS = ["RR473124829CN", "420926129261290100000000000014", "LP00123456789012", "1Z999AA10123456784"]


@contextmanager
def plugged() -> Iterator[tuple[int, str]]:
    """The scanner's end of a serial line, and the name of ours."""
    theirs, ours = os.openpty()
    tty.setraw(ours)
    try:
        yield theirs, os.ttyname(ours)
    finally:
        os.close(ours)
        os.close(theirs)


def taken(scanner: ByteScanner, count: int, more_s: float = 0.3) -> list[Scanned]:
    """So many scans, and whatever comes unasked after them."""
    got, deadline = list[Scanned](), time.monotonic() + SOON_S
    while len(got) < count:
        assert time.monotonic() < deadline, got
        if (scan := scanner.read(0.1)) is not None:
            got.append(scan)
    while (scan := scanner.read(more_s)) is not None:
        got.append(scan)
    return got


@pytest.mark.parametrize("behind", [b"\r", b"\n", b"\r\n", b"\t", b""], ids=["CR", "LF", "CR LF", "TAB", "none"])
@pytest.mark.parametrize("pieces", [1, 7, 1000], ids=["byte by byte", "in pieces", "at once"])
def test_each_code_comes_once(behind: bytes, pieces: int) -> None:
    with plugged() as (line, port), closing(ByteScanner(port)) as scanner:
        scanner.open()

        def scans() -> None:
            for code in CODES:
                whole = code.encode() + behind
                for start in range(0, len(whole), pieces):
                    os.write(line, whole[start : start + pieces])
                time.sleep(0.0 if behind else PAUSE_S)

        hand = threading.Thread(target=scans)
        hand.start()
        assert [scan.text for scan in taken(scanner, len(CODES))] == TEXTS
        hand.join()
        assert scanner.dropped == 0


def test_a_scanner_that_is_unplugged_is_lost_and_can_be_opened_again(tmp_path: Path) -> None:
    name = tmp_path / "scanner"
    with closing(ByteScanner(str(name))) as scanner:
        with pytest.raises(DeviceError, match=r"scanner port .*: no such device"):
            scanner.open()
        for _ in range(3):
            with plugged() as (line, port):
                name.unlink(missing_ok=True)
                name.symlink_to(port)
                scanner.open()
                os.write(line, b"RR473124829CN\r")
                assert [scan.text for scan in taken(scanner, 1, 0.0)] == ["RR473124829CN"]
            with pytest.raises(DeviceError, match="unplugged"):
                scanner.read(SOON_S)


def test_garbage_at_full_speed_fills_no_memory_and_the_next_code_is_read() -> None:
    noise = random.Random(1).randbytes(100_000).replace(b"\r", b"").replace(b"\n", b"").replace(b"\t", b"")  # noise
    with plugged() as (line, port), closing(ByteScanner(port)) as scanner:
        scanner.open()
        os.set_blocking(line, False)
        left, got = noise + b"\rRR473124829CN\r", list[str]()
        deadline = time.monotonic() + SOON_S
        while (left or not got) and time.monotonic() < deadline:
            with suppress(BlockingIOError):
                left = left[os.write(line, left[:1000]) :]
            scan = scanner.read(0.0)
            got += [scan.text] if scan is not None else []

        assert got[-1:] == ["RR473124829CN"]
        assert scanner.dropped >= len(noise) - 4096


def test_a_scanner_that_repeats_for_ever_holds_nothing_up() -> None:
    with plugged() as (line, port), closing(ByteScanner(port)) as scanner:
        scanner.open()
        for _ in range(20):
            os.write(line, b"A1\r" * 100)
            assert scanner.read(SOON_S) is not None
        assert len(scanner._scans) <= 4096  # of one piece of its line; the rest waits there


@pytest.mark.parametrize(("maker", "answers"), ANSWERS.items())
def test_the_hand_is_told_in_the_makers_bytes(maker: str, answers: dict[str, bytes]) -> None:
    with plugged() as (line, port), closing(ByteScanner(port, maker=maker)) as scanner:  # type: ignore[arg-type]
        scanner.open()
        for feedback in ("good", "stop", "question", "lock", "unlock"):
            scanner.answer(feedback)
            wanted = answers.get(feedback, b"")
            assert (os.read(line, 100) if wanted else b"") == wanted
        assert scanner.answers == tuple(answers)


def test_a_packet_for_zebra_is_that_of_the_guide() -> None:
    """Its sum with the check sum is 0 in 16 bits; the length counts all before it."""
    for packet in ANSWERS["zebra-ssi"].values():
        assert (sum(packet[:-2]) + int.from_bytes(packet[-2:], "big")) & 0xFFFF == 0
        assert packet[0] == len(packet) - 2
    assert ssi_packet(0xE9).hex(" ") == "04 e9 04 00 ff 0f"


DWS = Template("{code},{weight_kg},{length_cm}x{width_cm}x{height_cm}")
FRAMED = Framing(b"\x02", b"\x03")


@contextmanager
def reader_connects() -> Iterator[tuple[ByteScanner, Callable[[], socket.socket]]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with closing(ByteScanner(f"listen://127.0.0.1:{port}", framing=FRAMED, template=DWS)) as scanner:
        scanner.open()
        yield scanner, lambda: socket.create_connection(("127.0.0.1", port))


def message(code: str) -> bytes:
    return f"\x02{code},1.250,30x20x10\x03".encode()


def test_a_fixed_reader_connects_and_tells_code_weight_and_size() -> None:
    with reader_connects() as (scanner, connected), connected() as line:
        line.sendall(b"".join(map(message, [*CODES, "NOREAD"])))
        scans = taken(scanner, 5)

    assert [scan.text for scan in scans] == [*TEXTS, ""]
    assert {scan.grams for scan in scans} == {1250}


def test_a_reader_that_starts_anew_takes_its_old_line_over_and_one_that_goes_is_told() -> None:
    with reader_connects() as (scanner, connected), connected() as old:
        old.sendall(message("RR473124829CN"))
        assert len(taken(scanner, 1, 0.0)) == 1
        with connected() as line:
            line.sendall(message("LP00123456789012"))
            assert [scan.text for scan in taken(scanner, 1, 0.0)] == ["LP00123456789012"]
        with pytest.raises(DeviceError, match="the reader closed the connection"):
            scanner.read(SOON_S)


def test_where_no_reader_connects_it_is_lost_within_two_seconds() -> None:
    with reader_connects() as (scanner, _), pytest.raises(DeviceError, match="no reader has connected"):
        scanner.read(SOON_S)


def test_we_connect_to_a_reader_that_listens() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"socket://127.0.0.1:{listening.getsockname()[1]}"
    with listening, closing(ByteScanner(url, framing=FRAMED, template=DWS)) as scanner:
        scanner.open()
        line, _ = listening.accept()
        with line:
            line.sendall(message("RR473124829CN") + b"\x02no message\x03")
            assert [scan.text for scan in taken(scanner, 1)] == ["RR473124829CN"]
            assert scanner.strange == 1
        with pytest.raises(DeviceError, match="closed the connection"):
            scanner.read(SOON_S)


def test_a_port_that_another_program_has_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        url = f"listen://127.0.0.1:{busy.getsockname()[1]}"
        with pytest.raises(DeviceError, match=rf"in use by pid {os.getpid()} "):
            ListeningLink(url)
    for wrong in ("listen://", "listen://x", "listen://127.0.0.1:99999"):
        with pytest.raises(DeviceError, match="write listen://"):
            ListeningLink(wrong)


def test_a_recording_is_played(tmp_path: Path) -> None:
    file = tmp_path / "scans.jsonl"
    file.write_text("\n".join(recorded(code.encode() + b"\r\n", 0.01 * i) for i, code in enumerate(CODES)) + "\n")
    with closing(ByteScanner(f"replay:{file}")) as scanner:
        scanner.open()
        assert [scanner.read(1.0).text for _ in CODES] == TEXTS  # type: ignore[union-attr]
        with pytest.raises(DeviceError, match=r"scanner port replay:.* the recording is over"):
            scanner.read(1.0)
