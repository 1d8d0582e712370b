"""What `make test-tools` says to who may not install, and that what it leaves behind would be seen by `make fresh`."""

from __future__ import annotations

import os
import runpy
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT = {
    "its own policy": "usr/sbin/policy-rc.d",
    "its own setting": "etc/postgresql-common/createcluster.d",
    "settings of a cluster": "etc/postgresql/15/main",
    "data of a cluster": "var/lib/postgresql/15/main",
    "a service of systemd": "etc/systemd/system/multi-user.target.wants/nginx.service",
    "a service of init": "etc/rc2.d/S01haproxy",
    "a process": "proc/77/comm",
}
OF_OTHERS = ("usr/sbin/nologin", "etc/systemd/system/multi-user.target.wants/ssh.service", "etc/rc2.d/S01cron")


def test_who_may_not_install_is_told_what_was_not_done_and_what_to_run(tmp_path: Path) -> None:
    """A plain user without sudo, on a machine that lacks libzbar0 at least."""
    for program, script in {"id": "echo 1000", "sudo": "exit 1", "ldconfig": "exit 0", "apt-get": "exit 1"}.items():
        (tmp_path / program).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / program).chmod(0o755)
    answer = subprocess.run(
        ["bash", str(ROOT / ".ci" / "test-tools")],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    not_done, instead, without = answer.stdout.splitlines()

    assert (answer.returncode, answer.stderr) == (1, "")
    assert "nothing was installed" in not_done
    assert "make test-tools" in instead
    assert "libzbar0" in instead
    assert "make test;" in without


def left_behind(place: Path) -> list[str]:
    """What the check of `make fresh` finds, on a machine whose files lie in `place`."""
    script = runpy.run_path(str(ROOT / ".ci" / "fresh.py"))["LEFT_BEHIND"].replace(" /", f" {place}/")
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False).stdout.split()


def plant(place: Path, file: str, content: str = "") -> None:
    (place / file).parent.mkdir(parents=True, exist_ok=True)
    (place / file).write_text(content)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """One with files and a process of others."""
    for file in OF_OTHERS:
        plant(tmp_path, file)
    plant(tmp_path, "proc/1/comm", "bash\n")
    return tmp_path


def test_a_machine_on_which_nothing_was_left_shows_nothing(machine: Path) -> None:
    assert left_behind(machine) == []


@pytest.mark.parametrize("what", LEFT)
def test_each_thing_that_is_left_behind_is_seen(what: str, machine: Path) -> None:
    plant(machine, LEFT[what], "postgres\n")

    assert left_behind(machine) == [str(machine / LEFT[what])]
