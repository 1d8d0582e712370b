"""The scale is down: a worker's word is noted and accepts nothing, a supervisor's accepts, and each is booked once."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from hardware.simulated.camera import make_parcels
from station.core import Accept, Badge, ControlRead, Health, Refusal, badge_text
from station.core.authority import SUPERVISOR
from station.core.devices import DeviceKind
from station.core.outcomes import Reason
from station.record import Reads
from station.requests import hub_key_made
from tests.station.hall import hall, take_away
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.station.hall import Hall

KEY = "command-barcodes.key"
BO = Badge("Bo", "supervisor", "00000002")
PARCELS = list(islice(make_parcels(7), 3))


def scale_is(here: Hall, health: Health) -> None:
    until(lambda: here.health(DeviceKind.SCALE) is health, f"a scale that is {health}")


def lies_there(here: Hall, number: int) -> None:
    here.table.place(PARCELS[number])
    until(lambda: here.station.status().lane.parcel_in_view is not None, "the parcel in view")


def word_given(here: Hall, folder: Path) -> None:
    here.station.badges.want(SUPERVISOR)
    here.station.key_in(badge_text(BO, (folder / KEY).read_bytes()))


def told(here: Hall) -> list[Reason]:
    outcomes = [event.outcome for event in here.events if isinstance(event, ControlRead)]
    return [outcome.reason for outcome in outcomes if outcome is not None]


def test_without_a_supervisor_it_stops_with_the_weight_noted_and_with_one_it_is_accepted(tmp_path: Path) -> None:
    hub_key_made(tmp_path / KEY)
    with hall(tmp_path) as here:
        here.up()
        here.table.scale.unplug()
        scale_is(here, Health.DOWN)
        lies_there(here, 0)
        assert here.station.badges.tell_weight("1234").reason is Reason.WEIGHT_TOLD
        until(lambda: len(here.scans()) == 1, "the stop")
        here.table.remove()
        until(lambda: here.station.status().lane.presence.value == "none", "nothing there")
        lies_there(here, 1)
        word_given(here, tmp_path)
        assert here.station.badges.tell_weight("2500").reason is Reason.WEIGHT_TOLD
        until(lambda: len(here.scans()) == 2, "the accepted one")
        first, second = (event.scan.draft for event in here.scans())
        here.table.remove()
        here.table.scale.plug()
        here.up()
        here.table.place(PARCELS[2])
        until(lambda: len(here.scans()) == 3, "a parcel that the scale weighs")
        third = here.scans()[2].scan.draft

    assert isinstance(first.decision, Refusal)
    assert (first.decision.code, dict(first.decision.values)["grams"]) == ("NW", "1234")
    assert isinstance(second.decision, Accept)
    captures = [draft.capture for draft in (first, second, third)]
    assert [(each.grams, each.mode) for each in captures[:2] if each] == [
        (Decimal(1234), "manual"),
        (Decimal(2500), "forced"),
    ]
    assert captures[2] is not None
    assert captures[2].mode not in {"manual", "forced"}
    assert [each.scale_serial is None for each in (first, second)] == [True, True]
    with Reads(tmp_path / "station.db") as reads:
        rows = [(each.get("weight_mode"), each.get("grams")) for each in reads.exported()]
    assert len(rows) >= 3


@pytest.mark.parametrize("text", ["0", "-5", "", "1e3", "1234567", "12.5", "٣٤", "RR473124829CN"])
def test_what_is_no_weight_is_refused(tmp_path: Path, text: str) -> None:
    with hall(tmp_path) as here:
        assert here.station.badges.tell_weight(text).reason is Reason.NO_GRAMS


def test_a_scale_that_works_is_believed_and_without_a_parcel_there_is_nothing_to_weigh(tmp_path: Path) -> None:
    with hall(tmp_path) as here:
        here.up()
        here.station.badges.tell_weight("1234")
        until(lambda: Reason.SCALE_WORKS in told(here), "the refusal")
        here.table.scale.unplug()
        scale_is(here, Health.DOWN)
        here.station.badges.tell_weight("1234")
        until(lambda: Reason.NO_PARCEL_WAITS in told(here), "the refusal")
        lies_there(here, 0)
        assert here.scans() == []  # the weight of before is nobody's
        here.table.remove()
        here.table.scale.plug()
        here.up()
        take_away(here)
        assert here.scans() == []
