"""`station doctor --bundle`: what helps is in it, and no planted secret, wherever it stands."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from config import load
from station.assembly import secret_files
from station.cli.main import app
from station.doctor import Finding, bundle
from station.requests import hub_key_made

if TYPE_CHECKING:
    from pathlib import Path

TOKEN, SHARED, PASSWORD = "tkn-7f3a91", "hub-secret-x1", "camera:pa55word"  # planted
PARCEL = "RR473124829CN"


def planted(folder: Path) -> Path:
    """A configuration with a token, the hub's key, the key of badges, and a password in an address."""
    (folder / "token").write_text(f"{TOKEN}\n")
    (folder / "token").chmod(0o600)
    (folder / "hub.key").write_text(f"{SHARED}\n")
    (folder / "hub.key").chmod(0o600)
    hub_key_made(folder / "cards.key")
    file = folder / "station.toml"
    file.write_text(
        f'[station]\nid = "lane-1"\ndata_dir = "{folder / "data"}"\n'
        f'[camera]\nsource = "rtsp://{PASSWORD}@10.0.0.9/live"\n[scale]\nenabled = false\n'
        f'[sync]\nurl = "http://127.0.0.1:9"\ntoken_file = "{folder / "token"}"\n'
        f'[peers]\nkey_file = "{folder / "hub.key"}"\n[shift]\nkey_file = "{folder / "cards.key"}"\n'
    )
    return file


def texts(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_bundle_helps_and_holds_no_planted_secret(tmp_path: Path) -> None:
    config = load(planted(tmp_path))
    key = (tmp_path / "cards.key").read_bytes()
    told = f"refused {TOKEN} at rtsp://{PASSWORD}@10.0.0.9/live, key {key.hex()}, {SHARED}"
    status = {"station_id": "lane-1", "devices": [{"kind": "scanner", "last": PARCEL}], "failed": told}
    file = tmp_path / "help.zip"
    file.write_bytes(bundle(config, [Finding("centre", "fault", told)], status, secret_files(config)))
    found = texts(file)

    assert set(found) == {"doctor.jsonl", "configuration.json", "status.json", "versions.json"}
    whole = "\n".join(found.values())
    for secret in (TOKEN, SHARED, PASSWORD, key.hex(), PARCEL):
        assert secret not in whole, secret
    assert "10.0.0.9" in found["configuration.json"], "the address without its password helps"
    assert "refused" in found["doctor.jsonl"]
    assert json.loads(found["versions.json"])["packages"]["textual"].startswith("8.2")

    control = bundle(config, [Finding("centre", "fault", told)], status, ())
    file.write_bytes(control)
    assert TOKEN in texts(file)["doctor.jsonl"], "the control: without the files the token is not known"


def test_the_command_writes_it_once_and_never_over_a_file(tmp_path: Path) -> None:
    config, file = planted(tmp_path), tmp_path / "help.zip"
    first = CliRunner().invoke(app, ["doctor", "--config", str(config), "--bundle", str(file)])
    assert first.exit_code == 1, "the camera is away"
    assert TOKEN not in "".join(texts(file).values())
    before = file.read_bytes()
    again = CliRunner().invoke(app, ["doctor", "--config", str(config), "--bundle", str(file)])
    assert "is there already" in f"{again.exception} {again.output}"
    assert file.read_bytes() == before
