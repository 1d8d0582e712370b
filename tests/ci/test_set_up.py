"""What the Makefile and its scripts do to a machine, seen by a machine that only writes down what is asked of it."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.places import ROOT


@dataclass
class Machine:
    """Stand-ins for the programs that would change the machine."""

    folder: Path

    def put(self, program: str, script: str) -> None:
        path = self.folder / program
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def run(self, *words: str) -> tuple[int, str]:
        environment = {"PATH": f"{self.folder}:/usr/bin:/bin", "PYTHON": str(self.folder / "python")}
        answer = subprocess.run(
            ["bash", str(ROOT / ".ci" / "system-packages"), *words],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return answer.returncode, answer.stdout

    @property
    def asked(self) -> list[str]:
        """The calls of apt-get."""
        log = self.folder / "apt.log"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A plain user without sudo, without libzbar0; virtual environments can be made."""
    machine = Machine(tmp_path)
    machine.put("id", "echo 1000")
    machine.put("sudo", "exit 1")
    machine.put("ldconfig", "exit 0")
    machine.put("python", "exit 0")
    machine.put("apt-get", f'echo "$*" >> "{tmp_path}/apt.log"')
    return machine


def test_root_is_told_of_the_one_package_before_it_comes_without_what_it_recommends(machine: Machine) -> None:
    machine.put("id", "echo 0")

    assert machine.run("libzbar") == (0, "installing the Debian package libzbar0, the second barcode engine\n")
    assert machine.asked == ["-q -y install --no-install-recommends libzbar0"]


def test_password_less_sudo_installs_too(machine: Machine) -> None:
    machine.put("sudo", 'shift; exec "$@"')

    assert machine.run("libzbar")[0] == 0
    assert machine.asked == ["-q -y install --no-install-recommends libzbar0"]


def test_a_plain_user_gets_one_line_and_goes_on(machine: Machine) -> None:
    code, text = machine.run("libzbar")

    assert (code, machine.asked) == (0, [])
    assert re.fullmatch(r"[^\n]*ask an administrator for: apt-get install --no-install-recommends libzbar0\n", text)


@pytest.mark.parametrize("user", ["0", "1000"])
def test_nothing_is_said_or_done_where_all_is_there(machine: Machine, user: str) -> None:
    machine.put("id", f"echo {user}")
    machine.put("ldconfig", "echo '	libzbar.so.0 (libc6,x86-64) => /lib/libzbar.so.0'")

    assert (machine.run("libzbar"), machine.run("venv"), machine.asked) == ((0, ""), (0, ""), [])


def test_a_package_that_cannot_be_had_is_said_with_the_reason_and_stops_nothing(machine: Machine) -> None:
    machine.put("id", "echo 0")
    machine.put("apt-get", "echo 'E: no network here'; exit 100")

    code, text = machine.run("libzbar")

    assert (code, "E: no network here" in text, "zxing-cpp alone" in text) == (0, True, True)


def test_without_virtual_environments_a_plain_user_is_told_what_to_ask_for(machine: Machine) -> None:
    machine.put("python", "exit 1")

    code, text = machine.run("venv")

    assert (code, text.count("\n"), machine.asked) == (1, 1, [])
    assert "apt-get install --no-install-recommends python3-venv" in text


def test_root_gets_python3_venv_only_then(machine: Machine) -> None:
    machine.put("id", "echo 0")
    machine.put("python", f'test -e "{machine.folder}/apt.log"')

    assert machine.run("venv")[0] == 0
    assert machine.asked == ["-q -y install --no-install-recommends python3-venv"]


def test_demo_and_run_want_no_more_than_the_station_needs() -> None:
    for target in ("demo", "run", "install"):
        answer = make("--dry-run", "--always-make", target)
        assert "test-tools" not in answer
        assert ".ci/requirements.lock" not in answer
        assert "-r .ci/install.lock" in answer


def test_a_test_after_a_demo_adds_the_rest_and_a_demo_after_a_test_does_nothing(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    venv.mkdir()
    (venv / "installed").touch()
    after_demo = make("--dry-run", f"VENV={venv}", "test")
    (venv / "ready").touch()
    after_test = make("--dry-run", f"VENV={venv}", "demo") + make("--dry-run", f"VENV={venv}", "test")

    assert "-r .ci/requirements.lock" in after_demo
    assert "--clear" not in after_demo
    assert "pip install" not in after_test


def test_help_names_every_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert {line.split()[0] for line in make("help").splitlines()} == targets


def test_what_is_missing_for_the_tests_is_one_line() -> None:
    script = ["bash", str(ROOT / ".ci" / "test-tools"), "--missing"]
    text = subprocess.run(script, capture_output=True, text=True, check=True).stdout

    assert re.fullmatch(r"(skipped: [^\n]*make test-tools[^\n]*\n)?", text)


def test_both_locks_hold_the_same_versions_and_one_has_no_tool_of_a_developer() -> None:
    names = ("requirements.lock", "extras.lock", "install.lock")
    everything, extras, station = (pins(ROOT / ".ci" / name) for name in names)

    assert station.items() <= extras.items() <= everything.items()
    assert {"textual-serve", "apprise", "rapidocr", "onnxruntime"} <= extras.keys() - station.keys()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\[<>=~]", line)[0].lower() for line in project["dependencies"]}
    assert wanted - station.keys() == set()
    assert {"hatchling", "editables", "textual", "psycopg-binary"} <= station.keys()
    assert station.keys().isdisjoint({"ruff", "mypy", "pytest", "hypothesis", "schemathesis"})


@pytest.mark.parametrize(
    "name",
    ["station.toml", "token", "tokens", "hub.key", "plan.csv", "centre.db", "fault.jsonl", "shot.png", "copy.backup"],
)
def test_what_the_documents_have_one_make_is_no_part_of_a_commit(name: str) -> None:
    assert any(name in page.read_text() for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")))
    answer = subprocess.run(["git", "check-ignore", "--quiet", name], cwd=ROOT, check=False)
    if answer.returncode == 128:
        pytest.skip("not a git checkout")
    assert answer.returncode == 0


def pins(lock: Path) -> dict[str, str]:
    """Name -> version and hashes."""
    text = lock.read_text()
    assert "://" not in text
    entries = re.findall(r"^([a-z0-9-]+)((?:\[\w+\])?==[^\\\n]*(?:\\\n[^\\\n]*)*)$", text, re.MULTILINE)
    assert all("--hash=sha256:" in rest for _, rest in entries)
    return dict(entries)


def make(*words: str) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    command = ["make", "--no-print-directory", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
