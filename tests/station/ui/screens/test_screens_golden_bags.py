"""The screens with bags, as pictures; `pytest --update-screens` writes them anew."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from hardware.contract import values_of
from station.core import Bag, Code, Refusal, RequestDone
from station.core.bag_requests import PutParcel
from station.core.outcomes import Nothing, Reason
from tests.station.ui.looking import app_of, until_shown
from tests.station.ui.scripted_station import ScriptedStation, accepted, scan, status

if TYPE_CHECKING:
    from station.core import Event, ScanCommitted
    from tests.station.ui.looking import ScreenIs

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}
S9 = "CNSHAABRRIOAACC60001001000123"
HALF = Bag(S9, "B12", count=12, net_g=Decimal(8410), most_parcels=40)
NEARLY = replace(HALF, count=37)
FULL = replace(HALF, count=40)
CAGE = Bag("CAGE-3", None, destination="BRRIOA", count=2, net_g=Decimal(30000))
FULL_STOP = scan(Refusal(Code.BAG_FULL, values_of(bag=S9, into="B12"), "REJECT"))


WRONG = RequestDone(
    PutParcel("RB123456785CN", "BAG-2"),
    Nothing(Reason.WRONG_BAG, {"label": "BAG-2", "parcel_id": "RB123456785CN", "bag": "BAG-1", "into": "B12"}),
)


def into(bag: Bag) -> ScanCommitted:
    event = accepted()
    return replace(event, scan=replace(event.scan, bag=bag))


SHOWN: dict[str, tuple[Event, dict[str, str]]] = {
    "bag": (into(HALF), {"en": "12 parcels", "zh_CN": "12 件"}),
    "bag-nearly-full": (into(NEARLY), {"en": "nearly full: 92", "zh_CN": "总包将满"}),
    "bag-full-after": (into(FULL), {"en": "Then close the bag", "zh_CN": "然后封袋"}),
    "bag-wrong": (WRONG, {"en": "is wrong", "zh_CN": "不对"}),
    "bag-full": (FULL_STOP, {"en": "is full", "zh_CN": "已满"}),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("name", SHOWN)
async def test_worker_screen_with_a_bag(name: str, language: str, size: str, screen_is: ScreenIs) -> None:
    event, words = SHOWN[name]
    station = ScriptedStation(language=language)
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        station.publish(event)
        await until_shown(pilot, words[language])

        await screen_is(pilot, f"{name}-{language}-{size}")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_supervisor_screen_with_open_bags(language: str, size: str, screen_is: ScreenIs) -> None:
    station = ScriptedStation(language=language, now=replace(status(), bags=(HALF, replace(NEARLY, bin="C03"), CAGE)))
    async with app_of(station).run_test(size=SIZES[size]) as pilot:
        await pilot.press("f2")
        await until_shown(pilot, "C03")

        await screen_is(pilot, f"supervisor-bags-{language}-{size}")
