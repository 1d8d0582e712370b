"""Whether the centre takes scans at all, when it refuses one: asked with a scan that it holds already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.sync.transport.errors import LineError
from station.sync.upload.answers import HELD, Receipts, judge
from station.sync.upload.envelope import Outgoing

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.core import ClockReading
    from station.record import Batch
    from station.sync.upload.ports import Client


class Witness:
    """A scan that the centre took not long ago. Sent once more, it changes nothing there."""

    def __init__(self, client: Client, station_id: str, clock: Callable[[], ClockReading]) -> None:
        self._client, self._station_id, self._clock = client, station_id, clock
        self._batch: Batch | None = None

    def keep(self, batch: Batch, answer: Receipts) -> None:
        """Remember one of the scans that the centre holds."""
        held = next((receipt.scan_id for receipt in answer.receipts if receipt.status in HELD), None)
        if held is not None:
            self._batch = batch.alone(held)

    def is_taken(self, *, else_: bool) -> bool:
        """Whether the centre still answers that it holds it; False: there is none yet.

        `else_`: what counts where the centre cannot be asked so.
        """
        if self._batch is None:
            return False
        if not self._client.repeatable:
            return else_
        again = Outgoing.of(self._batch, self._station_id, self._clock())
        try:
            answer = self._client.post_batch(again.body, lambda: None)
        except LineError:
            return False
        meaning = judge(*answer, again.body["batch_id"], frozenset(self._batch.scan_ids()))
        return isinstance(meaning, Receipts) and meaning.holds_all(1)
