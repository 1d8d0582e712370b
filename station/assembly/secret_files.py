"""The files whose contents nobody else may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.assembly.station import key_path

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config


def secret_files(config: Config) -> tuple[Path, ...]:
    """Token of the centre, key of the certificate, key of the hub's stations, key of badges and cards, words of the
    display, of wearables, of the webhook of the metrics, addresses of alarms: there or not.
    """
    words = (config.display.token_file, config.verdicts.token_file, config.verdicts.webhook_token_file)
    metrics = config.metrics.token_file
    named = (
        config.sync.token_file,
        config.sync.client_key,
        config.peers.key_file,
        key_path(config),
        *words,
        metrics,
        config.alarm.notify_file,
    )
    return tuple(path for path in named if path is not None)
