"""I/O errors at random moments of a real station (libfiu): nothing confirmed is lost, and every end is in words."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from station.record.reads import Reads
from station.record.writer import Store
from tests.places import ROOT

PARCELS = 6
FAULTS = {
    "fsync": ("posix/io/sync/*", 0.05),
    "pwrite": ("posix/io/rw/pwrite*", 0.02),
    "open": ("posix/io/oc/open", 0.05),
    "most pwrites": ("posix/io/rw/pwrite*", 0.7),
}


needs_libfiu = pytest.mark.skipif(shutil.which("fiu-run") is None, reason="no fiu-run: apt-get install fiu-utils")


def demo_with_faults(folder: Path, kind: str, seed: int, after: int, **environment: str) -> tuple[list[str], str, int]:
    """What it confirmed, what it said, how it ended."""
    failure, probability = FAULTS[kind]
    words = ["demo", "--headless", "--events", "--parcels", str(PARCELS), "--seed", str(seed), "--rate", "8"]
    faults = [failure, str(probability), str(after)]
    command = [sys.executable, "-m", "tests.station.with_faults", *faults, *words, "--dir", str(folder)]
    # One thread a library: libfiu and a library that starts threads while it is loaded may wait for each other.
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"} | environment
    answer = subprocess.run(
        ["fiu-run", "-x", "-f", "", *command],
        cwd=ROOT, env=alone, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    confirmed = [json.loads(line)["scan_id"] for line in answer.stdout.splitlines() if line.startswith("{")]
    return confirmed, answer.stderr, answer.returncode


@needs_libfiu
@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.soak)])
@pytest.mark.parametrize("kind", ["fsync", "pwrite", "open"])
def test_io_errors_lose_nothing_and_are_said_in_words(kind: str, rounds: int, tmp_path: Path) -> None:
    for number in range(rounds):
        folder = tmp_path / str(number)
        folder.mkdir()
        after = 0 if number % 2 and kind != "open" else 3  # from the start, Python could not open its own modules
        confirmed, said, code = demo_with_faults(folder, kind, 7 + number, after)

        assert "Traceback" not in said, said
        assert code >= 0, f"ended by signal {-code}: {said}"
        assert code == 0 or said.strip(), "it ended without a word"
        database = folder / "station.db"
        assert len(confirmed) >= after
        with Store.open(database, "demo-1") as store, Reads(store.path) as reads:
            assert reads.quick_check() is None
        assert set(confirmed) <= stored(database)


@needs_libfiu
@pytest.mark.soak
def test_a_station_that_confirms_what_it_could_not_store_is_found(tmp_path: Path) -> None:
    confirmed, _, _ = demo_with_faults(tmp_path, "most pwrites", 7, 1, CREDULOUS="1")

    assert not set(confirmed) <= stored(tmp_path / "station.db")


def stored(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as look:
        return {str(uuid.UUID(bytes=name)) for (name,) in look.execute("SELECT scan_id FROM scan")}
