"""What the API needs of the database behind it, and opening one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from station.tracking_server.schema import CentreError
from station.tracking_server.store import CentreStore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from station.tracking_server.deliveries import Delivery, Taken
    from station.tracking_server.envelope import Envelope
    from station.tracking_server.feed import Page
    from station.tracking_server.results import Result, Standing

POSTGRES_URLS = ("postgresql://", "postgres://")


class Centre(Protocol):
    """What the centre holds; every method may be called from any thread. Described at `CentreStore`."""

    def take_all(self, deliveries: Sequence[Delivery], received_at: str) -> list[Taken]: ...

    def take(
        self, station_id: str, epoch: str, scans: Sequence[Any], received_at: str, envelope: Envelope | None = None
    ) -> list[Result]: ...

    def standing(self, station_id: str, epoch: str, seqs: Sequence[int]) -> Standing: ...

    def high_water(self, station_id: str, epoch: str) -> int: ...

    def gaps(self, station_id: str, epoch: str) -> dict[str, Any]: ...

    def parcel(self, parcel_id: str) -> list[dict[str, Any]]: ...

    def feed(self, after: str, limit: int) -> Page: ...

    def throughput(self, since: str) -> list[dict[str, Any]]: ...

    def figures(self, since: str, bucket: str, by: str | None, station_id: str) -> list[dict[str, Any]]: ...

    def keep_statuses(self, statuses: Mapping[str, str], received_at: str) -> None: ...

    def stations(self) -> list[dict[str, Any]]: ...

    def station(self, station_id: str) -> dict[str, Any] | None: ...

    def stored(self) -> int: ...

    def broken_chains(self) -> int: ...

    def close(self) -> None: ...


def open_centre(db: Path | str) -> Centre:
    """The database of a file (SQLite) or of a `postgresql://` address. CentreError in words."""
    if not isinstance(db, str) or not db.startswith(POSTGRES_URLS):
        return CentreStore(Path(db))
    try:
        from station.tracking_server.postgres import PostgresStore
    except ImportError:
        raise CentreError(
            "PostgreSQL needs the driver psycopg: pip install 'psycopg[binary]>=3.3,<4', or name a SQLite file"
        ) from None
    return PostgresStore(db)
