"""What a configuration may say about the other stations of the hub."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Annotated

from pydantic import AfterValidator, Field

from config.address import multicast_group
from config.section import OptionalFile, Section

MulticastGroup = Annotated[
    IPv4Address,
    AfterValidator(multicast_group),
    Field(json_schema_extra={"allowed": "an IPv4 address from 224.0.0.0 to 239.255.255.255, in quotes"}),
]


class PeersSection(Section):
    enabled: bool = False
    """true: the stations of this hub tell each other what they accepted, and the worker is warned of a parcel that
    another one has had within lane.duplicate_hours, also with the line to the centre down. Best effort."""
    key_file: OptionalFile = None
    """File with the secret that all stations of the hub share, readable by the station's user only."""
    group: MulticastGroup = IPv4Address("239.255.80.83")
    """Multicast group (IPv4) in which they meet."""
    port: int = Field(default=18053, ge=1024, le=65535)
    """UDP port."""
    interface: IPv4Address = IPv4Address("0.0.0.0")  # noqa: S104  # the system chooses
    """IPv4 address of the network card; 0.0.0.0: the system chooses."""
