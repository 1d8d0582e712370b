"""A PostgreSQL server of our own for the tests: a fresh cluster in a temporary folder, reached by a socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
SETTINGS = "-c listen_addresses= -c shared_buffers=64MB -c max_wal_size=512MB -c full_page_writes=off"


class Cluster:
    """A server that may be stopped and started."""

    def __init__(self, folder: Path, programs: Path, user: str | None) -> None:
        self.folder = folder
        self._programs = programs
        self._user = user

    def run(self, program: str, *arguments: str) -> None:
        as_user = ["setpriv", f"--reuid={self._user}", f"--regid={self._user}", "--clear-groups"] if self._user else []
        subprocess.run(
            [*as_user, str(self._programs / program), *arguments],
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            check=True,
        )

    def start(self) -> None:
        options = f"-k {self.folder} {SETTINGS}"
        self.run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        self.run("pg_ctl", "-D", "data", "-w", "-m", mode, "stop")

    def url(self, database: str) -> str:
        return f"postgresql://tests@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """The address of a database that nobody has used."""
        import psycopg

        name = f"centre_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running server; skips where there is none to run."""
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    if not PLACES:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    user = None
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        user = next((name for name in ("postgres", "nobody") if _known(name)), None)
        if user is None or shutil.which("setpriv") is None:
            pytest.skip("PostgreSQL does not run as root, and there is no user to run it as")
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        if user is not None:
            shutil.chown(folder, user)
        running = Cluster(Path(folder), PLACES[0], user)
        running.run("initdb", "-D", "data", "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        running.start()
        try:
            yield running
        finally:
            running.stop("immediate")


def _known(user: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return sys.platform == "linux"


BACK_ENDS = ("sqlite", "postgresql")


def place_of(back_end: str, folder: Path, request: pytest.FixtureRequest) -> Path | str:
    """An empty database of the centre."""
    if back_end == "sqlite":
        return folder / "centre.db"
    running: Cluster = request.getfixturevalue("postgres")
    return running.new_database()
