"""A handheld scanner that acts as a keyboard, on the real screen: each scan is booked once, whatever is in front."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.hostile_codes import HOSTILE, NEVER_SHOWN
from tests.lane_of_keys import configured, number, on_terminal, quit_by_keys, recorded, until_recorded
from tests.terminal import F1, F2, F3, F10, LEFT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal import Terminal

SUFFIXES = ((b"\r", b"\n"), (b"\t", b"\r\n"), (b"\r\r", b"\t\r"), (b"\n\r", b"\r\n\r\n"))
GAPS_S = (0.0, 0.005, 0.02, 0.1)
CHARACTER_S = (0.0, 0.002, 0.016)


def scan(terminal: Terminal, text: bytes, character_s: float = 0.0) -> None:
    """Type as a scanner does: at once, or a character at a time."""
    if not character_s:
        os.write(terminal.master, text)
        return
    for character in text:
        os.write(terminal.master, bytes([character]))
        terminal.pause(character_s)


@pytest.mark.parametrize("suffixes", SUFFIXES)
def test_each_suffix_ends_one_scan_and_no_two_scans_are_glued(suffixes: tuple[bytes, ...], tmp_path: Path) -> None:
    """Pairs of scans at every gap; the record holds each number once, in order, and no other."""
    wanted: list[str | None] = []
    with on_terminal(configured(tmp_path)) as terminal:
        for suffix, gap, character_s in product(suffixes, GAPS_S, CHARACTER_S):
            pair = [number(len(wanted) + 1), number(len(wanted) + 2)]
            wanted += pair
            scan(terminal, pair[0].encode() + suffix, character_s)
            terminal.pause(gap)
            scan(terminal, pair[1].encode() + suffix, character_s)
            terminal.pause(0.1)
        until_recorded(terminal, tmp_path, len(wanted))
        terminal.pause(0.3)  # one too many would come now
        assert quit_by_keys(terminal) == 0

    assert recorded(tmp_path) == wanted


def test_a_scan_reaches_the_lane_from_every_screen_and_question(tmp_path: Path) -> None:
    fronts = {
        "F1": b"",
        "F2": F2,
        "F3": F3,
        "a question": F10,
        "the desk": F2 + b"\x1b[17~",
    }
    wanted: list[str | None] = []
    with on_terminal(configured(tmp_path)) as terminal:
        for keys in fronts.values():
            for key in keys.split(b"\x1b")[1:]:
                terminal.type(b"\x1b" + key)
                terminal.pause(0.7)
            for text in (number(len(wanted) + 1), number(len(wanted) + 2).lower()):
                wanted.append(text.upper())
                scan(terminal, text.encode() + b"\r", 0.002)
                until_recorded(terminal, tmp_path, len(wanted))
            terminal.type(b"\x1b")
            terminal.pause(0.5)
            terminal.type(F1)
            terminal.pause(0.5)
        assert quit_by_keys(terminal) == 0

    assert recorded(tmp_path) == wanted


PACES_S = {"burst": 0.0, "2 ms": 0.002, "8 ms": 0.008, "16 ms": 0.016}
ENDS = {"CR": b"\r", "LF": b"\n", "CR LF": b"\r\n", "TAB": b"\t", "none": b""}


def test_what_a_scanner_types_is_read_and_what_a_person_types_is_keyed(tmp_path: Path) -> None:
    """Each suffix at each pace, with and without an AIM identifier; between them a person, who is slower."""
    wanted: list[tuple[str, int, str]] = []
    with on_terminal(configured(tmp_path)) as terminal:
        for end, pace, aim in product(ENDS.values(), PACES_S.values(), (b"", b"]C0", b"\x02")):
            text = number(len(wanted) + 1)
            wanted.append((text, 0, "scanner:keyboard"))
            scan(terminal, aim + text.encode() + end, pace)
            until_recorded(terminal, tmp_path, len(wanted))
            terminal.pause(0.3)  # a suffix less, and the next scan would be glued to it
        for pace in (0.06, 0.15):
            text = number(len(wanted) + 1)
            wanted.append((text, 1, "keyed"))
            scan(terminal, text.encode() + b"\r", pace)
            until_recorded(terminal, tmp_path, len(wanted))
        assert quit_by_keys(terminal) == 0

    with closing(sqlite3.connect(tmp_path / "data" / "station.db")) as record:
        found = record.execute(
            "SELECT parcel_id, keyed, term.text FROM scan JOIN term ON term.id = scan.engine ORDER BY seq"
        ).fetchall()
    assert found == wanted


CODES = [F10 + b"\r", b"AB" + F10 + b"CD\r", LEFT + b"\r", F2 + b"\t\r", b"\x1b[200~X\r"]


@pytest.mark.parametrize("code", [*CODES, *(each + b"\r" for each in HOSTILE)])
def test_control_sequences_in_a_code_press_no_key(code: bytes, tmp_path: Path) -> None:
    with on_terminal(configured(tmp_path)) as terminal:
        for _ in range(2):
            scan(terminal, code)
            terminal.pause(0.7)
        assert terminal.process.poll() is None
        assert b"Quit the station?" not in terminal.seen
        scan(terminal, number(1).encode() + b"\r")
        terminal.read_until(b"China Post")
        assert quit_by_keys(terminal) == 0

    assert not [sequence for sequence in NEVER_SHOWN if sequence in terminal.seen]
    assert recorded(tmp_path) == [number(1)]


def test_bytes_that_are_not_utf_8_are_replaced(tmp_path: Path) -> None:
    with on_terminal(configured(tmp_path)) as terminal:
        for byte in (b"\xe9", b"\x9b", b"\xf1A", b"\xff\xfe"):
            scan(terminal, number(9).encode() + byte + b"\r")
            terminal.pause(0.5)
        assert terminal.process.poll() is None
        scan(terminal, number(1).encode() + b"\r")
        terminal.read_until(b"China Post")
        assert quit_by_keys(terminal) == 0

    assert b"Traceback" not in terminal.seen
    assert recorded(tmp_path) == [number(1)]
