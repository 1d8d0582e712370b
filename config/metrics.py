"""What a configuration may say about the metrics of the station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.address import is_this_machine
from config.display import ListenAddress, split_address
from config.section import OptionalFile, Section

if TYPE_CHECKING:
    from collections.abc import Iterator


class MetricsSection(Section):
    address: ListenAddress = ""
    """Where Prometheus scrapes the station: http://HOST:PORT/metrics. Empty: nowhere. Others than this machine want
    token_file."""
    token_file: OptionalFile = None
    """File with the bearer token that a scrape has to give; empty: none."""


def metrics_contradictions(metrics: MetricsSection) -> Iterator[tuple[str, str]]:
    """An address that others reach, and no token that keeps them out."""
    where = split_address(metrics.address)
    if where is not None and not is_this_machine(where[0]) and metrics.token_file is None:
        yield "metrics.token_file", f"needs a file with a token: others reach {metrics.address}; or write 127.0.0.1"
