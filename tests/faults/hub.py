"""A hub in one process: real record, real sync loop, real centre; only the line between them is made to fail."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from station.core.models import Held, Receipt
from station.record import Batch
from station.record.log import epochs
from station.record.log.location import home_of
from station.record.reads import Reads
from station.record.writer import Settled, Store
from station.sync.centre_holdings import held_of
from station.sync.transport.errors import LineError
from station.sync.upload.facts import AskGaps, Began, Post
from station.sync.upload.loop import SyncLoop
from station.sync.upload.resend_limit import Resent
from station.sync.upload.state import Pace
from station.tracking_server.batch import read_batch
from station.tracking_server.results import held_seqs
from station.tracking_server.store import CentreStore
from tests.station.sync.rounds import Rounds

STATION = "lane-1"
LATER = "2027-01-01T00:00:00.000Z"
FAULTS = (
    "lost_before",
    "lost_after",
    "truncated",
    "delivered_twice",
    "foreign",
    "half_answered",
    "unavailable",
    "gateway_400",
    "too_large",
    "captive",
)
_JSON = {"content-type": "application/json"}
Answer = tuple[int, dict[str, str], bytes]


class Line:
    """What `TrackingClient` is to the loop: carries batches to the centre, and fails as `fault` says, once."""

    url = "http://centre"
    repeatable = True

    def __init__(self, centre: CentreStore) -> None:
        self.centre = centre
        self.fault: str | None = None

    def prepare(self, batch: dict[str, Any]) -> None:
        """Nothing to make ready."""

    def post_batch(self, batch: dict[str, Any], meanwhile: Callable[[], None]) -> Answer:
        meanwhile()
        fault, self.fault = self.fault, None
        body = json.dumps(batch, separators=(",", ":")).encode()
        match fault:
            case "lost_before":
                raise LineError("reset")
            case "unavailable":
                return 503, {"retry-after": "1"}, b"busy"
            case "gateway_400":
                return 400, {"content-type": "text/html"}, b"<html>bad request</html>"
            case "too_large":
                return 413, _JSON, b"{}"
            case "captive":
                return 200, {"content-type": "text/html"}, b"<html>log in</html>"
            case _:
                return self._taken(fault, body, self._take(body))

    def _taken(self, fault: str | None, body: bytes, answer: dict[str, Any]) -> Answer:
        """The centre has it; then something may go wrong with the answer."""
        match fault:
            case "lost_after":
                raise LineError("reset")
            case "delivered_twice":
                answer = self._take(body)
            case "foreign":
                answer["batch_id"] = "another"
            case "half_answered":
                answer["results"] = answer["results"][::2]
            case _:
                pass
        said = json.dumps(answer).encode()
        return 200, _JSON, said[: len(said) // 2] if fault == "truncated" else said

    def _take(self, body: bytes) -> dict[str, Any]:
        batch = read_batch(body, "")
        whose = (batch.station_id, batch.epoch)
        results = self.centre.take(*whose, batch.scans, "2026-11-22T10:00:00.000Z", batch.envelope)
        standing = self.centre.standing(*whose, held_seqs(batch.scans, results))
        missing = [list(run) for run in standing.missing]
        return {
            "batch_id": batch.batch_id,
            "results": results,
            "high_water": standing.high_water,
            "missing": missing,
        }

    def look(self) -> int:
        return 200

    def report(self, station_id: str, status: dict[str, Any]) -> Answer:
        return 404, _JSON, b"{}"

    def is_cut(self) -> bool:
        return False

    def parcel(self, parcel_id: str) -> Answer:
        return 404, _JSON, b"{}"

    def held(self, station_id: str, epoch: str) -> Held | None:
        return held_of(json.dumps(self.centre.gaps(station_id, epoch)).encode(), epoch)

    def renew(self) -> bool:
        return False

    def hang_up(self) -> None:
        """Nothing is open."""

    def close(self) -> None:
        """Nothing is open."""


class Machine:
    """One station's computer: its folder, its record while it runs, its way up."""

    survive_a_crash: tuple[str, ...] = ("", "-wal", ".lock")

    def __init__(self, folder: Path, line: Line) -> None:
        self.database = folder / "station.db"
        self.line = line
        self.minutes = 0
        self.start()

    def start(self) -> None:
        """The station starts on what lies there."""
        self.store = Store.open(self.database, STATION, now=self.now)
        self.reads = Reads(self.database)
        self.loop = SyncLoop(lambda: self.reads, self.line, self.settle, STATION, 8, Pace(1.0), lambda _: None)
        self.rounds = Rounds(self.loop._advance, lambda action: self.loop._done(action, self.reads))

    def settle(self, receipts: Sequence[Receipt], held: Held | None = None) -> Settled:
        return self.store.settle(receipts, held)

    def now(self) -> str:
        """The wall clock, which jumps."""
        hours, minutes = divmod(600 + self.minutes, 60)
        return f"2026-11-{22 + hours // 24:02d}T{hours % 24:02d}:{minutes:02d}:00.000Z"

    def stop(self) -> None:
        """A clean end."""
        self.reads.close()
        self.store.close()

    def crash(self) -> None:
        """The process dies: what lies on the disk at this moment is what the next start finds, in the same files."""
        found = {self.database.with_name(name): content for name, content in self.on_disk().items()}
        self.stop()
        for path, content in found.items():
            with path.open("r+b" if path.exists() else "wb") as file:
                file.write(content)
                file.truncate()
        self.start()

    def on_disk(self) -> dict[str, bytes]:
        """The files of the record as they lie there now."""
        files = [self.database.with_name(self.database.name + end) for end in self.survive_a_crash]
        return {path.name: path.read_bytes() for path in files if path.exists()}

    def copied_to(self, folder: Path) -> Machine:
        """Somebody copies the disk of the running station, and another computer starts from the copy."""
        folder.mkdir()
        for name, content in self.on_disk().items():
            (folder / name).write_bytes(content)
        return type(self)(folder, self.line)

    def send(self, fault: str | None) -> bool:
        """One round of the real loop, whatever it waits for."""
        self.line.fault = fault
        self.loop.state = replace(self.loop.state, not_before=0.0)
        return self.rounds.one(Began())

    def next_up(self) -> Batch | None:
        """What the next round sends."""
        if self.rounds.todo and isinstance(post := self.rounds.todo[0], Post):
            return post.batch
        size, aside = self.loop.state.size.now, self.loop.state.quarantine
        batch = self.reads.next_batch(size, without=aside.scan_ids())
        return batch or self.reads.next_batch(size, without=aside.not_due(time.monotonic()))

    def drain(self) -> None:
        """Send on a good line until nothing waits."""
        for _ in range(200):
            self.send(None)
            self.a_while_passes()
            if not self.reads.backlog().pending:
                self.loop._act((AskGaps(),), self.reads)
            if not self.reads.backlog().pending:
                return
        raise AssertionError(f"still waiting after 200 rounds: {self.reads.backlog()}, {self.loop.state}")

    def a_while_passes(self) -> None:
        """Whatever the loop let wait has its turn."""
        state = self.loop.state
        waiting = {scan_id: replace(one, until=0.0) for scan_id, one in state.quarantine.waiting.items()}
        quarantine = replace(state.quarantine, waiting=waiting)
        self.loop.state = replace(state, resent=Resent(), quarantine=quarantine, not_before=0.0)

    def ids(self, question: str) -> set[str]:
        """Names of scans by a question that answers with blobs."""
        return {name.hex() for (name,) in rows(self.database, question)}

    def numbers(self, question: str) -> set[tuple[str, int]]:
        """Epoch and number at the centre of scans, by a question that answers with their `seq`."""
        with closing(sqlite3.connect(self.database)) as connection:
            spans = epochs.epochs(connection)
            again = {
                seq: (epoch, number)
                for seq, epoch, number in connection.execute(
                    "SELECT seq, epoch, wire_seq FROM renumbered JOIN epoch ON epoch.id = epoch_id"
                )
            }
            found = [(seq, epochs.epoch_of(seq, spans)) for (seq,) in connection.execute(question)]
        return {again.get(seq, (span.epoch, seq - span.after_seq)) for seq, span in found}


class LosesItsLog(Machine):
    """Broken, for a control: a crash takes what was not yet carried into the database file."""

    survive_a_crash: tuple[str, ...] = ("", ".lock")


class TrustsAnyAnswer(Machine):
    """Broken, for a control: what was sent counts as stored, whatever the answer says."""

    def send(self, fault: str | None) -> bool:
        batch = self.reads.next_batch(8)
        super().send(fault)
        if batch is not None:
            self.store.settle([Receipt(str(scan["scan_id"]), "stored") for scan in batch.scans])
        return True


class AsksOfThePresent(Machine):
    """Broken, for a control: of epochs that it has left, it does not ask what the centre lacks."""

    def start(self) -> None:
        super().start()
        present = self.reads.epoch
        self.reads.epochs_kept = lambda: (present,)  # type: ignore[method-assign]


class NoticesNoCopy(Machine):
    """A copy of the disk that looks like the original: another computer of the same name, or an old state of it."""

    def start(self) -> None:
        if self.database.exists():
            with closing(sqlite3.connect(self.database)) as connection, connection:
                connection.execute("UPDATE meta SET home = ?", (home_of(self.database),))
        super().start()


class NumbersNothingAgain(NoticesNoCopy):
    """Broken, for a control: what the centre holds another scan for is just refused."""

    def settle(self, receipts: Sequence[Receipt], held: Held | None = None) -> Settled:
        known = [Receipt(one.scan_id, one.status, one.code and "other", one.message) for one in receipts]
        return super().settle(known)


def rows(path: Path, question: str, *values: object) -> list[Any]:
    """What another connection sees."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question, values).fetchall()
