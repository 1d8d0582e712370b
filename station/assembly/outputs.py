"""From configuration to what the station tells beside its screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import config as configuration
from station.runtime import StackLight, Webhook

if TYPE_CHECKING:
    from collections.abc import Callable

    from config import Config
    from hardware.output_contract import Lamp, Light
    from station.core import Event
    from station.runtime import Output


def outputs_of(config: Config, publish: Callable[[Event], None]) -> tuple[Output, ...]:
    """Those that are configured, beside the sounds. ConfigError: a file with a token cannot be used."""
    light = (StackLight(partial(open_light, config), config.light.seconds, publish),) if config.light.port else ()
    return (*light, _webhook(config)) if config.verdicts.webhook else light


def open_light(config: Config) -> Light:
    """The configured stack light, not opened yet."""
    from hardware.lights import RelayLight
    from hardware.links import LineSettings

    light = config.light
    relays: dict[Lamp, int] = {"red": light.red, "yellow": light.yellow, "green": light.green}
    return RelayLight(light.port, relays, LineSettings(baudrate=light.baudrate))


def _webhook(config: Config) -> Webhook:
    from station.sync.transport import TokenError, WebhookPost, read_secret

    file, key = config.verdicts.webhook_token_file, "verdicts.webhook_token_file"
    try:
        token = read_secret(file, key).decode("ascii") if file is not None else None
    except (TokenError, UnicodeDecodeError) as error:
        raise configuration.ConfigError([configuration.Problem("configuration", key, str(error))]) from None
    return Webhook(config.station.id, WebhookPost(config.verdicts.webhook, token))
