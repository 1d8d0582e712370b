"""What the station asks the centre beside its batches: whether the token is taken, and what is lacking there."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from station.sync.answers import Alarm, judge
from station.sync.resent import settle_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.sync.contract import Client
    from station.sync.resent import Settle

HOLES_EVERY_S, HOLES_AGAIN_S = 3600.0, 60.0
"""Seconds between two questions: when nothing was lacking, and, doubled each time, when something was."""


def token_trouble(client: Client) -> Alarm | None:
    """What is wrong with the token, before there is a scan to send. LineError."""
    status, headers, body = client.parcel("-")
    meaning = judge(status, headers, body, "", frozenset())
    return meaning if status in (401, 403) and isinstance(meaning, Alarm) else None


class Holes:
    """Now and then: a centre that went back to a backup may lack more than its answer to the next batch tells.

    Asked about every epoch of which scans are kept here: nothing more is ever sent of an older one.
    """

    def __init__(self, client: Client, settle: Settle, station_id: str) -> None:
        self._client = client
        self._settle = settle
        self._station_id = station_id
        self._due_at = 0.0
        self._again_s = HOLES_AGAIN_S

    def ask_soon(self) -> None:
        """The centre has lost something: there may be more."""
        self._due_at = 0.0

    def are_due(self) -> bool:
        """Whether it is time to ask."""
        return time.monotonic() >= self._due_at

    def sent_again(self, epochs: Sequence[str]) -> int:
        """How many scans of these epochs went back into the queue as the centre lacks them. LineError, StoreError."""
        self._ask_in(HOLES_EVERY_S)
        found = [self._client.held(self._station_id, epoch) for epoch in epochs]
        back = sum(settle_all(self._settle, (), held).back for held in found if held is not None)
        self._again_s = min(2 * self._again_s, HOLES_EVERY_S) if back else HOLES_AGAIN_S
        if back:
            self._ask_in(self._again_s)  # a long list is told in parts; a centre that never has enough has to wait
        return back

    def _ask_in(self, seconds: float) -> None:
        self._due_at = time.monotonic() + seconds * random.uniform(0.75, 1.25)  # noqa: S311  # not a secret
