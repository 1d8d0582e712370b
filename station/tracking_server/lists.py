"""The folder from which the centre serves lists: files that are replaced are noticed, checked, and served when good.

`sort-plan.csv`, `holds.csv`, `manifest.csv`, or `.jsonl`, as `station import` takes them; `recalls.csv` has the columns
of holds. A bad file changes nothing: the last good one stays in force, and the log and /metrics say so.
"""

from __future__ import annotations

import gc
import logging
import sqlite3
import threading
from typing import TYPE_CHECKING

from station.core import printable
from station.core.sort_plan import parse_holds, parse_plan
from station.core.tables import Table, lines_of, read_manifest
from station.tracking_server.lists_store import MANIFEST, ListsStore, TextList

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIDE_FILE = ".lists.db"
LOOK_S = 1.0
"""Between two looks; a file is read when two of them found it the same."""
PLAN, HOLDS, RECALLS = "sort-plan", "holds", "recalls"
NAMES = (PLAN, HOLDS, MANIFEST, RECALLS)
MEDIA = {".csv": "text/csv", ".jsonl": "application/jsonl"}
MOST_RECALLS = 1000
"""Parcels that are recalled at a time: each is looked for at every answer."""
LARGEST_TEXT = 8 << 20
MOST_LINES = 100_000
"""Bytes and lines of a plan or a hold list; a station takes no larger one."""
# Under the name whose handlers the server's log has.
_LOG = logging.getLogger("uvicorn.lists")


class BadListError(Exception):
    """A file cannot be served; the text says what is wrong in it."""


class Lists:
    """Reads and serves the lists of one folder; `text` and `page` may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        """CentreError in words when the folder cannot hold the side file."""
        self._folder = folder
        self._seen = {name: self._stamp(name) for name in NAMES}
        self._store = ListsStore(folder / SIDE_FILE)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._tried: dict[str, str] = {}
        self.looked = False
        """What was there at the start was read or refused."""
        self.refused: dict[str, str] = {}
        """List -> why its newest file is not served."""

    def start(self) -> None:
        """Look at the folder from now on, in a thread."""
        self._thread = threading.Thread(target=self._run, name="lists", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close the side file."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self._store.close()

    def text(self, name: str) -> TextList | None:
        """The plan or the hold list; None: there never was a good one."""
        return self._store.text(name)

    def page(self, since: str) -> bytes | None:
        """A page of the manifest; None: there never was a good one."""
        return self._store.page(since)

    def _run(self) -> None:
        while not self._stop.wait(LOOK_S):
            self.look()

    def look(self) -> None:
        """Take over what was replaced and is the same as at the last look: it is whole. Never raises for a file."""
        for name in NAMES:
            stamp = self._stamp(name)
            settled, self._seen[name] = self._seen[name] == stamp, stamp
            if settled and stamp not in ("", self._tried.get(name), self._store.stamp(name)):
                self._take(name, stamp)
        self.looked = True

    def _take(self, name: str, stamp: str) -> None:
        try:
            self._read(name, stamp)
            self.refused.pop(name, None)
        except (OSError, sqlite3.Error) as error:  # the disk may be better at the next look
            self._refuse(name, str(error))
        except (BadListError, UnicodeDecodeError) as error:
            self._tried[name] = stamp
            self._refuse(name, str(error))

    def _read(self, name: str, stamp: str) -> None:
        files = self._files(name)
        if len(files) > 1:
            raise BadListError(f"{files[0].name} and {files[1].name} are both there; remove one")
        if name == MANIFEST:
            self._take_manifest(stamp, files[0])
        else:
            self._take_text(name, stamp, files[0])

    def _take_text(self, name: str, stamp: str, file: Path) -> None:
        content = file.read_bytes()
        if len(content) > LARGEST_TEXT or content.count(b"\n") > MOST_LINES:
            raise BadListError(f"{file.name}: more than {LARGEST_TEXT >> 20} MiB or {MOST_LINES:,} lines")
        lines = lines_of(content.decode("utf-8-sig"))
        _, problems = parse_plan(lines, file.name) if name == PLAN else parse_holds(lines, file.name)
        if name == RECALLS and content.count(b"\n") > MOST_RECALLS + 1:
            raise BadListError(f"{file.name}: more than {MOST_RECALLS:,} parcels")
        if problems:
            raise BadListError(f"{len(problems)} bad rows, the first: {problems[0]}")
        self._store.put_text(name, stamp, TextList(MEDIA[file.suffix], content))

    def _take_manifest(self, stamp: str, file: Path) -> None:
        table = Table(file.name, kept=1)
        gc.disable()  # rows make no cycles, and looking for some takes a tenth of the time
        try:
            if not self._store.put_manifest(stamp, *read_manifest(table, _texts(file)), table):
                raise BadListError(f"{table.count} bad rows, the first: {table.problems[0]}")
        finally:
            gc.enable()

    def _refuse(self, name: str, why: str) -> None:
        """Said once for each reason."""
        if self.refused.get(name) != why:
            self.refused[name] = why
            _LOG.warning("%s: not served, the last good one stays in force: %s", name, printable(why, 400))

    def _files(self, name: str) -> list[Path]:
        return [file for ending in MEDIA if (file := self._folder / f"{name}{ending}").exists()]

    def _stamp(self, name: str) -> str:
        """What tells one file from the next; empty: there is none."""
        stats = ((file.name, file.stat()) for file in self._files(name))
        return "|".join(f"{file}:{stat.st_ino}:{stat.st_size}:{stat.st_mtime_ns}" for file, stat in stats)


def _texts(file: Path) -> Iterator[str]:
    with file.open("rb") as lines:
        for line in lines:
            yield line.decode()
