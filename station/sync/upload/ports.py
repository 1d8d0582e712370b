"""What the loop needs of the record and of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from station.core import Held
    from station.record import Batch


class Queue(Protocol):
    """Where batches come from: `station.record.reads.Reads`."""

    def next_batch(self, limit: int, *, without: frozenset[str] = frozenset()) -> Batch | None: ...

    def epochs_kept(self) -> tuple[str, ...]: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...


class Client(Protocol):
    """Who carries them: `station.sync.transport.client.TrackingClient`."""

    url: str
    repeatable: bool
    """The same scan may be sent again, and the centre answers that it holds it."""

    def prepare(self, batch: dict[str, Any]) -> None: ...

    def post_batch(self, batch: dict[str, Any], meanwhile: Callable[[], None]) -> tuple[int, dict[str, str], bytes]: ...

    def look(self) -> int: ...

    def report(self, station_id: str, status: dict[str, Any]) -> tuple[int, dict[str, str], bytes]: ...

    def is_cut(self) -> bool: ...

    def parcel(self, parcel_id: str) -> tuple[int, dict[str, str], bytes]: ...

    def held(self, station_id: str, epoch: str) -> Held | None: ...

    def renew(self) -> bool: ...

    def hang_up(self) -> None: ...

    def close(self) -> None: ...
