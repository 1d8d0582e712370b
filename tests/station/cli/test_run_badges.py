"""A shift on a real pseudo-terminal by barcodes alone: log in, ten parcels, undo, hand over, take one back, log out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from station.core import Badge, badge_text, command_text
from station.record.reads import Reads
from station.requests import hub_key_made
from tests.lane_of_keys import STATION, configured, entry_count, number, quit_by_keys
from tests.station.cli.programs import is_no_alarm
from tests.terminal import DEADLINE_S, Terminal
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

ANA, BO = Badge("Ana", "worker", "00000001"), Badge("Bo", "worker", "00000002")


def entries(folder: Path) -> list[tuple[object, object, object]]:
    with Reads(folder / "data" / "station.db") as reads:
        told: list[dict[str, Any]] = [each for each in map(dict, reads.exported()) if is_no_alarm(each)]
    return [(each["kind"], each.get("operator"), (each.get("details") or {}).get("is")) for each in told]


def until_entries(terminal: Terminal, folder: Path, count: int) -> None:
    """Read on until there are so many: a program that nobody reads may wait for its terminal."""
    deadline = time.monotonic() + DEADLINE_S
    while entry_count(folder) < count:
        assert time.monotonic() < deadline, terminal.seen[-2000:]
        terminal.pause(0.05)


def test_a_shift_by_barcodes_alone(tmp_path: Path) -> None:
    config = configured(tmp_path, "[shift]\nrequired = true\n")
    key = hub_key_made(tmp_path / "data" / "command-barcodes.key")
    with Terminal([*STATION, "run", "--config", str(config)]) as terminal:

        def show(text: str, *wanted: bytes) -> None:
            terminal.pause(1.1)  # the same barcode within a second is one scan
            terminal.type(text.encode() + b"\r")
            terminal.read_until(*wanted)

        terminal.read_until(b"scan your badge", b"F10")
        show(badge_text(ANA, bytes(32)), b"not of this hub")
        show(badge_text(ANA, key), b"the shift of Ana is open")
        for count in range(1, 11):
            terminal.type(number(count).encode() + b"\r")
            until_entries(terminal, tmp_path, count + 1)
        show(command_text("UNDO", key), b"counts no more")
        show(badge_text(BO, key), b"Bo takes over from Ana")
        terminal.type(number(11).encode() + b"\r")
        until_entries(terminal, tmp_path, 15)
        show(command_text("VOID", key), b"Enter takes it back")
        show(command_text("YES", key), b"Take back scan")
        show(command_text("YES", key), b"counts no more")
        show(command_text("OUT", key), b"scan your badge")
        until(lambda: len(entries(tmp_path)) == 17, "every entry")
        assert quit_by_keys(terminal) == 0

    scans = [("scan", "Ana", None)] * 10
    assert entries(tmp_path) == [
        ("shift", "Ana", "open"),
        *scans,
        ("void", "Ana", None),
        ("shift", "Ana", "close"),
        ("shift", "Bo", "open"),
        ("scan", "Bo", None),
        ("void", "Bo", None),
        ("shift", "Bo", "close"),
    ]
    assert b"Traceback" not in terminal.seen
