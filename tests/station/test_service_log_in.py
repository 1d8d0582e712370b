"""A shift by barcodes alone: log in, hand over, log out; a lane that asks for a log-in books nothing without one."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from hardware.simulated.camera import make_parcels
from station.core import Badge, ControlRead, badge_text, command_text
from station.core.outcomes import Reason
from station.record.reads import Reads
from station.requests import hub_key_made, revoke
from tests.station.hall import hall
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.station.hall import Hall

KEY = "command-barcodes.key"
ANA, BO = Badge("Ana", "worker", "00000001"), Badge("陈 Bo", "worker", "00000002")


def until_scans(here: Hall, count: int) -> None:
    until(lambda: len(here.scans()) == count, "the scan")


def take_away(here: Hall) -> None:
    here.table.remove()
    until(lambda: here.station.status().lane.presence.value == "none", "nothing there")


def test_a_shift_by_barcodes_alone(tmp_path: Path) -> None:
    key = hub_key_made(tmp_path / KEY)
    parcels = list(islice(make_parcels(7), 3))
    with hall(tmp_path, shift={"required": True}) as here:
        here.up()
        here.table.place(parcels[0])
        until(lambda: here.station.status().lane.parcel_in_view is not None, "the parcel in view")
        assert here.station.status().log_in_first
        here.station.key_in(badge_text(ANA, bytes(32)))
        assert here.scans() == []

        here.station.key_in(badge_text(ANA, key))
        until_scans(here, 1)
        here.station.key_in(command_text("UNDO", key))
        here.station.key_in(command_text("DISPATCH", key))
        take_away(here)
        here.station.key_in(badge_text(BO, key))
        here.table.place(parcels[1])
        until_scans(here, 2)
        take_away(here)
        here.station.key_in(command_text("OUT", key))
        assert here.station.status().log_in_first
        here.station.key_in(parcels[2].parcel_id)
        here.table.place(parcels[2])
        until(lambda: here.station.status().lane.weigh_phase == "captured", "a weight")
        assert len(here.scans()) == 2
        told = [event.outcome and event.outcome.reason for event in here.events if isinstance(event, ControlRead)]
        assert told[0] is Reason.NOT_OF_THIS_HUB
        assert told[-1] is Reason.LOG_IN_FIRST

    with Reads(tmp_path / "station.db") as reads:
        entries = [_told(entry) for entry in reads.exported()]
    assert entries == [
        ("shift", "Ana", "sort", {"is": "open", "role": "worker", "operator": "Ana", "operation": "sort"}),
        ("scan", "Ana", "sort", None),
        ("void", "Ana", "sort", {"why": "undo"}),
        ("shift", "Ana", "dispatch", {"is": "operation", "operator": "Ana", "operation": "dispatch"}),
        ("shift", "Ana", "dispatch", {"is": "close", "operation": "dispatch"}),
        (
            "shift",
            "陈 Bo",
            "dispatch",
            {"is": "open", "role": "worker", "operator": "陈 Bo", "operation": "dispatch"},
        ),
        ("scan", "陈 Bo", "dispatch", None),
        ("shift", "陈 Bo", "sort", {"is": "close", "operation": "sort"}),
    ]


KEPT = {"is", "role", "operator", "operation", "why", "lifts", "bag", "reason"}
"""What a shift came to is the business of another test."""


def _told(entry: dict[str, object]) -> tuple[object, ...]:
    details = entry.get("details")
    kept = {name: value for name, value in details.items() if name in KEPT} if isinstance(details, dict) else None
    return entry["kind"], entry.get("operator"), entry["operation"], kept


@pytest.mark.parametrize(("cut_off", "reason"), [("", Reason.BADGE_REVOKED), ("0000", Reason.BADGE_REVOKED)])
def test_a_revoked_badge_does_nothing_and_the_others_go_on(tmp_path: Path, cut_off: str, reason: Reason) -> None:
    """Also behind a line of the list that a power cut left unfinished."""
    key = hub_key_made(tmp_path / KEY)
    (tmp_path / f"{KEY}.revoked").write_text(cut_off)
    with hall(tmp_path) as here:
        assert revoke(tmp_path / KEY, ANA.number)
        assert not revoke(tmp_path / KEY, ANA.number)
        here.station.key_in(badge_text(ANA, key))
        here.station.key_in(badge_text(BO, key))

        told = [event.outcome and event.outcome.reason for event in here.events if isinstance(event, ControlRead)]
        assert told == [reason, Reason.SHIFT_OPENED]
        assert here.station.status().operator == BO.operator
