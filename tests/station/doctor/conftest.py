"""What the tests of the doctor share."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.station.doctor.devices import Cameras
from tests.station.sync.authority import Authority


@pytest.fixture(scope="session")
def cameras() -> Iterator[Cameras]:
    there = Cameras()
    yield there
    there.close()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Authority]:
    """Made when it is asked for first; skips where the openssl command is not here."""
    lock, made = threading.Lock(), list[Authority]()

    def get() -> Authority:
        if shutil.which("openssl") is None:
            pytest.skip("no openssl command on this machine")
        with lock:
            if not made:
                made.append(Authority(tmp_path_factory.mktemp("tls") / "ca"))
            return made[0]

    return get
