"""The language between devices and the station: no library but Python's own, and values that nobody changes."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import is_dataclass

from hardware import contract
from tests.places import ROOT

LOADED = """
import json, sys
sys.path.append(sys.argv[1])
import hardware.contract
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_it_needs_the_standard_library_alone() -> None:
    command = [sys.executable, "-S", "-I", "-c", LOADED, str(ROOT)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert ended.stderr == ""
    assert set(json.loads(ended.stdout)) - sys.stdlib_module_names == {"__main__", "hardware"}


def test_what_devices_say_is_not_changed_afterwards() -> None:
    values = [value for value in vars(contract).values() if isinstance(value, type) and is_dataclass(value)]

    assert values
    assert [value.__name__ for value in values if not value.__dataclass_params__.frozen] == []  # type: ignore[attr-defined]
