"""The real program on a real terminal: the screen comes, takes a keyed parcel, and goes when it is asked to."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from tests.terminal import ENTER, F10, LEFT, ROOT, Terminal

if TYPE_CHECKING:
    from pathlib import Path

STATION = [sys.executable, "-c", "from station.cli.main import main; main()"]
PARCEL = "RR473124829CN"


def configured(folder: Path) -> Path:
    """A lane of keys alone, with the example plan."""
    file = folder / "station.toml"
    file.write_text(
        f'[station]\nid = "keys-1"\ndata_dir = "{folder / "data"}"\n'
        "[camera]\nenabled = false\n[scale]\nenabled = false\n[sync]\nenabled = false\n"
    )
    plan = ROOT / "config" / "plan.example.csv"
    subprocess.run([*STATION, "import", "plan", str(plan), "--config", str(file)], check=True, cwd=ROOT)
    return file


def test_a_keyed_parcel_is_booked_on_the_real_screen_and_the_station_quits(tmp_path: Path) -> None:
    file = configured(tmp_path)
    with Terminal([*STATION, "run", "--config", str(file)]) as terminal:
        terminal.read_until(b"Key the number in", b"F10")
        terminal.type(PARCEL.encode() + ENTER)
        terminal.read_until(b"China Post")
        terminal.type(F10)
        terminal.read_until(b"Yes")
        terminal.pause(1.0)  # answers that come at once are not a person's
        terminal.type(LEFT + ENTER)
        code = terminal.wait()

    assert code == 0
    assert b"Traceback" not in terminal.seen
    with closing(sqlite3.connect(tmp_path / "data" / "station.db")) as record:
        assert record.execute("SELECT count(*) FROM scan").fetchone() == (1,)
