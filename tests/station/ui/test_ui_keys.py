"""What keys do: typed numbers, handheld scanners that act as keyboards, questions, screens."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from station.core.requests import ResendRejected
from station.ui.screens import question
from station.ui.screens.confirm import Confirm
from tests.station.ui.looking import app_of, shown, until, until_shown
from tests.station.ui.scripted_station import PARCEL, ScriptedStation, accepted

if TYPE_CHECKING:
    from textual.pilot import Pilot


async def test_typing_starts_keyed_entry_and_enter_hands_it_in() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press(*"RB123456786CN")
        await until_shown(pilot, "CHECK DIGIT WRONG")
        assert "one character is wrong" in shown(pilot.app)

        await pilot.press("escape", *"RB123456785CN")
        await until_shown(pilot, "check digit ok")
        assert "China Post · registered · from CN" in shown(pilot.app)

        await pilot.press("enter")
        await until(pilot, lambda: station.told == [("key_in", PARCEL.raw)], "the keyed number")
        assert pilot.app.screen.query_one(Input).value == ""


async def test_enter_without_a_number_hands_nothing_in() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "space", "enter", "1", "enter")

        await until(pilot, lambda: ("key_in", "1") in station.told, "the number")
        assert station.told == [("acknowledge_stop",), ("acknowledge_stop",), ("key_in", "1")]


async def test_f4_leads_to_keyed_entry_from_every_screen() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until_shown(pilot, "Technician")
        for key, character in (("f4", None), ("7", "7"), ("8", "8"), ("enter", "\r")):
            pilot.app.post_message(events.Key(key, character))

        await until(pilot, lambda: station.told == [("key_in", "78")], "the keyed number")


@pytest.mark.parametrize("key", ["f1", "f2", "f3", "f4", "f9", "f10"])
async def test_a_question_stays_until_it_is_answered(key: str) -> None:
    async with app_of(ScriptedStation()).run_test(size=(80, 24)) as pilot:
        await pilot.press("f3", "f8")
        question = await asked(pilot)
        await pilot.press(key)

        assert pilot.app.screen is question
        assert len(pilot.app.screen_stack) == 2


@pytest.mark.parametrize("end", ["enter", "ctrl+j", "tab"])
async def test_a_scanner_may_end_a_code_with_cr_lf_or_tab(end: str) -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press(*"1Z9", end)

        await until(pilot, lambda: station.told == [("key_in", "1Z9")], "the scanned number")


async def test_of_two_numbers_the_first_reaches_the_lane_first_however_it_was_typed() -> None:
    """A busy machine cuts a scan, so that it looks typed; the next one, in one burst, does not overtake it."""
    station = ScriptedStation()
    app = app_of(station)
    async with app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "Put a parcel")
        at = time.monotonic()
        for number, between in (("RB123456785CN", 0.1), ("RR123456785CN", 0.002)):
            for character in (*number, "\r"):
                key = events.Key("enter" if character == "\r" else character, character)
                key.time = at = at + between
                app.post_message(key)

        await until(pilot, lambda: len(station.told) >= 2, "both numbers")
        assert station.told == [("key_in", "RB123456785CN"), ("key_in", "RR123456785CN")]


async def test_control_characters_of_a_code_are_kept_and_do_nothing() -> None:
    station = ScriptedStation()
    app = app_of(station)
    async with app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "Put a parcel")
        for key, character in (
            ("1", "1"),
            ("ctrl+right_square_bracket", "\x1d"),
            *((f"ctrl+{letter}", chr(ord(letter) - 96)) for letter in "abcdefgklnopqrstuvwxyz"),
            ("2", "2"),
        ):
            app.post_message(events.Key(key, character))
        await pilot.pause()
        assert app.is_running
        assert "␝" in app.screen.query_one(Input).value
        await pilot.press("enter")

        meant = "1\x1d" + "".join(chr(ord(letter) - 96) for letter in "abcdefgklnopqrstuvwxyz") + "2"
        await until(pilot, lambda: station.told == [("key_in", meant)], "the whole code")


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (("1", "2", "backspace", "3"), "13"),
        (("1", "2", "left", "3"), "132"),
        (("1", "2", "home", "3", "end", "4"), "3124"),
        (("1", "2", "home", "delete", "3"), "32"),
        (("1", "2", "escape", "3"), "3"),
    ],
)
async def test_keys_that_edit_keep_their_place_among_those_that_type(keys: tuple[str, ...], left: str) -> None:
    """A busy machine hands them over all at once."""
    app = app_of(ScriptedStation())
    async with app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "Put a parcel")
        for key in keys:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        line = app.screen.query_one(Input)
        await until(pilot, lambda: line.value == left, f"{left} and not {line.value}")


async def test_a_pasted_text_cannot_drive_the_terminal() -> None:
    station = ScriptedStation()
    app = app_of(station)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one(Input).post_message(events.Paste("A\x1b]52;c;x\x07\u202eB\x9b\n"))
        await until(pilot, lambda: bool(app.screen.query_one(Input).value), "the pasted text")

        assert app.screen.query_one(Input).value.isprintable()


@pytest.fixture(autouse=True)
def _no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question listens when the test says so, however long its keys take on a busy machine."""
    monkeypatch.setattr(question, "SETTLE_S", 3600.0)


async def asked(pilot: Pilot[None]) -> Confirm:
    """The question, once it stands."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
    question = pilot.app.screen
    assert isinstance(question, Confirm)
    return question


async def answer_yes(pilot: Pilot[None]) -> None:
    """Choose Yes once the question listens."""
    question = await asked(pilot)
    await pilot.press("right", "enter", "y", "z", "tab")
    assert pilot.app.screen is question, "keys faster than a person were taken for an answer"
    question._arm()
    await pilot.press("right", "enter")


@pytest.mark.parametrize(
    ("screen", "key", "command"), [("f3", "f8", ("zero_scale",)), ("f2", "f5", ResendRejected(who="Ana"))]
)
async def test_commands_ask_first(screen: str, key: str, command: object) -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press(screen, key, "escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Confirm), "the screen again")
        assert not station.told
        assert not station.asked

        await pilot.press(key)
        await answer_yes(pilot)
        await until(pilot, lambda: [*station.told, *station.asked] == [command], str(command))


async def test_quit_asks_first_and_no_is_the_default() -> None:
    app = app_of(ScriptedStation())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f10")
        (await asked(pilot))._arm()
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, Confirm), "the screen again")
        assert app.is_running

        await pilot.press("f10")
        await answer_yes(pilot)
        await until(pilot, lambda: not app.is_running, "the end")


async def test_the_other_colours() -> None:
    app = app_of(ScriptedStation())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f9")
        assert app.theme == "hub-light"
        await pilot.press("f9")
        assert app.theme == "hub-dark"


class StuckStation(ScriptedStation):
    """A station whose disk does not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.release = threading.Event()

    def recent(self, count: int) -> tuple[()]:
        self.release.wait(20)
        return ()

    def refused(self, count: int) -> tuple[()]:
        self.release.wait(20)
        return ()

    def key_in(self, text: str, *, by_scanner: bool = False) -> None:
        assert not by_scanner
        self.release.wait(20)


async def test_the_screen_answers_while_the_disk_does_not() -> None:
    station = StuckStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        try:
            await pilot.press("7", "enter", "f2")
            await until_shown(pilot, "exceptions by code")
            await pilot.press("f1")
            station.publish(accepted("B12"))
            await until_shown(pilot, "Put it into B12")
            assert not station.release.is_set()
        finally:
            station.release.set()


async def test_a_record_that_cannot_be_read_is_said() -> None:
    class Damaged(ScriptedStation):
        def recent(self, count: int) -> tuple[()]:
            raise OSError("station.db: the database is damaged")

    async with app_of(Damaged()).run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "station.db: the database is damaged")


async def test_the_picture_is_asked_for_only_while_it_is_shown() -> None:
    class Counted(ScriptedStation):
        frames = 0
        looks = 0

        def newest_frame(self) -> None:
            self.frames += 1

        def status(self):  # type: ignore[no-untyped-def]  # as its base
            self.looks += 1
            return super().status()

    station = Counted()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: station.frames >= 3, "three pictures")
        await pilot.press("f1")
        await until_shown(pilot, "Type:")
        frames, looks = station.frames, station.looks

        await until(pilot, lambda: station.looks >= looks + 5, "five more looks")
        assert station.frames == frames
