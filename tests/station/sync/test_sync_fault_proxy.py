"""The proxy of the tests does what its names say: else the tests over it would prove nothing."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest

from station.tracking_server import EmbeddedServer
from tests.station.sync.centre import TOKEN, batch, post, scan
from tests.station.sync.fault_proxy import FAULTS, KINDS, FaultProxy

STORED_ALL_THE_SAME = {"ack_lost", "truncated", "slow_drip", "twice", "bogus_gzip", "another_batch", "partial"}


@pytest.mark.parametrize("kind", FAULTS)
def test_what_a_fault_leaves_at_the_centre_and_tells_the_client(kind: str, tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path / "centre.db", TOKEN) as server:
        with FaultProxy(server.url, share=1.0, kinds=[kind], hold_s=0.2) as proxy:
            results = _sent(proxy.url)
        held = httpx2.get(f"{server.url}/v1/parcels/P1", headers={"authorization": f"Bearer {TOKEN}"}).status_code

    assert proxy.met == {kind: 1}
    assert (results == 2) == (kind in ("none", "twice", "another_batch"))
    if kind != "late":
        assert (held == 200) == (kind in STORED_ALL_THE_SAME | {"none"})


def _sent(url: str) -> int:
    """How many results a client reads."""
    with httpx2.Client(base_url=url, headers={"authorization": f"Bearer {TOKEN}"}, timeout=5) as client:
        try:
            answer = post(client, batch([scan(1), scan(2)]))
            return len(answer.json()["results"]) if answer.status_code == 200 else 0
        except (httpx2.HTTPError, ValueError):
            return 0


def test_the_same_seed_gives_the_same_faults() -> None:
    one, two = (FaultProxy("http://127.0.0.1:9", seed=5, share=0.5) for _ in range(2))
    with one, two:
        assert [one.next_fault() for _ in range(200)] == [two.next_fault() for _ in range(200)]
        assert set(one.met) == {*KINDS, "none"}
        assert len(KINDS) >= 14
