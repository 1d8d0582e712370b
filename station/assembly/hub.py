"""What the centre tells of every station of the hub."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import config as configuration
from hardware.contract import DeviceError
from station.assembly.sync import tracking_client

if TYPE_CHECKING:
    from config import Config

LARGEST_HUB = 16 << 20
"""Bytes of an answer: some 10,000 stations."""
TOTAL_S = 15.0
_REFUSED = {
    401: ("sync.token_file", "the centre does not know this token; name the file of one that it does"),
    403: ("sync.token_file", "the centre lets this token not read the hub; name one of the role hub"),
    404: ("sync.url", "this server has no list of stations; name the address of the centre, or update the centre"),
    405: ("sync.url", "this server has no list of stations; name the address of the centre, or update the centre"),
}


def hub_answer(config: Config) -> dict[str, Any]:
    """`GET /v1/stations` of the configured centre: `stations` is a list of objects, and all else is unproved.

    ConfigError when it refuses, DeviceError when it is away or answers nothing of use.
    """
    from station.sync.transport import LineError

    url = config.sync.url
    with tracking_client(config) as client:
        try:
            status, _, body = client.request("GET", "/v1/stations", TOTAL_S, largest=LARGEST_HUB)
            answer = json.loads(body) if status == 200 else None
        except LineError as error:
            raise DeviceError(str(error)) from None
        except (ValueError, RecursionError):
            raise DeviceError(f"{url}: the answer is not JSON; is this the centre?") from None
    if status in _REFUSED:
        raise configuration.ConfigError([configuration.Problem("configuration", *_REFUSED[status])])
    if status != 200:
        raise DeviceError(f"{url} answers with {status}; try again, or look into the log of the centre")
    hub: dict[str, Any] = answer if isinstance(answer, dict) else {}
    stations = hub.get("stations")
    if not isinstance(stations, list) or not all(isinstance(each, dict) for each in stations):
        raise DeviceError(f"{url}: the answer is no list of stations; is this the centre?")
    return hub
