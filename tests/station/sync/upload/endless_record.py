"""Records and centres without a disk or a line, so that a loop can be driven through any answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Self

from station.core.models import Held
from station.record.outbox.batches import Batch


class Endless:
    """A record whose scans never leave it, and a client that counts."""

    url = "http://127.0.0.1:1"
    repeatable = True

    def __init__(self, answer: tuple[int, dict[str, str], bytes]) -> None:
        self.answer, self.posts = answer, 0

    def next_batch(self, limit: int, *, without: frozenset[str] = frozenset()) -> Batch | None:
        scans = [str(n) for n in range(100_000) if str(n) not in without][:limit]
        return Batch("e", 1, len(scans), None, tuple({"scan_id": scan_id} for scan_id in scans))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def epochs_kept(self) -> tuple[str, ...]:
        return ()

    def prepare(self, batch: dict[str, Any]) -> None:
        pass

    def post_batch(self, batch: dict[str, Any], meanwhile: Callable[[], None]) -> tuple[int, dict[str, str], bytes]:
        self.posts += 1
        meanwhile()
        status, headers, body = self.answer
        return status, headers, body.replace(b"BATCH", batch["batch_id"].encode())

    def look(self) -> int:
        return 200

    def report(self, station_id: str, status: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        return 404, {}, b"{}"

    def is_cut(self) -> bool:
        return False

    def parcel(self, parcel_id: str) -> tuple[int, dict[str, str], bytes]:
        return 404, {}, b""

    def held(self, station_id: str, epoch: str) -> Held | None:
        return None

    def renew(self) -> bool:
        return False

    def hang_up(self) -> None:
        pass

    def close(self) -> None:
        pass


class LeavingScans(Endless):
    """A record whose scans leave it."""

    def __init__(self, scans: int) -> None:
        super().__init__((200, JSON, b""))
        self.scans = dict.fromkeys(map(str, range(scans)))

    def next_batch(self, limit: int, *, without: frozenset[str] = frozenset()) -> Batch | None:
        scans = [each for each in self.scans if each not in without][:limit]
        return Batch("e", 1, len(scans), None, tuple({"scan_id": each} for each in scans)) if scans else None


class PlannedCentre(Endless):
    """A centre that stores what it may, and refuses everything when it is planned to."""

    def __init__(self, plan: list[int], poisoned: set[str]) -> None:
        super().__init__((200, JSON, b""))
        self.plan, self.poisoned = plan, poisoned

    def post_batch(self, batch: dict[str, Any], meanwhile: Callable[[], None]) -> tuple[int, dict[str, str], bytes]:
        status = self.plan[self.posts] if self.posts < len(self.plan) else 200
        self.posts += 1
        ids = [scan["scan_id"] for scan in batch["scans"]]
        if status != 200 or self.poisoned & set(ids):
            return 422, JSON, b'{"title": "no"}'
        results = [{"scan_id": each, "status": "stored"} for each in ids]
        return 200, JSON, json.dumps({"batch_id": batch["batch_id"], "results": results}).encode()


JSON = {"content-type": "application/json"}
