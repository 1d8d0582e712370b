"""What is done on a disk of 24 MiB that nobody else sees. Run as a program: SCENARIO FOLDER; fails by an assertion."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from station.core.models import Receipt
from station.record.reads import Reads
from station.record.upkeep import ballast
from station.record.writer import Store, StoreError
from tests.places import ROOT
from tests.station.record.drafts import draft

SCANS = 100
CONFIG = """
[station]
id = "lane-1"
data_dir = "{folder}"
[camera]
enabled = false
[scale]
enabled = false
[sync]
enabled = false
"""


def fill(folder: Path) -> None:
    """Leave not one block."""
    with (folder / "filler").open("wb", buffering=0) as filler:
        for size in (1 << 20, 4096):
            with suppress(OSError):
                while True:
                    filler.write(bytes(size))
    with pytest.raises(OSError, match="No space left"):
        (folder / "more").write_bytes(bytes(4096))
    (folder / "more").unlink()


def with_scans(folder: Path, *, spare: bool) -> tuple[Path, list[str]]:
    database = folder / "station.db"
    with Store.open(database, "lane-1") as store:
        names = [store.commit(draft()).scan_id for _ in range(SCANS)]
    assert ballast.take_on(database, 0.0) is True
    if not spare:
        ballast.give_up(database)
    return database, names


def held(database: Path) -> tuple[int, int]:
    with Reads(database) as reads:
        return reads.count(), reads.backlog().pending


def start_when_full(folder: Path, *, spare: bool = True) -> None:
    """The ballast is given up, then the station starts and settles what is there."""
    database, names = with_scans(folder, spare=spare)
    fill(folder)
    with Store.open(database, "lane-1") as store:
        assert not ballast.ballast_of(database).exists()
        assert store.settle([Receipt(name, "stored") for name in names]).acknowledged == SCANS
    assert held(database) == (SCANS, 0)


def full_in_the_middle(folder: Path, *, spare: bool = True) -> None:
    """The first settlement fails in words and frees the ballast; the next one is written."""
    database, names = with_scans(folder, spare=spare)
    receipts = [Receipt(name, "rejected", "bad", "x" * 400) for name in names]
    with Store.open(database, "lane-1") as store:
        fill(folder)
        with pytest.raises(StoreError, match="the disk is full"):
            store.settle(receipts)
        assert held(database) == (SCANS, SCANS)
        assert store.settle(receipts).refused == SCANS
        assert store._live().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    assert held(database) == (SCANS, 0)


def run_headless(folder: Path, *, mount: str = "") -> None:
    """`station run --headless` on a disk that cannot be used: one sentence and exit code 1."""
    (config := folder / "station.toml").write_text(CONFIG.format(folder=folder))
    if mount:
        subprocess.run(["mount", "-o", mount, str(folder)], check=True)
    else:
        fill(folder)
    program = "from station.cli.main import main; main()"
    answer = subprocess.run(
        [sys.executable, "-c", program, "run", "--headless", "--config", str(config)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert answer.returncode == 1, answer
    assert "Traceback" not in answer.stderr
    wanted = "Read-only file system" if mount else ("the disk is full", "No space left on device")
    words = (wanted,) if isinstance(wanted, str) else wanted
    assert any(word in answer.stderr for word in words), answer.stderr
    assert str(folder) in answer.stderr


def screen_on_a_full_disk(folder: Path) -> None:
    """The screen says why; the station starts by itself once there is space."""
    (config := folder / "station.toml").write_text(CONFIG.format(folder=folder))
    fill(folder)
    program = "from station.cli.main import main; main()"
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-c", program, "run", "--config", str(config)])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    try:
        wait_for(terminal, b"CANNOT START")
        (folder / "filler").unlink()
        wait_for(terminal, b"Figures")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert (folder / "station.db").stat().st_size > 0


def wait_for(terminal: int, words: bytes) -> None:
    seen = b""
    deadline = time.monotonic() + 40
    while words not in seen:
        assert time.monotonic() < deadline, seen
        if select.select([terminal], [], [], 0.5)[0]:
            seen += os.read(terminal, 65536)
    assert b"Traceback" not in seen


SCENARIOS: dict[str, Callable[[Path], None]] = {
    "start-when-full": start_when_full,
    "start-when-full-without-ballast": lambda folder: start_when_full(folder, spare=False),
    "full-in-the-middle": full_in_the_middle,
    "full-in-the-middle-without-ballast": lambda folder: full_in_the_middle(folder, spare=False),
    "run-on-a-full-disk": run_headless,
    "screen-on-a-full-disk": screen_on_a_full_disk,
    "run-on-a-read-only-disk": lambda folder: run_headless(folder, mount="remount,ro"),
}

if __name__ == "__main__":
    SCENARIOS[sys.argv[1]](Path(sys.argv[2]))
