"""Limits by token, names of requests and the access log of a real server; what stands in none of them is a token."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from station.tracking_server import EmbeddedServer, Service
from station.tracking_server.limits import BURST_S, MOST_TOKENS, Limits
from station.tracking_server.problem import Problem
from station.tracking_server.tokens import Tokens

if TYPE_CHECKING:
    from pathlib import Path

TOKENS = Tokens((("lane-1", "first-token"), ("lane-2", "second-token")))


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_a_bucket_fills_as_time_goes_and_tells_when_there_is_room() -> None:
    now = [0.0]
    limits = Limits(2, lambda: now[0])
    for _ in range(int(2 * BURST_S)):
        limits.take("a")
    with pytest.raises(Problem) as refused:
        limits.take("a")
    assert (refused.value.status, dict(refused.value.headers or {})) == (429, {"retry-after": "1"})
    limits.take("b")
    now[0] += 0.5
    limits.take("a")
    with pytest.raises(Problem):
        limits.take("a")
    now[0] += 1000
    for _ in range(int(2 * BURST_S)):
        limits.take("a")
    Limits(0).take("a")


def test_tokens_that_nobody_gave_fill_no_memory() -> None:
    limits = Limits(1, lambda: 0.0)
    for number in range(MOST_TOKENS + 100):
        limits.take(str(number))
    assert len(limits._left) == MOST_TOKENS


def test_one_token_that_asks_too_much_keeps_no_other_from_asking(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    with EmbeddedServer(tmp_path / "centre.db", TOKENS, service=Service(1, told.append)) as server:
        answers = [httpx2.get(f"{server.url}/v1/stations", headers=bearer("first-token")) for _ in range(30)]
        codes = [each.status_code for each in answers]
        assert codes[:5] == [200] * 5
        assert 429 in codes
        refused = answers[codes.index(429)]
        assert int(refused.headers["retry-after"]) >= 1
        assert refused.json()["title"] == "Too Many Requests"
        assert httpx2.get(f"{server.url}/v1/stations", headers=bearer("second-token")).status_code == 200
        assert httpx2.get(f"{server.url}/healthz").status_code == 200

        named = httpx2.get(f"{server.url}/healthz", headers={"x-request-id": "lane-1.77"})
        assert named.headers["x-request-id"] == "lane-1.77"
        strange = httpx2.get(f"{server.url}/nowhere?token=first-token", headers={"x-request-id": "a b"})
        assert (strange.status_code, len(strange.headers["x-request-id"])) == (404, 32)
    lines = json.dumps(told)
    assert "first-token" not in lines
    assert told[-2] | {"ms": 0, "from": ""} == {
        "request_id": "lane-1.77", "from": "", "token": "", "method": "GET", "path": "/healthz", "status": 200, "ms": 0,
    }  # fmt: skip
    assert len({each["token"] for each in told if each["path"] == "/v1/stations"}) == 2
