"""`station scanner test` and `card`: the printed code is read back, and what is planted in a set-up is named."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import cv2
import pytest
import zxingcpp
from typer.testing import CliRunner

from hardware.scanners import TEST_TEXT
from hardware.simulated.scanner import SimulatedHandScanner, SimulatedKeyboard
from station.cli.main import app


def test_the_card_reads_back_as_the_test_code(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["scanner", "card", str(tmp_path / "card.png")])
    assert done.exit_code == 0, done.output
    read = zxingcpp.read_barcodes(cv2.imread(str(tmp_path / "card.png"), cv2.IMREAD_GRAYSCALE))
    assert {str(code.format) for code in read} == {"QR Code", "Code 128"} or len(read) == 2
    assert {bytes(code.bytes) for code in read} == {TEST_TEXT.encode()}
    assert CliRunner().invoke(app, ["scanner", "card", str(tmp_path / "card.png")]).exit_code != 0


@pytest.mark.parametrize(
    ("text", "suffix", "code", "faults"),
    [
        (TEST_TEXT, b"\r\n", 0, []),
        (TEST_TEXT, b"\r\r", 1, ["suffix_doubled"]),
        (TEST_TEXT.swapcase(), b"\r", 1, ["caps"]),
        (TEST_TEXT.replace("\x1d", ""), b"", 1, ["gs_lost", "no_suffix"]),
        (TEST_TEXT.replace("\x1d", "<GS>"), b"\t", 0, ["gs_spelled"]),
        ("RR473124829CN", b"\r", 1, ["no_test_code"]),
    ],
)
def test_what_is_wrong_is_named_with_its_cure(
    tmp_path: Path, text: str, suffix: bytes, code: int, faults: list[str]
) -> None:
    with SimulatedHandScanner(tmp_path / "hand", suffix=suffix) as hand:
        scans = threading.Timer(1.0, lambda: hand.scan(text))
        scans.start()
        done = CliRunner().invoke(app, ["scanner", "test", "--port", str(hand.link), "--json"])
        scans.join()

    told = json.loads(done.stdout)
    assert (done.exit_code, [fault["code"] for fault in told["faults"]]) == (code, faults)
    assert all(fault["cure"] for fault in told["faults"])


def test_a_keyboard_of_another_country_is_named(tmp_path: Path) -> None:
    with SimulatedKeyboard(tmp_path / "event7", "fr") as keys:

        def scans() -> None:
            time.sleep(1.0)
            keys.scan(TEST_TEXT.replace("[", "").replace("]", "").replace("#", "") + "\r")

        hand = threading.Thread(target=scans)
        hand.start()
        done = CliRunner().invoke(app, ["scanner", "test", "--port", keys.port, "--layout", "us", "--json"])
        hand.join()
    faults = json.loads(done.stdout)["faults"]
    assert [fault["about"] for fault in faults if fault["code"] == "layout"] == ["fr"]
    assert done.exit_code == 1


def test_what_is_typed_at_the_terminal_is_judged_and_silence_is_told() -> None:
    done = CliRunner().invoke(app, ["scanner", "test", "--layout", "xx"])
    assert (done.exit_code, "none of us, gb" in done.output) == (2, True)
