"""A lane that nobody works at locks itself: nothing is booked, also after a restart, until the right badge comes."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from hardware.simulated.camera import make_parcels
from station.core import Badge, ControlRead, badge_text, command_text
from station.core.outcomes import Reason
from station.core.requests import SetOperation
from station.record import Reads
from station.requests import hub_key_made
from tests.station.hall import hall, take_away
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.station.hall import Hall

KEY = "command-barcodes.key"
ANA, BO, CY = (
    Badge("Ana", "worker", "00000001"),
    Badge("Bo", "supervisor", "00000002"),
    Badge("Cy", "worker", "00000003"),
)
PARCELS = list(islice(make_parcels(7), 3))
IDLE: dict[str, Any] = {"shift": {"idle_lock_s": 0.5}}


def locked(here: Hall) -> bool:
    return here.station.status().locked


def shows(here: Hall, badge: Badge, folder: Path) -> None:
    here.station.key_in(badge_text(badge, (folder / KEY).read_bytes()))


def told(here: Hall) -> list[Reason]:
    outcomes = [event.outcome for event in here.events if isinstance(event, ControlRead)]
    return [outcome.reason for outcome in outcomes if outcome is not None]


def shifts(folder: Path) -> list[tuple[object, ...]]:
    with Reads(folder / "station.db") as reads:
        found = [(each["kind"], each.get("operator"), each.get("details")) for each in reads.exported()]
    return [
        (about["is"], who, about.get("role"))
        for kind, who, about in found
        if kind == "shift" and isinstance(about, dict)
    ]


@pytest.mark.parametrize("comes", [ANA, BO])
def test_nothing_is_booked_before_the_holder_or_a_supervisor_comes_also_after_a_restart(
    tmp_path: Path, comes: Badge
) -> None:
    key = hub_key_made(tmp_path / KEY)
    with hall(tmp_path, **IDLE) as here:
        here.up()
        shows(here, ANA, tmp_path)
        until(lambda: locked(here), "the lock")
    with hall(tmp_path, **IDLE) as here:
        here.up()
        assert locked(here)
        here.station.key_in(PARCELS[1].parcel_id)
        here.table.place(PARCELS[0])
        until(lambda: here.station.status().lane.weigh_phase == "captured", "a weight")
        shows(here, CY, tmp_path)
        for word in ("UNDO", "OUT", "DISPATCH"):
            here.station.key_in(command_text(word, key))
        assert here.station.ask(SetOperation("dispatch", "Cy")).reason is Reason.SHIFT_LOCKED
        assert here.station.undo().reason is Reason.SHIFT_LOCKED
        assert set(told(here)) == {Reason.SHIFT_LOCKED}
        assert here.scans() == []

        shows(here, comes, tmp_path)
        until(lambda: len(here.scans()) == 1, "the parcel that lay there")
        assert here.scans()[0].scan.draft.operator == "Ana"
    expected = [("open", "Ana", "worker"), ("lock", "Ana", None), ("unlock", comes.operator, comes.role)]
    assert shifts(tmp_path)[:3] == expected


def test_a_lane_where_nobody_has_logged_in_or_that_has_no_such_rule_stays_open(tmp_path: Path) -> None:
    hub_key_made(tmp_path / KEY)
    with hall(tmp_path, **IDLE) as here:
        here.up()
        here.table.place(PARCELS[0])
        until(lambda: len(here.scans()) == 1, "a scan")
        take_away(here)
        assert not locked(here)
    with hall(tmp_path) as here:
        here.up()
        shows(here, ANA, tmp_path)
        here.table.place(PARCELS[1])
        until(lambda: len(here.scans()) == 1, "a scan")
        assert not locked(here)
    assert [what for what, _, _ in shifts(tmp_path)] == ["open"]


def test_a_key_or_a_parcel_keeps_it_open(tmp_path: Path) -> None:
    """By the lock's own clock: it counts from the last sign of somebody."""
    hub_key_made(tmp_path / KEY)
    with hall(tmp_path, shift={"idle_lock_s": 86400}) as here:
        here.up()
        shows(here, ANA, tmp_path)
        shift = here.station._parts.active.shift
        for sign in (here.station.badges.touched, lambda: here.table.place(PARCELS[0])):
            before = shift.touched_at
            sign()
            until(lambda: shift.touched_at > before, "that somebody was seen")  # noqa: B023  # awaited here
        assert not locked(here)
