"""What happens when the screen itself fails."""

from __future__ import annotations

import subprocess
import sys

from tests.places import ROOT

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from station.ui.app import StationApp
from tests.station.ui.scripted_station import ScriptedStation

app = StationApp(ScriptedStation())
app.look = lambda: 1 / 0
app.run(headless=True)
print(type(app.unforeseen).__name__)
"""


def test_an_unforeseen_error_ends_the_screen_without_a_traceback() -> None:
    """The error is handed to the command, which says it in one line."""
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(ROOT)], capture_output=True, text=True, check=False, timeout=60
    )

    assert answer.stdout.strip().endswith("ZeroDivisionError"), answer.stderr
    assert "Traceback" not in answer.stdout + answer.stderr
