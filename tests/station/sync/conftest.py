"""What the tests of the line share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.station.sync.postgres import cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.bench.cluster import Cluster


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of our own."""
    with cluster() as running:
        yield running
