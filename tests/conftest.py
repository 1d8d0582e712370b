"""What every test shares."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.station.tracking_server.cluster import cluster

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.station.tracking_server.cluster import Cluster

pytest_plugins = ("tests.figures",)

# Machines are shared and noisy: how long an example takes says nothing about it.
settings.register_profile("hub", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("hub"), max_examples=20)
settings.load_profile("hub")

LAST_S = 5.0
"""A thread that was told to end has this long."""
_STATUS = pytest.StashKey[int]()


def pytest_configure() -> None:
    """Programs that tests start can be interrupted, also where the shell ignores SIGINT for what it runs aside."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-screens` writes the golden pictures anew; look at them before keeping them."""
    parser.addoption("--update-screens", action="store_true", help="write tests/screens/*.svg anew")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of our own."""
    with cluster() as running:
        yield running


def _running(threads: Iterable[threading.Thread]) -> list[str]:
    """Names of those that keep Python from ending."""
    here = threading.current_thread()
    return [thread.name for thread in threads if thread is not here and thread.is_alive() and not thread.daemon]


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """A test ends the threads that it started, also when it fails."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in left:
        thread.join(LAST_S)
    assert _running(left) == [], "left running"


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how it went."""
    session.config.stash[_STATUS] = exitstatus


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Threads that somebody left running do not keep pytest, with all its results told, from ending."""
    left = _running(threading.enumerate())
    if left:
        # A worker of several has no standard output.
        print("ended with threads left running:", ", ".join(left), file=sys.stderr, flush=True)
        sys.stdout.flush()
        os._exit(int(config.stash.get(_STATUS, 1)) or 1)
