"""`station scanner watch`: what a scanner sends, on a real serial line, a real port, and from a recording."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
import tty
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hardware.contract import DeviceError
from station.cli.scanner import app

DWS = "{code},{weight_kg},{length_cm}x{width_cm}x{height_cm}"


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["watch", *args])


def scans(result: Result) -> list[dict[str, object]]:
    assert result.exception is None, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_scan_is_shown_recorded_and_played_again(tmp_path: Path) -> None:
    theirs, ours = os.openpty()
    tty.setraw(ours)
    over = threading.Event()

    def scan_for_ever() -> None:
        while not over.wait(0.3):  # what comes before the port is open does not count
            os.write(theirs, b"]C0RR473124829CN\r\nhello\r\n")

    hand = threading.Thread(target=scan_for_ever)
    hand.start()
    live = run("--port", os.ttyname(ours), "--record", str(tmp_path / "r.jsonl"), "--seconds", "3", "--json")
    over.set()
    hand.join()
    os.close(ours)
    os.close(theirs)

    seen = scans(live)
    parcel = {"text": "RR473124829CN", "aim": "]C0", "kind": "parcel_id", "accepted": True}
    assert [{key: seen[0][key] for key in parcel}, seen[1]["text"], seen[1]["accepted"]] == [parcel, "hello", False]
    assert seen == [seen[number % 2] for number in range(len(seen))]
    again = scans(run("--port", f"replay:{tmp_path / 'r.jsonl'}", "--json"))
    assert again[: len(seen)] == seen
    assert len(again) - len(seen) in (0, 1), "the last code may have come as the time ended"


def test_a_fixed_reader_that_connects_is_shown_with_weight_and_size() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def reader() -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", port)) as line:
                    line.sendall(b"\x02RR473124829CN;LP1,0.350,30x20x10\x03\x02NOREAD,1,0x0x0\x03")
                    time.sleep(1)
                    return
            except OSError:
                time.sleep(0.02)

    hand = threading.Thread(target=reader)
    hand.start()
    form = (
        "--prefix",
        "\\x02",
        "--suffix",
        "etx",
        "--template",
        "{code},{weight_kg},{length_cm}x{width_cm}x{height_cm}",
    )
    result = run("--port", f"listen://127.0.0.1:{port}", *form, "--seconds", "1.2", "--json")
    hand.join()

    first, second = [json.loads(line) for line in result.stdout.splitlines()]
    assert (first["text"], first["others"], first["grams"]) == ("RR473124829CN", ["LP1"], "350.000")
    assert first["size_mm"] == ["300", "200", "100"]
    assert (second["text"], second["kind"], second["grams"]) == ("", None, "1000")


@pytest.mark.parametrize(
    ("options", "named"),
    [(("--template", "{weight_kg}"), "{code}"), (("--prefix", "é"), "ASCII"), (("--suffix", "\\x"), "ASCII")],
)
def test_wrong_use_is_named(options: tuple[str, ...], named: str) -> None:
    result = run("--port", "/dev/null", *options)

    assert result.exit_code == 2
    assert named in result.output


def test_a_scanner_that_is_away_is_named(tmp_path: Path) -> None:
    result = run("--port", str(tmp_path / "none"))

    assert isinstance(result.exception, DeviceError)
    assert "no such device" in str(result.exception)
