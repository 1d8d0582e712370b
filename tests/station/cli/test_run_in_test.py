"""A station in test beside a centre that waits for it: what is written where, and what comes after the trial."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from hardware.simulated.camera.labels import render_label
from hardware.simulated.camera.parcels import make_parcels
from station.tracking_server import EmbeddedServer
from tests.station.cli.headless import running
from tests.station.cli.programs import configured, station
from tests.waiting import until

ENOUGH = 3
SOON_S = 60.0


def configuration(folder: Path, url: str) -> str:
    """A station in test whose camera sees parcel after parcel, without a scale; its centre would take its scans."""
    pictures, token = folder / "pictures", folder / "token"
    pictures.mkdir()
    for number, parcel in enumerate(islice(make_parcels(3), 12)):
        label = render_label(parcel.label, 6).pixels
        cv2.imwrite(str(pictures / f"{number:02}a.png"), label)
        cv2.imwrite(str(pictures / f"{number:02}b.png"), np.full_like(label, 90))
    token.touch(mode=0o600)
    token.write_text("of-this-hub")
    return configured(
        folder,
        f'[station]\nid = "lane-1"\ndata_dir = "{folder / "data"}"\nbackup_dir = "{folder / "backups"}"\n'
        f'in_test = true\n[scale]\nenabled = false\n[sync]\nurl = "{url}"\ntoken_file = "{token}"\nheartbeat_s = 0.2\n'
        f'[camera]\nsource = "{pictures}"\nfps = 30\nstall_s = 30\nloop = true\n[screen]\nsound = false\n',
    )


def scans(database: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as look:
            return int(look.execute("SELECT count(*) FROM scan").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_a_trial_leaves_record_and_centre_without_a_scan_and_then_the_real_record_begins(tmp_path: Path) -> None:
    real, centre = tmp_path / "data" / "station.db", tmp_path / "centre.db"
    trial = real.parent / "in-test" / real.name
    with EmbeddedServer(centre, "of-this-hub") as server:
        config = configuration(tmp_path, server.url)
        with running(config) as here:
            here.waits_for("^STATION lane-1 runs IN TEST .*in-test/station.db")
            until(lambda: scans(trial) >= ENOUGH, "scans of the trial", SOON_S)
            told, words = station("status", "--json", "--config", config), station("status", "--config", config)
            doctor = station("doctor", "--json", "--config", config)
        assert json.loads(told.stdout)["in_test"] is True
        assert "\nIN TEST " in words.stdout
        assert "never sent: in test" in words.stdout
        found = {each["name"]: each for each in map(json.loads, doctor.stdout.splitlines())}
        assert "IN TEST" in found["station"]["words"]
        assert "in test" in found["centre"]["words"]
        assert [path.name for path in real.parent.iterdir()] == [trial.parent.name]
        assert not (tmp_path / "backups").exists()
        assert scans(centre) == 0

        kept = scans(trial)
        assert station("config", "set", "station.in_test", "false", "--config", config).returncode == 0
        with running(config) as here:
            here.waits_for("^STATION lane-1 runs [(].*data/station.db")
            until(lambda: scans(centre) >= ENOUGH, "scans at the centre", SOON_S)
            told = station("status", "--json", "--config", config)
        assert json.loads(told.stdout)["in_test"] is False
        assert 0 < scans(centre) <= scans(real)
        assert scans(trial) == kept
