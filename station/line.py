"""The line to the centre, from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import config as configuration
from station.store.reads import Reads

if TYPE_CHECKING:
    from config import Config
    from station.keeper import Keeper
    from station.sync.client import TrackingClient
    from station.sync.downlink import Downlink
    from station.sync.loop import SyncLoop
    from station.sync.view import CentreView


def tracking_client(config: Config) -> TrackingClient:
    """HTTP to the configured centre. ConfigError when its address, its token or its certificates cannot be used."""
    from station.sync.client import AddressError, TrackingClient
    from station.sync.token import TokenError, read_token

    s = config.sync
    try:
        return TrackingClient(s.url, read_token(s.token_file), ca_file=s.ca_file)
    except (AddressError, TokenError) as error:
        key, _, words = str(error).partition(": ")
        raise configuration.ConfigError([configuration.Problem("configuration", key, words)]) from None


def sync_loop(config: Config, keeper: Keeper, client: TrackingClient) -> SyncLoop:
    """The loop that empties the outbox."""
    from station.sync.loop import SyncLoop

    s = config.sync
    return SyncLoop(
        reads_factory=lambda: Reads(keeper.path),
        client=client,
        settle=keeper.settle,
        station_id=config.station.id,
        batch_size=s.batch_size,
        heartbeat_s=s.heartbeat_s,
        notify=keeper.publish,
    )


def downlink(config: Config, keeper: Keeper) -> Downlink | None:
    """What fetches the centre's lists; None: switched off."""
    from station.sync.downlink import Downlink

    s = config.sync
    if not (s.enabled and s.lists):
        return None
    return Downlink(keeper.path, tracking_client(config), keeper.take_list, s.lists_every_s, s.lists_stale_h)


def look_at_centre(config: Config, parcel_ids: list[str]) -> CentreView | None:
    """What the centre holds of these parcels; None when it is away or cannot tell."""
    from station.sync.view import view

    with tracking_client(config) as client:
        return view(client, config.station.id, parcel_ids)


def try_line(config: Config) -> tuple[str, str]:
    """Whether the centre answers and takes the token: (ok, warning or fault; words)."""
    from station.sync.answers import Alarm, judge
    from station.sync.client import LineError

    try:
        with tracking_client(config) as client:
            client.look()
            status, headers, body = client.parcel("doctor")
    except configuration.ConfigError as error:
        return "fault", str(error)
    except LineError as error:
        return "warning", f"{error}; scans wait on disk until it answers"
    meaning = judge(status, headers, body, "", frozenset())
    if status in (401, 403) and isinstance(meaning, Alarm):
        return "fault", meaning.words
    return "ok", f"{config.sync.url} answers"
