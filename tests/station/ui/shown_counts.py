"""What the screens of a scripted station count and list: the last hour, the newest scans."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from station.core.counting import Chosen, CutOff, Line, OddKind, OddRun, Passed, ReadClass, ReadCounts, ShiftFigures
from station.core.events import (
    HourCounts,
)
from station.core.recent_scan import RecentScan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from station.core.counting import Named
    from station.ui.face import HubFace


def line(presented: int, stopped: int = 0, first: float = 0.97, grams: int = 0) -> Line:
    """So many parcels, of which these were read the first time."""
    read = round(first * presented)
    left = presented - read
    classes = {ReadClass.FIRST_TIME: read, ReadClass.AFTER_RETRIES: left - left // 3, ReadClass.KEYED: left // 3}
    return Line({ReadClass.NOT_READ: 0} | classes, presented - stopped, stopped, Decimal(grams))


def named(**lines: Line) -> Named:
    return tuple(lines.items())


def quarters() -> Named:
    """From 06:00 UTC to the quarter hour that goes on."""
    counts: tuple[int, ...] = (
        61,
        84,
        97,
        92,
        0,
        105,
        118,
        112,
        121,
        108,
        99,
        104,
        117,
        0,
        12,
        88,
        93,
        99,
        111,
        120,
        119,
        101,
        94,
    )
    counts += (84, 97, 0, 105, 118, 112, 121, 57, 61, 33)
    return tuple(
        (f"2026-11-23T{6 + number // 4:02}:{number % 4 * 15:02}:00Z", line(count, count // 40))
        for number, count in enumerate(counts)
    )


def shift_figures() -> ShiftFigures:
    whole = Line()
    for _, each in quarters():
        whole.add(each)
    stops = {"NR": 31, "HD": 14, "DUP": 11, "OW": 4, "WM": 3, "CD": 2, "UK": 1}
    causes = {"glare": 14, "damaged_code": 9, "too_few_pixels": 6, "no_code_found": 2}
    return ShiftFigures(
        "2026-11-23T06:00:00Z",
        is_shift=True,
        whole=whole,
        quarters=quarters(),
        codes=tuple((code, Line(stopped=count)) for code, count in stops.items()),
        causes=tuple((cause, Line(stopped=count)) for cause, count in causes.items()),
        operators=(("Ana", line(1904, 31)), ("陈 Bo", line(812, 40, 0.88)), ("Cy", line(21))),
        bins=tuple((f"B{number:02}", line(400 - 37 * number, number)) for number in range(1, 11)),
        carriers=named(**{"china-post": line(2011, 50), "usps": line(603, 12, 0.91), "correios": line(123, 4)}),
        until="2026-11-23T14:08:00.000Z",
        worker="Ana",
        odd=(odd_run(),),
    )


def odd_run() -> OddRun:
    began = datetime(2026, 11, 23, 13, 2, tzinfo=UTC).timestamp()
    ids = (f"RB{12345600 + number}5CN" for number in range(6))
    return OddRun(
        OddKind.BURST,
        tuple(Passed(700 + n, began + 1.4 * n, each, each, Decimal(1234), keyed=False) for n, each in enumerate(ids)),
    )


def history() -> Sequence[dict[str, Any]]:
    scan = {"seq": 812, "scanned_at": "2026-11-23T13:44:10.000Z", "operation": "sort", "kind": "scan", "code": "HD"}
    scan |= {"bin": "HOLD", "operator": "Ana", "weight": {"grams": "1234"}, "state": "sent"}
    lifted = {"seq": 840, "scanned_at": "2026-11-23T13:51:10.000Z", "operation": "sort", "kind": "override"}
    lifted |= {"bin": "B12", "operator": "Bo", "details": {"why": "cleared by customs", "bag": "BAG-7"}}
    return [scan, lifted | {"state": "queued"}]


EVERYTHING = Chosen()


@dataclass
class ScriptedFigures:
    """What was counted, as a test says."""

    target_per_hour: int = 450
    counted: ShiftFigures = field(default_factory=shift_figures)
    asked: list[tuple[str, str]] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    hub: HubFace | None = None

    def shift(self, chosen: Chosen = EVERYTHING) -> ShiftFigures:
        self.chosen.append(chosen)
        return replace(self.counted, chosen=chosen)

    def behind(self, figures: ShiftFigures, group: str, name: str, count: int) -> tuple[RecentScan, ...]:
        self.asked.append((group, name))
        return recent_scans()[:count]

    def history(self, parcel_id: str) -> Sequence[dict[str, Any]]:
        self.asked.append(("history", parcel_id))
        return history()

    def presentation(self, seq: int) -> Sequence[dict[str, Any]]:
        self.asked.append(("presentation", str(seq)))
        return [history()[0] | {"seq": seq, "code": "NR", "bin": "REJECT", "cause": "out_of_focus"}]


def hour() -> HourCounts:
    return HourCounts(
        scans=431,
        accepted=414,
        weighed=429,
        read=ReadCounts(not_read=3, keyed=6, after_retries=11, first_time=405),
        exceptions=(("NR", 9), ("HD", 4), ("DUP", 3), ("OW", 1)),
    )


def recent_scans() -> tuple[RecentScan, ...]:
    ids = (
        "RB123456785CN",
        "92055901755477000271990251",
        "1Z999AA10123456784",
        None,
        "LP00123456789012",
        "UA938222195PL",
    )
    rows = []
    for number in range(30):
        parcel = ids[number % len(ids)]
        code = "NR" if parcel is None else "HD" if number % 11 == 5 else None
        rows.append(
            RecentScan(
                seq=900 - number,
                scanned_at=f"2026-11-23T14:{7 - number // 12:02}:{(25 - number * 5) % 60:02}.000Z",
                parcel_id=parcel,
                carrier=None if parcel is None else "China Post",
                service=None if parcel is None else "registered",
                grams=Decimal(1234 - 31 * number),
                bin="REJECT" if parcel is None else "HOLD" if code else f"B{number % 9 + 1}",
                code=code,
                keyed=number == 4,
                sent="queued" if number < 3 else "refused" if number == 8 else "sent",
            )
        )
    return tuple(rows)


def departing() -> ScriptedFigures:
    """With two departures, of which one will be late."""
    late = CutOff("CZ 331", "2026-11-23T15:30:00.000Z", 1.375, 812, 96.0, 240, 174.5, 108)
    soon = CutOff("Truck north", "2026-11-23T18:00:00.000Z", 3.875, 640, 196.0)
    return ScriptedFigures(counted=replace(shift_figures(), cut_offs=(late, soon)))
