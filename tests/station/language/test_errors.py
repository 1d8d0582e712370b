"""What a running station can show of an error has a code that this room knows in every language."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from hardware.contract import DeviceError, notice
from station.core import caused
from station.language import ENGLISH, ERRORS, LANGUAGES, error_text, language, trouble_texts
from tests.places import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from hardware.contract import Notice

RAISED = {
    "DeviceError", "RecordingOverError", "LineError", "TrustError", "StoreError", "DamagedError", "DiskFullError",
}  # fmt: skip
REACHED = (
    "hardware/access", "hardware/camera", "hardware/links", "hardware/scales", "hardware/scanners",
    "hardware/simulated/camera",
    "station/sync", "station/runtime",
    "station/record/log", "station/record/bags", "station/record/outbox", "station/record/upkeep",
    "station/record/reads.py", "station/record/write_connection.py",
    "station/record/lists/centre_lists.py", "station/record/lists/centre_schema.py",
    "station/record/recovery/rescue.py",
)  # fmt: skip
"""What the threads of devices, of the line and of the record run. The rest is for commands and for the start, whose
errors are texts.
"""
EN, ZH = language(ENGLISH), language("zh_CN")


def reached_files() -> list[Path]:
    places = [ROOT / place for place in REACHED]
    return sorted(path for place in places for path in ([place] if place.is_file() else place.rglob("*.py")))


def _tells_a_notice(annotation: ast.expr | None) -> bool:
    return annotation is not None and ast.unparse(annotation) in {"Notice", "Notice | None"}


def makers() -> set[str]:
    """Functions that give a notice."""
    return {"notice", "replace"} | {
        node.name
        for path in reached_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and _tells_a_notice(node.returns)
    }


def raised_as_text(source: str, known: set[str]) -> list[int]:
    """Lines that make one of these errors of anything else than a notice."""
    tree = ast.parse(source)
    names = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg) and _tells_a_notice(node.annotation)}
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and _tells_a_notice(node.annotation):
            names.add(ast.unparse(node.target))
        if isinstance(node, ast.NamedExpr) and _is_notice(node.value, known, names):
            names.add(node.target.id)
        if isinstance(node, ast.Assign) and _is_notice(node.value, known, names):
            names.update(map(ast.unparse, node.targets))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name_of(node.func) in RAISED)
    return [call.lineno for call in calls if not (call.args and _is_notice(call.args[0], known, names))]


def _is_notice(given: ast.expr, known: set[str], names: set[str]) -> bool:
    if isinstance(given, ast.BoolOp):
        return all(_is_notice(each, known, names) for each in given.values)
    return _name_of(given.func) in known if isinstance(given, ast.Call) else ast.unparse(given) in names


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_error_that_a_thread_of_the_station_comes_upon_has_a_code() -> None:
    known, files = makers(), reached_files()

    found = {str(path.relative_to(ROOT)): raised_as_text(path.read_text(encoding="utf-8"), known) for path in files}

    assert len(files) > 60, "the files are found"
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize("name", sorted(RAISED))
@pytest.mark.parametrize(
    "planted",
    ['raise {}("the cable is out")', 'raise {}(f"{{port}} is out")', "raise {}(str(error))", "raise {}(words)", "{}()"],
)
def test_an_error_without_a_code_is_found(name: str, planted: str) -> None:
    assert raised_as_text(planted.format(name), makers()) == [1]


def test_every_sentence_of_an_error_is_there_in_every_language() -> None:
    assert set(ERRORS) >= {"port_unplugged", "camera_hangs", "scale_silent"}
    others = [language(name) for name in LANGUAGES if name != ENGLISH]
    wanted = [sentence for sentences in ERRORS.values() for sentence in sentences]

    assert [(each.name, one.english) for each in others for one in wanted if each.text(one) == EN.text(one)] == []


def test_an_error_is_said_by_its_code_with_the_reason_of_the_system() -> None:
    gone = notice("port_does_not_open", what="scale", port="/dev/ttyUSB0", reason="EIO")

    assert error_text(gone, "", EN) == str(DeviceError(gone))
    assert error_text(gone, "", ZH) == "秤端口 /dev/ttyUSB0：无法打开（输入/输出错误）；请检查串口设置"


@pytest.mark.parametrize(
    "about",
    [
        None,
        notice("of_a_newer_version", port="/dev/x"),
        notice("port_does_not_open", what="scale", port="/dev/ttyUSB0"),  # without its reason
    ],
)
def test_an_error_that_cannot_be_said_is_shown_by_its_english_text(about: Notice | None) -> None:
    assert error_text(about, "the cable is out", ZH) == "the cable is out"
    assert trouble_texts(caused("scale_down", "the cable is out", about), ZH).technician == "the cable is out"


def test_a_trouble_tells_the_error_that_brought_it_about() -> None:
    gone = notice("port_unplugged", what="scale", port="/dev/ttyUSB0")
    trouble = caused("scale_down", str(DeviceError(gone)), gone)

    assert trouble_texts(trouble, EN).technician == str(DeviceError(gone))
    assert trouble_texts(trouble, ZH).technician == "秤端口 /dev/ttyUSB0：设备被拔出或关机；请检查线缆和秤的电源"
