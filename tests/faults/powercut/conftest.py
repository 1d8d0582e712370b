"""The recorder, compiled once, and a place to work."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.memory import quick_folder
from tests.faults.powercut.bench import recorder


@pytest.fixture(scope="session")
def library() -> Iterator[Path]:
    if shutil.which("cc") is None:
        pytest.skip("no C compiler for recorder.c: apt-get install build-essential")
    with quick_folder() as folder:
        yield recorder(folder)


@pytest.fixture
def work() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder / "work"
