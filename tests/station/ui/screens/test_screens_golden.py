"""The screens as pictures; `pytest --update-screens` writes them anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from hardware.contract import Notice, notice
from station.core.check_requests import NoteAlarm
from station.core.counting import Chosen, Span
from station.core.devices import Health
from station.core.events import LaneStatus, ListStatus, StoreTrouble, SyncStatus
from station.core.requests import AcknowledgeAlarms
from station.core.troubles import RecordAlarm
from tests.station.ui.looking import app_of, shown, typed, until, until_shown
from tests.station.ui.scripted_station import ScriptedStation, accepted, devices, held, status, warning
from tests.station.ui.shown_counts import departing

if TYPE_CHECKING:
    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}


@pytest.mark.parametrize("size", SIZES)
async def test_scan_screen_with_an_accepted_parcel(size: str, screen_is: ScreenIs) -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        station.publish(accepted())
        await until_shown(pilot, "ACCEPT")

        await screen_is(pilot, f"scan-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_supervisor_screen(size: str, screen_is: ScreenIs) -> None:
    async with app_of(ScriptedStation()).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f2")

        await screen_is(pilot, f"supervisor-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_technician_screen(size: str, screen_is: ScreenIs) -> None:
    async with app_of(ScriptedStation()).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f3")

        await screen_is(pilot, f"technician-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_scan_screen_of_a_station_in_test(size: str, screen_is: ScreenIs) -> None:
    station = ScriptedStation(in_test=True)
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        station.publish(accepted())
        await until_shown(pilot, "ACCEPT")

        await screen_is(pilot, f"in-test-scan-{size}")


@pytest.mark.parametrize("in_test", [True, False])
@pytest.mark.parametrize("keys", [["f2", "f1"], ["f2"], ["f3"], ["f2", "f6"]])
async def test_every_screen_of_a_station_in_test_says_so_first(keys: list[str], in_test: bool) -> None:
    async with app_of(ScriptedStation(in_test=in_test)).run_test(size=SIZES["80x24"]) as pilot:
        for key in keys:
            await pilot.press(key)
            await until_shown(
                pilot, {"f1": "SORT", "f2": "quarter hour", "f3": "clock synced", "f6": "send again"}[key]
            )

        assert shown(pilot.app).startswith(" IN TEST  ") is in_test


async def test_scan_screen_with_everything_wrong(screen_is: ScreenIs) -> None:
    lost = "/dev/ttyUSB0 is gone; plug the scale in again, it comes back by itself within five seconds"
    line = SyncStatus(
        "https://c", online=False, words="connection refused; next try in 8 s", pending=412,
        oldest_pending="2026-11-23T13:07:12.000Z", dead=2,
    )  # fmt: skip
    station = ScriptedStation(
        now=status(
            warning("disk", notice("disk_filling", free=1_288_490_189, share="0.12", folder="/var/lib/parcel-station")),
            devices=devices(scale=Health.DOWN, words=lost),
            live_weight=None,
            sync=line,
            lane=LaneStatus(weigh_phase="blocked", prompt=Notice("clear"), prompt_kind="clear"),
        )
    )
    async with app_of(station).run_test(size=SIZES["80x24"]) as pilot:
        station.publish(held())
        await until_shown(pilot, "On hold: customs")

        await screen_is(pilot, "scan-troubles-80x24")


@pytest.mark.parametrize("keys", [["f2", "f1"], ["f3"]])
async def test_old_and_refused_lists(keys: list[str], screen_is: ScreenIs) -> None:
    plan = ListStatus(
        "sort plan", "2026-11-23T13:00:00.000Z", 4040, of_centre=True, kept_by_centre=True,
        words="2 bad rows, the first: sort-plan-1a2b3c4d.csv:7: country: 'XX' is no country", refused=True,
    )  # fmt: skip
    holds = ListStatus("holds", "2026-11-20T13:00:00.000Z", 263_000, of_centre=True, kept_by_centre=True, stale=True)
    manifest = ListStatus("manifest", "2026-11-20T12:00:00.000Z", 266_000, kept_by_centre=True, stale=True)
    station = ScriptedStation(now=status(lists=(plan, holds, manifest)))
    async with app_of(station).run_test(size=SIZES["80x24"]) as pilot:
        await pilot.press(*keys)

        await screen_is(pilot, f"lists-{'scan' if 'f1' in keys else 'technician'}-80x24")


async def test_scan_that_was_not_stored(screen_is: ScreenIs) -> None:
    station = ScriptedStation(theme="hub-light")
    async with app_of(station).run_test(size=SIZES["80x24"]) as pilot:
        station.publish(
            StoreTrouble(notice("disk_full", free=1_288_490_189, share="0.04", folder="/var/lib/parcel-station"))
        )
        await until_shown(pilot, "NOT STORED")

        await screen_is(pilot, "scan-stop-80x24")


async def test_keyed_entry_with_a_wrong_check_digit_in_the_light_theme(screen_is: ScreenIs) -> None:
    station = ScriptedStation(theme="hub-light", now=replace(status(), lane=LaneStatus(weigh_phase="empty")))
    async with app_of(station).run_test(size=SIZES["80x24"]) as pilot:
        await typed(pilot, "RB123456786CN")
        await until_shown(pilot, "CHECK DIGIT WRONG")

        await screen_is(pilot, "scan-keyed-80x24")


ALARM = RecordAlarm(
    "the record was damaged ...",
    notice("record_salvaged", detail="812 scans saved, 3 could not be read", at="2026-11-23T13:58:00.000Z"),
)


async def test_alarm_of_the_record_on_the_scan_screen(screen_is: ScreenIs) -> None:
    no_backup = warning("backup", notice("no_backup", detail="the disk is full"))
    now = status(no_backup, record_alarms=(ALARM, RecordAlarm("older", Notice("record_lost"))))
    async with app_of(ScriptedStation(now=now)).run_test(size=SIZES["80x24"]) as pilot:
        await screen_is(pilot, "scan-alarm-80x24")


async def test_the_supervisor_says_to_have_seen_an_alarm_of_the_record(screen_is: ScreenIs) -> None:
    station = ScriptedStation(now=status(record_alarms=(ALARM,)))
    async with app_of(station).run_test(size=SIZES["80x24"]) as pilot:
        await pilot.press("f2")
        await until_shown(pilot, "Seen")
        await pilot.press("f7")
        await screen_is(pilot, "supervisor-alarm-80x24")
        await until(pilot, lambda: bool(getattr(pilot.app.screen, "armed", False)), "the question is armed")
        await pilot.press("right", "enter")
        await until(
            pilot, lambda: AcknowledgeAlarms((ALARM.text,), "Ana") in station.asked, "the word of the supervisor"
        )
        await until(pilot, lambda: "RECORD" not in shown(pilot.app), "the end of the alarm")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_from_a_figure_to_its_parcels_and_to_the_history_of_one(
    language: str, size: str, screen_is: ScreenIs
) -> None:
    station = ScriptedStation(language=language)
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f2")
        await until_shown(pilot, "2843")
        await pilot.press("f12")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "FiguresScreen", "the figures")
        await screen_is(pilot, f"figures-{language}-{size}")
        await pilot.press("enter")
        await until_shown(pilot, "UA938222195PL")
        assert station.figures.asked[-1] == ("odd", "0")
        await pilot.press("escape", "down", "down", "enter")
        await until(pilot, lambda: station.figures.asked[-1][0] == "quarter", "a quarter hour")
        await until_shown(pilot, "UA938222195PL")
        await screen_is(pilot, f"figures-behind-{language}-{size}")
        await pilot.press("enter")
        await until_shown(pilot, "cleared by")
        await screen_is(pilot, f"figures-history-{language}-{size}")
        await pilot.press("escape")
        await until_shown(pilot, "UA938222195PL")
        await pilot.press("escape", "escape")
        await until_shown(pilot, "F12")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_figures_of_another_time_and_of_one_worker(language: str, size: str, screen_is: ScreenIs) -> None:
    station = ScriptedStation(language=language)
    chosen = station.figures.chosen
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f2")
        await until_shown(pilot, "2843")
        await pilot.press("left", "left")
        await until(pilot, lambda: chosen[-1] == Chosen(Span.WEEK), "seven days")
        await pilot.press("f12")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "FiguresScreen", "the figures")
        rows = pilot.app.screen.query_one(OptionList)
        rows.highlighted = next(n for n in range(len(rows.options)) if "Bo" in str(rows.options[n].prompt))
        await pilot.press("f6")
        await until(pilot, lambda: chosen[-1] == Chosen(Span.WEEK, operator="陈 Bo"), "one worker")
        await until_shown(pilot, "陈 Bo")
        await screen_is(pilot, f"figures-chosen-{language}-{size}")
        await pilot.press("f12")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "FiguresScreen", "the figures")
        await pilot.press("f6")
        await until(pilot, lambda: chosen[-1] == Chosen(Span.WEEK), "everybody")


async def test_a_scan_that_was_not_read_has_a_history_too() -> None:
    station = ScriptedStation()
    async with app_of(station).run_test(size=(140, 45)) as pilot:
        await pilot.press("f2")
        await until_shown(pilot, "2843")
        await pilot.press("f12")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "FiguresScreen", "the figures")
        await pilot.press("enter")
        await until_shown(pilot, "not read")
        rows = pilot.app.screen.query_one(OptionList)
        rows.highlighted = next(n for n in range(len(rows.options)) if "not read" in str(rows.options[n].prompt))
        await pilot.press("enter")
        await until_shown(pilot, "out of focus")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_an_alarm_of_figures_is_seen_by_somebody_and_departures_are_counted_down(
    language: str, size: str, screen_is: ScreenIs
) -> None:
    low = warning("read_rate_low", notice("read_rate_low", percent="88.2", limit="95"), grave=True)
    station = ScriptedStation(language=language, now=status(low), figures=departing())
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f2")
        await until_shown(pilot, "CZ 331")
        await screen_is(pilot, f"figures-alarm-{language}-{size}")
        await pilot.press("f7")
        await until(pilot, lambda: bool(getattr(pilot.app.screen, "armed", False)), "the question is armed")
        await pilot.press("right", "enter")
        await until(pilot, lambda: bool(station.asked), "the word of the supervisor")
        assert station.asked == [NoteAlarm("read_rate_low", "seen", who="Ana")]
