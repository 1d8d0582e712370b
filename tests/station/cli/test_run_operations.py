"""A shift on a real pseudo-terminal by barcodes alone, through checks and operations, with the power cut in between."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from station.cli.main import app
from station.core import Badge, badge_text, command_text
from station.record.reads import Reads
from station.record.recovery import verify
from station.requests import hub_key_made
from tests.lane_of_keys import STATION, configured, number, quit_by_keys
from tests.station.cli.programs import is_no_alarm
from tests.terminal import DEADLINE_S, Terminal

if TYPE_CHECKING:
    from pathlib import Path

ANA = Badge("Ana", "worker", "00000001")
SETTINGS = (
    '[bags]\nprefix = "HUB1"\n[checks]\nat_log_in = ["sound"]\n'
    '[shift]\nrequired = true\nreturn_reasons = ["refused", "not collected"]\n'
)


class Lane:
    """The terminal, and who stands before it."""

    def __init__(self, terminal: Terminal, folder: Path, key: bytes) -> None:
        self.terminal, self.folder, self.key = terminal, folder, key

    def show(self, text: str, *wanted: bytes) -> None:
        self.terminal.pause(1.1)  # the same barcode within a second is one scan
        self.terminal.type(text.encode() + b"\r")
        self.terminal.read_until(*wanted)

    def card(self, word: str, *wanted: bytes) -> None:
        self.show(command_text(word, self.key), *wanted)

    def until(self, *wanted: tuple[str, str | None]) -> None:
        """Until the record ends with these entries."""
        deadline = time.monotonic() + DEADLINE_S
        while told(self.folder)[-len(wanted) :] != [*wanted]:
            assert time.monotonic() < deadline, (told(self.folder), self.terminal.seen[-1500:])
            self.terminal.pause(0.05)


def entries(folder: Path) -> list[dict[str, Any]]:
    """All but those of alarms: how long this machine takes is no matter."""
    with Reads(folder / "data" / "station.db") as reads:
        return [each for each in map(dict, reads.exported()) if is_no_alarm(each)]


def told(folder: Path) -> list[tuple[str, str | None]]:
    return [(each["kind"], (each.get("details") or {}).get("is", each.get("parcel_id"))) for each in entries(folder)]


def bag(config: Path, *words: str) -> None:
    done = CliRunner().invoke(app, ["bag", *words, "--by", "Bo", "--config", str(config)])
    assert done.exit_code == 0, done.output


def log_in_and_return(lane: Lane) -> None:
    lane.show(number(1))
    lane.card("ONE")
    lane.until(("shift", "open"), ("check", "sound"), ("scan", number(1)))
    lane.card("RETURN", b"from now on a scan means return")
    lane.show(number(2), b"came back: why?")
    lane.show(number(3))
    lane.card("TWO", b"CN came back: why?")
    lane.until(("shift", "operation"), ("scan", number(2)))


def look_load_and_dispatch(lane: Lane) -> None:
    lane.show(number(3), b"came back: why?")
    lane.card("NO", b"nobody said why it came back")
    lane.card("AUDIT", b"from now on a scan means audit")
    lane.show(number(2), b"not collected", b"Nothing is booked")
    lane.until(("shift", "operation"), ("check", "look"))
    lane.card("LOAD", b"from now on a scan means load")
    lane.show("cage-1", b"CAGE-1 is loaded")
    lane.show("CAGE-2", b"is open: close it first")
    lane.show(number(4), b"is the number of a parcel")
    lane.card("UNDO", b"is not loaded any more")
    lane.show("CAGE-1", b"CAGE-1 is loaded")
    lane.card("DISPATCH", b"1 loaded bag leaves")
    lane.card("YES", b"1 receptacle has left")


def test_checks_and_operations_by_barcodes_alone(tmp_path: Path) -> None:
    config = configured(tmp_path, SETTINGS)
    key = hub_key_made(tmp_path / "data" / "command-barcodes.key")
    for words in (("open", "CAGE-1"), ("open", "CAGE-2"), ("close", "CAGE-1")):
        bag(config, *words)
    command = [*STATION, "run", "--config", str(config)]
    with Terminal(command) as terminal:
        terminal.read_until(b"scan your badge", b"F10")
        lane = Lane(terminal, tmp_path, key)
        lane.show(badge_text(ANA, key), b"Do you hear the tones?")
        lane.until(("shift", "open"))
    with Terminal(command) as terminal:  # the power was cut while the check waited
        terminal.read_until(b"Do you hear the tones?")
        log_in_and_return(Lane(terminal, tmp_path, key))
    with Terminal(command) as terminal:  # and while a reason was asked: nothing is booked for that parcel
        terminal.read_until(b"or type the number", b"F10")
        lane = Lane(terminal, tmp_path, key)
        look_load_and_dispatch(lane)
        lane.card("OUT", b"SHIFT CLOSED", b"parcels 2: read 2, typed 0", b"open bags: CAGE-2")
        lane.until(("shift", "close"))
        assert quit_by_keys(terminal) == 0

    found = entries(tmp_path)
    assert told(tmp_path)[-10:] == [
        ("scan", number(2)), ("shift", "operation"), ("check", "look"), ("shift", "operation"),
        ("receptacle", "loaded"), ("receptacle", "unloaded"), ("receptacle", "loaded"), ("shift", "operation"),
        ("receptacle", "dispatched"), ("shift", "close"),
    ]  # fmt: skip
    assert [each["details"] for each in found if each.get("parcel_id") == number(2)] == [{"reason": "not collected"}]
    assert {"presented": 2, "read": 2, "open_bags": ["CAGE-2"]}.items() <= found[-1]["details"].items()
    assert not verify(tmp_path / "data" / "station.db").count
    assert b"Traceback" not in terminal.seen
