"""The station's command as a process of its own, as a script starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = "from station.cli.main import main; main()"
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("STATION_", "CREDENTIALS_"))}


def station(*words: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, *words]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False, timeout=60, env=ENVIRONMENT)


def configured(folder: Path, text: str) -> str:
    path = folder / "station.toml"
    path.write_text(text)
    return str(path)


def is_no_alarm(entry: dict[str, object]) -> bool:
    """An alarm is noted when a trouble lasts: how many there are is a matter of the machine's haste."""
    details = entry.get("details")
    return not (isinstance(details, dict) and details.get("is") == "alarm")
