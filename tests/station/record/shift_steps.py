"""What happens in a shift, for tests of figures: parcels that are read, shown again, taken back, lifted, corrected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from hardware.contract import Symbol
from station.core import Code, Receipt, Refusal, utc_text
from station.core import Shift as Works
from station.core.counting import ReadClass, class_after
from station.core.requests import AskedLane, CloseShift, CorrectScan, OpenShift, OverrideStop, VoidScan
from station.record import Reads
from tests.station.record.drafts import OVERWEIGHT, draft
from tests.station.requests.doing import do

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.core import ClockReading, ScanDraft
    from station.record import Store

NO_READ = Refusal(Code.NO_READ, (), "REJECT")
BEGAN = datetime(2026, 11, 22, 10, tzinfo=UTC)
SECOND = 10**9
LANE = AskedLane(shift=Works("sort", "anna"))


@dataclass(frozen=True)
class Step:
    """One thing that happens. `again`: the parcel of the last scan is shown once more."""

    what: str
    again: bool = False
    seq: int = 1
    operator: str = "Ana"
    minutes: int = 0


WHAT = ["read", "read", "keyed", "unread", "heavy", "void", "lift", "shift"]
MORE = [*WHAT, "scanned", "wrong clock", "acknowledge", "reject", "correct", "redate", "retire"]


def steps(what: Sequence[str]) -> st.SearchStrategy[list[Step]]:
    """Any story of these."""
    one = st.builds(
        Step,
        what=st.sampled_from(what),
        again=st.booleans(),
        seq=st.integers(1, 25),
        operator=st.sampled_from(["Ana", "陈 Bo"]),
        minutes=st.integers(0, 40),
    )
    return st.lists(one, max_size=25)


class Shift:
    """Steps, as a lane stores them."""

    def __init__(self, store: Store, vary: Callable[[ScanDraft, int], ScanDraft] = lambda scan, _: scan) -> None:
        """`vary`: what else is different about the scan of so many."""
        self._store, self._vary = store, vary
        self._now = BEGAN
        self._last: tuple[str, ReadClass] | None = None
        self._names: dict[int, str] = {}
        self._clock: ClockReading = draft().clock

    def live(self, story: Sequence[Step]) -> None:
        """One after the other."""
        for number, step in enumerate(story):
            self._now += timedelta(minutes=step.minutes)
            self._do(number, step)

    def _do(self, number: int, step: Step) -> None:
        store, at = self._store, utc_text(self._now)
        match step.what:
            case "void":
                do(store, VoidScan(step.seq, "Ana", "wrong"), LANE)
            case "lift":
                do(store, OverrideStop(step.seq, "B02", "Bo", "weighed again"), LANE)
            case "shift":
                do(store, CloseShift("Ana"), LANE)
                do(store, OpenShift(step.operator), LANE)
            case "acknowledge":
                self._acknowledge(step.seq)
            case "reject":
                store.settle([Receipt(self._names.get(step.seq, ""), "rejected", "unknown", "no such parcel")])
            case "correct":
                do(store, CorrectScan(step.seq, None, "C03", "Bo", "it went into C03"), LANE)
            case "redate":
                now = replace(self._clock, utc=at, mono_ns=(number + 1) * SECOND, state="synced")
                store.redate(now, 0, 1 << 62, 100)
            case "retire":
                store.note_time(at)
                store.retire("9999", 3)
            case what:
                self._scan(number, step, what)

    def _acknowledge(self, count: int) -> None:
        with Reads(self._store.path) as reads:
            batch = reads.next_batch(count)
        self._store.settle([Receipt(str(entry["scan_id"]), "stored") for entry in batch.scans] if batch else [])

    def _scan(self, number: int, step: Step, what: str) -> None:
        has_id, keyed = what not in {"unread", "wrong clock"}, what == "keyed"
        decision = {"unread": NO_READ, "wrong clock": NO_READ, "heavy": OVERWEIGHT}.get(what)
        parcel = f"RR{number:08}5CN" if has_id else None
        scan = draft(parcel, at=utc_text(self._now), keyed=keyed, decision=decision, operator=step.operator)
        before = self._last if step.again else None
        first, read = before or (None, None)
        clock = replace(scan.clock, mono_ns=number * SECOND)
        if what == "wrong clock":
            clock = replace(clock, utc="1970-01-01T00:10:00.000Z", state="unsynced")
        scan = replace(scan, presentation=first, read_before=read, clock=clock)
        if what == "scanned" and parcel is not None:
            scan = replace(scan, symbol=Symbol(parcel, parcel.encode(), "Code128", "]C1", (), "scanner:hand"))
        made = self._store.commit(self._vary(scan, number))
        self._names[made.seq] = made.scan_id
        self._last = first or made.scan_id, class_after(read, has_id=has_id, keyed=keyed)
