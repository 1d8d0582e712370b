"""A bag that is open at one lane is known at the others, until it is closed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import RequestDone
from station.core.bag_requests import CloseBag, OpenBag
from station.core.outcomes import Done, Nothing, Reason
from station.sync.peers import Group, HubKey, Peers

if TYPE_CHECKING:
    from station.core.requests import Request

KEY = HubKey(b"the secret of this hub")
GROUP = Group("239.255.80.83", 18053, "127.0.0.1")
OPENED = Done(Reason.BAG_OPENED, {"bag": "BAG-1", "bin": "A01"})


class Wire:
    """Hands datagrams over; nothing of a network."""

    def __init__(self, to: Peers) -> None:
        self.to = to

    def sendto(self, datagram: bytes, _address: object) -> int:
        self.to.hear(datagram)
        return len(datagram)


def lane(name: str) -> Peers:
    return Peers(KEY, GROUP, name, "sort", 24)


def tell(peers: Peers, to: Peers, request: Request, outcome: Done | Nothing) -> None:
    peers.listen(RequestDone(request, outcome))
    peers._tell_new(Wire(to))  # type: ignore[arg-type]  # what sends is all that it needs


def test_an_open_bag_is_known_at_the_other_lane_until_it_is_closed() -> None:
    one, two = lane("lane-1"), lane("lane-2")
    tell(one, two, OpenBag("Ana", "A01", "BAG-1"), OPENED)
    assert (two.bag_elsewhere("BAG-1"), two.bag_elsewhere("BAG-2"), one.bag_elsewhere("BAG-1")) == (
        "lane-1",
        None,
        None,
    )
    assert two.elsewhere("BAG-1") is None, "it is no parcel"
    tell(one, two, CloseBag("BAG-1", "Ana"), Nothing(Reason.GROSS_DIFFERS, {"bag": "BAG-1"}))
    assert two.bag_elsewhere("BAG-1") == "lane-1"
    tell(one, two, CloseBag("BAG-1", "Ana"), Done(Reason.BAG_CLOSED, {"bag": "BAG-1", "count": 1, "net_g": "5"}))
    assert two.bag_elsewhere("BAG-1") is None


def test_what_was_open_at_the_start_is_told_as_well() -> None:
    one, two = lane("lane-1"), lane("lane-2")
    tell(two, one, OpenBag("Ana", "A01", "BAG-1"), OPENED)
    one.tell_open_bags([("BAG-7", "2026-11-30T10:00:00.000Z")])
    heard = [sighting.mark for sighting in one._told]
    assert heard == [KEY.mark("open bag", "BAG-7")]
