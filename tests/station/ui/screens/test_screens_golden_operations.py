"""The worker's screen in each operation, as pictures; `pytest --update-screens` writes them anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.core import (
    Bag,
    BagScanned,
    BagState,
    Checking,
    ControlRead,
    Elsewhere,
    History,
    LaneStatus,
    Leaving,
    ParcelLooked,
    Passed,
    ReasonAsked,
)
from station.core.bag_requests import DispatchBags
from station.core.outcomes import Done, Nothing, Reason
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation, status

if TYPE_CHECKING:
    from station.core import Event
    from tests.station.ui.looking import ScreenIs

REASONS = ("refused", "wrong address", "not collected", "damaged", "prohibited", "other")
SIZES = {"80x24": (80, 24), "140x45": (140, 45)}
HISTORY = History(
    "RB123456785CN",
    "RB 123 456 785 CN",
    (
        Passed(901, "2026-11-23T14:01:00.000Z", "return", "B12", None, "Ana", reason="not collected"),
        Passed(744, "2026-11-23T13:20:00.000Z", "sort", "B12", None, "Ana", is_override=True),
        Passed(740, "2026-11-23T13:18:00.000Z", "sort", "HOLD", "HD", "Ana"),
        Passed(733, "2026-11-23T13:11:00.000Z", "sort", "A03", None, "Bo", taken_back=True),
        Passed(12, "2026-11-22T08:40:00.000Z", "arrival", "IN", None, "Bo"),
    ),
    Bag("BAG-17", "B12", BagState.CLOSED, loaded_at="2026-11-23T14:05:00.000Z"),
    elsewhere=(Elsewhere("hub-3", "2026-11-22T07:02:00.000Z", "C01"),),
)
SHOWN: dict[str, tuple[Event, str, dict[str, str]]] = {
    "loaded": (
        BagScanned(Done(Reason.BAG_LOADED, {"bag": "BAG-17", "count": 38, "loaded": 4})),
        "load",
        {"en": "Scan the next bag", "zh_CN": "下一个总包"},
    ),
    "not-loaded": (
        BagScanned(Nothing(Reason.BAG_IS_OPEN, {"bag": "BAG-18", "state": "open"})),
        "load",
        {"en": "close it first", "zh_CN": "请先封袋"},
    ),
    "look": (ParcelLooked(HISTORY), "audit", {"en": "hub-3", "zh_CN": "hub-3"}),
    "reason": (
        ReasonAsked("RB 123 456 785 CN", "RB123456785CN", REASONS),
        "return",
        {"en": "came back", "zh_CN": "被退回"},
    ),
    "leaving": (
        ControlRead("DISPATCH", Nothing(Reason.OPERATION_IS_SET, {"operation": "dispatch"})),
        "dispatch",
        {"en": "CNSHAABRRIOAACC60001", "zh_CN": "CNSHAABRRIOAACC60001"},
    ),
}


def working(operation: str, language: str) -> ScriptedStation:
    now = replace(status(), operation=operation, lane=LaneStatus(weigh_phase="empty"))
    leaving = Leaving(DispatchBags(("BAG-17", "BAG-18"), "CNSHAABRRIOAACC60001", "Ana"), 61)
    return ScriptedStation(language=language, now=now, leaves=leaving)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("name", SHOWN)
async def test_what_an_operation_tells(name: str, language: str, size: str, screen_is: ScreenIs) -> None:
    event, operation, words = SHOWN[name]
    station = working(operation, language)
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        station.publish(event)
        await until_shown(pilot, words[language])

        await screen_is(pilot, f"operation-{name}-{language}-{size}")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_operation_stands_large_where_nothing_lies(language: str, size: str, screen_is: ScreenIs) -> None:
    async with app_of(working("audit", language)).run_test(size=SIZES[size]) as pilot:
        await until_shown(pilot, {"en": "its history is shown", "zh_CN": "历史"}[language])

        await screen_is(pilot, f"operation-ready-{language}-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_the_operation_is_chosen_by_a_key(size: str, screen_is: ScreenIs) -> None:
    station = working("sort", "en")
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f11")
        await until_shown(pilot, "Change the operation")
        station.publish(ControlRead("SEVEN", None))
        await until_shown(pilot, "7  AUDIT")

        await screen_is(pilot, f"operation-choice-{size}")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_a_check_of_the_shift_asks_for_the_test_weight(language: str, size: str, screen_is: ScreenIs) -> None:
    station = working("sort", language)
    station.now = replace(station.now, checking=Checking("test_weight", "1012", "1000 +- 5", left=2))
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await until_shown(pilot, {"en": "Put the test weight", "zh_CN": "砝码"}[language])

        await screen_is(pilot, f"check-{language}-{size}")


async def test_a_check_is_answered_and_goes_by_itself() -> None:
    station = working("sort", "en")
    station.now = replace(station.now, checking=Checking("test_weight", "-", "1000 +- 5", left=1))
    async with app_of(station).run_test(size=SIZES["80x24"]) as pilot:
        await until_shown(pilot, "It shows - g")
        station.now = replace(station.now, checking=Checking("test_weight", "1012", "1000 +- 5", left=1))
        await until_shown(pilot, "It shows 1012 g")
        station.now = replace(station.now, checking=Checking("sound", "-", "heard"))
        await until_shown(pilot, "Do you hear")
        station.publish(ControlRead("ONE", None))
        await until(pilot, lambda: bool(station.told), "the answer")
        station.now = replace(station.now, checking=None)
        await until(pilot, lambda: "Do you hear" not in shown(pilot.app), "the worker's screen")
    assert station.told[0] == ("answer_check", "sound", "passed")
