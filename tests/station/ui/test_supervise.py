"""A supervisor at the worker's screen: badge, what is to be done, why, where to; nothing is done before all is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from station.core import Authority, Command, ControlRead, RequestDone, StopToLift, bag_reopened, stop_lifted
from station.core.authority import SUPERVISOR, Act
from station.core.bag import Bag, BagState
from station.core.devices import Health
from station.core.events import LaneStatus, Presence
from station.core.outcomes import Done, Problem, Reason
from station.ui.screens.base import StationScreen
from station.ui.screens.choice import Choose, ChooseNamed
from station.ui.screens.sign_in import SignIn
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import (
    AT,
    RIGHT_PIN,
    ScriptedBadges,
    ScriptedStation,
    ScriptedSupervisor,
    devices,
    held,
    status,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot
    from textual.screen import Screen

    from station.core import Status
    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}
BINS = tuple(f"A{number:02}" for number in range(1, 13))
STOP = StopToLift(901, "RB123456785CN", "HD", BINS)
BAGS = (Bag("BAG-17", "A01", BagState.CLOSED, count=12), Bag("BAG-9", "A02", BagState.CLOSED, count=1))
GIVEN = Done(Reason.AUTHORISED, {"operator": "陈 Bo", "role": "supervisor"})
LIFTED = Done(Reason.STOP_LIFTED, {"seq": 901, "by_seq": 902, "parcel_id": "RB123456785CN", "bin": "A02"})


def at_a_stop(language: str = "en", stop: StopToLift | None = STOP, bags: tuple[Bag, ...] = BAGS) -> ScriptedStation:
    return ScriptedStation(language=language, outcome=LIFTED, supervisor=ScriptedSupervisor(stop=stop, bags=bags))


async def at(pilot: Pilot[None], kind: type[Screen[Any]]) -> None:
    """This kind of dialog stands, and listens."""
    await until(pilot, lambda: type(pilot.app.screen) is kind, kind.__name__)
    await until(pilot, lambda: getattr(pilot.app.screen, "armed", True), "that it listens")


async def given(pilot: Pilot[None], station: ScriptedStation) -> None:
    """The supervisor shows the badge."""
    await pilot.press("f7")
    await at(pilot, SignIn)
    assert station.badges.wanted == SUPERVISOR
    station.now = status(word=Authority("陈 Bo", "supervisor", AT + 29.5))
    station.publish(ControlRead("", GIVEN))
    await at(pilot, Choose)


def scanned(pilot: Pilot[None], text: str) -> None:
    for character in text:
        pilot.app.post_message(events.Key(character, character))
    pilot.app.post_message(events.Key("enter", "\r"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_each_dialog_as_a_picture(size: str, language: str, screen_is: ScreenIs) -> None:
    station = at_a_stop(language)
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        station.publish(held())
        await pilot.press("f7")
        await at(pilot, SignIn)
        await screen_is(pilot, f"supervise-badge-{language}-{size}")
        await pilot.press("escape")
        await given(pilot, station)
        await screen_is(pilot, f"supervise-what-{language}-{size}")
        await pilot.press("1")
        await until(pilot, lambda: "weighed again" in shown(pilot.app), "the reasons")
        await at(pilot, Choose)
        await pilot.press("1")
        await at(pilot, ChooseNamed)
        await screen_is(pilot, f"supervise-bin-{language}-{size}")
        await pilot.press("2")
        await until(pilot, lambda: station.asked == [stop_lifted(901, "A02", "weighed again")], "the request")
        station.now = status()
        station.publish(RequestDone(stop_lifted(901, "A02", "weighed again"), LIFTED))
        await screen_is(pilot, f"supervise-lifted-{language}-{size}")


async def by_row(pilot: Pilot[None]) -> None:
    await pilot.press("3")


async def by_label(pilot: Pilot[None]) -> None:
    scanned(pilot, "a03")


async def by_typing(pilot: Pilot[None]) -> None:
    await pilot.press("9")
    await until_shown(pilot, "type its name")
    await pilot.press("a", "0", "3", "enter")


@pytest.mark.parametrize("choose", [by_row, by_label, by_typing])
async def test_a_bin_is_chosen_scanned_or_typed(choose: Callable[[Pilot[None]], Awaitable[None]]) -> None:
    station = at_a_stop()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await given(pilot, station)
        for word in (Command.ONE, Command.TWO):
            station.publish(ControlRead(word, None))
            await until(pilot, lambda: bool(pilot.app.screen) and not station.asked, "the next dialog")
            await pilot.pause(0.1)
        await at(pilot, ChooseNamed)
        await choose(pilot)
        await until(pilot, lambda: station.asked == [stop_lifted(901, "A03", "label read by eye")], "the request")
        assert station.told == []


async def test_a_closed_bag_is_opened_again() -> None:
    station = at_a_stop(stop=None)
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await given(pilot, station)
        await pilot.press("1")
        await until_shown(pilot, "BAG-9   bin A02   1 parcel")
        await at(pilot, Choose)
        await pilot.press("2")
        await until_shown(pilot, "Bag BAG-9 is opened again")
        await at(pilot, Choose)
        await pilot.press("down", "enter")
        await until(pilot, lambda: station.asked == [bag_reopened("BAG-9", "wrong seal")], "the request")


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
async def test_whoever_leaves_asks_nothing_and_the_word_ends(steps: int) -> None:
    station = at_a_stop()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        if steps:
            await given(pilot, station)
            station.badges.wanted = SUPERVISOR  # so that it is seen to end
        else:
            await pilot.press("f7")
            await at(pilot, SignIn)
        for kind in (Choose, ChooseNamed)[: max(0, steps - 1)]:
            before = pilot.app.screen
            await pilot.press("1")
            await until(pilot, lambda: pilot.app.screen is not before, "the next dialog")  # noqa: B023  # awaited here
            await at(pilot, kind)
        station.publish(ControlRead(Command.NO, None))
        await until(pilot, lambda: isinstance(pilot.app.screen, StationScreen), "the worker's screen")
        await until(pilot, lambda: not station.badges.wanted, "the end of the word")
        assert station.asked == []


async def test_a_refused_badge_is_told_in_the_dialog_and_a_parcel_scanned_there_reaches_the_lane() -> None:
    station = at_a_stop()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f7")
        await at(pilot, SignIn)
        about: dict[str, str | int | tuple[str, ...]] = {"operator": "Ana", "role": "worker", "roles": ("supervisor",)}
        station.publish(ControlRead("", Problem(Reason.NOT_THE_ROLE, about)))
        await until_shown(pilot, "Ana is worker, without the role")
        scanned(pilot, "RB123456785CN")
        await until(pilot, lambda: station.told == [("key_in", "RB123456785CN")], "the scan at the lane")
        assert isinstance(pilot.app.screen, SignIn)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_a_supervisor_who_shows_a_badge_unasked_is_asked_what_for(language: str, screen_is: ScreenIs) -> None:
    station = at_a_stop(language)
    here = ControlRead("", Done(Reason.SUPERVISOR_HERE, {"operator": "陈 Bo"}))
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f10")
        station.publish(here)
        await until(pilot, lambda: station.badges.left == 1, "that the question is answered first")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, StationScreen), "the worker's screen")
        station.now = status(word=Authority("陈 Bo", "supervisor", AT + 29.5), operator="Ana")
        station.publish(here)
        await at(pilot, Choose)
        await screen_is(pilot, f"supervise-visit-{language}-80x24")
        await pilot.press("3")
        await until(pilot, lambda: station.badges.told == [("take over",)], "the hand-over")


async def test_a_scan_over_each_list_reaches_the_lane() -> None:
    station = at_a_stop()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await given(pilot, station)
        kinds: tuple[type[Screen[Any]], ...] = (Choose, Choose, ChooseNamed)
        for count, kind in enumerate(kinds, 1):
            await at(pilot, kind)
            scanned(pilot, f"RB12345678{count}CN")
            await until(pilot, lambda: len(station.told) == count, "the scan at the lane")  # noqa: B023  # awaited here
            assert type(pilot.app.screen) is kind
            await pilot.press("1")
            await pilot.pause(0.2)
    assert station.asked == [stop_lifted(901, "A01", "weighed again")]


async def test_nothing_to_put_right_is_told_and_a_question_is_answered_first() -> None:
    station = at_a_stop(stop=None, bags=())
    async with app_of(station).run_test(size=(140, 45), notifications=True) as pilot:
        await pilot.press("f7")
        await at(pilot, SignIn)
        await pilot.press(*"4711", "enter", *RIGHT_PIN, "enter")
        await until_shown(pilot, "there is nothing to put right")
        await pilot.press("f10")
        station.publish(ControlRead(Command.SUPERVISOR, None))
        await until_shown(pilot, "answer the question on the screen first")


ACTS: dict[Act, tuple[tuple[str, ...], str]] = {
    Act.QUIT: (("f10",), "Quit the station?"),
    Act.SETTINGS: (("f3",), "configuration"),
    Act.DESK: (("f2", "f6"), "Scans that the centre refused"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("kiosk", [True, False])
async def test_a_kiosk_asks_for_a_badge_first(act: Act, kiosk: bool) -> None:
    keys, text = ACTS[act]
    station = ScriptedStation(badges=ScriptedBadges(kiosk=kiosk))
    async with app_of(station).run_test(size=(140, 45), notifications=True) as pilot:
        await pilot.press(*keys)
        if kiosk:
            await at(pilot, SignIn)
            station.badges.allowed = True
            await pilot.press(*"4711", "enter", *RIGHT_PIN, "enter")
        await until_shown(pilot, text)


async def test_in_a_kiosk_no_key_leads_past_the_badge() -> None:
    station = ScriptedStation(badges=ScriptedBadges(kiosk=True))
    async with app_of(station).run_test(size=(140, 45), notifications=True) as pilot:
        for keys in (("f10",), ("f3",), ("f2", "f6"), ("f5",)):
            await pilot.press(*keys, "escape", "escape", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, StationScreen), "a screen of the station")
        assert pilot.app.current_mode != "technician"
        assert pilot.app.is_running
    assert station.asked == []


def waiting_for_weight() -> Status:
    """A parcel is read, and the scale is down."""
    lane = LaneStatus(at=AT, presence=Presence.OPEN, weigh_phase="blocked", parcel_in_view="RB 123 456 785 CN")
    return status(devices=devices(scale=Health.DOWN), lane=lane)


async def test_a_worker_types_the_weight_where_the_scale_is_down() -> None:
    station = ScriptedStation(now=waiting_for_weight())
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        station.publish(ControlRead(Command.WEIGHT, None))
        await until_shown(pilot, "The weight of the parcel")
        scanned(pilot, "RB123456785CN")  # goes past it to the lane
        await until(pilot, lambda: station.told == [("key_in", "RB123456785CN")], "the scan at the lane")
        await pilot.press(*"1234", "enter")
        await until(pilot, lambda: station.badges.told == [("grams", "1234")], "the weight")


@pytest.mark.parametrize("size", SIZES)
async def test_a_supervisor_has_it_accepted(size: str, screen_is: ScreenIs) -> None:
    station = at_a_stop(stop=None, bags=())
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f7")
        await at(pilot, SignIn)
        station.now = waiting_for_weight()
        station.publish(ControlRead("", GIVEN))
        await at(pilot, Choose)
        await pilot.press("1")
        await until_shown(pilot, "The weight of the parcel")
        await pilot.press(*"123")
        await screen_is(pilot, f"told-weight-{size}")
        await pilot.press("4", "enter")
        await until(pilot, lambda: station.badges.told == [("grams", "1234")], "the weight")
