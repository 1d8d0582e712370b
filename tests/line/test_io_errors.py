"""I/O errors at random moments of a real station (libfiu): nothing confirmed is lost, and every end is in words."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from station.store.reads import Reads
from station.store.writer import Store

PARCELS = 12
FAULTS = {
    "fsync": "enable_random name=posix/io/sync/*,probability=0.1",
    "pwrite": "enable_random name=posix/io/rw/pwrite*,probability=0.03",
    "open": "enable_random name=posix/io/oc/open,probability=0.05",
}


def demo_with_faults(folder: Path, fault: str, parcels: int, seed: int) -> tuple[list[str], str, int]:
    """Run the demo, let faults begin after its third scan; what it confirmed, what it said, how it ended."""
    program = "from station.cli.main import main; main()"
    words = ["demo", "--headless", "--events", "--parcels", str(parcels), "--seed", str(seed), "--rate", "8"]
    command = ["fiu-run", "-x", "-f", str(folder / "ctrl"), sys.executable, "-c", program, *words]
    confirmed: list[str] = []
    with subprocess.Popen(
        [*command, "--dir", str(folder / "data")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said: list[str] = []
        listener = threading.Thread(target=said.extend, args=(process.stderr,))
        listener.start()
        watchdog = threading.Timer(90, process.kill)
        watchdog.start()
        for line in process.stdout:
            if line.startswith("{"):
                confirmed.append(json.loads(line)["scan_id"])
                if len(confirmed) == 3:
                    switch_on(folder / "ctrl", process.pid, fault)
        listener.join()
        watchdog.cancel()
    return confirmed, "".join(said), process.returncode


def switch_on(control: Path, pid: int, fault: str) -> None:
    """fiu-run becomes a shell that waits, or the program itself: ask every process that has a pipe."""
    pids = {str(pid), *(path.name.split("-")[-1].split(".")[0] for path in control.parent.glob("ctrl-*.in"))}
    for one in pids:
        subprocess.run(["fiu-ctrl", "-f", str(control), "-c", fault, one], capture_output=True, check=False, timeout=20)


@pytest.mark.skipif(shutil.which("fiu-run") is None, reason="no fiu-run: apt-get install fiu-utils")
@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.soak)])
@pytest.mark.parametrize("kind", FAULTS)
def test_io_errors_lose_nothing_and_are_said_in_words(kind: str, rounds: int, tmp_path: Path) -> None:
    for number in range(rounds):
        folder = tmp_path / str(number)
        folder.mkdir()
        confirmed, said, code = demo_with_faults(folder, FAULTS[kind], PARCELS, 7 + number)

        assert "Traceback" not in said, said
        assert code >= 0, f"ended by signal {-code}: {said}"
        assert code == 0 or said.strip(), "it ended without a word"
        database = folder / "data" / "station.db"
        with Store.open(database, None) as store, Reads(store.path) as reads:
            assert reads.quick_check() is None
        with closing(sqlite3.connect(database)) as look:
            there = {name for (name,) in look.execute("SELECT lower(hex(scan_id)) FROM scan")}
        assert len(confirmed) >= 3
        assert {name.replace("-", "") for name in confirmed} <= there
