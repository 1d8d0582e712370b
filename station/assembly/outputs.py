"""From configuration to what the station tells beside its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import config as configuration
from station.runtime import Webhook

if TYPE_CHECKING:
    from config import Config
    from station.runtime import Output


def outputs_of(config: Config) -> tuple[Output, ...]:
    """Those that are configured, beside the sounds. ConfigError: a file with a token cannot be used."""
    return (_webhook(config),) if config.verdicts.webhook else ()


def _webhook(config: Config) -> Webhook:
    from station.sync.transport import TokenError, WebhookPost, read_secret

    file, key = config.verdicts.webhook_token_file, "verdicts.webhook_token_file"
    try:
        token = read_secret(file, key).decode("ascii") if file is not None else None
    except (TokenError, UnicodeDecodeError) as error:
        raise configuration.ConfigError([configuration.Problem("configuration", key, str(error))]) from None
    return Webhook(config.station.id, WebhookPost(config.verdicts.webhook, token))
