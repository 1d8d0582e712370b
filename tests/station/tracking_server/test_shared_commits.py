"""What comes at once is stored together, each asker hears of its own, and one bad thing is no other's fault."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from station.tracking_server.shared_commits import TOGETHER_S, SharedCommits


class Kept:
    """Stores numbers; a negative one is a fault of the whole transaction."""

    def __init__(self) -> None:
        self.stored: list[list[int]] = []

    def store(self, numbers: Sequence[int]) -> list[str]:
        if any(number < 0 for number in numbers):
            raise ValueError(f"no room for {min(numbers)}")
        self.stored.append(list(numbers))
        return [f"took {number}" for number in numbers]


def asked(kept: Kept, numbers: Sequence[int]) -> list[str | BaseException]:
    async def ask() -> list[str | BaseException]:
        shared = SharedCommits[int, str](kept.store)
        return await asyncio.gather(*(shared.take(number) for number in numbers), return_exceptions=True)

    return asyncio.run(ask())


def test_what_comes_at_once_is_stored_at_once_and_each_hears_of_its_own() -> None:
    kept = Kept()

    assert asked(kept, [1, 2, 3]) == ["took 1", "took 2", "took 3"]
    assert kept.stored == [[1, 2, 3]]


def test_what_cannot_be_stored_costs_no_other() -> None:
    kept = Kept()
    first, bad, last = asked(kept, [1, -2, 3])

    assert (first, last) == ("took 1", "took 3")
    assert isinstance(bad, ValueError)
    assert kept.stored == [[1], [3]]


def test_who_hangs_up_holds_nobody_up() -> None:
    async def ask() -> list[str]:
        shared = SharedCommits[int, str](kept.store)
        leaving = asyncio.ensure_future(shared.take(1))
        staying = asyncio.ensure_future(shared.take(2))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        return [await staying, await shared.take(3)]

    kept = Kept()
    assert asyncio.run(ask()) == ["took 2", "took 3"]
    assert kept.stored == [[1, 2], [3]]


def test_who_is_patient_is_stored_with_what_comes_a_moment_later_and_holds_up_nobody_who_is_not() -> None:
    async def ask() -> list[str]:
        shared = SharedCommits[int, str](kept.store)
        patient = [asyncio.ensure_future(shared.take(number, patient=True)) for number in (1, 2)]
        await asyncio.sleep(TOGETHER_S / 10)
        patient.append(asyncio.ensure_future(shared.take(3, patient=True)))
        told = await asyncio.gather(*patient)
        patient.append(asyncio.ensure_future(shared.take(4, patient=True)))
        await asyncio.sleep(0)
        return [*told, await shared.take(5), await patient[-1]]

    kept = Kept()
    assert asyncio.run(ask()) == [f"took {number}" for number in (1, 2, 3, 5, 4)]
    assert kept.stored == [[1, 2, 3], [4, 5]]
