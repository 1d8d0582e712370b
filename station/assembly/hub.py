"""What the centre tells of every station of the hub."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import config as configuration
from hardware.contract import DeviceError
from station.assembly.sync import tracking_client
from station.core.counting import hub_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config import Config
    from station.core.counting import HubRow

LARGEST_HUB = 16 << 20
"""Bytes of an answer: some 10,000 stations."""
TOTAL_S = 15.0
SCREEN_S = 4.0
"""A screen waits no longer, so that it can be left at any time."""
_REFUSED = {
    401: ("sync.token_file", "the centre does not know this token; name the file of one that it does"),
    403: ("sync.token_file", "the centre lets this token not read the hub; name one of the role hub"),
    404: ("sync.url", "this server has no list of stations; name the address of the centre, or update the centre"),
    405: ("sync.url", "this server has no list of stations; name the address of the centre, or update the centre"),
}


class CentreHub:
    """Every station of the hub."""

    def __init__(self, config: Config, total_s: float = SCREEN_S) -> None:
        self._config, self._total_s = config, total_s

    def rows(self) -> Sequence[HubRow]:
        """A row each. ConfigError, DeviceError in words."""
        return hub_rows(hub_answer(self._config, self._total_s)["stations"])


def hub_of(config: Config) -> CentreHub | None:
    """None: the configuration names no centre that tells of stations."""
    return CentreHub(config) if config.sync.enabled and config.sync.protocol == "native" else None


def hub_answer(config: Config, total_s: float = TOTAL_S) -> dict[str, Any]:
    """`GET /v1/stations` of the configured centre: `stations` is a list of objects, and all else is unproved.

    ConfigError when it refuses, DeviceError when it is away or answers nothing of use.
    """
    from station.sync.transport import LineError

    url = config.sync.url
    own = config.sync.hub_token_file or config.sync.token_file
    asking = config.model_copy(update={"sync": config.sync.model_copy(update={"token_file": own})})
    with tracking_client(asking) as client:
        try:
            status, _, body = client.request("GET", "/v1/stations", total_s, largest=LARGEST_HUB)
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
