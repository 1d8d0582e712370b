"""A new epoch without the damage, copy or restore that begins one in life."""

from __future__ import annotations

from station.record.log import epochs
from station.record.writer import Store
from tests.station.record.drafts import NOW


def begin_epoch(store: Store, why: str) -> str:
    """The name of the epoch that `store` numbers its scans in from now on."""
    with store._transaction() as connection:
        store._epoch = epochs.begin(connection, NOW, why)
    return store.epoch
