"""What other programs are told of a verdict: one flat JSON object each. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.events import RequestDone, ReviewAsked, ScanCommitted
from station.core.feedback import feedback_of
from station.core.models import Refusal, Review
from station.core.outcomes import Reason

if TYPE_CHECKING:
    from station.core.events import Event

_PLACES = {Reason.PARCEL_PUT: "put", Reason.WRONG_BAG: "wrong_place", Reason.NOT_PUT: "not_put"}


def verdict_event(event: Event) -> dict[str, str | int | None] | None:
    """`event` is `verdict` of a scan that is on the disk, `question`, or where a parcel was put: `put`, `wrong_place`,
    `not_put`; `outcome` is good, stop or question. None: nothing that a hand wants to know.
    """
    outcome = feedback_of(event)
    match event:
        case ScanCommitted(scan):
            grams = scan.draft.capture.grams if scan.draft.capture is not None else None
            return {
                "event": "verdict", "outcome": outcome, "scan_id": scan.scan_id, "seq": scan.seq,
                "at": scan.draft.clock.utc, "parcel_id": scan.parcel_id, "bin": scan.bin, "code": scan.code,
                "bag": scan.bag.number if scan.bag is not None else None,
                "grams": None if grams is None else f"{grams:f}", "scanner": scan.draft.scanner,
            }  # fmt: skip
        case ReviewAsked(_, decision):
            code = decision.code.value if isinstance(decision, Review | Refusal) else None
            return {"event": "question", "outcome": outcome, "code": code}
        case RequestDone(outcome=done) if done.reason in _PLACES:
            told = {
                name: str(done.values[name]) for name in ("parcel_id", "into", "bag", "label") if name in done.values
            }
            return {"event": _PLACES[done.reason], "outcome": outcome, **told}
        case _:
            return None
