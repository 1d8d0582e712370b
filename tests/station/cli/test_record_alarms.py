"""`station verify --seen`, and what `doctor` says of alarms and backups."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from config import parse
from station.assembly import backup_rules, store_path
from station.cli.main import app
from station.core.models import Held
from station.doctor import record
from station.record.writer import Store
from station.runtime.backup_thread import BackupThread, wall
from tests.station.record.drafts import draft

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config


@pytest.fixture
def config(tmp_path: Path) -> Config:
    with Store.open(tmp_path / "station.db", "lane-1") as store:
        store.commit(draft())
    return parse(f'[station]\nid = "lane-1"\ndata_dir = "{tmp_path}"\n', "x")


def test_verify_seen_shows_the_alarms_and_ends_them(config: Config) -> None:
    path = store_path(config)
    with Store.open(path, None) as store:
        store.settle([], Held(store.epoch, 99))
    assert record.check_recovery(config, None).state == "fault"
    assert "missing here" in record.check_recovery(config, None).words

    answers = [CliRunner().invoke(app, ["verify", "--seen", "--db", str(path)]) for _ in range(2)]
    assert "seen: scans that the centre holds are missing here" in answers[0].stderr
    assert "no alarm waits" in answers[1].stderr
    assert record.check_recovery(config, None).state == "ok"


def test_doctor_names_files_that_were_set_aside(config: Config, tmp_path: Path) -> None:
    aside = tmp_path / "station.db.set-aside-20261123T030000"
    aside.write_text("old")
    finding = record.check_recovery(config, None)
    assert (finding.state, str(aside) in finding.words) == ("ok", True)


@pytest.mark.parametrize(("days", "state"), [(None, "warning"), (2, "ok"), (4, "fault")])
def test_doctor_calls_an_old_backup_a_fault(config: Config, days: int | None, state: str) -> None:
    if days is not None:
        then = wall() - timedelta(days=days)
        BackupThread(store_path(config), backup_rules(config), lambda: then).look()
    assert record.check_backups(config, None).state == state
