"""A label in view of the camera loads its bag once, as long as it lies there; what is no label stays for the lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import Symbol
from station.clock import Clock
from station.core import BagScanned, Shift
from station.core.bag_requests import CloseBag, OpenBag
from station.core.choose import choose
from station.core.outcomes import Reason
from station.record import Reads, Store
from station.runtime.active import Active
from station.runtime.active_shift import ActiveShift
from station.runtime.load_watch import GONE_S, LoadWatch
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from pathlib import Path

    from station.core import Event

S9 = "CNSHAABRRIOAACC60001001000123"


def symbols(*texts: str) -> tuple[Symbol, ...]:
    return tuple(Symbol(text, text.encode(), "Code128", "]C0", ((0, 0),), "zxing") for text in texts)


def test_a_label_in_view_is_taken_once(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    events: list[Event] = []
    with Store.open(path, "lane-1") as store, Reads(path) as reads:
        do(store, OpenBag("Ana", "A01", "BAG-1"))
        do(store, CloseBag("BAG-1", "Ana"))
        watch = LoadWatch(store, Clock(), Active(ActiveShift(Shift("load", "Ana"))), events.append)

        def seen(at: float, *texts: str) -> list[str]:
            return [each.text for each in watch.without_labels(at, symbols(*texts), reads)]

        def told() -> list[Reason]:
            return [event.outcome.reason for event in events if isinstance(event, BagScanned)]

        assert seen(1, "bag-1", "RR473124829CN") == ["RR473124829CN"]
        assert seen(1.5, "bag-1") == []
        assert told() == [Reason.BAG_LOADED]
        watch.refuse(choose(symbols("hello")))
        assert told() == [Reason.BAG_LOADED], "its label was just taken"
        assert seen(1.6 + GONE_S, "bag-1", S9) == []
        assert told()[1:] == [Reason.NO_SUCH_BAG, Reason.BAG_IS_LOADED]
        assert seen(9, "hello") == ["hello"]
        watch.refuse(choose(symbols("hello")))
        watch.refuse(choose(symbols("RR473124829CN")))
        assert told()[3:] == [Reason.NO_BAG_LABEL, Reason.BAG_IS_PARCEL]
    with Reads(path) as reads:
        *_, entry = reads.exported()
    assert (entry["operator"], entry["details"]) == ("Ana", {"is": "loaded", "bag": "BAG-1", "count": 0, "net_g": "0"})
