"""`--events` in a real pipe: whoever reads it, the station goes on, and ends when told."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from fcntl import F_SETPIPE_SZ, fcntl
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from hardware.simulated.camera.labels import render_label
from hardware.simulated.camera.parcels import make_parcels
from tests.station.cli.programs import ENVIRONMENT, PROGRAM, configured
from tests.waiting import until

PIPE_BYTES = 4096
LINE_BYTES = 140
MORE_THAN_FIT = 12
ENDED_S = 30
"""The station promises 5; a busy machine is not under test."""


def scans(database: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as look:
            return int(look.execute("SELECT count(*) FROM scan").fetchone()[0])
    except sqlite3.Error:
        return 0


@contextmanager
def started(
    *words: str, stderr: int = subprocess.DEVNULL, room: int = PIPE_BYTES
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The process, and the end of the pipe from which its standard output is read; `room`: bytes that fit in now."""
    reading, writing = os.pipe()
    fcntl(writing, F_SETPIPE_SZ, PIPE_BYTES)
    os.write(writing, b"\n" * (PIPE_BYTES - room))
    command = [sys.executable, "-c", PROGRAM, *words]
    with subprocess.Popen(command, stdout=writing, stderr=stderr, env=ENVIRONMENT) as process:
        os.close(writing)
        try:
            yield process, reading
        finally:
            process.kill()
    os.close(reading)


def run_words(folder: Path) -> tuple[str, ...]:
    """A station whose camera sees parcel after parcel, without a scale."""
    pictures = folder / "pictures"
    pictures.mkdir()
    for number, parcel in enumerate(islice(make_parcels(3), 12)):
        label = render_label(parcel.label, 6).pixels
        cv2.imwrite(str(pictures / f"{number:02}a.png"), label)
        cv2.imwrite(str(pictures / f"{number:02}b.png"), np.full_like(label, 90))
    text = (
        f'[station]\nid = "lane-1"\ndata_dir = "{folder}"\n[scale]\nenabled = false\n[sync]\nenabled = false\n'
        f'[camera]\nsource = "{pictures}"\nfps = 30\nstall_s = 30\n[screen]\nsound = false\n'
    )
    return "run", "--headless", "--events", "--config", configured(folder, text)


def demo_words(folder: Path) -> tuple[str, ...]:
    return "demo", "--headless", "--events", "--parcels", "100000", "--rate", "50", "--dir", str(folder)


def test_a_reader_that_stalls_stops_no_scan_and_no_end(tmp_path: Path) -> None:
    with started(*demo_words(tmp_path), stderr=subprocess.PIPE, room=4 * LINE_BYTES) as (process, reading):
        until(lambda: scans(tmp_path / "station.db") > MORE_THAN_FIT, "scans beyond what the pipe takes in", 120)
        process.send_signal(signal.SIGTERM)
        assert process.wait(ENDED_S) == 0
        with open(reading, closefd=False) as rest:
            lines = [line for line in rest if line.endswith("}\n")]
        assert process.stderr is not None
        journal = process.stderr.read().decode()
    assert 0 < len(lines) < scans(tmp_path / "station.db")
    assert all(json.loads(line)["event"] == "committed" for line in lines)
    assert "standard output: " in journal
    assert "lines are missing" in journal


def test_a_reader_that_goes_ends_the_printing_of_run_and_not_the_scanning(tmp_path: Path) -> None:
    with started(*run_words(tmp_path), stderr=subprocess.PIPE) as (process, reading):
        assert json.loads(os.read(reading, 10_000).splitlines()[0])["event"] == "committed"
        os.dup2(os.open(os.devnull, os.O_RDONLY), reading)
        before = scans(tmp_path / "station.db")
        until(lambda: scans(tmp_path / "station.db") > before + 3, "scans without a reader", 60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(ENDED_S) == 0
        assert process.stderr is not None
        journal = process.stderr.read().decode()
    assert "standard output: nobody reads" in journal
    assert "FAILED" not in journal


def test_a_reader_that_goes_ends_the_demo_well(tmp_path: Path) -> None:
    with started(*demo_words(tmp_path), stderr=subprocess.PIPE) as (process, reading):
        assert os.read(reading, 10).startswith(b'{"event"')
        os.dup2(os.open(os.devnull, os.O_RDONLY), reading)
        assert process.wait(ENDED_S) == 0
        assert process.stderr is not None
        assert b"FAILED" not in process.stderr.read()


def test_a_long_demo_ends_with_its_summary_when_it_is_told_to(tmp_path: Path) -> None:
    words = ["demo", "--headless", "--json", "--parcels", "100000", "--rate", "50", "--dir", str(tmp_path)]
    command = [sys.executable, "-c", PROGRAM, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENVIRONMENT) as process:
        try:
            until(lambda: scans(tmp_path / "station.db") > 5, "scans", 60)
            process.send_signal(signal.SIGTERM)
            output, _ = process.communicate(timeout=ENDED_S)
        finally:
            process.kill()
    summary = json.loads(output)
    assert process.returncode == 0
    assert 5 < summary["committed"] < summary["parcels"] == 100_000
