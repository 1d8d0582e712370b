"""The desk of refused scans: by keys alone, one by one, and nothing is done without a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from station.core.outcomes import Nothing, Reason
from station.core.requests import AcceptRejection, CorrectScan, ResendRejected
from station.ui.screens.confirm import Confirm
from station.ui.screens.refused import DeskScreen
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import Refused, ScriptedStation

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from station.core.outcomes import Outcome
    from station.core.requests import Request
    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}


async def open_desk(pilot: Pilot[None], wanted: str = "RB123456785CN") -> None:
    await pilot.press("f2", "f6")
    await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen), "the desk")
    await until_shown(pilot, wanted)


async def say_yes(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Confirm) and pilot.app.screen.armed, "a question")
    await pilot.press("right", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen), "the desk again")


@pytest.mark.parametrize("size", SIZES)
async def test_the_desk(size: str, screen_is: ScreenIs) -> None:
    async with app_of(ScriptedStation()).run_test(size=SIZES[size]) as pilot:
        await open_desk(pilot)
        await until_shown(pilot, "station hub-7 is not registered")

        await screen_is(pilot, f"desk-{size}")


async def test_the_form_of_a_fix(screen_is: ScreenIs) -> None:
    async with app_of(ScriptedStation()).run_test(size=(80, 24)) as pilot:
        await open_desk(pilot)
        await pilot.press("f6", *"RB123456785CN")
        await until_shown(pilot, "check digit ok")

        await screen_is(pilot, "desk-fix-80x24")


async def test_each_key_does_its_own_to_the_chosen_scan_after_a_question() -> None:
    station = ScriptedStation(
        dead=tuple(Refused(n, "2026-11-23T13:44:10.000Z", f"P{n}", "bad", "no") for n in (1, 2, 3))
    )
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await open_desk(pilot, "P1")
        await pilot.press("down", "f5")
        await say_yes(pilot)
        await until(pilot, lambda: "P2" not in shown(pilot.app), "a list without it")
        await pilot.press("f6", *"RB123456785CN", "enter", *"Ana", "enter", *"torn", "enter")
        await say_yes(pilot)
        await until(pilot, lambda: "P3" not in shown(pilot.app), "a list without it")
        await pilot.press("f7", *"Ana", "enter", *"lost", "enter")
        await say_yes(pilot)
        await until_shown(pilot, "none")
    assert station.asked == [
        ResendRejected((2,), "Ana"),
        CorrectScan(3, "RB123456785CN", None, "Ana", "torn"),
        AcceptRejection((1,), "Ana", "lost"),
    ]


async def test_no_is_no_and_an_unfinished_form_does_nothing() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await open_desk(pilot)
        for key in ("f5", "f7", "f6"):
            await pilot.press(key)
            await pilot.press(*"RB123456786CN", "enter", *"Ana", "enter", *"x", "enter") if key == "f6" else None
            while not isinstance(pilot.app.screen, DeskScreen):
                await pilot.press("escape")
        await pilot.press("f7", *"Ana", "enter", *"why", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "a question")
        await pilot.press("escape")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, DeskScreen), "the counts")
    assert station.asked == []


@dataclass
class Failing(ScriptedStation):
    """Cannot write."""

    def ask(self, request: Request) -> Outcome:
        raise OSError("the disk is full\x1b[2J")


@dataclass
class Answering(ScriptedStation):
    """Has nothing to do."""

    def ask(self, request: Request) -> Outcome:
        return Nothing(Reason.ALREADY_ACCEPTED, {"seq": 812, "who": "Bo"})


@pytest.mark.parametrize(
    ("station", "said"), [(Failing(), "the disk is full"), (Answering(), "Bo has accepted already that scan 812")]
)
async def test_what_could_not_be_done_is_said_and_stays(station: ScriptedStation, said: str) -> None:
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await open_desk(pilot)
        await pilot.press("f7", *"Ana", "enter", *"lost", "enter")
        await say_yes(pilot)
        await until_shown(pilot, f"not done: {said}")
        assert "RB123456785CN" in shown(pilot.app)


async def test_ten_thousand_refused_scans_are_a_list_like_any_other() -> None:
    many = tuple(Refused(n, "2026-11-23T13:44:10.000Z", f"P{n}", "bad", "no") for n in range(10_000))
    async with app_of(ScriptedStation(dead=many)).run_test(size=(80, 24)) as pilot:
        await open_desk(pilot, "P0")
        await pilot.press("end")
        await until_shown(pilot, "P199")


async def test_nothing_refused_is_nothing_to_do() -> None:
    station = ScriptedStation(dead=())
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await open_desk(pilot, "none")
        await pilot.press("f5", "f6", "f7")
        assert isinstance(pilot.app.screen, DeskScreen)
    assert station.asked == []
