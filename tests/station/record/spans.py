"""A new epoch without the damage, copy or restore that begins one in life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.record.log import epochs
from tests.station.record.drafts import NOW

if TYPE_CHECKING:
    from station.record.writer import Store


def begin_epoch(store: Store, why: str) -> str:
    """The name of the epoch that `store` numbers its scans in from now on."""
    with store._transaction() as connection:
        store._epoch = epochs.begin(connection, NOW, why)
    return store.epoch
