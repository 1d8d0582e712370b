"""`station identify` as a process: what it prints, when, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PROGRAM = "import typer; from station.cli.identify import identify; a = typer.Typer(); a.command()(identify); a()"
KEYS = [
    "raw",
    "kind",
    "carrier",
    "country",
    "service",
    "postal_code",
    "normalized",
    "printed",
    "check",
    "reason",
    "hint",
    "accepted",
]


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)


def answers(given: bytes, *arguments: str) -> list[dict[str, Any]]:
    done = run("--json", *arguments, given=given)
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_argument_is_answered_in_one_readable_line() -> None:
    done = run("RB123456785GB")
    assert done.returncode == 0
    assert done.stdout.decode() == "RB 123 456 785 GB  parcel_id  royal-mail  GB  letter post registered  check ok\n"


def test_json_has_the_fields_of_the_interface_in_their_order() -> None:
    done = run("--json", "420787459400111206206406260787")
    answer = json.loads(done.stdout)
    assert list(answer) == KEYS
    assert (answer["postal_code"], answer["normalized"], answer["check"]) == ("78745", "9400111206206406260787", True)


def test_the_exit_code_says_whether_any_argument_is_a_parcel() -> None:
    assert run("nonsense", "RB123456785GB").returncode == 0
    assert run("RB123456784GB", "nonsense").returncode == 1


def test_keyed_text_is_normalised_and_scanned_text_is_not() -> None:
    assert run("rb 123 456 785 gb").returncode == 1
    assert run("--keyed", "rb 123 456 785 gb").returncode == 0


def test_every_line_of_standard_input_has_one_answer_in_its_order() -> None:
    lines = ["RB123456785GB", "", "nonsense", '{"raw": "4006381333931", "symbology": "EAN-13"}', '{"order": 7}', "{"]
    found = answers("\n".join(lines).encode())
    assert [answer["kind"] for answer in found] == [
        "parcel_id",
        "unknown",
        "unknown",
        "product_id",
        "unknown",
        "unknown",
    ]
    assert [answer["raw"] for answer in found] == [*lines[:3], "4006381333931", *lines[4:]]


def test_symbology_and_aim_of_a_json_line_count() -> None:
    same = "15400141288763"
    given = "\n".join(
        json.dumps({"raw": raw, "symbology": symbology, "aim": aim})
        for raw, symbology, aim in [(same, "ITF", "]I1"), (same, "Code128", "]C0"), ("rb123456785gb", "keyed", None)]
    )
    assert [answer["kind"] for answer in answers(given.encode())] == ["product_id", "unknown", "parcel_id"]


def test_the_separator_survives_and_the_terminator_does_not() -> None:
    (answer,) = answers(b"42078745\x1d9400111206206406260787\r\n")
    assert answer["raw"] == "42078745\x1d9400111206206406260787"
    assert answer["postal_code"] == "78745"


def test_any_bytes_pass_and_none_reaches_the_terminal() -> None:
    noise = bytes(byte for byte in range(256) if byte != 0x0A)
    for arguments in ((), ("--json",)):
        done = run(*arguments, given=noise + b"\n" + noise)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.count(b"\n") == 2
        assert not set(done.stdout) & ({*range(0x20), 0x7F} - {0x0A})


def test_a_line_is_answered_before_the_next_one_comes() -> None:
    command = [sys.executable, "-c", PROGRAM, "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in (b"RB123456785GB", b"nonsense"):
            process.stdin.write(text + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["raw"] == text.decode()
        process.stdin.write(b"RB1234")
        process.stdin.flush()
        process.stdin.write(b"56785GB\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["normalized"] == "RB123456785GB"


def test_a_lane_is_named_by_its_carriers_or_its_configuration(tmp_path: Path) -> None:
    number = b'{"raw": "80083740712514", "symbology": "ITF", "aim": "]I1"}\n'
    assert json.loads(run("--json", given=number).stdout)["accepted"] is False
    here = json.loads(run("--json", "--weak-carriers", "fedex,russian-post", given=number).stdout)
    assert (here["accepted"], here["carrier"], here["kind"]) == (True, "russian-post", "parcel_id")
    file = tmp_path / "station.toml"
    file.write_text('[lane]\nweak_carriers = ["russian-post"]\n', encoding="utf-8")
    assert json.loads(run("--json", "--config", str(file), given=number).stdout) == here
    assert run("--config", str(file), "--weak-carriers", "fedex", "x").returncode == 2
