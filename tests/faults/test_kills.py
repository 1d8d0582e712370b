"""Scans for a minute (soak: an hour) over a line with faults while
station and centre are killed: toned = local = centre, none twice, refused ones at the desk.

STATION_SOAK_MINUTES sets how long the soak lasts.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from tests.faults.actors import Scanning, Server
from tests.faults.hub import rows
from tests.faults.memory import quick_folder
from tests.faults.refusing import Refusing, refused
from tests.station.sync.fault_proxy import FaultProxy

SOAK_S = 60 * float(os.environ.get("STATION_SOAK_MINUTES", "60"))
SHORT_S = 8
RATE = 8.0


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def ids(database: Path, table: str) -> list[str]:
    return [name for (name,) in rows(database, f"SELECT lower(hex(s.scan_id)) FROM scan s JOIN {table} USING (seq)")]


def at_centre(server: Server) -> list[str]:
    return [name.replace("-", "") for (name,) in rows(server.database, "SELECT scan_id FROM scan")]


def live(station: Scanning, server: Server, seconds: float, chance: Random) -> None:
    """Scan, and kill either at random moments, now and then while the other is down."""
    end = time.monotonic() + seconds
    server.start()
    station.start()
    while time.monotonic() < end:
        assert station.works(), station.log.read_text()[-2000:]
        time.sleep(chance.uniform(0, 3))
        if chance.random() < 0.6:
            station.kill()
        if chance.random() < 0.6:
            server.kill()
            time.sleep(chance.uniform(0, 1.5))
            server.start()
        if station.stopped:
            station.start()
    station.kill()


def check(station: Scanning, server: Server) -> str:
    """Compare what was heard, what is here and what is there; the figures."""
    local, toned = ids(station.database, "scan"), [name.replace("-", "") for name in station.toned]
    desk = ids(station.database, "refused")
    assert len(toned) == len(set(toned)) > 0
    assert set(toned) <= set(local)
    assert len(local) - len(toned) <= station.kills, "a kill may hide one word at most"
    assert ids(station.database, "outbox") == []
    assert set(desk) == {name for name in local if refused({"scan_id": str(UUID(name))})}
    assert sorted(at_centre(server) + desk) == sorted(local)
    assert missing(station, server) == {seq for (seq,) in rows(station.database, "SELECT seq FROM refused")}
    return f"{len(toned)} toned, {len(local)} here, {len(local) - len(desk)} at the centre, {len(desk)} at the desk"


def missing(station: Scanning, server: Server) -> set[int]:
    """Numbers that the centre does not have, by its own word on the gaps and by its highest number."""
    ((epoch,),) = rows(station.database, "SELECT epoch FROM epoch")
    ((last,),) = rows(station.database, "SELECT max(seq) FROM scan")
    told = server.get(f"/v1/stations/demo-1/{epoch}/gaps")
    within = {seq for first, last in told["gaps"] for seq in range(first, last + 1)}
    return within | set(range(told["high_water"] + 1, last + 1))


@pytest.mark.parametrize("seconds", [SHORT_S, pytest.param(SOAK_S, marks=pytest.mark.soak)], ids=["short", "soak"])
def test_what_was_toned_is_here_and_at_the_centre_once_whatever_fails(
    seconds: float, figure: Callable[[str], None]
) -> None:
    with ExitStack() as held:
        folder = held.enter_context(quick_folder())
        server = Server(folder, free_port())
        held.callback(server.kill)
        refusing = held.enter_context(Refusing(server.port))
        proxy = held.enter_context(FaultProxy(refusing.url, seed=5, share=0.35))
        station = Scanning(folder, proxy.url, server.token_file, RATE)
        held.callback(station.kill)

        live(station, server, seconds, Random(3))
        proxy.share = 0.0
        station.finish(120)

        faults = f"{sum(proxy.met.values()) - proxy.met['none']} faults of {len(proxy.met) - 1} kinds"
        figure(f"kills: {check(station, server)}; {station.kills} + {server.kills} kills, {faults}")
        assert min(station.kills, server.kills) >= 1
