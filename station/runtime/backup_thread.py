"""The backup of every night, in a thread of its own: neither a verdict nor a gauge waits for it.

When one is due the wall clock says, for people sleep by it; how close to each other they may come, and how far apart,
the monotonic clock: a wall clock that jumps makes neither many backups nor none.
"""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hardware.contract import notice
from hardware.error_texts import os_reason
from station.core import Trouble, standing
from station.record.log import LOG, StoreError, beside
from station.record.recovery import back_up
from station.record.upkeep import WARN_FREE

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    from hardware.contract import Notice

BACKUP = "backup"
LOOK_S = 60.0
TRY_AGAIN_S = 3600.0
CLOSEST_S, FARTHEST_S = 6 * 3600.0, 26 * 3600.0
"""Of two backups of one run of the station."""
OLD = timedelta(days=3)
AHEAD = timedelta(days=1)
"""A backup that is dated farther ahead was made while the clock was wrong: it counts as the oldest."""
_NAME = re.compile(r"(.+)-nightly-(\d{8}T\d{6})Z\.backup")
_DRAFT = re.compile(rf"\.({_NAME.pattern}\.part)(-\w+)?")


@dataclass(frozen=True, slots=True)
class BackupRules:
    """Where backups go, how many are kept (0: none are made), and the hour of the day (local) at which one is due."""

    folder: Path
    keep: int
    at: int


def wall() -> datetime:
    """The time on the wall."""
    return datetime.now().astimezone()


class BackupThread:
    """`troubles`: why no backup was made the last time; empty when all is well. It may be read from any thread."""

    def __init__(
        self,
        database: Path,
        rules: BackupRules,
        now: Callable[[], datetime] = wall,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._rules = rules
        self._now = now
        self._monotonic = monotonic
        self._made_at: float | None = None
        self._not_before = monotonic()
        self.troubles: tuple[Trouble, ...] = ()

    def run(self, stop: threading.Event) -> None:
        """Look once a minute until `stop`, which ends a backup too."""
        while self._rules.keep and not stop.wait(LOOK_S):
            self.look(stop.is_set)

    def look(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Make the backup that is due, also one that was missed while the station stood still."""
        try:
            if not self._is_due():
                return
            why = self._make(stopped)
        except (OSError, StoreError) as error:
            if stopped():
                return
            why = self._why(error)
        now = self._monotonic()
        if why is not None:
            self._not_before = now + TRY_AGAIN_S
            self.troubles = standing((Trouble(BACKUP, grave=False, about=why, since=now),), self.troubles)
            return
        self._made_at, self.troubles = now, ()
        self._not_before = now + CLOSEST_S

    def _why(self, error: OSError | StoreError) -> Notice:
        """What, and where."""
        if isinstance(error, StoreError) or error.strerror is None:
            return notice("no_backup", why=str(error))
        if isinstance(error, FileExistsError | NotADirectoryError):
            return notice("backup_in_the_way", folder=str(self._rules.folder))
        return notice("backup_refused", file=str(error.filename or self._rules.folder), why=os_reason(error))

    def _is_due(self) -> bool:
        monotonic = self._monotonic()
        if monotonic < self._not_before:
            return False
        long_ago = self._made_at is not None and monotonic - self._made_at >= FARTHEST_S
        return long_ago or due(self._database, self._rules, self._now())

    def _make(self, stopped: Callable[[], bool]) -> Notice | None:
        """Why none is made; None: it is made."""
        folder, now = self._rules.folder, self._now()
        folder.mkdir(parents=True, exist_ok=True)
        _clear_drafts(self._database, folder)
        lacking = lacking_room(self._database, folder)
        if lacking is not None:
            return lacking
        name = f"{self._database.stem}-nightly-{now.astimezone(UTC):%Y%m%dT%H%M%S}Z.backup"
        made = back_up(self._database, folder / name, stopped).path
        self._thin_out(made, now)
        return None

    def _thin_out(self, made: Path, now: datetime) -> None:
        """Fewer than wanted are kept where there would be no room for the next; the one just made stays always."""
        older = [path for path, _ in backups(self._database, self._rules.folder, now) if path != made]
        for number, path in enumerate(older):
            left = len(older) - number + 1
            if left <= self._rules.keep and lacking_room(self._database, self._rules.folder) is None:
                return
            path.unlink(missing_ok=True)


def backups(database: Path, folder: Path, now: datetime) -> list[tuple[Path, datetime]]:
    """The backups of this record that nights made, oldest first, and when; what else lies there is not ours."""
    found: list[tuple[Path, datetime]] = []
    for path in folder.iterdir() if folder.is_dir() else ():
        name = _NAME.fullmatch(path.name)
        if name is None or name[1] != database.stem or path.is_symlink() or not path.is_file():
            continue
        try:
            found.append((path, datetime.strptime(f"{name[2]}+0000", "%Y%m%dT%H%M%S%z")))
        except ValueError:
            continue  # digits that are no date: not ours
    return sorted(found, key=lambda each: (each[1] <= now + AHEAD, each[1]))


def newest(database: Path, folder: Path, now: datetime) -> datetime | None:
    """When the newest backup was made; one from far ahead is not counted."""
    return max((at for _, at in backups(database, folder, now) if at <= now + AHEAD), default=None)


def due(database: Path, rules: BackupRules, now: datetime) -> bool:
    """Whether the last hour of backups has passed without one. `now` knows its zone."""
    hour = now.replace(hour=rules.at, minute=0, second=0, microsecond=0)
    hour = hour if hour <= now else hour - timedelta(days=1)
    made = newest(database, rules.folder, now)
    return made is None or made < hour


def trouble(database: Path, rules: BackupRules, now: datetime) -> str | None:
    """What a technician has to know of the backups; None: all is well. OSError."""
    made = newest(database, rules.folder, now)
    if made is None:
        return f"{rules.folder}: no backup yet; the running station makes one, or station backup does"
    if now - made > OLD:
        since = f"{made.astimezone():%Y-%m-%d %H:%M}"
        return f"{rules.folder}: the last good backup is of {since}; is the station running, the disk full?"
    return None


def lacking_room(database: Path, folder: Path) -> Notice | None:
    """Why no backup is made: its disk would be left fuller than the station warns at. None: there is room. OSError."""
    size = sum(path.stat().st_size for path in (database, beside(database, LOG)) if path.exists())
    usage = shutil.disk_usage(folder)
    if usage.free - size >= WARN_FREE * usage.total:
        return None
    kept = int(WARN_FREE * usage.total)
    return notice("backup_lacks_room", size=size, folder=str(folder), free=usage.free, kept=kept)


def _clear_drafts(database: Path, folder: Path) -> None:
    """Remove what a cut-off backup left."""
    for path in folder.iterdir():
        name = _DRAFT.fullmatch(path.name)
        if name is not None and name[2] == database.stem:
            path.unlink(missing_ok=True)
