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


CARDS_A_PAGE = 12


def printed(folder: Path, *more: str) -> Result:
    config = folder / "station.toml"
    config.write_text(f'[station]\ndata_dir = "{folder}"\n')
    return CliRunner().invoke(app, ["sheet", str(folder / "sheet.png"), "--config", str(config), *more])


def pages(folder: Path) -> list[Path]:
    return [folder / "sheet.png", *sorted(folder.glob("sheet-*.png"))]


def test_every_card_is_read_back_in_both_codes(tmp_path: Path) -> None:
    result = printed(tmp_path)
    key = tmp_path / "command-barcodes.key"

    assert result.exit_code == 0, result.output
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert [line.partition(" (")[0] for line in result.stdout.splitlines()] == [str(page) for page in pages(tmp_path)]
    reader = open_reader(thorough=True)
    read = [each for page in pages(tmp_path) for each in reader.read(load_picture(page)).symbols]
    codes = [(control_code(each.text, key.read_bytes()), each.symbology) for each in read]
    assert {(code.word, code.genuine, form) for code, form in codes if code is not None} == {
        (word, True, form) for word in SHEET for form in ("Code128", "QRCode")
    }


def test_a_sheet_as_pdf_holds_the_same_pictures_a_page_each(tmp_path: Path) -> None:
    config = tmp_path / "station.toml"
    config.write_text(f'[station]\ndata_dir = "{tmp_path}"\n')
    out = tmp_path / "sheet.pdf"
    result = CliRunner().invoke(app, ["sheet", str(out), "--config", str(config)])

    assert result.exit_code == 0, result.output
    content = out.read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/Width 1654" in content
    assert f"/Count {-(-len(SHEET) // CARDS_A_PAGE)}".encode() in content
    assert not list(tmp_path.glob("sheet-*"))


def test_a_second_sheet_has_the_same_key_and_spares_the_file_that_is_there(tmp_path: Path) -> None:
    printed(tmp_path)
    key, first = (tmp_path / "command-barcodes.key").read_bytes(), (tmp_path / "sheet.png").read_bytes()
    last = pages(tmp_path)[-1]
    last.write_bytes(b"mine")
    (tmp_path / "sheet.png").unlink()

    assert isinstance(printed(tmp_path).exception, ConfigError)
    assert last.read_bytes() == b"mine"
    assert not (tmp_path / "sheet.png").exists()
    assert printed(tmp_path, "--force").exit_code == 0
    assert (tmp_path / "sheet.png").read_bytes() == first
    assert (tmp_path / "command-barcodes.key").read_bytes() == key
