"""Units that systemd takes without a word, and that may do little."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from station.deployment import Deployment, Service, next_commands, unit_files

NEEDS = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze: apt-get install systemd"
)
MOST_EXPOSED = 3.0


def unit(service: Service, folder: Path, **more: object) -> Path:
    program = folder / "station"
    program.touch(mode=0o755)
    made = unit_files(Deployment(service, program, **more))  # type: ignore[arg-type]
    path = folder / service.unit
    path.write_text(next(text for file, text in made.items() if file.name == service.unit))
    return path


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", "--no-pager", *words], capture_output=True, text=True, check=False)


@NEEDS
@pytest.mark.parametrize("service", Service)
def test_systemd_takes_them_and_they_may_do_little(service: Service, tmp_path: Path) -> None:
    path = unit(service, tmp_path, writes=(Path("/srv/parcels"),))
    done = analyze("verify", str(path))
    assert (done.returncode, [line for line in done.stderr.splitlines() if path.name in line]) == (0, [])
    exposed = re.search(
        r"Overall exposure level for \S+: (\d+\.\d)", analyze("security", "--offline=true", str(path)).stdout
    )
    assert exposed is not None
    print(f"{service.value}: exposure {exposed[1]}")
    assert float(exposed[1]) < MOST_EXPOSED


@NEEDS
def test_the_control_a_misspelt_key_is_found(tmp_path: Path) -> None:
    path = unit(Service.HEADLESS, tmp_path)
    path.write_text(path.read_text().replace("WatchdogSec=", "WatchdogSecs="))
    assert "WatchdogSecs" in analyze("verify", str(path)).stderr


def test_a_station_brings_its_user_its_groups_and_its_rules_and_the_centre_none_of_the_devices() -> None:
    made = unit_files(Deployment(Service.SCREEN, Path("/opt/x/bin/station"), user="hub", tty="tty3"))
    text = "\n".join(made.values())
    assert {path.name for path in made} == {"parcel-station.service", "parcel-station.conf", "99-parcel-station.rules"}
    assert "TTYPath=/dev/tty3" in text
    assert re.findall(r"^m hub (\w+)$", text, re.MULTILINE) == ["dialout", "video", "input", "audio", "lp"]
    centre = "\n".join(unit_files(Deployment(Service.TRACKING_SERVER, Path("/opt/x/bin/station"))).values())
    assert "PrivateDevices=yes" in centre
    assert "dialout" not in centre
    assert "$" not in (text + centre).replace("$attr", "").replace("$env", "").replace("$name", "")
    assert next_commands(Deployment(Service.SCREEN, Path("/x")))[-1] == "systemctl enable --now parcel-station.service"
