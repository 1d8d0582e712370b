"""The centre's verdicts, written by the lane thread for the thread that heard them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core import StoreTrouble
from station.record.outbox import troubles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.core import Event, Held, Receipt
    from station.record import Settled
    from station.runtime.inbox import Inbox


def settle(
    inbox: Inbox, publish: Callable[[Event], None], receipts: Sequence[Receipt], held: Held | None = None
) -> Settled:
    """Write them, and tell what a person has to know of it. StoreError: nothing was written."""
    settled = inbox.write(lambda store: store.settle(receipts, held))
    for text in troubles(settled):
        publish(StoreTrouble(notice("record_behind", detail=text), stops=False))
    return settled
