"""The rules of the house, each of which can fail."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
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
    "the core is pure": ("station/core/lane.py", "import time"),
    "only build names a driver": ("station/service.py", "import hardware.scales"),
    "hardware knows nothing": ("hardware/contract.py", "import station.core.models"),
    "the screen talks only to the service": ("station/ui/app.py", "import station.store.reads"),
    "nothing under the screen knows Textual": ("station/keeper.py", "import textual"),
    "commands reach devices": ("station/cli/run.py", "import station.store.reads"),
    "config is a leaf": ("config/model.py", "import hardware.contract"),
}


@pytest.mark.parametrize("name", [None, *SEEDS])
def test_the_import_contracts_hold_and_each_is_broken_by_a_seeded_violation(name: str | None, tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    if name is not None:
        path, line = SEEDS[name]
        seeded = tmp_path / path
        seeded.write_text(seeded.read_text().replace("from __future__ import annotations", f"{FUTURE}\n{line}", 1))

    answer = contracts(tmp_path)

    broken = re.findall(r"^(.*) BROKEN$", answer.stdout, re.MULTILINE)
    if name is None:
        assert (answer.returncode, broken) == (0, []), answer.stdout + answer.stderr
    else:
        assert any(name in line for line in broken), answer.stdout + answer.stderr


FUTURE = "from __future__ import annotations"


def test_the_station_runs_without_textual() -> None:
    program = "import sys, station.build; sys.exit('textual' in sys.modules or 'rich' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys, station.cli.main; heavy = {'cv2', 'numpy', 'textual', 'sqlite_utils', 'httpx2', 'pydantic', "
        "'starlette', 'zxingcpp'} & set(sys.modules); print(heavy); sys.exit(bool(heavy))"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_lock_names_no_place_and_pins_by_hash() -> None:
    lock = (ROOT / ".ci" / "requirements.lock").read_text()

    assert "://" not in lock
    assert "--hash=sha256:" in lock
    pins = re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)
    assert {"textual", "zxing-cpp", "opencv-python-headless", "sqlite-utils", "httpx2"} <= set(pins)
