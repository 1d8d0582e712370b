"""The start-up screen: words, another try by itself, and a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.ui import start
from station.ui.start import StartApp
from tests.station.ui.looking import until, until_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.station.ui.looking import ScreenIs

FULL = (
    "/var/lib/parcel-station/station.db: the disk is full, nothing was stored. Free space where "
    "/var/lib/parcel-station lies"
)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "RETRY_S", 0.05)


@pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
async def test_it_says_why_and_what_to_do(size: tuple[int, int], screen_is: ScreenIs) -> None:
    app: StartApp[int] = StartApp(lambda: FULL, FULL)
    async with app.run_test(size=size) as pilot:
        await until_shown(pilot, "CANNOT START")
        await screen_is(pilot, f"start-{size[0]}x{size[1]}")


@pytest.mark.usefixtures("quick")
async def test_it_tries_again_until_it_starts() -> None:
    answers: Iterator[int | str] = iter(["still \x1b[2Jfull", "a folder is missing", 7])
    app: StartApp[int] = StartApp(lambda: next(answers), FULL)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.made == 7, "the start")


@pytest.mark.usefixtures("quick")
async def test_what_is_no_trouble_of_the_record_is_handed_on() -> None:
    def broken() -> int:
        raise ValueError("seeded")

    app: StartApp[int] = StartApp(broken, FULL)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.error is not None, "the error")
    assert isinstance(app.error, ValueError)


async def test_f10_gives_up() -> None:
    app: StartApp[int] = StartApp(lambda: FULL, FULL)
    async with app.run_test() as pilot:
        await pilot.press("f10")
    assert app.made is None
