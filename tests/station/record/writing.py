"""A writer to be killed or to run out of disk: commits until it ends, says each number once the commit has returned.

Run as a program: DATABASE ACKNOWLEDGEMENTS [COMMITS].
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

from station.record.writer import Store, StoreError
from tests.station.record.drafts import draft


def write(database: Path, acknowledgements: Path, commits: int) -> None:
    with Store.open(database, "lane-1") as store:
        log = os.open(acknowledgements, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for _ in range(commits) if commits else count():
            os.write(log, b"%d\n" % store.commit(draft()).seq)


if __name__ == "__main__":
    try:
        write(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    except StoreError as error:
        sys.exit(str(error))
