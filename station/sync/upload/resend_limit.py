"""Scans that went back into the queue because the centre asked for them, and how soon it may ask again. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core import Held, Receipt
from station.record.outbox import Settled

if TYPE_CHECKING:
    from station.sync.upload.answers import Receipts

Settle = Callable[[Sequence[Receipt], Held | None], Settled]
"""Has verdicts written, in steps: `Store.settle`."""

PAUSE_S = 60.0
ASKS_AGAIN = notice("answer_asks_again")


@dataclass(frozen=True, slots=True)
class Resent:
    """When scans last went back: at most once a minute, so that a faulty centre cannot cause a loop."""

    until: float = 0.0
    """Monotonic time before which none go back."""

    def pause_s(self, answer: Receipts, now: float) -> float:
        """Seconds to wait with this answer; 0: none."""
        return max(0.0, self.until - now) if answer.missing else 0.0

    def after(self, settled: Settled, now: float) -> Resent:
        """What holds after verdicts were written."""
        return Resent(now + PAUSE_S) if settled.back else self


def settle_all(settle: Settle, receipts: Sequence[Receipt], held: Held | None) -> Settled:
    """Every step of it, with a rest for others between two; StoreError from the first that cannot be written."""
    settled = settle(receipts, held)
    back = settled.back
    while held is not None and settled.rest:
        held = replace(held, missing=settled.rest, gone=settled.gone)
        settled = settle(receipts, held)
        back += settled.back
    return replace(settled, back=back)
