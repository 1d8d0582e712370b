"""Kill -9 in the middle of the demo: what was confirmed is at the centre once, and the next run goes on."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PARCELS = 10


def demo(folder: Path, *more: str) -> subprocess.Popen[str]:
    program = "from station.cli.main import main; main()"
    words = ["demo", "--headless", "--events", "--json", "--parcels", str(PARCELS), "--seed", "7", "--rate", "8"]
    return subprocess.Popen(
        [sys.executable, "-c", program, *words, "--dir", str(folder), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def rows(path: Path, question: str) -> list[Any]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return [row[0] for row in connection.execute(question)]
    finally:
        connection.close()


def kill_after(folder: Path, scans: int) -> list[dict[str, Any]]:
    """Run the demo, kill it after so many confirmed scans, and return all that it confirmed."""
    confirmed = []
    with demo(folder) as process:
        assert process.stdout is not None
        for line in process.stdout:
            confirmed.append(json.loads(line))
            if len(confirmed) == scans:
                os.kill(process.pid, signal.SIGKILL)
                break
        confirmed += [json.loads(line) for line in process.stdout if line.endswith("}\n")]
    return confirmed


@pytest.mark.parametrize("kills", [[4], pytest.param([1, 2, 1, 3, 1, 1, 2], marks=pytest.mark.soak)])
def test_what_was_confirmed_before_the_kills_is_at_the_centre_once(kills: list[int], tmp_path: Path) -> None:
    confirmed = [line for scans in kills for line in kill_after(tmp_path, scans)]

    with demo(tmp_path) as second:
        output, _ = second.communicate(timeout=120)

    lines = [json.loads(line) for line in output.splitlines()]
    summary = lines.pop()
    assert second.returncode == 0
    assert summary["committed"] == summary["stored_at_centre"] == PARCELS
    assert (summary["pending"], summary["dead"], summary["duplicates_at_centre"]) == (0, 0, 0)

    told = [line["scan_id"] for line in confirmed + lines]
    here = rows(tmp_path / "station.db", "SELECT lower(hex(scan_id)) FROM scan ORDER BY seq")
    there = rows(tmp_path / "centre.db", "SELECT scan_id FROM scan")
    assert len(told) == len(set(told))
    assert {one.replace("-", "") for one in told} <= set(here)
    assert sorted(one.replace("-", "") for one in there) == sorted(here)
    seqs = rows(tmp_path / "station.db", "SELECT seq FROM scan ORDER BY seq")
    assert seqs == list(range(1, len(seqs) + 1))
