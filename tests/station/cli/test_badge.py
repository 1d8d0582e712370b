"""`station badge`: what is printed is read back by the station's own reader, a lost one is revoked by its number."""

from __future__ import annotations

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


def badge(folder: Path, *words: str) -> Result:
    config = folder / "station.toml"
    config.write_text(f'[station]\ndata_dir = "{folder}"\n')
    return CliRunner().invoke(app, ["badge", *words, "--config", str(config)])


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
    assert badge(tmp_path, "revoke", "1234").exit_code == 2
    assert [badge(tmp_path, "revoke", "12345678").exit_code for _ in range(2)] == [0, 1]
    assert is_revoked(tmp_path / "command-barcodes.key", "12345678")


@pytest.mark.parametrize(
    "words", [("print", "x" * 25), ("print", " "), ("print", "Ana\x1b"), ("print", "Ana", "--role", "boss")]
)
def test_what_is_no_name_or_role_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    name, *more = words[1:]

    assert badge(tmp_path, words[0], name, str(tmp_path / "badge.png"), *more).exit_code == 2
    assert not (tmp_path / "badge.png").exists()
