"""The rules of the house, each of which can fail."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.places import ROOT

PACKAGES = ("station", "hardware", "config")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TOP_LEVEL = {
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "Makefile",
    ".gitignore",
    "station",
    "hardware",
    "config",
    "tests",
    "docs",
    ".ci",
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_at_most_300_lines_and_a_function_40(path: Path) -> None:
    text = path.read_text()

    assert len(text.splitlines()) <= 300

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            start = first.end_lineno if documented and first.end_lineno else node.body[0].lineno
            assert (node.end_lineno or 0) - start <= 40, node.name


def test_nothing_else_stands_at_the_top() -> None:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in listing.stdout.splitlines()}

    assert top <= TOP_LEVEL


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts over a copy of the packages."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--no-cache"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


SEEDS = {
    "a room is entered by its face": ("station/runtime/inbox.py", "from station.record.writer import Store"),
    "the core is pure": ("station/core/lane/steps.py", "import time"),
    "only assembly, commands and benchmarks": ("station/service.py", "import hardware.scales"),
    "hardware knows nothing": ("hardware/contract.py", "from station.core import Kind"),
    "hardware layers": ("hardware/scales/watched.py", "import hardware.simulated"),
    "screens reach devices": ("station/ui/app.py", "import station.record"),
    "no sentence is made below": ("station/record/log/rows.py", "import station.language"),
    "nothing under the screen knows Textual": ("station/runtime/lane_thread.py", "import textual"),
    "commands reach record": ("station/cli/run.py", "import station.record"),
    "config is a leaf": ("config/model.py", "import hardware.contract"),
    "station layers": ("station/record/reads.py", "import station.sync"),
    "no cycles": ("station/record/log/rows.py", "import station.record.writer"),
}
TYPE_CHECKING_SEED = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import station.record.writer"


def seeded(folder: Path, path: str, line: str) -> list[str]:
    """Names of the contracts that a copy of the packages breaks with one more line in one file."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "face_contract.py", folder / "tests")
    shutil.copy(ROOT / "pyproject.toml", folder)
    if path:
        file = folder / path
        file.write_text(file.read_text().replace(FUTURE, f"{FUTURE}\n{line}", 1))
    answer = contracts(folder)
    broken = re.findall(r"^(.*) BROKEN$", answer.stdout, re.MULTILINE)
    assert (answer.returncode == 0) == (broken == []), answer.stdout + answer.stderr
    return broken


def test_the_import_contracts_hold(tmp_path: Path) -> None:
    assert seeded(tmp_path, "", "") == []


@pytest.mark.parametrize("name", SEEDS)
def test_each_import_contract_is_broken_by_a_seeded_violation(name: str, tmp_path: Path) -> None:
    assert any(name in line for line in seeded(tmp_path, *SEEDS[name]))


def test_imports_for_types_alone_count_in_cycles(tmp_path: Path) -> None:
    assert "no cycles" in seeded(tmp_path, SEEDS["no cycles"][0], TYPE_CHECKING_SEED)


def test_each_contract_has_a_seed() -> None:
    names = [
        each["name"]
        for each in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    ]

    assert [name for name in names if not any(name.startswith(seed) for seed in SEEDS)] == []


FUTURE = "from __future__ import annotations"


def test_the_station_runs_without_textual() -> None:
    program = "import sys, station.assembly.station; sys.exit('textual' in sys.modules or 'rich' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys, station.cli.main; heavy = {'cv2', 'numpy', 'textual', 'sqlite_utils', 'httpx2', 'pydantic', "
        "'starlette', 'zxingcpp'} & set(sys.modules); print(heavy); sys.exit(bool(heavy))"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("command", ["run", "demo"])
def test_a_station_says_its_first_word_before_anything_heavy_is_imported(command: str) -> None:
    heavy = "cv2 numpy textual sqlite_utils httpx2 starlette zxingcpp config.model station.core station.record"
    program = (
        f"import sys, station.cli.main as main, station.cli.{command} as command\n"
        "def begin():\n"
        f"    loaded = set('{heavy}'.split()) & set(sys.modules)\n"
        "    print('first word after', sorted(loaded))\n"
        "    sys.exit(7)\n"
        f"command.begin = begin; sys.argv = ['station', '{command}']; main.main()"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (answer.returncode, answer.stdout) == (7, "first word after []\n"), answer.stderr


def test_the_lock_names_no_place_and_pins_by_hash() -> None:
    lock = (ROOT / ".ci" / "requirements.lock").read_text()

    assert "://" not in lock
    assert "--hash=sha256:" in lock
    pins = re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)
    assert {"textual", "zxing-cpp", "opencv-python-headless", "sqlite-utils", "httpx2"} <= set(pins)
