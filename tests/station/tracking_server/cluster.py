"""A PostgreSQL server of our own in a temporary folder, reached by a socket: for the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")
SETTINGS = "-c listen_addresses= -c shared_buffers=256MB -c max_wal_size=2GB"


class Cluster:
    """A server that may be stopped and started."""

    def __init__(self, folder: Path, programs: Path, user: str | None) -> None:
        """`user`: who runs it; None: ourselves."""
        self.folder = folder
        self._programs = programs
        self._user = user

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's programs, in the folder. CalledProcessError."""
        as_user = ["setpriv", f"--reuid={self._user}", f"--regid={self._user}", "--clear-groups"] if self._user else []
        subprocess.run(
            [*as_user, str(self._programs / program), *arguments],
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )

    def start(self) -> None:
        """Return once it takes connections."""
        self.run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", f"-k {self.folder} {SETTINGS}", "start")

    def stop(self, mode: str = "fast") -> None:
        """`mode`: fast, or immediate, as a crash would."""
        self.run("pg_ctl", "-D", "data", "-w", "-m", mode, "stop")

    def url(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql://station@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """The address of a database that nobody has used."""
        import psycopg

        name = f"centre_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running server, gone with its data afterwards; skips where there is none to run."""
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    user = _other_user() if os.geteuid() == 0 else None  # PostgreSQL does not run as root
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        if user is not None:
            shutil.chown(folder, user)
        running = Cluster(Path(folder), _programs(), user)
        try:
            running.run("initdb", "-D", "data", "-U", "station", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
            running.start()
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"PostgreSQL does not start here ({error})")
        try:
            yield running
        finally:
            running.stop("immediate")


def _programs() -> Path:
    """The folder of the newest PostgreSQL."""
    found = [path for place in PLACES for path in Path("/").glob(place[1:]) if (path / "initdb").exists()]
    if not found:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    return max(found, key=lambda path: int("".join(filter(str.isdigit, str(path))) or 0))


def _other_user() -> str:
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        if shutil.which("setpriv") is not None:
            return name
    pytest.skip("PostgreSQL does not run as root, and there is no user to run it as")
