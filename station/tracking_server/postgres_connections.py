"""A few connections to one PostgreSQL database, lent to one thread each."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from station.core import printable
from station.tracking_server.schema import CentreAwayError, CentreError

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECT_S = 5
CLOSE_S = 10.0
MOST = 8
"""Connections at once; who comes when all are lent waits."""
# A commit is on the disk, and on the synchronous standbys if there are any, before it returns; an answer comes in time.
# Every question has its index. The statistics of a day that has just begun would say that the table is empty.
_SESSION = (
    "SELECT set_config('search_path', 'parcel_centre', false), set_config('statement_timeout', '10s', false), "
    "set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false), "
    "set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' "
    "ELSE current_setting('synchronous_commit') END, false)"
)


class Link(psycopg.Connection):
    """One connection."""

    warned = False
    """PostgreSQL warned. A commit that waits for a standby and is cancelled is one to it, with a warning that the scans
    may be on one disk only.
    """

    def hear(self, notice: psycopg.errors.Diagnostic) -> None:
        """A notice came in."""
        self.warned = self.warned or notice.severity_nonlocalized == "WARNING"


class Connections:
    """Made when they are needed, kept when they are well."""

    def __init__(self, url: str) -> None:
        """CentreError when `url` is no address of PostgreSQL; nothing is connected yet."""
        try:
            told = conninfo_to_dict(url)
        except psycopg.Error as error:
            raise CentreError(f"--db is no PostgreSQL address: {printable(str(error).strip(), 200)}") from None
        self._url = url
        self.place = printable(f"PostgreSQL {told.get('host', 'here')} {told.get('dbname', '')}".strip(), 100)
        """The database by name, without its password."""
        self._idle: list[Link] = []
        self._lock = threading.Lock()
        self._free = threading.Semaphore(MOST)

    @contextmanager
    def lent(self) -> Iterator[Link]:
        """A connection for the length of a block. CentreAwayError when none can be made."""
        with self._free:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            connection = connection or self._connect()
            try:
                yield connection
            finally:
                self._take_back(connection)

    def close(self) -> None:
        """Wait for what is being done, but not for a standby that is away, then close them all."""
        last = time.monotonic() + CLOSE_S
        for _ in range(MOST):
            self._free.acquire(timeout=max(0.0, last - time.monotonic()))
        self._drop()
        self._free.release(MOST)

    def _connect(self) -> Link:
        connection = None
        try:
            connection = Link.connect(self._url, connect_timeout=CONNECT_S, autocommit=True)
            connection.add_notice_handler(connection.hear)
            connection.execute(_SESSION)
        except psycopg.Error as error:
            if connection is not None:
                connection.close()
            raise CentreAwayError(f"{self.place}: cannot be reached ({printable(str(error).strip(), 300)})") from None
        return connection

    def _take_back(self, connection: Link) -> None:
        if connection.closed:
            self._drop()  # the others went the same way: the server was started again
        elif connection.info.transaction_status is TransactionStatus.IDLE and not connection.warned:
            with self._lock:
                self._idle.append(connection)
        else:
            connection.close()

    def _drop(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
