"""A supervisor on a real terminal, by cards alone: no scan is lost meanwhile; a kill leaves nothing half done."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from station.cli.main import app
from station.core import Badge, badge_text, command_text
from station.record.reads import Reads
from station.requests import hub_key_made
from tests.lane_of_keys import STATION, configured, entry_count, number, quit_by_keys
from tests.terminal import DEADLINE_S, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANA, BO = Badge("Ana", "worker", "00000001"), Badge("Bo", "supervisor", "00000002")
HELD = number(7)


class Lane:
    """A station of keys with one parcel on hold, and its hub's cards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = configured(folder)
        holds = folder / "holds.csv"
        holds.write_text(f"parcel_id\n{HELD}\n")
        done = CliRunner().invoke(app, ["import", "holds", str(holds), "--config", str(self.config)])
        assert done.exit_code == 0, done.output
        self.key = hub_key_made(folder / "data" / "command-barcodes.key")

    @contextmanager
    def running(self) -> Iterator[Terminal]:
        with Terminal([*STATION, "run", "--config", str(self.config)]) as terminal:
            terminal.read_until(b"or type the number", b"F10")
            yield terminal

    def show(self, terminal: Terminal, text: str, *wanted: bytes) -> None:
        """Scan it, and wait for what the screen says."""
        terminal.pause(1.1)  # the same barcode within a second is one scan
        terminal.type(text.encode() + b"\r")
        terminal.read_until(*wanted)

    def card(self, word: str) -> str:
        return command_text(word, self.key)

    def badge(self, badge: Badge) -> str:
        return badge_text(badge, self.key)

    def booked(self, terminal: Terminal, text: str) -> None:
        """A parcel is scanned, and is in the record."""
        before = entry_count(self.folder)
        terminal.type(text.encode() + b"\r")
        deadline = time.monotonic() + DEADLINE_S
        while entry_count(self.folder) == before:
            assert time.monotonic() < deadline, terminal.seen[-2000:]
            terminal.pause(0.05)

    def entries(self) -> list[tuple[object, object, object, object]]:
        with Reads(self.folder / "data" / "station.db") as reads:
            told = list(reads.exported())
        details = [each["details"] if isinstance(each.get("details"), dict) else {} for each in told]
        return [
            (each["kind"], each.get("operator"), each.get("bin"), about.get("role"))  # type: ignore[attr-defined]
            for each, about in zip(told, details, strict=True)
            if each["kind"] != "shift"
        ]


def test_a_stop_is_lifted_by_cards_alone_and_no_scan_is_lost_meanwhile(tmp_path: Path) -> None:
    lane = Lane(tmp_path)
    with lane.running() as terminal:
        lane.show(terminal, lane.badge(ANA), b"the shift of Ana is open")
        lane.show(terminal, HELD, b"On hold")
        lane.show(terminal, lane.card("SUPERVISOR"), b"Scan the supervisor's badge")
        lane.booked(terminal, number(1))
        lane.show(terminal, badge_text(BO, bytes(32)), b"not of this hub")
        lane.show(terminal, lane.badge(ANA), b"without the role")
        lane.show(terminal, lane.badge(BO), b"What is to be done?", b"Lift the stop HD")
        lane.booked(terminal, number(2))
        lane.show(terminal, lane.card("ONE"), b"weighed again")
        lane.show(terminal, lane.card("THREE"), b"into which bin")
        lane.booked(terminal, number(3))
        lane.show(terminal, "a01", b"goes into A01")
        assert quit_by_keys(terminal) == 0

    kinds = [(kind, who, role) for kind, who, _, role in lane.entries()]
    assert kinds == [("scan", "Ana", None)] * 4 + [("override", "Bo", "supervisor")]
    assert b"Traceback" not in terminal.seen


def test_a_kill_after_the_badge_leaves_nothing_half_done_and_the_word_is_gone(tmp_path: Path) -> None:
    lane = Lane(tmp_path)
    with lane.running() as terminal:
        lane.show(terminal, HELD, b"On hold")
        lane.show(terminal, lane.card("SUPERVISOR"), b"Scan the supervisor's badge")
        lane.show(terminal, lane.badge(BO), b"What is to be done?")
        lane.show(terminal, lane.card("ONE"), b"weighed again")
        terminal.process.kill()
        terminal.process.wait()
    before = lane.entries()
    with lane.running() as terminal:
        lane.show(terminal, lane.card("ONE"), b"no question waits")
        lane.show(terminal, lane.card("SUPERVISOR"), b"Scan the supervisor's badge")
        lane.show(terminal, lane.card("NO"), b"or type the number")
        assert quit_by_keys(terminal) == 0
    assert [kind for kind, *_ in before] == ["scan"]
    assert lane.entries() == before
