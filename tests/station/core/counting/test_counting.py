"""Scans of one parcel are one presentation, whatever happens to it; figures of parcels count presentations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.counting import Presentations, ReadClass, ReadCounts, Shown, class_after, interval

READ, NOT_READ, KEYED = "read", "not read", "keyed"


def shown(at: float, parcel: str, how: str, grams: int | None) -> Shown:
    return Shown(at, None if how == NOT_READ else parcel, None if grams is None else Decimal(grams), how == KEYED)


@dataclass
class Shift:
    """A lane as the record sees it: scans with the presentation of each, and how it was read before."""

    now: Presentations = field(default_factory=Presentations)
    at: float = 0.0
    scans: int = 0
    read: tuple[tuple[str, ReadClass | None, ReadClass], ...] = ()

    def scan(self, parcel: str, how: str, grams: int | None, *, after_s: float = 2.0, again_lies: bool = False) -> None:
        self.at += after_s
        if not again_lies:
            self.now = self.now.cleared()
        self.scans += 1
        one = shown(self.at, parcel, how, grams)
        of = self.now.of(one)
        before = None if of is None else of.read
        after = class_after(before, has_id=one.parcel_id is not None, keyed=one.keyed)
        name = f"scan {self.scans}"
        self.read += ((of.first if of else name, before, after),)
        self.now = self.now.after(name, one)

    def counts(self) -> ReadCounts:
        """As the record counts: what each scan adds, less what its presentation was before."""
        added: Counter[ReadClass] = Counter()
        for _, before, after in self.read:
            added[after] += 1
            if before is not None:
                added[before] -= 1
        return ReadCounts(*(added[each] for each in ReadClass))


def test_a_parcel_shown_three_times_keyed_undone_and_shown_again_is_one_presentation() -> None:
    shift = Shift()
    shift.scan("A", NOT_READ, 520)
    shift.scan("A", NOT_READ, 521)
    shift.scan("A", NOT_READ, 519)
    shift.scan("A", KEYED, 519, again_lies=True)
    assert shift.counts() == ReadCounts(keyed=1)
    shift.scan("A", READ, 520, after_s=30)
    assert {name for name, _, _ in shift.read} == {"scan 1"}
    assert shift.counts() == ReadCounts(after_retries=1)


HISTORIES = {
    (READ,): ReadClass.FIRST_TIME,
    (READ, READ): ReadClass.FIRST_TIME,
    (NOT_READ,): ReadClass.NOT_READ,
    (NOT_READ, NOT_READ, READ): ReadClass.AFTER_RETRIES,
    (NOT_READ, KEYED): ReadClass.KEYED,
    (KEYED,): ReadClass.KEYED,
    (KEYED, READ): ReadClass.AFTER_RETRIES,
}


@given(
    parcels=st.lists(st.tuples(st.sampled_from(list(HISTORIES)), st.booleans()), min_size=1, max_size=40),
    seed=st.integers(0, 2**16),
)
def test_a_shift_of_known_truth_comes_out_exactly(parcels: list[tuple[tuple[str, ...], bool]], seed: int) -> None:
    chance, shift = Random(seed), Shift()
    weights = chance.sample(range(100, 20_000, 250), len(parcels))
    truth: Counter[ReadClass] = Counter()
    for number, ((history, stays), grams) in enumerate(zip(parcels, weights, strict=True)):
        truth[HISTORIES[history]] += 1
        for step, how in enumerate(history):
            shift.scan(f"P{number}", how, grams + chance.randint(-2, 2), again_lies=bool(step and stays))
    assert shift.counts() == ReadCounts(*(truth[each] for each in ReadClass))
    assert shift.counts().presented == len(parcels)


def test_control_rows_are_no_presentations() -> None:
    shift = Shift()
    for how in (NOT_READ, NOT_READ, KEYED):
        shift.scan("A", how, 700)
    rows = Counter(class_after(None, has_id=how != NOT_READ, keyed=how == KEYED) for how in (NOT_READ, NOT_READ, KEYED))
    assert ReadCounts(*(rows[each] for each in ReadClass)) != shift.counts()


@pytest.mark.parametrize(
    ("first", "second", "after_s", "presented"),
    [
        (("A", NOT_READ, 500), ("B", READ, 900), 3, 2),
        (("A", NOT_READ, 500), ("A", READ, 500), 19, 1),
        (("A", NOT_READ, 500), ("A", READ, 500), 60, 2),
        (("A", NOT_READ, None), ("A", READ, None), 4, 1),
        (("A", READ, 500), ("B", READ, 500), 2, 2),
        (("A", READ, 500), ("A", READ, 500), 60, 1),
        (("A", READ, 500), ("A", READ, 500), 600, 2),
    ],
)
def test_another_weight_another_id_or_a_long_time_is_another_parcel(
    first: tuple[str, str, int | None], second: tuple[str, str, int | None], after_s: float, presented: int
) -> None:
    shift = Shift()
    shift.scan(*first)
    shift.scan(*second, after_s=after_s)
    assert shift.counts().presented == presented


def test_a_parcel_set_aside_unread_is_known_again_by_its_weight() -> None:
    shift = Shift()
    shift.scan("A", NOT_READ, 500)
    shift.scan("B", READ, 900)
    shift.scan("A", READ, 502)
    assert shift.counts() == ReadCounts(after_retries=1, first_time=1)


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"), [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)]
)
def test_the_interval_of_a_rate_is_wilsons(hits: int, tries: int, low: float, high: float) -> None:
    """The last by R. G. Newcombe, Stat. Med. 17, 1998, 857, table I."""
    assert interval(hits, tries) == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_every_rate_is_possible() -> None:
    assert interval(0, 0) == (0.0, 1.0)
