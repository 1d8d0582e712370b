"""The line to the centre, from the configuration."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import config as configuration
from hardware.contract import DeviceError
from station.record import Reads
from station.record.recovery import Anchor
from station.runtime import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from ssl import SSLContext

    from config import Config
    from station.core import Event
    from station.runtime import ActivePlan, Inbox
    from station.sync.epcis import Naming
    from station.sync.lists import Downlink
    from station.sync.peers import Peers
    from station.sync.transport import Papers, TrackingClient
    from station.sync.upload import CentreView, Client, SyncLoop


def tracking_client(config: Config, trust: SSLContext | None = None) -> TrackingClient:
    """HTTP to the configured centre; `trust`: as another client has it.

    ConfigError when its address, its token or its certificates cannot be used.
    """
    from station.sync.transport import AddressError, TokenError, TrackingClient, read_token

    token = partial(read_token, config.sync.token_file)
    try:
        return TrackingClient(config.sync.url, token(), papers(config), new_token=token, trust=trust)
    except (AddressError, TokenError) as error:
        key, _, words = str(error).partition(": ")
        raise configuration.ConfigError([configuration.Problem("configuration", key, words)]) from None


def papers(config: Config) -> Papers:
    """Whom the station trusts, and by what the centre knows it."""
    from station.sync.transport import Papers

    s = config.sync
    return Papers(s.ca_file, s.client_cert, s.client_key, s.pins)


def centre_client(config: Config) -> Client:
    """What carries scans to the configured centre, in its protocol. ConfigError as `tracking_client`."""
    client = tracking_client(config)
    if config.sync.protocol == "native":
        return client
    from station.clock import Clock
    from station.sync.epcis import EpcisClient

    return EpcisClient(client, epcis_naming(config), config.epcis.root, Clock().read())


def epcis_naming(config: Config) -> Naming:
    """The URIs by which an EPCIS repository knows things."""
    from zoneinfo import ZoneInfo

    from station.sync.epcis import Naming

    e = config.epcis
    return Naming(e.parcel_uri, e.read_point, e.biz_location, ZoneInfo(e.time_zone), e.bag_uri)


def sync_loop(
    config: Config, database: Path, inbox: Inbox, client: Client, publish: Callable[[Event], None]
) -> SyncLoop:
    """The loop that empties the outbox."""
    from station.sync.upload import Pace, SyncLoop

    s = config.sync
    return SyncLoop(
        reads_factory=lambda: Reads(database),
        client=client,
        settle=partial(settle, inbox, publish),
        station_id=config.station.id,
        batch_size=s.batch_size if s.protocol == "native" else _epcis_batch_size(s.batch_size),
        pace=Pace(s.heartbeat_s, s.linger_s, s.status_s),
        notify=publish,
    )


def _epcis_batch_size(wanted: int) -> int:
    from station.sync.epcis import LARGEST_CAPTURE

    return min(wanted, LARGEST_CAPTURE)


def downlink_is_off(config: Config) -> bool:
    """Whether no list is asked for: switched off, or the centre speaks EPCIS, which has none."""
    return not (config.sync.enabled and config.sync.lists) or config.sync.protocol != "native"


def downlink(
    config: Config, database: Path, inbox: Inbox, plan: ActivePlan, beside: Client | None = None
) -> Downlink | None:
    """What fetches the centre's lists; None: `downlink_is_off`. It trusts whom the client `beside` it does."""
    if downlink_is_off(config):
        return None
    from station.sync.lists import Downlink

    s, client = config.sync, tracking_client(config, getattr(beside, "trust", None))
    return Downlink(database, client, inbox.write, plan.replace, s.lists_every_s, s.lists_stale_h)


def peers(config: Config, database: Path | None = None) -> Peers | None:
    """What the stations of the hub tell each other; None: switched off. They hear of what `database` accepted before.

    ConfigError when the key cannot be used.
    """
    p, hours = config.peers, config.lane.duplicate_hours
    if not p.enabled:
        return None
    from station.record import Reads, accepted_within, counting
    from station.sync.peers import Group, HubKey, Peers
    from station.sync.transport import TokenError, read_secret

    try:
        key = HubKey(read_secret(p.key_file, "peers.key_file"))
    except TokenError as error:
        key_name, _, words = str(error).partition(": ")
        raise configuration.ConfigError([configuration.Problem("configuration", key_name, words)]) from None
    group = Group(str(p.group), p.port, str(p.interface))
    s = config.station
    if database is None:
        return Peers(key, group, s.id, s.operation, hours)
    now = partial(counting, database, hours)
    made = Peers(key, group, s.id, s.operation, hours, accepted_within(database, hours), now)
    with Reads(database) as reads:
        made.tell_open_bags((bag.number, bag.opened_at) for bag in reads.bags.open())
    return made


def look_at_centre(config: Config, parcel_ids: Iterable[str]) -> CentreView | None:
    """What the centre holds of these parcels; None when it is away or cannot tell."""
    from station.sync.upload import view

    with tracking_client(config) as client:
        return view(client, config.station.id, parcel_ids)


def anchors(config: Config) -> Callable[[str], Anchor | None]:
    """Asks the centre what it holds of an epoch. DeviceError when it is away, or does not tell."""
    from station.sync.transport import CONNECT_S, LineError

    client = tracking_client(config)

    def ask(epoch: str) -> Anchor | None:
        try:
            status, _, body = client.request("GET", f"/v1/stations/{config.station.id}/{epoch}/gaps", CONNECT_S)
            told = json.loads(body) if status == 200 else None
            head = told.get("head") if isinstance(told, dict) else None
            high_water = int(told["high_water"]) if isinstance(told, dict) else 0
            if isinstance(head, dict):
                return Anchor(high_water, int(head["seq"]), str(head["head"]))
        except LineError as error:
            raise DeviceError(f"the centre was not asked: {error}") from None
        except (ValueError, TypeError, KeyError, RecursionError):
            raise DeviceError(f"{config.sync.url} does not tell what it holds of epoch {epoch}") from None
        if status != 200:
            raise DeviceError(f"{config.sync.url} answers with {status}; check sync.url and sync.token_file")
        return Anchor(high_water)

    return ask
