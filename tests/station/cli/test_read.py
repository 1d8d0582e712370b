from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import typer
from typer.testing import CliRunner, Result

from station.cli.read import read
from tests.hardware.reading.drawn import Picture, drawn, on_table
from tests.libzbar import needs_libzbar
from tests.places import ROOT

ROOT = ROOT.parent
PHOTOS = ROOT.parent / "shared" / "data" / "photos"
KEYS = {"file", "width", "height", "ms", "verdict", "parcel", "cause", "symbols"}

app = typer.Typer()
app.command()(read)


def station_read(*arguments: str | Path) -> tuple[Result, list[dict[str, Any]]]:
    """Run the command with `--json`; its result and its lines."""
    result = CliRunner().invoke(app, ["--json", *map(str, arguments)])
    return result, [json.loads(line) for line in result.stdout.splitlines()]


def saved(path: Path, picture: Picture) -> Path:
    assert cv2.imwrite(str(path), picture)
    return path


@pytest.fixture
def label(tmp_path: Path) -> Path:
    """A picture of one S10 number."""
    return saved(tmp_path / "label.png", on_table(drawn("RR473124829CN", "Code128"), 200, 300))


@needs_libzbar
def test_a_label_gives_one_line_with_the_parcel_and_the_symbol(label: Path) -> None:
    result, lines = station_read(label)

    assert (result.exit_code, result.stderr, len(lines)) == (0, "", 1)
    assert set(lines[0]) == KEYS
    assert (lines[0]["width"], lines[0]["height"], lines[0]["verdict"], lines[0]["cause"]) == (1280, 720, "read", None)
    parcel = lines[0]["parcel"]
    assert (parcel["id"], parcel["kind"], parcel["country"], parcel["check"]) == (
        "RR473124829CN",
        "parcel_id",
        "CN",
        True,
    )
    assert set(parcel) == {"id", "kind", "carrier", "country", "service", "postal_code", "check"}
    (symbol,) = lines[0]["symbols"]
    assert (symbol["symbology"], symbol["aim"], symbol["text"]) == ("Code128", "]C0", "RR473124829CN")
    assert (bytes.fromhex(symbol["hex"]), symbol["engine"]) == (b"RR473124829CN", "zxing+zbar")
    assert len(symbol["polygon"]) == 4


def test_fnc1_is_kept_in_the_line(tmp_path: Path) -> None:
    picture = drawn("(420)78745(94)00111899223344556677", "Code128", gs1=True)
    _, lines = station_read(saved(tmp_path / "usps.png", picture))

    (symbol,) = lines[0]["symbols"]
    assert (symbol["symbology"], symbol["aim"]) == ("GS1-128", "]C1")
    assert symbol["text"] == "42078745\u001d9400111899223344556677"
    assert bytes.fromhex(symbol["hex"])[8:9] == b"\x1d"


@needs_libzbar
def test_two_parcels_are_a_multi_read_and_no_guess(tmp_path: Path) -> None:
    picture = on_table(drawn("RR473124829CN", "Code128"), 60, 100)
    other = drawn("RB123456785DE", "Code128")
    picture[400 : 400 + other.shape[0], 500 : 500 + other.shape[1]] = other

    result, lines = station_read(saved(tmp_path / "two.png", picture))

    assert (result.exit_code, lines[0]["verdict"], lines[0]["parcel"]) == (0, "multi_read", None)
    assert len(lines[0]["symbols"]) == 2


def test_a_picture_without_a_code_is_a_no_read_with_its_cause(tmp_path: Path) -> None:
    result, lines = station_read(saved(tmp_path / "dark.png", np.full((100, 100), 5, dtype=np.uint8)))

    assert result.exit_code == 1
    assert (lines[0]["verdict"], lines[0]["cause"], lines[0]["symbols"]) == (
        "no_read",
        "too dark: more light or a longer exposure",
        [],
    )


def test_broken_files_are_lines_with_an_error_and_the_others_go_on(tmp_path: Path, label: Path) -> None:
    empty, cut, text = tmp_path / "empty.png", tmp_path / "cut.png", tmp_path / "text.jpg"
    empty.touch()
    cut.write_bytes(label.read_bytes()[:-30])
    text.write_text("no picture")
    film = tmp_path / "film.mp4"
    film.write_bytes(b"no film")
    bare = tmp_path / "bare"
    bare.mkdir()
    missing = tmp_path / "missing.png"

    result, lines = station_read(empty, cut, text, film, bare, missing, label)

    assert result.exit_code == 1
    assert [line["file"] for line in lines] == [str(path) for path in (empty, cut, text, film, bare, missing, label)]
    assert [set(line) == {"file", "error"} for line in lines] == [True] * 6 + [False]
    assert lines[-1]["verdict"] == "read"


def test_a_folder_gives_a_line_for_each_picture_by_name(tmp_path: Path, label: Path) -> None:
    second = tmp_path / "another.png"
    second.write_bytes(label.read_bytes())
    (tmp_path / "notes.txt").write_text("not asked for")

    result, lines = station_read(tmp_path)

    assert (result.exit_code, [line["file"] for line in lines]) == (0, [str(second), str(label)])


def film_of(path: Path, pictures: list[Picture]) -> Path:
    """A film of 25 frames a second."""
    height, width = pictures[0].shape
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (width, height))
    for picture in pictures:
        writer.write(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    writer.release()
    return path


def test_a_video_tells_where_each_parcel_is_first_certain(tmp_path: Path) -> None:
    table = np.full((360, 640), 110, dtype=np.uint8)
    checked = on_table(drawn("RR473124829CN", "Code128", 2), 100, 60, (360, 640))
    prefixed = on_table(drawn("LP00123456789012", "Code128", 2), 100, 60, (360, 640))
    film = film_of(tmp_path / "belt.avi", [table] * 5 + [checked] * 4 + [table] * 2 + [prefixed] * 3)

    result, lines = station_read(film)

    assert result.exit_code == 0
    assert set(lines[0]) == KEYS | {"parcels"}
    assert [(parcel["id"], parcel["frame"], parcel["at_s"]) for parcel in lines[0]["parcels"]] == [
        ("RR473124829CN", 6, 0.2),
        ("LP00123456789012", 13, 0.48),
    ]
    assert (lines[0]["verdict"], lines[0]["parcel"], lines[0]["cause"]) == ("read", None, None)


def test_a_video_of_one_parcel_names_it_and_one_of_none_says_why(tmp_path: Path) -> None:
    table = np.full((360, 640), 110, dtype=np.uint8)
    checked = on_table(drawn("RR473124829CN", "Code128", 2), 100, 60, (360, 640))

    result, lines = station_read(
        film_of(tmp_path / "a.avi", [table, checked]), film_of(tmp_path / "b.avi", [table] * 3)
    )

    assert result.exit_code == 1
    assert lines[0]["parcel"]["id"] == "RR473124829CN"
    assert (lines[1]["verdict"], lines[1]["parcels"], lines[1]["cause"]) == ("no_read", [], "nothing there")


def test_for_a_person_it_is_one_readable_line_and_errors_go_to_stderr(tmp_path: Path, label: Path) -> None:
    result = CliRunner().invoke(app, [str(label), str(tmp_path / "missing.png")])

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "RR473124829CN" in result.stdout
    assert "missing.png: the file cannot be opened: No such file or directory" in result.stderr


def test_neither_a_barcode_nor_a_file_name_drives_the_terminal(tmp_path: Path) -> None:
    picture = drawn("\x1b[31mred\x07 and \x9b2J", "QRCode")
    path = saved(tmp_path / "plain.png", picture).rename(tmp_path / "evil\x1b[2J\nname.png")

    for arguments in ([], ["--json"]):
        result = CliRunner().invoke(app, [*arguments, str(path)])
        assert result.exit_code == 0
        assert len(result.stdout.splitlines()) == 1
        assert all(character.isprintable() for character in result.stdout.rstrip("\n"))


def test_without_a_file_it_is_wrong_use() -> None:
    assert CliRunner().invoke(app, ["--json"]).exit_code == 2


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="no photographs beside the checkout")
def test_nothing_is_read_where_nothing_may_be_and_nothing_else_is_printed() -> None:
    program = "import typer; from station.cli.read import read; typer.run(read)"
    pictures = [str(path) for path in sorted((PHOTOS / "partial").glob("*.png"))[:12]]
    done = subprocess.run(
        [sys.executable, "-c", program, "--json", *pictures], cwd=ROOT, capture_output=True, text=True, check=False
    )

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr, len(lines)) == (1, "", 12)
    assert {line["verdict"] for line in lines} == {"no_read"}
    assert all(line["symbols"] == [] and line["cause"] for line in lines)
