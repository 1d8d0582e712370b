"""A running centre on each kind of database, a client of it, and an epoch of the test's own."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import httpx2
import pytest

from station.tracking_server import EmbeddedServer
from tests.station.sync.centre import TOKEN
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", params=BACK_ENDS)
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[EmbeddedServer]:
    with EmbeddedServer(place_of(request.param, tmp_path_factory.mktemp("centre"), request), TOKEN) as running:
        yield running


@pytest.fixture
def client(server: EmbeddedServer) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=server.url, headers={"authorization": f"Bearer {TOKEN}"}, trust_env=False) as speaking:
        yield speaking


@pytest.fixture
def epoch() -> str:
    """One of its own for each test: the server is shared."""
    return str(uuid.uuid4())
