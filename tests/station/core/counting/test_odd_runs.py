"""Odd runs are flagged with their entries, and a normal shift has none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.counting import OddKind, OddRuns, Passed


def normal(seed: int, count: int) -> list[Passed]:
    """Some goods, weighed in steps of 5 g, at the pace of a hand; a few numbers are typed, some come twice."""
    chance, at, scans, again = Random(seed), 0.0, list[Passed](), False
    goods = [Decimal(chance.randrange(100, 8000, 5)) for _ in range(40)]
    for seq in range(1, count + 1):
        keyed = chance.random() < 0.05
        at += chance.uniform(6, 30) if keyed else chance.uniform(1.5, 8)
        again = bool(scans) and not again and chance.random() < 0.03
        parcel = scans[-1].parcel_id if again else f"P{seq}"
        grams = scans[-1].grams if again else chance.choice(goods) + chance.choice((0, 0, 5))
        scans.append(Passed(seq, at, parcel, f"{seq}", grams, keyed))
    return scans


def found(scans: list[Passed]) -> dict[OddKind, list[list[int]]]:
    runs = OddRuns()
    for scan in scans:
        runs.add(scan)
    told: dict[OddKind, list[list[int]]] = {}
    for run in runs.found():
        told.setdefault(run.kind, []).append([scan.seq for scan in run.scans])
    return told


PLANTED = {
    OddKind.BURST: [Passed(0, 1.1 * n, f"X{n}", f"x{n}", Decimal(700 + n % 2), False) for n in range(6)],
    OddKind.SAME_WEIGHT: [Passed(0, 9.0 * n, f"X{n}", f"x{n}", Decimal(703), False) for n in range(20)],
    OddKind.KEYED: [Passed(0, 2.5 * n, f"X{n}", f"x{n}", Decimal(90 * n + 11), True) for n in range(5)],
    OddKind.LOOP: [Passed(0, 700.0 * n, "X", f"x{n}", Decimal(700), False) for n in range(4)],
}


@given(seed=st.integers(0, 2**32), count=st.integers(1, 400))
def test_a_normal_shift_has_none(seed: int, count: int) -> None:
    assert found(normal(seed, count)) == {}


@pytest.mark.parametrize("kind", OddKind)
@given(seed=st.integers(0, 2**32), before=st.integers(0, 30), after=st.integers(0, 30))
def test_what_is_odd_is_flagged_with_its_entries(kind: OddKind, seed: int, before: int, after: int) -> None:
    shift = normal(seed, before + after)
    began = shift[before - 1].at + 20 if before else 0.0
    planted = [replace(scan, at=began + scan.at) for scan in PLANTED[kind]]
    later = [replace(scan, at=planted[-1].at + 20 + scan.at) for scan in shift[before:]]
    scans = [replace(scan, seq=seq) for seq, scan in enumerate([*shift[:before], *planted, *later], 1)]
    assert found(scans) == {kind: [list(range(before + 1, before + len(planted) + 1))]}


def test_the_control_another_weight_or_pace_is_not_odd() -> None:
    slower = [replace(scan, at=6 * scan.at) for scan in PLANTED[OddKind.BURST]]
    others = [replace(scan, grams=Decimal(700 + 40 * n)) for n, scan in enumerate(PLANTED[OddKind.SAME_WEIGHT])]
    assert found(slower) == found(others) == {}
    once = [replace(scan, presentation="x") for scan in PLANTED[OddKind.LOOP]]
    assert found(once) == {}
