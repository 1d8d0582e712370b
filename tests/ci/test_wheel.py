"""The wheel outside the checkout: what comes with it, and what stands in its way."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.places import ROOT

PROGRAM = f"""
import os, sys
if {str(ROOT)!r} not in os.environ["PYTHONPATH"].split(os.pathsep):
    sys.path.remove({str(ROOT)!r})  # the editable checkout of the tests
from station.cli.main import main
main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run([sys.executable, *build], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """The wheel unpacked, as it would lie in site-packages."""
    folder = tmp_path / "site-packages"
    with zipfile.ZipFile(wheel) as file:
        file.extractall(folder)
    return folder


def station(path: list[Path], *words: str, where: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("STATION_")}
    environment["PYTHONPATH"] = os.pathsep.join(map(str, path))
    command = [sys.executable, "-P", "-c", PROGRAM, *words]
    return subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_the_rules_and_the_plan_come_along_and_a_command_writes_each(installed: Path, tmp_path: Path) -> None:
    plan = station([installed], "plan", "init", where=tmp_path)
    rules = station([installed], "config", "udev", "rules.d/99.rules", where=tmp_path)

    assert (plan.returncode, plan.stdout, plan.stderr) == (0, "plan.csv\n", "")
    assert (rules.returncode, rules.stdout) == (0, "rules.d/99.rules\n")
    assert (tmp_path / "plan.csv").read_text() == (ROOT / "config" / "plan.example.csv").read_text()
    assert (tmp_path / "rules.d" / "99.rules").read_text() == (
        ROOT / "hardware" / "access" / "99-parcel-station.rules"
    ).read_text()
    assert station([installed], "plan", "check", "plan.csv", where=tmp_path).returncode == 0


@pytest.mark.parametrize("name", ["config", "hardware"])
@pytest.mark.parametrize("words", [["config", "init", "x.toml"], ["demo", "--headless"], ["identify", "x"], []])
def test_a_module_of_somebody_else_before_ours_is_named_with_the_cure(
    name: str, words: list[str], installed: Path, tmp_path: Path
) -> None:
    foreign = tmp_path / "theirs" / f"{name}.py"
    foreign.parent.mkdir()
    foreign.write_text("raise SystemExit('theirs was run')\n")

    refused(station([foreign.parent, installed], *words, where=tmp_path), str(foreign))


@pytest.mark.parametrize("name", ["config", "hardware"])
@pytest.mark.parametrize("text", ["class Config: ...\n", "", "\xff"])
def test_a_package_installed_over_ours_is_named_with_the_cure(
    name: str, text: str, installed: Path, tmp_path: Path
) -> None:
    over = installed / name / "__init__.py"
    over.write_text(text, encoding="latin-1")

    refused(station([installed], "doctor", where=tmp_path), str(over))


@pytest.mark.parametrize("name", ["config", "hardware"])
def test_a_package_that_went_with_somebody_elses_is_named(name: str, installed: Path, tmp_path: Path) -> None:
    (installed / name / "__init__.py").unlink()

    answer = station([installed], "doctor", where=tmp_path)

    assert (answer.returncode, "Traceback" in answer.stderr) == (2, False)
    assert f"the module {name} of parcel-station is missing" in answer.stderr


def test_nothing_stands_in_the_way_of_the_wheel_or_the_checkout(installed: Path, tmp_path: Path) -> None:
    for path in (installed, ROOT):
        assert station([path], "identify", "RR473124829CN", where=tmp_path).returncode == 0


def refused(answer: subprocess.CompletedProcess[str], file: str) -> None:
    assert (answer.returncode, answer.stdout) == (2, "")
    assert file in answer.stderr
    assert "an environment of its own" in answer.stderr
    assert answer.stderr.count("\n") == 1
