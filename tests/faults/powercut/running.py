"""Run one scenario under the recorder: SCENARIO FOLDER. POWERCUT_SYNCHRONOUS weakens the record, for the control."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from station.record.log import connect
from tests.faults.powercut import recovery, stories

SCENARIOS = {**stories.SCENARIOS, **recovery.SCENARIOS}


def main() -> None:
    """End without any clean-up, as a power cut does."""
    connect._DURABILITY["wal_autocheckpoint"] = 60  # many checkpoints in a short story
    connect._DURABILITY["synchronous"] = int(os.environ.get("POWERCUT_SYNCHRONOUS", "2"))
    told = os.open(os.environ["POWERCUT_MARKS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(kind: str, **facts: object) -> None:
        os.write(told, json.dumps({"kind": kind, **facts}).encode())

    SCENARIOS[sys.argv[1]].during(Path(sys.argv[2]), tell)
    os._exit(0)


if __name__ == "__main__":
    main()
