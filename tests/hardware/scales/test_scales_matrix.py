"""Every protocol over every wire: the station's port and a simulated scale that was written without its parsers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from hardware.contract import DeviceError
from hardware.scales import serial_scale
from hardware.scales.protocols.catalogue import DIALECTS
from hardware.simulated.scale.faults import PULL_D, Fault
from hardware.simulated.scale.simulated_scale import PROTOCOLS, SimulatedScale
from hardware.simulated.scale.voices import VOICES
from tests.hardware.scales.scale_bench import Bench, Results, Transport, nothing_left_running, side_by_side  # noqa: F401  # a fixture

SETTLE_S = 0.06
UNFLAGGED = frozenset(name for name, voice in VOICES.items() if not voice.stability_told) | {"toledo-br-enq"}
"""Brazil's ENQ says when it moves, and nothing when it does not."""


def the_right_weights_in_order(protocol: str, transport: Transport, folder: Path) -> None:
    with Bench(protocol, transport, folder) as bench:
        script = [0, 500, 0, 500, 0, 1200, 875, 0, 15_000, 0]  # two equal ones, and 875 put on for 1200
        bench.play(script)
        assert bench.seen == script
        assert not bench.lost


def no_weight_where_there_is_none(protocol: str, transport: Transport, folder: Path) -> None:
    with Bench(protocol, transport, folder) as bench:
        bench.play([0])
        before = time.monotonic()
        bench.sim.place(700)
        bench.read()
        bench.sim.remove()
        removed_in_time = time.monotonic() - before < SETTLE_S
        bench.play([300, 0])
        if removed_in_time:
            assert bench.seen == [0, 300, 0]
        bench.seen.clear()
        bench.sim.place(40_000)
        # An overload is told, or (with no word for it) met with silence, which is a loss after a while.
        bench.until(
            lambda said: bool(bench.lost) or (said is not None and said.status in ("overload", "error")), "an overload"
        )
        bench.play([0, 450])
        assert bench.seen[-2:] == [0, 450]
        assert set(bench.seen) <= {0, 450}


def a_plug_pulled_in_mid_message(protocol: str, transport: Transport, folder: Path) -> None:
    with Bench(protocol, transport, folder) as bench:
        bench.play([0, 1250])
        bench.sim.unplug(halfway=True)
        bench.until(lambda _: bool(bench.lost), "the loss")
        bench.until(lambda _: is_plugged(bench.sim), "the plug")
        bench.shows(1250)
        bench.play([333])
        assert bench.seen == [0, 1250, 333]


def is_plugged(sim: SimulatedScale) -> bool:
    """Another program of this machine may have been given the TCP port meanwhile, for a while."""
    try:
        sim.plug()
    except DeviceError:
        return False
    return True


def never_stable(protocol: str, transport: Transport, folder: Path) -> None:
    with Bench(protocol, transport, folder, settle_ms=10**9) as bench:
        bench.sim.place(900)
        until = time.monotonic() + 0.6
        while time.monotonic() < until:
            bench.read()
        assert not any(bench.seen)


def wrong_weights_never_come_of_faults(protocol: str, transport: Transport, folder: Path) -> None:
    # The reports of USB come whole or not at all, so nothing in them tells a half one.
    kinds = [kind for kind in Fault if not (protocol == "usb-hid-pos" and kind is Fault.HALF)]
    with Bench(protocol, transport, folder, faults=kinds, fault_every_s=0.3, seed=len(protocol)) as bench:
        loads = [0, 640, 0, 2_080]
        bench.play(loads)
        assert set(bench.seen) <= {*loads, -PULL_D}
        assert Decimal(-PULL_D) not in bench.seen or protocol in UNFLAGGED


def keys_from_afar(protocol: str, transport: Transport, folder: Path) -> None:
    offered = DIALECTS[protocol]
    with Bench(protocol, transport, folder) as bench:
        bench.play([0, 100])
        left = 100
        if offered.zero:
            bench.scale.zero()
            bench.shows(0)
            left = 0
        bench.sim.place(600)
        bench.shows(500 + left)
        if offered.tare:
            bench.scale.tare()
            bench.shows(0)
            bench.sim.place(900)
            bench.shows(300)
        if offered.clear:
            bench.scale.clear()
            bench.shows(800 + left)
        assert not bench.lost


SCENES = {
    scene.__name__: scene
    for scene in (
        the_right_weights_in_order,
        no_weight_where_there_is_none,
        a_plug_pulled_in_mid_message,
        never_stable,
        wrong_weights_never_come_of_faults,
        keys_from_afar,
    )
}


@pytest.fixture(scope="module")
def results(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    """Begun, and perhaps not over."""
    folders = {scene: tmp_path_factory.mktemp(scene) for scene in SCENES}

    def play(scene: str, protocol: str, transport: Transport) -> None:
        SCENES[scene](protocol, transport, folders[scene])

    with pytest.MonkeyPatch.context() as patch, side_by_side(request, test_scene.__name__, play) as begun:
        patch.setattr(serial_scale, "POLL_S", 0.02)
        yield begun


@pytest.mark.parametrize(("scene", "protocol", "transport"), [*product(SCENES, PROTOCOLS, get_args(Transport))])
def test_scene(scene: str, protocol: str, transport: str, results: Results) -> None:
    results[scene, protocol, transport].result()


def test_every_protocol_can_be_simulated() -> None:
    assert set(PROTOCOLS) == set(DIALECTS)
