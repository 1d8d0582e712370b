"""`station install`: shown, written once, never over what a person has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from config import ConfigError, load
from station.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def install(*words: str) -> Result:
    return CliRunner().invoke(app, ["install", *words])


def test_a_dry_run_shows_all_and_writes_nothing(tmp_path: Path) -> None:
    done = install("--dry-run", "--root", str(tmp_path))
    assert done.exit_code == 0
    assert "ExecStart=" in done.output
    assert "systemctl enable --now parcel-station.service" in done.output
    assert list(tmp_path.iterdir()) == []


def test_it_is_written_once_and_what_a_person_has_changed_stays(tmp_path: Path) -> None:
    assert install("headless", "--root", str(tmp_path)).exit_code == 0
    config, token = tmp_path / "etc/parcel-station/station.toml", tmp_path / "etc/parcel-station/token"
    assert load(config).station.data_dir.as_posix() == "/var/lib/parcel-station"
    assert token.stat().st_mode & 0o077 == 0
    token.write_text("a-token-of-a-hub")
    unit = tmp_path / "etc/systemd/system/parcel-station.service"
    assert install("headless", "--root", str(tmp_path)).exit_code == 0, "the same once more"

    unit.write_text(unit.read_text() + "# mine\n")
    again = install("headless", "--root", str(tmp_path))
    assert isinstance(again.exception, ConfigError)
    assert "--force replaces it" in str(again.exception)
    assert unit.read_text().endswith("# mine\n")
    assert install("headless", "--root", str(tmp_path), "--force").exit_code == 0
    assert not unit.read_text().endswith("# mine\n")
    assert token.read_text() == "a-token-of-a-hub"


def test_folders_elsewhere_may_be_written_and_strange_names_are_refused(tmp_path: Path) -> None:
    config = tmp_path / "line.toml"
    config.write_text(f'[station]\ndata_dir = "{tmp_path}/data"\n')
    done = install("headless", "--dry-run", "--config", str(config))
    assert f"ReadWritePaths={tmp_path}/data" in done.output
    for words in (("--user", "a b"), ("--tty", "tty1\nExecStartPre=/bin/sh"), ("--config", "/etc/%h.toml")):
        assert install("--dry-run", *words).exit_code == 2
