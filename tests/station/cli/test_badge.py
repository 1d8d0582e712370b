"""`station badge`: what is printed is read back by the station's own reader, a lost one is revoked by its number."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from hardware.images import load_picture
from station.assembly import open_reader
from station.cli.main import app
from station.core import Badge, control_code
from station.requests import is_revoked

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def badge(folder: Path, *words: str, typed: str | None = None) -> Result:
    config = folder / "station.toml"
    config.write_text(f'[station]\ndata_dir = "{folder}"\n')
    return CliRunner().invoke(app, ["badge", *words, "--config", str(config)], input=typed)


@pytest.mark.parametrize("name", ["Ana", "陈 Bo", "x" * 24])
def test_a_printed_badge_is_read_back_in_both_codes(tmp_path: Path, name: str) -> None:
    out = tmp_path / "badge.png"
    result = badge(tmp_path, "print", name, str(out), "--role", "supervisor")

    assert result.exit_code == 0, result.output
    number = re.search(r"badge (\d{8})", result.output)
    assert number is not None
    key = (tmp_path / "command-barcodes.key").read_bytes()
    read = [
        (control_code(each.text, key), each.symbology)
        for each in open_reader(thorough=True).read(load_picture(out)).symbols
    ]
    wanted = Badge(name, "supervisor", number[1])
    assert {(code.badge, form) for code, form in read if code is not None} == {(wanted, "Code128"), (wanted, "QRCode")}


def test_a_badge_is_revoked_once_by_its_number(tmp_path: Path) -> None:
    assert badge(tmp_path, "revoke", "123").exit_code == 2
    assert badge(tmp_path, "revoke", "12345678", "--by", "Bo\n").exit_code == 2
    assert [badge(tmp_path, "revoke", "12345678").exit_code for _ in range(2)] == [0, 1]
    assert is_revoked(tmp_path / "command-barcodes.key", "12345678")


def test_what_was_given_out_or_revoked_is_listed_with_who_revoked_it(tmp_path: Path) -> None:
    badge(tmp_path, "print", "Ana", str(tmp_path / "ana.png"))
    badge(tmp_path, "pin", "陈 Bo", "--role", "supervisor", "--number", "4711", typed="482910\n482910\n")
    badge(tmp_path, "revoke", "4711", "--by", "Ana Li")
    revoked = tmp_path / "command-barcodes.key.revoked"
    revoked.write_text(f"{revoked.read_text()}77777777\n")  # as an older version wrote it

    rows = [json.loads(line) for line in badge(tmp_path, "list", "--json").stdout.splitlines()]
    about = [(row.get("name"), row.get("kind"), row["revoked"], row.get("revoked_by")) for row in rows]
    assert about == [
        ("Ana", "badge", False, None),
        ("陈 Bo", "pin", True, "Ana Li"),
        (None, None, True, ""),
    ]
    assert rows[1]["role"] == "supervisor"
    shown = badge(tmp_path, "list").stdout
    assert re.search(r"^4711 .* REVOKED 20\d\d-.* by Ana Li$", shown, re.MULTILINE)
    assert "argon2" not in shown


@pytest.mark.parametrize("pin", ["12345", "123456", "000000", "48291a", "482910\n482911", ""])
def test_a_pin_that_is_short_easy_or_mistyped_is_refused(tmp_path: Path, pin: str) -> None:
    first, _, second = pin.partition("\n")
    result = badge(tmp_path, "pin", "Ana", typed=f"{first}\n{second or first}\n")

    assert result.exit_code != 0
    assert badge(tmp_path, "list").stdout == ""


def test_a_staff_number_is_given_once_and_the_pin_is_shown_nowhere(tmp_path: Path) -> None:
    first = badge(tmp_path, "pin", "Ana", typed="482910\n482910\n")
    number = re.search(r"staff number (\d{6}) of Ana, worker", first.stdout)

    assert number is not None
    assert "482910" not in first.output
    assert badge(tmp_path, "pin", "Bo", "--number", number[1], typed="193847\n193847\n").exit_code == 2
    assert badge(tmp_path, "pin", "Bo", "--number", "12a4", typed="193847\n193847\n").exit_code == 2


@pytest.mark.parametrize(
    "words", [("print", "x" * 25), ("print", " "), ("print", "Ana\x1b"), ("print", "Ana", "--role", "boss")]
)
def test_what_is_no_name_or_role_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    name, *more = words[1:]

    assert badge(tmp_path, words[0], name, str(tmp_path / "badge.png"), *more).exit_code == 2
    assert not (tmp_path / "badge.png").exists()
