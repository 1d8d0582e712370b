"""A PostgreSQL server of our own for the tests, and an empty database of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from station.bench.cluster import Cluster, NoPostgresError
from station.bench.cluster import cluster as started

BACK_ENDS = ("sqlite", "postgresql")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running server; skips where there is none to run."""
    life = started()
    try:
        running = life.__enter__()
    except NoPostgresError as error:
        pytest.skip(str(error))
    try:
        yield running
    finally:
        life.__exit__(None, None, None)


def place_of(back_end: str, folder: Path, request: pytest.FixtureRequest) -> Path | str:
    """An empty database of the centre."""
    if back_end == "sqlite":
        return folder / "centre.db"
    running: Cluster = request.getfixturevalue("postgres")
    return running.new_database()
