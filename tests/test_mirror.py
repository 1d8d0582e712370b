"""tests/ mirrors the code: each test file has its code, each code file its test file or one of its folder."""

from __future__ import annotations

import ast
import subprocess
from pathlib import PurePosixPath

import pytest

from tests.places import ROOT

OF_THE_HOUSE = {"tests/faults", "tests/ci", "tests/docs", "tests"}
"""Suites over everything, over the set-up, the documents and the house itself: they mirror no file."""
ROOT_PACKAGES = {PurePosixPath(name) for name in ("station", "hardware", "config")}
"""They hold the rooms. They have nothing to test, and a test of their name would count for all that is in them."""


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
    return [str(test) for test in tests if not places_of_code(test) & (code - ROOT_PACKAGES)]


def untested_code(tests: list[PurePosixPath], code: set[PurePosixPath]) -> list[str]:
    """Code files without a test file of their name or of one of the folders that they stand in."""
    tested = {place for test in tests for place in places_of_code(test)}
    return sorted(str(file) for file in code - ROOT_PACKAGES if not {file, *file.parents} & (tested - ROOT_PACKAGES))


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


def test_a_test_of_a_root_package_counts_for_nothing() -> None:
    test, code = PurePosixPath("tests/config/test_config.py"), {PurePosixPath("config"), PurePosixPath("config/load")}

    assert lonely_tests([test], code) == [str(test)]
    assert untested_code([test], code) == ["config/load"]


def test_the_root_packages_are_empty_but_for_their_faces() -> None:
    for package in ROOT_PACKAGES:
        body = ast.parse((ROOT / package / "__init__.py").read_text()).body
        assert all(isinstance(part, ast.Expr | ast.Import | ast.ImportFrom | ast.Assign) for part in body), package


def imported_tests(source: str) -> list[str]:
    """The test modules that a module imports."""
    found = []
    for part in ast.walk(ast.parse(source)):
        if isinstance(part, ast.ImportFrom):
            found += [f"{part.module}.{alias.name}" for alias in part.names]
        elif isinstance(part, ast.Import):
            found += [alias.name for alias in part.names]
    return [name for name in found if name.startswith("tests.") and ".test_" in name]


def test_no_test_module_is_imported_by_another() -> None:
    found = {str(path): imported_tests((ROOT / path).read_text()) for path in files("tests/*.py")}

    assert {path: names for path, names in found.items() if names} == {}
    assert imported_tests("from tests.station.test_clock import S") == ["tests.station.test_clock.S"]
    assert imported_tests("if A:\n    from tests.station import hall, test_clock") == ["tests.station.test_clock"]
    assert imported_tests("import tests.station.test_clock") == ["tests.station.test_clock"]
