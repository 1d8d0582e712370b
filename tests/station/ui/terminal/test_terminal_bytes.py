"""Law 6 on a real terminal: what a label, the centre or a device says never reaches it as a control sequence."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminal import F1, F2, F3, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

EVIL = "\x1b]52;c;ZXZpbA==\x07\x1b[31mEVIL\x9b31m\u202e[bold]x[/bold]"
PROGRAM = """
from dataclasses import replace
from tests.station.ui.scripted_station import *
from hardware.contract import notice
from station.core.devices import Health
from station.core.events import SyncStatus, LaneStatus
from station.core.models import Refusal, Identity, Kind, Code
from station.ui.app import StationApp
evil = {evil!r}
raw = replace(weight(), raw=evil.encode())
station = ScriptedStation(
    station_id=evil, settings=((evil, evil),), dead=(Refused(1, evil, evil, evil, evil),),
    scans=tuple(replace(scan, parcel_id=evil, bin=evil, sent=evil, carrier=evil) for scan in recent_scans()),
    now=status(warning("plan", notice("manifest_unusable", file=evil, why=evil)),
        warning("disk", notice(evil, folder=evil)), station_id=evil, plan_version=evil, live_weight=raw,
        devices=devices(scale=Health.DOWN, words=evil), operation=evil, operator=evil,
        lane=LaneStatus(parcel_in_view=evil, prompt=Notice(evil, (("x", evil),)), prompt_kind="clear"),
        sync=SyncStatus(evil, False, evil, 1, evil)),
)
app = StationApp(station)
why = Refusal(Code.HOLD, values_of(reason=evil, until=evil), evil)
station_event = scan(why, Identity(evil, Kind.PARCEL, carrier=evil, check=False), Notice(evil, (("y", evil),)))
app.call_later(app._happened, __import__("station.ui.messages", fromlist=["StationEvent"]).StationEvent(station_event))
app.run()
"""


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    with Terminal([sys.executable, "-c", PROGRAM.format(evil=EVIL)]) as terminal:
        yield terminal


def test_no_text_from_outside_drives_the_terminal(terminal: Terminal) -> None:
    # Seen as pictures, so the texts were really drawn: verdict, list, supervisor's table, configuration.
    terminal.read_until(b"\\x1b]52;c;ZXZpbA==\\x07", b"EXCEPTION", b"[bold]x")
    terminal.type(F2)
    terminal.read_until(b"refused by the centre")
    terminal.type(F3)
    terminal.read_until(b"configuration")
    terminal.type(F1 + b"1Z\x1d9\x11\x03\x1a8")
    terminal.read_until(*(picture.encode() for picture in "␝␑␃␚"))

    assert terminal.process.poll() is None, "a control chord ended the station"
    for sequence in (b"\x1b]52", b"\x1b[31mEVIL", "\x9b".encode(), "\u202e".encode()):
        assert sequence not in terminal.seen
