"""Ways to look at a running screen without waiting for a fixed time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

from rich.color import ColorType
from textual import events

from station.ui.app import StationApp
from tests.station.ui.scripted_station import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.style import Style
    from textual.app import App
    from textual.pilot import Pilot

    from tests.station.ui.scripted_station import ScriptedStation

DEADLINE_S = 10.0
REST_S = 0.6
"""Unchanged for this long is at rest: three looks at the gauges."""
Rgb = tuple[int, int, int]


class ScreenIs(Protocol):
    """Compares with a golden picture."""

    async def __call__(self, pilot: Pilot[None], name: str) -> None: ...


def app_of(station: ScriptedStation) -> StationApp:
    """The app over a scripted station, at a fixed time."""
    return StationApp(station, now=lambda: NOW)


async def until(pilot: Pilot[None], condition: Callable[[], bool], what: str) -> None:
    """Wait until it holds, or fail saying what did not come."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"never came: {what}\n{shown(pilot.app)}"
        await pilot.pause(0.02)


async def until_shown(pilot: Pilot[None], text: str) -> None:
    """Wait until the text is on the screen."""
    await until(pilot, lambda: text in shown(pilot.app), text)


async def typed(pilot: Pilot[None], text: str) -> None:
    """Type it all at once, as a scanner does; the pilot's own keys wait after each, as fingers do."""
    for character in text:
        pilot.app.post_message(events.Key(character, character))
    await pilot.pause()


async def settled(pilot: Pilot[None], wanted: str | None) -> str:
    """The picture once it is the wanted one, or has not changed for a while."""
    last, since = "", time.monotonic()
    while True:
        svg = pilot.app.export_screenshot()
        if svg != last:
            last, since = svg, time.monotonic()
        if svg == wanted or time.monotonic() - since > (REST_S if wanted is None else 3 * REST_S):
            return svg
        await pilot.pause(0.03)


def shown(app: App[None]) -> str:
    """The text on the screen, a line a row."""
    rows = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in row) for row in rows)


def cells(app: App[None]) -> Iterator[tuple[str, Style]]:
    """Every run of characters on the screen with its style."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style is not None:
                yield segment.text, segment.style


def rgb(style: Style, *, background: bool) -> Rgb:
    """The true colour of letters or background."""
    color = style.bgcolor if background else style.color
    assert color is not None
    assert color.type is ColorType.TRUECOLOR
    triplet = color.get_truecolor()
    return triplet.red, triplet.green, triplet.blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
