"""A list that is refused, does not come or is old is told under a key of its own."""

from __future__ import annotations

from dataclasses import replace

from hardware.contract import notice
from station.core.events import ListStatus
from station.core.troubles import Trouble, is_same
from station.language import ENGLISH, language, trouble_texts
from station.sync.lists.list_troubles import AWAY_S, list_troubles

PLAN = ListStatus("sort plan", None, 9000, of_centre=True, kept_by_centre=True)


def told(each: ListStatus, *, online: bool = True) -> list[Trouble]:
    return list(list_troubles((each,), 7.0, online=online))


def test_a_list_that_is_refused_and_one_that_is_old_have_keys_of_their_own() -> None:
    found = told(replace(PLAN, words="bad row", refused=True, stale=True))

    assert [each.key for each in found] == ["list-sort-plan-refused", "list-sort-plan-old"]
    assert found[0].about == notice("list_refused", list="sort plan", detail="bad row")
    assert {each.since for each in found} == {7.0}


def test_a_list_that_does_not_come_is_told_while_the_line_is_up_and_only_to_the_technician() -> None:
    away = replace(PLAN, words="answered 500")
    (trouble,) = told(away)
    words = trouble_texts(trouble.about, language(ENGLISH))

    assert (trouble.key, words.everybody, bool(words.technician)) == ("list-sort-plan-away", "", True)
    assert told(away, online=False) == []
    assert told(replace(away, age_s=AWAY_S - 1)) == []


def test_a_well_list_has_no_trouble_and_one_that_grows_older_no_other() -> None:
    assert told(PLAN) == []
    (old,), (older,) = (told(replace(PLAN, age_s=age_s, stale=True)) for age_s in (3000.0, 90_000.0))
    assert is_same(old, older)
