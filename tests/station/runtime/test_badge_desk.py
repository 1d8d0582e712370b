"""Somebody's word at the screen: given by badge or PIN, good for one thing or half a minute, and for no more."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from station.core import Badge, ControlRead, badge_text, bag_reopened, stop_lifted
from station.core.authority import HOLDS_S, NEEDED, NEEDED_IN_KIOSK, SUPERVISOR, Act
from station.core.outcomes import Done, Nothing, Problem, Reason
from station.core.requests import OverrideStop, SetOperation
from station.record import Reads
from station.requests import Issued, hub_key_made, note_issued, pin_hash, revoke
from tests.station.hall import hall
from tests.station.record.drafts import OVERWEIGHT, draft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.station.hall import Hall

KEY = "command-barcodes.key"
PIN = "482910"
ANA, BO = Badge("Ana", "worker", "00000001"), Badge("陈 Bo", "supervisor", "00000002")
TECH = Badge("Cy", "technician", "00000003")
BY_PIN = Badge("Di", "supervisor", "4711")
WISH = stop_lifted(1, "A01", "weighed again")
"""The first scan of the record is a stop."""


@contextmanager
def stopped(folder: Path) -> Iterator[Hall]:
    """A station whose last scan is a stop; Ana works there."""
    key = hub_key_made(folder / KEY)
    note_issued(folder / KEY, Issued(BY_PIN, "2026-11-30T08:00:00.000Z", pin_hash(BY_PIN, PIN, key)))
    with hall(folder) as here:
        here.station._parts.inbox.write(lambda store: store.commit(draft("RR473124829CN", decision=OVERWEIGHT)))
        here.station.key_in(badge_text(ANA, key))
        here.events.clear()
        yield here


def entries(folder: Path) -> list[tuple[object, ...]]:
    """Kind, who, and as what, of every entry but shifts."""
    with Reads(folder / "station.db") as reads:
        found = [(each["kind"], each.get("operator"), each.get("details")) for each in reads.exported()]
    return [
        (kind, who, about.get("role") if isinstance(about, dict) else None)
        for kind, who, about in found
        if kind != "shift"
    ]


def told(here: Hall) -> list[Reason]:
    outcomes = [event.outcome for event in here.events if isinstance(event, ControlRead)]
    return [outcome.reason for outcome in outcomes if outcome is not None]


def shown(here: Hall, folder: Path, badge: Badge, key: bytes | None = None) -> None:
    here.station.key_in(badge_text(badge, key or (folder / KEY).read_bytes()))


@pytest.mark.parametrize("by_pin", [False, True])
def test_a_supervisors_word_is_good_for_one_thing_and_hands_no_lane_over(tmp_path: Path, by_pin: bool) -> None:
    with stopped(tmp_path) as here:
        here.station.badges.want(SUPERVISOR)
        if by_pin:
            assert here.station.badges.sign_in(BY_PIN.number, PIN).reason is Reason.AUTHORISED
        else:
            shown(here, tmp_path, BO)
            assert told(here) == [Reason.AUTHORISED]
        word = here.station.status().word
        assert word is not None
        assert here.station.status().operator == "Ana"
        first, second = here.station.ask(WISH), here.station.ask(WISH)

    who = BY_PIN.operator if by_pin else BO.operator
    assert word.operator == who
    assert isinstance(first, Done)
    assert second.reason is Reason.ROLE_NEEDED
    assert entries(tmp_path) == [("scan", "op-17", None), ("override", who, "supervisor")]


def test_what_needs_a_role_and_has_none_changes_nothing(tmp_path: Path) -> None:
    with stopped(tmp_path) as here:
        asked = [here.station.ask(each) for each in (WISH, bag_reopened("BAG-1", "one too many"))]
        assert here.station.ask(SetOperation("dispatch", "Ana")).reason is Reason.OPERATION_CHANGED
    assert [outcome.reason for outcome in asked] == [Reason.ROLE_NEEDED] * 2
    assert entries(tmp_path) == [("scan", "op-17", None)]


def test_the_control_a_table_without_the_row_lets_anybody_do_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(NEEDED, OverrideStop)
    with stopped(tmp_path) as here:
        here.station.ask(OverrideStop(1, "A01", "nobody", "nothing"))
    assert entries(tmp_path)[1:] == [("override", "nobody", None)]


@pytest.mark.parametrize(
    ("badge", "reason"),
    [
        (ANA, Reason.NOT_THE_ROLE),
        (TECH, Reason.NOT_THE_ROLE),
        (Badge("Ev", "supervisor", "00000009"), Reason.BADGE_REVOKED),
    ],
)
def test_a_badge_that_may_not_does_nothing_there(tmp_path: Path, badge: Badge, reason: Reason) -> None:
    with stopped(tmp_path) as here:
        revoke(tmp_path / KEY, "00000009", "2026-11-30T09:00:00.000Z", "Bo")
        here.station.badges.want(SUPERVISOR)
        shown(here, tmp_path, badge)
        assert told(here) == [reason]
        assert here.station.ask(WISH).reason is Reason.ROLE_NEEDED
        assert here.station.status().operator == "Ana"
    assert entries(tmp_path) == [("scan", "op-17", None)]


def test_forged_and_copied_badges_and_wrong_pins_do_nothing(tmp_path: Path) -> None:
    with stopped(tmp_path) as here:
        here.station.badges.want(SUPERVISOR)
        shown(here, tmp_path, BO, key=b"\5" * 32)
        here.station.key_in(badge_text(BO, (tmp_path / KEY).read_bytes())[:-3] + "AAA")
        assert told(here) == [Reason.NOT_OF_THIS_HUB] * 2
        assert here.station.badges.sign_in(BY_PIN.number, "193847").reason is Reason.PIN_WRONG
        assert here.station.ask(WISH).reason is Reason.ROLE_NEEDED
    assert entries(tmp_path) == [("scan", "op-17", None)]


def test_a_word_ends_with_its_time_and_with_the_dialog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with stopped(tmp_path) as here:
        badges, now = here.station.badges, [0.0]
        monkeypatch.setattr(badges, "_now", lambda: now[0])
        badges.want(SUPERVISOR)
        shown(here, tmp_path, BO)
        assert isinstance(here.station.ask(stop_lifted(77, "A01", "mistyped")), Nothing | Problem)
        now[0] = HOLDS_S - 1
        assert badges.word() is not None  # nothing was done on it yet
        now[0] = HOLDS_S
        assert badges.word() is None
        assert here.station.ask(WISH).reason is Reason.ROLE_NEEDED

        badges.want(SUPERVISOR)
        shown(here, tmp_path, BO)
        badges.leave()
        assert here.station.ask(WISH).reason is Reason.ROLE_NEEDED
    assert entries(tmp_path) == [("scan", "op-17", None)]


def test_an_act_needs_a_role_in_a_kiosk_alone_and_uses_the_word_up(tmp_path: Path) -> None:
    with stopped(tmp_path) as here:
        badges = here.station.badges
        assert all(isinstance(badges.may(act), Done) for act in NEEDED_IN_KIOSK)
        assert badges.may(Act.FORCED_WEIGHT).reason is Reason.ROLE_NEEDED
        badges.kiosk = True
        assert {badges.may(act).reason for act in Act} == {Reason.ROLE_NEEDED}
        badges.want(frozenset(("supervisor", "technician")))
        shown(here, tmp_path, TECH)
        assert [isinstance(badges.may(Act.QUIT), Done) for _ in range(2)] == [True, False]


def test_a_supervisor_at_the_lane_of_another_is_asked_first_and_takes_it_over_only_then(tmp_path: Path) -> None:
    with stopped(tmp_path) as here:
        badges = here.station.badges
        shown(here, tmp_path, BO)
        assert (told(here), here.station.status().operator) == ([Reason.SUPERVISOR_HERE], "Ana")
        badges.leave()
        assert badges.take_over().reason is Reason.ROLE_NEEDED  # the dialog was left
        shown(here, tmp_path, BO)
        assert badges.take_over().reason is Reason.SHIFT_HANDED_OVER
        assert badges.take_over().reason is Reason.ROLE_NEEDED
        assert here.station.status().operator == BO.operator
        shown(here, tmp_path, TECH)  # no supervisor: as any other colleague
        assert here.station.status().operator == TECH.operator
    assert entries(tmp_path) == [("scan", "op-17", None)]


def test_a_pin_logs_in_where_nobody_asks_for_a_word(tmp_path: Path) -> None:
    with stopped(tmp_path) as here:
        assert here.station.badges.sign_in(BY_PIN.number, PIN).reason is Reason.SHIFT_HANDED_OVER
        assert here.station.status().operator == "Di"
