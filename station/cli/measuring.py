"""The metrics of a station that runs: `[metrics]`, or `--metrics`."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.displaying import word_in

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from config import Config
    from station.service import Station

MetricsOption = Annotated[
    str | None, typer.Option("--metrics", metavar="HOST:PORT", help="Let Prometheus scrape it there, as [metrics].")
]


def with_metrics(config: Config, address: str | None) -> Config:
    """The configuration with this address of the metrics; None: its own. ConfigError: others reach it."""
    from config import ConfigError, Problem, split_address
    from config.metrics import metrics_contradictions

    if address is None:
        return config
    if split_address(address) is None:
        raise typer.BadParameter("HOST:PORT, such as 127.0.0.1:9108", param_hint="--metrics")
    metrics = config.metrics.model_copy(update={"address": address})
    if wrong := [Problem("--metrics", key, cure) for key, cure in metrics_contradictions(metrics)]:
        raise ConfigError(wrong)
    return config.model_copy(update={"metrics": metrics})


def measuring(config: Config, station: Station) -> AbstractContextManager[object]:
    """The metrics, while the block lasts; nothing where no address is configured. OSError names what is wrong."""
    from config import split_address

    where = split_address(config.metrics.address)
    if where is None:
        return nullcontext()
    from station.web import MetricsServer, StationMetrics

    metrics = StationMetrics(station)
    try:
        server = MetricsServer(metrics, word_in(config.metrics.token_file) or "", *where)
    except OSError as error:
        reason = f"metrics.address {config.metrics.address}: {os.strerror(error.errno or 0)}; name another one"
        raise OSError(reason) from None
    station.subscribe(metrics.heard)
    return server
