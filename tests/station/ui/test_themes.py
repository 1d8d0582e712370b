"""Contrast of everything that is really drawn, in both themes and without colours."""

from __future__ import annotations

import pytest

from hardware.contract import Notice
from station.core.devices import Health
from station.core.events import LaneStatus, StoreTrouble, SyncStatus
from station.ui.themes import THEMES
from station.ui.widgets import entry
from tests.station.ui.looking import app_of, cells, contrast, rgb, typed, until_shown
from tests.station.ui.scripted_station import ScriptedStation, accepted, devices, held, review, status

AAA = 7.0
"""WCAG 2.2, 1.4.6 (enhanced)."""
NO_COLOUR = 4.5
"""WCAG 2.2, 1.4.3, when only greys are left."""


def faint(app, least: float) -> list[tuple[str, object]]:  # type: ignore[no-untyped-def]  # any running app
    """Every visible run of characters below the contrast."""
    return [
        (text, style)
        for text, style in cells(app)
        if text.strip() and contrast(rgb(style, background=False), rgb(style, background=True)) < least
    ]


EVENTS = {
    "ready": None,
    "accept": accepted(),
    "exception": held(),
    "review": review(),
    "stop": StoreTrouble(Notice("disk_full")),
}


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
@pytest.mark.parametrize("keys", [["f2", "f1"], ["f2"], ["f3"]])
@pytest.mark.parametrize("trouble", [False, True])
async def test_every_text_on_every_screen_stands_at_seven_to_one(theme: str, keys: list[str], trouble: bool) -> None:
    station = ScriptedStation(theme=theme, frame=None)
    if trouble:
        station.now = status(
            devices=devices(scale=Health.DOWN, camera=Health.STARTING, words="gone"),
            sync=SyncStatus("https://c", online=False, words="refused", pending=5, dead=2),
            lane=LaneStatus(weigh_phase="blocked", prompt=Notice("clear"), prompt_kind="clear"),
        )
    app = app_of(station)
    async with app.run_test(size=(140, 45)) as pilot:
        await pilot.press(*keys)
        await until_shown(pilot, "Quit")

        assert faint(app, AAA) == []


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("no_color", [False, True])
async def test_every_verdict_is_readable(
    theme: str, event: str, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "PAUSE_S", 0.01)
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    station = ScriptedStation(theme=theme)
    app = app_of(station)
    async with app.run_test(size=(80, 24)) as pilot:
        happened = EVENTS[event]
        if happened is not None:
            station.publish(happened)
        word = {"accept": "ACCEPT", "exception": "EXCEPTION", "review": "QUESTION", "stop": "NOT STORED"}
        await until_shown(pilot, word.get(event, "Put a parcel"))
        await typed(pilot, "RB123456786CN")
        await until_shown(pilot, "CHECK DIGIT WRONG")

        assert faint(app, NO_COLOUR if no_color else AAA) == []


def test_both_themes_name_the_same_variables() -> None:
    first, second = THEMES

    assert set(first.variables) == set(second.variables)
