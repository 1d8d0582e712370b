"""What the tests of the line share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from station.bench.cluster import Cluster
from tests.station.sync.postgres import cluster


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of our own."""
    with cluster() as running:
        yield running
