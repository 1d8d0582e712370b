"""A test that fails with a thread running is told of it, and pytest ends all the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

LEAVES_ONE = """
import threading

def test_fails():
    threading.Thread(target=threading.Event().wait, name="a station").start()
    assert 1 == 2, "seeded"

def test_passes():
    pass
"""


@pytest.mark.parametrize("workers", [0, 2])
def test_pytest_ends_after_a_failed_test_that_left_a_thread_running(workers: int, tmp_path: Path) -> None:
    (tmp_path / "test_seeded.py").write_text(LEAVES_ONE)
    plugins = ("-p", "tests.conftest", "-p", "no:cacheprovider", "-n", str(workers))
    words = ("-q", *plugins, "-c", "pyproject.toml", "--rootdir", ".")
    command = [sys.executable, "-m", "pytest", *words, str(tmp_path / "test_seeded.py")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "1 failed, 1 passed, 1 error" in ended.stdout
    assert "left running" in ended.stdout
    assert ended.stderr.splitlines()[-1] == "ended with threads left running: a station"
