"""Peers: the stations of one hub tell each other by UDP multicast what they accepted, so that a parcel that comes twice
is seen with the line down. A warning to the worker and no more: datagrams get lost, and nobody is asked.
"""

from __future__ import annotations

import errno
import selectors
import socket
import struct
import time
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hardware.contract import notice
from hardware.error_texts import os_reason
from station.core import OPERATIONS, Accept, Elsewhere, RequestDone, ScanCommitted, Trouble, standing
from station.core.outcomes import Reason
from station.record.log import StoreError
from station.sync.peers.messages import AT_ONCE, LARGEST, HubKey, Sighting

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable

    from station.core import Event
    from station.core.outcomes import Done, Nothing

LOOK_S = 0.1
"""How long a wait for a datagram lasts; so long at most a parcel waits until the others hear of it."""
REPEAT_S = 1.0
"""Between two repetitions of what was told before, for those who were away."""
MOST = 200_000
"""Sightings that are kept, of others and of our own; the oldest go first."""
TRY_AGAIN_S = 5.0
_DAY_S = 86400
_CHANGES = (Reason.TAKEN_BACK, Reason.STOP_LIFTED)
"""What comes of a request that changes whether a parcel counts as accepted."""


_OPEN_BAG = "open bag"
"""Stands where the operation of a sighting stands."""
_OPENED = frozenset((Reason.BAG_OPENED, Reason.CONTAINER_OPENED, Reason.BAG_REOPENED))
_CLOSED = frozenset((Reason.BAG_CLOSED,))


@dataclass(frozen=True, slots=True)
class Group:
    """Where the stations of a hub meet."""

    address: str
    port: int
    interface: str = "0.0.0.0"  # noqa: S104  # the system chooses the network
    """IPv4 address of the network card."""


@dataclass(frozen=True, slots=True)
class _Heard:
    station_id: str
    seen: Sighting
    until: float
    """Monotonic seconds: how far the others' clocks go wrong does not matter."""


class Peers:
    """`run` is a thread of the station; `listen` and `elsewhere` may be called from any other."""

    def __init__(
        self,
        key: HubKey,
        group: Group,
        station_id: str,
        operation: str,
        hours: float,
        before: Iterable[tuple[str, str, str]] = (),
        counting: Callable[[str], Iterable[tuple[str, str, str]]] = lambda _: (),
    ) -> None:
        """`operation`: what a scan means here; one parcel may well be sorted here and dispatched there. `hours`: how
        long a sighting counts. `before`: what was accepted here before, as id, UTC text and bin.
        `counting`: how a parcel counts as accepted here now, as operation, UTC text and bin; it may read the record.
        StoreError: that is not known now.
        """
        self._key = key
        self._group = group
        self._station_id = station_id
        self._operation = operation
        self._seconds = hours * 3600
        self._counting = counting
        self._heard: dict[str, dict[str, _Heard]] = {}
        """By mark, then by station."""
        self._told: deque[Sighting] = deque((self._sighting(operation, *one) for one in before), maxlen=MOST)
        self._new: deque[Sighting] = deque(maxlen=MOST)
        self._changed: deque[str] = deque(maxlen=MOST)
        """Parcels of which a scan was taken back or a stop lifted."""
        self.stations: set[str] = set()
        """Who was heard."""
        self.troubles: tuple[Trouble, ...] = ()
        """Why nobody is heard; empty: the network can be used."""

    def listen(self, event: Event) -> None:
        """Keep what was accepted here, what a request changed of it, and which bags are open, to tell it."""
        if isinstance(event, RequestDone):
            self._hear_of_bag(event.outcome)
            parcel_id = event.outcome.values.get("parcel_id")
            if parcel_id and event.outcome.reason in _CHANGES:
                self._changed.append(str(parcel_id))
        if not isinstance(event, ScanCommitted):
            return
        draft = event.scan.draft
        if isinstance(draft.decision, Accept) and draft.identity is not None and draft.identity.normalized:
            number = draft.identity.normalized
            self._new.append(self._sighting(draft.operation, number, draft.clock.utc, draft.decision.bin))

    def _hear_of_bag(self, outcome: Done | Nothing) -> None:
        bag = outcome.values.get("bag")
        if isinstance(bag, str) and outcome.reason in _OPENED | _CLOSED:
            mark = self._key.mark(_OPEN_BAG, bag)
            self._new.append(Sighting(mark, int(time.time()), "", gone=outcome.reason in _CLOSED))

    def tell_open_bags(self, bags: Iterable[tuple[str, str]]) -> None:
        """Numbers of bags that are open here, each with the UTC text of when that began."""
        self._told.extend(self._sighting(_OPEN_BAG, number, utc, "") for number, utc in bags)

    def bag_elsewhere(self, bag: str) -> str | None:
        """Which other station of the hub has this bag open."""
        found = self.elsewhere(bag, _OPEN_BAG)
        return None if found is None else found.station_id

    def elsewhere(self, parcel_id: str, operation: str | None = None) -> Elsewhere | None:
        """Where another station of the hub accepted this parcel; None: in the operation that it began with."""
        heard = tuple(self._heard.get(self._key.mark(operation or self._operation, parcel_id), {}).values())
        now = time.monotonic()
        counts = [each for each in heard if not each.seen.gone and each.until >= now]
        if not counts:
            return None
        found = max(counts, key=lambda each: each.seen.at)
        return Elsewhere(found.station_id, _utc(found.seen.at), found.seen.bin or None)

    def run(self, stop: threading.Event) -> None:
        """Tell and hear until `stop`; a network that is away is tried again."""
        while not stop.is_set():
            try:
                with closing(meet(self._group)) as link, selectors.DefaultSelector() as ready:
                    ready.register(link, selectors.EVENT_READ)
                    self._talk(link, ready, stop)
            except OSError as error:
                self._tell(error)
            stop.wait(TRY_AGAIN_S)

    def _tell(self, error: OSError) -> None:
        group, why = f"{self._group.address}:{self._group.port}", os_reason(error)
        taken = error.errno == errno.EADDRINUSE
        about = (
            notice("peers_port_taken", group=group, why=why) if taken else notice("peers_unheard", group=group, why=why)
        )
        now = Trouble("peers", grave=False, about=about, since=time.monotonic())
        self.troubles = standing((now,), self.troubles)

    def _talk(self, link: socket.socket, ready: selectors.BaseSelector, stop: threading.Event) -> None:
        repeat_at = 0.0
        while not stop.is_set():
            if ready.select(LOOK_S):
                self.hear(link.recv(LARGEST + 1))
            self._tell_new(link)
            self._take_up_changes()
            if time.monotonic() >= repeat_at:
                repeat_at = time.monotonic() + REPEAT_S
                self._repeat(link)
            self.troubles = ()

    def hear(self, datagram: bytes) -> None:
        """Keep what another station says, once: a repetition does not count anew."""
        said = self._key.unseal(datagram)
        if said is None or said[0] == self._station_id:
            return
        station_id, seen = said
        self.stations.add(station_id)
        now, until = time.time(), time.monotonic() + self._seconds
        for one in seen:
            old = self._heard.get(one.mark, {}).get(station_id)
            known = old is not None and (old.seen.at, old.seen.gone) >= (one.at, one.gone)
            if not known and -_DAY_S < now - one.at < self._seconds + _DAY_S:
                self._heard[one.mark] = self._heard.get(one.mark, {}) | {station_id: _Heard(station_id, one, until)}
        while len(self._heard) > MOST:
            del self._heard[next(iter(self._heard))]

    def _tell_new(self, link: socket.socket) -> None:
        while self._new:
            some = tuple(self._new.popleft() for _ in range(min(AT_ONCE, len(self._new))))
            self._send(link, some)
            self._told.extend(some)

    def _take_up_changes(self) -> None:
        """What still counts of a parcel is told anew; what does not, and was told, is taken back."""
        while self._changed:
            parcel_id = self._changed.popleft()
            try:
                counting = [
                    self._sighting(operation, parcel_id, utc, bin_)
                    for operation, utc, bin_ in self._counting(parcel_id)
                ]
            except StoreError:
                continue  # it is a warning and no more
            marks = {self._key.mark(operation, parcel_id) for operation in (*OPERATIONS, self._operation)}
            told = {one.mark for one in self._told if one.mark in marks and not one.gone}
            gone = told - {one.mark for one in counting}
            self._told = deque((one for one in self._told if one.mark not in marks), maxlen=MOST)
            self._new.extend(Sighting(mark, int(time.time()), "", gone=True) for mark in sorted(gone))
            self._new.extend(counting)

    def _repeat(self, link: socket.socket) -> None:
        """The next few in turn; also with nothing to tell, so that others see that we are here."""
        oldest = time.time() - self._seconds
        some = tuple(self._told.popleft() for _ in range(min(AT_ONCE, len(self._told))))
        young = tuple(one for one in some if one.at >= oldest)
        self._told.extend(young)
        self._send(link, young)

    def _send(self, link: socket.socket, seen: tuple[Sighting, ...]) -> None:
        link.sendto(self._key.seal(self._station_id, seen), (self._group.address, self._group.port))

    def _sighting(self, operation: str, parcel_id: str, utc: str, bin_: str) -> Sighting:
        return Sighting(self._key.mark(operation, parcel_id), int(datetime.fromisoformat(utc).timestamp()), bin_)


def meet(group: Group) -> socket.socket:
    """A socket that hears the group and speaks to it, on this network alone. OSError."""
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
    try:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        link.bind((group.address, group.port))
        where = socket.inet_aton(group.interface)
        link.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group.address) + where)
        link.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, where)
        link.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, struct.pack("b", 1))
    except OSError:
        link.close()
        raise
    return link


def _utc(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"
