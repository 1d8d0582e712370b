"""Bags are opened and closed by cards, keys and labels alike; a parcel's number meanwhile goes to the lane."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from hardware.contract import values_of
from station.core import Bag, Code, Command, ControlRead, LaneStatus, Refusal, RequestDone, command_text
from station.core.bag_requests import CloseBag, OpenBag, PutParcel
from station.core.outcomes import Done, Nothing, Reason, Value
from station.core.requests import OverrideStop, VoidScan
from station.ui.screens.question import Question
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import (
    AT,
    PARCEL,
    ScriptedStation,
    ScriptedSupervisor,
    accepted,
    scan,
    status,
    weight,
)

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from station.core import Status
    from station.core.requests import Request
    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}
BAGS = (
    Bag("BAG-1", "A01", count=12, net_g=Decimal(8410), most_parcels=40),
    Bag("BAG-2", "A02", count=39, net_g=Decimal(12100), most_parcels=40),
)
EMPTY = replace(status(), bags=BAGS, lane=LaneStatus(at=AT, weigh_phase="empty"))
LOADED = replace(EMPTY, lane=LaneStatus(at=AT, weigh_phase="captured", captured_grams=Decimal(8660)))
STOPPED = scan(Refusal(Code.NO_BAG, values_of(into="B07"), "REJECT"))


def scripted(now: Status, **more: Any) -> ScriptedStation:
    """The record knows the bags that the gauges tell."""
    return ScriptedStation(now=now, supervisor=ScriptedSupervisor(filling=now.bags), **more)


async def act(pilot: Pilot[None], station: ScriptedStation, *steps: tuple[str, str]) -> None:
    """Each step waits for a text, then shows a card (`=WORD`), scans a label, or presses a key (`+KEY`)."""
    for text, what in steps:
        await until_shown(pilot, text)
        if what.startswith("="):
            station.publish(ControlRead(what[1:], None))
        elif what.startswith("+"):
            await pilot.pause(0.6)
            await pilot.press(what[1:])
        else:
            for character in what:
                pilot.app.post_message(events.Key(character, character))
            pilot.app.post_message(events.Key("enter", "\r"))
            await pilot.pause()


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        (
            [("under the camera", "=OPENBAG"), ("for which bin", "=ONE"), ("Bin B07", "BAG-9")],
            OpenBag("Ana", "B07", "BAG-9"),
        ),
        (
            [("under the camera", "+f11"), ("do you want", "+2"), ("for which bin", "+enter"), ("Bin B07", "=YES")],
            OpenBag("Ana", "B07", None),
        ),
        (
            [
                ("under the camera", "=CLOSEBAG"),
                ("is closed?", "=ONE"),
                ("Put bag BAG-2", "=YES"),
                ("seal of bag", "CN 77"),
            ],
            CloseBag("BAG-2", "Ana", "8660", "CN 77"),
        ),
        (
            [
                ("under the camera", "+f11"),
                ("do you want", "+1"),
                ("is closed?", "+2"),
                ("steady", "+enter"),
                ("seal", "+enter"),
            ],
            CloseBag("BAG-1", "Ana", "8660", None),
        ),
    ],
    ids=["open, cards", "open, keys", "close, cards", "close, keys"],
)
async def test_cards_keys_and_labels_ask_the_same(steps: list[tuple[str, str]], wanted: Request) -> None:
    station = scripted(now=LOADED, outcome=Done(Reason.BAG_OPENED, {"bag": "BAG-9", "bin": "B07"}))
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(station.listeners), "the screen listens")
        station.publish(STOPPED)
        await until_shown(pilot, "EXCEPTION")
        await act(pilot, station, *[(text.replace("under the camera", "EXCEPTION"), what) for text, what in steps])
        await until(pilot, lambda: bool(station.asked), "the request")
    assert station.asked == [wanted]
    weighed = [told for told in station.told if told[0] == "weigh_bag"]
    assert weighed == ([("weigh_bag", "True"), ("weigh_bag", "False")] if isinstance(wanted, CloseBag) else [])


async def test_an_empty_scale_closes_the_bag_without_a_weight_and_one_that_moves_does_not() -> None:
    station = scripted(now=replace(EMPTY, lane=replace(EMPTY.lane, weigh_phase="loading"), live_weight=weight()))
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await act(pilot, station, ("F10 Quit", "=CLOSEBAG"), ("is closed?", "=ONE"), ("Put bag BAG-2", "=YES"))
        await pilot.pause(0.5)
        assert "Put bag BAG-2" in shown(pilot.app)
        station.now = EMPTY
        await act(pilot, station, ("nothing on the scale", "=YES"), ("seal of bag", "=YES"))
        await until(pilot, lambda: bool(station.asked), "the request")
    assert station.asked == [CloseBag("BAG-2", "Ana", None, None)]


@pytest.mark.parametrize("left_by", ["=NO", "+escape"])
async def test_a_question_that_is_left_asks_nothing_and_the_lane_goes_on(left_by: str) -> None:
    station = scripted(now=EMPTY)
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await act(pilot, station, ("under the camera", "=CLOSEBAG"), ("is closed?", "=TWO"), ("Put bag BAG-1", left_by))
        await until(pilot, lambda: "Put bag" not in shown(pilot.app), "the question is gone")
        await until(pilot, lambda: station.told[-1:] == [("weigh_bag", "False")], "the lane goes on")
    assert station.asked == []


async def test_a_parcel_that_is_scanned_meanwhile_goes_to_the_lane_and_is_no_label() -> None:
    station = scripted(now=EMPTY)
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await act(
            pilot, station, ("under the camera", "=OPENBAG"), ("for which bin", "=ONE"), ("scan the label", PARCEL.raw)
        )
        await until(pilot, lambda: ("key_in", PARCEL.raw) in station.told, "the lane has the parcel")
        await act(pilot, station, ("scan the label", "BAG-9"))
        await until(pilot, lambda: bool(station.asked), "the request")
    assert station.asked == [OpenBag("Ana", "B07", "BAG-9")]


async def test_a_card_that_came_slowly_is_no_label_all_the_same() -> None:
    station = scripted(now=EMPTY)
    card = command_text("UNDO", bytes(32))
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await act(pilot, station, ("under the camera", "=OPENBAG"), ("for which bin", "=ONE"))
        await until_shown(pilot, "scan the label")
        for character in card:
            await pilot.press(character)
            await pilot.pause(0.06)
        await pilot.press("enter")
        await until(pilot, lambda: ("key_in", card) in station.told, "the command")
        assert "scan the label" in shown(pilot.app)
    assert station.asked == []


@pytest.mark.parametrize("left", ["A01", "other"])
async def test_a_label_that_was_taken_does_not_stay_in_the_line(left: str) -> None:
    station = scripted(now=EMPTY)
    put = PutParcel("RB123456785CN", "a01")
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(station.listeners), "the screen listens")
        await pilot.press(*left)
        await until_shown(pilot, f"Type: {left}")
        station.publish(RequestDone(put, Done(Reason.PARCEL_PUT, {"parcel_id": put.parcel_id, "into": "A01"})))
        await until_shown(pilot, "ACCEPT")
        await until(pilot, lambda: (f"Type: {left}" in shown(pilot.app)) is (left == "other"), "the line")


async def test_an_undo_after_the_label_takes_its_verdict_away() -> None:
    station = scripted(now=EMPTY)
    put = PutParcel("RB123456785CN", "A01")
    event = accepted()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(station.listeners), "the screen listens")
        station.publish(event)
        station.publish(RequestDone(put, Done(Reason.PARCEL_PUT, {"parcel_id": put.parcel_id, "into": "A01"})))
        await until_shown(pilot, "In its place")
        taken: dict[str, Value] = {"seq": event.scan.seq, "by_seq": event.scan.seq + 2, "parcel_id": put.parcel_id}
        station.publish(RequestDone(VoidScan(event.scan.seq, "Ana", "undo"), Done(Reason.TAKEN_BACK, taken)))
        await until(pilot, lambda: "In its place" not in shown(pilot.app), "the verdict is gone")


async def test_a_card_that_wants_something_else_while_a_question_stands_says_so() -> None:
    station = scripted(now=EMPTY)
    async with app_of(station).run_test(size=(140, 45), notifications=True) as pilot:
        await act(pilot, station, ("under the camera", "=CLOSEBAG"), ("is closed?", "=OPENBAG"))
        await until_shown(pilot, "answer the question on the screen first")


@pytest.mark.parametrize(("row", "next_"), [("=ONE", "Put bag BAG-2"), ("=TWO", "supervisor"), ("=THREE", "F10 Quit")])
async def test_a_weight_that_differs_is_weighed_again_or_a_supervisor_answers_for_it(row: str, next_: str) -> None:
    differs = {"bag": "BAG-2", "gross_g": "9000", "expected_g": "8660", "difference_g": "340"}
    station = scripted(now=LOADED, outcome=Nothing(Reason.GROSS_DIFFERS, differs))
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await act(
            pilot, station, ("F10 Quit", "=CLOSEBAG"), ("is closed?", "=ONE"), ("steady", "=YES"), ("seal", "=YES")
        )
        await act(pilot, station, ("Weigh it again", row))
        await until_shown(pilot, next_)
        await until(pilot, lambda: "Weigh it again" not in shown(pilot.app), "the question is answered")
    assert station.asked == [CloseBag("BAG-2", "Ana", "8660", None)]


async def test_a_seal_that_the_hub_wants_is_asked_again_and_the_refusal_is_told() -> None:
    station = scripted(now=LOADED, outcome=Nothing(Reason.BAG_NOT_SEALED, {"bag": "BAG-2"}))
    async with app_of(station).run_test(size=(80, 24), notifications=True) as pilot:
        await act(
            pilot, station, ("F10 Quit", "=CLOSEBAG"), ("is closed?", "=ONE"), ("steady", "=YES"), ("seal", "=YES")
        )
        await until(pilot, lambda: len(station.asked) == 1 and isinstance(pilot.app.screen, Question), "asked again")
        await until_shown(pilot, "stays open, as it has no seal")
        await pilot.press(*"S-9", "enter")
        await until(pilot, lambda: len(station.asked) == 2, "the seal")
    assert station.asked == [CloseBag("BAG-2", "Ana", "8660", None), CloseBag("BAG-2", "Ana", "8660", "S-9")]


PICTURES: dict[str, tuple[str, ...]] = {
    "actions": ("+f11",),
    "open-bag": ("=OPENBAG",),
    "bag-label": ("=OPENBAG", "=ONE"),
    "close-bag": ("=CLOSEBAG",),
    "weigh-bag": ("=CLOSEBAG", "=ONE"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("name", PICTURES)
async def test_the_questions_as_pictures(name: str, language: str, size: str, screen_is: ScreenIs) -> None:
    station = scripted(now=LOADED, language=language)
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await until(pilot, lambda: bool(station.listeners), "the screen listens")
        for what in PICTURES[name]:
            before = pilot.app.screen
            await act(pilot, station, ("", what))
            await until(pilot, lambda: pilot.app.screen is not before, "the next question")  # noqa: B023  # awaited here
            await until(pilot, lambda: isinstance(pilot.app.screen, Question), "a question")
        await screen_is(pilot, f"{name}-{language}-{size}")


def test_the_cards_are_on_the_sheet() -> None:
    from station.core import SHEET

    assert {Command.OPEN_BAG, Command.CLOSE_BAG} <= set(SHEET)


async def test_after_a_lifted_stop_the_bag_of_the_bin_into_which_it_goes_is_opened() -> None:
    station = scripted(now=replace(EMPTY, bags=BAGS[:1]))
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        station.publish(STOPPED)
        await until_shown(pilot, "EXCEPTION")
        lifted = Done(Reason.STOP_LIFTED, {"seq": 1, "by_seq": 2, "parcel_id": PARCEL.raw, "bin": "A02"})
        station.publish(RequestDone(OverrideStop(1, "A02", "Bo", "weighed again"), lifted))
        await act(pilot, station, ("F10 Quit", "=OPENBAG"), ("1  A02", "=ONE"), ("Bin A02: scan the label", "=NO"))
