"""A record, a line and a centre in memory, for the upload's steps alone or its thread."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, Self

from station.core.models import Held, Receipt
from station.record.log.errors import StoreError
from station.record.outbox.batches import Batch
from station.record.writer import Settled
from station.sync.transport.errors import LineError
from station.sync.upload.facts import Raw

JSON = {"content-type": "application/json"}
FAULTS = (
    "lost_before",
    "lost_after",
    "truncated",
    "foreign",
    "half_answered",
    "unavailable",
    "error",
    "captive",
    "gateway_400",
    "too_large",
    "token",
    "not_written",
    "unreadable",
)


class MemoryHub:
    """`Queue`, `Client` and `Settle` in one; `faults` are met one a request."""

    url = "http://centre"
    repeatable = True

    def __init__(self) -> None:
        self.queued: dict[str, int] = {}
        """By scan_id, in order, its number."""
        self.acknowledged: set[str] = set()
        self.refused: set[str] = set()
        self.there: dict[str, int] = {}
        """How often each scan was stored at the centre; more than once would be a fault of this hub."""
        self.told: set[str] = set()
        """Scans of which the station has a whole verdict that it could write."""
        self.sent_again: set[str] = set()
        """Scans that were sent though the station had the centre's verdict on them."""
        self.unwelcome: set[str] = set()
        """The centre refuses a batch with one of these as a whole."""
        self.blamed: set[str] = set()
        """Alone in a batch that something on the line refused."""
        self.faults: list[str | None] = []
        self.fault: str | None = None
        self.requests = 0
        self.reports = 0
        self.takes_status = 200
        """What a report of the station's status is answered with."""
        self.status: dict[str, Any] = {}
        self.wakes = 0

    def commit(self, count: int) -> None:
        for _ in range(count):
            number = len(self.queued) + len(self.acknowledged) + len(self.refused) + 1
            self.queued[f"scan-{number}"] = number
            self.wakes += 1

    # -- the record

    def next_batch(self, limit: int, *, without: frozenset[str] = frozenset()) -> Batch | None:
        if self.fault == "unreadable":
            self.fault = None
            raise StoreError("seeded")
        ids = list(islice((each for each in self.queued if each not in without), limit))
        scans = tuple({"scan_id": each, "seq": self.queued[each]} for each in ids)
        return Batch("e", self.queued[ids[0]], self.queued[ids[-1]], None, scans) if ids else None

    def settle(self, receipts: Sequence[Receipt], held: Held | None = None) -> Settled:
        if self.fault == "not_written":
            self.fault = None
            self.told.clear()  # lost: these scans go once more
            raise StoreError("seeded")
        waiting = [each for each in receipts if each.scan_id in self.queued]
        stored = {each.scan_id for each in waiting if each.status in ("stored", "duplicate")}
        refused = {each.scan_id for each in waiting} - stored
        for scan_id in stored | refused:
            del self.queued[scan_id]
        self.acknowledged |= stored
        self.refused |= refused
        self.told -= stored | refused
        return Settled(len(stored), len(refused))

    def epochs_kept(self) -> tuple[str, ...]:
        return ("e",)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    # -- the line and the centre

    def prepare(self, batch: dict[str, Any]) -> None:
        pass

    def post_batch(self, batch: dict[str, Any], meanwhile: Callable[[], None]) -> Raw:
        """One request. A witness (`meanwhile` does nothing) meets no fault of its own."""
        self.requests += 1
        self.fault = self.faults.pop(0) if self.faults else None
        ids = [str(scan["scan_id"]) for scan in batch["scans"]]
        self.sent_again |= self.told.intersection(ids)
        if self.fault == "lost_before":
            raise LineError("no way to it")
        meanwhile()
        return self._treated(ids, batch["batch_id"])

    def _treated(self, ids: list[str], batch_id: str) -> Raw:
        match self.fault:
            case "unavailable":
                return 503, {"retry-after": "1"}, b"busy"
            case "error":
                return 500, {}, b"oops"
            case "captive":
                return 200, {"content-type": "text/html"}, b"<html>log in</html>"
            case "token":
                return 401, JSON, b'{"title": "Unauthorized"}'
            case "gateway_400" | "too_large":
                self.blamed |= set(ids) if len(ids) == 1 else set()
                return (400, {}, b"<html>bad request") if self.fault == "gateway_400" else (413, JSON, b"{}")
            case _:
                return self._stored(ids, batch_id)

    def _stored(self, ids: list[str], batch_id: str) -> Raw:
        if self.unwelcome.intersection(ids):
            return 422, JSON, b'{"title": "no"}'
        results = [{"scan_id": each, "status": "duplicate" if each in self.there else "stored"} for each in ids]
        for each in ids:
            self.there.setdefault(each, 0)
            self.there[each] += results[ids.index(each)]["status"] == "stored"
        if self.fault == "lost_after":
            raise LineError("reset")
        results = results[::2] if self.fault == "half_answered" else results
        answer = {"batch_id": "another" if self.fault == "foreign" else batch_id, "results": results}
        body = json.dumps(answer).encode()
        if self.fault == "truncated":
            return 200, JSON, body[: len(body) // 2]
        if self.fault != "foreign":
            self.told.update(result["scan_id"] for result in results if result["scan_id"] in self.queued)
        return 200, JSON, body

    def look(self) -> int:
        return 200

    def report(self, station_id: str, status: dict[str, Any]) -> Raw:
        self.reports += 1
        if self.takes_status == 200:
            self.status = status
        return self.takes_status, JSON, b"{}"

    def is_cut(self) -> bool:
        return False

    def parcel(self, parcel_id: str) -> Raw:
        return 404, JSON, b"{}"

    def held(self, station_id: str, epoch: str) -> Held | None:
        return None

    def renew(self) -> bool:
        return False

    def hang_up(self) -> None:
        pass

    def close(self) -> None:
        pass
