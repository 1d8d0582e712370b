"""What is said of figures of another time, of one worker or one operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.core.counting import OddRun
    from station.language.language import Language

HOURS, DAYS = message("presented by hour"), message("presented by day")
HOUR_SINCE, DAY_SINCE = message("last hour, since {time}:"), message("today, since {time}:")
WEEK_SINCE = message("7 days, since {time}:")
ONLY, OTHER_TIME = message("only {names}"), message("Time", about="key")
BY_OPERATION = message("by operation")
KILOGRAMS = message("{rate} kg/h")
OWN = message("{operator}: {count}")
ODD_TITLE = message("to be looked at")
ODD_COUNT = message("{count} odd: F12")
ODD: Mapping[str, Message] = {
    "burst": message("{count} parcels in {seconds} s over {grams} g: one parcel on the scale for all?"),
    "same_weight": message("{count} parcels in a row of {grams} g: the same goods, or one parcel each time?"),
    "keyed_burst": message("{count} numbers keyed in {seconds} s: from a list, or by a scanner as keyboard?"),
    "loop": message("{parcel} came {count} times within an hour: does it go round?"),
}


def odd_text(run: OddRun, language: Language) -> str:
    """What is odd about it, in one sentence."""
    first = run.scans[0]
    values = {"count": len(run.scans), "seconds": round(run.seconds), "grams": first.grams, "parcel": first.parcel_id}
    return language.text(ODD[run.kind.value], values)
