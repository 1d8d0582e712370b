"""Golden pictures of the screens, and a fixed time zone for them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.places import ROOT
from tests.station.ui.looking import ScreenIs, settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot

SCREENS = ROOT / "tests" / "screens"


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The screens say local times; here the station stands in UTC, with colours."""
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("NO_COLOR", raising=False)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def screen_is(request: pytest.FixtureRequest) -> ScreenIs:
    """Compare the screen with `tests/screens/NAME.svg` once it has come to rest."""

    async def compare(pilot: Pilot[None], name: str) -> None:
        golden = SCREENS / f"{name}.svg"
        wanted = golden.read_text() if golden.exists() else ""
        update = bool(request.config.getoption("--update-screens"))
        svg = await settled(pilot, None if update else wanted)
        if update:
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(svg)
            return
        assert svg == wanted, f"{golden.name} differs; pytest --update-screens writes it anew: look at it then"

    return compare
