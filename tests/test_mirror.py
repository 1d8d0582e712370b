"""tests/ mirrors the code: each test file has its code, each code file its test file or one of its folder."""

from __future__ import annotations

import subprocess
from pathlib import PurePosixPath

import pytest

from tests.places import ROOT

OF_THE_HOUSE = {"tests/faults", "tests/ci", "tests/docs", "tests"}
"""Suites over everything, over the set-up, the documents and the house itself: they mirror no file."""


def files(*patterns: str) -> list[PurePosixPath]:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    return [PurePosixPath(line) for line in listing.stdout.splitlines() if (ROOT / line).exists()]


def places_of_code(test: PurePosixPath) -> set[PurePosixPath]:
    """Where the code of a test file may stand: `test_NAME_ASPECT.py` tests NAME.py, or its own folder NAME."""
    folder = PurePosixPath(*test.parts[1:-1])
    words = test.stem.removeprefix("test_").split("_")
    names = ["_".join(words[:count]) for count in range(1, len(words) + 1)]
    beside = {folder / name for name in names}
    return beside | ({folder} if folder.name in names else set())


def lonely_tests(tests: list[PurePosixPath], code: set[PurePosixPath]) -> list[str]:
    """Test files whose name is that of no code at their place."""
    return [str(test) for test in tests if not places_of_code(test) & code]


def untested_code(tests: list[PurePosixPath], code: set[PurePosixPath]) -> list[str]:
    """Code files without a test file of their name or of one of the folders that they stand in."""
    tested = {place for test in tests for place in places_of_code(test)}
    return sorted(str(file) for file in code if not {file, *file.parents} & tested)


def of_the_mirror() -> tuple[list[PurePosixPath], set[PurePosixPath]]:
    tests = [path for path in files("tests/**/test_*.py") if not in_a_suite_of_the_house(path)]
    modules = files("station/*.py", "hardware/*.py", "config/*.py")
    return tests, {path.with_suffix("") if path.name != "__init__.py" else path.parent for path in modules}


def in_a_suite_of_the_house(test: PurePosixPath) -> bool:
    return any(str(parent) in OF_THE_HOUSE - {"tests"} for parent in test.parents) or str(test.parent) == "tests"


def test_each_test_file_has_its_code() -> None:
    assert lonely_tests(*of_the_mirror()) == []


def test_each_code_file_has_its_test_file_or_one_of_its_folder() -> None:
    assert untested_code(*of_the_mirror()) == []


def test_a_test_without_code_and_code_without_a_test_are_found() -> None:
    tests = [PurePosixPath("tests/station/core/test_lane_trust.py"), PurePosixPath("tests/station/core/test_gone.py")]
    code = {PurePosixPath("station/core/lane"), PurePosixPath("station/core/new"), PurePosixPath("station/core")}

    assert lonely_tests(tests, code) == ["tests/station/core/test_gone.py"]
    assert untested_code(tests[:1], code) == ["station/core", "station/core/new"]


def test_no_test_module_is_imported_by_another() -> None:
    found = []
    for path in files("tests/*.py"):
        lines = (ROOT / path).read_text().splitlines()
        found += [
            f"{path}: {line}"
            for line in lines
            if line.startswith(("from tests.", "import tests.")) and ".test_" in line
        ]

    assert found == []
