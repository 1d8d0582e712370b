"""`station sheet`: each printed code is read back by the station's own reader, and is of this hub."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from config import ConfigError
from hardware.images import load_picture
from station.assembly import open_reader
from station.cli.main import app
from station.core import SHEET, control_code

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def printed(folder: Path, *more: str) -> Result:
    config = folder / "station.toml"
    config.write_text(f'[station]\ndata_dir = "{folder}"\n')
    return CliRunner().invoke(app, ["sheet", str(folder / "sheet.png"), "--config", str(config), *more])


def test_every_card_is_read_back_in_both_codes(tmp_path: Path) -> None:
    result = printed(tmp_path)
    key = tmp_path / "command-barcodes.key"

    assert result.exit_code == 0, result.output
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    page = load_picture(tmp_path / "sheet.png")
    read = open_reader(thorough=True).read(page).symbols
    codes = [(control_code(each.text, key.read_bytes()), each.symbology) for each in read]
    assert {(code.word, code.genuine, form) for code, form in codes if code is not None} == {
        (word, True, form) for word in SHEET for form in ("Code128", "QRCode")
    }


def test_a_sheet_as_pdf_holds_the_same_picture_on_one_page(tmp_path: Path) -> None:
    config = tmp_path / "station.toml"
    config.write_text(f'[station]\ndata_dir = "{tmp_path}"\n')
    out = tmp_path / "sheet.pdf"
    result = CliRunner().invoke(app, ["sheet", str(out), "--config", str(config)])

    assert result.exit_code == 0, result.output
    content = out.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Subtype /Image") == 1
    assert b"/Width 1654" in content
    assert b"/Count 1" in content


def test_a_second_sheet_has_the_same_key_and_spares_the_file_that_is_there(tmp_path: Path) -> None:
    printed(tmp_path)
    key, first = (tmp_path / "command-barcodes.key").read_bytes(), (tmp_path / "sheet.png").read_bytes()
    (tmp_path / "sheet.png").write_bytes(b"mine")

    assert isinstance(printed(tmp_path).exception, ConfigError)
    assert (tmp_path / "sheet.png").read_bytes() == b"mine"
    assert printed(tmp_path, "--force").exit_code == 0
    assert (tmp_path / "sheet.png").read_bytes() == first
    assert (tmp_path / "command-barcodes.key").read_bytes() == key
