"""The verdict: colour, word and tone, and none of them before the commit."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import pytest

from hardware.contract import notice
from station.core.devices import Health
from station.core.events import LaneStatus, Presence, StationFailed, StoreTrouble
from station.core.exception_codes import Code
from station.core.models import Refusal
from station.language import EXCEPTIONS
from station.ui import app as app_module
from station.ui.app import StationApp
from station.ui.themes import THEMES
from station.ui.widgets.verdict import VerdictPanel
from tests.station.ui.looking import app_of, cells, rgb, shown, typed, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation, accepted, devices, held, no_read, review, scan, status

GREENS = {tuple(bytes.fromhex(theme.variables["accept-background"][1:])) for theme in THEMES}


def green(app: StationApp) -> bool:
    """Anything on the screen is green, as letters or behind them."""
    return any(
        {rgb(style, background=True), rgb(style, background=False)} & GREENS for _, style in cells(app) if style.color
    )


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    rung: list[None] = []
    monkeypatch.setattr(StationApp, "bell", lambda self: rung.append(None))
    return rung


@pytest.mark.parametrize("theme", ["hub-dark", "hub-light"])
async def test_nothing_is_green_and_nothing_sounds_before_the_commit(theme: str, bells: list[None]) -> None:
    lane = LaneStatus(weigh_phase="captured", captured_grams=Decimal(1234), parcel_in_view="RB123456785CN")
    station = ScriptedStation(theme=theme, now=status(lane=lane))
    app = app_of(station)
    async with app.run_test(size=(80, 24)) as pilot:
        await until_shown(pilot, "RB123456785CN")
        await typed(pilot, "RB123456785CN")
        await until_shown(pilot, "check digit ok")
        assert not green(app)

        station.publish(review())
        await until_shown(pilot, "QUESTION")
        assert not green(app)

        station.publish(StoreTrouble(notice("not_written", detail="disk full")))
        await until_shown(pilot, "NOT STORED")
        assert not green(app)
        await until(pilot, lambda: len(bells) == 2, "the two tones of the question")

        station.publish(accepted("B12"))
        await until_shown(pilot, "ACCEPT")
        assert green(app)
        assert len(bells) == 3


async def test_a_trouble_that_keeps_no_scan_from_the_record_stops_no_parcel(bells: list[None]) -> None:
    station = ScriptedStation()
    app = app_of(station)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        station.publish(accepted("B12"))
        await until_shown(pilot, "ACCEPT")
        station.publish(StoreTrouble(notice("clock_not_believed", detail="years ahead"), stops=False))
        await until_shown(pilot, "The clock is not believed")
        assert green(app)
        assert "NOT STORED" not in shown(app)
    assert len(bells) == 1


async def test_an_exception_is_red_and_says_code_sentence_and_action_with_three_tones(bells: list[None]) -> None:
    station = ScriptedStation()
    app = app_of(station)
    async with app.run_test(size=(80, 24)) as pilot:
        station.publish(held())
        await until_shown(pilot, "EXCEPTION")

        screen = shown(app)
        assert "HD" in screen
        assert "On hold: customs" in screen
        assert "Put it into HOLD" in screen
        assert app.screen.query_one(VerdictPanel).has_class("-exception")
        assert not green(app)
        await until(pilot, lambda: len(bells) == 3, "three tones")


@pytest.mark.parametrize("code", list(Code))
async def test_every_code_fits_the_smallest_screen(code: Code) -> None:
    text = EXCEPTIONS[code]
    station = ScriptedStation()
    app = app_of(station)
    async with app.run_test(size=(80, 24)) as pilot:
        station.publish(scan(Refusal(code, (), "REJECT")))
        await until_shown(pilot, f"{code.value}  {text.term.english}")

        assert text.sentences[-1].english in shown(app)
        assert "REJECT" in shown(app)
        assert "█" in shown(app)


async def test_no_tone_when_sound_is_off(bells: list[None]) -> None:
    station = ScriptedStation(sound=False)
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        station.publish(accepted())
        await until_shown(pilot, "ACCEPT")

    assert bells == []


async def test_a_verdict_is_gone_when_the_next_parcel_lies_there() -> None:
    station = ScriptedStation()
    app = app_of(station)
    async with app.run_test(size=(80, 24)) as pilot:
        station.publish(accepted("B12"))
        await until_shown(pilot, "Put it into B12")
        for presence in (Presence.DECIDED, Presence.NONE):
            now = time.monotonic()
            station.now = status(at=now, lane=LaneStatus(at=now, presence=presence, since=now))
            app.look()
            assert green(app)

        now = time.monotonic()
        station.now = status(at=now, lane=LaneStatus(at=now, presence=Presence.OPEN, since=now, weigh_phase="loading"))
        await until(pilot, lambda: not green(app), "a verdict that is gone")
        assert "Put it into B12" not in shown(app)

        station.publish(accepted("C3"))
        await until_shown(pilot, "Put it into C3")


async def test_a_lost_device_shows_its_words_with_the_next_look_and_the_verdict_stays() -> None:
    station = ScriptedStation()
    app = app_of(station)
    async with app.run_test(size=(80, 24)) as pilot:
        station.publish(accepted("B12"))
        await until_shown(pilot, "Put it into B12")

        station.now = status(devices=devices(scale=Health.DOWN, words="/dev/ttyUSB0: unplugged. Plug it in"))
        app.look()
        await pilot.pause()

        assert "SCALE DOWN" in shown(app)
        assert "The scale is not connected. Call the technician" in shown(app)
        assert "Put it into B12" in shown(app)
        assert green(app)


async def test_a_failed_station_is_the_last_word_and_ends_the_process_non_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_module, "FAILED_SHOWN_S", 0.5)
    station = ScriptedStation()
    app = app_of(station)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        station.publish(StationFailed("core", "core: OSError: gone"))
        await until_shown(pilot, "THE STATION FAILED")
        assert "Its part core has ended" in shown(app)

        station.publish(accepted())
        await pilot.pause()
        assert not green(app)
        await until(pilot, lambda: app.return_code == 1, "the end")


async def test_a_failure_is_seen_in_the_gauges_alone() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        station.now = replace(status(), failed="scale: ValueError: x")

        await until_shown(pilot, "THE STATION FAILED")


async def test_a_no_read_says_its_cause_and_what_to_do() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(80, 24)) as pilot:
        station.publish(no_read())

        await until_shown(pilot, "glare: turn the parcel")
        assert "or type the number" in shown(pilot.app)
