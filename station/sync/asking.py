"""What the station asks the centre beside its batches: whether the token is taken, and what is lacking there."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from station.sync.answers import Alarm, judge
from station.sync.resent import settle_all

if TYPE_CHECKING:
    from station.sync.contract import Client
    from station.sync.resent import Settle

HOLES_EVERY_S = 3600.0


def token_trouble(client: Client) -> Alarm | None:
    """What is wrong with the token, before there is a scan to send. LineError."""
    status, headers, body = client.parcel("-")
    meaning = judge(status, headers, body, "", frozenset())
    return meaning if status in (401, 403) and isinstance(meaning, Alarm) else None


class Holes:
    """Now and then: a centre that went back to a backup may lack more than its answer to the next batch tells."""

    def __init__(self, client: Client, settle: Settle, station_id: str) -> None:
        self._client = client
        self._settle = settle
        self._station_id = station_id
        self._due_at = 0.0
        self.epoch: str | None = None
        """Of the last batch."""

    def ask_soon(self) -> None:
        """The centre has lost something: there may be more."""
        self._due_at = 0.0

    def are_due(self) -> bool:
        """Whether it is time to ask."""
        return self.epoch is not None and time.monotonic() >= self._due_at

    def sent_again(self) -> int:
        """How many scans went back into the queue because the centre lacks them. LineError, StoreError."""
        self._due_at = time.monotonic() + HOLES_EVERY_S * random.uniform(0.75, 1.25)  # noqa: S311  # not a secret
        held = self._client.held(self._station_id, self.epoch) if self.epoch is not None else None
        return settle_all(self._settle, (), held).back if held is not None else 0
