"""A full and a read-only disk, for real: a tmpfs of our own in a mount namespace."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from station.record.writer import Store
from tests.places import ROOT
from tests.station.record.on_small_disk import CONFIG, SCENARIOS

MOUNTED = """
mount -t tmpfs -o size=24m parcel "$1" || exit 77
exec {python} -m tests.station.record.on_small_disk "$2" "$1"
"""
CONTROLS = {name for name in SCENARIOS if name.endswith("without-ballast")}
"""Nothing is given up there: what needs space fails, in words."""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare(1): no small disk to fill")
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_on_a_small_disk(scenario: str, tmp_path: Path) -> None:
    answer = subprocess.run(
        ["unshare", "-m", "sh", "-c", MOUNTED.format(python=sys.executable), "sh", tmp_path, scenario],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if answer.returncode == 77 or "unshare:" in answer.stderr:
        pytest.skip(f"no small disk to fill: {answer.stderr.strip()}")

    assert (answer.returncode != 0) is (scenario in CONTROLS), answer.stderr
    if scenario in CONTROLS:
        assert "StoreError" in answer.stderr or "DiskFullError" in answer.stderr, answer.stderr


def run_headless(config: Path, data: Path, *before: str) -> subprocess.CompletedProcess[str]:
    config.write_text(CONFIG.format(folder=data))
    program = "from station.cli.main import main; main()"
    command = [*before, sys.executable, "-c", program, "run", "--headless", "--config", str(config)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("place", ["file/below", "data"])
def test_a_place_that_is_no_folder_is_said_in_one_sentence(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "data" / "station.db").mkdir(parents=True)

    answer = run_headless(tmp_path / "station.toml", tmp_path / place)
    assert (answer.returncode, len(answer.stderr.splitlines())) == (1, 1), answer.stderr
    assert str(tmp_path) in answer.stderr


def test_a_record_that_may_not_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    """As nobody, since root may read everything."""
    Store.open(tmp_path / "data" / "station.db", "lane-1").close()
    of_tests = ("pytest", "popen", "test")  # made by pytest, by its worker, for the test
    for path in (tmp_path, *tmp_path.parents):
        if path.owner() == "root" and path.name.startswith(of_tests):
            path.chmod(0o755)
    (tmp_path / "data").chmod(0o777)
    (tmp_path / "data" / "station.db").chmod(0o600)
    (tmp_path / "data" / "station.db.lock").chmod(0o666)
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    if shutil.which("setpriv") is None:
        pytest.skip("no setpriv(1)")
    try_out = [*nobody, sys.executable, "-c", "import station.cli.main"]
    if subprocess.run(try_out, cwd=ROOT, capture_output=True, check=False).returncode:
        pytest.skip("nobody may not run this Python, or we may not become nobody")

    answer = run_headless(tmp_path / "station.toml", tmp_path / "data", *nobody)
    assert (answer.returncode, len(answer.stderr.splitlines())) == (1, 1), answer.stderr
    assert "Check owner, rights and mount" in answer.stderr
