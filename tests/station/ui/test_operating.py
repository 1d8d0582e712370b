"""The operation and the reason of a return: chosen by key, digit or card; a question goes when its parcel is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.core import ControlRead, LaneStatus, Leaving, ReasonAsked, ReasonEnded
from station.core.bag_requests import DispatchBags
from station.core.outcomes import Nothing, Reason
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation, status

ASKED = ReasonAsked("RB 123 456 785 CN", "RB123456785CN", ("refused", "damaged"))
LEAVES = DispatchBags(("BAG-1",), "D-0001", "Ana")


def station() -> ScriptedStation:
    return ScriptedStation(now=replace(status(), lane=LaneStatus(weigh_phase="empty")), leaves=Leaving(LEAVES, 9))


async def test_a_key_and_a_card_choose_the_operation() -> None:
    here = station()
    async with app_of(here).run_test(size=(80, 24)) as pilot:
        await pilot.press("f11")
        await until_shown(pilot, "7  Change the operation")
        here.publish(ControlRead("SEVEN", None))
        await until_shown(pilot, "7  AUDIT")
        here.publish(ControlRead("SIX", None))
        await until(pilot, lambda: bool(here.told), "the operation")
    assert here.told == [("set_operation", "return")]


@pytest.mark.parametrize(("card", "reason"), [("TWO", "damaged"), ("NO", ""), ("YES", "refused")])
async def test_a_card_answers_why_a_parcel_came_back(card: str, reason: str) -> None:
    here = station()
    async with app_of(here).run_test(size=(80, 24)) as pilot:
        here.publish(ASKED)
        await until_shown(pilot, "came back")
        here.publish(ControlRead(card, None))
        await until(pilot, lambda: bool(here.told), "the answer")
    assert here.told == [("give_reason", "RB123456785CN", reason)]


async def test_a_question_goes_with_its_parcel_also_from_behind_another_and_gives_no_answer() -> None:
    here = station()
    async with app_of(here).run_test(size=(80, 24)) as pilot:
        for last in (False, True):
            here.publish(ASKED)
            await until_shown(pilot, "came back")
            if last:
                here.publish(replace(ASKED, number="OTHER", parcel_id="OTHER"))
                await until_shown(pilot, "OTHER came back")
            here.publish(ReasonEnded("RB123456785CN"))
            here.publish(ReasonEnded("OTHER"))
            await until(pilot, lambda: "came back" not in shown(pilot.app), "the worker's screen")
    assert here.told == []


async def test_loaded_bags_leave_after_a_question() -> None:
    here = station()
    async with app_of(here).run_test(size=(80, 24)) as pilot:
        here.publish(ControlRead("DISPATCH", Nothing(Reason.OPERATION_IS_SET, {"operation": "dispatch"})))
        await until_shown(pilot, "D-0001")
        here.publish(ControlRead("NO", None))
        await until(pilot, lambda: "D-0001" not in shown(pilot.app), "the worker's screen")
        here.publish(ControlRead("DISPATCH", Nothing(Reason.OPERATION_IS_SET, {"operation": "dispatch"})))
        await until_shown(pilot, "D-0001")
        here.publish(ControlRead("YES", None))
        await until(pilot, lambda: bool(here.asked), "the request")
    assert here.asked == [LEAVES]
