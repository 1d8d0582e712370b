"""Deliveries that share a transaction: what is held and answered is what it would be one by one."""

from __future__ import annotations

import random
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from station.tracking_server import Centre, Envelope, open_centre
from station.tracking_server.deliveries import Delivery, Taken
from station.tracking_server.envelope import BootClock
from tests.station.sync.centre import scan
from tests.station.tracking_server.back_ends import BACK_ENDS, place_of

AT = "2026-01-31T10:20:31.123Z"


def stories(seed: int) -> list[list[Delivery]]:
    """Groups of deliveries of four epochs: new scans, repeats, changed ones, holes, what is used twice, rubbish."""
    chance = random.Random(seed)
    made: list[dict[str, Any]] = []
    groups = []
    for _ in range(6):
        group = []
        for _ in range(chance.randrange(1, 7)):
            scans: list[Any] = []
            for _ in range(chance.randrange(0, 5)):
                fresh = scan(chance.randrange(1, 25), scan_id=str(uuid.UUID(int=chance.getrandbits(128))))
                again = chance.choice(made) if made else fresh
                scans.append(
                    chance.choice([fresh, fresh, fresh, again, {**again, "parcel_id": "other"}, {"seq": "x"}, 7])
                )
                made.append(fresh)
            clock = BootClock("boot", AT, chance.randrange(10**12)) if chance.random() < 0.3 else None
            station = f"lane-{chance.randrange(2)}"
            group.append(Delivery(station, f"epoch-{chance.randrange(2)}", scans, Envelope(clock=clock)))
        groups.append(group)
    return groups


def outcome(centre: Centre, groups: list[list[Delivery]], *, together: bool) -> tuple[list[list[Taken]], Any]:
    told = []
    for group in groups:
        if together:
            told.append(centre.take_all(group, AT))
        else:
            told.append([centre.take_all([each], AT)[0] for each in group])
    held = [centre.gaps(f"lane-{n}", f"epoch-{m}") for n in range(2) for m in range(2)]
    return told, (held, centre.stored(), centre.throughput("2026-01-01T00:00:00.000Z"))


def final(told: list[list[Taken]]) -> list[list[Any]]:
    return [[each.results for each in group] for group in told]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_together_is_as_one_by_one(back_end: str, seed: int, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with (
        closing(open_centre(place_of(back_end, tmp_path / "a", request))) as first,
        closing(open_centre(place_of(back_end, tmp_path / "b", request))) as second,
    ):
        told, held = outcome(first, stories(seed), together=True)
        alone, held_alone = outcome(second, stories(seed), together=False)

    assert final(told) == final(alone)
    assert held == held_alone


def test_the_law_sees_what_is_stored_in_another_order(tmp_path: Path) -> None:
    """The control."""
    differ = 0
    for seed in range(12):
        turned = [list(reversed(group)) for group in stories(seed)]
        for name in ("a", "b"):
            (tmp_path / f"{seed}{name}").mkdir()
        with (
            closing(open_centre(tmp_path / f"{seed}a" / "centre.db")) as first,
            closing(open_centre(tmp_path / f"{seed}b" / "centre.db")) as second,
        ):
            told, _ = outcome(first, turned, together=True)
            alone, _ = outcome(second, stories(seed), together=False)
        differ += [list(reversed(group)) for group in final(told)] != final(alone)
    assert differ


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_each_delivery_is_told_how_its_epoch_stands(
    back_end: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with closing(open_centre(place_of(back_end, tmp_path, request))) as centre:
        whole, hole = centre.take_all(
            [Delivery("lane-1", "e", [scan(1), scan(2)]), Delivery("lane-2", "e", [scan(1), scan(5)])], AT
        )

    assert (whole.standing.high_water, whole.standing.missing) == (2, ())
    assert (hole.standing.high_water, hole.standing.missing) == (5, ((2, 4),))
